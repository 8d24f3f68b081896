"""Rows of what was taken out of the side bar."""

from __future__ import annotations

from chalicelib.content.ids import ContentId
from chalicelib.core.audited import Audited
from chalicelib.core.context import Ctx
from chalicelib.core.ids import UserId
from chalicelib.core.storage.attributes import IdAttribute, IntAttribute, MomentAttribute
from chalicelib.core.storage.table import Keys, Row, key, put_new
from chalicelib.coupons.ids import TemplateId
from chalicelib.members.ids import MemberId
from chalicelib.sidebar.ids import SendingId
from chalicelib.sidebar.shapes import SENDING


class SendingRow(Row, discriminator="sending"):
    """Somebody of the staff took content or a coupon for a customer. version: of the content, 0 for a coupon."""

    keys = Keys(pk="sendings#<member>", sk="<sending>")
    audited = Audited(thing=SENDING, id="sending_id", shows=("staff", "content", "version", "coupon_template"))

    sending_id = IdAttribute[SendingId]()
    member_id = IdAttribute[MemberId]()
    staff = IdAttribute[UserId]()
    content = IdAttribute[ContentId](default=ContentId(""))
    version = IntAttribute(default=0)
    coupon_template = IdAttribute[TemplateId](default=TemplateId(""))
    taken_at = MomentAttribute()


def note(
    ctx: Ctx, member_id: MemberId, sending: SendingId, content: ContentId, version: int, template: TemplateId
) -> SendingRow:
    """What was taken, by whom. 1 WU. Raises Refused when it was noted before."""
    row = SendingRow(key(ctx, "sendings", member_id), sending)
    row.sending_id, row.member_id, row.staff, row.taken_at = sending, member_id, ctx.operator, ctx.at
    row.content, row.version, row.coupon_template = content, version, template
    return put_new(ctx, row)
