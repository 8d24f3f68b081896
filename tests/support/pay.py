"""WeChat Pay as a test sees it: the sandbox, with a merchant for each corp, through the control API a person uses."""

from __future__ import annotations

import atexit
import functools
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any
from unittest import mock

from local.clock import Clock
from local.servers.testing import told
from local.wechatpay import Sandbox, crypto
from local.wechatpay.records import Platform as PlatformKeys
from local.wechatpay.testing import merchant_keys
from tests.support import near
from tests.support.wecom import CORPS

SERIAL = "5157F09EFDC096DE15EBE81A47057A7232F1B8E1"
MCHIDS = {name: str(1900000001 + index) for index, name in enumerate(CORPS)}
OPENID = "oUpF8uMuAJO_M2pxb1Q9zNjWeS6o"

# The platform's key of this run: making one costs more than most tests.
_platform = functools.cache(crypto.new_platform)


class Pay:
    """What customers and banks do at WeChat Pay."""

    def __init__(self, sandbox: Sandbox) -> None:
        self.sandbox = sandbox
        self.start_over()

    def start_over(self) -> None:
        """Forget every order and fault, and make each corp's merchant again."""
        self.call("POST", "reset")
        for name in CORPS:
            self.register(name)

    @property
    def platform(self) -> PlatformKeys:
        return self.sandbox.world.platform

    def call(self, method: str, path: str, body: Any = None) -> Any:
        return told(self.sandbox, method, f"/{path}", body)

    def register(self, name: str, **changes: Any) -> None:
        """Make a corp's merchant, or change it."""
        body = {
            "appids": [CORPS[name].mini_appid],
            "apiv3_key": apiv3_key(name),
            "serial_no": SERIAL,
            "public_key": merchant_keys()[1],
            **changes,
        }
        self.call("PUT", f"merchants/{MCHIDS[name]}", body)

    def settings(self, name: str) -> dict[str, Any]:
        """What a corp's settings say of its merchant."""
        return {
            "mchid": MCHIDS[name],
            "serial_no": SERIAL,
            "private_key": merchant_keys()[0],
            "apiv3_key": apiv3_key(name),
            "public_key": self.platform.public_key,
            "public_key_id": self.platform.public_key_id,
        }

    def pay(self, number: str, **more: Any) -> Any:
        """The customer pays; `call`: what the front end got, whose signature is then judged."""
        return self.call("POST", f"payments/{number}/pay", more)

    def payment(self, number: str) -> Any:
        return self.call("GET", f"payments/{number}")

    def payments(self) -> list[dict[str, Any]]:
        return list(self.call("GET", "payments")["payments"])

    def refunds(self) -> list[dict[str, Any]]:
        return list(self.call("GET", "refunds")["refunds"])

    def move_refund(self, number: str, move: str) -> Any:
        """succeed, abnormal or close."""
        return self.call("POST", f"refunds/{number}/{move}")

    def give_back(self, number: str, amount: int) -> Any:
        """Somebody refunds in the merchant console."""
        return self.call("POST", f"payments/{number}/refunds", {"amount": amount})

    def fault(self, kind: str, **more: Any) -> None:
        self.call("POST", "faults", {"kind": kind, **more})

    def calls(self, api: str) -> list[dict[str, Any]]:
        """The merchant's calls of one kind, oldest first."""
        found = self.call("GET", "ledger?kind=api&limit=1000")["entries"]
        return [entry for entry in found if entry["api"] == api]

    def deliveries(self) -> list[int]:
        """The status that each attempt to notify us was answered with, oldest first."""
        return [entry["status"] for entry in self.call("GET", "ledger?kind=delivery&limit=1000")["entries"]]

    def deliver_all(self) -> None:
        """Return when no notification is due or on its way."""
        self.sandbox.deliver_all()


def apiv3_key(name: str) -> str:
    """A corp's APIv3 key: 32 bytes, each corp's its own."""
    return f"APIv3-KEY-of-{name}".ljust(32, "0")


@functools.cache
def _sandbox(clock: Clock) -> Sandbox:
    """One for the process, on the clock that its stacks share: to start one takes longer than to pay."""
    with mock.patch.object(crypto, "new_platform", _platform):
        sandbox = Sandbox(clock).start()
    atexit.register(sandbox.stop)
    near.ask_here(sandbox)
    return sandbox


@contextmanager
def paying(clock: Clock) -> Iterator[Pay]:
    """WeChat Pay with a merchant for each of the tests' corps."""
    with mock.patch.object(crypto, "new_platform", _platform):
        sandbox = _sandbox(clock)
        yield Pay(sandbox)
        sandbox.deliverer.clear()
        sandbox.deliver_all()
