"""An app's messages to members (docs/platform A4, E1)."""

from __future__ import annotations

from typing import Any

import pytest

from local.clock import Clock
from local.wecom import Sandbox
from local.wecom.testing import CORP, Client, corp_setup

SEND = "message/send"
TEXT = {"msgtype": "text", "text": {"content": "有 3 个群发待确认"}}
CARD = {"title": "待确认", "description": "请到企业微信确认", "url": "https://x.example/t"}
NOTICE = {"appid": "wx1", "title": "群发待确认", "content_item": [{"key": "数量", "value": "3"}]}
ARTICLE = {"title": "新品", "url": "https://x.example/n"}


def card(changes: dict[str, object]) -> dict[str, object]:
    return {"msgtype": "textcard", "textcard": CARD | changes}


def notice(changes: dict[str, object]) -> dict[str, object]:
    return {"msgtype": "miniprogram_notice", "miniprogram_notice": NOTICE | changes}


def send(client: Client, **changes: object) -> Any:
    return client.post(SEND, {"touser": "li", "agentid": 1000002, **TEXT, **changes})


def inbox(client: Client, userid: str = "li") -> list[Any]:
    messages: list[Any] = client.control("GET", f"/corps/{CORP}/staff/{userid}/messages")["messages"]
    return messages


def test_a_member_receives_what_was_sent(client: Client) -> None:
    """Each receiver has the message once, and the ledger says so."""
    answer = send(client, touser="li|wang")
    assert (answer["errcode"], answer["invaliduser"]) == (0, "")
    [message] = inbox(client, "wang")
    assert (message["msgid"], message["agent_id"]) == (answer["msgid"], "1000002")
    assert message["content"] == TEXT["text"]
    entries = client.control("GET", "/ledger?kind=app_message")["entries"]
    assert [(e["userid"], e["outcome"]) for e in entries] == [("li", "delivered"), ("wang", "delivered")]


@pytest.mark.parametrize(
    ("msgtype", "content"),
    [("markdown", {"content": "**急**"}), ("textcard", CARD), ("news", {"articles": [ARTICLE] * 8}),
     ("news", {"articles": [{"title": "小程序", "appid": "wx1", "pagepath": "p"}]}), ("miniprogram_notice", NOTICE)],
)  # fmt: skip
def test_every_kind_without_a_file_arrives(client: Client, msgtype: str, content: object) -> None:
    """Markdown, cards, news and mini-program notices are taken as they are documented."""
    assert send(client, msgtype=msgtype, **{msgtype: content})["errcode"] == 0
    assert [message["msgtype"] for message in inbox(client)] == [msgtype]


@pytest.mark.parametrize("kind", ["image", "voice", "file"])
def test_a_file_is_sent_by_its_living_id(client: Client, clock: Clock, kind: str) -> None:
    """An id that is over three days old is 40007."""
    data = {"image": b"\x89PNG\r\n\x1a\n", "voice": b"#!AMR\n"}.get(kind, b"menu.pdf")
    body = {"msgtype": kind, kind: {"media_id": client.upload(kind, data)["media_id"]}}
    assert send(client, **body)["errcode"] == 0
    clock.advance(4 * 86_400)
    assert send(client, **body)["errcode"] == 40007


def test_bad_receivers_beside_good_ones_are_only_named(client: Client) -> None:
    """The good ones receive it; the others are listed in the answer."""
    answer = send(client, touser="li|nobody|who", toparty="1|2", totag="7")
    named = (answer["invaliduser"], answer["invalidparty"], answer["invalidtag"])
    assert (answer["errcode"], *named) == (0, "nobody|who", "1|2", "7")
    assert len(inbox(client)) == 1


def test_everybody_is_all_active_members(client: Client) -> None:
    """`@all` leaves out who is not active."""
    people = [{"userid": "li", "name": "李"}, {"userid": "wang", "name": "王", "active": False}]
    client.control("PUT", f"/corps/{CORP}", corp_setup(staff=people))
    assert send(client, touser="@all")["errcode"] == 0
    assert (len(inbox(client, "li")), len(inbox(client, "wang"))) == (1, 0)


