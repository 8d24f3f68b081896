"""Whatever is sent to the platforms' two doors: refused in words, nothing kept, and never a failure of ours."""

from __future__ import annotations

import json
from collections.abc import Iterator
from urllib.parse import quote, urlencode

import pytest
from hypothesis import HealthCheck, Phase, example, given, settings
from hypothesis import strategies as st

from chalicelib.core.config import config
from local.wechatpay import crypto
from local.wecom.crypto import CallbackCrypto
from tests.support.http import Answer
from tests.support.pay import apiv3_key
from tests.support.stack import Stack, running_stack
from tests.support.state import items
from tests.support.wecom import CORPS, sealed

DEMO = CORPS["demo"]


def cases(examples: int) -> settings:
    """So many, the same at every run."""
    return settings(
        max_examples=examples,
        derandomize=True,
        database=None,
        deadline=None,
        phases=[Phase.explicit, Phase.generate],
        suppress_health_check=list(HealthCheck),
    )


CORP = st.sampled_from(["demo", "demo", "nobody", "DEMO", "a", "\u4e00\u4e00"])
# What a header or a query may hold, other digits than ours and halves of signs among it.
WORD = st.text(st.characters(exclude_categories=["Cs"]), max_size=40) | st.from_regex(r"\d{1,13}", fullmatch=True)
NAMES = ("Encrypt", "ToUserName", "encrypt", "xml", "id", "event_type", "resource_type", "resource")
JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | WORD,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from(NAMES) | WORD, inner, max_size=4),
    max_leaves=6,
)
XML = st.builds("<{0}><{1}><![CDATA[{2}]]></{1}>{2}</{0}>".format, st.sampled_from(NAMES), st.sampled_from(NAMES), WORD)
BODY = st.binary(max_size=300) | (WORD | XML | JSON.map(json.dumps)).map(str.encode)
REFUSED = range(400, 500)


@pytest.fixture(scope="module")
def stack() -> Iterator[Stack]:
    """One for all that is sent: refused, it leaves no trace."""
    with running_stack() as shared:
        shared.pay_with({"demo": shared.pay.settings("demo")})
        yield shared


@given(
    corp=CORP,
    query=st.dictionaries(st.sampled_from(["msg_signature", "timestamp", "nonce", "echostr"]), WORD),
    body=BODY,
)
@cases(100)
def test_junk_at_wecoms_door_is_refused_and_leaves_nothing(
    stack: Stack, corp: str, query: dict[str, str], body: bytes
) -> None:
    """By either method: a problem document, no row and no message."""
    path = f"/wecom/callback/{quote(corp)}?{urlencode(query)}"
    for answer in (stack.http.call("POST", path, body, {}, "text/xml"), stack.http.get(path)):
        assert answer.status in REFUSED and answer.code, answer
    assert _kept(stack) == []


@given(empty=WORD | st.binary(max_size=64).map(lambda raw: raw.hex()), stamp=WORD, nonce=WORD)
@example(empty="A" * 64, stamp="1763690400", nonce="n")
@cases(60)
def test_what_is_signed_and_holds_nothing_is_refused(stack: Stack, empty: str, stamp: str, nonce: str) -> None:
    """Whoever has the Token and not the key: refused by both methods; one row says so to whoever sets the corp up."""
    theirs = CallbackCrypto(DEMO.token, DEMO.aes_key, DEMO.corp_id)
    query = {"msg_signature": theirs.sign(stamp, nonce, empty), "timestamp": stamp, "nonce": nonce, "echostr": empty}
    path = f"/wecom/callback/demo?{urlencode(query)}"
    body = json.dumps({"encrypt": empty}).encode()
    for answer in (stack.http.call("POST", path, body, {}, "application/json"), stack.http.get(path)):
        assert answer.status in REFUSED and answer.code, answer
    assert stack.queues.size() == 0


@given(
    corp=CORP,
    headers=st.dictionaries(st.sampled_from(["Timestamp", "Nonce", "Signature", "Serial"]), WORD),
    body=BODY,
    now=st.booleans(),
)
@cases(100)
def test_junk_at_wechat_pays_door_is_refused_and_leaves_nothing(
    stack: Stack, corp: str, headers: dict[str, str], body: bytes, now: bool
) -> None:
    """In WeChat Pay's own words, however near it comes: of this minute, with a true serial, as a certificate's hint."""
    _refuse(_notice(stack, corp, {**headers, **({"Timestamp": str(int(stack.clock.time()))} if now else {})}, body))
    assert _kept(stack) == []


RESOURCE = st.fixed_dictionaries(
    {
        "algorithm": st.just("AEAD_AES_256_GCM"),
        "nonce": WORD,
        "ciphertext": WORD | st.binary(max_size=40).map(bytes.hex),
    },
    optional={"associated_data": st.none() | WORD},
)


@given(resource=RESOURCE, serial=st.sampled_from(["true", "5F3C", "PUB_KEY_ID_0"]), name=WORD)
@cases(60)
def test_a_notice_that_is_like_a_true_one_and_is_not_is_refused(
    stack: Stack, resource: dict[str, object], serial: str, name: str
) -> None:
    """Its form is right and neither its signature nor its seal is."""
    body = {"id": name, "event_type": "TRANSACTION.SUCCESS", "resource_type": "encrypt-resource", "resource": resource}
    serial = stack.pay.platform.public_key_id if serial == "true" else serial
    stamp = str(int(stack.clock.time()))
    sent = {"Timestamp": stamp, "Nonce": "n", "Signature": "QUJD", "Serial": serial}
    _refuse(_notice(stack, "demo", sent, json.dumps(body).encode()))
    assert _kept(stack) == []


def _notice(stack: Stack, corp: str, headers: dict[str, str], body: bytes) -> Answer:
    kind = {"Wechatpay-Signature-Type": "WECHATPAY2-SHA256-RSA2048"}
    sent = {f"Wechatpay-{name}": value for name, value in headers.items()} | kind
    return stack.http.call("POST", f"/pay/notify/{quote(corp)}", body, sent)


def _refuse(answer: Answer) -> None:
    assert answer.status in REFUSED and answer.code == "FAIL", answer


def _kept(stack: Stack) -> list[object]:
    """What was taken for a message: rows of the inbox, and what waits. That a corp was refused is told beside them."""
    return [*(row for row in items(config().inbox_table) if "#refused" not in row["pk"]["S"]), *stack.queues.waiting]


def test_what_knows_the_key_is_taken(stack: Stack) -> None:
    """The negative control: the doors refuse for what is sent, not for want of keys."""
    resource = crypto.seal(apiv3_key("demo"), b"{}", "transaction")
    body = {"id": "n", "event_type": "TRANSACTION.SUCCESS", "resource_type": "encrypt-resource", "resource": resource}
    sent = {"Timestamp": str(int(stack.clock.time())), "Nonce": "n", "Signature": "QUJD", "Serial": "5F3C"}
    assert _notice(stack, "demo", sent, json.dumps(body).encode()).status == 204
    assert stack.http.call("POST", *sealed("demo", b"\xff"), {}, "text/xml").status == 200
