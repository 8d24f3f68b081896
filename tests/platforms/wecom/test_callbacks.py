"""The callback door: verified, durable, queued, then answered."""

from __future__ import annotations

import json
import random
from datetime import UTC, datetime
from functools import partial
from pathlib import Path
from urllib.parse import quote, urlencode

import pytest

from chalicelib import clock
from chalicelib.callbacks import rules
from chalicelib.core.config import config
from chalicelib.core.context import new_ctx
from chalicelib.core.http import answers
from chalicelib.core.ops import secrets
from chalicelib.core.storage import inbox
from chalicelib.members import service as members
from chalicelib.platforms.wecom import events
from tests.support.http import Answer
from tests.support.stack import Stack
from tests.support.state import items
from tests.support.wecom import CORPS, join_event, sealed

HERE = Path(__file__).resolve().parent
OFFICIAL = json.loads((HERE.parents[1] / "contract" / "wecom_vectors.json").read_text())["callback_vectors"]
VECTORS = [vector for vector in OFFICIAL if vector["msg_signature"]]
JOIN = join_event("demo", "liming", "wmcustomer", 1763690400)


def _inbox() -> int:
    return len([row for row in items(config().inbox_table) if "#callback#" in row["pk"]["S"]])


def _post(stack: Stack, path: str, body: str, content_type: str = "text/xml") -> tuple[int, bytes]:
    answer = stack.http.call("POST", path, body, {}, content_type)
    return answer.status, answer.body


def test_the_platform_verifies_our_url(stack: Stack) -> None:
    """The sandbox's own verification (exact echo, under a second) passes."""
    report = stack.platform.verify("demo")
    assert report["ok"], report


def test_an_accepted_callback_is_stored_and_queued_before_it_is_answered(stack: Stack) -> None:
    """One row and one message are there when the answer is."""
    assert _post(stack, *sealed("demo", JOIN)) == (200, b"success")
    assert (_inbox(), stack.queues.size()) == (1, 1)


@pytest.mark.parametrize(
    "content_type", ["text/xml", "application/xml; charset=utf-8", "text/plain", "application/octet-stream"]
)
def test_any_content_type_that_a_platform_sends_is_taken(stack: Stack, content_type: str) -> None:
    """The body is what counts."""
    assert _post(stack, *sealed("demo", JOIN), content_type)[0] == 200


def test_whatever_verifies_is_stored_and_answered(stack: Stack) -> None:
    """Bytes of chance, real messages with bytes changed, nothing at all: 200, the very bytes kept, no dead letter."""
    chance = random.Random(11)
    plains = [
        b"",
        b"\xff\xfe",
        JOIN.encode("utf-16"),
        b"[" * 5000,
        *(chance.randbytes(chance.randrange(1, 200)) for _ in range(12)),
    ]
    for _ in range(12):
        content = bytearray(JOIN.encode())
        content[chance.randrange(len(content))] = chance.randrange(256)
        plains.append(bytes(content))
    for plain in plains:
        assert _post(stack, *sealed("demo", plain)) == (200, b"success"), plain
    kept = {row["plaintext"]["B"] for row in items(config().inbox_table) if "plaintext" in row}
    assert kept == {plain.decode(errors="backslashreplace") for plain in plains}
    stack.drain()
    assert stack.queues.dead == []


def test_what_is_kept_is_kept_before_anybody_reads_it(stack: Stack, monkeypatch: pytest.MonkeyPatch) -> None:
    """A reader that dies at the door costs the answer nothing; whoever works on it meets it again."""

    def die(*_: object) -> None:
        raise MemoryError

    with monkeypatch.context() as patch:
        patch.setattr(events, "parse", die)
        assert _post(stack, *sealed("demo", JOIN))[0] == 200
    assert (_inbox(), stack.queues.size()) == (1, 1)


