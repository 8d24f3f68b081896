"""The control API and the ledger."""

from __future__ import annotations

import pytest

from local.clock import Clock
from local.servers import world
from local.wecom import Sandbox
from local.wecom.testing import APP_SECRET, CORP, KEY, SECRET, TOKEN, Client, corp_setup


def test_the_clock_is_read_and_advanced(client: Client, clock: Clock) -> None:
    """By durations as people write them; what is none is 400."""
    assert client.control("GET", "/clock")["now"] == "2026-03-08T02:00:00.000+00:00"
    moved = client.control("POST", "/clock", {"advance": "24h"})
    assert (moved["now"], moved["offset"]) == ("2026-03-09T02:00:00.000+00:00", 86400)
    assert clock.offset == 86400
    for wrong in ("1 day", "-1h", ""):
        assert client.send("POST", "/_sandbox/clock", {"advance": wrong})[0] == 400


def test_setting_up_a_corp_twice_keeps_its_world(client: Client, friend: str) -> None:
    """New settings replace the old ones, and customers stay."""
    client.control("PUT", f"/corps/{CORP}", corp_setup(name="新名字"))
    assert client.get("externalcontact/get", external_userid=friend)["errcode"] == 0
    [corp] = client.control("GET", "/corps")["corps"]
    assert (corp["name"], corp["agents"]) == ("新名字", [1000002])


def test_secrets_do_not_come_back_out(client: Client) -> None:
    """The control API shows no secret, token or key."""
    _, raw = client.send("GET", "/_sandbox/corps")
    for secret in (SECRET, TOKEN, KEY, APP_SECRET):
        assert secret.encode() not in raw


def test_the_ledger_is_read_forward_by_seq_and_kind(client: Client, friend: str) -> None:
    """Numbers only grow, and a reader can go on from the last it saw."""
    everything = client.control("GET", "/ledger")
    seqs = [entry["seq"] for entry in everything["entries"]]
    assert seqs == sorted(set(seqs))
    assert everything["last"] >= seqs[-1]
    page = client.control("GET", f"/ledger?after={seqs[0]}&limit=2")["entries"]
    assert [entry["seq"] for entry in page] == seqs[1:3]
    kinds = {e["kind"] for e in client.control("GET", "/ledger?kind=api,event")["entries"]}
    assert kinds == {"api", "event"}
    newest = client.control("GET", "/ledger?limit=1")["entries"]
    assert [entry["seq"] for entry in newest] == seqs[-1:]


def test_the_ledger_tells_time_call_corp_and_outcome(client: Client) -> None:
    """A refused call is on it with its errcode and its time."""
    client.contact_way(type=9)
    entry = client.control("GET", "/ledger?kind=api")["entries"][-1]
    assert entry["at"] == "2026-03-08T02:00:00.000+00:00"
    assert (entry["api"], entry["corp_id"], entry["errcode"]) == (
        "externalcontact/add_contact_way", CORP, 41039,
    )  # fmt: skip
    assert entry["ms"] >= 0


def test_the_ledger_keeps_the_newest_lines(client: Client, sandbox: Sandbox, monkeypatch: pytest.MonkeyPatch) -> None:
    """It is cut at its bound instead of growing for ever."""
    monkeypatch.setattr(world, "LEDGER_KEEPS", 100)
    for _ in range(111):
        sandbox.world.record("noise")
    kept = client.control("GET", "/ledger?kind=noise&limit=30000")["entries"]
    assert len(kept) == 100
    assert len(sandbox.world.state.ledger) <= 110


def test_a_reset_forgets_everything_but_not_the_count(client: Client, friend: str) -> None:
    """Corps, customers and faults are gone; numbers go on."""
    client.control("POST", "/faults", {"kind": "slow"})
    before = client.control("GET", "/ledger")["last"]
    client.control("POST", "/reset")
    assert client.control("GET", "/corps")["corps"] == []
    assert client.control("GET", "/customers")["customers"] == []
    assert client.control("GET", "/faults")["faults"] == []
    [entry] = client.control("GET", "/ledger")["entries"]
    assert entry["kind"] == "reset"
    assert entry["seq"] > before


def test_messages_of_both_sides_are_in_the_chat(client: Client, friend: str) -> None:
    """In order, and an empty message is refused."""
    said = {"corp_id": CORP, "userid": "li", "text": "有热的吗"}
    client.control("POST", "/customers/fang/chat", said)
    answer = {"external_userid": friend, "text": "有的"}
    client.control("POST", f"/corps/{CORP}/staff/li/chat", answer)
    messages = client.control("GET", "/customers/fang/messages")["messages"]
    assert [(m["sender"], m["content"]["content"]) for m in messages] == [
        ("customer", "有热的吗"), ("staff", "有的"),
    ]  # fmt: skip
    assert client.send("POST", "/_sandbox/customers/fang/chat", said | {"text": " "})[0] == 400


def test_a_members_customers_are_listed_with_their_status(client: Client, friend: str) -> None:
    """With id, name and status, as the side bar needs them."""
    [shown] = client.control("GET", f"/corps/{CORP}/staff/li/customers")["customers"]
    assert (shown["external_userid"], shown["name"], shown["status"]) == (friend, "王芳", "friends")


def test_a_member_cannot_tag_with_what_does_not_exist(client: Client, friend: str) -> None:
    """An unknown tag is 404 for a person too."""
    body = {"external_userid": friend, "tags": ["etno"]}
    assert client.send("POST", f"/_sandbox/corps/{CORP}/staff/li/edit", body)[0] == 404


def test_confirming_twice_is_refused(client: Client, friend: str) -> None:
    """There is nothing to confirm among friends."""
    path = f"/_sandbox/corps/{CORP}/staff/li/confirm"
    assert client.send("POST", path, {"external_userid": friend})[0] == 400


@pytest.mark.parametrize(
    ("method", "path", "body", "status"),
    [
        ("GET", "/customers/nobody", None, 404), ("GET", "/nonsense", None, 404),
        ("POST", "/customers", {"name": " "}, 400), ("POST", "/customers", {}, 400),
        ("POST", "/customers", {"name": "x", "id": "a b"}, 400), ("POST", "/customers", b"{", 400),
        ("POST", "/customers/nobody/open", {"config_id": "x"}, 404),
        ("POST", "/customers/fang/open", {"config_id": "x"}, 404),
        ("POST", "/customers/fang/delete", {"corp_id": CORP, "userid": "li"}, 400),
        ("POST", "/customers/fang/delete", {"corp_id": "no", "userid": "li"}, 404),
        ("POST", f"/corps/{CORP}/staff/nobody/confirm", {"external_userid": "x"}, 404),
        ("POST", f"/corps/{CORP}/staff/li/confirm", {"external_userid": "x"}, 404),
        ("POST", "/corps/no/verify", None, 404), ("PUT", "/corps/x", {}, 400),
    ],
)  # fmt: skip
def test_mistakes_are_told_apart(client: Client, method: str, path: str, body: object, status: int) -> None:
    """Unknown things are 404, wrong bodies 400, and both say why."""
    answer = client.send(method, f"/_sandbox{path}", body)
    assert answer[0] == status
    assert b"error" in answer[1]
