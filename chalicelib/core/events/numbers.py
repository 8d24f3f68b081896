"""Numbers: what is counted of facts, live, for a screen. A room declares its own in its `numbers.py`.

What a fact counts for follows from the fact alone, purely: which numbers, of whom, in which minute of the corp's day
and in which part of it, and which amount. So a repeat meets the rows that it met before, and changes nothing.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from enum import StrEnum
from typing import Any, NewType

import msgspec

from chalicelib.core.events.facts import Fact, FactData
from chalicelib.core.ids import CROCKFORD
from chalicelib.core.moments import SHANGHAI, Day, moment

NumberName = NewType("NumberName", str)
"""A number as the API calls it, such as `adds`."""

# A set row holds 400 KB, about 27,000 facts: 450 a second of a minute. Spread over these, 3,600.
SHARDS = 8
# The whole corp's rows know no id.
WHOLE = "-"
LARGEST = 2**32 - 1
# Upper ends of what a delay is counted as, in milliseconds; what is longer is of the last and has none.
DELAYS = (250, 500, 750, 1000, 1500, 2000, 3000, 4000, 5000, 7500, 10000, 15000, 20000)
LONGEST_ID = 64


class By(StrEnum):
    """Of whom a number is counted. CHANNEL: empty until there are channels."""

    CORP = "corp"
    STORE = "store"
    CHANNEL = "channel"
    CODE = "code"
    STAFF = "staff"
    TEMPLATE = "template"
    POST = "post"


# The field of a fact's data that says of whom; those called otherwise are named by the number.
FIELDS: Mapping[By, str] = {By.TEMPLATE: "coupon_template"}


class Unit(StrEnum):
    """What a number's figure is: how many facts (TIMES), fen or people summed over them, or how long it took."""

    TIMES = "times"
    FEN = "fen"
    PEOPLE = "people"
    MILLISECONDS = "milliseconds"


def _every(_: Any) -> bool:
    return True


class Number(msgspec.Struct, frozen=True, kw_only=True):
    """A number that is counted of one kind of fact.

    zh, en: what operators call it; means_zh, means_en: what is counted, and what is not, in a sentence. counts: which
    of the facts, by their data. by: of whom, beside the corp. amount: of a fact, what is summed, in the unit or in fen;
    of MILLISECONDS how long it took.
    of: how the id of a `By` is told where its field has another name; '' counts for nobody. busy: more than 450 a
    second of one id may come, so its rows are spread.
    """

    name: str
    zh: str
    en: str
    means_zh: str
    means_en: str
    fact: type[FactData]
    by: tuple[By, ...] = ()
    counts: Callable[[Any], bool] = _every
    amount: Callable[[Any], int] | None = None
    unit: Unit = Unit.TIMES
    of: Mapping[By, Callable[[Any], str]] = {}
    busy: bool = False

    @property
    def is_spread(self) -> bool:
        """True when how it is distributed is counted, too."""
        return self.unit is Unit.MILLISECONDS


class Derived(msgspec.Struct, frozen=True, kw_only=True):
    """A number made of others: `plus` without `minus`. It is counted where all of them are.

    unit: FEN tells the sums of their amounts, where those are money; TIMES how many there were.
    """

    name: str
    zh: str
    en: str
    means_zh: str
    means_en: str
    plus: tuple[str, ...]
    minus: tuple[str, ...] = ()
    unit: Unit = Unit.TIMES

    @property
    def parts(self) -> tuple[str, ...]:
        """What it is made of."""
        return (*self.plus, *self.minus)


class Cell(msgspec.Struct, frozen=True, order=True):
    """Where something is counted: one number of somebody in one minute of a day, where the corp is.

    part: which of several rows of the minute, and behind a `b` which class of a distribution.
    """

    by: By
    id: str
    number: str
    day: Day
    minute: str
    part: str

    @property
    def spread(self) -> str:
        """The class of a distribution, '' of what has none."""
        return self.part.partition("b")[2]


