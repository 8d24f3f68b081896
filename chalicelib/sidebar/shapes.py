"""What the side bar takes and gives."""

from __future__ import annotations

from typing import Annotated

import msgspec
from msgspec import Meta

from chalicelib.content.ids import ContentId
from chalicelib.core.audited import Thing
from chalicelib.core.errors import Fault, Misfit
from chalicelib.core.http.shapes import PageQuery
from chalicelib.core.ids import ExternalUserId
from chalicelib.core.moments import Moment
from chalicelib.core.money import Fen
from chalicelib.core.shapes import Person
from chalicelib.coupons.ids import TemplateId
from chalicelib.coupons.shapes import CouponOfMember
from chalicelib.followups.shapes import FollowUp
from chalicelib.members.ids import MemberId
from chalicelib.members.shapes import Friendship, Note
from chalicelib.orders.ids import OrderId
from chalicelib.orders.states import OrderState
from chalicelib.sidebar.ids import SendingId

SENDING = Thing("sending", "侧边栏发送", "sending from the side bar")


class SignatureQuery(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Which page is to be signed for. url: its whole address; what stands behind `#` does not count."""

    url: Annotated[str, Meta(min_length=1, max_length=2_000, description="当前页面的网址 / the page's address")]


class Signature(msgspec.Struct, frozen=True, kw_only=True):
    """What a page needs for `wx.config` and `wx.agentConfig` (`@wecom/jssdk`: the same names).

    timestamp: unix seconds. signature: for `wx.config`; agent_signature: for `wx.agentConfig`, which takes the same
    nonce and time.
    """

    corp_id: str
    agent_id: str
    timestamp: int
    nonce: str
    signature: str
    agent_signature: str


class OrderOfContact(msgspec.Struct, frozen=True, kw_only=True):
    """An order in short."""

    order_id: OrderId
    placed_at: Moment
    status: OrderState
    total: Annotated[Fen, Meta(description="应付金额，单位分 / what is to be paid, in fen")]


class Source(msgspec.Struct, frozen=True, kw_only=True):
    """Where somebody came from first. code: the live code (or channel parameter), '' for none; name: its name."""

    at: Moment
    code: str
    name: str
    staff: Person


class Contact(msgspec.Struct, frozen=True, kw_only=True):
    """A customer of whoever asks, in one look.

    remark: what they call the customer at WeCom; null when WeCom does not say at the moment. mine: the friendship with
    whoever asks, with its tags; others: how many colleagues have the customer too. accepts_posts: the customer's own
    word; blocked: an operator's. coupons: those that can be used, the newest first; orders: the last five.
    follow_ups: the open ones first. notes: the last five, of colleagues only how they begin.
    """

    member_id: MemberId
    external_userid: ExternalUserId
    name: str
    avatar: str
    remark: str | None
    mine: Friendship
    others: int
    source: Source
    accepts_posts: bool
    blocked: bool
    coupons: list[CouponOfMember]
    orders: list[OrderOfContact]
    follow_ups: list[FollowUp]
    notes: list[Note]


class OffersQuery(PageQuery, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """What can be sent. q: part of the name. cursor: of the content; coupons come with the first page."""

    q: Annotated[str, Meta(max_length=40, description="名称中的几个字 / part of the name")] = ""


class CouponOffer(msgspec.Struct, frozen=True, kw_only=True):
    """A coupon that may be given. left: how many there are; held: how many of it the customer has; per_member: how many
    they may have. can_send: there is one for this customer.
    """

    template_id: TemplateId
    name: str
    usage: str
    amount_off: Fen
    threshold: Fen
    left: int
    held: int
    per_member: int
    can_send: bool


class ContentOffer(msgspec.Struct, frozen=True, kw_only=True):
    """Approved content. text: how it begins, with this customer's name and the sender's."""

    item_id: ContentId
    name: str
    version: int
    text: str


class Offers(msgspec.Struct, frozen=True, kw_only=True):
    """What can be sent to a customer. cursor: of the next page of content, '' ends."""

    coupons: list[CouponOffer]
    items: list[ContentOffer]
    cursor: str


class Take(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """What is to be sent to a customer: one of the two."""

    content: Annotated[ContentId, Meta(max_length=40, description="素材 / content")] = ContentId("")
    coupon_template: Annotated[TemplateId, Meta(max_length=40, description="优惠券 / coupon")] = TemplateId("")

    def __post_init__(self) -> None:
        if bool(self.content) == bool(self.coupon_template):
            zh, en = "请选择一条素材或一张优惠券。", "Choose either content or a coupon."
            raise Misfit(Fault("content", "one_of", None, zh, en))


class ChatText(msgspec.Struct, frozen=True):
    """A text."""

    content: str


class ChatImage(msgspec.Struct, frozen=True):
    """A picture at WeCom."""

    mediaid: str


class ChatNews(msgspec.Struct, frozen=True, rename={"img_url": "imgUrl"}):
    """A link card."""

    link: str
    title: str
    desc: str
    img_url: str


class ChatMessage(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """One call of `sendChatMessage`, as it is. msgtype: text, image or news; the part so named is there."""

    msgtype: str
    text: ChatText | None = None
    image: ChatImage | None = None
    news: ChatNews | None = None


class Sending(msgspec.Struct, frozen=True, kw_only=True):
    """What the client sends by `sendChatMessage`, one call each. coupon: the one that the customer has now, if any."""

    sending_id: SendingId
    messages: list[ChatMessage]
    coupon: CouponOfMember | None = None
