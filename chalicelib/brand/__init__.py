"""品牌: how the pages that customers see look, and what they say."""
