"""Ids of what is sent from the side bar."""

from __future__ import annotations

from typing import NewType

SendingId = NewType("SendingId", str)
"""One thing that a member of staff took out of the side bar to send."""
