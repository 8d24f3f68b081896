"""Doors of the coupon room."""

from __future__ import annotations

from chalicelib.brand import service as brand
from chalicelib.content.errors import LintErrors
from chalicelib.core.context import Ctx
from chalicelib.core.errors import NeedsConfirmation
from chalicelib.core.http import crowds, rates
from chalicelib.core.http.answers import Answer, Incoming, Replayed
from chalicelib.core.http.crowds import Turn
from chalicelib.core.http.page import page
from chalicelib.core.http.rights import MEMBER, PUBLIC
from chalicelib.core.http.routes import Routes
from chalicelib.core.http.shapes import PageQuery
from chalicelib.core.http.texts import Lint
from chalicelib.core.http.visitors import is_in_wechat
from chalicelib.core.money import Fen
from chalicelib.core.scope import Scoped
from chalicelib.core.storage.lists import Page
from chalicelib.coupons import (
    editing,
    errors,
    landing,
    looking,
    mending,
    offers,
    promises,
    reversing,
    service,
    shapes,
    till_shapes,
    views,
)
from chalicelib.coupons.ids import CouponCode, TemplateId
from chalicelib.coupons.room import CREATE, EDIT, END, GRANT, HOLDERS, MEND, READ, REDEEM, REVERSE, ROOM
from chalicelib.coupons.states import ClaimWay
from chalicelib.members.errors import UnknownMember
from chalicelib.members.ids import MemberId
from chalicelib.stores.errors import AtNoStore, NotYourStore

routes = Routes(ROOM)
routes.pages_under("/k")


NOT_ISSUED = (errors.SoldOut, errors.AlreadyClaimed, errors.ClaimNotOpen, errors.ClaimPaused, errors.ClaimClosed)
TEXTS = {"name": Lint.AT_DOOR, "usage": Lint.AT_DOOR}


@routes.post(
    "/admin/v1/coupon-templates",
    allow=CREATE,
    summary=("创建优惠券模板", "Create a coupon template"),
    body=shapes.NewTemplate,
    texts=TEXTS,
    judge=service.judge_template,
    answer=shapes.Template,
    status=201,
    errors=(errors.BadTemplate, NeedsConfirmation, LintErrors),
)
def create_coupon_template(ctx: Ctx, body: shapes.NewTemplate) -> shapes.Template:
    return views.shown(ctx, service.create_template(ctx, body))


@routes.get(
    "/admin/v1/coupon-templates",
    allow=READ,
    scoped=Scoped.ANY,
    summary=("优惠券模板列表（可按名称、状态、领取方式、创建人筛选）", "List coupon templates, all or some"),
    query=shapes.TemplateQuery,
    answer=Page[shapes.TemplateWithStock],
)
def list_coupon_templates(ctx: Ctx, query: shapes.TemplateQuery) -> Page[shapes.TemplateWithStock]:
    return views.templates(ctx, query)


@routes.get(
    "/admin/v1/coupon-templates/{template_id}",
    allow=READ,
    scoped=Scoped.ANY,
    summary=("优惠券模板与剩余库存", "A coupon template and what is left of it"),
    answer=shapes.TemplateWithStock,
    errors=(errors.UnknownTemplate,),
)
def read_coupon_template(ctx: Ctx, template_id: str) -> shapes.TemplateWithStock:
    return views.with_stock(ctx, TemplateId(template_id))


@routes.put(
    "/admin/v1/coupon-templates/{template_id}",
    allow=EDIT,
    summary=("修改优惠券：名称、使用说明、结束时间、总量", "Edit a coupon: its name, usage, end and stock"),
    body=shapes.EditTemplate,
    texts=TEXTS,
    answer=shapes.Template,
    errors=(
        errors.UnknownTemplate,
        errors.TemplateChanged,
        errors.BadTemplate,
        NeedsConfirmation,
        LintErrors,
    ),
)
def edit_coupon_template(ctx: Ctx, template_id: str, body: shapes.EditTemplate) -> shapes.Template:
    return views.shown(ctx, editing.edit(ctx, TemplateId(template_id), body))


@routes.post(
    "/admin/v1/coupon-templates/{template_id}/pause",
    allow=END,
    summary=("暂停领取", "Let nobody claim until it is resumed"),
    body=shapes.PauseClaims,
    answer=shapes.Template,
    errors=(errors.UnknownTemplate, NeedsConfirmation),
)
def pause_claims(ctx: Ctx, template_id: str, body: shapes.PauseClaims) -> shapes.Template:
    return views.shown(ctx, editing.pause(ctx, TemplateId(template_id), confirm=body.confirm))


