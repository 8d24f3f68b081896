"""What happened, typed. A fact's id follows from the change it tells of, so a redelivery writes the same one.

A room declares each kind once, in its `facts.py`: the data's fields, a sentence in both languages and a sample. What
produces it, what follows it, the timeline, the docs and `events/facts/*.json` are checked against that.
"""

from __future__ import annotations

import re
import string
from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any, ClassVar, Generic, TypeVar

import msgspec

from chalicelib.core.config import config
from chalicelib.core.context import Ctx
from chalicelib.core.ids import digest, ulid
from chalicelib.core.moments import Moment, moment, shanghai_day
from chalicelib.core.money import yuan
from chalicelib.core.storage import fact_log
from chalicelib.core.storage.fact_log import StoredFact
from chalicelib.core.storage.lists import Page
from chalicelib.core.storage.table import Row

# A field of one of these names is a dimension: what numbers are later grouped by, written with the fact because a
# join made later would rewrite history. `staff` is a userid, `member` our own id; none is a name or an outside id.
DIMENSIONS = ("store", "channel", "code", "staff", "member", "content", "coupon_template", "order")
# Each takes 1,000 writes a second.
SHARDS = 4
KIND = re.compile(r"[a-z_]+\.[a-z_]+")


class FactData(msgspec.Struct, frozen=True, kw_only=True):
    """What a kind of fact tells; subclasses are declared with `fact`. It holds nothing personal.

    kind: `noun.past_verb`. version: grows when a field changes its meaning or leaves; new fields have defaults.
    zh, en: the sentence of a timeline, with fields in braces, fen as `{amount:yuan}`. sample: the data of
    `events/facts/<kind>.json`. kept_days: after how many days it may go; 0 leaves that to the stack's setting.
    """

    kind: ClassVar[str]
    version: ClassVar[int]
    zh: ClassVar[str]
    en: ClassVar[str]
    sample: ClassVar[Mapping[str, Any]]
    kept_days: ClassVar[int]


Data = TypeVar("Data", bound=FactData)
Declared = TypeVar("Declared", bound=type[FactData])


class Fact(msgspec.Struct, Generic[Data], frozen=True, kw_only=True):
    """One thing that happened.

    subject: whose timeline it belongs to, such as `member#<id>`, without the corp.
    id: sorts by time; actor and cause: who, and after what.
    """

    corp: str
    subject: str
    id: str
    at: Moment
    actor: str
    cause: str
    data: Data

    @property
    def kind(self) -> str:
        """`noun.past_verb`."""
        return self.data.kind

    @property
    def about(self) -> str:
        """The id part of the subject, such as a member's id."""
        return self.subject.partition("#")[2]


class Told(msgspec.Struct, frozen=True, kw_only=True):
    """One thing that a row says has happened; a room's `changes` functions list them, purely.

    at: when it happened. mark: what tells two facts of one kind about one row apart (an event's time, say).
    lasting: the row will always say it. What a later change of the row overwrites (its tags) is not lasting,
    and cannot be told again from the row when its change was lost.
    """

    data: FactData
    subject: str
    at: Moment
    mark: str = ""
    lasting: bool = True

    @property
    def kind(self) -> str:
        """`noun.past_verb`."""
        return self.data.kind


Says = Callable[[Any], Sequence[Told]]
_known: dict[str, type[FactData]] = {}


def fact(
    kind: str, *, zh: str, en: str, sample: Mapping[str, Any], version: int = 1, kept_days: int = 0
) -> Callable[[Declared], Declared]:
    """Declare a kind of fact on its data's struct; see FactData. Raises ValueError for what cannot be one."""

    def declare(data: Declared) -> Declared:
        if not KIND.fullmatch(kind):
            raise ValueError(f"{kind!r} is not noun.past_verb")
        fields = set(data.__struct_fields__)
        hidden = fields & set(FactData.__annotations__)
        if hidden:
            raise ValueError(f"{kind}: a field called {sorted(hidden)} would be hidden by the declaration's own")
        for sentence in (zh, en):
            unknown = {name for _, name, _, _ in string.Formatter().parse(sentence) if name is not None} - fields
            if unknown:
                raise ValueError(f"{kind}: the sentence names {sorted(unknown)}, which are no fields")
        data.kind, data.version, data.zh, data.en, data.sample = kind, version, zh, en, sample
        data.kept_days = kept_days
        return data

    return declare


def know(declared: Iterable[type[FactData]]) -> None:
    """Let these kinds be read. Raises ValueError when two structs claim one kind."""
    for data in declared:
        if _known.setdefault(data.kind, data) is not data:
            raise ValueError(f"{data.kind} is declared twice")


def known() -> Mapping[str, type[FactData]]:
    """Every kind that can be read."""
    return _known


def news(says: Says, old: Row | None, new: Row) -> list[Fact[FactData]]:
    """The facts of a change: what the new row says that the old one did not."""
    before = {(told.kind, told.mark) for told in says(old)} if old is not None else set()
    return [tell(new, told) for told in says(new) if (told.kind, told.mark) not in before]


def tell(row: Row, told: Told) -> Fact[FactData]:
    """The fact of something that `row` says: told again, it is the same one."""
    return Fact(
        corp=row.pk.split("#", 1)[0],
        subject=told.subject,
        id=ulid(moment(told.at), digest(row.pk, row.sk, told.kind, told.mark)),
        at=told.at,
        actor=row.changed_by,
        cause=row.cause,
        data=told.data,
    )


