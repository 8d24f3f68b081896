"""A task's brief, how a task is shown, and what a look at many of them finds."""

from __future__ import annotations

import msgspec

from chalicelib.audience.shapes import Channel
from chalicelib.content.ids import ContentId
from chalicelib.core.ids import UserId
from chalicelib.core.moments import NEVER, Moment
from chalicelib.core.problems import Problem
from chalicelib.tasks.states import Doing, Outcome, TaskState
from chalicelib.touches.shapes import Origin

# Who is left out is held under the reason, marked so that it cannot be a userid.
LEFT_OUT = "!"


class Brief(msgspec.Struct, frozen=True, kw_only=True):
    """All that a task needs to be made, sent, reminded of and closed, written when it is planned.

    origin: what it is for; nothing is looked up there. item_id, version: an approved content version; values: of its
    variables. planned_at: the moment from which consent is looked up again. ask_until: it is not asked for after that.
    """

    origin: Origin
    channel: Channel
    item_id: ContentId
    version: int
    values: dict[str, str | int]
    planned_at: Moment
    ask_until: Moment


class Segment(msgspec.Struct, frozen=True):
    """Where some targets lie: under which planner's fence, the how-maniest; of whom, and how many.

    name: the sender, or `!` and the reason why they are left out.
    """

    fence: int
    number: int
    name: str
    count: int

    @property
    def place(self) -> str:
        """How a task names it."""
        return f"{self.fence:04d}#{self.number:05d}"

    @property
    def is_left_out(self) -> bool:
        """True when nobody sends to these targets."""
        return self.name.startswith(LEFT_OUT)


class Plan(msgspec.Struct, frozen=True):
    """Which tasks of an origin count: those under the fence of the planner whose plan stands."""

    origin: Origin
    fence: int


class Going(msgspec.Struct, frozen=True, kw_only=True):
    """How the tasks of a plan are brought on.

    is_quiet: nothing is asked for now. per_minute: how many WeCom is asked for in a minute, all when None. until: not
    asked for after that; last_call: when who has not sent is reminded once more. ending: why what is unsent shall be
    taken back, if it shall: UNCONFIRMED when its end has come.
    """

    is_quiet: bool = False
    per_minute: int | None = None
    until: Moment = NEVER
    last_call: Moment = NEVER
    ending: Outcome | None = None


class Task(msgspec.Struct, frozen=True):
    """What one member of staff was asked to send.

    state: planned, asking, created, closed; doing: what the sender has done about it. reason: why it was closed without
    being sent by them; problem: the same in words, unless somebody decided it (a recall, a cancelled post, customers
    who said no). counts: targets by what became of them.
    """

    task: str
    sender: str
    targets: int
    state: TaskState
    doing: Doing
    msgid: str
    reason: str
    reminders: int
    created_at: str
    confirmed_at: str
    closed_at: str
    counts: dict[str, int]
    problem: Problem | None = None
    sender_name: str = ""


class Reminded(msgspec.Struct, frozen=True):
    """How many tasks' senders are reminded; left_alone: who had three within a day, or one within the hour."""

    reminded: int
    left_alone: int


class Done(msgspec.Struct, frozen=True):
    """What one member of staff has done about one task, and what became of its targets as far as is known.

    on_the_way: they tapped "send", and WeCom has still to tell of each. reminders: how many they had.
    """

    sender: UserId
    doing: Doing
    counts: dict[str, int]
    on_the_way: int = 0
    waiting: int = 0
    reminders: int = 0


class Out(msgspec.Struct, frozen=True, kw_only=True):
    """How far something has come to people, in targets. out: they have it; waiting: they may still get it."""

    out: int = 0
    waiting: int = 0


class Tally(msgspec.Struct, frozen=True, kw_only=True):
    """What a look at the tasks of a plan has found so far.

    after: the last one looked at when there are more, else ''. unasked: how many WeCom has still to be asked for;
    youngest: the age in seconds of the youngest that is open there. Of those that are closed: created, confirmed and
    counts in targets, and reasons.
    """

    after: str = ""
    unasked: int = 0
    youngest: float | None = None
    created: int = 0
    confirmed: int = 0
    counts: dict[str, int] = {}
    reasons: tuple[str, ...] = ()

    @property
    def is_over(self) -> bool:
        """True when no task is open."""
        return not self.unasked and self.youngest is None
