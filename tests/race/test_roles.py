"""Roles that are given, edited and deleted at once: nobody has one that is no more, and an owner is left."""

from __future__ import annotations

import itertools
from functools import partial

import pytest

from chalicelib.access import store
from chalicelib.access.ids import OWNER, RoleId
from chalicelib.core.ids import UserId
from tests.support.race.crowd import crowd
from tests.support.race.engine import Engine

ROUNDS = 4
STAFF = [UserId(f"u{number}") for number in range(4)]
VIEWER, MARKETER = RoleId("viewer"), RoleId("marketer")
_roles = itertools.count(1)


def _rush(engine: Engine) -> tuple[int, bool, int]:
    """Of a role that some are given while others edit and delete it: who has it, whether it is gone, what it counts."""
    role = RoleId(f"R{next(_roles)}")
    store.create_role(engine.ctx(), role, role, ("members.read",))
    row = store.role(engine.ctx(), role)
    assert row is not None
    gives = [partial(store.set_role, engine.ctx(f"g{one}"), one, role) for one in STAFF]
    edits = [partial(store.edit_role, engine.ctx("e"), row, f"{role}x", ("coupons.read",), 1)]
    outcomes = crowd([*gives[:2], partial(store.delete_role, engine.ctx("d"), row), *edits, *gives[2:]])
    assert {one.name for one in outcomes} <= {"", "Refused", "UnknownRole", "TooBusy"}, outcomes
    now = store.role(engine.ctx(), role, consistent=True)
    assert now is not None
    held = sum(one.role == role for one in store.operators(engine.ctx()))
    for userid in STAFF:
        store.set_role(engine.ctx(), userid, VIEWER)
    return held, now.is_deleted, now.holders


def test_a_role_that_is_deleted_is_nobodys(engine: Engine) -> None:
    """Given first, it stays; deleted first, it is not given; the count is who has it, in every order."""
    for _ in range(ROUNDS):
        held, is_deleted, counted = _rush(engine)
        assert held == counted and not (is_deleted and held)


def _two_owners(engine: Engine, *, keeps_owner: bool) -> list[UserId]:
    """Two owners take each other's role: who is one afterwards."""
    for userid in STAFF[:2]:
        store.set_role(engine.ctx(), userid, OWNER, keeps_owner=False)
    demote = partial(store.set_role, role=VIEWER, keeps_owner=keeps_owner)
    crowd([partial(demote, engine.ctx(f"d{one}"), one) for one in STAFF[:2]])
    left = [one.userid for one in store.operators(engine.ctx()) if one.role == OWNER]
    for userid in STAFF[:2]:
        store.set_role(engine.ctx(), userid, VIEWER, keeps_owner=False)
    return left


def test_of_two_owners_who_take_each_others_role_one_stays(engine: Engine) -> None:
    """Whoever comes second would leave the corp without one."""
    for _ in range(ROUNDS):
        assert len(_two_owners(engine, keeps_owner=True)) == 1


def test_without_the_condition_none_is_left(engine: Engine) -> None:
    """The negative control."""
    assert _two_owners(engine, keeps_owner=False) == []


def _two_givers(engine: Engine, userid: UserId, seen: int | None) -> list[str]:
    """Two who saw the same role give another one at once: how that went."""

    def give(role: RoleId) -> None:
        store.set_role(engine.ctx(f"{userid}{seen}{role}"), userid, role, seen=seen)

    return sorted(one.name for one in crowd([partial(give, role) for role in (VIEWER, MARKETER)]))


def test_of_two_who_give_over_the_same_role_one_is_refused(engine: Engine) -> None:
    """Also where both read before either wrote: what the second saw is not there any more."""
    for number in range(ROUNDS):
        userid = UserId(f"given{number}")
        assert _two_givers(engine, userid, 0) == ["", "HeldRoleChanged"]
        row = store.operator(engine.ctx(), userid)
        assert row is not None and row.revision == 1
        assert _two_givers(engine, userid, 1) == ["", "HeldRoleChanged"]


def test_without_what_they_saw_the_second_goes_over_the_first(engine: Engine) -> None:
    """The negative control."""
    assert _two_givers(engine, UserId("unseen"), None) == ["", ""]


def test_without_its_condition_a_deleted_role_is_given(engine: Engine, monkeypatch: pytest.MonkeyPatch) -> None:
    """The negative control of the first: the count is kept, and the deletion does not ask for it."""
    monkeypatch.setattr(store, "_is_there", store.RoleRow.pk.exists)
    role = RoleId(f"R{next(_roles)}")
    store.create_role(engine.ctx(), role, role, ("members.read",))
    row = store.role(engine.ctx(), role)
    assert row is not None
    store.delete_role(engine.ctx(), row)
    store.set_role(engine.ctx(), STAFF[0], role)
    assert [one.role for one in store.operators(engine.ctx()) if one.userid == STAFF[0]] == [role]
