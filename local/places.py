"""Where things are on this machine: ports and folders of one local stack, changeable by environment variables."""

from __future__ import annotations

import os
import socket
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
LOCAL = ROOT / ".local"


class PortTaken(Exception):
    """A port that we need is in use; the text says which and how to choose another."""


@dataclass(frozen=True)
class Places:
    """One local stack: its folder and the ports of its four servers."""

    folder: Path
    port: int = 8080
    cloud_port: int = 4566
    wecom_port: int = 9101
    wechatpay_port: int = 9102

    @property
    def url(self) -> str:
        """Our API as everybody reaches it."""
        return f"http://localhost:{self.port}"

    @property
    def cloud_url(self) -> str:
        """MiniStack's endpoint."""
        return f"http://127.0.0.1:{self.cloud_port}"

    @property
    def wecom_url(self) -> str:
        """The WeCom sandbox."""
        return f"http://localhost:{self.wecom_port}"

    @property
    def wechatpay_url(self) -> str:
        """The WeChat Pay sandbox."""
        return f"http://localhost:{self.wechatpay_port}"

    def check_ports(self) -> None:
        """Raise PortTaken, naming the port and the way out, if somebody listens on one of ours."""
        for port, variable in (
            (self.port, "SIYU_LOCAL_PORT"),
            (self.cloud_port, "SIYU_LOCAL_CLOUD_PORT"),
            (self.wecom_port, "SIYU_LOCAL_SANDBOX_PORT"),
            (self.wechatpay_port, "SIYU_LOCAL_PAY_PORT"),
        ):
            if not is_free(port):
                raise PortTaken(
                    f"port {port} is in use. Stop what listens there (another `make run`?), "
                    f"or choose another port: {variable}={port + 1} make run"
                )


def standard() -> Places:
    """The stack of `make run`, kept between runs."""
    return Places(
        LOCAL / "run",
        int(os.environ.get("SIYU_LOCAL_PORT", "8080")),
        int(os.environ.get("SIYU_LOCAL_CLOUD_PORT", "4566")),
        int(os.environ.get("SIYU_LOCAL_SANDBOX_PORT", "9101")),
        int(os.environ.get("SIYU_LOCAL_PAY_PORT", "9102")),
    )


def fresh(folder: Path) -> Places:
    """A stack of its own in `folder`, on ports that are free now."""
    sockets = [socket.create_server(("127.0.0.1", 0)) for _ in range(4)]
    ports = [opened.getsockname()[1] for opened in sockets]
    for opened in sockets:
        opened.close()
    return Places(folder, *ports)


def is_free(port: int) -> bool:
    """True when nobody listens on `port` of this machine."""
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("127.0.0.1", port))
        except OSError:
            return False
    return True
