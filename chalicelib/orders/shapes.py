"""What is asked of this room and what it answers. Money is an integer of fen."""

from __future__ import annotations

from typing import Annotated

import msgspec
from msgspec import Meta

from chalicelib.core.audited import Thing
from chalicelib.core.http import given
from chalicelib.core.http.shapes import WORDS, PageQuery, said, typed_code
from chalicelib.core.ids import StoreId, UserId
from chalicelib.core.moments import NO_DAY, Moment
from chalicelib.core.money import Fen
from chalicelib.core.problems import Problem
from chalicelib.core.shapes import Person
from chalicelib.core.storage.stock import Stock
from chalicelib.core.text import typed
from chalicelib.coupons.ids import CouponCode, TemplateId
from chalicelib.coupons.shapes import CouponOfMember
from chalicelib.members.ids import MemberId
from chalicelib.members.shapes import MemberNamed
from chalicelib.orders.ids import OrderId, SellerKind
from chalicelib.orders.states import EntryKind, OrderState
from chalicelib.payments.shapes import Payment, Refund

ORDER = Thing("order", "订单", "order")

OrderNumber = Annotated[OrderId, typed_code(32), Meta(description="订单号 / the order's number")]

Amount = Annotated[int, Meta(ge=1, le=100_000_000, description="单位分，不填则退还全部余额 / in fen")]
Left = Annotated[
    int,
    Meta(
        ge=0,
        le=100_000_000,
        description="看到的余款（分），可不填；与现在不同时不退 / what was seen to be left; refused if it is not",
    ),
]
Reason = Annotated[str, WORDS, Meta(max_length=80, description="客户在退款通知中看到 / the customer reads it")]
Reference = Annotated[
    str,
    Meta(
        pattern=r"^[A-Za-z0-9._-]{0,64}$(?!\n)",
        description="退款参考号，可不填；同一订单同一参考号始终是同一笔退款 / a repeat of it is the same refund",
    ),
    said("最多 64 个字母、数字或 . _ -", "up to 64 letters, digits or . _ -"),
]


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


class Hold(msgspec.Struct, frozen=True, array_like=True):
    """What is kept for an order: a quantity out of one bucket of a stock, and perhaps a seat of its seller's.

    stock, buckets: its name and how many it has. seat: the seller's own word for it, such as a team; '' for none.
    Stored without its fields' names, as an entry of the ledger is.
    """

    stock: str
    buckets: int
    bucket: int
    quantity: int
    seat: str = ""

    @property
    def of(self) -> Stock:
        """The stock that it is a part of."""
        return Stock(self.stock, self.buckets)


class Draft(msgspec.Struct, frozen=True, kw_only=True):
    """An order about to be placed by a seller. off: what its coupon, of a template, takes off the total.

    stock: what its goods are taken from; seat: as in `Hold`. new_only: for who never bought. pickup_store: where the
    member wants to pick it up, '' for anywhere.
    """

    order_id: OrderId
    member_id: MemberId
    seller_kind: SellerKind
    seller_id: str
    items: tuple[Item, ...]
    off: Fen
    coupon_code: CouponCode
    coupon_template: TemplateId
    pay_until: Moment
    stock: Stock
    seat: str = ""
    new_only: bool = False
    pickup_store: StoreId = StoreId("")

    @property
    def total(self) -> Fen:
        """What the items cost before the discount."""
        return total(self.items)

    @property
    def payable(self) -> Fen:
        """What is left to pay."""
        return Fen(self.total - self.off)

    @property
    def quantity(self) -> int:
        """How many pieces of the stock it takes."""
        return sum(item.quantity for item in self.items)


def total(items: tuple[Item, ...]) -> Fen:
    """What items cost together."""
    return Fen(sum(item.quantity * item.price for item in items))


