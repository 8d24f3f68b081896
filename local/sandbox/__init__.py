"""A WeCom (and a little WeChat) sandbox: a real HTTP server that judges its clients.

from local.sandbox import running

with running(clock=Clock(frozen_at=...)) as sandbox:
    ...  # sandbox.url, sandbox.world, sandbox.settle()
"""

from local.sandbox.server import Sandbox, running

__all__ = ["Sandbox", "running"]
