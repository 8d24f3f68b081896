"""What the coupon doors take and give. Money is an integer of fen."""

from __future__ import annotations

from typing import Annotated

import msgspec
from msgspec import Meta

from chalicelib.core import moments, money
from chalicelib.core.audited import Thing
from chalicelib.core.http.given import Moment, Timed
from chalicelib.core.http.shapes import LINE, Confirm, Fen, said
from chalicelib.core.ids import StoreId
from chalicelib.core.shapes import Hands
from chalicelib.coupons.ids import CouponCode, TemplateId
from chalicelib.coupons.states import GIVEN, ClaimWay, WalletState
from chalicelib.members.ids import MemberId

TEMPLATE = Thing("coupon_template", "优惠券模板", "coupon template")

COUPON = Thing("coupon", "优惠券", "coupon")

Code = Annotated[
    str,
    Meta(pattern=r"^[0-9a-hjkmnp-tv-z]{16}$(?!\n)", description="券码 / the coupon's code"),
    said("16 位小写字母与数字", "16 small letters and digits"),
]


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

    name: Annotated[str, LINE, Meta(max_length=40)]
    amount_off: Annotated[int, Meta(ge=1, le=100_000_000)]
    threshold: Fen
    stock: Annotated[int, Meta(ge=1, le=10_000_000)]
    per_member: Annotated[int, Meta(ge=1, le=20)] = 1
    valid_days: Annotated[int, Meta(ge=1, le=730)] = 30
    claim_from: Moment | None = None
    claim_until: Moment | None = None
    buckets: Annotated[int, Meta(ge=1, le=64)] = 4
    claimable_by: Ways = GIVEN
    confirm: Confirm = False


class EndClaims(Timed, frozen=True, forbid_unknown_fields=True):
    """When claiming shall end, earlier than it would; now when nothing is said."""

    claim_until: Moment | None = None
    confirm: Confirm = False


class ClaimableBy(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """By which ways a template may be claimed from now on."""

    claimable_by: Ways
    confirm: Confirm = False


class Grant(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """To whom an operator gives a coupon."""

    member_id: Annotated[MemberId, Meta(min_length=1, max_length=40)]


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
    """

    way: ClaimWay
    request: str
    source: str = ""
    store_id: StoreId = StoreId("")


class Template(Hands, frozen=True):
    """A coupon template. claim_from and claim_until are '' when there is no such bound."""

    template_id: TemplateId
    name: str
    amount_off: money.Fen
    threshold: money.Fen
    stock: int
    per_member: int
    valid_days: int
    claim_from: moments.Moment
    claim_until: moments.Moment
    claimable_by: tuple[ClaimWay, ...]
    created_at: moments.Moment


class TemplateTerms(Template, frozen=True):
    """A template as its verbs need it; no door shows the rest.

    buckets: of its stock. salt: makes coupon codes unguessable; it never changes.
    """

    buckets: int
    salt: str

    def __repr__(self) -> str:
        return f"TemplateTerms({self.template_id})"


class TemplateWithStock(Template, frozen=True):
    """A template with what is left of it, exact at the moment of reading."""

    left: int
    issued: int


class Coupon(msgspec.Struct, frozen=True):
    """A coupon as its member sees it. status: issued, reserved (an unfinished order holds it), redeemed or expired.

    Its template goes by its name: a wallet teaches nobody what others may be asked for.
    """

    code: CouponCode
    template_name: str
    status: WalletState
    amount_off: money.Fen
    threshold: money.Fen
    issued_at: moments.Moment
    expires_at: moments.Moment
    redeemed_at: moments.Moment | None = None


class Claimed(msgspec.Struct, frozen=True):
    """The coupon of a claim. is_new: it was issued just now, not to an earlier try of the same claim."""

    coupon: Coupon
    is_new: bool


class Redeem(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A coupon presented at the till, and the order's amount in fen.

    store_id: at which of their stores the clerk redeems it; the one that they are of first when left out.
    """

    code: Code
    order_amount: Fen
    store_id: Annotated[StoreId, Meta(max_length=40, description="核销门店，可不填 / at which store")] = StoreId("")


class Redemption(msgspec.Struct, frozen=True):
    """A redeemed coupon: what to take off the order."""

    code: CouponCode
    template_name: str
    amount_off: money.Fen
    order_amount: money.Fen
    redeemed_at: moments.Moment
    redeemed_by: str
    store_id: Annotated[StoreId, Meta(description="核销门店 / at which store")] = StoreId("")


class Discount(msgspec.Struct, frozen=True, kw_only=True):
    """What a coupon takes off an order, and the template that it is one of."""

    off: money.Fen
    coupon_template: TemplateId
