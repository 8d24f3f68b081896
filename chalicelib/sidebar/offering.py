"""What a member of staff may send to a customer of theirs: coupons that can be given, content that is approved.

The client sends; what it is to send is made here. A coupon is given at once, in the transaction that every claim takes:
so the stock is exact, the customer's limit holds, and under one Idempotency-Key it is one coupon. Should the client not
send after that, the coupon stays in the customer's wallet (docs/adr/0061).
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from chalicelib.content import service as contents
from chalicelib.content.ids import ContentId
from chalicelib.content.service import Approved
from chalicelib.content.shapes import Channel, Values
from chalicelib.core.context import Ctx
from chalicelib.core.errors import Fault
from chalicelib.core.moments import SHANGHAI, moment
from chalicelib.core.storage.table import Refused
from chalicelib.coupons import service as coupons
from chalicelib.coupons.ids import TemplateId
from chalicelib.coupons.shapes import Coupon
from chalicelib.members import service as members
from chalicelib.members.ids import MemberId
from chalicelib.platforms.wecom.messages import ImageAttachment, LinkAttachment, Message
from chalicelib.sidebar import store
from chalicelib.sidebar.errors import NotSendable
from chalicelib.sidebar.ids import SendingId
from chalicelib.sidebar.shapes import (
    ChatImage,
    ChatMessage,
    ChatNews,
    ChatText,
    ContentOffer,
    CouponOffer,
    Offers,
    OffersQuery,
    Sending,
    Take,
)
from chalicelib.sidebar.store import SendingRow

# Shown with the first page; whoever looks for others says a part of the name.
MOST_COUPONS = 20
WALLET = 100
CUSTOMERS: Channel = "customers"
SHOWN = 60


def offers(ctx: Ctx, external_userid: str, query: OffersQuery) -> Offers:
    """What can be sent to a customer of whoever asks. 0.5 RU a bucket of the coupons in one call, 1 RU each content.

    Raises NotYourCustomer, UnknownContact.
    """
    member = members.followed(ctx, external_userid).member
    page = contents.sendable_of(ctx, CUSTOMERS, query.q, query.limit, query.cursor)
    values = contents.built_in(ctx, ctx.operator, ctx.at, member.name)
    return Offers(
        coupons=[] if query.cursor else list(_coupons(ctx, member.member_id, query.q)),
        items=[_content(ctx, one, values) for one in page.items],
        cursor=page.cursor,
    )


def _coupons(ctx: Ctx, member_id: MemberId, q: str) -> Iterator[CouponOffer]:
    wallet = coupons.of_member(members.as_own(ctx), member_id, WALLET, "").items
    held = Counter(one.template_id for one in wallet)
    for one in coupons.giveable(ctx, q, MOST_COUPONS):
        has = held[one.template_id]
        yield CouponOffer(
            template_id=one.template_id,
            name=one.name,
            usage=one.usage,
            amount_off=one.amount_off,
            threshold=one.threshold,
            left=one.left,
            held=has,
            per_member=one.per_member,
            can_send=one.left > 0 and has < one.per_member,
        )


def _content(ctx: Ctx, one: Approved, values: Values) -> ContentOffer:
    text = contents.filled(ctx, one, CUSTOMERS, values).text
    return ContentOffer(
        item_id=one.item_id,
        name=one.name,
        version=one.version,
        text=text if len(text) <= SHOWN else f"{text[:SHOWN]}…",
    )


def take(ctx: Ctx, external_userid: str, wanted: Take) -> Sending:
    """What the client is to send: content as it is approved now, or a coupon, which the customer has from now on.

    Under one Idempotency-Key it is one sending and one coupon. Content 3 RU and 1 WU; a coupon 4 WU and 1 WU. Raises
    NotYourCustomer, UnknownContact, NotSendable, and what granting a coupon or looking at content raises.
    """
    member = members.followed(ctx, external_userid).member
    sending = SendingId(ctx.new_id())
    if wanted.coupon_template:
        given = coupons.grant(members.as_own(ctx), wanted.coupon_template, member.member_id)
        _note(ctx, member.member_id, sending, ContentId(""), 0, wanted.coupon_template)
        shown = coupons.as_operators_see(ctx, given, wanted.coupon_template)
        return Sending(sending_id=sending, messages=[_said(given)], coupon=shown)
    content = contents.newest(ctx, wanted.content)
    contents.check_active(ctx, content.item_id)
    values = contents.built_in(ctx, ctx.operator, ctx.at, member.name)
    messages = [part for one in contents.messages(ctx, content, CUSTOMERS, values) for part in _parts(one)]
    _note(ctx, member.member_id, sending, content.item_id, content.version, TemplateId(""))
    return Sending(sending_id=sending, messages=messages)


def _note(
    ctx: Ctx, member_id: MemberId, sending: SendingId, content: ContentId, version: int, template: TemplateId
) -> None:
    try:
        store.note(ctx, member_id, sending, content, version, template)
    except Refused as refused:
        refused.own_lost_answer(SendingRow)


def _said(coupon: Coupon) -> ChatMessage:
    """What the customer reads of a coupon: what it is worth and until when; its code is theirs alone to show."""
    until = moment(coupon.expires_at).astimezone(SHANGHAI).strftime("%Y-%m-%d %H:%M")
    text = f"送您一张优惠券「{coupon.template_name}」，已放入您的“我的优惠券”，{until} 前有效，欢迎使用。"
    return ChatMessage(msgtype="text", text=ChatText(text))


def _parts(message: Message) -> Iterator[ChatMessage]:
    """A message as calls of `sendChatMessage`, one each. Raises NotSendable."""
    if message.text is not None:
        yield ChatMessage(msgtype="text", text=ChatText(message.text.content))
    for part in message.attachments or ():
        match part:
            case LinkAttachment(link=link):
                yield ChatMessage(msgtype="news", news=ChatNews(link.url, link.title, link.desc, link.picurl))
            case ImageAttachment(image=image):
                yield ChatMessage(msgtype="image", image=ChatImage(image.media_id))
            case _:
                raise not_sendable()


def not_sendable() -> NotSendable:
    """A mini-program's card needs a picture with an address (docs/platform G7), which content does not have."""
    zh = "小程序卡片暂不能从侧边栏发送，请改用群发，或换一条素材。"
    en = "A mini-program card cannot be sent from the side bar. Send it as a post, or take other content."
    return NotSendable([Fault("content", "miniprogram", None, zh, en)])