@routes.post(
    "/admin/v1/coupon-templates/{template_id}/resume",
    allow=END,
    summary=("恢复领取", "Let claiming go on"),
    answer=shapes.Template,
    errors=(errors.UnknownTemplate,),
)
def resume_claims(ctx: Ctx, template_id: str) -> shapes.Template:
    return views.shown(ctx, editing.resume(ctx, TemplateId(template_id)))


@routes.post(
    "/admin/v1/coupon-templates/{template_id}/copies",
    allow=CREATE,
    summary=("复制优惠券（新模板先暂停领取）", "Copy a coupon; the copy begins paused"),
    body=shapes.CopyTemplate,
    texts={"name": Lint.AT_DOOR},
    answer=shapes.Template,
    status=201,
    errors=(errors.UnknownTemplate, errors.BadTemplate, NeedsConfirmation, LintErrors),
)
def copy_coupon_template(ctx: Ctx, template_id: str, body: shapes.CopyTemplate) -> shapes.Template:
    return views.shown(ctx, editing.copy(ctx, TemplateId(template_id), body))


@routes.get(
    "/admin/v1/coupon-templates/{template_id}/coupons",
    allow=HOLDERS,
    summary=("已发出的券：持有人、状态与核销", "The coupons of a template: who holds them, and what became of them"),
    query=shapes.CouponQuery,
    answer=Page[shapes.CouponHeld],
    errors=(errors.UnknownTemplate,),
)
def list_coupons(ctx: Ctx, template_id: str, query: shapes.CouponQuery) -> Page[shapes.CouponHeld]:
    return views.coupons(ctx, TemplateId(template_id), query)


@routes.get(
    "/admin/v1/coupon-templates/{template_id}/promises",
    allow=READ,
    summary=("哪些活码、群发在发这张券", "Which live codes and posts give this coupon"),
    answer=shapes.Promises,
    errors=(errors.UnknownTemplate,),
)
def list_promises_of_coupon(ctx: Ctx, template_id: str) -> shapes.Promises:
    service.template(ctx, TemplateId(template_id))
    return promises.shown(ctx, TemplateId(template_id))


@routes.get(
    "/admin/v1/coupons/{coupon}",
    allow=HOLDERS,
    summary=("一张券", "A coupon"),
    answer=shapes.CouponHeld,
    errors=(errors.UnknownCoupon,),
)
def read_coupon(ctx: Ctx, coupon: str) -> shapes.CouponHeld:
    return views.coupon(ctx, looking.code_of(coupon))


@routes.post(
    "/admin/v1/coupons/{coupon}/voids",
    allow=MEND,
    summary=("作废一张券", "Take a coupon back"),
    body=shapes.Void,
    texts={"reason": Lint.NONE},
    answer=shapes.CouponHeld,
    errors=(errors.UnknownCoupon, errors.AlreadyRedeemed, errors.CouponInUse),
)
def void_coupon(ctx: Ctx, coupon: str, body: shapes.Void) -> shapes.CouponHeld:
    return views.held(ctx, [mending.void(ctx, looking.code_of(coupon), body.reason)])[0]


@routes.post(
    "/admin/v1/coupons/{coupon}/reissues",
    allow=MEND,
    summary=("为作废或过期的券补发一张", "Issue another coupon in the place of one that was voided or has expired"),
    answer=shapes.CouponHeld,
    status=201,
    errors=(
        errors.UnknownCoupon,
        errors.UnknownTemplate,
        errors.AlreadyRedeemed,
        errors.CouponInUse,
        errors.StillGood,
    ),
)
def reissue_coupon(ctx: Ctx, coupon: str) -> shapes.CouponHeld:
    return views.held(ctx, [mending.reissue(ctx, looking.code_of(coupon))])[0]


@routes.put(
    "/admin/v1/coupon-templates/{template_id}/claimable-by",
    allow=EDIT,
    summary=("修改领取方式", "Change by which ways a coupon may be had"),
    body=shapes.ClaimableBy,
    answer=shapes.Template,
    errors=(errors.UnknownTemplate, errors.AlreadyPromised, NeedsConfirmation),
)
def open_coupon_template(ctx: Ctx, template_id: str, body: shapes.ClaimableBy) -> shapes.Template:
    return views.shown(ctx, service.open_to(ctx, TemplateId(template_id), body.claimable_by, confirm=body.confirm))


