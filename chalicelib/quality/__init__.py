"""回复质量: how soon and how often staff answer, as WeCom counts it."""
