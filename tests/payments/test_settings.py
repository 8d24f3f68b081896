"""A merchant's settings get in whole and checked, never print themselves, and lead to the real WeChat Pay alone."""

from __future__ import annotations

import time
from types import SimpleNamespace
from typing import Any

import msgspec
import pytest
import wechatpayv3  # type: ignore[import-untyped]
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat

from chalicelib.core import instance
from chalicelib.core.config import ConfigError, read
from chalicelib.core.ops.secrets import Power
from chalicelib.platforms.wechatpay.errors import PayRefused
from infra import provision
from infra.settings import CorpSettings, PaySettings
from local.wechatpay.testing import merchant_keys
from tests.payments.till import NUMBER, Till
from tests.support.markdown import ROOT, quoted, rows
from tests.support.pay import SERIAL
from tests.support.stack import ENVIRONMENT
from tests.support.wecom import CORPS


def merchant(**changed: Any) -> dict[str, Any]:
    """A merchant's settings that are sound but for what was changed."""
    private, public = merchant_keys()
    sound = {
        "mchid": "1900000001",
        "serial_no": SERIAL,
        "private_key": private,
        "apiv3_key": "hush" * 8,
        "public_key": public,
        "public_key_id": "PUB_KEY_ID_0123456789",
    }
    return {**sound, **changed}


def raw(pay: Any, **changed: Any) -> bytes:
    """corps.json with one corp and its merchant."""
    return msgspec.json.encode({"demo": {**CORPS["demo"].settings(), "pay": pay, **changed}})


def elliptic() -> str:
    """A private key of a kind that WeChat Pay does not take."""
    key = ec.generate_private_key(ec.SECP256R1())
    return key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption()).decode()


@pytest.mark.parametrize(
    "pay",
    [merchant(), merchant(public_key="", public_key_id=""), merchant(private_key=merchant_keys()[0].strip()), None],
    ids=["public key", "certificates", "no line feed at the end", "none"],
)
def test_sound_settings_are_taken(pay: Any) -> None:
    """With a public key, with certificates, or without a merchant at all."""
    corp = provision.read(raw(pay))["demo"]
    assert (corp.pay is None) == (pay is None)


@pytest.mark.parametrize(
    ("changed", "said"),
    [
        ({"mchid": "hush"}, "pay.mchid"),
        ({"serial_no": "hush"}, "pay.serial_no"),
        ({"apiv3_key": "hush"}, "pay.apiv3_key"),
        ({"private_key": "hush"}, "pay.private_key"),
        ({"private_key": "-----BEGIN PRIVATE KEY-----\nhush\n-----END PRIVATE KEY-----\n"}, "pay.private_key"),
        ({"private_key": merchant_keys()[0].replace("PRIVATE KEY", "RSA PRIVATE KEY")}, "pay.private_key"),
        ({"private_key": merchant_keys()[1]}, "pay.private_key"),
        ({"private_key": elliptic()}, "pay.private_key"),
        ({"public_key": ""}, "belong together"),
        ({"public_key_id": ""}, "belong together"),
        ({"public_key_id": "KEY_ID_hush"}, "pay.public_key_id"),
        ({"public_key": merchant_keys()[0]}, "pay.public_key"),
        ({"mchid": 7}, "pay.mchid"),
    ],
)
def test_settings_that_cannot_work_are_refused_without_quoting_them(changed: dict[str, Any], said: str) -> None:
    """The field is named, and no value is."""
    with pytest.raises(provision.ProvisionError, match=said) as refused:
        provision.read(raw(merchant(**changed)))
    assert "hush" not in str(refused.value)
    assert "BEGIN" not in str(refused.value).replace("from -----BEGIN", "")


def test_a_merchant_needs_an_app_to_be_paid_in() -> None:
    """pay.appid, or the mini-program's."""
    with pytest.raises(provision.ProvisionError, match=r"pay\.appid"):
        provision.read(raw(merchant(), mini_appid="", mini_secret=""))
    assert provision.read(raw(merchant(appid="wx1"), mini_appid="", mini_secret=""))


