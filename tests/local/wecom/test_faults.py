"""Misbehaviour of API calls on demand, and the control API of faults."""

from __future__ import annotations

import http.client
import json
import time
from urllib.parse import urlsplit

import pytest

from chalicelib.core.text import shown
from chalicelib.platforms import reading
from chalicelib.platforms.wecom.client import Contact
from local.wecom import Sandbox
from local.wecom.mass_records import MassTask, Part, Sending
from local.wecom.states import ChatType
from local.wecom.testing import CORP, PICTURE, Client

IPS = "get_api_domain_ip"
ADD = "externalcontact/add_contact_way"
WAY = {"type": 1, "scene": 2, "user": ["li"]}


def fault(client: Client, **body: object) -> int:
    return int(client.control("POST", "/faults", body)["id"])


def test_an_error_is_answered_for_the_next_calls_of_that_api_only(client: Client) -> None:
    """Twice as ordered, then it is over; other APIs never see it."""
    token = client.gettoken()["access_token"]
    fault(client, kind="error", api=IPS, errcode=-1, times=2)
    assert client.get("getcallbackip", token)["errcode"] == 0
    assert [client.get(IPS, token)["errcode"] for _ in range(3)] == [-1, -1, 0]


def test_a_dirty_answer_means_the_same(client: Client, friend: str) -> None:
    """Every strict reader fails on it; one that is not reads what a clean answer says."""
    client.control("POST", "/customers", {"id": "fang", "name": "王🧋"})
    token, query = client.gettoken()["access_token"], f"external_userid={friend}"
    clean = client.get("externalcontact/get", token, external_userid=friend)
    fault(client, kind="dirty_json", api="externalcontact/get")
    status, raw = client.send("GET", f"/cgi-bin/externalcontact/get?access_token={token}&{query}")
    with pytest.raises(ValueError):
        json.loads(raw)
    seen, wanted = (reading.fitted(one, Contact) for one in (reading.json_of(raw), clean))
    assert shown(seen.external_contact.name) == wanted.external_contact.name == "王🧋"
    assert (status, [one.userid for one in seen.follow_user]) == (200, ["li"])


def test_an_error_happens_before_the_effect(client: Client, sandbox: Sandbox) -> None:
    """A call that failed has made nothing."""
    fault(client, kind="error", api=ADD, errcode=6000)
    assert client.contact_way()["errcode"] == 6000
    assert not sandbox.world.state.ways


def test_gettoken_can_fail_too(client: Client) -> None:
    """A token that cannot be fetched is met once, then the next try works."""
    fault(client, kind="error", api="gettoken", errcode=-1)
    assert client.gettoken()["errcode"] == -1
    assert client.gettoken()["errcode"] == 0


def test_a_fault_for_one_corp_spares_the_others(client: Client) -> None:
    """It waits for the corp that it names."""
    fault(client, kind="error", corp_id="wwother", errcode=-1, times=None)
    assert client.get(IPS)["errcode"] == 0


def test_slow_calls_take_their_time(client: Client) -> None:
    """The caller waits as long as ordered, and the ledger has the time."""
    token = client.gettoken()["access_token"]
    fault(client, kind="slow", api=IPS, ms=120)
    began = time.monotonic()
    assert client.get(IPS, token)["errcode"] == 0
    assert time.monotonic() - began >= 0.12
    assert client.control("GET", "/ledger?kind=api")["entries"][-1]["ms"] >= 120


def test_a_dropped_reply_did_its_work(client: Client, sandbox: Sandbox) -> None:
    """The connection breaks after the effect, as a lost answer does."""
    token = client.gettoken()["access_token"]
    fault(client, kind="drop_reply", api=ADD)
    address = urlsplit(sandbox.url)
    connection = http.client.HTTPConnection(address.hostname or "", address.port)
    body = b'{"type":1,"scene":2,"user":["li"]}'
    connection.request("POST", f"/cgi-bin/{ADD}?access_token={token}", body)
    with pytest.raises((http.client.RemoteDisconnected, ConnectionError)):
        connection.getresponse()
    connection.close()
    assert len(sandbox.world.state.ways) == 1
    entry = client.control("GET", "/ledger?kind=api")["entries"][-1]
    assert (entry["reply"], entry["errcode"]) == ("dropped", 0)


