"""Rows of orders and of shoppers; an order's ledger only grows."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from pynamodb.attributes import (
    BooleanAttribute,
    JSONAttribute,
    ListAttribute,
    NumberAttribute,
    UnicodeAttribute,
    UnicodeSetAttribute,
)
from pynamodb.expressions.condition import Condition
from pynamodb.expressions.update import Action

from chalicelib.core.context import Ctx
from chalicelib.core.ids import base32, digest
from chalicelib.core.storage import due
from chalicelib.core.storage.lists import Page, children, page_by_parent
from chalicelib.core.storage.table import Refused, Row, change, get, key
from chalicelib.core.storage.transaction import Transaction
from chalicelib.orders import rules, shapes

SELF = "-"
TOPIC = "hold"
POCKET = 6
Refusal = Callable[[Any], Exception]


class OrderRow(Row, discriminator="order"):
    """One order. Money in fen.

    ledger: every state it had, with the money that moved (`rules.entry`). bucket: the part of the stock it took from.
    pay_until: when the place of an unpaid order is given back; the row is due then.
    """

    order_id = UnicodeAttribute()
    member_id = UnicodeAttribute()
    status = UnicodeAttribute()
    lines = JSONAttribute()
    total = NumberAttribute()
    off = NumberAttribute()
    payable = NumberAttribute()
    coupon_code = UnicodeAttribute(default="")
    new_only = BooleanAttribute(default=False)
    activity_id = UnicodeAttribute(default="")
    session_id = UnicodeAttribute(default="")
    bucket = NumberAttribute()
    placed_at = UnicodeAttribute()
    pay_until = UnicodeAttribute()
    checked_at = UnicodeAttribute(null=True)
    ledger: Any = ListAttribute(of=UnicodeAttribute)


class ShopperRow(Row, discriminator="shopper"):
    """What decides whether a member is a new customer.

    bought: orders paid and not given back. trying: new-customer orders under way. DynamoDB drops an empty set, so
    absence means none.
    """

    member_id = UnicodeAttribute()
    bought = UnicodeSetAttribute(null=True)
    trying = UnicodeSetAttribute(null=True)


def number(ctx: Ctx, member_id: str) -> str:
    """A new order's number. It leads to the member's orders, is unguessable, and fits WeChat Pay (docs/platform I4)."""
    return base32(digest(ctx.corp, "orders", member_id)[:4])[:POCKET] + ctx.new_id()


def _key(ctx: Ctx, order_id: str) -> tuple[str, str]:
    return key(ctx, "orders", order_id[:POCKET]), order_id


def new_order(ctx: Ctx, order_id: str, member_id: str, **values: Any) -> OrderRow:
    """The row of an order about to be placed; one that costs nothing is paid at once and waits for nobody."""
    row = OrderRow(
        *_key(ctx, order_id),
        order_id=order_id,
        member_id=member_id,
        placed_at=ctx.at,
        parent=_of_activity(ctx, values["activity_id"]),
        place=ctx.at + order_id,
        ledger=[rules.entry(ctx.at, shapes.PLACED, 0, "")],
        status=shapes.PLACED,
        **values,
    )
    if row.payable == 0:
        row.status = shapes.PAID
        row.ledger.append(rules.entry(ctx.at, shapes.PAID, 0, "nothing to pay"))
    else:
        row.due, row.due_at = due.shard(ctx, TOPIC, order_id), row.pay_until
    return row


def place_in(transaction: Transaction, row: OrderRow, refused: Refusal) -> None:
    """Add: the order, if its number is free. 2 WU +1 listed +1 due."""
    transaction.put_new(row, refused)


def order(ctx: Ctx, order_id: str) -> OrderRow | None:
    """One order, read consistently. 1 RU."""
    return get(OrderRow, *_key(ctx, order_id), consistent=True)


def orders_of(ctx: Ctx, member_id: str) -> list[OrderRow]:
    """A member's orders, newest first."""
    pocket = number(ctx, member_id)[:POCKET]
    rows = children(OrderRow, key(ctx, "orders", pocket), consistent=True)
    return sorted((row for row in rows if row.member_id == member_id), key=lambda row: row.placed_at, reverse=True)


def orders_of_activity(ctx: Ctx, activity_id: str, limit: int, cursor: str) -> Page:
    """The orders of an activity, newest first."""
    return page_by_parent(Row, _of_activity(ctx, activity_id), limit, cursor, newest_first=True)


