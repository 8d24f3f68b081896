"""A WeCom (and a little WeChat) sandbox: a real HTTP server that judges its clients.

from local.wecom import running

with running(clock=Clock(frozen_at=...)) as sandbox:
    ...  # sandbox.url, sandbox.world, sandbox.deliver_all()
"""

from local.wecom.server import Sandbox, running

__all__ = ["Sandbox", "running"]
