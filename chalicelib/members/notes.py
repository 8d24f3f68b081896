"""What operators note of a member among themselves: ours alone, WeCom knows nothing of it.

A note is its author's. Others see how it begins, its numbers hidden; whoever may see all of it says why, which is told
in the member's timeline (members/unmasking.py).
"""

from __future__ import annotations

from chalicelib.core import masks
from chalicelib.core.context import Ctx
from chalicelib.core.ids import userid
from chalicelib.core.shapes import Person
from chalicelib.core.storage.lists import Page
from chalicelib.members import following, note_rows, scoping
from chalicelib.members.ids import MemberId, NoteId
from chalicelib.members.note_rows import NoteRow
from chalicelib.members.shapes import Note


def write(ctx: Ctx, member_id: MemberId, text: str) -> Note:
    """Note something of a member. Raises UnknownMember."""
    scoping.there(ctx, member_id)
    return _shown(ctx, note_rows.write(ctx, member_id, text))


def write_own(ctx: Ctx, external_userid: str, text: str) -> Note:
    """Note something of a customer of one's own. Raises NotYourCustomer, UnknownContact."""
    member_id = following.followed(ctx, external_userid).member.member_id
    return _shown(ctx, note_rows.write(ctx, member_id, text))


def edit(ctx: Ctx, member_id: MemberId, note_id: NoteId, text: str) -> Note:
    """Another text, of whoever wrote it. Safe to repeat. Raises UnknownMember, UnknownNote, NotYourNote."""
    scoping.there(ctx, member_id)
    return _shown(ctx, note_rows.edit(ctx, member_id, note_id, text))


def remove(ctx: Ctx, member_id: MemberId, note_id: NoteId) -> Note:
    """Take a note away, its text for good. Safe to repeat. Raises UnknownMember, UnknownNote, NotYourNote."""
    scoping.there(ctx, member_id)
    return _shown(ctx, note_rows.remove(ctx, member_id, note_id))


def page(ctx: Ctx, member_id: MemberId, limit: int, cursor: str) -> Page[Note]:
    """A member's notes, newest first. Raises UnknownMember."""
    scoping.there(ctx, member_id)
    return note_rows.page(ctx, member_id, limit, cursor).map(lambda row: _shown(ctx, row))


def _shown(ctx: Ctx, row: NoteRow) -> Note:
    return shown(row, is_masked=row.author != ctx.who)


def shown(row: NoteRow, *, is_masked: bool = False) -> Note:
    """A note as a door shows it."""
    return Note(
        note_id=row.note_id,
        text=masks.words(row.text) if is_masked else row.text,
        is_masked=is_masked,
        written_at=row.written_at,
        created_by=row.created_by or Person(userid(row.author)),
        edited_by=row.edited_by,
        edited_at=row.edited_at,
    )
