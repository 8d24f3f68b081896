"""The package, made once for the session (and not at all when dist/ is up to date)."""

from __future__ import annotations

import pickle
from typing import Any

import pytest

from infra import package
from infra.handlers import read
from tests.infra.template import Template


@pytest.fixture(scope="session")
def packaged() -> dict[str, Any]:
    """The template of dist/, as plain data. Tests must not change it; `template` gives a copy."""
    package.build()
    return read(package.DIST / "template.yaml")


@pytest.fixture(scope="session")
def written(packaged: dict[str, Any]) -> bytes:
    """The template, as copies are made of it: read so, one is made in a fifth of the time."""
    return pickle.dumps(packaged)


@pytest.fixture
def template(written: bytes) -> Template:
    """A copy of the packaged template that a test may spoil."""
    return Template(pickle.loads(written))
