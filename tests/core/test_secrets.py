"""Secrets are checked when read, refuse what is weak, never print themselves, and are read again within a minute."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Callable, Iterator
from typing import Any

import msgspec
import pytest
from botocore.exceptions import ClientError

from chalicelib.core import aws
from chalicelib.core.errors import NotConfigured, UnknownCorp
from chalicelib.core.ops import secrets
from chalicelib.core.ops.secrets import Power
from infra import provision
from infra.settings import CorpSettings
from tests.support.stack import set_environment
from tests.support.wecom import CORPS

READERS: dict[Power, Callable[[], object]] = {
    Power.SESSIONS: secrets.sessions,
    Power.VERIFY: lambda: secrets.verify("demo"),
    Power.PLATFORMS: lambda: secrets.platforms("demo"),
    Power.PAYMENTS: lambda: secrets.payments("demo"),
    Power.INDEX: lambda: secrets.index("demo"),
}
PAY = {"mchid": "hush-mchid", "serial_no": "hush-serial", "private_key": "hush-private", "apiv3_key": "hush-apiv3"}


class Stored:
    """Stands where the Secrets Manager client stands."""

    def __init__(self, texts: dict[str, str]) -> None:
        self.texts = texts
        self.read: Counter[str] = Counter()

    def get_secret_value(self, SecretId: str) -> dict[str, str]:  # noqa: N803
        self.read[SecretId] += 1
        if SecretId not in self.texts:
            raise ClientError({"Error": {"Code": "ResourceNotFoundException"}}, "GetSecretValue")
        return {"SecretString": self.texts[SecretId]}


def good() -> dict[str, str]:
    """What provision would write for one corp that takes money."""
    corp = msgspec.convert({**CORPS["demo"].settings(), "pay": PAY}, CorpSettings)
    held = provision.merged(provision.Held(), {"demo": corp})
    return {power: msgspec.json.encode(getattr(held, power)).decode() for power in Power}


@pytest.fixture(autouse=True)
def _fresh() -> Iterator[None]:
    set_environment()
    secrets.forget()
    yield
    secrets.forget()
    aws.forget()


def store(texts: dict[str, str]) -> Stored:
    """Let the secrets hold these texts."""
    secrets.forget()
    stored = Stored(texts)
    aws.use("secretsmanager", stored)
    return stored


@pytest.mark.parametrize("power", Power)
@pytest.mark.parametrize("broken", ["", "not json", "[]", '{"corps": {"demo": {"name": 1}}, "session_key": 2}'])
def test_a_secret_that_cannot_work_is_not_configured(power: Power, broken: str) -> None:
    """The error says to run the provisioning command."""
    store({**good(), power: broken})
    with pytest.raises(NotConfigured):
        READERS[power]()


@pytest.mark.parametrize("power", Power)
def test_a_secret_that_was_never_written_is_not_configured(power: Power) -> None:
    """A stack that was just deployed says what to do next."""
    store({})
    with pytest.raises(NotConfigured, match="nothing was written"):
        READERS[power]()


def test_a_refused_read_is_no_missing_setting(monkeypatch: pytest.MonkeyPatch) -> None:
    """A right that a policy lacks must not read as "run the provisioning command"."""
    stored = store(good())

    def denied(**_: Any) -> None:
        raise ClientError({"Error": {"Code": "AccessDeniedException"}}, "GetSecretValue")

    monkeypatch.setattr(stored, "get_secret_value", denied)
    with pytest.raises(ClientError, match="AccessDenied"):
        secrets.sessions()


def test_a_weak_session_key_is_refused() -> None:
    """Shorter than 32 characters it could be guessed."""
    store({**good(), "sessions": json.dumps({"session_key": "short"})})
    with pytest.raises(NotConfigured, match="session_key"):
        secrets.sessions()


def test_secrets_never_print_what_they_hold() -> None:
    """A log line or a traceback that shows one shows its type only."""
    texts = good()
    store(texts)
    values = set(msgspec.json.decode(texts["sessions"]).values()) | {"secret-of", "hush", CORPS["demo"].token}
    shown = repr([read() for read in READERS.values()]) + repr(secrets.verify("demo").pay)
    assert [value for value in values if value in shown] == []


def test_a_corp_that_is_not_there_is_unknown() -> None:
    """And one without a merchant takes no money, which is no error of the settings."""
    store(good())
    for read in (secrets.verify, secrets.platforms, secrets.index):
        with pytest.raises(UnknownCorp):
            read("nobody")
    assert secrets.payments("nobody") is None


def test_each_secret_is_read_for_itself_and_kept_for_a_minute(monkeypatch: pytest.MonkeyPatch) -> None:
    """Whoever needs one asks for no other, once; a minute later a change is seen."""
    now = 1000.0
    monkeypatch.setattr("chalicelib.core.instance.time.monotonic", lambda: now)
    stored = store(good())
    for _ in range(3):
        secrets.platforms("demo")
    assert stored.read == {"platforms": 1}
    now += secrets.KEPT_SECONDS + 1
    secrets.platforms("demo")
    assert stored.read == {"platforms": 2}
