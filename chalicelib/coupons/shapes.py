"""What the coupon doors take and give. Money is an integer of fen."""

from __future__ import annotations

from typing import Annotated

import msgspec
from msgspec import Meta

from chalicelib.core import moments, money
from chalicelib.core.audited import Thing
from chalicelib.core.http import given
from chalicelib.core.http.given import Moment, Timed
from chalicelib.core.http.shapes import LINE, MOST_SEEN, WORDS, Confirm, Fen, PageQuery, said, typed_code
from chalicelib.core.ids import NOBODY, StoreId, UserId
from chalicelib.core.problems import Problem
from chalicelib.core.shapes import Hands, Person
from chalicelib.core.storage.lists import Within
from chalicelib.coupons.ids import CODE_SIGNS, CouponCode, TemplateId
from chalicelib.coupons.states import GIVEN, ClaimWay, Left, TemplateState, WalletState
from chalicelib.members.ids import MemberId

TEMPLATE = Thing("coupon_template", "优惠券模板", "coupon template")

COUPON = Thing("coupon", "优惠券", "coupon", is_secret=True)


Name = Annotated[str, LINE, Meta(max_length=40)]
Usage = Annotated[str, Meta(max_length=200, description="使用说明，顾客可见 / how to use it, shown to customers")]
Stock = Annotated[int, Meta(ge=1, le=10_000_000)]
Code = Annotated[str, typed_code(CODE_SIGNS), Meta(description="券码 / the coupon's code")]
Reason = Annotated[str, WORDS, Meta(max_length=80, description="仅运营人员可见 / for operators")]
Revision = Annotated[int, Meta(ge=1, le=MOST_SEEN, description="看到的修订号 / the revision that was seen")]
Ways = Annotated[
    tuple[ClaimWay, ...],
    Meta(
        min_length=1,
        max_length=len(ClaimWay),
        description="领取方式：任何会员、活码、群发、运营发放 / who may have it: any member, live code, post, operator",
    ),
]


