"""A sandbox that stands in this process is asked in it, without a connection in between (tests/e2e/test_near.py).

A call over HTTP takes ten times what it asks for, and there are a hundred thousand. While a fault is in force it goes
over HTTP all the same: then it may hang, or be cut off.
"""

from __future__ import annotations

import http.client
import io
from typing import Any
from urllib.parse import urlsplit

import urllib3

from local.servers.testing import answered
from local.wechatpay import Sandbox as Pay
from local.wecom import Sandbox as WeCom

_sandboxes: dict[tuple[str, int | None], WeCom | Pay] = {}
_open = urllib3.HTTPConnectionPool.urlopen


def ask_here(sandbox: WeCom | Pay) -> None:
    """Ask this sandbox here from now on."""
    parts = urlsplit(sandbox.url)
    _sandboxes[str(parts.hostname), parts.port] = sandbox
    urllib3.HTTPConnectionPool.urlopen = _opened  # type: ignore[method-assign]


def _opened(self: urllib3.HTTPConnectionPool, method: str, url: str, *args: Any, **named: Any) -> Any:
    sandbox = None if args else _sandboxes.get((self.host, self.port))
    if sandbox is None or sandbox.faults.in_force:
        return _open(self, method, url, *args, **named)
    answer = answered(sandbox, method, url, named.get("body"), named.get("headers") or {})
    return urllib3.HTTPResponse(
        io.BytesIO(answer.raw),
        answer.headers,
        answer.status,
        reason=http.client.responses.get(answer.status),
        preload_content=named.get("preload_content", True),
        request_method=method,
        request_url=url,
    )
