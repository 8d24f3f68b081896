"""The verbs of the brand, and the look that every customer page asks for."""

from __future__ import annotations

import base64

import msgspec

from chalicelib.brand import rules, store
from chalicelib.brand.errors import BadBrand, BrandChanged
from chalicelib.brand.shapes import Brand, EditBrand
from chalicelib.brand.store import BrandRow
from chalicelib.core.context import Ctx, new_ctx
from chalicelib.core.http import looks
from chalicelib.core.http.looks import PLAIN, Look
from chalicelib.core.ids import StoreId, UserId
from chalicelib.core.instance import Cache
from chalicelib.core.sanity import judge
from chalicelib.core.storage.table import Refused
from chalicelib.staff import service as people
from chalicelib.stores import service as stores
from chalicelib.stores.shapes import NO_STORE

NOBODY = UserId("")
# Nobody minds a new logo a minute late, and a page costs no read.
_looks: Cache[Look] = Cache(seconds=60.0, size=200)


def read(ctx: Ctx) -> Brand:
    """The corp's brand, plain with revision 0 until it has said something. 1 RU per 4 KB."""
    row = store.brand(ctx, consistent=True)
    return _shown(row) if row else _plain()


def _plain() -> Brand:
    new = EditBrand(revision=0)
    return Brand(**msgspec.structs.asdict(new), on_colour=rules.on(new.colour))


def _shown(row: BrandRow) -> Brand:
    said = {name: getattr(row, name) for name in EditBrand.__struct_fields__}
    hands = {name: getattr(row, name) for name in ("created_by", "edited_by", "edited_at")}
    return Brand(**said, **hands, on_colour=row.text_colour or rules.on(row.colour))


def edit(ctx: Ctx, new: EditBrand) -> Brand:
    """Another look from now on; instances that have read the old one show it for a minute more. Safe to repeat.

    1 WU per KB. Raises BadBrand, BrandChanged when `revision` is not the latest.
    """
    judge(BadBrand, list(rules.faults_of(new)))
    try:
        row = store.keep(ctx, new)
    except Refused as refused:
        there = refused.row(BrandRow)
        if there is None or not _is(there, new):
            raise BrandChanged() from None
        row = there  # this very request, whose answer was lost
    _looks.drop(ctx.corp)
    return _shown(row)


def _is(row: BrandRow, new: EditBrand) -> bool:
    said = msgspec.structs.asdict(msgspec.structs.replace(new, revision=new.revision + 1))
    return all(getattr(row, name) == value for name, value in said.items())


def look(ctx: Ctx, store_id: StoreId = NO_STORE, userid: UserId = NOBODY) -> Look:
    """How a page looks, of a store and an adviser where they are known. 0 reads warm."""
    plain = _looks.get(ctx.corp, lambda: _look(store.brand(ctx)))
    at = stores.known(ctx, store_id) if store_id else None
    return msgspec.structs.replace(
        plain,
        store=at.name if at else "",
        address=at.address if at else "",
        adviser=people.name_of(ctx, userid) if userid else "",
        face=people.face_of(ctx, userid) if userid else "",
    )


def _look(row: BrandRow | None) -> Look:
    if row is None:
        return PLAIN
    kind = rules.media_type(row.logo)
    return Look(
        name=row.name,
        logo=f"data:{kind};base64,{base64.b64encode(row.logo).decode()}" if kind else "",
        colour=row.colour,
        on_colour=row.text_colour or rules.on(row.colour),
        entry_title=row.entry_title or PLAIN.entry_title,
        entry_hint=row.entry_hint or PLAIN.entry_hint,
        foot=row.foot,
        link=row.mini_program_link,
    )


looks.look_with(lambda corp: look(new_ctx(corp, "system:visitor", "")))
