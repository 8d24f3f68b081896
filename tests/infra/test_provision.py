"""Corps' settings get into the secrets whole and checked, each where it belongs, and nothing of them gets out."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import botocore.session
import msgspec
import pytest
from moto import mock_aws

from chalicelib.core import aws, instance
from chalicelib.core.ops import secrets
from chalicelib.core.ops.secrets import Power, Sessions
from infra import provision
from infra.provision import Held
from tests.support.stack import set_environment

CORP = {
    "name": "溪雨茶铺", "corp_id": "ww1", "agent_id": "1000002", "agent_secret": "hush-agent",
    "callback_token": "hushtoken",
    "callback_aes_key": "k" * 43, "mini_appid": "wx1", "mini_secret": "hush-mini", "owners": ["boss"],
}  # fmt: skip
HUSHED = ("hush-agent", "hush-mini", "hushtoken", "k" * 43)


def _raw(**changed: Any) -> bytes:
    return msgspec.json.encode({"demo": {**CORP, **changed}})


def _merged(held: Held, raw: bytes) -> Held:
    return provision.merged(held, provision.read(raw))


def test_corps_are_merged_and_the_stacks_own_keys_are_kept() -> None:
    """A second corp joins the first in every secret, and nobody's session ends by it."""
    first = _merged(Held(), _raw())
    second = _merged(first, msgspec.json.encode({"other": CORP}))
    assert len(first.sessions.session_key) >= 32 and len(first.sessions.cursor_key) >= 32
    assert first.sessions.session_key != first.sessions.cursor_key
    assert second.sessions == first.sessions
    for held in (second.verify, second.platforms, second.index):
        assert sorted(held.corps) == ["demo", "other"]


def test_a_key_that_is_too_short_is_replaced() -> None:
    """A weak key is not carried on; a new one is made, and the other stays."""
    held = Held(sessions=Sessions(session_key="short", cursor_key="c" * 40))
    made = _merged(held, _raw()).sessions
    assert len(made.session_key) >= 32
    assert made.cursor_key == "c" * 40


def test_an_index_key_is_made_once_and_never_changed() -> None:
    """What was written with it could not be found with another: a corp that is provisioned again keeps its own."""
    first = _merged(Held(), _raw())
    again = _merged(first, _raw(agent_secret="hush-new"))
    assert again.platforms.corps["demo"].agent_secret == "hush-new"
    assert again.index.corps["demo"] == first.index.corps["demo"]
    other = _merged(first, msgspec.json.encode({"other": CORP}))
    assert other.index.corps["demo"].key != other.index.corps["other"].key


def test_each_setting_lies_in_the_secret_of_its_power() -> None:
    """What proves callbacks opens no call to WeCom, and the other way round."""
    held = _merged(Held(), _raw())
    texts = {power: msgspec.json.encode(getattr(held, power)).decode() for power in Power}
    places = {value: [power for power, text in texts.items() if value in text] for value in HUSHED}
    assert places == {
        "hush-agent": [Power.PLATFORMS], "hush-mini": [Power.PLATFORMS],
        "hushtoken": [Power.VERIFY], "k" * 43: [Power.VERIFY],
    }  # fmt: skip


@pytest.mark.parametrize(
    ("changed", "said"),
    [
        ({"callback_aes_key": "hush"}, "callback_aes_key"),
        ({"callback_token": "hush hush"}, "callback_token"),
        ({"mini_secret": ""}, "mini_appid"),
        ({"owners": []}, "owners"),
        ({"agent_secret": " "}, "agent_secret"),
        ({"agent_secret": 7}, "agent_secret"),
    ],
)
def test_settings_that_cannot_work_are_refused_without_quoting_them(changed: dict[str, Any], said: str) -> None:
    """The message names the setting and holds no secret."""
    with pytest.raises(provision.ProvisionError, match=said) as refused:
        provision.read(_raw(**changed))
    assert "hush" not in str(refused.value)


