"""The verbs of orders that their sellers call: place, cancel, give money back, make ready, look.

A seller is a room that places orders under its own kind and follows the facts of them; orders know none. What is kept
for an order is its own: stock, coupon, the member's counts go and come with it. What is the seller's, such as a seat,
changes together with it, so most verbs add to a transaction that the seller commits. Each takes the order as it was
read, and holds only while nothing was added to its ledger since. Paying stands in `paying.py`, money that goes back by
an operator or was given back elsewhere in `refunding.py`, handing out in `pickup.py`.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial

import msgspec

from chalicelib.core import masks
from chalicelib.core.context import Ctx
from chalicelib.core.ids import StoreId
from chalicelib.core.moments import NEVER, Moment
from chalicelib.core.money import Fen
from chalicelib.core.sanity import judge
from chalicelib.core.storage import retry, stock
from chalicelib.core.storage.lists import Page
from chalicelib.core.storage.table import Refused
from chalicelib.core.storage.transaction import Transaction
from chalicelib.coupons import service as coupons
from chalicelib.coupons.ids import CouponCode, TemplateId
from chalicelib.coupons.shapes import Discount
from chalicelib.members import service as members
from chalicelib.members.ids import MemberId
from chalicelib.orders import exporting, rules, store, views
from chalicelib.orders.errors import BadPickup, NotANewCustomer, PlaceUnpaid, TooManyUnpaid, UnknownOrder
from chalicelib.orders.ids import OrderId, SellerKind
from chalicelib.orders.shapes import Draft, Entry, Hold, Item, Order, total
from chalicelib.orders.states import GOING_BACK, MOVES, EntryKind, OrderState
from chalicelib.orders.store import OrderRow, ShopperRow
from chalicelib.payments import service as payments
from chalicelib.stores import service as stores

NOTHING_OFF = Discount(off=Fen(0), coupon_template=TemplateId(""))
# What is still with us, and goes back into the stock when the order ends.
HELD = (OrderState.PLACED, OrderState.PAID, OrderState.READY)

# Other rooms reach these through the service.
summary = views.summary
with_ledger = views.with_ledger
money_of = rules.money
for_file = exporting.page


class Moved(Exception):
    """The order is no longer as it was read: read it again and decide again."""


class PlacedBefore(Exception):
    """An order of that number is there: our own earlier attempt, whose answer was lost."""

    def __init__(self, order: Order) -> None:
        super().__init__(order.order_id)
        self.order = order


def _moved(row: OrderRow | None) -> Moved:
    return Moved(row.order_id if row else "")


# ---- place


def number(ctx: Ctx, member_id: MemberId) -> OrderId:
    """The number of an order about to be placed; under one Idempotency-Key it is the same again."""
    return store.number(ctx, member_id)


def discount(ctx: Ctx, coupon_code: CouponCode, member_id: MemberId, items: tuple[Item, ...]) -> Discount:
    """What a member's coupon takes off items; nothing without one. Raises why the coupon cannot be used."""
    return coupons.discount(ctx, coupon_code, member_id, total(items)) if coupon_code else NOTHING_OFF


def place(ctx: Ctx, draft: Draft, seat_in: Callable[[Transaction], None] | None = None) -> Order:
    """An order with what is kept for it, all or none. 10 to 12 WU +2, beside what `seat_in` adds.

    An order of that number is answered as it is: it is our own earlier attempt. Raises BadPickup,
    stock.OutOfStock, NotANewCustomer, PlaceUnpaid, TooManyUnpaid, why the coupon cannot be used (coupons.reserve_in),
    and what `seat_in` refuses with.
    """

    judge(BadPickup, list(stores.faults_of_store(ctx, draft.pickup_store)))
    store_id = draft.pickup_store or members.store_of(ctx, draft.member_id)

    def attempt(bucket: int) -> Order:
        transaction = Transaction(ctx)
        if seat_in:
            seat_in(transaction)
        order = _place_in(transaction, draft, store_id, bucket)
        transaction.commit()
        return order

    try:
        return stock.take(ctx, draft.stock, draft.member_id, attempt, draft.quantity)
    except PlacedBefore as placed:
        return placed.order
    except stock.OutOfStock:
        earlier = find(ctx, draft.order_id)
        if earlier is None:
            raise
        return earlier  # this very request overtook itself and took the last one