def _of_activity(ctx: Ctx, activity_id: str) -> str:
    return key(ctx, "groupbuy", activity_id, "orders")


def move_in(
    transaction: Transaction,
    order_id: str,
    state: str,
    fen: int,
    ref: str,
    come_from: Sequence[str],
    refused: Refusal | None = None,
    bucket: int | None = None,
) -> None:
    """Add: the order becomes `state`, if it is one of `come_from`, and its ledger says so. 2 WU, +1 when it was due.

    bucket: where its stock comes from now, when that changed.
    """
    ctx = transaction.ctx
    actions = _becoming(ctx, state, fen, ref)
    if bucket is not None:
        actions.append(OrderRow.bucket.set(bucket))
    transaction.change(OrderRow(*_key(ctx, order_id)), actions, OrderRow.status.is_in(*come_from), refused)


def move(ctx: Ctx, order_id: str, state: str, fen: int, ref: str, come_from: Sequence[str]) -> OrderRow:
    """The same by itself. 1 WU. Raises Refused with the order as it is."""
    row = OrderRow(*_key(ctx, order_id))
    return change(ctx, row, _becoming(ctx, state, fen, ref), OrderRow.status.is_in(*come_from))


def _becoming(ctx: Ctx, state: str, fen: int, ref: str) -> list[Action]:
    added = OrderRow.ledger.append([rules.entry(ctx.at, state, fen, ref)])
    return [OrderRow.status.set(state), OrderRow.ledger.set(added), *due.never()]


def look_again_at(ctx: Ctx, order_id: str, when: str) -> bool:
    """Note that the provider is asked before the place is given back, and wait until `when`. 1 WU +2.

    False when the order is no longer waiting, or was asked about before.
    """
    actions = [OrderRow.checked_at.set(ctx.at), *due.at(ctx, TOPIC, order_id, when)]
    waiting = (OrderRow.status == shapes.PLACED) & OrderRow.checked_at.does_not_exist()
    try:
        change(ctx, OrderRow(*_key(ctx, order_id)), actions, waiting)
    except Refused:
        return False
    return True


def _shopper(ctx: Ctx, member_id: str) -> ShopperRow:
    return ShopperRow(key(ctx, "shopper", member_id), SELF)


def _named(member_id: str) -> list[Action]:
    return [ShopperRow.kind.set(ShopperRow), ShopperRow.member_id.set(member_id)]


def try_as_new_in(transaction: Transaction, member_id: str, order_id: str, refused: Refusal) -> None:
    """Add: the member holds a new-customer order, if they never bought and hold no other. 2 WU."""
    ctx = transaction.ctx
    actions = [*_named(member_id), ShopperRow.trying.add({order_id})]
    transaction.change(_shopper(ctx, member_id), actions, _is_new(), refused)


def _is_new() -> Condition:
    is_new: Condition = ShopperRow.bought.does_not_exist() & ShopperRow.trying.does_not_exist()
    return is_new


def stop_trying_in(transaction: Transaction, member_id: str, order_id: str) -> None:
    """Add: the member's new-customer order came to nothing. 2 WU."""
    ctx = transaction.ctx
    transaction.change(_shopper(ctx, member_id), [*_named(member_id), ShopperRow.trying.delete({order_id})], None)


def bought_in(transaction: Transaction, member_id: str, order_id: str) -> None:
    """Add: the member has bought. 2 WU."""
    ctx = transaction.ctx
    actions = [*_named(member_id), ShopperRow.bought.add({order_id}), ShopperRow.trying.delete({order_id})]
    transaction.change(_shopper(ctx, member_id), actions, None)


def bought_as_new_in(transaction: Transaction, member_id: str, order_id: str, refused: Refusal) -> None:
    """Add: the same, if they never bought before and hold no new-customer order. 2 WU."""
    ctx = transaction.ctx
    transaction.change(
        _shopper(ctx, member_id), [*_named(member_id), ShopperRow.bought.add({order_id})], _is_new(), refused
    )


def gave_back_in(transaction: Transaction, member_id: str, order_id: str) -> None:
    """Add: the order is given back, as if it had not been bought. 2 WU."""
    ctx = transaction.ctx
    actions = [*_named(member_id), ShopperRow.bought.delete({order_id}), ShopperRow.trying.delete({order_id})]
    transaction.change(_shopper(ctx, member_id), actions, None)