@pytest.mark.parametrize("raw", [b"", b"{}", b'{"Demo Corp": {}}', b"[]"])
def test_what_is_not_corps_by_key_is_refused(raw: bytes) -> None:
    """A file of another shape writes nothing."""
    with pytest.raises(provision.ProvisionError):
        provision.read(raw)


def _secrets(manager: Any, **texts: str) -> provision.Secrets:
    """A secret of each power, as CloudFormation leaves them: without a value where no text is given."""
    values = {power: {"SecretString": texts[power]} if power in texts else {} for power in Power}
    return {power: manager.create_secret(Name=power, **values[power])["ARN"] for power in Power}


@pytest.fixture
def manager() -> Iterator[Any]:
    """Secrets Manager, in the product's hands too."""
    with mock_aws():
        set_environment()
        instance.forget()
        made = botocore.session.get_session().create_client("secretsmanager", region_name="us-east-1")
        aws.use("secretsmanager", made)
        yield made
        aws.forget()
        instance.forget()


def test_what_was_written_is_what_the_functions_read(manager: Any) -> None:
    """Into a new stack, in the very types that the functions decode."""
    where = _secrets(manager, sessions='{"cursor_key": "", "session_key": "' + "s" * 64 + '"}')
    assert provision.write(manager, where, provision.read(_raw())) == ["demo"]
    assert secrets.sessions().session_key == "s" * 64
    assert len(secrets.sessions().cursor_key) >= 32
    assert secrets.platforms("demo").owners == {"boss"}
    assert secrets.verify("demo").callback_token == "hushtoken"
    assert secrets.payments("demo") is None
    assert len(secrets.index("demo").key) >= 32


def test_a_secret_that_holds_something_else_leaves_all_as_they_were(manager: Any) -> None:
    """Somebody else's secret is never overwritten, nor are those beside it; what stands in it is not told."""
    for text in ("not ours: hush", '{"corps": {"demo": "hush"}}'):
        where = _secrets(manager, index=text)
        with pytest.raises(provision.ProvisionError, match="nothing was written") as refused:
            provision.write(manager, where, provision.read(_raw()))
        assert "hush" not in str(refused.value)
        assert manager.get_secret_value(SecretId=where[Power.INDEX])["SecretString"] == text
        with pytest.raises(manager.exceptions.ResourceNotFoundException):
            manager.get_secret_value(SecretId=where[Power.PLATFORMS])
        for secret in where.values():
            manager.delete_secret(SecretId=secret, ForceDeleteWithoutRecovery=True)


def test_a_stack_that_lacks_a_secret_is_told_by_name() -> None:
    """Nothing is written into a stack that is older than the command."""
    with pytest.raises(provision.ProvisionError, match="siyu-prod has no output SessionsSecretArn"):
        provision.named({}, "siyu-prod")


def test_what_stays_as_it_is_is_not_written(manager: Any) -> None:
    """The stack's own keys are not put back while somebody rotates them, and no secret gets a version for nothing."""
    where = _secrets(manager)
    provision.write(manager, where, provision.read(_raw()))
    before = {power: manager.get_secret_value(SecretId=secret)["VersionId"] for power, secret in where.items()}
    provision.write(manager, where, provision.read(_raw(agent_secret="hush-new")))
    after = {power: manager.get_secret_value(SecretId=secret)["VersionId"] for power, secret in where.items()}
    assert {power for power in Power if before[power] != after[power]} == {Power.PLATFORMS}


def test_a_key_that_is_replaced_is_the_former_for_a_while() -> None:
    """The pair before the last change, and no other; a corp that is provisioned as it was has none."""
    first = _merged(Held(), _raw())
    assert _merged(first, _raw()).verify.corps["demo"].former is None
    second = _merged(first, _raw(callback_token="second"))
    third = _merged(second, _raw(callback_token="third"))
    former = third.verify.corps["demo"].former
    assert former and former.callback_token == "second"
    assert _merged(third, _raw(callback_token="third")).verify.corps["demo"].former == former
