"""Rows of what operators note of a member, and of who saw what is hidden."""

from __future__ import annotations

from contextlib import suppress

from chalicelib.core.audited import Audited
from chalicelib.core.context import Ctx
from chalicelib.core.storage.attributes import IdAttribute, MomentAttribute
from chalicelib.core.storage.lists import Page, page_by_parent
from chalicelib.core.storage.table import Keys, Made, Refused, Row, change, key, put_new
from chalicelib.members.errors import NotYourNote, UnknownNote
from chalicelib.members.ids import MemberId, NoteId
from chalicelib.members.shapes import MEMBER

SELF = "-"


class NoteRow(Made, discriminator="member_note"):
    """A note. author: who may change it; removed_at: since when it is gone, and its text with it."""

    keys = Keys(pk="member_note#<member>#<note>", sk=SELF, parent="member#<member>#notes", place="<written_at><note>")
    audited = Audited(thing=MEMBER, id="member_id", part="note_id", hides=("text",))

    note_id = IdAttribute[NoteId]()
    member_id = IdAttribute[MemberId]()
    text = IdAttribute[str]()
    author = IdAttribute[str]()
    written_at = MomentAttribute()
    removed_at = MomentAttribute(null=True)


class UnmaskingRow(Row, discriminator="member_unmasking"):
    """Somebody saw what is hidden of a member. reason: why they had to, in their own words."""

    keys = Keys(pk="member_unmasking#<unmasking>", sk=SELF)
    audited = Audited(thing=MEMBER, id="member_id", part="unmasking_id", hides=("reason",))

    unmasking_id = IdAttribute[str]()
    member_id = IdAttribute[MemberId]()
    reason = IdAttribute[str]()
    unmasked_at = MomentAttribute()


def _named(ctx: Ctx, member_id: MemberId, note_id: NoteId) -> NoteRow:
    return NoteRow(key(ctx, "member_note", member_id, note_id), SELF)


def _listed(ctx: Ctx, member_id: MemberId) -> str:
    return key(ctx, "member", member_id, "notes")


def write(ctx: Ctx, member_id: MemberId, text: str) -> NoteRow:
    """A note; under one Idempotency-Key it is one. 1 WU +1 listed. Raises IdempotencyMismatch."""
    note_id = NoteId(ctx.new_id())
    row = _named(ctx, member_id, note_id)
    row.note_id, row.member_id, row.text, row.author, row.written_at = note_id, member_id, text, ctx.who, ctx.at
    row.parent, row.place = _listed(ctx, member_id), ctx.at + note_id
    try:
        return put_new(ctx, row)
    except Refused as refused:
        return refused.own_lost_answer(NoteRow, lambda there: there.text == text)


def edit(ctx: Ctx, member_id: MemberId, note_id: NoteId, text: str) -> NoteRow:
    """Another text, by its author. 1 WU. Raises UnknownNote, NotYourNote."""
    theirs = (NoteRow.author == ctx.who) & NoteRow.removed_at.does_not_exist()
    try:
        return change(ctx, _named(ctx, member_id, note_id), [NoteRow.text.set(text)], theirs)
    except Refused as refused:
        row = _own(ctx, refused)
    raise NotYourNote() if row is None else UnknownNote()


def remove(ctx: Ctx, member_id: MemberId, note_id: NoteId) -> NoteRow:
    """A note goes, its text for good; again, nothing changes. 1 WU +1 listed. Raises UnknownNote, NotYourNote."""
    theirs = (NoteRow.author == ctx.who) & NoteRow.removed_at.does_not_exist()
    gone = [NoteRow.text.set(""), NoteRow.removed_at.set(ctx.at), Row.parent.remove(), Row.place.remove()]
    try:
        return change(ctx, _named(ctx, member_id, note_id), gone, theirs)
    except Refused as refused:
        row = _own(ctx, refused)
    if row is None:
        raise NotYourNote()
    return row


def _own(ctx: Ctx, refused: Refused) -> NoteRow | None:
    """The asker's own note that refused, None for another's. Raises UnknownNote."""
    row = refused.row(NoteRow)
    if row is None:
        raise UnknownNote()
    return row if row.author == ctx.who else None


def page(ctx: Ctx, member_id: MemberId, limit: int, cursor: str) -> Page[NoteRow]:
    """A member's notes, newest first, without one that was taken away meanwhile. 0.5 RU per 4 KB, 0.5 RU each."""
    page = page_by_parent(NoteRow, _listed(ctx, member_id), limit, cursor, newest_first=True)
    return Page([row for row in page.items if not row.removed_at], page.cursor)


def note_unmasking(ctx: Ctx, member_id: MemberId, reason: str) -> None:
    """That somebody is about to see what is hidden. 1 WU. Under one Idempotency-Key it is noted once."""
    unmasking_id = ctx.new_id()
    row = UnmaskingRow(key(ctx, "member_unmasking", unmasking_id), SELF, unmasking_id=unmasking_id)
    row.member_id, row.reason, row.unmasked_at = member_id, reason, ctx.at
    with suppress(Refused):  # our own earlier attempt, whose answer was lost
        put_new(ctx, row)
