"""What is counted of chats, day by day (docs/platform D10)."""

from __future__ import annotations

from datetime import datetime, timedelta, timezone

import pytest

from local.clock import Clock
from local.servers.testing import Data
from local.wecom.testing import CORP, Client

DAY = 86_400


def _midnight(clock: Clock, days: int = 0) -> int:
    local = datetime.fromtimestamp(clock.time(), timezone(timedelta(hours=8)))
    return int(local.replace(hour=0, minute=0, second=0, microsecond=0).timestamp()) + days * DAY


def _ask(client: Client, since: int, until: int, *userids: str, **more: object) -> Data:
    body = {"userid": list(userids or ("li",)), "start_time": since, "end_time": until, **more}
    return client.post("externalcontact/get_user_behavior_data", body)


def _put(client: Client, userid: str, at: int, **figures: float) -> None:
    day = datetime.fromtimestamp(at, timezone(timedelta(hours=8))).date().isoformat()
    client.control("PUT", f"/corps/{CORP}/staff/{userid}/behaviour/{day}", figures)


def test_what_happened_is_counted_a_day_later(client: Client, friend: str, clock: Clock) -> None:
    """A customer was added, wrote, and was answered: told tomorrow, not today, to whoever asks within the day."""
    today = _midnight(clock)
    client.control("POST", "/customers/fang/chat", {"corp_id": CORP, "userid": "li", "text": "在吗"})
    clock.advance(120)
    client.control("POST", f"/corps/{CORP}/staff/li/chat", {"external_userid": friend, "text": "在的"})
    assert _ask(client, today, today)["behavior_data"] == []
    clock.advance(DAY)
    (row,) = _ask(client, today + 5, today + 7)["behavior_data"]
    assert row == {
        "stat_time": today,
        "new_apply_cnt": 0,
        "new_contact_cnt": 1,
        "chat_cnt": 1,
        "message_cnt": 1,
        "negative_feedback_cnt": 0,
        "reply_percentage": 100.0,
        "avg_reply_time": 2,
    }


def test_several_members_are_one_sum_and_a_quiet_day_has_no_mean(client: Client, clock: Clock) -> None:
    """Two are added up, by chats that customers began; a day without any tells neither share nor minutes."""
    day = _midnight(clock, -1)
    _put(client, "li", day, chat=3, asked=1, answered=1, waited=60)
    _put(client, "wang", day, chat=4, asked=3, answered=1, waited=180)
    (row,) = _ask(client, day, day, "li", "wang")["behavior_data"]
    assert (row["chat_cnt"], row["reply_percentage"], row["avg_reply_time"]) == (7, 50.0, 2)
    (row,) = _ask(client, day, day, partyid=[1])["behavior_data"]
    assert row["chat_cnt"] == 7
    (quiet,) = _ask(client, day - DAY, day - DAY)["behavior_data"]
    assert "reply_percentage" not in quiet and "avg_reply_time" not in quiet and quiet["chat_cnt"] == 0


@pytest.mark.parametrize(
    ("since", "until", "errcode"),
    [(-30, -1, 0), (-31, -1, 40058), (-180, -170, 0), (-181, -170, 40058), (-1, -2, 40058)],
)
def test_thirty_days_of_the_last_hundred_and_eighty(
    client: Client, clock: Clock, since: int, until: int, errcode: int
) -> None:
    """Both ends are among them."""
    answer = _ask(client, _midnight(clock, since), _midnight(clock, until))
    assert answer["errcode"] == errcode
    assert errcode or len(answer["behavior_data"]) == until - since + 1


def test_nobody_a_stranger_and_whom_the_app_may_not_see(client: Client, clock: Clock) -> None:
    """40058, 40003, 60011, and 40032 for more than a hundred."""
    day = _midnight(clock, -1)
    body = {"start_time": day, "end_time": day}
    assert client.post("externalcontact/get_user_behavior_data", body)["errcode"] == 40058
    assert _ask(client, day, day, "ghost")["errcode"] == 40003
    assert _ask(client, day, day, *["li"] * 101)["errcode"] == 40032
    client.control("POST", f"/corps/{CORP}/staff/li/change", {"visible": False})
    assert _ask(client, day, day)["errcode"] == 60011


def test_figures_are_put_for_members_only(client: Client) -> None:
    """Nobody's day, or a day that is none, is refused by the control API."""
    for who, day in (("ghost", "2026-11-20"), ("li", "yesterday")):
        status, _ = client.send("PUT", f"/_sandbox/corps/{CORP}/staff/{who}/behaviour/{day}", {"chat": 1})
        assert status in (400, 404)
