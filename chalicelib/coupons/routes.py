"""Doors of the coupon room."""

from __future__ import annotations

from chalicelib.content.errors import LintErrors
from chalicelib.core.context import Ctx
from chalicelib.core.errors import NeedsConfirmation
from chalicelib.core.http import rates
from chalicelib.core.http.answers import Replayed
from chalicelib.core.http.rights import MEMBER
from chalicelib.core.http.routes import Routes
from chalicelib.core.http.shapes import PageQuery
from chalicelib.core.http.texts import Lint
from chalicelib.core.money import Fen
from chalicelib.core.scope import Scoped
from chalicelib.core.storage.lists import Page
from chalicelib.coupons import errors, service, shapes
from chalicelib.coupons.ids import CouponCode, TemplateId
from chalicelib.coupons.room import CREATE, EDIT, END, GRANT, READ, REDEEM, ROOM
from chalicelib.coupons.states import ClaimWay
from chalicelib.members.errors import UnknownMember
from chalicelib.members.ids import MemberId
from chalicelib.stores.errors import NotYourStore

routes = Routes(ROOM)
NOT_ISSUED = (errors.SoldOut, errors.AlreadyClaimed, errors.ClaimNotOpen, errors.ClaimClosed)


@routes.post(
    "/admin/v1/coupon-templates",
    allow=CREATE,
    summary=("创建优惠券模板", "Create a coupon template"),
    body=shapes.NewTemplate,
    texts={"name": Lint.AT_DOOR},
    judge=service.judge_template,
    answer=shapes.Template,
    status=201,
    errors=(errors.BadTemplate, NeedsConfirmation, LintErrors),
)
def create_coupon_template(ctx: Ctx, body: shapes.NewTemplate) -> shapes.Template:
    return service.create_template(ctx, body)


@routes.get(
    "/admin/v1/coupon-templates",
    allow=READ,
    scoped=Scoped.ANY,
    summary=("优惠券模板列表", "List coupon templates"),
    query=PageQuery,
    answer=Page[shapes.Template],
)
def list_coupon_templates(ctx: Ctx, query: PageQuery) -> Page[shapes.TemplateTerms]:
    return service.templates(ctx, query.limit, query.cursor)


@routes.get(
    "/admin/v1/coupon-templates/{template_id}",
    allow=READ,
    scoped=Scoped.ANY,
    summary=("优惠券模板与剩余库存", "A coupon template and what is left of it"),
    answer=shapes.TemplateWithStock,
    errors=(errors.UnknownTemplate,),
)
def read_coupon_template(ctx: Ctx, template_id: str) -> shapes.TemplateWithStock:
    return service.template_with_stock(ctx, TemplateId(template_id))


@routes.put(
    "/admin/v1/coupon-templates/{template_id}/claimable-by",
    allow=EDIT,
    summary=("修改领取方式", "Change by which ways a coupon may be had"),
    body=shapes.ClaimableBy,
    answer=shapes.Template,
    errors=(errors.UnknownTemplate, errors.AlreadyPromised, NeedsConfirmation),
)
def open_coupon_template(ctx: Ctx, template_id: str, body: shapes.ClaimableBy) -> shapes.Template:
    return service.open_to(ctx, TemplateId(template_id), body.claimable_by, confirm=body.confirm)


@routes.post(
    "/admin/v1/coupon-templates/{template_id}/grants",
    allow=GRANT,
    scoped=Scoped.BY_STAFF,
    summary=("给会员发一张优惠券", "Give a member a coupon"),
    body=shapes.Grant,
    answer=shapes.Coupon,
    status=201,
    errors=(errors.UnknownTemplate, UnknownMember, errors.WayNotOpen, *NOT_ISSUED),
)
def grant_coupon(ctx: Ctx, template_id: str, body: shapes.Grant) -> shapes.Coupon:
    return service.grant(ctx, TemplateId(template_id), body.member_id)


@routes.post(
    "/admin/v1/coupon-templates/{template_id}/ends",
    allow=END,
    summary=("提前结束领取", "Let claiming end earlier, or now"),
    body=shapes.EndClaims,
    answer=shapes.Template,
    errors=(errors.UnknownTemplate, errors.BadClaimEnd, errors.ClaimsEndEarlier, NeedsConfirmation),
)
def end_claims(ctx: Ctx, template_id: str, body: shapes.EndClaims) -> shapes.TemplateTerms:
    return service.end_claims(ctx, TemplateId(template_id), body.claim_until, confirm=body.confirm)


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
    "/mini/v1/wallet",
    allow=MEMBER,
    summary=("我的优惠券", "My coupons"),
    query=PageQuery,
    answer=Page[shapes.Coupon],
)
def read_wallet(ctx: Ctx, query: PageQuery) -> Page[shapes.Coupon]:
    return service.wallet(ctx, MemberId(ctx.who), query.limit, query.cursor)


@routes.post(
    "/staff/v1/redemptions",
    allow=REDEEM,
    scoped=Scoped.BY_STORE,
    summary=("核销优惠券", "Redeem a coupon"),
    body=shapes.Redeem,
    answer=shapes.Redemption,
    status=201,
    errors=(
        errors.UnknownCoupon,
        errors.AlreadyRedeemed,
        errors.CouponInUse,
        errors.CouponExpired,
        errors.BelowThreshold,
        NotYourStore,
    ),
)
def redeem_coupon(ctx: Ctx, body: shapes.Redeem) -> shapes.Redemption:
    return service.redeem(ctx, CouponCode(body.code), Fen(body.order_amount), body.store_id)
