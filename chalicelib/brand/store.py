"""The one row of a corp's brand."""

from __future__ import annotations

import msgspec
from pynamodb.attributes import BinaryAttribute, UnicodeAttribute

from chalicelib.brand.shapes import BRAND, EditBrand
from chalicelib.core.audited import Audited
from chalicelib.core.context import Ctx
from chalicelib.core.storage.attributes import IntAttribute
from chalicelib.core.storage.table import Keys, Made, change, get, key, put_new

SELF = "-"


class BrandRow(Made, discriminator="brand"):
    """How customer pages look. revision: grows with each edit."""

    keys = Keys(pk="brand", sk=SELF)
    audited = Audited(
        thing=BRAND,
        name="name",
        shows=("name", "colour", "text_colour", "entry_title", "entry_hint", "foot", "mini_program_link"),
        hides=("logo",),
    )

    name = UnicodeAttribute()
    colour = UnicodeAttribute()
    text_colour = UnicodeAttribute()
    logo = BinaryAttribute(legacy_encoding=False)
    entry_title = UnicodeAttribute()
    entry_hint = UnicodeAttribute()
    foot = UnicodeAttribute()
    mini_program_link = UnicodeAttribute()
    revision = IntAttribute()


def brand(ctx: Ctx, *, consistent: bool = False) -> BrandRow | None:
    """The corp's brand, None until it has said something. 0.5 RU per 4 KB (1 when consistent)."""
    return get(BrandRow, key(ctx, "brand"), SELF, consistent=consistent)


def keep(ctx: Ctx, new: EditBrand) -> BrandRow:
    """Another look, unless somebody changed it since it was seen. 1 WU per KB. Raises Refused with the row as it is."""
    row = BrandRow(key(ctx, "brand"), SELF)
    fields = {**msgspec.structs.asdict(new), "revision": new.revision + 1}
    if not new.revision:
        for name, value in fields.items():
            setattr(row, name, value)
        return put_new(ctx, row)
    actions = [getattr(BrandRow, name).set(value) for name, value in fields.items()]
    return change(ctx, row, actions, BrandRow.revision == new.revision)
