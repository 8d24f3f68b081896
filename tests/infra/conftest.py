"""The package, made once for the session (and not at all when dist/ is up to date)."""

from __future__ import annotations

import copy
from typing import Any

import pytest
import yaml

from infra import package
from tests.infra.template import Template


@pytest.fixture(scope="session")
def packaged() -> dict[str, Any]:
    """The template of dist/, as plain data. Tests must not change it; `template` gives a copy."""
    package.build()
    content: dict[str, Any] = yaml.safe_load((package.DIST / "template.yaml").read_text())
    return content


@pytest.fixture
def template(packaged: dict[str, Any]) -> Template:
    """A copy of the packaged template that a test may spoil."""
    return Template(copy.deepcopy(packaged))
