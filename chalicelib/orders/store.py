"""Rows of orders and of shoppers; an order's ledger only grows."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from contextlib import suppress
from typing import cast

from pynamodb.attributes import BooleanAttribute, UnicodeAttribute, UnicodeSetAttribute
from pynamodb.expressions.condition import Condition, size
from pynamodb.expressions.update import Action

from chalicelib.core.audited import Audited
from chalicelib.core.context import Ctx
from chalicelib.core.ids import StoreId, base32, digest
from chalicelib.core.moments import NEVER, Moment
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
from chalicelib.core.storage.driver import Item
from chalicelib.core.storage.lists import (
    LISTED,
    PAGE_LIMIT,
    Page,
    Where,
    Within,
    page_by_parent,
    page_of,
    parent_of,
    parents,
)
from chalicelib.core.storage.search import Findable, Place
from chalicelib.core.storage.table import Keys, Refused, Row, change, get, get_many, key
from chalicelib.core.storage.transaction import Refusal, Transaction
from chalicelib.coupons.ids import CouponCode, TemplateId
from chalicelib.members.ids import MemberId
from chalicelib.orders.ids import OrderId, SellerKind
from chalicelib.orders.shapes import ORDER, Draft, Entry, Hold, Line, Order
from chalicelib.orders.states import EntryKind, OrderState

SELF = "-"
NO_STORE = StoreId("")
# Beside that, a condition names no more than 100 values; nobody stands at more tills.
MOST_NAMED = 99
TOPIC = "hold"
POCKET = 6
NUMBER_SIGNS = 32
# A member's own list: what they just ordered is there.
OWN = Where("", "pk", "sk", consistent=True)
MOST_LOOKS = 10


class OrderRow(Row, discriminator="order"):
    """One order. Money in fen.

    ledger: all that happened to it, with the money that moved; it only grows, so its length says which order was read.
    hold: what is kept for it. counts_for: the store where the member wants to pick it up (pick_up_at), else
    where they came in. handed_out_at: where it was picked up. pay_until: when the place of an
    unpaid order is given back; the row is due then.
    """

    keys = Keys(
        pk="orders#<pocket>",
        sk="<order>",
        parent="orders_of#<seller_kind>#<seller>#<shard>",
        place="<placed_at><order>",
        due=TOPIC,
    )
    audited = Audited(thing=ORDER, id="order_id", shows=("status",), hides=("ledger",))

    member_id = IdAttribute[MemberId]()
    status = EnumAttribute(OrderState)
    lines = StructAttribute(list[Line])
    total = FenAttribute()
    off = FenAttribute()
    payable = FenAttribute()
    coupon_code = IdAttribute[CouponCode](default=CouponCode(""))
    coupon_template = IdAttribute[TemplateId](default=TemplateId(""))
    new_only = BooleanAttribute(default=False)
    seller_kind = IdAttribute[SellerKind]()
    seller_id = UnicodeAttribute(default="")
    hold = StructAttribute(Hold)
    counts_for = IdAttribute[StoreId](null=True)
    pick_up_at = IdAttribute[StoreId](null=True)
    handed_out_at = IdAttribute[StoreId](null=True)
    placed_at = MomentAttribute()
    pay_until = MomentAttribute()
    checked_at = MomentAttribute(null=True)
    ledger = EntriesAttribute(Entry)

    @property
    def order_id(self) -> OrderId:
        """Its number, which is where it lies."""
        return OrderId(self.sk)

    @property
    def store_id(self) -> StoreId:
        """The store that it counts for, '' for none."""
        return self.counts_for or NO_STORE

    @property
    def pickup_store(self) -> StoreId:
        """Where the member wants to pick it up, '' for anywhere."""
        return self.pick_up_at or NO_STORE


class OwnOrderRow(Findable, discriminator="own_order"):
    """That an order is a member's, by when it was placed: their list, since an order is listed under its seller.

    It is what an order is found by, too: it stands in the list of all, and has its terms, so that finding an order
    changes nothing of the order itself. seller_kind, seat: of the order, so that a member's seats are found among any
    number of orders without reading one.
    """

    keys = Keys(
        pk="own_orders#<member>", sk="<placed_at><order>", parent="all_orders#<shard>", place="<placed_at><order>"
    )

    member_id = IdAttribute[MemberId]()
    order_id = IdAttribute[OrderId]()
    seller_kind = IdAttribute[SellerKind]()
    seat = UnicodeAttribute(default="")


class ShopperRow(Row, discriminator="shopper"):
    """What decides whether a member is a new customer, and may hold one more unpaid order.

    bought: how many orders are paid and not given back; it moves with their ledgers, so each counts once. trying:
    new-customer orders under way. waiting: unpaid orders; waiting_at: the sellers of those of them that have a seat.
    DynamoDB drops an empty set, so absence means none.
    """

    keys = Keys(pk="shopper#<member>", sk=SELF)

    member_id = IdAttribute[MemberId]()
    bought = IntAttribute(default=0)
    trying = UnicodeSetAttribute(null=True)
    waiting = UnicodeSetAttribute(null=True)
    waiting_at = UnicodeSetAttribute(null=True)


def number(ctx: Ctx, member_id: MemberId) -> OrderId:
    """A new order's number. It leads to the member's orders, is unguessable, and fits WeChat Pay (docs/platform I4)."""
    return OrderId(base32(digest(ctx.corp, "orders", member_id)[:4])[:POCKET] + ctx.new_id())


def _row(ctx: Ctx, order_id: OrderId) -> OrderRow:
    return OrderRow(key(ctx, "orders", order_id[:POCKET]), order_id)


def place_in(
    transaction: Transaction,
    draft: Draft,
    lines: list[Line],
    hold: Hold,
    store_id: StoreId,
    refused: Callable[[OrderRow], Exception],
) -> OrderRow:
    """Add: the order, if its number is free, and that it is its member's. 4 WU +2 listed +1 due.

    One that costs nothing is paid at once and waits for nobody.
    """
    ctx = transaction.ctx
    row = _row(ctx, draft.order_id)
    row.member_id, row.lines, row.hold = draft.member_id, lines, hold
    row.total, row.off, row.payable = draft.total, draft.off, draft.payable
    row.coupon_code, row.coupon_template = draft.coupon_code, draft.coupon_template
    row.seller_kind, row.seller_id, row.new_only = draft.seller_kind, draft.seller_id, draft.new_only
    row.placed_at, row.pay_until = ctx.at, draft.pay_until
    row.counts_for, row.pick_up_at = store_id or None, draft.pickup_store or None
    row.parent = parent_of(OrderRow, _of_seller(ctx, draft.seller_kind, draft.seller_id), draft.order_id)
    row.place = ctx.at + draft.order_id
    row.status, row.ledger = OrderState.PLACED, [Entry(ctx.at, EntryKind.PLACED)]
    if draft.payable == 0:
        row.status = OrderState.PAID
        row.ledger.append(Entry(ctx.at, EntryKind.PAID))
    else:
        row.due, row.due_at = due.place(ctx, TOPIC, draft.order_id, draft.pay_until)
    transaction.put_new(row, refused)
    own = OwnOrderRow(key(ctx, "own_orders", draft.member_id), ctx.at + draft.order_id)
    own.member_id, own.order_id = draft.member_id, draft.order_id
    own.seller_kind, own.seat = draft.seller_kind, draft.seat
    own.parent, own.place = parent_of(OwnOrderRow, key(ctx, "all_orders"), draft.order_id), own.sk
    transaction.put(own)
    return row


def order(ctx: Ctx, order_id: OrderId) -> OrderRow | None:
    """One order, read consistently. 1 RU."""
    row = _row(ctx, order_id)
    return get(OrderRow, row.pk, row.sk, consistent=True)


def own_page(ctx: Ctx, member_id: MemberId, limit: int, cursor: str) -> Page[OrderRow]:
    """A member's orders, newest first. 1 RU per 4 KB, 1 RU an order."""
    page = page_of(OWN, [key(ctx, "own_orders", member_id)], limit, cursor)
    orders = [_row(ctx, OrderId(item["order_id"]["S"])) for item in page.items]
    rows = get_many([(row.pk, row.sk) for row in orders], consistent=True)
    return Page(cast(list[OrderRow], rows), page.cursor)