def test_an_envelope_in_json_is_opened(stack: Stack) -> None:
    """The other format that a corp may choose; the message inside may be JSON as well."""
    plain = json.dumps({"ToUserName": "x", "CreateTime": 1763690400, "MsgType": "event", "Event": "something_new"})
    path, body = sealed("demo", plain)
    encrypted = body.partition("<Encrypt><![CDATA[")[2].partition("]]>")[0]
    envelope = json.dumps({"tousername": CORPS["demo"].corp_id, "encrypt": encrypted, "agentid": ""})
    assert _post(stack, path, envelope, "application/json") == (200, b"success")
    stack.drain()
    assert (_inbox(), stack.queues.dead) == (1, [])


def _echo(stack: Stack, plain: str, age: int = 0) -> Answer:
    """What the door echoes of a cipher that was signed so many seconds ago."""
    path, body = sealed("demo", plain, timestamp=str(int(stack.clock.time()) - age))
    encrypted = body.partition("<Encrypt><![CDATA[")[2].partition("]]>")[0]
    return stack.http.get(f"{path}&echostr={quote(encrypted, safe='')}")


@pytest.mark.parametrize(
    "plain", [JOIN, '{"MsgType": "text"}', " <xml/>", "\ufeff<xml/>", "hello world", "x" * 129, ""]
)
def test_a_message_is_never_echoed(stack: Stack, plain: str) -> None:
    """Who has caught a POST cannot have its content read to them as if it were an address to verify."""
    answer = _echo(stack, plain)
    assert (answer.status, answer.code) == (400, "MalformedMessage")


@pytest.mark.parametrize(("age", "status"), [(0, 200), (299, 200), (301, 403), (-301, 403), (31_536_000, 403)])
def test_an_address_is_verified_within_minutes(stack: Stack, age: int, status: int) -> None:
    """Somebody waits for it; an old signature is sent again by somebody else."""
    answer = _echo(stack, "1616140317555161061", age)
    assert answer.status == status
    assert answer.body == b"1616140317555161061" if status == 200 else answer.code == "SignatureTooOld"


def _at(stack: Stack, monkeypatch: pytest.MonkeyPatch, vector: dict[str, str], *, today: bool) -> Answer:
    """What the door answers to an official vector, at the clock of its time or today's."""
    settings = secrets.Verify(
        corp_id=vector["receive_id"],
        callback_token=vector["token"],
        callback_aes_key=vector["encoding_aes_key"],
    )
    monkeypatch.setattr(secrets, "verify", lambda _: settings)
    if not today:
        then = datetime.fromtimestamp(int(vector["timestamp"]) + 2, UTC)
        monkeypatch.setattr(answers, "new_ctx", partial(new_ctx, now=then))
    query = {"msg_signature": vector["msg_signature"], "timestamp": vector["timestamp"], "nonce": vector["nonce"]}
    if "verify-url" in vector["id"]:
        return stack.http.get(f"/wecom/callback/demo?{urlencode({**query, 'echostr': vector['encrypt']})}")
    body = f"<xml><Encrypt>{vector['encrypt']}</Encrypt></xml>"
    if vector["plaintext"].startswith("{"):
        body = json.dumps({"tousername": vector["receive_id"], "encrypt": vector["encrypt"]})
    return stack.http.call("POST", f"/wecom/callback/demo?{urlencode(query)}", body, {}, "text/xml")


@pytest.mark.parametrize("today", [False, True])
@pytest.mark.parametrize("vector", VECTORS, ids=lambda vector: str(vector["id"]))
def test_the_official_vectors_pass_the_door(
    stack: Stack, monkeypatch: pytest.MonkeyPatch, vector: dict[str, str], today: bool
) -> None:
    """At the clock of their time echoed or worked on; sent today, messages are kept aside and echoes refused."""
    answer = _at(stack, monkeypatch, vector, today=today)
    if "verify-url" in vector["id"]:
        assert (answer.status, answer.body) == (200, vector["plaintext"].encode()) or (today and answer.status == 403)
        return
    assert (answer.status, answer.body) == (200, b"success")
    (row,) = (row for row in items(config().inbox_table) if "plaintext" in row)
    assert row["plaintext"]["B"] == vector["plaintext"]
    assert row.get("aside", {}).get("S", "") == ("stale" if today else "")
    assert stack.queues.size() == (0 if today else 1)