@routes.post(
    "/admin/v1/coupon-templates/{template_id}/grants",
    allow=GRANT,
    scoped=Scoped.BY_STAFF,
    summary=("给会员发一张优惠券", "Give a member a coupon"),
    body=shapes.Grant,
    texts={"reason": Lint.NONE},
    answer=shapes.Coupon,
    status=201,
    errors=(errors.UnknownTemplate, UnknownMember, errors.WayNotOpen, *NOT_ISSUED),
)
def grant_coupon(ctx: Ctx, template_id: str, body: shapes.Grant) -> shapes.Coupon:
    return service.grant(ctx, TemplateId(template_id), body.member_id, body.reason)


@routes.get(
    "/admin/v1/members/{member_id}/coupons",
    allow=READ,
    scoped=Scoped.BY_STAFF,
    summary=("某会员的优惠券，新的在前", "The coupons of a member, newest first"),
    query=PageQuery,
    answer=Page[shapes.CouponOfMember],
    errors=(UnknownMember,),
)
def list_coupons_of_member(ctx: Ctx, member_id: str, query: PageQuery) -> Page[shapes.CouponOfMember]:
    return service.of_member(ctx, MemberId(member_id), query.limit, query.cursor)


@routes.post(
    "/admin/v1/coupon-templates/{template_id}/ends",
    allow=END,
    summary=("提前结束领取", "Let claiming end earlier, or now"),
    body=shapes.EndClaims,
    answer=shapes.Template,
    errors=(errors.UnknownTemplate, errors.BadClaimEnd, errors.ClaimsEndEarlier, NeedsConfirmation),
)
def end_claims(ctx: Ctx, template_id: str, body: shapes.EndClaims) -> shapes.Template:
    return views.shown(ctx, service.end_claims(ctx, TemplateId(template_id), body.claim_until, confirm=body.confirm))


@routes.post(
    "/mini/v1/coupon-templates/{template_id}/claims",
    allow=MEMBER,
    rate=rates.RUSH,
    summary=("领取优惠券", "Claim a coupon"),
    body=shapes.Claim,
    answer=shapes.Coupon,
    status=201,
    row_answers=True,
    errors=(errors.UnknownTemplate, errors.NotClaimableHere, *NOT_ISSUED),
)
def claim_coupon(ctx: Ctx, template_id: str, body: shapes.Claim) -> shapes.Coupon | Replayed[shapes.Coupon]:
    claiming = shapes.Claiming(way=ClaimWay.ANYONE, request=ctx.cause, source=body.source)
    claimed = service.claim_once(ctx, TemplateId(template_id), MemberId(ctx.who), claiming)
    return claimed.coupon if claimed.is_new else Replayed(claimed.coupon)


@routes.get(
    "/mini/v1/coupon-templates",
    allow=MEMBER,
    summary=("可领取的优惠券", "Coupons to claim"),
    query=PageQuery,
    answer=Page[shapes.OnOffer],
)
def list_coupons_to_claim(ctx: Ctx, query: PageQuery) -> Page[shapes.OnOffer]:
    return offers.to_claim(ctx, query.limit, query.cursor)


@routes.get(
    "/mini/v1/coupon-templates/{template_id}",
    allow=MEMBER,
    summary=("领取前的优惠券详情", "A coupon before it is claimed"),
    answer=shapes.OnOffer,
    errors=(errors.UnknownTemplate,),
)
def read_coupon_to_claim(ctx: Ctx, template_id: str) -> shapes.OnOffer:
    return offers.for_member(ctx, TemplateId(template_id))


@routes.get(
    "/mini/v1/wallet",
    allow=MEMBER,
    summary=("我的优惠券", "My coupons"),
    query=PageQuery,
    answer=Page[shapes.Coupon],
)
def read_wallet(ctx: Ctx, query: PageQuery) -> Page[shapes.Coupon]:
    return service.wallet(ctx, MemberId(ctx.who), query.limit, query.cursor)


@routes.get(
    "/k/{entry}",
    allow=PUBLIC,
    rate=rates.COUPON_PAGES,
    summary=("优惠券领取页（群发与欢迎语中的链接）", "A coupon's page, to which links in posts and welcomes lead"),
    media_type="text/html",
)
def open_coupon_page(incoming: Incoming, entry: str) -> Answer:
    corp, _, rest = entry.partition("-")
    crowds.admit_address(incoming.caller, Turn.PAGE)
    ctx = incoming.ctx_for(corp, "system:visitor")
    shown = landing.page(ctx, rest, is_in_wechat(incoming))
    fields = {name: getattr(shown, name) for name in landing.Landing.__struct_fields__}
    return page("coupons/coupon.html", script="coupons/coupon.js", look=brand.look(ctx), asks=True, **fields)


