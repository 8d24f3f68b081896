"""What is asked of this room and what it answers. Money is an integer of fen."""

from __future__ import annotations

from typing import Annotated

import msgspec
from msgspec import Meta

from chalicelib.core.moments import Moment
from chalicelib.core.money import Fen
from chalicelib.coupons.ids import CouponCode, TemplateId
from chalicelib.members.ids import MemberId
from chalicelib.orders.ids import OrderId
from chalicelib.orders.states import OrderState

OrderNumber = Annotated[OrderId, Meta(pattern="^[0-9A-HJKMNP-TV-Z]{32}$", description="订单号 / the order's number")]


class Item(msgspec.Struct, frozen=True, kw_only=True):
    """What a line is about, before the discount. price: a piece, in fen."""

    sku_id: str
    product_name: str
    sku_name: str
    quantity: int
    price: Fen


class Line(Item, frozen=True, kw_only=True):
    """One line. amount = price × quantity − off; the lines' parts of the discount sum to the order's."""

    off: Fen
    amount: Fen


class Draft(msgspec.Struct, frozen=True, kw_only=True):
    """An order about to be placed. off: what its coupon, of a template, takes off the total."""

    order_id: OrderId
    member_id: MemberId
    items: tuple[Item, ...]
    off: Fen
    coupon_code: CouponCode
    coupon_template: TemplateId
    pay_until: Moment
    activity_id: str
    team_id: str
    new_only: bool

    @property
    def total(self) -> Fen:
        """What the items cost before the discount."""
        return total(self.items)

    @property
    def payable(self) -> Fen:
        """What is left to pay."""
        return Fen(self.total - self.off)


def total(items: tuple[Item, ...]) -> Fen:
    """What items cost together."""
    return Fen(sum(item.quantity * item.price for item in items))


class Entry(msgspec.Struct, frozen=True, array_like=True):
    """An entry of the ledger: what the order became and the money that moved, out of us negative.

    ref: what it refers to: the provider's transaction, why it ended, who handed it out. Stored without its fields'
    names, so that an order with its whole ledger is one write unit.
    """

    at: Moment
    state: OrderState
    fen: Fen
    ref: str


class LedgerLine(msgspec.Struct, frozen=True):
    """An entry of the ledger as staff and operators see it."""

    at: Moment
    state: OrderState
    fen: Fen
    ref: str


class Order(msgspec.Struct, frozen=True, kw_only=True):
    """An order as it was read. payable = total − off; pay_until: when an unpaid place is given back.

    bucket: the part of the stock it took from. checked_at: when the provider was asked a last time before that;
    waits_until: when it is looked at next.
    """

    order_id: OrderId
    member_id: MemberId
    status: OrderState
    lines: list[Line]
    total: Fen
    off: Fen
    payable: Fen
    coupon_code: CouponCode
    coupon_template: TemplateId
    new_only: bool
    activity_id: str
    team_id: str
    bucket: int
    placed_at: Moment
    pay_until: Moment
    checked_at: Moment | None
    waits_until: Moment | None
    ledger: list[Entry]


class OrderSummary(msgspec.Struct, frozen=True, kw_only=True):
    """An order as its member sees it. payable = total − off. pay_until: when an unpaid place is given back."""

    order_id: OrderId
    status: OrderState
    lines: list[Line]
    total: Fen
    off: Fen
    payable: Fen
    coupon_code: CouponCode
    activity_id: str
    team_id: str
    placed_at: Moment
    pay_until: Moment


class OrderWithLedger(OrderSummary, frozen=True, kw_only=True):
    """An order as staff and operators see it."""

    member_id: MemberId
    ledger: list[LedgerLine]


class MyOrders(msgspec.Struct, frozen=True):
    """A member's orders, newest first."""

    items: list[OrderSummary]


class Money(msgspec.Struct, frozen=True, kw_only=True):
    """What an order's ledger says of the customer's money."""

    came_in: Fen
    went_back: Fen
    going_back: Fen


class PickUp(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The order to hand out."""

    order_id: OrderNumber