def stores_of(ctx: Ctx, order_ids: Iterable[OrderId]) -> dict[OrderId, StoreId]:
    """Which store each of these counts for, of those that there are. 0.5 RU each, one call for 100."""
    places = [(row.pk, row.sk) for row in (_row(ctx, order_id) for order_id in order_ids)]
    return {row.order_id: row.store_id for row in get_many(places) if isinstance(row, OrderRow)}


def own_seats(
    ctx: Ctx, member_id: MemberId, kind: SellerKind, limit: int, cursor: str, since: Moment = NEVER
) -> Page[tuple[str, OrderId]]:
    """The seats of a member's orders of a kind of seller that were placed since, newest first, with the order of each.

    1 RU per 4 KB of the list, of which at most 1,000 entries are read: a page may hold fewer although more follow.
    """
    found: list[Item] = []
    for _ in range(MOST_LOOKS):
        page = page_of(
            OWN,
            [key(ctx, "own_orders", member_id)],
            PAGE_LIMIT,
            cursor,
            within=Within(since),
            is_there=lambda item: item["seller_kind"]["S"] == kind,
        )
        found, cursor = [*found, *page.items], page.cursor
        if not cursor or len(found) >= limit:
            break
    if len(found) > limit:
        found, cursor = found[:limit], found[limit - 1]["sk"]["S"]
    return Page([(item["seat"]["S"], OrderId(item["order_id"]["S"])) for item in found], cursor)