def record(ctx: Ctx, subject: str, data: Data) -> Fact[Data]:
    """Write a fact that has no row behind it, such as a visit. 1 WU."""
    new = Fact(corp=ctx.corp, subject=subject, id=ctx.new_id(), at=ctx.at, actor=ctx.actor, cause=ctx.cause, data=data)
    fact_log.put(stored(new))
    return new


def record_once(ctx: Ctx, subject: str, data: Data, since: datetime, mark: bytes) -> bool:
    """Write a fact that has no row behind it, unless it was written since then: True when it is news. 1 WU.

    mark: what tells those of a subject apart, at most 10 bytes.
    """
    fact_id = ulid(since, mark + digest(ctx.corp, subject)[len(mark) :])
    new = Fact(corp=ctx.corp, subject=subject, id=fact_id, at=ctx.at, actor=ctx.actor, cause=ctx.cause, data=data)
    return write_missing(new)


def after(ctx: Ctx, fact: Fact[Any], subject: str, data: Data) -> Fact[Data]:
    """A fact that follows from another: told again, it is the same one. Not written yet."""
    return Fact(
        corp=fact.corp,
        subject=subject,
        id=ulid(moment(fact.at), digest(fact.id, data.kind)),
        at=fact.at,
        actor=ctx.actor,
        cause=fact.id,
        data=data,
    )


def write(facts: Iterable[Fact[Any]]) -> None:
    """Write facts, again if need be: the same fact overwrites itself with itself. 1 WU and one call each.

    No batch: whoever may call BatchWriteItem may delete with it (docs/adr/0030).
    """
    for fact in facts:
        fact_log.put(stored(fact))


def write_missing(fact: Fact[Any]) -> bool:
    """Write a fact unless it is there: True when it was missing. 1 WU."""
    return fact_log.put_missing(stored(fact))


def timeline(ctx: Ctx, subject: str, limit: int, cursor: str) -> Page[Fact[FactData]]:
    """A subject's facts, newest first, one page of at most 100; kinds that this version does not know are left out.

    0.5 RU for every 4 KB.
    """
    page = fact_log.page(ctx, subject, limit, cursor)
    read = [of_stored(one) for one in page.items]
    return Page([one for one in read if one is not None], page.cursor)


def busy(subject: str, at: Moment, spread: str) -> str:
    """The part of a busy subject that a fact belongs to: of its day (Shanghai) and of one of a few shards, so that a
    rush meets no single key. Read it by `parts`. spread: what tells the facts of a day apart, such as an id.
    """
    return f"{subject}#{shanghai_day(moment(at))}#{digest(spread)[0] % SHARDS}"


def parts(subject: str, days: Iterable[str]) -> list[str]:
    """All parts of a busy subject on some days."""
    return [f"{subject}#{day}#{shard}" for day in days for shard in range(SHARDS)]


class Words(string.Formatter):
    """Puts values into a sentence as people read them.

    `{amount:yuan}` is money. `{how:full=friends;half=asked}` says a word for each value, `{code:=none}` for an empty
    one; a value without a word stands as it is. A list is its items, by `joint`.
    """

    def __init__(self, joint: str) -> None:
        self._joint = joint

    def format_field(self, value: Any, format_spec: str) -> str:
        """A value as it stands in the sentence."""
        if format_spec == "yuan":
            return yuan(value)
        text = self._joint.join(map(str, value)) if isinstance(value, list | tuple) else str(value)
        return dict(pair.partition("=")[::2] for pair in format_spec.split(";")).get(text, text)


CHINESE, ENGLISH = Words("、"), Words(", ")


def sentence(fact: Fact[FactData], called: Mapping[str, str] | None = None) -> tuple[str, str]:
    """What happened, in Chinese and English. called: what is said of a field in place of its id."""
    return said(fact.data, called)


def said(data: FactData, called: Mapping[str, str] | None = None) -> tuple[str, str]:
    """The same of what is told, before anybody wrote it down."""
    # By the fields' own names, all of them, however the struct is stored.
    values = {name: msgspec.to_builtins(getattr(data, name)) for name in data.__struct_fields__}
    values |= called or {}
    return CHINESE.vformat(data.zh, (), values), ENGLISH.vformat(data.en, (), values)


def dimensions(data: FactData) -> dict[str, str]:
    """The dimensions that a fact carries."""
    return {name: getattr(data, name) for name in DIMENSIONS if name in data.__struct_fields__}


def stored(fact: Fact[Any]) -> StoredFact:
    """A fact as it lies in the table."""
    return StoredFact(
        corp=fact.corp,
        subject=fact.subject,
        id=fact.id,
        kind=fact.kind,
        version=fact.data.version,
        at=fact.at,
        actor=fact.actor,
        cause=fact.cause,
        data=msgspec.json.encode(fact.data, order="sorted").decode(),
        expires=_expires(fact),
    )


def _expires(fact: Fact[Any]) -> int:
    """When a fact may go, in unix seconds; 0 for never. Its kind says so, else the stack's setting."""
    days = fact.data.kept_days or config().facts_kept_days
    return int((moment(fact.at) + timedelta(days=days)).timestamp()) if days else 0


def of_stored(one: StoredFact) -> Fact[FactData] | None:
    """The typed fact; None for a kind, a later version or data that this code does not know."""
    declared = _known.get(one.kind)
    if declared is None or one.version > declared.version:
        return None
    try:
        data = msgspec.json.decode(one.data, type=declared)
    except msgspec.MsgspecError:
        return None
    return Fact(corp=one.corp, subject=one.subject, id=one.id, at=one.at, actor=one.actor, cause=one.cause, data=data)