def _place_in(transaction: Transaction, draft: Draft, store_id: StoreId, bucket: int) -> Order:
    hold = Hold(draft.stock.name, draft.stock.buckets, bucket, draft.quantity, draft.seat)
    row = store.place_in(
        transaction, draft, rules.lines(draft), hold, store_id, lambda row: PlacedBefore(views.order(row))
    )
    if draft.coupon_code:
        coupons.reserve_in(transaction, draft.coupon_code, draft.member_id, draft.order_id, draft.total)
    _count_in(transaction, draft)
    stock.take_in(transaction, draft.stock, bucket, draft.quantity)
    return views.order(row)


def _count_in(transaction: Transaction, draft: Draft) -> None:
    """Add: what counts of the member. How many unpaid orders they may hold is a condition of the one row of theirs."""
    if draft.payable > 0:
        store.wait_in(transaction, draft, rules.MOST_UNPAID, partial(_why_not, draft))
    elif draft.new_only:
        store.bought_as_new_in(transaction, draft.member_id, lambda _: NotANewCustomer())
    else:
        store.bought_in(transaction, draft.member_id)


def _why_not(draft: Draft, row: ShopperRow | None) -> Exception:
    if row is None or (draft.new_only and (row.bought or row.trying)):
        return NotANewCustomer()
    if store.holds_seat(row, draft):
        return PlaceUnpaid(orders=sorted(row.waiting or ()))
    return TooManyUnpaid(orders=sorted(row.waiting or ()), most=rules.MOST_UNPAID)


# ---- end without the goods


def cancel_in(transaction: Transaction, order: Order, why: str) -> None:
    """Add: an unpaid order is cancelled; stock, coupon and count are free again. 6 to 8 WU. The commit raises Moved."""
    move_in(transaction, order, [Entry(transaction.ctx.at, EntryKind.CANCELLED, note=why)], OrderState.CANCELLED)


def refund_in(transaction: Transaction, order: Order, why: str) -> None:
    """Add: all money that is still here goes back, and what is still kept for it. 8 to 12 WU.

    The commit raises Moved. An order that cost nothing is given back at once.
    """
    at = transaction.ctx.at
    if order.payable == 0:
        entries = [Entry(at, EntryKind.REFUNDING, note=why), Entry(at, EntryKind.REFUNDED, note=why)]
        move_in(transaction, order, entries, OrderState.REFUNDED)
        return
    asked = payments.ask_refund_in(transaction, order.order_id, None, why, moved=lambda: Moved(order.order_id))
    # Nothing is asked for when somebody gave all of it back in the merchant console, which the ledger will hear of.
    entry = Entry(at, EntryKind.REFUNDING, asked.amount, asked.refund_number, why) if asked else None
    move_in(transaction, order, [entry or Entry(at, EntryKind.REFUNDING, note=why)], OrderState.REFUNDING)


def move_in(transaction: Transaction, order: Order, entries: Sequence[Entry], state: OrderState) -> None:
    """Add: the ledger grows, and an order that ends lets go of what is kept for it. The commit raises Moved."""
    if state != order.status and state not in MOVES[order.status]:
        raise Moved(order.order_id)
    store.move_in(transaction, order, entries, state, _moved)
    if _ends(order, state):
        _let_go_in(transaction, order)


def move(ctx: Ctx, order: Order, entries: Sequence[Entry], state: OrderState) -> None:
    """The same by itself: 1 WU for an order that does not end by it. Raises Moved."""
    if _ends(order, state):
        transaction = Transaction(ctx)
        move_in(transaction, order, entries, state)
        transaction.commit()
        return
    if state != order.status and state not in MOVES[order.status]:
        raise Moved(order.order_id)
    try:
        store.move(ctx, order, entries, state)
    except Refused:
        raise Moved(order.order_id) from None


def _ends(order: Order, state: OrderState) -> bool:
    return state is OrderState.CANCELLED or (state in GOING_BACK and order.status not in GOING_BACK)


def _let_go_in(transaction: Transaction, order: Order) -> None:
    """Add: stock, coupon and counts go back, as far as the order still has them: a used coupon stays used."""
    if order.status in HELD:
        stock.return_in(transaction, order.hold.of, order.hold.bucket, order.hold.quantity)
    if order.coupon_code and order.status in (OrderState.PLACED, OrderState.PAID):
        coupons.release_in(transaction, order.coupon_code, order.order_id)
    if order.status in (OrderState.PAID, OrderState.READY, OrderState.PICKED_UP):
        store.gave_back_in(transaction, order.member_id)
    elif order.status is OrderState.PLACED:
        store.uncount_in(transaction, order)


