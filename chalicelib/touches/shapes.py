"""What the doors of touches take and give, and what a touch refers to."""

from __future__ import annotations

from typing import Annotated, Literal

import msgspec
from msgspec import Meta

from chalicelib.core.audited import Thing
from chalicelib.core.errors import Fault, Misfit
from chalicelib.core.http.shapes import Seen, said
from chalicelib.core.moments import Moment
from chalicelib.core.shapes import Hands

POST_RULES = Thing("post_rules", "群发规则", "post rules")

Clock = Annotated[
    str,
    Meta(pattern=r"^([01]\d|2[0-3]):[0-5]\d$(?!\n)", description="in Shanghai, such as 21:30"),
    said("24 小时制时间，例如 21:30", "a clock time, such as 21:30"),
]


class Origin(msgspec.Struct, frozen=True):
    """What people are written to for: a post, a moment, a step of a journey, a notice. kind: which; at: its time."""

    kind: str
    id: str
    at: Moment

    @property
    def name(self) -> str:
        """It in one word, for keys."""
        return f"{self.kind}/{self.id}/{self.at}"

    @classmethod
    def named(cls, name: str) -> Origin:
        """It again, from that word."""
        kind, about, at = name.split("/")
        return cls(kind, about, Moment(at))


class Cap(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """At most `count` posts to one customer within `days` days, today among them."""

    count: Annotated[int, Meta(ge=1, le=100)]
    days: Annotated[int, Meta(ge=1, le=31)]


class QuietHours(msgspec.Struct, frozen=True, forbid_unknown_fields=True, rename={"start": "from", "end": "to"}):
    """From one clock time up to another in Shanghai, over midnight when the second is earlier."""

    start: Clock
    end: Clock

    def __post_init__(self) -> None:
        if self.start == self.end:
            zh, en = (
                "静默时段的开始与结束不能相同；不需要静默请不填。",
                "It may not end when it begins. Leave it out for none.",
            )
            raise Misfit(Fault("to", "differs", self.start, zh, en))


class TouchRules(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """A corp's rules for all that is sent to many.

    quota: WeCom's receiving rule as the corp has set it there: as many a month as it has days, 7 a week, or 1 a day.
    """

    quota: Literal["month", "week", "day"] = "month"
    cap: Cap | None = None
    quiet_hours: QuietHours | None = None


class SetTouchRules(TouchRules, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """The rules as they shall be. revision: of those that were seen; with null they are set over whatever there is."""

    revision: Seen | None = None


class TouchRulesShown(Hands, frozen=True, kw_only=True):
    """The rules, with who set them. revision: grows each time; 0 while nobody has."""

    quota: Literal["month", "week", "day"]
    cap: Cap | None
    quiet_hours: QuietHours | None
    revision: int
