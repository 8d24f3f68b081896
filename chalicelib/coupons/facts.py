"""What happens to coupons."""

from __future__ import annotations

from chalicelib.core.events.facts import FactData, fact
from chalicelib.core.ids import StoreId, UserId
from chalicelib.core.moments import Moment
from chalicelib.core.money import Fen
from chalicelib.coupons.ids import CouponCode, TemplateId
from chalicelib.coupons.states import ClaimWay
from chalicelib.members.ids import MemberId

COUPON = {
    "coupon": "4h7kq2m9x0c3vbn8",
    "coupon_template": "01KAJ8T0003V0Q8N2B7M4T6Y9R",
    "template_name": "新客满100减20",
    "amount_off": 2000,
    "member": "3XK9V0Q8N2B7M4T6Y9RC5D1EFG",
    "code": "abcdefabcdef",
    "store": "01KAJ6T0003V0Q8N2B7M4T6Y9R",
}


@fact(
    "coupon_template.created",
    zh="创建了优惠券「{name}」，库存 {stock}",
    en="The coupon {name} was created, {stock} of them",
    sample={"coupon_template": "01KAJ8T0003V0Q8N2B7M4T6Y9R", "name": "新客满100减20", "stock": 100},
)
class CouponTemplateCreated(FactData, frozen=True, kw_only=True):
    """An operator made a template."""

    coupon_template: TemplateId
    name: str
    stock: int


@fact(
    "coupon_template.opened",
    zh="优惠券的领取方式改为 {claimable_by}",
    en="The coupon may be had by these ways now: {claimable_by}",
    sample={"coupon_template": "01KAJ8T0003V0Q8N2B7M4T6Y9R", "claimable_by": ["anyone"]},
)
class CouponTemplateOpened(FactData, frozen=True, kw_only=True):
    """An operator changed by which ways members may have a coupon."""

    coupon_template: TemplateId
    claimable_by: tuple[ClaimWay, ...]


@fact(
    "coupon_template.ended",
    zh="提前结束了优惠券「{name}」的领取，截止 {claim_until}",
    en="Claiming of the coupon {name} was brought forward to end at {claim_until}",
    sample={
        "coupon_template": "01KAJ8T0003V0Q8N2B7M4T6Y9R",
        "name": "新客满100减20",
        "claim_until": "2026-11-21T02:00:00.000Z",
    },
)
class CouponTemplateEnded(FactData, frozen=True, kw_only=True):
    """An operator brought the end of claiming forward."""

    coupon_template: TemplateId
    name: str
    claim_until: Moment


@fact(
    "coupon_template.edited",
    zh="修改了优惠券「{name}」",
    en="The coupon {name} was edited",
    sample={
        "coupon_template": "01KAJ8T0003V0Q8N2B7M4T6Y9R",
        "name": "新客满100减20",
        "changed": ["name", "stock"],
        "stock": 200,
        "claim_until": "",
    },
)
class CouponTemplateEdited(FactData, frozen=True, kw_only=True):
    """An operator changed its name, texts, end or stock: what these are now. claim_until: '' for no end."""

    coupon_template: TemplateId
    name: str
    changed: tuple[str, ...]
    stock: int
    claim_until: Moment


@fact(
    "coupon_template.paused",
    zh="暂停了优惠券「{name}」的领取",
    en="Claiming of the coupon {name} was paused",
    sample={"coupon_template": "01KAJ8T0003V0Q8N2B7M4T6Y9R", "name": "新客满100减20"},
)
class CouponTemplatePaused(FactData, frozen=True, kw_only=True):
    """Nobody claims it until it is resumed."""

    coupon_template: TemplateId
    name: str


@fact(
    "coupon_template.resumed",
    zh="恢复了优惠券「{name}」的领取",
    en="Claiming of the coupon {name} was resumed",
    sample={"coupon_template": "01KAJ8T0003V0Q8N2B7M4T6Y9R", "name": "新客满100减20"},
)
class CouponTemplateResumed(FactData, frozen=True, kw_only=True):
    """It may be claimed again."""

    coupon_template: TemplateId
    name: str


class AboutCoupon(FactData, frozen=True, kw_only=True):
    """Whose coupon, and which. code: the live code that it was given for, '' when the member claimed it.

    source: what the member says led to the claim, such as `post:<id>`, '' when they say nothing.
    store: where it was claimed, of a redemption where it was redeemed; '' for none.
    """

    member: MemberId
    coupon: CouponCode
    coupon_template: TemplateId
    template_name: str
    amount_off: Fen
    code: str = ""
    source: str = ""
    store: StoreId = StoreId("")


@fact(
    "coupon.issued",
    zh="领取了优惠券「{template_name}」（{coupon}）",
    en="Claimed the coupon {template_name} ({coupon})",
    sample={**COUPON, "expires_at": "2026-12-21T02:00:00.000Z", "way": "live_code"},
)
class CouponIssued(AboutCoupon, frozen=True, kw_only=True):
    """A member got a coupon, by this way. instead_of: the one in whose place it was issued, '' for none."""

    way: ClaimWay

    expires_at: Moment
    instead_of: CouponCode = CouponCode("")


@fact(
    "coupon.voided",
    zh="优惠券「{template_name}」（{coupon}）已作废",
    en="The coupon {template_name} ({coupon}) was taken back",
    sample={**COUPON, "staff": "zhangwei"},
)
class CouponVoided(AboutCoupon, frozen=True, kw_only=True):
    """An operator took a coupon back, which works no more."""

    staff: UserId = UserId("")


@fact(
    "coupon.redeemed",
    zh="核销了优惠券「{template_name}」（{coupon}）",
    en="Redeemed the coupon {template_name} ({coupon})",
    sample={**COUPON, "order_amount": 12000, "redeemed_by": "operator:zhaolei", "staff": "zhaolei"},
)
class CouponRedeemed(AboutCoupon, frozen=True, kw_only=True):
    """A coupon was used on an order of `order_amount` fen, by staff at a till or by an order of ours."""

    order_amount: Fen
    redeemed_by: str
    staff: UserId = UserId("")
    order: str = ""


@fact(
    "coupon.reversed",
    zh="撤销了优惠券「{template_name}」（{coupon}）的核销",
    en="The redemption of the coupon {template_name} ({coupon}) was reversed",
    sample={
        **COUPON,
        "order_amount": 12000,
        "redeemed_by": "operator:zhaolei",
        "staff": "zhaolei",
        "redeemed_at": "2026-11-21T02:00:00.000Z",
        "reversed_by": "zhaolei",
    },
)
class CouponReversed(AboutCoupon, frozen=True, kw_only=True):
    """A redemption at a till counts no more: what it said, in the words of `coupon.redeemed`, and when that was.

    reversed_by: who took it back, the clerk of it or somebody above them.
    """

    order_amount: Fen
    redeemed_by: str
    staff: UserId = UserId("")
    order: str = ""
    redeemed_at: Moment
    reversed_by: UserId
