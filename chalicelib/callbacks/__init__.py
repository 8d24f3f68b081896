"""平台回调与通知: the doors that WeCom and WeChat Pay knock at."""
