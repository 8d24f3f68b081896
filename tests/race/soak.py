"""Soak tests run only when they are asked for with -m soak."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

import pytest


def skip_unless_asked(config: pytest.Config, items: Iterable[pytest.Item], folder: Path) -> None:
    """Skip the soak tests of a folder unless the run asks for them."""
    asked = "soak" in config.getoption("-m")
    for item in items:
        if folder in item.path.parents and "soak" in item.keywords and not asked:
            item.add_marker(pytest.mark.skip(reason="takes minutes: make soak"))
