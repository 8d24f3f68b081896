"""How many mass messages a customer or a group may receive (docs/platform D8)."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from local.clock import Clock
from local.wecom.mass import quota_of
from local.wecom.states import Quota
from local.wecom.testing import CORP, Client, corp_setup


def send(client: Client, external: str, times: int = 1) -> list[int]:
    """Confirmed tasks to one customer; what became of each."""
    msgids = [client.mass(external, sender="li")["msgid"] for _ in range(times)]
    return [client.results(msgid)[external] for msgid in msgids if client.confirm(msgid)]


def test_a_month_allows_as_many_as_it_has_days(client: Client, friend: str, clock: Clock) -> None:
    """It is 8 March: 31, then nothing until 1 April, 00:00 in Shanghai."""
    assert send(client, friend, 32) == [1] * 31 + [3]
    clock.advance(23 * 86_400 + 14 * 3600 - 1)
    assert send(client, friend) == [3]
    clock.advance(1)
    assert send(client, friend) == [1]


def test_the_corp_can_choose_seven_a_week(client: Client, friend: str, clock: Clock) -> None:
    """8 March 2026 is a Sunday: the next week begins 14 hours later."""
    client.control("PUT", f"/corps/{CORP}", corp_setup(mass_quota="week"))
    assert send(client, friend, 8) == [1] * 7 + [3]
    clock.advance(14 * 3600)
    assert send(client, friend) == [1]


def test_the_corp_can_choose_one_a_day(client: Client, friend: str, clock: Clock) -> None:
    """The second is over the quota until midnight in Shanghai."""
    client.control("PUT", f"/corps/{CORP}", corp_setup(mass_quota="day"))
    assert send(client, friend, 2) == [1, 3]
    clock.advance(14 * 3600 - 1)
    assert send(client, friend) == [3]
    clock.advance(1)
    assert send(client, friend) == [1]


def test_every_customer_has_a_quota_of_his_own_whoever_sends(client: Client) -> None:
    """Two members share it, another customer does not."""
    client.control("PUT", f"/corps/{CORP}", corp_setup(mass_quota="day"))
    client.befriend("an", "li")
    shared, other = client.befriend("an", "wang"), client.befriend("bo", "li")
    first = client.mass(shared, sender="wang")["msgid"]
    assert client.confirm(first, "wang")["sent"] == 1
    assert send(client, shared) == [3]
    assert send(client, other) == [1]


def test_a_members_own_send_uses_the_quota_up(client: Client, friend: str) -> None:
    """The corp's task finds nothing left."""
    client.control("PUT", f"/corps/{CORP}", corp_setup(mass_quota="day"))
    own = {"text": "到货了", "customers": [friend]}
    assert client.control("POST", f"/corps/{CORP}/staff/li/mass/send", own)["sent"] == 1
    assert send(client, friend) == [3]
    [said] = client.control("GET", "/customers/fang/messages")["messages"]
    assert said["content"] == {"content": "到货了"}


def test_a_refused_message_costs_nothing(client: Client, friend: str) -> None:
    """A task with three attachments is one message, one to nobody is none."""
    client.control("PUT", f"/corps/{CORP}", corp_setup(mass_quota="day"))
    client.control("POST", "/customers/fang/delete", {"corp_id": CORP, "userid": "li"})
    assert send(client, friend) == [2]
    client.befriend("fang")
    link = {"msgtype": "link", "link": {"title": "t", "url": "https://x.example"}}
    msgid = client.mass(friend, attachments=[link] * 3)["msgid"]
    assert client.confirm(msgid)["sent"] == 1


def test_a_group_has_a_quota_too(client: Client) -> None:
    """The second message of the day does not reach it."""
    client.control("PUT", f"/corps/{CORP}", corp_setup(mass_quota="day"))
    client.control("POST", "/customers", {"id": "an", "name": "安"})
    client.group("an")
    tasks = [client.mass(chat_type="group", sender="li")["msgid"] for _ in range(2)]
    assert [client.confirm(msgid)["over_quota"] for msgid in tasks] == [0, 1]


@pytest.mark.parametrize(
    ("rule", "text", "since", "most"),
    [
        ("month", "2026-02-28T15:59:59Z", "2026-01-31T16:00:00Z", 28),
        ("month", "2028-02-28T16:00:00Z", "2028-01-31T16:00:00Z", 29),
        ("week", "2026-03-08T15:59:59Z", "2026-03-01T16:00:00Z", 7),
        ("week", "2026-03-08T16:00:00Z", "2026-03-08T16:00:00Z", 7),
        ("day", "2026-03-08T15:59:59Z", "2026-03-07T16:00:00Z", 1),
    ],
)
def test_periods_are_natural_ones_in_shanghai(rule: Quota, text: str, since: str, most: int) -> None:
    """Day, week and month begin at midnight there, and a month has as many as days."""
    began, allowed = quota_of(rule, datetime.fromisoformat(text).timestamp())
    assert (datetime.fromtimestamp(began, UTC), allowed) == (datetime.fromisoformat(since), most)
