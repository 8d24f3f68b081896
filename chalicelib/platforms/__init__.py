"""The platforms as they are: WeCom, WeChat, WeChat Pay. They know no room (facts: docs/platform)."""