@pytest.mark.parametrize("stamp", ["", "x", "-1", "1e9", "9" * 12, "１"])
def test_a_timestamp_that_is_none_is_too_old(stack: Stack, stamp: str) -> None:
    """It was signed, so it is kept; nobody acts on it."""
    assert not rules.is_within(rules.TRIED_FOR, stamp, stack.clock.now())


def test_a_repeat_with_new_ciphertext_is_the_same_callback(stack: Stack) -> None:
    """A retry has another nonce and other ciphertext; once worked on, it does nothing."""
    _post(stack, *sealed("demo", JOIN, "n1"))
    stack.drain()
    assert _post(stack, *sealed("demo", JOIN, "n2")) == (200, b"success")
    assert (_inbox(), stack.queues.size()) == (1, 0)


def test_when_the_queue_is_down_the_platform_is_told_and_its_retry_gets_through(stack: Stack) -> None:
    """Never answered and lost: a failure is a 5xx, and the next delivery queues what the first one stored."""
    stack.queues.failing = True
    assert _post(stack, *sealed("demo", JOIN, "n1"))[0] == 500
    stack.queues.failing = False
    assert _post(stack, *sealed("demo", JOIN, "n2"))[0] == 200
    assert (_inbox(), stack.queues.size()) == (1, 1)


def test_a_callback_that_the_queue_did_not_take_is_queued_by_the_next_tick(stack: Stack) -> None:
    """Should all retries of the platform fail too, the minute tick finds it."""
    event = join_event("demo", "liming", "wmlate", int(stack.clock.time()))
    stack.queues.failing = True
    assert _post(stack, *sealed("demo", event))[0] == 500
    stack.queues.failing = False
    clock.tick("test")
    assert stack.queues.size() == 1
    stack.drain()
    stack.clock.advance(2 * 3600)
    clock.tick("test")
    assert stack.queues.size() == 0


def test_a_callback_that_its_queue_lost_is_queued_again_when_the_queues_own_tries_are_over(stack: Stack) -> None:
    """Four times, an hour and more apart; then once a day, so that nothing is lost while it is kept."""
    _post(stack, *sealed("demo", join_event("demo", "liming", "wmlost", int(stack.clock.time()))))
    queued = []
    for _ in range(24):
        stack.queues.waiting.clear()
        stack.clock.advance(15 * 60)
        clock.tick("test")
        queued.append(stack.queues.size())
    assert queued[:10] == [0, 0, 0, 0, 1, 0, 0, 0, 0, 1]
    assert sum(queued) == 4
    days = []
    for _ in range(8):
        stack.queues.waiting.clear()
        stack.clock.advance(9 * 3600)
        clock.tick("test")
        days.append(stack.queues.size())
    assert sum(days) == 2


def _tampered(path: str, body: str, what: str) -> tuple[str, str]:
    if what == "signature":
        return path.replace("msg_signature=", "msg_signature=0"), body
    if what == "nonce":
        return path.replace("nonce=nonce1", "nonce=nonce2"), body
    if what == "ciphertext":
        return path, body.replace("<Encrypt><![CDATA[", "<Encrypt><![CDATA[AAAA")
    return path, body.replace("<Encrypt>", "<Other>").replace("</Encrypt>", "</Other>")


@pytest.mark.parametrize("what", ["signature", "nonce", "ciphertext", "no ciphertext"])
def test_a_tampered_callback_is_refused_and_leaves_nothing(stack: Stack, what: str) -> None:
    """A clear typed error, no row, no message."""
    answer = stack.http.call("POST", *_tampered(*sealed("demo", JOIN), what), {}, "text/xml")
    assert (answer.status, answer.code) == (403, "BadSignature")
    assert (_inbox(), stack.queues.size()) == (0, 0)


def test_a_message_for_another_corp_is_refused(stack: Stack) -> None:
    """Signed and sealed with our keys, but its receiver is somebody else."""
    from local.wecom.crypto import CallbackCrypto

    crypto = CallbackCrypto(CORPS["demo"].token, CORPS["demo"].aes_key, "wwsomebodyelse")
    encrypted = crypto.encrypt(JOIN)
    path = f"/wecom/callback/demo?msg_signature={crypto.sign('1', 'n', encrypted)}&timestamp=1&nonce=n"
    answer = stack.http.call("POST", path, f"<xml><Encrypt>{encrypted}</Encrypt></xml>", {}, "text/xml")
    assert (answer.status, answer.code) == (403, "WrongReceiver")
    assert (_inbox(), stack.queues.size()) == (0, 0)


