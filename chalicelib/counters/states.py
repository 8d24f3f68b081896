"""By what numbers are told apart."""

from __future__ import annotations

from enum import StrEnum


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