class Entry(msgspec.Struct, frozen=True, array_like=True):
    """An entry of the ledger: what happened, the money that it is about, and what it refers to.

    ref: the provider's transaction, a refund's number, who handed it out. note: why, as the customer reads it. Stored
    without its fields' names, so that an order with its whole ledger is one write unit.
    """

    at: Moment
    kind: EntryKind
    fen: Fen = Fen(0)
    ref: str = ""
    note: str = ""


class LedgerLine(msgspec.Struct, frozen=True):
    """An entry of the ledger as staff and operators see it. Money moves by paid, paid_late and refunded alone."""

    at: Moment
    kind: EntryKind
    fen: Fen
    ref: str
    note: str


class Order(msgspec.Struct, frozen=True, kw_only=True):
    """An order as it was read. payable = total − off; pay_until: when an unpaid place is given back.

    checked_at: when the provider was asked a last time before `pay_until` counts; waits_until: when it is looked at
    next.
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
    seller_kind: SellerKind
    seller_id: str
    hold: Hold
    store_id: StoreId = StoreId("")
    pickup_store: StoreId = StoreId("")
    handed_out_at: StoreId | None = None
    placed_at: Moment
    pay_until: Moment
    checked_at: Moment | None
    waits_until: Moment | None
    ledger: list[Entry]

    @property
    def seat(self) -> str:
        """The seat that is, or was, kept for it: its seller's word."""
        return self.hold.seat

    def has(self, kind: EntryKind, ref: str = "") -> bool:
        """True when the ledger says so, of this reference when there is one."""
        return any(entry.kind == kind and ref in ("", entry.ref) for entry in self.ledger)


class OrderSummary(msgspec.Struct, frozen=True, kw_only=True):
    """An order as its member sees it. payable = total − off. pay_until: when an unpaid place is given back.

    seller_kind, seller_id: what it was bought in, such as a group-buy activity; seat: its team there, or ''.
    """

    order_id: OrderId
    status: OrderState
    lines: list[Line]
    total: Fen
    off: Fen
    payable: Fen
    coupon_code: CouponCode
    seller_kind: SellerKind
    seller_id: str
    seat: str
    pickup_store: Annotated[StoreId, Meta(description="提货门店 / where it is picked up")] = StoreId("")
    placed_at: Moment
    pay_until: Moment


class Money(msgspec.Struct, frozen=True, kw_only=True):
    """What an order's ledger says of the customer's money."""

    came_in: Fen
    went_back: Fen
    going_back: Fen


class OrderWithLedger(OrderSummary, frozen=True, kw_only=True):
    """An order as staff and operators see it. money: what its ledger comes to."""

    member_id: MemberId
    store_id: Annotated[StoreId, Meta(description="所属门店 / the store that it counts for")] = StoreId("")
    money: Money
    ledger: list[LedgerLine]


# So many signs of a number are read out and tell the orders of a store apart.
TAIL = 6


def number_of(text: str) -> OrderId:
    """An order's number as somebody typed it or read it out, in its one form."""
    return OrderId(typed(text).upper())


class StoreNamed(msgspec.Struct, frozen=True):
    """A store. name: '' of one that there is not any more."""

    store_id: StoreId
    name: str


class HandedOut(msgspec.Struct, frozen=True, kw_only=True):
    """Who handed an order out, when, and at which store; null for no store."""

    at: Moment
    by: Person
    store: StoreNamed | None


class OrderInList(OrderWithLedger, frozen=True, kw_only=True):
    """An order among others, with names beside ids.

    store: that it counts for; pickup: where it is picked up; null for none. seller_name: of the activity that sold it,
    '' for the shop. transaction: WeChat Pay's number of the money that came. refunds: how many were asked for. problem:
    what is wrong with its money, and what to press.
    """

    member: MemberNamed
    store: StoreNamed | None
    pickup: StoreNamed | None
    seller_name: str
    transaction: str
    refunds: int
    handed_out: HandedOut | None
    problem: Problem | None


