"""Frequency limits and their blocks (docs/platform A4, A5)."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor

import pytest

from local.clock import Clock
from local.wecom.testing import CORP, Client, corp_setup

IPS = "get_api_domain_ip"


def limited(client: Client, **limits: int) -> str:
    client.control("PUT", f"/corps/{CORP}", corp_setup(limits=limits))
    return str(client.gettoken()["access_token"])


def test_over_the_minute_limit_the_api_is_blocked_for_sixty_seconds(client: Client, clock: Clock) -> None:
    """The block lasts its whole minute, then all is forgotten."""
    token = limited(client, per_minute=3)
    assert [client.get(IPS, token)["errcode"] for _ in range(5)] == [0, 0, 0, 45009, 45009]
    clock.advance(59)
    assert client.get(IPS, token)["errcode"] == 45009, "a block is not a sliding window"
    clock.advance(1)
    assert [client.get(IPS, token)["errcode"] for _ in range(3)] == [0, 0, 0]


def test_over_the_hour_limit_the_api_is_blocked_for_an_hour(client: Client, clock: Clock) -> None:
    """An hour from the call that went over, not from the first one."""
    token = limited(client, per_hour=2)
    for _ in range(2):
        assert client.get(IPS, token)["errcode"] == 0
        clock.advance(61)
    assert client.get(IPS, token)["errcode"] == 45009
    clock.advance(3599)
    assert client.get(IPS, token)["errcode"] == 45009
    clock.advance(1)
    assert client.get(IPS, token)["errcode"] == 0


def test_a_minute_that_has_passed_starts_a_new_count(client: Client, clock: Clock) -> None:
    """A steady pace below the limit is never blocked."""
    token = limited(client, per_minute=2)
    for _ in range(4):
        assert client.get(IPS, token)["errcode"] == 0
        clock.advance(30)


def test_each_api_and_each_corp_has_its_own_counter(client: Client) -> None:
    """What one has used up is free for the other."""
    token = limited(client, per_minute=1)
    assert client.get(IPS, token)["errcode"] == 0
    assert client.get("getcallbackip", token)["errcode"] == 0
    client.control("PUT", "/corps/wwother", corp_setup(secrets=[{"agent_id": 1, "secret": "o"}]))
    other = Client(client.url, "wwother", "o")
    assert other.get(IPS)["errcode"] == 0
    assert client.get(IPS, token)["errcode"] == 45009


def test_a_block_can_be_ordered_and_lifted(client: Client, clock: Clock) -> None:
    """For one API or for all, until its time or until it is removed."""
    token = client.gettoken()["access_token"]
    client.control("POST", "/faults", {"kind": "block", "api": IPS, "seconds": 60})
    assert client.get(IPS, token)["errcode"] == 45009
    assert client.get("getcallbackip", token)["errcode"] == 0
    clock.advance(60)
    assert client.get(IPS, token)["errcode"] == 0
    client.control("POST", "/faults", {"kind": "block", "seconds": 60})
    assert client.get("getcallbackip", token)["errcode"] == 45009
    client.control("DELETE", "/faults")
    assert client.get("getcallbackip", token)["errcode"] == 0


@pytest.mark.parametrize(("callers", "refused"), [(5, 0), (8, 3)])
def test_more_than_five_mark_tags_in_flight_are_refused(
    client: Client, friend: str, callers: int, refused: int
) -> None:
    """The sixth at the same time is 45033."""
    body = {"add_corp": 1, "group_name": "g", "tag": [{"name": "t"}]}
    tag = client.post("externalcontact/add_corp_tag", body)["tag_group"]["tag"][0]["id"]
    token = client.gettoken()["access_token"]
    client.control(
        "POST",
        "/faults",
        {"kind": "slow", "api": "externalcontact/mark_tag", "ms": 600, "times": 8},
    )
    mark = {"userid": "li", "external_userid": friend, "add_tag": [tag]}

    def call(_: int) -> int:
        return int(client.post("externalcontact/mark_tag", mark, token)["errcode"])

    with ThreadPoolExecutor(callers) as pool:
        codes = list(pool.map(call, range(callers)))
    assert sorted(codes) == [0] * (callers - refused) + [45033] * refused
