"""Welcome messages (docs/platform D0, D7)."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest

from local.clock import Clock
from local.wecom import Sandbox
from local.wecom.mass_records import Media
from local.wecom.testing import CORP, Client, Receiver, corp_setup

SEND = "externalcontact/send_welcome_msg"
HI = {"content": "你好"}
LINK = {"title": "t", "url": "https://x.example/a"}
MINI = {"title": "t", "pic_media_id": "m", "appid": "wx1", "page": "p"}


@pytest.fixture(autouse=True)
def uploaded(client: Client, sandbox: Sandbox) -> None:
    """A picture `m`, a video `v` and a file `f` of the corp."""
    for media_id, kind in (("m", "image"), ("v", "video"), ("f", "file")):
        now = sandbox.world.time()
        sandbox.world.state.media[media_id] = Media(media_id, CORP, kind, "", 6, "", now)


@pytest.fixture
def code(live: Client, sandbox: Sandbox, receiver: Receiver) -> str:
    """A fresh welcome code, as the callback brought it."""
    live.control("POST", "/customers/fang/add", {"config_id": live.contact_way()["config_id"]})
    sandbox.deliver_all()
    return receiver.events[-1]["WelcomeCode"]


def send(client: Client, code: str, **parts: object) -> int:
    return int(client.post(SEND, {"welcome_code": code, **parts})["errcode"])


def item(msgtype: str, content: object) -> dict[str, object]:
    return {"msgtype": msgtype, msgtype: content}


def chat(client: Client) -> list[Any]:
    messages: list[Any] = client.control("GET", "/customers/fang/messages")["messages"]
    return messages


def test_every_part_arrives_as_its_own_message(live: Client, code: str) -> None:
    """In order, from the welcome, with media_id before pic_url."""
    attachments = [
        item("image", {"media_id": "m", "pic_url": "https://p.example"}),
        item("link", LINK), item("miniprogram", MINI), item("video", {"media_id": "v"}),
        item("file", {"media_id": "f"}),
    ]  # fmt: skip
    assert send(live, code, text=HI, attachments=attachments) == 0
    arrived = [(m["sender"], m["msgtype"], m["content"]) for m in chat(live)]
    assert [msgtype for _, msgtype, _ in arrived] == [
        "text", "image", "link", "miniprogram", "video", "file",
    ]  # fmt: skip
    assert arrived[0] == ("welcome", "text", HI)
    assert arrived[1][2] == {"media_id": "m"}, "media_id wins over pic_url"


def test_the_second_use_is_41051_and_sends_nothing(live: Client, code: str) -> None:
    """One welcome for one join."""
    assert send(live, code, text=HI) == 0
    assert send(live, code, text=HI) == 41051
    assert len(chat(live)) == 1


@pytest.mark.parametrize(("seconds", "errcode"), [(20, 0), (20.001, 41050)])
def test_the_code_lives_twenty_seconds_from_the_event(
    live: Client, code: str, clock: Clock, seconds: float, errcode: int
) -> None:
    """To the second."""
    clock.advance(seconds)
    assert send(live, code, text=HI) == errcode


def test_a_busy_machine_may_give_codes_longer(live: Client, code: str, clock: Clock) -> None:
    """As long as it says, and no longer."""
    assert live.control("POST", "/welcomes", {"live_seconds": 60})["live_seconds"] == 60
    clock.advance(60)
    assert send(live, code, text=HI) == 0


def test_a_late_delivery_does_not_lengthen_the_life(
    live: Client, sandbox: Sandbox, receiver: Receiver, clock: Clock
) -> None:
    """The 20 seconds begin when the customer joins."""
    live.control("POST", "/faults", {"kind": "delay", "seconds": 21})
    live.control("POST", "/customers/fang/add", {"config_id": live.contact_way()["config_id"]})
    clock.advance(21)
    sandbox.deliver_all()
    assert send(live, receiver.events[0]["WelcomeCode"], text=HI) == 41050


@pytest.mark.parametrize("who", ["customer", "member"])
def test_chatting_before_the_welcome_is_41051(live: Client, code: str, who: str) -> None:
    """Whoever of the two wrote first."""
    external = live.control("GET", "/customers/fang")["external_userids"][CORP]
    if who == "customer":
        body = {"corp_id": CORP, "userid": "li", "text": "在吗"}
        live.control("POST", "/customers/fang/chat", body)
    else:
        say = {"external_userid": external, "text": "您好"}
        live.control("POST", f"/corps/{CORP}/staff/li/chat", say)
    assert send(live, code, text=HI) == 41051


def test_missing_unknown_foreign_and_outlived_codes(live: Client, code: str) -> None:
    """Each has its errcode, and none is good for a new relation."""
    assert live.post(SEND, {"text": HI})["errcode"] == 41049
    assert send(live, "WC_no", text=HI) == 41050
    live.control("PUT", "/corps/wwother", corp_setup(secrets=[{"agent_id": 1, "secret": "o"}]))
    assert send(Client(live.url, "wwother", "o"), code, text=HI) == 41050
    leave = {"corp_id": CORP, "userid": "li"}
    live.control("POST", "/customers/fang/delete", leave)
    assert send(live, code, text=HI) == 84061
    live.control("POST", "/customers/fang/add", {"config_id": live.contact_way()["config_id"]})
    assert send(live, code, text=HI) == 41050, "the code of a former relation"


def test_a_code_can_be_sending_elsewhere_and_then_be_free(live: Client, code: str) -> None:
    """41096 now does not use it up."""
    live.control("POST", "/faults", {"kind": "error", "api": SEND, "errcode": 41096})
    assert send(live, code, text=HI) == 41096
    assert send(live, code, text=HI) == 0


@pytest.mark.parametrize(
    ("parts", "errcode"),
    [
        ({}, 44004), ({"text": {"content": ""}, "attachments": []}, 44004),
        ({"text": {"content": "x" * 4001}}, 45002), ({"text": {"content": "一" * 1334}}, 45002),
        ({"text": "hi"}, 40058), ({"attachments": [item("link", LINK)] * 10}, 41064),
        ({"attachments": [{"msgtype": "voice", "voice": {}}]}, 41065),
        ({"attachments": [{"msgtype": "link", "image": {}}]}, 41065),
        ({"attachments": [{"link": LINK}]}, 41065),
        ({"attachments": [item("image", {})]}, 41006),
        ({"attachments": [item("video", {})]}, 41006),
        ({"attachments": [item("file", {})]}, 41006),
        ({"attachments": [item("image", {"media_id": "never uploaded"})]}, 40007),
        ({"attachments": [item("image", {"pic_url": "p.example"})]}, 40094),
        ({"attachments": [item("link", LINK | {"title": ""})]}, 40063),
        ({"attachments": [item("link", LINK | {"title": "一" * 43})]}, 45002),
        ({"attachments": [item("link", LINK | {"desc": "x" * 513})]}, 45002),
        ({"attachments": [item("link", LINK | {"url": ""})]}, 40094),
        ({"attachments": [item("link", LINK | {"url": "x.example"})]}, 40094),
        ({"attachments": [item("link", LINK | {"url": "https://" + "x" * 2041})]}, 40039),
        ({"attachments": [item("link", LINK | {"picurl": "https://" + "x" * 2041})]}, 40039),
        ({"attachments": [item("miniprogram", MINI | {"title": "一" * 22})]}, 45002),
        ({"attachments": [item("miniprogram", MINI | {"title": ""})]}, 40063),
        ({"attachments": [item("miniprogram", MINI | {"pic_media_id": ""})]}, 41006),
        ({"attachments": [item("miniprogram", MINI | {"appid": ""})]}, 40063),
        ({"attachments": [item("miniprogram", MINI | {"page": ""})]}, 40063),
    ],
)  # fmt: skip
def test_a_wrong_part_is_refused_and_leaves_the_code_unused(
    live: Client, code: str, parts: dict[str, object], errcode: int
) -> None:
    """A corrected message still goes out."""
    assert send(live, code, **parts) == errcode
    assert send(live, code, text=HI) == 0


def test_the_largest_parts_are_fine(live: Client, code: str) -> None:
    """Nine attachments and every text at its limit."""
    link = {"title": "x" * 128, "desc": "x" * 512, "url": "https://" + "x" * 2040}
    mini = MINI | {"title": "x" * 64}
    attachments = [item("link", link)] * 8 + [item("miniprogram", mini)]
    assert send(live, code, text={"content": "x" * 4000}, attachments=attachments) == 0


def test_of_many_racing_senders_exactly_one_wins(live: Client, code: str) -> None:
    """Sixteen at once: one message, fifteen times 41051."""
    token = live.gettoken()["access_token"]
    body = {"welcome_code": code, "text": HI}

    def call(_: int) -> int:
        return int(live.post(SEND, body, token)["errcode"])

    with ThreadPoolExecutor(8) as pool:
        codes = sorted(pool.map(call, range(16)))
    assert codes == [0] + [41051] * 15
    assert len(chat(live)) == 1


@pytest.mark.parametrize(
    ("parts", "arrived"),
    [
        ({"link": LINK}, ["text", "link"]),
        ({"miniprogram": MINI, "link": LINK, "image": {"media_id": "m"}}, ["text", "image"]),
        ({"link": LINK, "attachments": [item("miniprogram", MINI)]}, ["text", "miniprogram"]),
    ],
)
def test_the_older_form_has_one_part_beside_the_text(
    live: Client, code: str, parts: dict[str, Any], arrived: list[str]
) -> None:
    """Of several the first of image, link and mini-program; beside attachments none."""
    assert send(live, code, text=HI, **parts) == 0
    assert [message["msgtype"] for message in chat(live)] == arrived
