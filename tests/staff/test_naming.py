"""Members of staff whom somebody names: known ones cost no call, strangers are asked about, a few at most."""

from __future__ import annotations

from collections.abc import Sequence

import pytest

from chalicelib.core.context import new_ctx
from chalicelib.core.ids import UserId
from chalicelib.staff import knowing, naming
from chalicelib.staff.shapes import Known
from chalicelib.staff.states import StaffState

CTX = new_ctx("demo", "operator:zhangwei", "req")


def _met(name: str, state: StaffState = StaffState.ACTIVE) -> Known:
    return Known(userid=UserId(name), is_met=True, state=state)


@pytest.fixture
def asked(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Whom WeCom was asked about: it knows nobody whose name begins with `no`, and `off` has no account any more."""
    directory = {
        one.userid: one for one in (_met("liming"), _met("gone", StaffState.LEFT), _met("unseen", StaffState.UNSEEN))
    }
    found: list[str] = []

    def told_now(_: object, userid: UserId) -> StaffState:
        found.append(userid)
        if userid == "off":
            return StaffState.DISABLED
        return StaffState.LEFT if userid.startswith("no") else StaffState.ACTIVE

    def some(_: object, userids: Sequence[UserId]) -> dict[UserId, Known]:
        return {userid: directory.get(userid, Known(userid=userid)) for userid in userids}

    monkeypatch.setattr(knowing, "some", some)
    monkeypatch.setattr(knowing, "told_now", told_now)
    return found


def _rules(*userids: str) -> tuple[list[tuple[str, str]], list[str]]:
    doubts = naming.doubts(CTX, {f"staff[{number}]": UserId(userid) for number, userid in enumerate(userids)})
    return [(fault.path, fault.rule) for fault in doubts.wrong], [fault.path for fault in doubts.unchecked]


def test_who_has_left_and_who_never_was_are_told_at_their_place(asked: list[str]) -> None:
    """Of whom the directory has met nobody is asked, whether their name is seen or not."""
    assert _rules("liming", "gone", "nobody", "unseen") == ([("staff[1]", "away"), ("staff[2]", "unknown")], [])
    assert asked == ["nobody"]


def test_of_many_strangers_ten_are_asked_about_and_the_rest_may_be_confirmed(asked: list[str]) -> None:
    """A directory that was not read yet has met nobody: the first day's work is not refused, and costs ten calls."""
    wrong, unchecked = _rules(*(f"s{number}" for number in range(12)))
    assert (wrong, unchecked, len(asked)) == ([], ["staff[10]", "staff[11]"], naming.MOST_ASKED)


def test_a_stranger_whose_account_was_taken_away_is_told_as_one_who_cannot_act(asked: list[str]) -> None:
    """As somebody whom the directory has met: customers would be shown a code that nobody answers."""
    assert _rules("off", "new") == ([("staff[0]", "away")], [])
    assert asked == ["off", "new"]
