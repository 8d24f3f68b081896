"""Term rows: by what something is found, such as a tag or two letters of a name; each leads to one row of a room.

The row that is found knows its terms (`Findable`), so what lies under other keys is never lost sight of. `keep` makes
them what the room says they are, in four steps that may be cut anywhere and made again: claim (the row names the old
terms and the new ones, under a number that grows), write the new, end the old, note that it is done. A term row keeps
the number it was written or ended under and takes none that is smaller: who is late changes nothing (docs/adr/0034).

Nobody may delete a row, so a term that is over is marked, passed over from then on, and expires some weeks later.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import timedelta
from typing import TypeVar

import msgspec
from pynamodb.attributes import UnicodeAttribute
from pynamodb.expressions.condition import Condition
from pynamodb.expressions.update import Action

from chalicelib.core.context import Ctx
from chalicelib.core.ids import digest
from chalicelib.core.storage.attributes import IntAttribute, StructAttribute
from chalicelib.core.storage.lists import ALWAYS, SHARDS, Page, Where, Within, count_of, page_of
from chalicelib.core.storage.retry import Collided, on_collision
from chalicelib.core.storage.table import Keys, Refused, Row, change, key

# So many term rows has a row at most.
MOST = 8
# Longer than any message lives (a dead letter 14 days): none that is late meets a mark that is gone.
ENDED_KEPT = timedelta(days=30)
LONGEST_VALUE = 100
BY_PLACE = Where("", "pk", "sk")


class Term(msgspec.Struct, frozen=True, order=True, array_like=True):
    """What something is found by. place: where it stands among others of the term, such as a moment and an id."""

    kind: str
    value: str
    place: str


class TermRow(Row, discriminator="term"):
    """One thing that is found by a term. about: what it is, such as a member's id. seq: see above.

    ttl: since when it is over and to expire, in unix seconds; absent while it holds.
    """

    keys = Keys(pk="term#<kind>#<value>#<shard>", sk="<place>")

    about = UnicodeAttribute()
    seq = IntAttribute()
    ttl = IntAttribute(null=True)


class Findable(Row):
    """A row that is found by terms. terms: all that may lie there. terms_seq: of the last claim; terms_done: of the
    last that was carried out.
    """

    terms: StructAttribute[tuple[Term, ...]] = StructAttribute(tuple[Term, ...], null=True)
    terms_seq = IntAttribute(null=True)
    terms_done = IntAttribute(null=True)


Found = TypeVar("Found", bound=Findable)


class Wanted(msgspec.Struct, frozen=True):
    """A row as it was read, what it shall be found by, and what else is noted of it with the claim.

    The row must have been read before whatever its terms follow from.
    """

    row: Findable
    about: str
    terms: frozenset[Term]
    noted: Sequence[Action] = ()


def keep(ctx: Ctx, look: Callable[[], Wanted | None]) -> None:
    """Make the terms of a row what `look` says they are: nothing where they are so. Safe to repeat, in any order.

    2 WU, 1 WU a term that is new or over, and a second look where something was written: whoever looked in between saw
    the terms as they were, and may have gone away content with what is not so any more. Where rivals are at it too, a
    little later. Raises TooBusy when somebody else is at it all the time.
    """

    def attempt() -> None:
        # Twice: the look after one's own writing waits for nobody.
        if not _is_kept(ctx, look()) and not _is_kept(ctx, look()):
            raise Collided

    on_collision(attempt, (Collided, Refused))


def _is_kept(ctx: Ctx, wanted: Wanted | None) -> bool:
    """False when something had to be written."""
    if wanted is None:
        return True
    row, known = wanted.row, frozenset(wanted.row.terms or ())
    is_done = row.terms_done == row.terms_seq
    if known == wanted.terms and is_done and not wanted.noted:
        return True
    seq = (row.terms_seq or 0) + 1
    _claim(ctx, row, known | wanted.terms, seq, wanted.noted)
    # What an earlier claim did not live to write is written now.
    for term in sorted(wanted.terms - known if is_done else wanted.terms):
        _write(ctx, term, wanted.about, seq)
    for term in sorted(known - wanted.terms):
        _end(ctx, term, wanted.about, seq)
    _done(ctx, row, wanted.terms, seq)
    return False


def _claim(ctx: Ctx, row: Findable, terms: frozenset[Term], seq: int, noted: Sequence[Action]) -> None:
    """1 WU. Raises Refused when somebody claimed since the row was read."""
    model = type(row)
    was = model.terms_seq == row.terms_seq if row.terms_seq else model.terms_seq.does_not_exist()
    actions: list[Action] = [model.terms.set(tuple(sorted(terms))), model.terms_seq.set(seq), *noted]
    change(ctx, model(row.pk, row.sk), actions, model.pk.exists() & was)


def _done(ctx: Ctx, row: Findable, terms: frozenset[Term], seq: int) -> None:
    """1 WU. Whoever claimed meanwhile has taken over all that we knew."""
    model = type(row)
    actions: list[Action] = [model.terms.set(tuple(sorted(terms))), model.terms_done.set(seq)]
    try:
        change(ctx, model(row.pk, row.sk), actions, model.terms_seq == seq)
    except Refused:
        return


def key_of(ctx: Ctx, term: Term, about: str) -> tuple[str, str]:
    """Where the row of a term lies."""
    return _partition(ctx, term.kind, term.value, digest(about)[0] % SHARDS), term.place


def _row(ctx: Ctx, term: Term, about: str) -> TermRow:
    return TermRow(*key_of(ctx, term, about))


def _partition(ctx: Ctx, kind: str, value: str, shard: int) -> str:
    return key(ctx, "term", kind, value[:LONGEST_VALUE], str(shard))


def _write(ctx: Ctx, term: Term, about: str, seq: int) -> None:
    """1 WU."""
    actions = [TermRow.kind.set(TermRow), TermRow.about.set(about), TermRow.seq.set(seq), TermRow.ttl.remove()]
    _unless_later(ctx, _row(ctx, term, about), actions, seq)


def _end(ctx: Ctx, term: Term, about: str, seq: int) -> None:
    """1 WU."""
    ttl = int((ctx.now + ENDED_KEPT).timestamp())
    actions = [TermRow.kind.set(TermRow), TermRow.about.set(about), TermRow.seq.set(seq), TermRow.ttl.set(ttl)]
    _unless_later(ctx, _row(ctx, term, about), actions, seq)


def _unless_later(ctx: Ctx, row: TermRow, actions: Sequence[Action], seq: int) -> None:
    is_no_later: Condition = TermRow.seq.does_not_exist() | (TermRow.seq <= seq)
    try:
        change(ctx, row, actions, is_no_later)
    except Refused:
        return  # somebody who read later than we did has said what holds


class Place(msgspec.Struct, frozen=True):
    """What is found, and where it stands: a page may be cut behind it, and the next one begin there."""

    about: str
    place: str


def page(ctx: Ctx, terms: Sequence[tuple[str, str]], limit: int, cursor: str, within: Within = ALWAYS) -> Page[str]:
    """What is found by any of these terms: `about` of each, once. 0.5 RU per 4 KB and part."""
    return places(ctx, terms, limit, cursor, within).map(lambda one: one.about)


def places(ctx: Ctx, terms: Sequence[tuple[str, str]], limit: int, cursor: str, within: Within = ALWAYS) -> Page[Place]:
    """What is found by any of these terms (kind and value), the last place first, each once.

    One query a part and term, 0.5 RU per 4 KB of each.

    They are candidates: whoever shows them looks at the rows. A page may hold fewer than `limit` although more follow.
    """
    partitions = [_partition(ctx, kind, value, shard) for kind, value in terms for shard in range(SHARDS)]
    found = page_of(BY_PLACE, partitions, limit, cursor, within=within, is_there=lambda item: "ttl" not in item)
    # Under two terms, or at two places for a moment: under its first, which a later page is not asked for again.
    first: dict[str, str] = {}
    for item in found.items:
        first.setdefault(str(item["about"]["S"]), str(item["sk"]["S"]))
    return Page([Place(about, place) for about, place in first.items()], found.cursor)


def count(ctx: Ctx, term: tuple[str, str]) -> tuple[int, bool]:
    """How many rows of a term hold, and whether that is all of them: of each part 1 MB is looked at, some 5,000 rows.

    One query a part, 0.5 RU per 4 KB of each.
    """
    partitions = [_partition(ctx, *term, shard) for shard in range(SHARDS)]
    found = [count_of(BY_PLACE, partition, without="ttl") for partition in partitions]
    return sum(many for many, _ in found), all(is_all for _, is_all in found)


def keys_of(ctx: Ctx, row: Findable, about: str) -> list[tuple[str, str]]:
    """Where the term rows of a row may lie: all of them, for whoever has to erase it."""
    return [key_of(ctx, term, about) for term in row.terms or ()]