def test_one_corps_callback_does_not_open_at_anothers_door(stack: Stack) -> None:
    """The rival's keys do not fit."""
    path, body = sealed("rival", join_event("rival", "liming", "wm1", 1763690400))
    answer = stack.http.call("POST", path.replace("/rival", "/demo"), body, {}, "text/xml")
    assert answer.code == "BadSignature"


def test_an_unknown_corp_is_not_found(stack: Stack) -> None:
    """No door for a corp that is not configured."""
    path, body = sealed("demo", JOIN)
    assert stack.http.call("POST", path.replace("/demo", "/nobody"), body, {}, "text/xml").code == "UnknownCorp"


def test_a_callback_without_its_query_is_a_bad_request(stack: Stack) -> None:
    """A missing signature is said by name."""
    answer = stack.http.call("POST", "/wecom/callback/demo?timestamp=1&nonce=2", "<xml/>", {}, "text/xml")
    assert (answer.status, answer.code) == (400, "InvalidQuery")
    assert "msg_signature" in answer.json()["message_en"]


def test_an_unknown_event_is_acknowledged_and_changes_nothing(stack: Stack) -> None:
    """Events we do not handle are stored and acknowledged, never refused."""
    event = JOIN.replace("add_external_contact", "something_new")
    assert _post(stack, *sealed("demo", event))[0] == 200
    stack.drain()
    assert stack.queues.dead == []
    assert stack.operator().get("/admin/v1/members").json()["items"] == []


def test_two_joins_at_one_member_of_staff_in_one_second_both_survive(stack: Stack) -> None:
    """Only the customer tells them apart, and both become members."""
    for name in ("wma", "wmb"):
        _post(stack, *sealed("demo", join_event("demo", "liming", name, 1763690400)))
    stack.drain.callbacks()
    stack.drain.callbacks()
    lines = stack.operator().get("/admin/v1/members").json()["items"]
    assert len(lines) == 2


def _untimed(stack: Stack, change: str) -> None:
    """A message that does not say when it was, and never comes with other bytes."""
    whole = join_event("demo", "liming", "wmuntimed", 0, change)
    assert _post(stack, *sealed("demo", whole.replace("<CreateTime>0</CreateTime>", "")))[0] == 200


def test_the_same_words_without_a_time_are_told_anew_later(stack: Stack) -> None:
    """Friend, not, friend again in equal bytes: the third is no repeat of the first; within two minutes it would be."""
    member_id = members.member_id_of(stack.ctx(), "wmuntimed")
    for change in ("add_external_contact", "add_external_contact", "del_follow_user", "add_external_contact"):
        _untimed(stack, change)
        stack.drain()
        stack.clock.advance(20)
        _untimed(stack, change)  # WeCom tries again
        stack.drain()
        stack.clock.advance(180)
    standing = members.standing(stack.ctx(), member_id)
    assert standing is not None
    assert standing.friendships[0].status == "friend"
    (relation,) = [row for row in items(config().main_table) if row.get("kind", {}).get("S") == "relation"]
    assert (len(relation["adds"]["SS"]), len(relation["losses"]["SS"])) == (3, 1)


def test_what_is_told_anew_while_the_first_is_worked_on_is_worked_on_as_well(stack: Stack) -> None:
    """Whoever ends the first does not end what came since."""
    _untimed(stack, "add_external_contact")
    (row,) = [row for row in items(config().inbox_table) if "#callback#" in row["pk"]["S"]]
    first = inbox.callback(row["pk"]["S"], row["sk"]["S"])
    assert first is not None
    stack.clock.advance(180)
    _untimed(stack, "add_external_contact")
    inbox.finish(first, stack.ctx().at)
    now = inbox.callback(first.pk, first.sk)
    assert now is not None
    assert (now.done, now.received_at > first.received_at) == (False, True)