def test_an_empty_http_500_did_its_work(client: Client, sandbox: Sandbox) -> None:
    """The caller cannot know whether the thing was made; it was."""
    token = client.gettoken()["access_token"]
    fault(client, kind="http_500", api=ADD)
    answer = client.send("POST", f"/cgi-bin/{ADD}?access_token={token}", WAY)
    assert answer == (500, b"")
    assert len(sandbox.world.state.ways) == 1


CALLS: list[tuple[str, dict[str, object]]] = [
    ("media/upload", {}),
    ("externalcontact/add_msg_template", {"sender": "li", "text": {"content": "x"}}),
    ("externalcontact/remind_groupmsg_send", {"msgid": "task"}),
    ("externalcontact/cancel_groupmsg_send", {"msgid": "task"}),
    ("externalcontact/get_groupmsg_task", {"msgid": "task"}),
    ("externalcontact/groupchat/list", {"limit": 1}),
    ("message/send", {"touser": "li", "agentid": 1000002, "msgtype": "text", "text": {"content": "x"}}),
]


@pytest.mark.parametrize(("api", "body"), CALLS)
def test_the_calls_of_mass_messages_can_fail_like_all_others(
    client: Client, sandbox: Sandbox, friend: str, api: str, body: dict[str, object]
) -> None:
    """Busy, blocked, slow, token lost, and an answer that is lost after the work was done."""
    sandbox.world.state.mass["task"] = MassTask("task", CORP, ChatType.SINGLE, 0, [], {"li": Part({friend: Sending()})})

    def call() -> int:
        if api == "media/upload":
            return int(client.upload(token=token)["errcode"])
        return int(client.post(api, body, token)["errcode"])

    token = client.gettoken()["access_token"]
    fault(client, kind="error", api=api, errcode=-1)
    fault(client, kind="slow", api=api, ms=20)
    assert call() == -1
    fault(client, kind="block", api=api, seconds=60)
    assert call() == 45009
    client.control("DELETE", "/faults")
    fault(client, kind="invalidate_tokens")
    assert call() == 40014
    token = client.gettoken()["access_token"]
    fault(client, kind="drop_reply", api=api)
    with pytest.raises((http.client.RemoteDisconnected, ConnectionError)):
        call()
    done = [entry for entry in client.control("GET", "/ledger?kind=api")["entries"] if entry["api"] == api][-1]
    assert (done["reply"], done["errcode"]) == ("dropped", 0)


def test_a_task_whose_answer_was_lost_exists(client: Client, sandbox: Sandbox, friend: str) -> None:
    """A client that repeats blindly makes two, and the ledger shows it."""
    token = client.gettoken()["access_token"]
    body = {"external_userid": [friend], "text": {"content": "x"}}
    fault(client, kind="http_500", api="externalcontact/add_msg_template")
    path = f"/cgi-bin/externalcontact/add_msg_template?access_token={token}"
    assert client.send("POST", path, body) == (500, b"")
    client.mass(friend)
    created = client.control("GET", "/ledger?kind=mass")["entries"]
    assert [entry["targets"] for entry in created] == [[friend], [friend]]


