"""What follows from what in this room."""

from __future__ import annotations

from chalicelib.content import changes
from chalicelib.content.store import RulesRow, VersionRow
from chalicelib.core.events.flows import Line, OnChange

FLOWS: tuple[Line, ...] = (
    OnChange(VersionRow, changes.version),
    OnChange(RulesRow, changes.content_rules),
)