class Mark(msgspec.Struct, frozen=True, order=True):
    """A fact in a set: 10 bytes of its id that are its own, and an amount in 4."""

    id: bytes
    amount: int

    def packed(self) -> bytes:
        """The 14 bytes."""
        return self.id + self.amount.to_bytes(4, "big")


MARK_BYTES = 14


def amount_of(packed: bytes) -> int:
    """The amount in a set's element."""
    return int.from_bytes(packed[10:], "big")


_known: dict[str, Number] = {}
_derived: dict[str, Derived] = {}
_by_fact: dict[type[FactData], list[Number]] = {}


def know(declared: Iterable[Number | Derived]) -> None:
    """Let these be counted and asked for. Raises ValueError when two have one name."""
    for one in declared:
        other = _known.get(one.name) or _derived.get(one.name)
        if other is not None and other is not one:
            raise ValueError(f"the number {one.name} is declared twice")
        if isinstance(one, Derived):
            _derived[one.name] = one
        elif other is None:
            _known[one.name] = one
            _by_fact.setdefault(one.fact, []).append(one)


def known() -> Mapping[str, Number]:
    """Every number that is counted."""
    return _known


def derived() -> Mapping[str, Derived]:
    """Every number that is made of others."""
    return _derived


def ways(number: Number) -> Sequence[By]:
    """Of whom a number is counted."""
    return (By.CORP, *number.by)


def counted_by(name: str) -> frozenset[By]:
    """Of whom a number can be told, counted or made of others."""
    made = _derived.get(name)
    if made is None:
        return frozenset(ways(_known[name]))
    return frozenset.intersection(*(frozenset(ways(_known[part])) for part in made.parts))


def cells(fact: Fact[FactData]) -> Iterator[tuple[Cell, Mark]]:
    """Where a fact counts, and as what. Pure: of the fact alone."""
    declared = _by_fact.get(type(fact.data), [])
    if not declared:
        return
    at = moment(fact.at).astimezone(SHANGHAI)
    day, minute, own = Day(at.strftime("%Y-%m-%d")), at.strftime("%H%M"), own_bytes(fact.id)
    for number in declared:
        if not number.counts(fact.data):
            continue
        amount = min(max(number.amount(fact), 0), LARGEST) if number.amount else 0
        for by in ways(number):
            about = _about(number, by, fact.data)
            if about:
                part = _part(number, by, own, amount)
                yield Cell(by, about, number.name, day, minute, part), Mark(own, amount)


def _about(number: Number, by: By, data: FactData) -> str:
    """Whose number it is; '' for nobody's, and for what can be no id of ours, such as another program's state."""
    if by is By.CORP:
        return WHOLE
    told = number.of[by](data) if by in number.of else getattr(data, FIELDS.get(by, by.value), "")
    return str(told) if told and "#" not in told and len(told) <= LONGEST_ID else ""


def _part(number: Number, by: By, own: bytes, amount: int) -> str:
    shard = str(own[-1] % SHARDS) if number.busy or by is By.CORP else "0"
    return f"{shard}b{delay_class(amount):02d}" if number.is_spread else shard


def delay_class(millis: int) -> int:
    """Which class of DELAYS a delay is counted as."""
    return next((place for place, end in enumerate(DELAYS) if millis <= end), len(DELAYS))


def own_bytes(fact_id: str) -> bytes:
    """The 10 bytes of a fact's id that say which one of its millisecond it is."""
    value = 0
    for letter in fact_id[-16:]:
        value = value << 5 | CROCKFORD.index(letter)
    return value.to_bytes(10, "big")


def within(spread: Mapping[str, int], share: float) -> int | None:
    """The delay within which at least this share of what was counted came: the upper end of its class, which is exact
    as a bound and above the true value by less than the width of the class. None without any, or beyond the last end.
    """
    total, reached = sum(spread.values()), 0
    for place, end in enumerate(DELAYS):
        reached += spread.get(f"{place:02d}", 0)
        if total and reached >= share * total:
            return end
    return None
