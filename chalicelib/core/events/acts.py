"""What an operator's change of a row says in the audit, from the row as it was and as it is: pure, like a fact."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

import msgspec

from chalicelib.core.audited import THE_ONE, Audited, Change, Part
from chalicelib.core.ids import UserId, base32, digest
from chalicelib.core.money import yuan
from chalicelib.core.storage.acts import Act
from chalicelib.core.storage.attributes import FenAttribute
from chalicelib.core.storage.driver import Item
from chalicelib.core.storage.table import Row, of_image

STAMPS = ("changed_at", "changed_by", "cause")
BY_OPERATOR = "operator:"
# What a line holds of an act; it says how many more there were.
MOST_CHANGES = 30
LONGEST = 120
Plain = str | int | float | bool


def of_change(new: Item | None, old: Item | None) -> tuple[str, Act] | None:
    """The corp and the part of a line that a change of a row is; None for what no operator did, or nobody audits.

    A row says who changed it last: what was written without saying so again is not theirs.
    """
    by = new.get("changed_by", {}).get("S", "") if new else ""
    if not new or not by.startswith(BY_OPERATOR):
        return None
    if old and all(new.get(name) == old.get(name) for name in STAMPS):
        return None
    row = of_image(Row, new)
    audited = row.audited if row is not None else None
    if row is None or audited is None:
        return None
    before = of_image(type(row), old) if old and "kind" in old else None
    return row.pk.split("#", 1)[0], _act(row, before, audited)


def _act(row: Row, before: Row | None, audited: Audited) -> Act:
    changes = list(_changes(row, before, audited))
    return Act(
        at=row.changed_at,
        by=UserId(row.changed_by.removeprefix(BY_OPERATOR)),
        act=row.act or "",
        cause=row.cause,
        thing=audited.thing.kind,
        thing_id=str(getattr(row, audited.id)) if audited.id else THE_ONE,
        name=str(getattr(row, audited.name)) if audited.name else "",
        row=base32(digest(row.pk, row.sk)[:5]),
        part=Part(
            room=type(row).__module__.split(".")[1],
            part=str(getattr(row, audited.part)) if audited.part else "",
            is_new=before is None,
            changes=tuple(changes[:MOST_CHANGES]),
            more=max(0, len(changes) - MOST_CHANGES),
        ),
    )


def _changes(row: Row, before: Row | None, audited: Audited) -> Iterator[Change]:
    for name in audited.shows:
        was, now = _leaves(name, _value(before, name)), _leaves(name, _value(row, name))
        if before is None:  # what a new thing is not goes without saying
            now = {field: value for field, value in now.items() if value is not False}
        for field in dict.fromkeys([*was, *now]):
            if was.get(field) != now.get(field):
                yield Change(field, _short(was.get(field)), _short(now.get(field)))
    for name in audited.hides:
        if _value(before, name) != _value(row, name):
            yield Change(name, is_hidden=True)


def _value(row: Row | None, name: str) -> object:
    if row is None:
        return None
    value = getattr(row, name)
    if value is not None and isinstance(type(row).get_attributes().get(name), FenAttribute):
        return yuan(value)
    return sorted(value) if isinstance(value, set | frozenset) else msgspec.to_builtins(value)


def _leaves(field: str, value: object) -> dict[str, Plain]:
    """The plain values in a value by their names, with a dot before each part; nothing for what is empty."""
    if isinstance(value, Mapping):
        return {name: leaf for part, held in value.items() for name, leaf in _leaves(f"{field}.{part}", held).items()}
    if isinstance(value, Sequence) and not isinstance(value, str):
        if all(isinstance(one, Plain) for one in value):
            return _leaves(field, ", ".join(map(str, value)))
        numbered = [(f"{field}.{number}", held) for number, held in enumerate(value, 1)]
        return {name: leaf for part, held in numbered for name, leaf in _leaves(part, held).items()}
    return {field: value} if isinstance(value, Plain) and value != "" else {}


def _short(value: Plain | None) -> Plain | None:
    return f"{value[:LONGEST]}…" if isinstance(value, str) and len(value) > LONGEST else value
