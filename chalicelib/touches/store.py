"""Rows of touches: a corp's rules, and the ledger of who was touched on which day."""

from __future__ import annotations

from array import array
from collections.abc import Iterator

import msgspec
from pynamodb.attributes import BinaryAttribute

from chalicelib.core.audited import Audited
from chalicelib.core.context import Ctx
from chalicelib.core.storage.attributes import IntAttribute, StructAttribute
from chalicelib.core.storage.kept import Kept, keep
from chalicelib.core.storage.lists import values
from chalicelib.core.storage.table import Keys, Refused, Row, change, get, key
from chalicelib.core.storage.transaction import Refusal, Transaction
from chalicelib.touches.shapes import POST_RULES, Origin, TouchRules

SELF = "-"
# Eight bytes each, well below the 400 KB of an item.
MOST_TOUCHED = 40_000


class TouchRulesRow(Kept, discriminator="touch_rules"):
    """A corp's rules for all that is sent to many."""

    keys = Keys(pk="touch_rules", sk=SELF)
    audited = Audited(thing=POST_RULES, shows=("rules",))

    rules = StructAttribute(TouchRules)


class TouchedRow(Row, discriminator="touched"):
    """Who of one part of an audience was touched for an origin on a day, as hashes of eight bytes."""

    keys = Keys(pk="touched#<part>", sk="<day>#<origin>#<number>")

    fence = IntAttribute()
    hashes = BinaryAttribute(legacy_encoding=False)


class ForgivenRow(Row, discriminator="touches_forgiven"):
    """An origin that was taken back before anybody got anything: its touches do not count."""

    keys = Keys(pk="touches_forgiven#<origin>", sk=SELF)


class Touched(msgspec.Struct, frozen=True):
    """Who was touched for an origin, by its name, on a day."""

    day: str
    origin: str
    hashes: array[int]


def rules(ctx: Ctx) -> TouchRules:
    """The corp's rules; the default where none were set. 0.5 RU."""
    row = get(TouchRulesRow, key(ctx, "touch_rules"), SELF)
    return row.rules if row else TouchRules()


def rules_now(ctx: Ctx) -> TouchRulesRow:
    """The same with who set them, read consistently. 1 RU."""
    pk = key(ctx, "touch_rules")
    return get(TouchRulesRow, pk, SELF, consistent=True) or TouchRulesRow(pk, SELF, rules=TouchRules())


def set_rules(ctx: Ctx, rules: TouchRules, seen: int | None) -> TouchRulesRow:
    """Set the corp's rules, unless somebody did since `seen`. 1 WU. Raises SettingsChanged."""
    return keep(ctx, TouchRulesRow(key(ctx, "touch_rules"), SELF), [TouchRulesRow.rules.set(rules)], seen)


def _touched_key(ctx: Ctx, part: str) -> str:
    return key(ctx, "touched", part)


def touch(ctx: Ctx, part: str, day: str, origin: Origin, fence: int, hashes: array[int]) -> None:
    """Who of a part is touched for an origin, in the place of what an older planner of it wrote.

    1 WU per KB: N targets are about N/128.
    """
    for number, begin in enumerate(range(0, len(hashes), MOST_TOUCHED)):
        blob = hashes[begin : begin + MOST_TOUCHED].tobytes()
        row = TouchedRow(_touched_key(ctx, part), f"{day}#{origin.name}#{number}")
        actions = [TouchedRow.kind.set(TouchedRow), TouchedRow.fence.set(fence), TouchedRow.hashes.set(blob)]
        is_newest = TouchedRow.pk.does_not_exist() | (TouchedRow.fence <= fence)
        try:
            change(ctx, row, actions, is_newest)
        except Refused:
            return  # a newer planner was here


def touched(ctx: Ctx, part: str, since: str, *, newest_first: bool = False) -> Iterator[Touched]:
    """Who of a part was touched since a day, by days. 0.5 RU per 4 KB."""
    for place, hashes in values(_touched_key(ctx, part), ["sk", "hashes"], since=since, newest_first=newest_first):
        day, origin = place.split("#")[:2]
        yield Touched(day, origin, array("Q", hashes))


def _forgiven_row(ctx: Ctx, origin: str) -> ForgivenRow:
    return ForgivenRow(key(ctx, "touches_forgiven", origin), SELF)


def forgive_in(transaction: Transaction, origin: Origin, refused: Refusal[ForgivenRow]) -> None:
    """Add: an origin's touches do not count. 2 WU. refused: it was forgiven before."""
    transaction.put_new(_forgiven_row(transaction.ctx, origin.name), refused)


def is_forgiven(ctx: Ctx, origin: str) -> bool:
    """True when the touches for an origin do not count. 1 RU."""
    row = _forgiven_row(ctx, origin)
    return get(ForgivenRow, row.pk, row.sk, consistent=True) is not None
