"""Tools for tests that talk to a sandbox: a merchant's own client and a receiver of notifications."""

from __future__ import annotations

import json
import secrets
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from functools import lru_cache

from local.clock import Clock
from local.servers import testing
from local.servers.testing import Answer, ControlClient, Data, receiving_at
from local.wechatpay import crypto

MCHID, APPID, OPENID = "1900000001", "wx00000000000000aa", "oUpF8uMuAJO_M2pxb1Q9zNjWeS6o"
SERIAL = "5157F09EFDC096DE15EBE81A47057A7232F1B8E1"
APIV3_KEY = "SANDBOX-APIv3-KEY-0123456789abcd"


@lru_cache(1)
def merchant_keys() -> tuple[str, str]:
    """The merchant's pair of this run: private, public."""
    return crypto.key_pair()


class Client(ControlClient):
    """Calls a sandbox as a merchant's backend would, and its control API as a tester would."""

    def __init__(self, url: str, clock: Clock | None = None, mchid: str = MCHID) -> None:
        super().__init__(url)
        self.clock = clock or Clock()
        self.mchid = mchid

    def headers(self, method: str, path: str, raw: bytes, stamp: int | None = None) -> dict[str, str]:
        """What a signed request carries (docs/platform I1)."""
        at, nonce = str(int(self.clock.time()) if stamp is None else stamp), secrets.token_hex(16)
        signature = crypto.sign(merchant_keys()[0], crypto.lines(method, path, at, nonce, raw.decode()))
        parameters = {
            "mchid": self.mchid, "nonce_str": nonce, "signature": signature, "timestamp": at, "serial_no": SERIAL
        }  # fmt: skip
        listed = ",".join(f'{name}="{value}"' for name, value in parameters.items())
        return {
            "Authorization": f"WECHATPAY2-SHA256-RSA2048 {listed}",
            "Accept": "application/json", "Content-Type": "application/json", "User-Agent": "tests",
        }  # fmt: skip

    def call(self, method: str, path: str, body: object = None) -> Answer:
        """A signed call."""
        raw = b"" if body is None else json.dumps(body, ensure_ascii=False).encode()
        return self.request(method, path, raw or None, self.headers(method, path, raw))

    def prepay(self, number: str = "ORDER0001", **changes: object) -> Answer:
        """Order something."""
        return self.call("POST", "/v3/pay/transactions/jsapi", order(number, **changes))

    def query(self, number: str = "ORDER0001") -> Answer:
        """Ask for an order by our number."""
        return self.call("GET", f"/v3/pay/transactions/out-trade-no/{number}?mchid={self.mchid}")

    def close(self, number: str = "ORDER0001") -> Answer:
        """Close an order."""
        return self.call("POST", f"/v3/pay/transactions/out-trade-no/{number}/close", {"mchid": self.mchid})

    def refund(self, number: str = "REFUND01", fen: int = 100, total: int = 100, **changes: object) -> Answer:
        """Refund an order, by default ORDER0001."""
        amount = {"refund": fen, "total": total, "currency": "CNY"}
        body = {"out_trade_no": "ORDER0001", "out_refund_no": number, "amount": amount, **changes}
        return self.call("POST", "/v3/refund/domestic/refunds", body)

    def query_refund(self, number: str = "REFUND01") -> Answer:
        """Ask for a refund by our number."""
        return self.call("GET", f"/v3/refund/domestic/refunds/{number}")

    def pay(self, name: str = "ORDER0001", **body: object) -> Data:
        """The customer pays."""
        return self.control("POST", f"/payments/{name}/pay", body)


def order(number: str, **changes: object) -> Data:
    """The body of an order of 1 yuan."""
    return {
        "appid": APPID, "mchid": MCHID, "description": "拿铁", "out_trade_no": number,
        "notify_url": "https://example.com/notify", "amount": {"total": 100, "currency": "CNY"},
        "payer": {"openid": OPENID}, **changes,
    }  # fmt: skip


def merchant_setup(**changes: object) -> Data:
    """The body that sets up the merchant of the tests."""
    return {
        "appids": [APPID], "apiv3_key": APIV3_KEY, "serial_no": SERIAL,
        "public_key": merchant_keys()[1], "name": "测试茶饮", **changes,
    }  # fmt: skip


class Receiver(testing.Receiver):
    """A notify_url, which answers at once unless it is held."""

    accepted = 204
    path = "/notify"

    def __init__(self) -> None:
        super().__init__()
        self.free = threading.Event()
        self.free.set()

    def dwell(self) -> None:
        """Wait until the test lets go."""
        self.free.wait()

    def release(self) -> None:
        """Answer what still waits."""
        self.free.set()

    def open(self, platform: Data, number: int = -1) -> Data:
        """Verify and decrypt one POST: the notification with its resource in plain. Raises ValueError."""
        post = self.posts[number]
        stamp, nonce, signature, serial = (
            post.headers[f"Wechatpay-{name}"] for name in ("Timestamp", "Nonce", "Signature", "Serial")
        )
        assert serial in (platform["public_key_id"], platform["serial_no"])
        if not crypto.verify(platform["public_key"], crypto.lines(stamp, nonce, post.raw.decode()), signature):
            raise ValueError("bad signature")
        return post.data | {"plain": json.loads(crypto.unseal(APIV3_KEY, post.data["resource"]))}


@contextmanager
def receiving() -> Iterator[Receiver]:
    """A receiver on an ephemeral port."""
    receiver = Receiver()
    with receiving_at(receiver):
        yield receiver