class NewTemplate(Timed, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """A coupon template: `amount_off` off an order of at least `threshold`.

    buckets: how many parts the stock is split into; 1 does for about 100 claims a second (docs/operators/coupons.md).
    claimable_by: by which ways a member may have one; what the brand does itself, but not whoever knows of it.
    """

    name: Name
    usage: Usage = ""
    amount_off: Annotated[int, Meta(ge=1, le=100_000_000)]
    threshold: Fen
    stock: Stock
    per_member: Annotated[int, Meta(ge=1, le=20)] = 1
    valid_days: Annotated[int, Meta(ge=1, le=730)] = 30
    claim_from: Moment | None = None
    claim_until: Moment | None = None
    buckets: Annotated[int, Meta(ge=1, le=64)] = 4
    claimable_by: Ways = GIVEN
    confirm: Confirm = False


class EditTemplate(Timed, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """A template as it shall be: what was not promised. claim_until: null for no end. stock: of all there ever are.

    revision: of the template that the editor saw, so that nobody's change is lost.
    """

    name: Name
    usage: Usage = ""
    claim_until: Moment | None = None
    stock: Stock
    revision: Revision
    confirm: Confirm = False


class CopyTemplate(Timed, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """What is otherwise at a copy. name, stock: as those of the template when left out."""

    name: Name | None = None
    stock: Stock | None = None
    claim_from: Moment | None = None
    claim_until: Moment | None = None
    confirm: Confirm = False


class PauseClaims(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """confirm: that whatever promises the coupon gives none while it is paused."""

    confirm: Confirm = False


class TemplateQuery(PageQuery, frozen=True, forbid_unknown_fields=True):
    """Which templates, newest first. q: part of the name; maker: who made it."""

    q: Annotated[str, Meta(max_length=40, description="名称中的几个字 / part of the name")] = ""
    state: TemplateState | None = None
    way: ClaimWay | None = None
    maker: given.MakerOrNone = NOBODY


class CouponQuery(PageQuery, frozen=True, forbid_unknown_fields=True):
    """Which coupons of a template, newest first; those that were redeemed by when they were."""

    state: WalletState | None = None


class Void(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Why a coupon is taken back."""

    reason: Reason


class EndClaims(Timed, frozen=True, forbid_unknown_fields=True):
    """When claiming shall end, earlier than it would; now when nothing is said."""

    claim_until: Moment | None = None
    confirm: Confirm = False


class ClaimableBy(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """By which ways a template may be claimed from now on."""

    claimable_by: Ways
    confirm: Confirm = False


class Grant(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """To whom an operator gives a coupon, and why."""

    member_id: Annotated[MemberId, Meta(min_length=1, max_length=40)]
    reason: Annotated[str, Meta(max_length=200, description="仅运营人员可见 / for operators")] = ""


class Claim(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What led the member to the claim, such as `post:<id>`; it only tells reports where claims come from."""

    source: Annotated[
        str,
        Meta(pattern=r"^([a-z_]{1,20}:[0-9A-Za-z_-]{1,40})?$(?!\n)"),
        said("来源类型与编号，例如 post:01ABC", "a kind and an id, such as post:01ABC"),
    ] = ""


class Claiming(msgspec.Struct, frozen=True, kw_only=True):
    """How a coupon is asked for. way: as whoever asks for it says, never the member.

    request: names this claim: asked again with it, the same coupon is answered. source: what the member says led to it.
    store_id: where it is claimed, '' for none.
    reason: why an operator gives it.
    """

    way: ClaimWay
    request: str
    source: str = ""
    store_id: StoreId = StoreId("")
    reason: str = ""


class Terms(Hands, frozen=True, kw_only=True):
    """What a template says. claim_from and claim_until are '' when there is no such bound."""

    template_id: TemplateId
    name: str
    usage: str = ""
    amount_off: money.Fen
    threshold: money.Fen
    stock: int
    per_member: int
    valid_days: int
    claim_from: moments.Moment
    claim_until: moments.Moment
    claimable_by: tuple[ClaimWay, ...]
    created_at: moments.Moment
    revision: int = 1


class Template(Terms, frozen=True, kw_only=True):
    """A coupon template, and how claiming stands now. problem: why customers get none, None while they do."""

    state: TemplateState
    problem: Problem | None = None


class TemplateTerms(Terms, frozen=True, kw_only=True):
    """A template as its verbs need it; no door shows it.

    is_paused: nobody claims until it is resumed. buckets: of its stock. salt: makes coupon codes unguessable; it never
    changes.
    """

    is_paused: bool = False
    buckets: int
    salt: str

    def __repr__(self) -> str:
        return f"TemplateTerms({self.template_id})"


class TemplateWithStock(Template, frozen=True, kw_only=True):
    """A template with what is left of it: exact where it is read alone, as of a moment ago in a list."""

    left: int
    issued: int


class PromisesCoupons(msgspec.Struct, frozen=True, kw_only=True):
    """What gives coupons of a template: a live code or a post."""

    way: ClaimWay
    id: str
    name: str


class Promises(msgspec.Struct, frozen=True, kw_only=True):
    """Who promises coupons of a template now. more: there are more of them than are shown."""

    items: list[PromisesCoupons]
    more: bool


class Coupon(msgspec.Struct, frozen=True):
    """A coupon as its member sees it. status: issued, reserved (an unfinished order holds it), redeemed, voided (the
    shop has taken it back) or expired.

    Its template goes by its name: a wallet teaches nobody what others may be asked for. usage: how to use it, as the
    template says now.
    """

    code: CouponCode
    template_name: str
    status: WalletState
    amount_off: money.Fen
    threshold: money.Fen
    issued_at: moments.Moment
    expires_at: moments.Moment
    redeemed_at: moments.Moment | None = None
    usage: str = ""


class WhyNoClaim(msgspec.Struct, frozen=True):
    """Why a coupon cannot be claimed now, as the refusal of the claim would say it."""

    code: str
    zh: str
    en: str


class OnOffer(msgspec.Struct, frozen=True, kw_only=True):
    """A coupon before it is claimed, as whoever asks may have it. claim_from, claim_until: '' for no such bound.

    claimed: how many of it they have had, of per_member. why_not: null while they may claim one.
    """

    template_id: TemplateId
    name: str
    usage: str = ""
    amount_off: money.Fen
    threshold: money.Fen
    per_member: int
    valid_days: int
    claim_from: moments.Moment
    claim_until: moments.Moment
    left: Left
    claimed: int = 0
    why_not: WhyNoClaim | None = None


class Edits(msgspec.Struct, frozen=True, kw_only=True):
    """What an edit makes of a template. changed: the fields that are others."""

    name: str
    usage: str
    claim_until: moments.Moment
    stock: int
    changed: tuple[str, ...]


class Undone(msgspec.Struct, frozen=True, kw_only=True):
    """A redemption that was reversed. act: what it was called; cause: the request that reversed it."""

    redeemed_at: moments.Moment
    redeemed_by: str
    store_id: StoreId
    order_amount: money.Fen
    act: str
    reversed_at: moments.Moment
    reversed_by: UserId
    reason: str
    cause: str


class UndoneSeen(msgspec.Struct, frozen=True, kw_only=True):
    """A redemption of a coupon that was reversed, as operators see it."""

    redeemed_at: moments.Moment
    redeemed_by: Person
    store_id: StoreId
    order_amount: money.Fen
    reversed_at: moments.Moment
    reversed_by: Person
    reason: str


class HeldBy(msgspec.Struct, frozen=True):
    """Whose coupon it is. name: as WeCom calls them, '' while it is not known."""

    member_id: MemberId
    name: str = ""


class CouponHeld(msgspec.Struct, frozen=True, kw_only=True):
    """A coupon as operators see it. way, source: by which it came, and what led to the claim.

    order_id: the order that holds it or used it up, '' for none. replaced_by, instead_of: the coupon that was issued
    in its place, and the one that it stands for, '' for none. undone: its redemptions that were reversed.
    store_id, store_name: where it was redeemed, '' for no store.
    """

    code: CouponCode
    template_id: TemplateId
    template_name: str
    member: HeldBy
    state: WalletState
    amount_off: money.Fen
    threshold: money.Fen
    issued_at: moments.Moment
    expires_at: moments.Moment
    way: ClaimWay
    source: str = ""
    order_id: str = ""
    order_amount: money.Fen | None = None
    redeemed_at: moments.Moment | None = None
    redeemed_by: Person | None = None
    store_id: StoreId = StoreId("")
    store_name: str = ""
    voided_at: moments.Moment | None = None
    voided_by: Person | None = None
    reason: str = ""
    replaced_by: CouponCode = CouponCode("")
    instead_of: CouponCode = CouponCode("")
    undone: tuple[UndoneSeen, ...] = ()


class CouponsAsked(msgspec.Struct, frozen=True, kw_only=True):
    """Which coupons a file shall hold. redeemed: what was redeemed, by when and where it was, not what was issued."""

    redeemed: bool
    template_id: TemplateId
    store_id: StoreId
    state: WalletState | None
    within: Within
    is_masked: bool


class CouponInFile(msgspec.Struct, frozen=True, kw_only=True):
    """A coupon as a file shows it; fields as `CouponHeld`. accepts_posts: its holder did not say no to messages.

    code, member_name: hidden but for an end, where whoever asks may not see them whole.
    """

    code: CouponCode
    template_id: TemplateId
    template_name: str
    member_id: MemberId
    member_name: str
    accepts_posts: bool
    state: WalletState
    amount_off: money.Fen
    threshold: money.Fen
    issued_at: moments.Moment
    expires_at: moments.Moment
    way: ClaimWay
    claimed_at_store: StoreId
    order_id: str
    order_amount: money.Fen | None
    redeemed_at: moments.Moment | None
    redeemed_by: UserId
    redeemed_at_store: StoreId
    voided_at: moments.Moment | None


class CouponOfMember(Coupon, frozen=True, kw_only=True):
    """A member's coupon as operators see it. reason: why an operator gave it.

    code: hidden but for the last four, unless whoever looks may redeem it or see what is hidden.
    """

    template_id: TemplateId
    reason: str = ""


class Claimed(msgspec.Struct, frozen=True):
    """The coupon of a claim. is_new: it was issued just now, not to an earlier try of the same claim."""

    coupon: Coupon
    is_new: bool


class Discount(msgspec.Struct, frozen=True, kw_only=True):
    """What a coupon takes off an order, and the template that it is one of."""

    off: money.Fen
    coupon_template: TemplateId