# ---- go on


def hold_again(ctx: Ctx, order: Order, seat_in: Callable[[Transaction], None] | None = None) -> None:
    """An order whose money came late has a place again: it is paid after all, its coupon held again. 6 to 8 WU.

    Whether there is a piece is asked afresh: what somebody has paid for is not refused by a memory of some seconds ago.

    Raises Moved, stock.OutOfStock, NotANewCustomer, why the coupon cannot be used, what `seat_in` refuses with.
    """

    def attempt(bucket: int) -> None:
        transaction = Transaction(ctx)
        if seat_in:
            seat_in(transaction)
        _hold_again_in(transaction, order, bucket)
        transaction.commit()

    stock.take(ctx, order.hold.of, order.member_id, attempt, order.hold.quantity, afresh=True)


def _hold_again_in(transaction: Transaction, order: Order, bucket: int) -> None:
    if order.status is not OrderState.PAID_LATE:
        raise Moved(order.order_id)
    entry = Entry(transaction.ctx.at, EntryKind.HELD_AGAIN)
    hold = msgspec.structs.replace(order.hold, bucket=bucket)
    store.move_in(transaction, order, [entry], OrderState.PAID, _moved, hold)
    if order.coupon_code:
        coupons.reserve_in(transaction, order.coupon_code, order.member_id, order.order_id, order.total)
    if order.new_only:
        store.bought_as_new_in(transaction, order.member_id, lambda _: NotANewCustomer())
    else:
        store.bought_in(transaction, order.member_id)
    stock.take_in(transaction, hold.of, bucket, hold.quantity)


def make_ready(ctx: Ctx, order_id: OrderId) -> None:
    """A paid order may be picked up, and its coupon is used up. 1 RU, 2 or 4 WU. Safe to repeat."""
    retry.on_collision(lambda: _make_ready(ctx, order_id), Moved)


def _make_ready(ctx: Ctx, order_id: OrderId) -> None:
    final = order(ctx, order_id)
    if final.status != OrderState.PAID:
        return
    transaction = Transaction(ctx)
    move_in(transaction, final, [Entry(ctx.at, EntryKind.READY)], OrderState.READY)
    if final.coupon_code:
        coupons.use_in(transaction, final.coupon_code, order_id, final.total)
    transaction.commit()


# ---- look


def find(ctx: Ctx, order_id: OrderId) -> Order | None:
    """One order, as it is, or None."""
    row = store.order(ctx, order_id)
    return views.order(row) if row else None


def order(ctx: Ctx, order_id: OrderId) -> Order:
    """One order, as it is. Raises UnknownOrder."""
    order = find(ctx, order_id)
    if order is None:
        raise UnknownOrder()
    return order


def own(ctx: Ctx, order_id: OrderId) -> Order:
    """The acting member's own order; another's is unknown to them. Raises UnknownOrder."""
    own = order(ctx, order_id)
    if own.member_id != ctx.who:
        raise UnknownOrder()
    return own


def page_of_mine(ctx: Ctx, limit: int, cursor: str) -> Page[Order]:
    """A page of the acting member's orders, newest first."""
    return store.own_page(ctx, MemberId(ctx.who), limit, cursor).map(views.order)


def of_member(ctx: Ctx, member_id: MemberId, limit: int, cursor: str) -> Page[Order]:
    """A page of a member's orders for who may see them, newest first, codes of coupons hidden. Raises UnknownMember."""
    members.there(ctx, member_id)
    page = store.own_page(ctx, member_id, limit, cursor).map(views.order)
    return page if members.shows_codes(ctx) else page.map(_without_code)


def _without_code(order: Order) -> Order:
    code = CouponCode(masks.code(order.coupon_code)) if order.coupon_code else order.coupon_code
    return msgspec.structs.replace(order, coupon_code=code)


def seats_of_mine(
    ctx: Ctx, kind: SellerKind, limit: int, cursor: str, since: Moment = NEVER
) -> Page[tuple[str, OrderId]]:
    """The seats of the acting member's orders of a kind of seller, newest first, each with its order."""
    return store.own_seats(ctx, MemberId(ctx.who), kind, limit, cursor, since)


def of_seller(ctx: Ctx, kind: SellerKind, seller_id: str, limit: int, cursor: str) -> Page[Order]:
    """The orders of a seller, newest first."""
    return store.orders_of_seller(ctx, kind, seller_id, limit, cursor).map(views.order)
