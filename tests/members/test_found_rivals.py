"""A callback that comes between the look at a pair and the note of what a list told: one of both is told, not two."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from chalicelib.core.ids import ExternalUserId, UserId
from chalicelib.core.moments import Moment
from chalicelib.members import found, store
from chalicelib.members.facts import StaffAdded, StaffLost
from chalicelib.members.shapes import Listed
from chalicelib.members.store import RelationRow
from tests.support.stack import Stack
from tests.support.state import fact_kinds

CUSTOMER, STAFF = ExternalUserId("wm1"), UserId("liming")
JOINED, LATE = Moment("2026-11-21T01:00:00.000Z"), Moment("2026-11-21T01:00:01.000Z")
PAIR = Listed(external_userid=CUSTOMER, userid=STAFF, created=JOINED, state="s")


def _between(monkeypatch: pytest.MonkeyPatch, step: str, module: object, rival: Callable[[], object]) -> None:
    """Let a rival act once, right before a step."""
    whole, waiting = getattr(module, step), [rival]

    def first_the_rival(*args: object) -> object:
        if waiting:
            waiting.pop()()
        return whole(*args)

    monkeypatch.setattr(module, step, first_the_rival)


def _facts(stack: Stack) -> list[str]:
    stack.drain()
    return [kind for _, kind, _ in fact_kinds("demo") if kind in (StaffAdded.kind, StaffLost.kind)]


def test_a_join_that_its_callback_tells_meanwhile_is_told_once(stack: Stack, monkeypatch: pytest.MonkeyPatch) -> None:
    """The note is refused, since more is known by now, and the second look finds nothing new."""
    ctx = stack.ctx()
    _between(monkeypatch, "meet", store, lambda: store.add(ctx, CUSTOMER, STAFF, f"{LATE}|full|s"))
    assert not found.join(ctx, PAIR, ctx.at)
    assert _facts(stack) == ["staff.added"]


def test_without_the_guard_it_is_told_twice(stack: Stack, monkeypatch: pytest.MonkeyPatch) -> None:
    """The negative control: noted whatever was noted since."""
    ctx = stack.ctx()

    def rival() -> None:
        store.add(ctx, CUSTOMER, STAFF, f"{LATE}|full|s")
        stack.drain()

    _between(monkeypatch, "meet", store, rival)
    monkeypatch.setattr(store, "_is_all", lambda known: RelationRow.pk.exists() | RelationRow.pk.does_not_exist())
    assert found.join(ctx, PAIR, ctx.at)
    assert _facts(stack) == ["staff.added", "staff.added"]


def test_a_callback_after_the_note_is_not_told_again(stack: Stack) -> None:
    """The other order: found first, then the callback with a second's difference."""
    ctx = stack.ctx()
    assert found.join(ctx, PAIR, ctx.at)
    stack.drain()
    store.add(ctx, CUSTOMER, STAFF, f"{LATE}|full|s")
    assert _facts(stack) == ["staff.added"]


def test_who_adds_staff_again_while_their_loss_is_found_stays_a_friend(
    stack: Stack, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The callback of the new add comes between the call that confirms the loss and the note: nothing is lost."""
    ctx = stack.ctx()
    store.add(ctx, CUSTOMER, STAFF, f"{JOINED}|full|s")
    again = f"{ctx.at}|full|s"
    _between(monkeypatch, "_is_follower", found, lambda: store.add(ctx, CUSTOMER, STAFF, again))
    stack.platform.fault(kind="error", api="externalcontact/get", errcode=84061, times=None)
    assert not found.loss(ctx, store.member_id_of(ctx, CUSTOMER), STAFF, ctx.at)
    assert "staff.lost" not in _facts(stack)


def test_a_join_that_broke_off_before_its_member_is_made_whole(stack: Stack) -> None:
    """The relation was noted and the worker died: listed as known, the member is there after the comparison."""
    ctx = stack.ctx()
    store.add(ctx, CUSTOMER, STAFF, f"{JOINED}|full|s")
    member_id = store.member_id_of(ctx, CUSTOMER)
    assert store.member(ctx, member_id) is None
    found.page(ctx, [PAIR], {}, ctx.at)
    member = store.member(ctx, member_id)
    assert member is not None and (member.first_at, member.first_state) == (JOINED, "s")
    assert _facts(stack) == ["staff.added"]
