"""A directory that was read once."""

from __future__ import annotations

import pytest

from tests.staff.office import Office
from tests.support.stack import Stack


@pytest.fixture
def office(stack: Stack) -> Office:
    office = Office(stack)
    office.reconcile()
    return office
