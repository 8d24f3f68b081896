"""企业微信回调: WeCom's door."""
