"""Whatever callbacks are lost, late, repeated or overtaken by lists: in the end we know what the last list says."""

from __future__ import annotations

import random
from datetime import UTC, datetime, timedelta

import pytest

from chalicelib.core.moments import Moment, iso, moment
from chalicelib.members import rules
from chalicelib.members.rules import Evidence
from chalicelib.members.states import FriendState, How, LostBy

NOON = datetime(2026, 11, 21, 4, 0, tzinfo=UTC)
LOST = 0.3
Happened = list[tuple[datetime, LostBy | None]]


def history(chance: random.Random) -> Happened:
    """Adds and losses of one pair, in turn, minutes or hours apart; None is an add."""
    at, events, last = NOON, [], None
    for number in range(chance.randint(1, 6)):
        at += timedelta(minutes=chance.choice((3, 8, 12, 90, 600)))
        last = None if number % 2 == 0 else chance.choice((LostBy.CUSTOMER, LostBy.STAFF))
        events.append((at, last))
    return events


def listed(events: Happened, at: datetime) -> Moment | None:
    """Since when WeCom lists the pair at a moment; None when it does not. Who has left stays listed."""
    before = [event for event in events if event[0] <= at]
    if not before or before[-1][1] is LostBy.STAFF:
        return None
    return iso(max(when for when, by in before if by is None))


def told(known: Evidence) -> set[tuple[Moment, str]]:
    """The adds that a pair's row tells as facts: when and how."""
    return {(add.at, add.how.value) for add in rules.told_adds(known.adds)}


def heard(known: Evidence, when: datetime, by: LostBy | None) -> Evidence:
    """A callback came."""
    if by is None:
        return Evidence(known.adds | {rules.add_entry(iso(when), How.FULL, "s")}, known.losses)
    return Evidence(known.adds, known.losses | {rules.loss_entry(iso(when), by)})


def compared(known: Evidence, events: Happened, at: datetime) -> Evidence:
    """What a list of that moment adds; the time of an add differs by a second from its callback's."""
    since = listed(events, at)
    if since is None:
        entry = rules.loss_found(known, iso(at))
        return Evidence(known.adds, known.losses | {entry}) if entry else known
    entry = rules.add_found(known, iso(moment(since) + timedelta(seconds=1)), "s", iso(at))
    return Evidence(known.adds | {entry}, known.losses) if entry else known


def steps(events: Happened, chance: random.Random) -> list[tuple[datetime, LostBy | None, bool]]:
    """Callbacks, some lost, some twice, in any order, and lists of moments, each when it was asked for or later."""
    callbacks = [
        (when, by, False) for when, by in events if chance.random() > LOST for _ in range(chance.randint(1, 2))
    ]
    lists = [(NOON + timedelta(minutes=chance.randint(0, 900)), None, True) for _ in range(chance.randint(0, 4))]
    mixed = [*callbacks, *lists]
    chance.shuffle(mixed)
    return mixed


@pytest.mark.parametrize("block", range(4))
def test_the_last_list_decides_and_each_add_is_told_once(block: int) -> None:
    """Of 2,000 histories: the state is WeCom's, and no add has two facts, whichever witness came first."""
    for seed in range(block * 500, block * 500 + 500):
        chance = random.Random(seed)
        events, known, facts = history(chance), Evidence(), set[tuple[Moment, str]]()
        for when, by, is_list in steps(events, chance):
            known = compared(known, events, when) if is_list else heard(known, when, by)
            facts |= told(known)
        # The last hours: a list an hour, as the clock makes them.
        for hours in (1, 2):
            known = compared(known, events, events[-1][0] + timedelta(hours=hours))
            facts |= told(known)
        state, last = rules.status(known.adds, known.losses), events[-1][1]
        if last is LostBy.CUSTOMER:
            continue  # that they left no list tells
        assert state is (FriendState.FRIEND if last is None else FriendState.LOST), seed
        for when, by in events:
            if by is None:
                near = [fact for fact in facts if abs(moment(fact[0]) - when) <= rules.SAME_ADD]
                assert len(near) <= 1, (seed, near)
