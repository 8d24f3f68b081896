"""Delivery of events: signature, retries, order, faults, URL verification (docs/platform B2, B3, B4, B7)."""

from __future__ import annotations

import threading
import time

import pytest

from local.clock import Clock
from local.wecom import Sandbox
from local.wecom.crypto import CryptoError
from local.wecom.testing import CORP, KEY, Client, Receiver, corp_setup


def add(client: Client, customer: str = "fang") -> None:
    client.control("POST", "/customers", {"id": customer, "name": customer})
    body = {"config_id": client.contact_way()["config_id"]}
    client.control("POST", f"/customers/{customer}/add", body)


def leave(client: Client, customer: str = "fang") -> None:
    client.control("POST", f"/customers/{customer}/delete", {"corp_id": CORP, "userid": "li"})


def deliveries(client: Client) -> list[tuple[int, int, str]]:
    entries = client.control("GET", "/ledger?kind=delivery")["entries"]
    return [(e["attempt"], e["status"], e["outcome"]) for e in entries]


def test_the_post_is_signed_encrypted_and_wrapped(live: Client, sandbox: Sandbox, receiver: Receiver) -> None:
    """Query, envelope and cipher are as documented, and nothing can be read without the key."""
    live.control("PUT", f"/corps/{CORP}", corp_setup(receiver.url, callback_agent_id=218))
    add(live)
    sandbox.deliver_all()
    [post] = receiver.posts
    assert post.query.keys() == {"corp", "msg_signature", "timestamp", "nonce"}
    assert f"<ToUserName><![CDATA[{CORP}]]></ToUserName>".encode() in post.raw
    assert b"<AgentID><![CDATA[218]]></AgentID>" in post.raw
    assert b"WelcomeCode" not in post.raw, "nothing is readable without the key"
    assert receiver.open(post)["ChangeType"] == "add_external_contact"


def test_agent_id_is_absent_unless_configured(live: Client, sandbox: Sandbox, receiver: Receiver) -> None:
    """Customer events come without AgentID by default."""
    add(live)
    sandbox.deliver_all()
    assert b"AgentID" not in receiver.posts[0].raw


def test_retries_come_at_once_then_after_five_and_ten_seconds(
    live: Client, sandbox: Sandbox, receiver: Receiver, clock: Clock
) -> None:
    """Three retries after a failure, then the event is given up."""
    receiver.statuses = [500, 503, 404, 500]
    add(live)
    sandbox.deliver_all()
    counts = [len(receiver.posts)]
    for seconds in (4.9, 0.1, 9.9, 0.1, 1000):
        clock.advance(seconds)
        sandbox.deliver_all()
        counts.append(len(receiver.posts))
    assert counts == [2, 2, 3, 3, 4, 4], "one delivery, three retries, then given up"
    assert deliveries(live) == [
        (1, 500, "will retry"), (2, 503, "will retry"), (3, 404, "will retry"),
        (4, 500, "given up"),
    ]  # fmt: skip


def test_a_retry_has_the_same_content_in_a_new_cipher(live: Client, sandbox: Sandbox, receiver: Receiver) -> None:
    """A receiver can tell a repeat by its plaintext only."""
    receiver.statuses = [500]
    add(live)
    sandbox.deliver_all()
    first, second = receiver.posts
    assert receiver.open(first) == receiver.open(second)
    assert first.raw != second.raw
    assert first.query["msg_signature"] != second.query["msg_signature"]
    assert first.query["nonce"] != second.query["nonce"]


