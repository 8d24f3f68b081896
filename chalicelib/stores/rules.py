"""Pure decisions about stores."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from chalicelib.core.errors import Fault
from chalicelib.core.http.texts import Lint
from chalicelib.core.ids import StoreId, UserId
from chalicelib.core.moments import Moment
from chalicelib.stores.shapes import MOST_STAFF, NO_STORE, Hours, StoreLine, StoreQuery, Terms
from chalicelib.stores.states import Weekday

DAY, WEEK = 24 * 60, 7 * 24 * 60
# With the store and its numbers they are one transaction (core/storage/transaction.py).
MOST_CHANGES = 90
DAYS = tuple(Weekday)
# A customer reads a store's name and address on its pages; its region is how operators group stores.
TEXTS = {"name": Lint.AT_DOOR, "region": Lint.NONE, "address": Lint.ADDRESS}


def number_key(number: str) -> str:
    """A number as it is one of a corp: whoever types it minds no case."""
    return number.upper()


def faults_of(terms: Terms) -> Iterator[Fault]:
    """What is wrong with what is said of a store by itself."""
    taken: set[int] = set()
    for number, hours in enumerate(terms.hours):
        mine = _minutes(hours)
        zh, en = f"第 {number + 1} 段营业时间", f"Hours {number + 1}"
        if not mine:
            zh, en = f"{zh}的开始与结束不能相同；全天营业请填 00:00 到 24:00。", f"{en} may not begin as they end."
            yield Fault(f"hours[{number}].until", "differs", None, zh, en)
        elif taken & mine:
            yield Fault(f"hours[{number}]", "overlap", None, f"{zh}与前面的重叠。", f"{en} meet others.")
        taken |= mine
    if len(terms.people) > MOST_STAFF:
        zh = f"一家门店最多 {MOST_STAFF} 人，现为 {len(terms.people)}。"
        en = f"A store has {MOST_STAFF} people at most, and here are {len(terms.people)}."
        yield Fault("staff", "max_items", MOST_STAFF, zh, en)


def faults_of_changes(many: int) -> Iterator[Fault]:
    """More come, go or become clerks than one edit can carry."""
    if many > MOST_CHANGES:
        zh = f"一次最多增减或调整 {MOST_CHANGES} 名员工，现为 {many}，请分次保存。"
        en = f"One edit may change {MOST_CHANGES} people at most, and this changes {many}. Save it in parts."
        yield Fault("staff", "max_items", MOST_CHANGES, zh, en)


def _minutes(hours: Hours) -> set[int]:
    begin, since, until = DAYS.index(hours.day) * DAY, _minute(hours.since), _minute(hours.until)
    if since == until:
        return set()
    return {(begin + minute) % WEEK for minute in range(since, until if since < until else until + DAY)}


def _minute(clock: str) -> int:
    return int(clock[:2]) * 60 + int(clock[3:])


def is_meant(query: StoreQuery, line: StoreLine) -> bool:
    """True for a store that a query asks for."""
    if query.state and line.state is not query.state:
        return False
    if query.region and line.region != query.region:
        return False
    wanted = query.search.strip().casefold()
    return not wanted or any(wanted in text.casefold() for text in (line.number, line.name, line.address))


def primary(named: StoreId, since: Mapping[StoreId, Moment]) -> StoreId:
    """The store that somebody is of first: the one that was named, while they work there, else the longest."""
    if named in since:
        return named
    return min(since, key=lambda store_id: (since[store_id], store_id), default=NO_STORE)


def changes(old: Terms | None, new: Terms) -> tuple[Sequence[UserId], Sequence[UserId]]:
    """Of whose work at a store something is to be written (there now, and a clerk or not), and who goes."""
    before = old.people if old else frozenset()
    were_clerks = set(old.clerks) if old else set()
    there = [one for one in new.people if one not in before or (one in new.clerks) != (one in were_clerks)]
    return sorted(there), sorted(before - new.people)
