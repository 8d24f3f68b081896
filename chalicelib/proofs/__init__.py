"""域名校验文件: what WeCom and WeChat look for at the domain's root before they trust it."""
