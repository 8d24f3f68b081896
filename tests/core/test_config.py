"""The environment is checked before anything runs."""

from __future__ import annotations

import pytest

from chalicelib.core.config import ConfigError, read
from tests.support.stack import ENVIRONMENT

PROD = {"SIYU_STAGE": "prod", "SIYU_PUBLIC_URL": "https://q.example.com"}
OPTIONAL = {"SIYU_LOG_LEVEL", "SIYU_PUBLIC_URL"}
REQUIRED = sorted(name for name in ENVIRONMENT if name.startswith("SIYU_") and name not in OPTIONAL)


@pytest.mark.parametrize("name", REQUIRED)
def test_a_missing_variable_is_named(name: str) -> None:
    """The error says which one, and where to look it up."""
    without = {key: value for key, value in ENVIRONMENT.items() if key != name}
    with pytest.raises(ConfigError, match=rf"{name.removeprefix('SIYU_').lower()}.*\.env\.example"):
        read(without)


SANDBOXES = [f"SIYU_{name}_URL" for name in ("WECOM", "WECOM_LOGIN", "WECOM_OAUTH", "WECHAT", "CLOCK")]


@pytest.mark.parametrize("name", SANDBOXES)
def test_a_sandbox_outside_local_is_refused(name: str) -> None:
    """A production stack with a fake platform or a test clock would be silently wrong."""
    environment = {**ENVIRONMENT, **PROD}
    assert read(environment).stage == "prod"
    with pytest.raises(ConfigError, match=name):
        read({**environment, name: "http://localhost:1"})
    assert read({**ENVIRONMENT, name: "http://localhost:1"}).is_local


def test_a_stage_in_the_cloud_is_reached_with_tls() -> None:
    """What is printed into QR codes and sent to platforms says https, but on one machine."""
    with pytest.raises(ConfigError, match="SIYU_PUBLIC_URL must begin with https"):
        read({**ENVIRONMENT, **PROD, "SIYU_PUBLIC_URL": "http://q.example.com"})
    assert read(ENVIRONMENT).public_url.startswith("http://localhost")


def test_nobody_elses_page_is_allowed_but_those_that_are_named() -> None:
    """None by default; each is an origin as a browser sends it."""
    assert read(ENVIRONMENT).origins == ()
    named = "https://console.example.com,https://h5.example.com:8443"
    assert read({**ENVIRONMENT, **PROD, "SIYU_ALLOWED_ORIGINS": named}).origins == tuple(named.split(","))
    assert read({**ENVIRONMENT, "SIYU_ALLOWED_ORIGINS": "http://localhost:5173"}).origins == ("http://localhost:5173",)


@pytest.mark.parametrize(
    "origin",
    ["*", "https://*.example.com", "https://example.com/", "http://example.com", "http://localhost:5173", "null"],
)
def test_an_origin_that_no_browser_sends_or_that_is_everybodys_is_refused(origin: str) -> None:
    """A star would allow all, a slash would allow none, and nobody would be told."""
    with pytest.raises(ConfigError, match="SIYU_ALLOWED_ORIGINS"):
        read({**ENVIRONMENT, **PROD, "SIYU_ALLOWED_ORIGINS": f"https://ok.example.com,{origin}"})
