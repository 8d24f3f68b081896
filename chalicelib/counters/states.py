"""By what numbers are told apart."""

from __future__ import annotations

from enum import StrEnum

from chalicelib.core.events.numbers import By


class Group(StrEnum):
    """TOTAL: one line. DAY, HOUR: by the clocks of the corp. The others: a line an id."""

    TOTAL = "total"
    DAY = "day"
    HOUR = "hour"
    STORE = "store"
    CHANNEL = "channel"
    CODE = "code"
    STAFF = "staff"
    TEMPLATE = "template"
    POST = "post"

    @property
    def by(self) -> By | None:
        """Of whom its lines are; None for those of time."""
        return None if self in (Group.TOTAL, Group.DAY, Group.HOUR) else By(self.value)