@routes.post(
    "/staff/v1/redemptions",
    allow=REDEEM,
    scoped=Scoped.BY_STORE,
    summary=("核销优惠券", "Redeem a coupon"),
    body=till_shapes.Redeem,
    answer=till_shapes.Redemption,
    status=201,
    row_answers=True,
    errors=(
        errors.UnknownCoupon,
        errors.AlreadyRedeemed,
        errors.RedemptionReversed,
        errors.CouponInUse,
        errors.CouponVoided,
        errors.CouponExpired,
        errors.BelowThreshold,
        errors.TooManyWrongCodes,
        NotYourStore,
        AtNoStore,
    ),
)
def redeem_coupon(ctx: Ctx, body: till_shapes.Redeem) -> till_shapes.Redemption | Replayed[till_shapes.Redemption]:
    done = service.redeem_once(
        ctx, CouponCode(body.code), Fen(body.order_amount), body.store_id, tapped_at=body.tapped_at
    )
    return done.redemption if done.is_new else Replayed(done.redemption)


@routes.get(
    "/staff/v1/coupons/{coupon}",
    allow=REDEEM,
    scoped=Scoped.BY_STORE,
    summary=(
        "核销前查看：能否核销、优惠多少、顾客实付",
        "Look before redeeming: does it work, and what is paid",
    ),
    query=till_shapes.TillQuery,
    answer=till_shapes.CouponAtTill,
    errors=(errors.UnknownCoupon, errors.TooManyWrongCodes, NotYourStore, AtNoStore),
)
def look_at_coupon(ctx: Ctx, coupon: str, query: till_shapes.TillQuery) -> till_shapes.CouponAtTill:
    return looking.look(ctx, looking.code_of(coupon), query.order_amount, query.store_id)


REVERSALS = (
    errors.UnknownCoupon,
    errors.NotRedeemed,
    errors.RedeemedByOrder,
    errors.NotYourRedemption,
    errors.ReversalTooLate,
    errors.TooManyReversals,
    errors.TooManyWrongCodes,
    AtNoStore,
)


@routes.post(
    "/staff/v1/reversals",
    allow=REDEEM,
    also=(REVERSE,),
    scoped=Scoped.BY_STORE,
    summary=(
        "撤销核销：本人 10 分钟内，店长随时",
        "Reverse a redemption: one's own for 10 minutes, a manager's later",
    ),
    body=till_shapes.UndoAtTill,
    texts={"reason": Lint.NONE},
    answer=till_shapes.Reversal,
    status=201,
    row_answers=True,
    errors=REVERSALS,
)
def reverse_redemption(ctx: Ctx, body: till_shapes.UndoAtTill) -> till_shapes.Reversal | Replayed[till_shapes.Reversal]:
    return _reversed(reversing.reverse(ctx, CouponCode(body.code), body.reason))


@routes.post(
    "/admin/v1/coupons/{coupon}/reversals",
    allow=REVERSE,
    scoped=Scoped.BY_STORE,
    summary=("撤销一张券的核销", "Reverse the redemption of a coupon"),
    body=till_shapes.Undo,
    texts={"reason": Lint.NONE},
    answer=till_shapes.Reversal,
    status=201,
    row_answers=True,
    errors=REVERSALS,
)
def reverse_redemption_of(
    ctx: Ctx, coupon: str, body: till_shapes.Undo
) -> till_shapes.Reversal | Replayed[till_shapes.Reversal]:
    return _reversed(reversing.reverse(ctx, looking.code_of(coupon), body.reason))


def _reversed(done: reversing.Done) -> till_shapes.Reversal | Replayed[till_shapes.Reversal]:
    return done.reversal if done.is_new else Replayed(done.reversal)


@routes.get(
    "/mini/v1/coupons/{coupon}/qr",
    allow=MEMBER,
    summary=("我的一张券的二维码（SVG，内容只有券码）", "The QR code of a coupon of mine: an SVG that holds its code"),
    media_type="image/svg+xml",
    errors=(errors.UnknownCoupon,),
)
def draw_coupon(ctx: Ctx, coupon: str) -> Answer:
    return Answer(body=looking.qr(ctx, looking.code_of(coupon), MemberId(ctx.who)), media_type="image/svg+xml")
