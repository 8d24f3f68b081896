"""Corps' settings get into the secret whole and checked, and nothing of them gets out."""

from __future__ import annotations

from typing import Any

import botocore.session
import msgspec
import pytest
from moto import mock_aws

from chalicelib.core.ops.secrets import StackSettings
from infra import provision

CORP = {
    "name": "溪雨茶铺", "corp_id": "ww1", "agent_id": "1000002", "agent_secret": "hush-agent",
    "callback_token": "hushtoken",
    "callback_aes_key": "k" * 43, "mini_appid": "wx1", "mini_secret": "hush-mini", "owners": ["boss"],
}  # fmt: skip


def _raw(**changed: Any) -> bytes:
    return msgspec.json.encode({"demo": {**CORP, **changed}})


def test_corps_are_merged_and_the_session_key_is_kept() -> None:
    """A second corp joins the first, and nobody's session ends by it."""
    first = provision.merged(None, provision.read(_raw()))
    second = provision.merged(first, provision.read(msgspec.json.encode({"other": CORP})))
    assert len(first.session_key) >= 32
    assert second.session_key == first.session_key
    assert sorted(second.corps) == ["demo", "other"]


def test_a_session_key_that_is_too_short_is_replaced() -> None:
    """A weak key is not carried on; a new one is made."""
    kept = StackSettings(session_key="short", corps=provision.read(_raw()))
    assert len(provision.merged(kept, {}).session_key) >= 32
    assert sorted(provision.merged(kept, {}).corps) == ["demo"]


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


@mock_aws
def test_what_was_written_is_what_the_functions_read() -> None:
    """The secret is stored in the very type that the functions decode."""
    manager = botocore.session.get_session().create_client("secretsmanager", region_name="us-east-1")
    secret = manager.create_secret(Name="settings")["ARN"]
    assert provision.write(manager, secret, provision.read(_raw())) == ["demo"]
    stored = msgspec.json.decode(manager.get_secret_value(SecretId=secret)["SecretString"], type=StackSettings)
    assert stored.corps["demo"].owners == {"boss"}
    assert len(stored.session_key) >= 32


@mock_aws
def test_a_secret_that_holds_something_else_is_left_alone() -> None:
    """Somebody else's secret is never overwritten."""
    manager = botocore.session.get_session().create_client("secretsmanager", region_name="us-east-1")
    secret = manager.create_secret(Name="settings", SecretString="not ours")["ARN"]
    with pytest.raises(provision.ProvisionError, match="nothing was written"):
        provision.write(manager, secret, provision.read(_raw()))
    assert manager.get_secret_value(SecretId=secret)["SecretString"] == "not ours"
