"""Who may call, and how answers prove where they come from (docs/platform I1, I2, I7)."""

from __future__ import annotations

import json

import pytest

from local.servers.testing import Answer, Data
from local.wechatpay import crypto
from local.wechatpay.testing import APIV3_KEY, MCHID, SERIAL, Client, merchant_setup, order

JSAPI = "/v3/pay/transactions/jsapi"


def genuine(answer: Answer, platform: Data) -> bool:
    """Whether the platform signed this answer."""
    stamp, nonce = answer.headers["Wechatpay-Timestamp"], answer.headers["Wechatpay-Nonce"]
    message = crypto.lines(stamp, nonce, answer.raw.decode())
    return crypto.verify(platform["public_key"], message, answer.headers["Wechatpay-Signature"])


def test_answers_are_signed_refusals_and_empty_ones_too(client: Client, platform: Data) -> None:
    """200, 204 and 404 all carry a signature of the platform's key, named by the public key's id."""
    answers = [client.prepay(), client.close(), client.query("NOSUCH")]
    assert [answer.status for answer in answers] == [200, 204, 404]
    assert all(genuine(answer, platform) for answer in answers)
    assert {answer.headers["Wechatpay-Serial"] for answer in answers} == {platform["public_key_id"]}


def test_a_body_changed_on_the_way_is_refused(client: Client) -> None:
    """The signature covers the raw body: one more blank breaks it."""
    raw = json.dumps(order("ORDER0001")).encode()
    headers = client.headers("POST", JSAPI, raw)
    assert client.request("POST", JSAPI, raw + b" ", headers).verdict == (401, "SIGN_ERROR")
    assert client.request("POST", JSAPI, raw, headers).status == 200


def test_the_query_is_signed_too(client: Client) -> None:
    """A request that was signed for another path is refused."""
    path = f"/v3/pay/transactions/out-trade-no/ORDER0001?mchid={MCHID}"
    headers = client.headers("GET", path.replace("0001?", "0002?"), b"")
    assert client.request("GET", path, None, headers).verdict == (401, "SIGN_ERROR")


@pytest.mark.parametrize(("skew", "status"), [(-300, 404), (300, 404), (-301, 401), (301, 401)])
def test_a_timestamp_may_be_five_minutes_off(client: Client, skew: int, status: int) -> None:
    """Exactly 300 s off on the shared clock is let in, one second more is not."""
    path = f"/v3/pay/transactions/out-trade-no/ORDER0001?mchid={MCHID}"
    headers = client.headers("GET", path, b"", int(client.clock.time()) + skew)
    assert client.request("GET", path, None, headers).status == status


def test_an_unknown_serial_or_merchant_or_no_authorization_is_refused(client: Client) -> None:
    """Every part of Authorization is looked at."""
    path = f"/v3/pay/transactions/out-trade-no/ORDER0001?mchid={MCHID}"
    good = client.headers("GET", path, b"")
    bad = good | {"Authorization": good["Authorization"].replace(SERIAL, "00FF")}
    assert client.request("GET", path, None, bad).verdict == (401, "SIGN_ERROR")
    none = {name: value for name, value in good.items() if name != "Authorization"}
    assert client.request("GET", path, None, none).verdict == (401, "SIGN_ERROR")
    assert Client(client.url, client.clock, "1999999999").query().verdict == (400, "MCH_NOT_EXISTS")


def test_the_content_type_must_be_json(client: Client) -> None:
    """A POST of another media type is 415."""
    raw = json.dumps(order("ORDER0001")).encode()
    headers = client.headers("POST", JSAPI, raw) | {"Content-Type": "text/plain"}
    assert client.request("POST", JSAPI, raw, headers).status == 415


def test_a_merchant_in_certificate_mode_gets_the_certificate(client: Client, platform: Data) -> None:
    """It is encrypted with the APIv3 key, holds the very key that signs, and names the answers' serial."""
    assert client.call("GET", "/v3/certificates").verdict == (404, "RESOURCE_NOT_EXISTS")
    client.control("PUT", f"/merchants/{MCHID}", merchant_setup(verify_with="certificate"))
    answer = client.call("GET", "/v3/certificates")
    [certificate] = answer.data["data"]
    pem = crypto.unseal(APIV3_KEY, certificate["encrypt_certificate"]).decode()
    assert crypto.public_key(pem).public_numbers() == crypto.public_key(platform["public_key"]).public_numbers()
    assert certificate["serial_no"] == platform["serial_no"] == answer.headers["Wechatpay-Serial"]


def test_the_request_may_choose_the_key_of_the_answer(client: Client, platform: Data) -> None:
    """Wechatpay-Serial of the request decides by which name the answer is signed."""
    path = f"/v3/pay/transactions/out-trade-no/ORDER0001?mchid={MCHID}"
    headers = client.headers("GET", path, b"") | {"Wechatpay-Serial": platform["serial_no"]}
    assert client.request("GET", path, None, headers).headers["Wechatpay-Serial"] == platform["serial_no"]
