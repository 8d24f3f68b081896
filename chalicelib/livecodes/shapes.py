"""What the live-code doors take and give."""

from __future__ import annotations

from typing import Annotated

import msgspec
from msgspec import Meta

from chalicelib.core.http.shapes import StaffId
from chalicelib.core.ids import UserId, userid
from chalicelib.core.moments import NEVER, Moment
from chalicelib.core.problems import Problem
from chalicelib.coupons.ids import TemplateId
from chalicelib.livecodes import ids
from chalicelib.livecodes.states import CodeState

Url = Annotated[str, Meta(pattern="^https?://", max_length=2048)]


class Link(msgspec.Struct, frozen=True, forbid_unknown_fields=True, tag_field="msgtype", tag="link"):
    """A link card (图文)."""

    title: Annotated[str, Meta(min_length=1)]
    url: Url
    desc: str = ""
    picurl: str = ""


class MiniProgram(msgspec.Struct, frozen=True, forbid_unknown_fields=True, tag_field="msgtype", tag="miniprogram"):
    """A mini-program card. pic_media_id comes from media/upload and lives 3 days."""

    title: Annotated[str, Meta(min_length=1)]
    pic_media_id: Annotated[str, Meta(min_length=1)]
    appid: Annotated[str, Meta(min_length=1)]
    page: Annotated[str, Meta(min_length=1)]


class Image(msgspec.Struct, frozen=True, forbid_unknown_fields=True, tag_field="msgtype", tag="image"):
    """A picture by its permanent url (media/uploadimg)."""

    pic_url: Url


Attachment = Link | MiniProgram | Image


class Welcome(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The one message a customer gets within 20 s of adding. At most 9 attachments."""

    text: str = ""
    attachments: Annotated[tuple[Attachment, ...], Meta(max_length=9)] = ()


class StaffShare(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A member of staff behind a live code, shown in proportion to the weight (0 pauses them)."""

    userid: StaffId
    weight: Annotated[int, Meta(ge=0, le=1000)] = 1

    def __post_init__(self) -> None:
        msgspec.structs.force_setattr(self, "userid", userid(self.userid))


class NewLiveCode(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """A live code: who answers it, and what follows from a join through it."""

    name: Annotated[str, Meta(min_length=1, max_length=30)]
    staff: Annotated[list[StaffShare], Meta(min_length=1, max_length=50)]
    tag_ids: Annotated[list[str], Meta(max_length=20)] = []
    welcome: Welcome
    coupon_template_id: TemplateId = TemplateId("")


class ContactWay(msgspec.Struct, frozen=True):
    """The WeCom contact way of one member of staff; `config_id` is '' until WeCom has made it.

    problem: why WeCom will not make it; the others are shown meanwhile.
    """

    userid: UserId
    weight: int
    config_id: str
    qr_code: str
    problem: Problem | None = None


class LiveCode(msgspec.Struct, frozen=True):
    """A live code. status: preparing until WeCom has made every contact way or refused it; then ready, or in part."""

    code: ids.LiveCode
    name: str
    status: CodeState
    entry_url: str
    qr_svg: str
    qr_png: str
    tag_ids: tuple[str, ...]
    welcome: Welcome
    coupon_template_id: TemplateId
    contact_ways: tuple[ContactWay, ...]
    created_at: Moment
    problem: Problem | None


class LiveCodeLine(msgspec.Struct, frozen=True):
    """A live code in a list. problem: that of the contact way which WeCom refused last."""

    code: ids.LiveCode
    name: str
    created_at: Moment
    problem: Problem | None


class Terms(msgspec.Struct, frozen=True, kw_only=True):
    """What a live code says, without its contact ways. problem: of the one that WeCom refused last."""

    code: ids.LiveCode
    name: str
    tag_ids: tuple[str, ...]
    welcome: Welcome
    coupon_template_id: TemplateId
    created_at: Moment
    problem: Problem | None = None


class Way(ContactWay, frozen=True):
    """A contact way as verbs need it. asked_at: when WeCom was first asked to make it, NEVER before."""

    asked_at: Moment = NEVER


class Known(msgspec.Struct, frozen=True):
    """A live code with the contact ways of its staff."""

    terms: Terms
    ways: tuple[Way, ...]

    @property
    def state(self) -> CodeState:
        """How far WeCom is with the contact ways."""
        if any(not way.config_id and way.problem is None for way in self.ways):
            return CodeState.PREPARING
        return CodeState.READY if all(way.config_id for way in self.ways) else CodeState.IN_PART


class Day(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A day in Shanghai; today when left out."""

    day: Annotated[str, Meta(pattern=r"^(\d{4}-\d{2}-\d{2})?$")] = ""


class Visits(msgspec.Struct, frozen=True):
    """How often the entry page was opened on a day (Shanghai)."""

    code: ids.LiveCode
    day: str
    visits: int
