"""接入检查: what connects a corp with WeCom, WeChat and WeChat Pay, each alone, with how to mend it."""
