"""What the doors of departures take and give."""

from __future__ import annotations

from typing import Annotated

import msgspec
from msgspec import Meta

from chalicelib.core.audited import Thing
from chalicelib.core.http.shapes import Confirm, PageQuery, StaffId
from chalicelib.core.ids import UserId, userid
from chalicelib.core.moments import Moment
from chalicelib.core.problems import Problem
from chalicelib.departures.ids import DepartureId
from chalicelib.departures.states import CustomerState, DepartureState, Part, PartState
from chalicelib.members.ids import MemberId
from chalicelib.posts.ids import PostId

DEPARTURE = Thing("departure", "离职交接", "departure")


class Taker(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Who takes over, and how many of ten shared out by weight, as on a live code."""

    userid: StaffId
    weight: Annotated[int, Meta(ge=1, le=100)] = 1

    def __post_init__(self) -> None:
        msgspec.structs.force_setattr(self, "userid", userid(self.userid))


class Parts(msgspec.Struct, frozen=True, kw_only=True):
    """What is handed over of all that somebody has.

    adopted_ways: printed contact ways of before. stores: their places there. posts: those that name them, from the next
    time on. tasks: what they have not sent is closed. follow_ups: what they meant to do about customers. role: it ends;
    of who has left it ends by itself.
    """

    live_codes: bool = True
    adopted_ways: bool = True
    stores: bool = True
    posts: bool = True
    tasks: bool = True
    follow_ups: bool = True
    role: bool = False
    groups: bool = True
    customers: bool = True


class NewDeparture(Parts, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """“X goes, Y and Z take over.” message: what customers of who is still there are told when it is done."""

    staff: StaffId
    takers: Annotated[list[Taker], Meta(min_length=1, max_length=10)]
    message: Annotated[str, Meta(max_length=200)] = ""
    confirm: Confirm = False

    def __post_init__(self) -> None:
        msgspec.structs.force_setattr(self, "staff", userid(self.staff))


class Named(msgspec.Struct, frozen=True):
    """A member of staff with the name that people know ('' while it is not known)."""

    userid: UserId
    name: str


class NamedTaker(msgspec.Struct, frozen=True):
    """Who takes over, with their name and share."""

    userid: UserId
    name: str
    weight: int


class Counts(msgspec.Struct, frozen=True, kw_only=True):
    """What came of it, in numbers.

    live_codes: that others stand behind now. adopted_ways: likewise; adopted_ways_failed: where WeCom does not let us.
    stores: at which another has their place. posts: that go to others. tasks: that were closed. follow_ups: that
    others have now. role: 1 when it ended,
    role_failed: 1 when it did not. customers: that were asked for. done: of them the others' now.
    waiting: not heard of yet. refused: by themselves. full: whoever takes over has no room. failed: WeCom does not do
    it. groups: given on. groups_failed: not given on.
    """

    live_codes: int = 0
    adopted_ways: int = 0
    adopted_ways_failed: int = 0
    stores: int = 0
    posts: int = 0
    tasks: int = 0
    follow_ups: int = 0
    role: int = 0
    role_failed: int = 0
    customers: int = 0
    done: int = 0
    waiting: int = 0
    refused: int = 0
    full: int = 0
    failed: int = 0
    groups: int = 0
    groups_failed: int = 0


class Progress(msgspec.Struct, frozen=True, kw_only=True):
    """How it stands with one kind of thing. done: handed over; failed: not; both are listed by the job or the list of
    customers, with the reason and what to do. waiting: of customers, who have a day.
    """

    part: Part
    state: PartState
    done: int = 0
    failed: int = 0
    waiting: int = 0


class Departure(Parts, frozen=True, kw_only=True):
    """A handing over. progress: how it stands with each kind of thing, in the order in which they are handed over.

    departure_id: its id. has_left: they were not of the corp any more when it began, so that no customer can refuse.
    job_id: '' until it has begun. made_by: who asked for it. made_at: when. looked_at: when WeCom was last asked how it
    stands. looks_at: when it is asked next.
    """

    departure_id: DepartureId
    staff: Named
    has_left: bool
    takers: tuple[NamedTaker, ...]
    message: str
    state: DepartureState
    counts: Counts
    progress: tuple[Progress, ...]
    job_id: str
    made_by: str
    made_at: Moment
    looked_at: Moment | None = None
    looks_at: Moment | None = None
    problem: Problem | None = None


class Unsent(msgspec.Struct, frozen=True, kw_only=True):
    """What they have not sent of a time of a post. targets: how many wait for it."""

    post_id: PostId
    name: str
    at: Moment
    targets: int


class Role(msgspec.Struct, frozen=True):
    """The role that they have here. is_over: it ended when they left."""

    role: str
    name: str
    is_over: bool


class Holdings(msgspec.Struct, frozen=True, kw_only=True):
    """What somebody has in hand; nothing is changed by looking.

    has_left: they are not of the corp any more. live_codes, stores, posts: by name. adopted_ways: the live codes whose
    printed contact ways lead to them. tasks: what they have not sent. follow_ups: how many are open.
    posts_beyond: there are more posts than were
    looked at. welcomes: live codes whose welcome says their name, which nobody changes but an operator.
    being_handed_over: the one that is under way. taking_over: those by which they are taking over from others.
    """

    staff: Named
    has_left: bool
    customers: int
    groups: int
    live_codes: tuple[str, ...]
    adopted_ways: tuple[str, ...]
    stores: tuple[str, ...]
    posts: tuple[str, ...]
    tasks: tuple[Unsent, ...]
    follow_ups: int
    posts_beyond: bool
    role: Role | None
    welcomes: tuple[str, ...]
    being_handed_over: DepartureId | None = None
    taking_over: tuple[DepartureId, ...] = ()


class CustomersQuery(PageQuery, frozen=True, forbid_unknown_fields=True):
    """Which customers of a handing over: of one state only, else all."""

    state: CustomerState | None = None


class Handed(msgspec.Struct, frozen=True, kw_only=True):
    """A customer of a handing over.

    takes_over_at: when they became the other's.
    """

    member_id: MemberId
    name: str
    taker: Named
    state: CustomerState
    asked_at: Moment
    takes_over_at: Moment | None = None
    problem: Problem | None = None
