"""Soak tests wait until they are asked for."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.race.soak import skip_unless_asked


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """The longest tests of this folder run with -m soak."""
    skip_unless_asked(config, items, Path(__file__).parent)
