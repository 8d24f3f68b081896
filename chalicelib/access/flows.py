"""What follows from what, in this room."""

from __future__ import annotations

from chalicelib.access import changes
from chalicelib.access.store import OperatorRow
from chalicelib.core.events.flows import Line, OnChange

FLOWS: tuple[Line, ...] = (OnChange(OperatorRow, changes.operator),)