def test_an_answer_after_the_time_limit_is_a_failure(
    live: Client, sandbox: Sandbox, receiver: Receiver, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A slow answer is retried although it was 200."""
    monkeypatch.setattr(sandbox.parts.deliverer, "timeout", 0.4)
    receiver.delay = 0.5
    add(live)
    while not receiver.posts:
        time.sleep(0.005)
    receiver.delay = 0.0
    sandbox.deliver_all()
    [first, second] = live.control("GET", "/ledger?kind=delivery")["entries"]
    assert (first["error"], first["outcome"]) == ("timeout", "will retry")
    assert second["outcome"] == "delivered"


def test_a_dead_address_is_retried_and_then_lives(
    client: Client, sandbox: Sandbox, receiver: Receiver, clock: Clock
) -> None:
    """A receiver that comes back in time loses nothing."""
    client.control("PUT", f"/corps/{CORP}", corp_setup("http://127.0.0.1:9/cb"))
    add(client)
    sandbox.deliver_all()
    client.control("PUT", f"/corps/{CORP}", corp_setup(receiver.url))
    clock.advance(5)
    sandbox.deliver_all()
    assert receiver.changes == ["add_external_contact"]


@pytest.mark.parametrize(
    ("body", "reply"),
    [(b"", "accepted"), (b"success", "accepted"), (b"ok", "plain reply, ignored"),
     (b"<xml><Encrypt>x</Encrypt></xml>", "encrypted reply")],
)  # fmt: skip
def test_any_2xx_is_accepted_and_the_body_is_recorded(
    live: Client, sandbox: Sandbox, receiver: Receiver, body: bytes, reply: str
) -> None:
    """What was answered is on the ledger, whatever it was."""
    receiver.body = body
    add(live)
    sandbox.deliver_all()
    [entry] = live.control("GET", "/ledger?kind=delivery")["entries"]
    assert (entry["reply"], entry["body"].encode()) == (reply, body)


def test_events_about_one_customer_keep_their_order(live: Client, sandbox: Sandbox, receiver: Receiver) -> None:
    """The next one waits until the one before has been answered."""
    receiver.delay = 0.03
    for _ in range(4):
        add(live)
        leave(live)
    sandbox.deliver_all()
    assert receiver.changes == ["add_external_contact", "del_follow_user"] * 4
    assert receiver.most_at_once == 1, "one waits for the other"


def test_a_duplicate_arrives_with_the_same_plaintext(live: Client, sandbox: Sandbox, receiver: Receiver) -> None:
    """A repeat on demand is the very same event, so many times."""
    live.control("POST", "/faults", {"kind": "duplicate", "n": 3})
    add(live)
    leave(live)
    sandbox.deliver_all()
    first, *others = receiver.events[:3]
    assert others == [first, first]
    assert receiver.changes == ["add_external_contact"] * 3 + ["del_follow_user"]


def test_reordering_delivers_held_events_backwards(live: Client, sandbox: Sandbox, receiver: Receiver) -> None:
    """Two held events come in the wrong order, later ones as they happen."""
    live.control("POST", "/faults", {"kind": "reorder", "n": 2})
    add(live)
    sandbox.deliver_all()
    assert receiver.posts == []
    leave(live)
    add(live)
    sandbox.deliver_all()
    assert receiver.changes[:2] == ["del_follow_user", "add_external_contact"]
    assert len(receiver.posts) == 3


def test_a_held_event_does_not_wait_for_ever(live: Client, sandbox: Sandbox, receiver: Receiver, clock: Clock) -> None:
    """Without a second event the first one comes after ten seconds."""
    live.control("POST", "/faults", {"kind": "reorder", "n": 2})
    add(live)
    clock.advance(10)
    sandbox.deliver_all()
    assert receiver.changes == ["add_external_contact"]


def test_a_delayed_event_arrives_later_and_a_dropped_one_never(
    live: Client, sandbox: Sandbox, receiver: Receiver, clock: Clock
) -> None:
    """Both faults act on exactly the event that they name."""
    live.control("POST", "/faults", {"kind": "delay", "seconds": 30})
    live.control("POST", "/faults", {"kind": "drop_event", "change": "del_follow_user"})
    add(live)
    leave(live)
    sandbox.deliver_all()
    assert receiver.posts == []
    clock.advance(30)
    sandbox.deliver_all()
    assert receiver.changes == ["add_external_contact"]


@pytest.mark.parametrize(("kind", "code"), [("bad_signature", -40001), ("wrong_receiveid", -40005)])
def test_a_forged_attempt_must_be_refused_and_a_good_one_follows(
    live: Client, sandbox: Sandbox, receiver: Receiver, kind: str, code: int
) -> None:
    """A receiver that checks signature and corp meets a wrong one first."""
    live.control("POST", "/faults", {"kind": kind})
    receiver.statuses = [403]
    add(live)
    sandbox.deliver_all()
    with pytest.raises(CryptoError) as refusal:
        receiver.open(receiver.posts[0])
    assert refusal.value.code == code
    assert receiver.open(receiver.posts[1])["ChangeType"] == "add_external_contact"


def test_a_door_that_is_down_for_four_tries_loses_the_event(
    live: Client, sandbox: Sandbox, receiver: Receiver, clock: Clock
) -> None:
    """Nobody is reached, the event is given up, and nothing tells of it afterwards; the next one arrives."""
    live.control("POST", "/faults", {"kind": "door_down", "times": 4})
    add(live)
    for seconds in (0, 5, 10):
        clock.advance(seconds)
        sandbox.deliver_all()
    assert deliveries(live)[-1] == (4, 0, "given up")
    leave(live)
    sandbox.deliver_all()
    assert receiver.changes == ["del_follow_user"]


def test_customers_are_served_in_parallel(live: Client, sandbox: Sandbox, receiver: Receiver) -> None:
    """One customer's slow delivery keeps nobody else's waiting."""
    receiver.delay = 0.2
    threads = [threading.Thread(target=add, args=(live, f"c{n}")) for n in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    sandbox.deliver_all()
    assert len(receiver.posts) == 6
    assert receiver.most_at_once > 1


def test_verification_passes_with_the_exact_plaintext(live: Client, receiver: Receiver) -> None:
    """The report is kept with the corp."""
    report = live.control("POST", f"/corps/{CORP}/verify")
    assert (report["ok"], report["problem"], report["status"]) == (True, "", 200)
    assert live.control("GET", "/corps")["corps"][0]["verified"] == report


@pytest.mark.parametrize(
    ("wrap", "words"), [('"{}"', "quotes"), ("{}\n", "newline"), ("\ufeff{}", "BOM"), ("x", "not")]
)
def test_verification_says_what_is_wrong_with_the_body(live: Client, receiver: Receiver, wrap: str, words: str) -> None:
    """Quotes, a line break, a byte order mark or another text: each is named."""
    receiver.echo = lambda plain: wrap.format(plain).encode()
    report = live.control("POST", f"/corps/{CORP}/verify")
    assert not report["ok"]
    assert words in report["problem"]


def test_verification_must_be_answered_in_time(
    live: Client, receiver: Receiver, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A late echo is no echo."""
    monkeypatch.setattr("local.wecom.control.VERIFY_SECONDS", 0.1)
    receiver.delay = 0.2
    assert "timeout" in live.control("POST", f"/corps/{CORP}/verify")["problem"]


def test_setting_up_can_verify_in_one_step(client: Client, receiver: Receiver) -> None:
    """A corp with a callback is checked when it is made."""
    setup = corp_setup(receiver.url, skip=False)
    assert client.control("PUT", f"/corps/{CORP}", setup)["verified"]["ok"]


@pytest.mark.parametrize("wrong", [{"encoding_aes_key": KEY[:-1]}, {"token": "a b"}, {"token": ""}, {"nme": "x"}])
def test_a_callback_that_cannot_work_is_refused_at_set_up(
    client: Client, receiver: Receiver, wrong: dict[str, str]
) -> None:
    """A short key, an impossible token or an unknown field is 400 and not a riddle later."""
    body = corp_setup(receiver.url) | wrong
    assert client.send("PUT", f"/_sandbox/corps/{CORP}", body)[0] == 400
