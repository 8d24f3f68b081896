"""Migrations: what a release changes in rows that an earlier one has written.

A room declares each as a pure function of a stored row (its raw attributes, since today's classes know only today's
shape). One pass over the whole table makes those of a release. Each row is changed by one write, under the condition
that what it changes is as it was read: what the running product does meanwhile is neither lost nor undone, and a pass
that is made twice, or breaks off and goes on, changes nothing twice. Keys never change. A row says of what release it
was changed last (`upgraded`), by which the stream knows that such a write is no news.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Iterable, Mapping, Sequence

import msgspec
from botocore.exceptions import ClientError

from chalicelib.core import aws
from chalicelib.core.config import config
from chalicelib.core.errors import TooBusy
from chalicelib.core.storage.driver import Item

KEYS = frozenset({"pk", "sk"})
MARK = "upgraded"
PAGE = 200
TRIES = 6
# What the row should be; None when it is as it should be already.
Change = Callable[[Item], Item | None]


class Migration(msgspec.Struct, frozen=True, kw_only=True):
    """A change of one kind of row, which a release brings. release: as `0.3.0`. what: in a few words, for engineers."""

    release: str
    kind: str
    what: str
    change: Change


class Passed(msgspec.Struct, frozen=True):
    """Some rows of a pass. following: where the next ones begin, '' at the end."""

    items: list[Item]
    following: str


_known: dict[Migration, None] = {}


def know(declared: Iterable[Migration]) -> None:
    """Let these be made. Raises ValueError for a release that is no number."""
    for one in declared:
        _number(one.release)
        _known[one] = None


def releases() -> list[str]:
    """The releases that bring any, the oldest first."""
    return sorted({one.release for one in _known}, key=_number)


def _number(release: str) -> tuple[int, ...]:
    return tuple(map(int, release.split(".")))


def of(release: str) -> Mapping[str, list[Migration]]:
    """What a release brings, by kind of row, in the order of the declarations."""
    found: dict[str, list[Migration]] = {}
    for one in _known:
        if one.release == release:
            found.setdefault(one.kind, []).append(one)
    return found


def renamed(old: str, new: str) -> Change:
    """The change that gives an attribute another name. What the new version has written under the new name stays."""

    def change(item: Item) -> Item | None:
        if old not in item:
            return None
        return {new: item[old], **{name: value for name, value in item.items() if name != old}}

    return change


def rows(kinds: Iterable[str], after: str) -> Passed:
    """Some rows of these kinds, of all corps, behind a place. 1 RU for every 4 KB of whatever lies there.

    The one Scan of the product: an upgrade is of every row, once a release.
    """
    wanted = {f":k{number}": {"S": kind} for number, kind in enumerate(sorted(kinds))}
    request = {
        "TableName": config().main_table,
        "FilterExpression": f"kind IN ({', '.join(wanted)})",
        "ExpressionAttributeValues": wanted,
        "ConsistentRead": True,
        "Limit": PAGE,
    }
    if after:
        pk, sk = json.loads(after)
        request["ExclusiveStartKey"] = {"pk": {"S": pk}, "sk": {"S": sk}}
    found = aws.client("dynamodb").scan(**request)
    left = found.get("LastEvaluatedKey")
    return Passed(found["Items"], json.dumps([left["pk"]["S"], left["sk"]["S"]]) if left else "")


def changed(item: Item, wanted: Iterable[Migration]) -> Item | None:
    """What a stored row should be by the migrations of its kind; None when it is so already.

    Raises what they raise of a row that they cannot read, and ValueError for a change of its keys.
    """
    new = dict(item)
    for one in wanted:
        new = one.change(dict(new)) or new
        new[MARK] = {"S": one.release}
    touched = {name for name in item.keys() | new.keys() if item.get(name) != new.get(name)} - {MARK}
    if not KEYS.isdisjoint(touched):
        raise ValueError("a migration changes no key")
    return new if touched else None


def is_upgrade(new: Item, old: Item | None) -> bool:
    """True for a write by which a row was brought up to a release: nothing has happened to it."""
    return MARK in new and new[MARK] != (old or {}).get(MARK)


def make(item: Item, wanted: Sequence[Migration]) -> bool:
    """Change a stored row: False when it is as it should be. 1 WU a KB, and its indexes; nothing when there is nothing.

    Raises what `changed` raises, and TooBusy when others keep changing the row.
    """
    for _ in range(TRIES):
        new = changed(item, wanted)
        if new is None:
            return False
        now = _write(item, new)
        if now is None:
            return True
        if not now:
            return False  # it is not there any more
        item = now
    raise TooBusy()


def _write(item: Item, new: Item) -> Item | None:
    """Write what differs, if it is as it was read: None then, else the row as it is."""
    touched = sorted(name for name in item.keys() | new.keys() if item.get(name) != new.get(name))
    names = {f"#n{number}": name for number, name in enumerate(touched)}
    sets = [f"#n{number} = :n{number}" for number, name in enumerate(touched) if name in new]
    gone = [f"#n{number}" for number, name in enumerate(touched) if name not in new]
    held = [
        f"#n{number} = :o{number}" if name in item else f"attribute_not_exists(#n{number})"
        for number, name in enumerate(touched)
    ]
    values = {f":n{number}": new[name] for number, name in enumerate(touched) if name in new}
    values |= {f":o{number}": item[name] for number, name in enumerate(touched) if name in item}
    try:
        aws.client("dynamodb").update_item(
            TableName=config().main_table,
            Key={name: item[name] for name in KEYS},
            UpdateExpression=_expression(SET=sets, REMOVE=gone),
            ConditionExpression=" AND ".join(["attribute_exists(pk)", *held]),
            ExpressionAttributeNames=names,
            ExpressionAttributeValues=values,
            ReturnValuesOnConditionCheckFailure="ALL_OLD",
        )
    except ClientError as error:
        if error.response["Error"]["Code"] != "ConditionalCheckFailedException":
            raise
        now: Item = error.response.get("Item", {})
        return now
    return None


def _expression(**parts: Sequence[str]) -> str:
    return " ".join(f"{verb} {', '.join(actions)}" for verb, actions in parts.items() if actions)


def reference(item: Item) -> str:
    """How a row is named where nothing personal may stand: its kind, and a digest of its keys."""
    place = "\n".join(item[name]["S"] for name in sorted(KEYS))
    return f"{item['kind']['S']} {hashlib.sha256(place.encode()).hexdigest()[:12]}"
