"""Seeing what is hidden of a member: by right, for a reason, and told: first it is written down, then it is shown."""

from __future__ import annotations

from chalicelib.core.context import Ctx
from chalicelib.core.storage.lists import PAGE_LIMIT
from chalicelib.members import note_rows, notes, remarks, scoping
from chalicelib.members.ids import MemberId
from chalicelib.members.shapes import Unmask, Unmasked


def unmask(ctx: Ctx, member_id: MemberId, wanted: Unmask) -> Unmasked:
    """The member's notes and what staff noted at WeCom, whole: the newest 100 notes. One call.

    That it was seen is written before it is shown, and tells itself in the timeline. Raises UnknownMember,
    WeComRefused.
    """
    scoping.there(ctx, member_id)
    note_rows.note_unmasking(ctx, member_id, wanted.reason)
    found = remarks.followers(ctx, member_id)
    return Unmasked(
        notes=[notes.shown(one) for one in note_rows.page(ctx, member_id, PAGE_LIMIT, "").items],
        remarks=[remarks.shown(one, is_masked=False) for one in found],
    )
