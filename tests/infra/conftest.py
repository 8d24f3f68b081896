"""The package, made once for the session (and not at all when dist/ is up to date)."""

from __future__ import annotations

import copy
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


@pytest.fixture
def template(packaged: dict[str, Any]) -> Template:
    """A copy of the packaged template that a test may spoil."""
    return Template(copy.deepcopy(packaged))
