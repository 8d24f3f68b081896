"""The verbs of scripts: stand in the library, be found, be marked, be used.

A script is an item of content: its texts, versions, reviews and archive are content's, and what staff see is what is
approved there now. This room knows in which category it stands, and who marked it.
"""

from __future__ import annotations

from chalicelib.content import service as content
from chalicelib.content.errors import UnknownContent
from chalicelib.content.ids import ContentId
from chalicelib.core.context import Ctx
from chalicelib.core.events import facts
from chalicelib.core.storage.table import Refused
from chalicelib.members import service as members
from chalicelib.members.ids import MemberId
from chalicelib.scripts import store
from chalicelib.scripts.errors import TooManyFavourites, UnknownScript
from chalicelib.scripts.facts import ScriptUsed
from chalicelib.scripts.listing import script
from chalicelib.scripts.shapes import Mark, Marked, PlaceScript, Script, ScriptUse, UseScript

MOST_FAVOURITES = 100


def place(ctx: Ctx, item_id: ContentId, where: PlaceScript) -> Script:
    """An item of content stands in a category, a draft too: staff see it once it is approved. Safe to repeat.

    1 RU, 1 WU +1 listed. Raises UnknownContent.
    """
    item = content.offered(ctx, [item_id]).get(item_id)
    if item is None:
        raise UnknownContent()
    return script(store.place(ctx, item_id, where.category, where.subcategory or ""), item)


def take_out(ctx: Ctx, item_id: ContentId) -> Script:
    """It is no script any more; the content stays. Safe to repeat. 1 WU +1 listed, 1 RU. Raises UnknownScript."""
    try:
        row = store.take_out(ctx, item_id)
    except Refused as refused:
        out = refused.row(store.ScriptRow)
        if out is None:
            raise UnknownScript() from None
        row = out
    return script(row, content.offered(ctx, [item_id])[item_id])


def mark(ctx: Ctx, item_id: ContentId, wanted: Mark) -> Marked:
    """A script is a favourite of whoever asks, or not. Safe to repeat. 0.5 RU, 1 WU.

    Raises UnknownScript, TooManyFavourites.
    """
    if not wanted.is_favourite:
        store.unmark(ctx, ctx.operator, item_id)
        return Marked(item_id, is_favourite=False)
    if store.script(ctx, item_id) is None:
        raise UnknownScript()
    try:
        store.mark(ctx, ctx.operator, item_id, MOST_FAVOURITES)
    except Refused:
        raise TooManyFavourites(most=MOST_FAVOURITES) from None
    return Marked(item_id, is_favourite=True)


def use(ctx: Ctx, item_id: ContentId, used: UseScript) -> ScriptUse:
    """Note that somebody says a script. Under one Idempotency-Key it is one use. 2 RU, 1 WU, 0.5 RU with a member.

    What was replaced since it was seen counts as well; what was recalled is refused, so that it is not said.
    Raises UnknownScript, UnknownContent, NotApproved, VersionRecalled, UnknownMember.
    """
    row = store.script(ctx, item_id)
    if row is None:
        raise UnknownScript()
    content.begun(ctx, item_id, used.version)
    if used.member_id:
        members.there(ctx, MemberId(used.member_id))
    data = ScriptUsed(
        content=item_id,
        content_version=used.version,
        staff=ctx.operator,
        member=MemberId(used.member_id),
        category=row.category,
    )
    noted = facts.record(ctx, f"content#{item_id}", data)
    return ScriptUse(noted.id, item_id, used.version, noted.at)
