"""Doors of the side bar."""

from __future__ import annotations

from chalicelib.content.errors import (
    BadValues,
    ChannelNotApproved,
    ContentArchived,
    NotApproved,
    UnknownContent,
    UnknownPicture,
    VersionRecalled,
)
from chalicelib.core.context import Ctx
from chalicelib.core.errors import UnknownPath
from chalicelib.core.http import rates
from chalicelib.core.http.answers import Answer, Incoming
from chalicelib.core.http.rights import PUBLIC
from chalicelib.core.http.routes import Routes
from chalicelib.core.http.texts import Lint
from chalicelib.core.scope import Scoped
from chalicelib.coupons import errors as coupons
from chalicelib.members.errors import NotYourCustomer, UnknownContact, UnknownMember
from chalicelib.platforms.wecom.errors import ASKED as WECOM
from chalicelib.sidebar import offering, screens, service, shapes, signing
from chalicelib.sidebar.errors import ForeignUrl, NotSendable
from chalicelib.sidebar.room import LOOK, ROOM, SEND

routes = Routes(ROOM)
NOT_GIVEN = (
    coupons.UnknownTemplate,
    coupons.WayNotOpen,
    coupons.ClaimNotOpen,
    coupons.ClaimPaused,
    coupons.ClaimClosed,
    coupons.AlreadyClaimed,
    coupons.SoldOut,
)


@routes.get(
    "/staff/v1/js-signature",
    allow=LOOK,
    rate=rates.READS,
    scoped=Scoped.ANY,
    summary=("页面的 JS-SDK 签名", "What a page signs in to WeCom's client with (JS-SDK)"),
    query=shapes.SignatureQuery,
    answer=shapes.Signature,
    errors=(ForeignUrl, *WECOM),
)
def sign_page(ctx: Ctx, query: shapes.SignatureQuery) -> shapes.Signature:
    return signing.sign(ctx, query.url)


@routes.get(
    "/staff/v1/contacts/{external_userid}",
    allow=LOOK,
    rate=rates.READS,
    scoped=Scoped.ANY,
    summary=("侧边栏：自己的一位客户", "In the side bar: a customer of one's own"),
    answer=shapes.Contact,
    errors=(NotYourCustomer, UnknownContact, UnknownMember),
)
def read_contact(ctx: Ctx, external_userid: str) -> shapes.Contact:
    return service.contact(ctx, external_userid)


@routes.get(
    "/staff/v1/contacts/{external_userid}/offers",
    allow=SEND,
    rate=rates.READS,
    scoped=Scoped.ANY,
    summary=("侧边栏：可发给这位客户的素材与优惠券", "In the side bar: content and coupons that can be sent"),
    query=shapes.OffersQuery,
    answer=shapes.Offers,
    errors=(NotYourCustomer, UnknownContact, UnknownMember),
)
def list_offers(ctx: Ctx, external_userid: str, query: shapes.OffersQuery) -> shapes.Offers:
    return offering.offers(ctx, external_userid, query)


@routes.post(
    "/staff/v1/contacts/{external_userid}/sendings",
    allow=SEND,
    rate=rates.WRITES,
    scoped=Scoped.ANY,
    summary=("侧边栏：选取素材或发一张优惠券", "In the side bar: take content, or give a coupon"),
    body=shapes.Take,
    texts={"content": Lint.NONE, "coupon_template": Lint.NONE},
    answer=shapes.Sending,
    status=201,
    errors=(
        NotYourCustomer,
        UnknownContact,
        UnknownMember,
        NotSendable,
        UnknownContent,
        NotApproved,
        VersionRecalled,
        ContentArchived,
        ChannelNotApproved,
        BadValues,
        UnknownPicture,
        *NOT_GIVEN,
        *WECOM,
    ),
)
def take_for_contact(ctx: Ctx, external_userid: str, body: shapes.Take) -> shapes.Sending:
    return offering.take(ctx, external_userid, body)


@routes.get(
    "/side",
    allow=PUBLIC,
    rate=rates.READS,
    summary=("侧边栏页面", "The side bar's page"),
    media_type="text/html",
)
def open_side_bar(incoming: Incoming) -> Answer:
    return screens.side()


@routes.get(
    "/side/{file}",
    allow=PUBLIC,
    rate=rates.READS,
    summary=("侧边栏的样式与脚本", "The side bar's styles and scripts"),
    errors=(UnknownPath,),
    media_type="text/css",
)
def read_side_bar_file(incoming: Incoming, file: str) -> Answer:
    return screens.file(file)
