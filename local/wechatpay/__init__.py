"""A WeChat Pay API v3 sandbox: a real HTTP server that judges a merchant's backend.

from local.wechatpay import running

with running(clock=Clock(frozen_at=...)) as pay:
    ...  # pay.url, pay.world, pay.deliver_all()
"""

from local.wechatpay.server import Sandbox, running

__all__ = ["Sandbox", "running"]
