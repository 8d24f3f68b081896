"""The environment is checked before anything runs."""

from __future__ import annotations

import pytest

from chalicelib.core.config import ConfigError, read
from tests.support.stack import ENVIRONMENT

OPTIONAL = {"SIYU_LOG_LEVEL", "SIYU_PUBLIC_URL"}
REQUIRED = sorted(name for name in ENVIRONMENT if name.startswith("SIYU_") and name not in OPTIONAL)


@pytest.mark.parametrize("name", REQUIRED)
def test_a_missing_variable_is_named(name: str) -> None:
    """The error says which one, and where to look it up."""
    without = {key: value for key, value in ENVIRONMENT.items() if key != name}
    with pytest.raises(ConfigError, match=rf"{name.removeprefix('SIYU_').lower()}.*\.env\.example"):
        read(without)


@pytest.mark.parametrize("name", ["SIYU_WECOM_URL", "SIYU_WECHAT_URL", "SIYU_CLOCK_URL"])
def test_a_sandbox_outside_local_is_refused(name: str) -> None:
    """A production stack with a fake platform or a test clock would be silently wrong."""
    environment = {**ENVIRONMENT, "SIYU_STAGE": "prod"}
    assert read(environment).stage == "prod"
    with pytest.raises(ConfigError, match=name):
        read({**environment, name: "http://localhost:1"})
    assert read({**ENVIRONMENT, name: "http://localhost:1"}).is_local
