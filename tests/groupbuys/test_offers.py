"""The group-buys that customers find by themselves."""

from __future__ import annotations

from datetime import timedelta

from chalicelib.core import instance
from chalicelib.core.moments import iso
from tests.support import make
from tests.support.stack import Stack

LIST = "/mini/v1/groupbuys"


def test_what_goes_on_is_listed_with_price_end_and_seats(stack: Stack) -> None:
    """What has not begun, is over or was stopped is not."""
    member, now = make.member(stack), stack.clock.now()
    going = make.activity(stack)
    make.activity(stack, opens_at=iso(now + timedelta(days=1)))
    stopped = make.activity(stack)
    make.session(stack).post(f"/admin/v1/groupbuys/{stopped.id}/stops", {"teams": "finish", "confirm": True})
    items = member.http.get(LIST).json()["items"]
    assert [(one["activity_id"], one["team_price"], one["team_size"]) for one in items if one["state"] == "open"] == [
        (going.id, 6900, 3)
    ]
    assert len(items) == 1 and items[0]["closes_at"] == going["closes_at"]
    assert (items[0]["is_sold_out"], items[0]["my_team"]) == (False, None)
    assert "created_by" not in items[0] and "problem" not in items[0]


def test_a_member_finds_their_own_team(stack: Stack) -> None:
    """At once, and nobody else's."""
    member, other = make.member(stack), make.member(stack, "小明")
    activity = make.activity(stack)
    assert member.http.get(LIST).json()["items"][0]["my_team"] is None
    team = make.team(stack, activity, member)
    assert member.http.get(LIST).json()["items"][0]["my_team"] == team.id
    assert other.http.get(LIST).json()["items"][0]["my_team"] is None


def test_a_team_that_one_left_is_not_ones_own(stack: Stack) -> None:
    """A seat that was given back: the team goes on without them, and they may open one of their own."""
    friend, team = make.member(stack, "小明"), make.team(stack)
    make.order(stack, team, friend)
    assert friend.http.get(LIST).json()["items"][0]["my_team"] == team.id
    assert friend.http.post(f"/mini/v1/groupbuy-teams/{team.id}/departures").status == 201
    assert friend.http.get(LIST).json()["items"][0]["my_team"] is None
    assert team.order.member.http.get(LIST).json()["items"][0]["my_team"] == team.id


def test_another_corp_sees_nothing(stack: Stack) -> None:
    """Nor does whoever is not signed in."""
    make.activity(stack)
    member = make.member(stack)
    assert member.http.get(LIST).json()["items"]
    assert make.member_session(stack, member.id, "rival").get(LIST).json()["items"] == []
    assert stack.http.get(LIST).code == "Unauthenticated"


def test_it_is_kept_for_five_seconds(stack: Stack) -> None:
    """A rush at the list reads the activities once."""
    from tests.support.perf.meter import metered

    make.activity(stack)
    http = make.member(stack).http
    instance.forget()
    with metered() as cold:
        http.get(LIST)
    with metered() as warm:
        http.get(LIST)
    assert len(warm.reads) < len(cold.reads) and warm.reads == ["Query"], (cold.reads, warm.reads)