@pytest.mark.parametrize(
    ("changes", "errcode"),
    [
        ({"touser": ""}, 82001), ({"touser": "nobody"}, 81013), ({"touser": "", "toparty": "1"}, 81013),
        ({"touser": "|".join(map(str, range(1001)))}, 40032), ({"toparty": "|".join(map(str, range(101)))}, 82002),
        ({"totag": "|".join(map(str, range(101)))}, 82003),
        ({"agentid": None}, 41011), ({"agentid": 7}, 40056), ({"msgtype": "fax"}, 40008), ({"msgtype": "news"}, 40008),
        ({"text": {"content": ""}}, 44004), ({"text": {"content": "一" * 683}}, 45002),
        (card({"title": "一" * 43}), 45002),
        (card({"description": ""}), 40063),
        (card({"url": "x.example"}), 40094),
        (card({"btntxt": "看看详细"}), 0),
        (card({"btntxt": "看看详细吧"}), 40058),
        ({"msgtype": "news", "news": {"articles": []}}, 45008),
        ({"msgtype": "news", "news": {"articles": [ARTICLE] * 9}}, 45008),
        ({"msgtype": "news", "news": {"articles": [{"title": "无链接"}]}}, 40094),
        (notice({"title": "短标题"}), 40058),
        (notice({}) | {"touser": "@all"}, 40035),
        (notice({"content_item": [{"key": "k", "value": "v"}] * 11}), 90201),
        (notice({"content_item": [{"key": "k" * 11, "value": "v"}]}), 90202),
        (notice({"content_item": [{"key": "k", "value": "v" * 31}]}), 90203),
    ],
)  # fmt: skip
def test_what_is_wrong_has_its_errcode_and_reaches_nobody(
    client: Client, changes: dict[str, object], errcode: int
) -> None:
    """A refused message is in nobody's inbox."""
    assert send(client, **changes)["errcode"] == errcode
    assert len(inbox(client)) == (0 if errcode else 1)


def test_an_app_speaks_only_for_itself(client: Client) -> None:
    """The agent id must be that of the token."""
    apps = [{"agent_id": 1000002, "secret": client.secret}, {"agent_id": 1000003, "secret": "other-app"}]
    client.control("PUT", f"/corps/{CORP}", corp_setup(secrets=apps))
    assert send(client, agentid=1000003)["errcode"] == 301002
    assert send(Client(client.url, CORP, "other-app"), agentid=1000003)["errcode"] == 0


def test_the_surplus_over_thirty_a_minute_is_dropped_in_silence(client: Client, clock: Clock) -> None:
    """The call answers 0, and only the ledger knows; the next minute is free again."""
    token = client.gettoken()["access_token"]
    body = {"touser": "li", "agentid": 1000002, **TEXT}
    assert [client.post(SEND, body, token)["errcode"] for _ in range(32)] == [0] * 32
    assert len(inbox(client)) == 30
    outcomes = [e["outcome"] for e in client.control("GET", "/ledger?kind=app_message")["entries"]]
    assert outcomes == ["delivered"] * 30 + ["dropped by frequency"] * 2
    assert send(client, touser="wang")["errcode"] == 0
    assert len(inbox(client, "wang")) == 1, "the limit is a member's own"
    clock.advance(60)
    send(client)
    assert len(inbox(client)) == 31


def test_an_hour_has_a_thousand(sandbox: Sandbox, clock: Clock) -> None:
    """The hour's limit holds where no minute's limit was met."""
    through = 0
    for _ in range(34):
        through += sum(sandbox.parts.frequency.reaches(CORP, "1", "li") for _ in range(31))
        clock.advance(60)
    assert through == 1000


def test_a_day_has_two_hundred_for_every_account(client: Client, clock: Clock) -> None:
    """An account cap of 1 allows 200 person-times; a call too large is refused as a whole, until midnight."""
    people = [{"userid": f"m{number}", "name": "员工"} for number in range(60)]
    client.control("PUT", f"/corps/{CORP}", corp_setup(staff=people, limits={"accounts": 1}))
    assert [send(client, touser="@all")["errcode"] for _ in range(5)] == [0, 0, 0, 45009, 45009]
    assert send(client, touser="m1")["errcode"] == 45009
    assert len(inbox(client, "m1")) == 3
    clock.advance(14 * 3600)
    assert send(client, touser="@all")["errcode"] == 0


def test_app_messages_are_not_counted_by_the_basic_limits(client: Client) -> None:
    """They have limits of their own, so the API's do not block them."""
    client.control("PUT", f"/corps/{CORP}", corp_setup(limits={"per_minute": 2}))
    token = client.gettoken()["access_token"]
    body = {"touser": "li", "agentid": 1000002, **TEXT}
    assert [client.post(SEND, body, token)["errcode"] for _ in range(4)] == [0] * 4


def test_duplicates_are_dropped_when_asked_for(client: Client, clock: Clock) -> None:
    """The same text within the interval comes once, a different one comes, and a later one too."""
    check = {"enable_duplicate_check": 1, "duplicate_check_interval": 600}
    for _ in range(2):
        send(client, **check)
    send(client, **check, text={"content": "别的"})
    assert len(inbox(client)) == 2
    clock.advance(601)
    send(client, **check)
    assert len(inbox(client)) == 3
    send(client)
    assert len(inbox(client)) == 4, "without the check it comes again"
