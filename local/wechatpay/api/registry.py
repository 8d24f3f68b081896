"""The table of simulated calls, and what a call knows of who makes it."""

from __future__ import annotations

import re
from collections.abc import Callable

from msgspec import Struct

from local.servers.basics import Json
from local.wechatpay.life import Life
from local.wechatpay.records import Merchant
from local.wechatpay.world import World

ORDERS = "/v3/pay/transactions"
REFUNDS = "/v3/refund/domestic/refunds"


class Call(Struct):
    """One call being served, whose signature was verified. name: the number or id in its path."""

    world: World
    life: Life
    merchant: Merchant
    name: str
    mchid: str
    raw: bytes


Handler = Callable[[Call], Json | None]


class Spec(Struct, frozen=True):
    """A simulated call. api: its name in faults and on the ledger. mchid_in_query: it names the merchant there too."""

    api: str
    method: str
    path: str
    handler: Handler
    mchid_in_query: bool = False

    def __str__(self) -> str:
        path = re.sub(r"<(\w+)>", r"{\1}", self.path)
        return f"{self.method} {path}" + ("?mchid=" if self.mchid_in_query else "")


REGISTRY: list[Spec] = []


def api(name: str, method: str, path: str, mchid_in_query: bool = False) -> Callable[[Handler], Handler]:
    """Register a handler, which answers the body, or None for 204, or raises PayError."""

    def register(handler: Handler) -> Handler:
        REGISTRY.append(Spec(name, method, path, handler, mchid_in_query))
        return handler

    return register
