"""What the order doors take and give. Money is an integer of fen."""

from __future__ import annotations

from typing import Annotated

import msgspec
from msgspec import Meta

# The states of an order, as everybody reads them.
PLACED = "placed"
PAID = "paid"
READY = "ready"
PICKED_UP = "picked_up"
CANCELLED = "cancelled"
REFUNDING = "refunding"
REFUNDED = "refunded"

OrderId = Annotated[str, Meta(pattern="^[0-9A-HJKMNP-TV-Z]{32}$", description="订单号 / the order's number")]


class Line(msgspec.Struct, frozen=True, kw_only=True):
    """One line. amount = price × quantity − off; the lines' parts of the discount sum to the order's."""

    sku_id: str
    product_name: str
    sku_name: str
    quantity: int
    price: int
    off: int
    amount: int


class Entry(msgspec.Struct, frozen=True):
    """A line of the ledger: what the order became and the money that moved, out of us negative."""

    at: str
    state: str
    fen: int
    ref: str


class Order(msgspec.Struct, frozen=True, kw_only=True):
    """An order. payable = total − off. pay_until: when an unpaid place is given back."""

    order_id: str
    status: str
    lines: list[Line]
    total: int
    off: int
    payable: int
    coupon_code: str
    activity_id: str
    session_id: str
    placed_at: str
    pay_until: str


class OrderWithLedger(Order, frozen=True, kw_only=True):
    """An order as staff and operators see it."""

    member_id: str
    ledger: list[Entry]


class MyOrders(msgspec.Struct, frozen=True):
    """A member's orders, newest first."""

    items: list[Order]


class Orders(msgspec.Struct, frozen=True):
    """A page of orders, newest first."""

    items: list[Order]
    cursor: str


class PickUp(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The order to hand out."""

    order_id: OrderId
