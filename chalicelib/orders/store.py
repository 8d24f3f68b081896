"""Rows of orders and of shoppers; an order's ledger only grows."""

from __future__ import annotations

from collections.abc import Callable, Collection

from pynamodb.attributes import BooleanAttribute, UnicodeAttribute, UnicodeSetAttribute
from pynamodb.expressions.condition import Condition
from pynamodb.expressions.update import Action

from chalicelib.core.context import Ctx
from chalicelib.core.ids import base32, digest
from chalicelib.core.moments import Moment
from chalicelib.core.money import Fen
from chalicelib.core.storage import due
from chalicelib.core.storage.attributes import (
    EntriesAttribute,
    EnumAttribute,
    FenAttribute,
    IdAttribute,
    IntAttribute,
    MomentAttribute,
    StructAttribute,
)
from chalicelib.core.storage.lists import Page, children, page_by_parent
from chalicelib.core.storage.table import Keys, Refused, Row, change, get, key
from chalicelib.core.storage.transaction import Refusal, Transaction
from chalicelib.coupons.ids import CouponCode, TemplateId
from chalicelib.members.ids import MemberId
from chalicelib.orders.ids import OrderId
from chalicelib.orders.shapes import Draft, Entry, Line
from chalicelib.orders.states import OrderState

SELF = "-"
TOPIC = "hold"
POCKET = 6


class OrderRow(Row, discriminator="order"):
    """One order. Money in fen.

    ledger: every state it had, with the money that moved. bucket: the part of the stock it took from. pay_until: when
    the place of an unpaid order is given back; the row is due then.
    """

    keys = Keys(
        pk="orders#<pocket>",
        sk="<order>",
        parent="groupbuy#<activity>#orders",
        place="<placed_at><order>",
        due=TOPIC,
    )

    order_id = IdAttribute[OrderId]()
    member_id = IdAttribute[MemberId]()
    status = EnumAttribute(OrderState)
    lines = StructAttribute(list[Line])
    total = FenAttribute()
    off = FenAttribute()
    payable = FenAttribute()
    coupon_code = IdAttribute[CouponCode](default=CouponCode(""))
    coupon_template = IdAttribute[TemplateId](default=TemplateId(""))
    new_only = BooleanAttribute(default=False)
    activity_id = UnicodeAttribute(default="")
    team_id = UnicodeAttribute(default="")
    bucket = IntAttribute()
    placed_at = MomentAttribute()
    pay_until = MomentAttribute()
    checked_at = MomentAttribute(null=True)
    ledger = EntriesAttribute(Entry)


class ShopperRow(Row, discriminator="shopper"):
    """What decides whether a member is a new customer.

    bought: orders paid and not given back. trying: new-customer orders under way. DynamoDB drops an empty set, so
    absence means none.
    """

    keys = Keys(pk="shopper#<member>", sk=SELF)

    member_id = IdAttribute[MemberId]()
    bought = UnicodeSetAttribute(null=True)
    trying = UnicodeSetAttribute(null=True)


def number(ctx: Ctx, member_id: MemberId) -> OrderId:
    """A new order's number. It leads to the member's orders, is unguessable, and fits WeChat Pay (docs/platform I4)."""
    return OrderId(base32(digest(ctx.corp, "orders", member_id)[:4])[:POCKET] + ctx.new_id())


def _row(ctx: Ctx, order_id: OrderId) -> OrderRow:
    return OrderRow(key(ctx, "orders", order_id[:POCKET]), order_id)


def place_in(
    transaction: Transaction,
    draft: Draft,
    lines: list[Line],
    bucket: int,
    refused: Callable[[OrderRow], Exception],
) -> OrderRow:
    """Add: the order, if its number is free. 2 WU +1 listed +1 due.

    One that costs nothing is paid at once and waits for nobody.
    """
    ctx = transaction.ctx
    row = _row(ctx, draft.order_id)
    row.order_id, row.member_id, row.lines, row.bucket = draft.order_id, draft.member_id, lines, bucket
    row.total, row.off, row.payable = draft.total, draft.off, draft.payable
    row.coupon_code, row.coupon_template = draft.coupon_code, draft.coupon_template
    row.activity_id, row.team_id, row.new_only = draft.activity_id, draft.team_id, draft.new_only
    row.placed_at, row.pay_until = ctx.at, draft.pay_until
    row.parent, row.place = _of_activity(ctx, draft.activity_id), ctx.at + draft.order_id
    row.status, row.ledger = OrderState.PLACED, [Entry(ctx.at, OrderState.PLACED, Fen(0), "")]
    if draft.payable == 0:
        row.status = OrderState.PAID
        row.ledger.append(Entry(ctx.at, OrderState.PAID, Fen(0), "nothing to pay"))
    else:
        row.due, row.due_at = due.place(ctx, TOPIC, draft.order_id, draft.pay_until)
    transaction.put_new(row, refused)
    return row


def order(ctx: Ctx, order_id: OrderId) -> OrderRow | None:
    """One order, read consistently. 1 RU."""
    row = _row(ctx, order_id)
    return get(OrderRow, row.pk, row.sk, consistent=True)