def test_faults_are_listed_until_used_up_or_removed(client: Client) -> None:
    """One by its id, or all of them."""
    first = fault(client, kind="slow", ms=1)
    second = fault(client, kind="duplicate", times=None)
    listed = client.control("GET", "/faults")["faults"]
    assert [(f["id"], f["times"]) for f in listed] == [(first, 1), (second, None)]
    client.get(IPS, "no token, no corp")
    assert client.control("DELETE", f"/faults/{second}") == {"removed": 1}
    assert [f["id"] for f in client.control("GET", "/faults")["faults"]] == [first]
    assert client.control("DELETE", "/faults") == {"removed": 1}
    assert client.control("GET", "/faults")["faults"] == []


@pytest.mark.parametrize("kind", ["block", "invalidate_tokens"])
def test_what_happens_at_once_does_not_stay_in_force(client: Client, kind: str) -> None:
    """Blocks and invalidated tokens are done when they are ordered."""
    fault(client, kind=kind, seconds=60)
    assert client.control("GET", "/faults")["faults"] == []


@pytest.mark.parametrize(
    "body", [{"kind": "nonsense"}, {"kind": "slow", "times": 0}, {"kind": "duplicate", "n": 1}, {},
             {"kind": "slow", "sec": 1}]
)  # fmt: skip
def test_a_fault_nobody_can_build_is_refused(client: Client, body: object) -> None:
    """An unknown kind or a wrong field is 400."""
    assert client.send("POST", "/_sandbox/faults", body)[0] == 400


def test_removing_an_unknown_fault_is_404(client: Client) -> None:
    """Nothing is removed in place of it."""
    assert client.send("DELETE", "/_sandbox/faults/999999")[0] == 404


def test_faults_and_their_use_are_on_the_ledger(client: Client) -> None:
    """Who reads it can tell an ordered failure from a real one."""
    fault(client, kind="error", api=IPS, errcode=-1, corp_id=CORP)
    client.get(IPS)
    entries = client.control("GET", "/ledger?kind=fault")["entries"]
    assert [entry["action"] for entry in entries] == ["added", "used"]


def test_a_permanent_refusal_is_never_used_up(client: Client, sandbox: Sandbox) -> None:
    """It has the code that was asked for, makes nothing, and ends when it is removed."""
    number = fault(client, kind="permanent", api=ADD, errcode=41045)
    assert [client.contact_way()["errcode"] for _ in range(3)] == [41045] * 3
    assert not sandbox.world.state.ways
    client.control("DELETE", f"/faults/{number}")
    assert client.contact_way()["errcode"] == 0


@pytest.mark.parametrize("errcode", [{}, {"errcode": 12345}])
def test_a_permanent_refusal_needs_a_code_of_the_platform(client: Client, errcode: dict[str, int]) -> None:
    """Busy is none that lasts, and a number that nobody has would prove nothing."""
    with pytest.raises(AssertionError, match="errcode"):
        fault(client, kind="permanent", api=ADD, **errcode)


def test_a_refused_member_of_staff_is_refused_wherever_they_are_named(client: Client) -> None:
    """Alone, however they are written and for as long as it holds; colleagues are served."""
    fault(client, kind="staff_refused", userid="LI")
    fault(client, kind="staff_refused", userid="wang", errcode=84074, api="externalcontact/list")
    assert [client.contact_way()["errcode"] for _ in range(2)] == [41054, 41054]
    assert client.post(ADD, {**WAY, "user": ["wang"]})["errcode"] == 0
    assert client.get("externalcontact/list", userid="wang")["errcode"] == 84074


def test_expired_media_is_dead_at_once_and_a_new_upload_lives(client: Client) -> None:
    """It does not stay in force."""
    old = client.upload("image", PICTURE)["media_id"]
    assert client.control("POST", "/faults", {"kind": "media_expired", "corp_id": CORP})["expired"] == 1
    new = client.upload("image", PICTURE)["media_id"]
    sent = {"touser": "li", "agentid": 1000002, "msgtype": "image"}
    answers = [client.post("message/send", {**sent, "image": {"media_id": one}})["errcode"] for one in (old, new)]
    assert answers == [40007, 0]
    assert client.control("GET", "/faults")["faults"] == []
