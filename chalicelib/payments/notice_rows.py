"""Rows of the provider's notices, and what came of each."""

from __future__ import annotations

from pynamodb.attributes import BooleanAttribute, UnicodeAttribute

from chalicelib.core.context import Ctx
from chalicelib.core.storage.attributes import EnumAttribute, MomentAttribute
from chalicelib.core.storage.lists import Page, page_by_parent, parent_of
from chalicelib.core.storage.table import Keys, Row, change, key
from chalicelib.payments.shapes import Noted
from chalicelib.payments.states import (
    Outcome,
)

SELF = "-"


class NoticeRow(Row, discriminator="pay_notice"):
    """A notice of the provider that the door took, and what came of it.

    plain: what it said, kept where no other row says the same. is_proved: the provider signed it; else it is a hint.
    """

    keys = Keys(pk="pay_notice#<notice>", sk=SELF, parent="pay_notices#<shard>", place="<taken_at><notice>")

    notice_id = UnicodeAttribute()
    event = UnicodeAttribute()
    number = UnicodeAttribute(default="")
    outcome = EnumAttribute(Outcome)
    is_proved = BooleanAttribute()
    plain = UnicodeAttribute(default="")
    taken_at = MomentAttribute()


def note_notice(ctx: Ctx, notice: Noted) -> None:
    """Keep what came of a notice; told again, the last word holds. 1 WU a KB +1 listed."""
    place = ctx.at + notice.name
    actions = [
        NoticeRow.kind.set(NoticeRow),
        NoticeRow.notice_id.set(notice.notice_id),
        NoticeRow.event.set(notice.event),
        NoticeRow.number.set(notice.number),
        NoticeRow.outcome.set(notice.outcome),
        NoticeRow.is_proved.set(notice.is_proved),
        NoticeRow.plain.set(notice.plain),
        NoticeRow.taken_at.set(NoticeRow.taken_at | ctx.at),
        NoticeRow.parent.set(parent_of(NoticeRow, key(ctx, "pay_notices"), notice.name)),
        NoticeRow.place.set(NoticeRow.place | place),
    ]
    change(ctx, NoticeRow(key(ctx, "pay_notice", notice.name), SELF), actions, None)


def notices(ctx: Ctx, limit: int, cursor: str) -> Page[NoticeRow]:
    """The corp's notices, newest first. 0.5 RU for every 4 KB."""
    return page_by_parent(NoticeRow, key(ctx, "pay_notices"), limit, cursor, newest_first=True)