def orders_of(ctx: Ctx, member_id: MemberId) -> list[OrderRow]:
    """A member's orders, newest first. 1 RU per 4 KB."""
    pocket = number(ctx, member_id)[:POCKET]
    rows = children(OrderRow, key(ctx, "orders", pocket), consistent=True)
    return sorted((row for row in rows if row.member_id == member_id), key=lambda row: row.placed_at, reverse=True)


def orders_of_activity(ctx: Ctx, activity_id: str, limit: int, cursor: str) -> Page[OrderRow]:
    """The orders of an activity, newest first. 0.5 RU per 4 KB."""
    return page_by_parent(OrderRow, _of_activity(ctx, activity_id), limit, cursor, newest_first=True)


def _of_activity(ctx: Ctx, activity_id: str) -> str:
    return key(ctx, "groupbuy", activity_id, "orders")


def move_in(
    transaction: Transaction,
    order_id: OrderId,
    entry: Entry,
    come_from: Collection[OrderState],
    refused: Refusal[OrderRow],
    bucket: int | None = None,
) -> None:
    """Add: the order becomes what the entry says, if it is one of `come_from`. 2 WU, +1 when it was due.

    bucket: where its stock comes from now, when that changed.
    """
    actions = _becoming(entry)
    if bucket is not None:
        actions.append(OrderRow.bucket.set(bucket))
    transaction.change(_row(transaction.ctx, order_id), actions, OrderRow.status.is_in(*come_from), refused)


def move(ctx: Ctx, order_id: OrderId, entry: Entry, come_from: Collection[OrderState]) -> OrderRow:
    """The same by itself. 1 WU. Raises Refused with the order as it is."""
    return change(ctx, _row(ctx, order_id), _becoming(entry), OrderRow.status.is_in(*come_from))


def _becoming(entry: Entry) -> list[Action]:
    added = OrderRow.ledger.append([entry])
    return [OrderRow.status.set(entry.state), OrderRow.ledger.set(added), *due.never()]


def look_again_at(ctx: Ctx, order_id: OrderId, when: Moment) -> bool:
    """Note that the provider is asked before the place is given back, and wait until `when`. 1 WU +2.

    False when the order is no longer waiting, or was asked about before.
    """
    actions = [OrderRow.checked_at.set(ctx.at), *due.at(ctx, TOPIC, order_id, when)]
    waiting = (OrderRow.status == OrderState.PLACED) & OrderRow.checked_at.does_not_exist()
    try:
        change(ctx, _row(ctx, order_id), actions, waiting)
    except Refused:
        return False
    return True


def _shopper(ctx: Ctx, member_id: MemberId) -> ShopperRow:
    return ShopperRow(key(ctx, "shopper", member_id), SELF)


def _named(member_id: MemberId) -> list[Action]:
    return [ShopperRow.kind.set(ShopperRow), ShopperRow.member_id.set(member_id)]


def try_as_new_in(
    transaction: Transaction, member_id: MemberId, order_id: OrderId, refused: Refusal[ShopperRow]
) -> None:
    """Add: the member holds a new-customer order, if they never bought and hold no other. 2 WU."""
    actions = [*_named(member_id), ShopperRow.trying.add({order_id})]
    transaction.change(_shopper(transaction.ctx, member_id), actions, _is_new(), refused)


def _is_new() -> Condition:
    is_new: Condition = ShopperRow.bought.does_not_exist() & ShopperRow.trying.does_not_exist()
    return is_new


def stop_trying_in(transaction: Transaction, member_id: MemberId, order_id: OrderId) -> None:
    """Add: the member's new-customer order came to nothing. 2 WU."""
    actions = [*_named(member_id), ShopperRow.trying.delete({order_id})]
    transaction.change(_shopper(transaction.ctx, member_id), actions, None, Refused)


def bought_in(transaction: Transaction, member_id: MemberId, order_id: OrderId) -> None:
    """Add: the member has bought. 2 WU."""
    actions = [*_named(member_id), ShopperRow.bought.add({order_id}), ShopperRow.trying.delete({order_id})]
    transaction.change(_shopper(transaction.ctx, member_id), actions, None, Refused)


def bought_as_new_in(
    transaction: Transaction, member_id: MemberId, order_id: OrderId, refused: Refusal[ShopperRow]
) -> None:
    """Add: the same, if they never bought before and hold no new-customer order. 2 WU."""
    actions = [*_named(member_id), ShopperRow.bought.add({order_id})]
    transaction.change(_shopper(transaction.ctx, member_id), actions, _is_new(), refused)


def gave_back_in(transaction: Transaction, member_id: MemberId, order_id: OrderId) -> None:
    """Add: the order is given back, as if it had not been bought. 2 WU."""
    actions = [*_named(member_id), ShopperRow.bought.delete({order_id}), ShopperRow.trying.delete({order_id})]
    transaction.change(_shopper(transaction.ctx, member_id), actions, None, Refused)