def some(ctx: Ctx, order_ids: Sequence[OrderId]) -> list[OrderRow]:
    """These orders, of those that there are, read consistently. 1 RU each, one call for 100."""
    rows = [_row(ctx, order_id) for order_id in order_ids]
    return cast(list[OrderRow], get_many([(row.pk, row.sk) for row in rows], consistent=True))


def own_row(ctx: Ctx, row: OrderRow) -> OwnOrderRow | None:
    """What an order is found by, read consistently. 1 RU."""
    return get(OwnOrderRow, key(ctx, "own_orders", row.member_id), row.placed_at + row.order_id, consistent=True)


def all_places(ctx: Ctx, limit: int, cursor: str, within: Within) -> Page[Place]:
    """The corp's orders, newest first. 8 queries, 0.5 RU per 4 KB of each."""
    page = page_of(LISTED, parents(OwnOrderRow, key(ctx, "all_orders")), limit, cursor, within=within)
    return page.map(_place)


def places_of_seller(
    ctx: Ctx, kind: SellerKind, seller_id: str, limit: int, cursor: str, within: Within
) -> Page[Place]:
    """The same of a seller. 8 queries, 0.5 RU per 4 KB of each."""
    page = page_of(LISTED, parents(OrderRow, _of_seller(ctx, kind, seller_id)), limit, cursor, within=within)
    return page.map(_place)


def places_of_member(ctx: Ctx, member_id: MemberId, limit: int, cursor: str, within: Within) -> Page[Place]:
    """The same of a member: one query, 1 RU per 4 KB."""
    return page_of(OWN, [key(ctx, "own_orders", member_id)], limit, cursor, within=within).map(_place)


def _place(item: Item) -> Place:
    """Where an order stands; each list says when it was placed and then its number."""
    place = str(item["place"]["S"])
    return Place(place[-NUMBER_SIGNS:], place)


def orders_of_seller(ctx: Ctx, kind: SellerKind, seller_id: str, limit: int, cursor: str) -> Page[OrderRow]:
    """The orders of a seller, newest first. 0.5 RU per 4 KB."""
    return page_by_parent(OrderRow, _of_seller(ctx, kind, seller_id), limit, cursor, newest_first=True)


def _of_seller(ctx: Ctx, kind: SellerKind, seller_id: str) -> str:
    return key(ctx, "orders_of", kind, seller_id)


def move_in(
    transaction: Transaction,
    order: Order,
    entries: Sequence[Entry],
    state: OrderState,
    refused: Refusal[OrderRow],
    hold: Hold | None = None,
) -> None:
    """Add: the ledger grows, if nothing was added since the order was read. 2 WU, +1 when it was due.

    hold: what is kept for it now, when that changed.
    """
    actions = _becoming(entries, state)
    if hold is not None:
        actions.append(OrderRow.hold.set(hold))
    transaction.change(_row(transaction.ctx, order.order_id), actions, _is_as_read(order), refused)


def move(ctx: Ctx, order: Order, entries: Sequence[Entry], state: OrderState) -> OrderRow:
    """The same by itself. 1 WU. Raises Refused with the order as it is."""
    return change(ctx, _row(ctx, order.order_id), _becoming(entries, state), _is_as_read(order))


def _is_as_read(order: Order) -> Condition:
    as_read: Condition = size(OrderRow.ledger) == len(order.ledger)  # type: ignore[no-untyped-call]  # PynamoDB's
    return as_read


def hand_out(ctx: Ctx, order_id: OrderId, entry: Entry, store_id: StoreId = NO_STORE) -> OrderRow:
    """Ready to picked up, whatever else the ledger says, anywhere or at a store of the scope. 1 WU, no read.

    Raises Refused with the order as it is.
    """
    ready = OrderRow.status == OrderState.READY
    if ctx.scope.stores is not None:
        named = OrderRow.pick_up_at.is_in(NO_STORE, *sorted(ctx.scope.stores)[:MOST_NAMED])
        ready &= OrderRow.pick_up_at.does_not_exist() | named
    at = [OrderRow.handed_out_at.set(store_id)] if store_id else []
    actions = [*_becoming([entry], OrderState.PICKED_UP), *at]
    return change(ctx, _row(ctx, order_id), actions, ready)


def _becoming(entries: Sequence[Entry], state: OrderState) -> list[Action]:
    added = OrderRow.ledger.append(list(entries))
    return [OrderRow.status.set(state), OrderRow.ledger.set(added), *due.never()]


