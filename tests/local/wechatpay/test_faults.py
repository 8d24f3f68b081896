"""Calls that fail on demand, and what they leave behind."""

from __future__ import annotations

from http.client import RemoteDisconnected
from urllib.error import URLError

import pytest

from local.wechatpay.testing import Client
from tests.local.wechatpay.test_signing import genuine


def test_system_errors_come_as_often_as_said(client: Client) -> None:
    """SYSTEM_ERROR n times before any effect, then all is well."""
    client.control("POST", "/faults", {"kind": "error", "api": "jsapi", "times": 2})
    assert [client.prepay().status for _ in range(3)] == [500, 500, 200]


def test_the_frequency_can_be_limited(client: Client) -> None:
    """FREQUENCY_LIMITED is 429 until the fault is taken away."""
    fault = client.control("POST", "/faults", {"kind": "error", "code": "FREQUENCY_LIMITED", "times": None})
    assert [client.query().verdict for _ in range(3)] == [(429, "FREQUENCY_LIMITED")] * 3
    client.control("DELETE", f"/faults/{fault['id']}")
    assert client.query().status == 404


def test_a_dropped_reply_has_had_its_effect(paid: Client) -> None:
    """The refund is there although nobody was told; the same number answers it."""
    paid.control("POST", "/faults", {"kind": "drop_reply", "api": "refund"})
    with pytest.raises((RemoteDisconnected, URLError, ConnectionError)):
        paid.refund()
    there = paid.query_refund().data
    assert paid.refund().data == there


def test_an_error_may_come_after_the_effect(client: Client) -> None:
    """SYSTEM_ERROR says nothing about whether it happened."""
    client.control("POST", "/faults", {"kind": "error_after", "api": "jsapi"})
    assert client.prepay().verdict == (500, "SYSTEM_ERROR")
    assert client.query().data["trade_state"] == "NOTPAY"


def test_an_answer_may_be_forged(client: Client) -> None:
    """A client that does not verify would believe it."""
    platform = client.control("GET", "/platform")
    client.control("POST", "/faults", {"kind": "bad_reply_signature"})
    assert [genuine(client.prepay(), platform) for _ in range(2)] == [False, True]


def test_unknown_faults_and_set_ups_are_refused(client: Client) -> None:
    """A typing error in a test is found at once."""
    for body in ({"kind": "nonsense"}, {"kind": "error", "code": "NOPE"}, {"kind": "error", "tims": 1}):
        with pytest.raises(AssertionError, match="400"):
            client.control("POST", "/faults", body)
    with pytest.raises(AssertionError, match="400"):
        client.control("PUT", "/merchants/1", {"appids": [], "apiv3_key": "short", "serial_no": "", "public_key": ""})


def test_the_ledger_tells_the_story(paid: Client) -> None:
    """Calls, payment and notification stand in it in order, and it can be read forward."""
    ledger = paid.control("GET", "/ledger?kind=order,api,payment,notice")
    assert [entry["kind"] for entry in ledger["entries"]] == ["order", "api", "payment", "notice"]
    paid.query()
    [new] = paid.control("GET", f"/ledger?after={ledger['last']}")["entries"]
    assert (new["api"], new["status"]) == ("query", 200)