def test_a_merchant_never_prints_its_keys() -> None:
    """A log line or a traceback that shows the settings, on their way in or as they are held, shows no value."""
    pay = msgspec.convert(merchant(), PaySettings)
    corp = msgspec.convert({**CORPS["demo"].settings(), "pay": merchant()}, CorpSettings)
    held = provision.merged(provision.Held(), {"demo": corp})
    shown = [pay, corp, held, *held.payments.corps.values(), *held.verify.corps.values()]
    assert "hush" not in repr(shown) and "BEGIN" not in repr(shown)


def test_what_moves_money_and_what_proves_notices_lie_apart() -> None:
    """The private key is in `payments` alone; both know what WeChat Pay signs with, for each verifies by itself."""
    held = provision.merged(provision.Held(), provision.read(raw(merchant())))
    texts = {power: msgspec.json.encode(getattr(held, power)).decode() for power in Power}
    assert [power for power, text in texts.items() if "BEGIN PRIVATE" in text] == [Power.PAYMENTS]
    assert {power for power, text in texts.items() if "hush" in text} == {Power.VERIFY, Power.PAYMENTS}
    assert held.payments.corps["demo"].appid == CORPS["demo"].mini_appid


def test_a_corp_that_takes_no_money_any_more_keeps_no_merchant() -> None:
    """Provisioned without `pay`, its private key is gone."""
    paying = provision.merged(provision.Held(), provision.read(raw(merchant())))
    without = provision.merged(paying, provision.read(raw(None)))
    assert (without.payments.corps, without.verify.corps["demo"].pay) == ({}, None)


def test_the_runbook_names_every_field_of_a_merchant() -> None:
    """Whoever fills in `pay` finds each field on the page of provision."""
    page = (ROOT / "docs" / "runbook" / "provision.md").read_text()
    named = {name for row in rows(page, "field") for name in quoted(row[0]) if name.startswith("pay.")}
    assert named == {f"pay.{name}" for name in PaySettings.__struct_fields__}


def test_only_a_developers_machine_pays_at_a_sandbox() -> None:
    """A production stack whose money goes to a sandbox would be silently wrong."""
    with pytest.raises(ConfigError, match="SIYU_WECHATPAY_URL"):
        read({**ENVIRONMENT, "SIYU_STAGE": "prod", "SIYU_WECHATPAY_URL": "http://localhost:1"})
    assert read({**ENVIRONMENT, "SIYU_WECHATPAY_URL": "http://localhost:1"}).is_local


def test_the_sandbox_takes_a_client_that_signs_by_the_machines_clock(
    till: Till, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Its own clock may be weeks away: the product's client knows only the machine's, and is still checked by it."""
    till.stack.clock.advance(40 * 86400)
    assert till.prepay().package.startswith("prepay_id=")
    monkeypatch.setattr("wechatpayv3.utils.time", SimpleNamespace(time=lambda: time.time() - 301))
    with pytest.raises(PayRefused, match="SIGN_ERROR"):
        till.prepay()
    assert till.pay.payment(NUMBER)["trade_state"] == "NOTPAY"


def test_a_merchants_keys_are_parsed_once_an_instance(till: Till, monkeypatch: pytest.MonkeyPatch) -> None:
    """The library's client is kept while the settings stay the same, and forgotten with all that an instance knows."""
    made: list[str] = []
    real = wechatpayv3.WeChatPay

    def counted(**settings: Any) -> Any:
        made.append(settings["mchid"])
        return real(**settings)

    monkeypatch.setattr(wechatpayv3, "WeChatPay", counted)
    for _ in range(2):
        instance.forget()
        till.prepay()
        till.prepay()
    assert made == ["1900000001"] * 2