class OrderInFile(msgspec.Struct, frozen=True, kw_only=True):
    """An order as a file shows it; fields as `OrderInList`. accepts_posts: its member did not say no to messages.

    member_name, coupon_code: hidden but for an end, where whoever asks may not see them whole.
    """

    order_id: OrderId
    placed_at: Moment
    status: OrderState
    member_id: MemberId
    member_name: str
    accepts_posts: bool
    lines: tuple[Line, ...]
    total: Fen
    off: Fen
    payable: Fen
    money: Money
    seller_kind: SellerKind
    seller_name: str
    store_id: StoreId
    pickup_store: StoreId
    handed_out_at: Moment | None
    handed_out_by: UserId
    handed_out_store: StoreId
    coupon_code: CouponCode
    transaction: str


class Happened(msgspec.Struct, frozen=True):
    """What happened to an order, in a sentence."""

    at: Moment
    text_zh: str
    text_en: str


class OrderDetail(OrderInList, frozen=True, kw_only=True):
    """An order with all that belongs to it. timeline: the oldest first."""

    payment: Payment | None
    refunds_of_it: list[Refund]
    coupon: CouponOfMember | None
    timeline: list[Happened]


class OrdersQuery(PageQuery, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """Which orders, the newest first; all that is given must hold.

    number: an order's own, or WeChat Pay's number of its payment, whole. since, until: days in Shanghai, both included,
    on which it was placed. store: that it counts for. seller_id: the SKU for `shop`, the activity for `groupbuy`. A
    page may hold fewer than `limit`, or none, although more follow.
    """

    number: Annotated[str, Meta(max_length=100)] = ""
    member: Annotated[str, Meta(max_length=64)] = ""
    store: Annotated[str, Meta(max_length=40)] = ""
    status: OrderState | None = None
    since: given.DayOrNone = NO_DAY
    until: given.DayOrNone = NO_DAY
    seller_kind: Annotated[
        str,
        Meta(pattern=r"^([a-z_]{1,20})?$(?!\n)", description="销售方式 / such as groupbuy"),
        said("小写字母，例如 groupbuy", "small letters, such as groupbuy"),
    ] = ""
    seller_id: Annotated[str, Meta(max_length=64, description="SKU 或活动编号 / the SKU or the activity")] = ""

    def __post_init__(self) -> None:
        given.read_all(self)
        given.check_days(self.since, self.until)


class PickUp(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The order to hand out. store_id: at which of the clerk's stores; the one they are of first when left out."""

    order_id: OrderNumber
    store_id: Annotated[StoreId, Meta(max_length=40, description="经手门店，可不填 / at which store")] = StoreId("")

    def __post_init__(self) -> None:
        msgspec.structs.force_setattr(self, "order_id", number_of(self.order_id))


class WithdrawRefund(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Why a refund that was refused for good is owed no more."""

    reason: Annotated[str, WORDS, Meta(max_length=80, description="仅运营人员可见 / for operators")]


class AskRefund(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """How much of what was paid goes back, all that is left when nothing is said, and why.

    reference: what the refund is called by whoever asks for it: the same of one order is the same refund for ever.
    left: what they saw was left of the order: if a colleague gave money back since, nothing goes back unseen.
    """

    amount: Amount | None = None
    left: Left | None = None
    reason: Reason
    reference: Reference = ""


class WaitingQuery(PageQuery, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """Which orders wait at the clerk's store. q: a number, or its end, as the customer shows or reads it out."""

    q: Annotated[str, Meta(max_length=100, description="订单号，或其末几位 / a number or its end")] = ""
    store_id: Annotated[StoreId, Meta(max_length=40, description="门店，可不填 / at which store")] = StoreId("")


class OrderWaiting(msgspec.Struct, frozen=True, kw_only=True):
    """An order that waits to be handed out. tail: the end of its number; owner: the first sign of the member's name."""

    order_id: OrderId
    tail: str
    owner: str
    lines: list[Line]
    payable: Fen
    placed_at: Moment
    pickup_store: StoreId
