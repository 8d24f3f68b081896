"""How often a race is run over, since a rare timing needs many tries."""

from __future__ import annotations

import pytest


def rounds(few: int, many: int) -> pytest.MarkDecorator:
    """`few` rounds in the suite, where each negative control is caught in its first, and `many` in a soak."""
    return pytest.mark.parametrize("rounds", [few, pytest.param(many, marks=pytest.mark.soak)])
