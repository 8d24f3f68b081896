"""What follows in this room, and from what."""

from __future__ import annotations

from chalicelib.core.events.flows import Line, OnChange
from chalicelib.sidebar import changes
from chalicelib.sidebar.store import SendingRow

FLOWS: tuple[Line, ...] = (OnChange(SendingRow, changes.sending),)
