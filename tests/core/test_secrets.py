"""Settings are checked when read, refuse what is weak, and never print themselves."""

from __future__ import annotations

import json
from typing import Any

import pytest

from chalicelib.core import aws
from chalicelib.core.errors import NotConfigured, UnknownCorp
from chalicelib.core.ops import secrets
from tests.support.wecom import CORPS

GOOD: dict[str, Any] = {"session_key": "k" * 40, "corps": {"demo": CORPS["demo"].settings()}}


class _Stored:
    def __init__(self, text: str) -> None:
        self._text = text

    def get_secret_value(self, SecretId: str) -> dict[str, str]:  # noqa: N803
        return {"SecretString": self._text}


def _store(value: Any) -> None:
    secrets.forget()
    aws.use("secretsmanager", _Stored(value if isinstance(value, str) else json.dumps(value)))


@pytest.mark.parametrize(
    "broken",
    ["{}", "", "not json", {**GOOD, "session_key": "short"}, {**GOOD, "corps": {"demo": {"name": "x"}}}],
    ids=["empty object", "empty", "no json", "weak key", "half a corp"],
)
def test_settings_that_cannot_work_are_not_configured(broken: Any) -> None:
    """The error says to run the provisioning command."""
    _store(broken)
    with pytest.raises(NotConfigured):
        secrets.stack()
    secrets.forget()
    aws.forget()


def test_settings_never_print_a_secret() -> None:
    """A log line or a traceback that shows them shows ids only."""
    _store(GOOD)
    assert "secret-of" not in repr(secrets.stack()) + repr(secrets.corp("demo"))
    with pytest.raises(UnknownCorp):
        secrets.corp("nobody")
    secrets.forget()
    aws.forget()