def look_again_at(ctx: Ctx, order_id: OrderId, when: Moment) -> None:
    """Note that the provider is asked before the place is given back, and wait until `when`. 1 WU +2.

    Nothing when the order is no longer waiting, or was asked about before.
    """
    actions = [OrderRow.checked_at.set(ctx.at), *due.at(ctx, TOPIC, order_id, when)]
    waiting = (OrderRow.status == OrderState.PLACED) & OrderRow.checked_at.does_not_exist()
    with suppress(Refused):
        change(ctx, _row(ctx, order_id), actions, waiting)


def _shopper(ctx: Ctx, member_id: MemberId) -> ShopperRow:
    return ShopperRow(key(ctx, "shopper", member_id), SELF)


def _named(member_id: MemberId) -> list[Action]:
    return [ShopperRow.kind.set(ShopperRow), ShopperRow.member_id.set(member_id)]


def _seat_at(kind: SellerKind, seller_id: str, seat: str) -> set[str]:
    """Where an order waits with a seat, for nobody holds two unpaid seats of one seller; nowhere without a seat."""
    return {f"{kind}#{seller_id}"} if seat else set()


def wait_in(transaction: Transaction, draft: Draft, most: int, refused: Refusal[ShopperRow]) -> None:
    """Add: the member holds one more unpaid order, if they hold less than `most`, and no seat of this seller. 2 WU.

    Of an offer for new customers, if besides they never bought and hold no other.
    """
    waiting, at = ShopperRow.waiting, _seat_at(draft.seller_kind, draft.seller_id, draft.seat)
    allowed = waiting.does_not_exist() | (size(waiting) < most)  # type: ignore[no-untyped-call]  # PynamoDB's
    actions = [*_named(draft.member_id), waiting.add({draft.order_id})]
    for seller in at:
        allowed &= ~ShopperRow.waiting_at.contains(seller)
        actions.append(ShopperRow.waiting_at.add(at))
    if draft.new_only:
        allowed &= _is_new()
        actions.append(ShopperRow.trying.add({draft.order_id}))
    transaction.change(_shopper(transaction.ctx, draft.member_id), actions, allowed, refused)


def holds_seat(row: ShopperRow, draft: Draft) -> bool:
    """True when a shopper holds an unpaid seat of a draft's seller."""
    return bool(_seat_at(draft.seller_kind, draft.seller_id, draft.seat) & (row.waiting_at or set()))


def _is_new() -> Condition:
    never_bought = ShopperRow.bought.does_not_exist() | (ShopperRow.bought == 0)
    is_new: Condition = never_bought & ShopperRow.trying.does_not_exist()
    return is_new


def uncount_in(transaction: Transaction, order: Order) -> None:
    """Add: the member's unpaid order came to nothing, and is neither tried nor waited for any more. 2 WU."""
    transaction.change(_shopper(transaction.ctx, order.member_id), _no_longer_waiting(order), None, Refused)


def _no_longer_waiting(order: Order) -> list[Action]:
    actions = [*_named(order.member_id), ShopperRow.waiting.delete({order.order_id})]
    at = _seat_at(order.seller_kind, order.seller_id, order.seat)
    if at:
        actions.append(ShopperRow.waiting_at.delete(at))
    return [*actions, ShopperRow.trying.delete({order.order_id})] if order.new_only else actions


def paid_in(transaction: Transaction, order: Order) -> None:
    """Add: an order that waited is paid, so its member has bought. 2 WU."""
    actions = [*_no_longer_waiting(order), ShopperRow.bought.add(1)]
    transaction.change(_shopper(transaction.ctx, order.member_id), actions, None, Refused)


def bought_in(transaction: Transaction, member_id: MemberId) -> None:
    """Add: the member has bought, without an order that waited. 2 WU."""
    actions = [*_named(member_id), ShopperRow.bought.add(1)]
    transaction.change(_shopper(transaction.ctx, member_id), actions, None, Refused)


def bought_as_new_in(transaction: Transaction, member_id: MemberId, refused: Refusal[ShopperRow]) -> None:
    """Add: the same, if they never bought before and hold no new-customer order. 2 WU."""
    actions = [*_named(member_id), ShopperRow.bought.add(1)]
    transaction.change(_shopper(transaction.ctx, member_id), actions, _is_new(), refused)


def gave_back_in(transaction: Transaction, member_id: MemberId) -> None:
    """Add: an order is given back, as if it had not been bought. 2 WU."""
    actions = [*_named(member_id), ShopperRow.bought.add(-1)]
    transaction.change(_shopper(transaction.ctx, member_id), actions, None, Refused)
