"""What the group-buy doors take and give. Money is an integer of fen."""

from __future__ import annotations

from typing import Annotated

import msgspec
from msgspec import Meta

from chalicelib.catalogue.ids import SkuId
from chalicelib.core.audited import Thing
from chalicelib.core.http import given
from chalicelib.core.http.shapes import LINE, MOST_SEEN, Confirm, PageQuery, said
from chalicelib.core.ids import NOBODY, StoreId
from chalicelib.core.moments import Moment
from chalicelib.core.money import Fen
from chalicelib.core.problems import Problem
from chalicelib.core.shapes import Person
from chalicelib.groupbuys.ids import ActivityId, TeamId
from chalicelib.groupbuys.states import ActivityState, Stop, TeamState
from chalicelib.members.ids import MemberId
from chalicelib.orders.ids import OrderId
from chalicelib.orders.shapes import OrderSummary

GROUPBUY = Thing("groupbuy", "拼团活动", "group-buy")

CouponGiven = Annotated[
    str,
    Meta(pattern=r"^([0-9a-hjkmnp-tv-z]{16})?$(?!\n)", description="券码，可不填 / may be empty"),
    said("16 位小写字母与数字，可不填", "16 small letters and digits, or nothing"),
]


class NewActivity(given.Timed, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """A group-buy activity on one SKU. Its stock is set aside from the SKU's.

    team_life: minutes from opening a team to its deadline. hold: minutes that a seat waits for its payment.
    new_only: for customers who have not bought before, one at a time.
    """

    name: Annotated[str, LINE, Meta(max_length=40)]
    sku_id: Annotated[str, Meta(min_length=1, max_length=40)]
    team_size: Annotated[int, Meta(ge=2, le=50)]
    team_price: Annotated[int, Meta(ge=0, le=100_000_000)]
    opens_at: given.Moment
    closes_at: given.Moment
    stock: Annotated[int, Meta(ge=1, le=1_000_000)]
    team_life: Annotated[int, Meta(ge=10, le=10_080)] = 1440
    hold: Annotated[int, Meta(ge=2, le=60)] = 15
    per_member: Annotated[int, Meta(ge=1, le=20)] = 1
    new_only: bool = False
    buckets: Annotated[int, Meta(ge=1, le=16)] = 2
    confirm: Confirm = False


class EditActivity(given.Timed, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """An activity as it shall be: what was not promised. revision: of the activity that the editor saw."""

    name: Annotated[str, LINE, Meta(max_length=40)]
    closes_at: given.Moment
    stock: Annotated[int, Meta(ge=1, le=1_000_000)]
    revision: Annotated[int, Meta(ge=1, le=MOST_SEEN, description="看到的修订号 / the revision that was seen")]
    confirm: Confirm = False


class StopActivity(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """What becomes of the teams that are not complete."""

    teams: Stop
    confirm: Confirm = False


class CopyActivity(given.Timed, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """When the copy is on. name, stock: as those of the activity when left out."""

    name: Annotated[str, LINE, Meta(max_length=40)] | None = None
    opens_at: given.Moment
    closes_at: given.Moment
    stock: Annotated[int, Meta(ge=1, le=1_000_000)] | None = None
    confirm: Confirm = False


class ActivityQuery(PageQuery, frozen=True, forbid_unknown_fields=True):
    """Which activities, newest first. q: part of the name; maker: who made it."""

    q: Annotated[str, Meta(max_length=40, description="名称中的几个字 / part of the name")] = ""
    state: ActivityState | None = None
    sku_id: Annotated[str, Meta(max_length=40)] = ""
    maker: given.MakerOrNone = NOBODY


class EndActivity(given.Timed, frozen=True, forbid_unknown_fields=True):
    """When an activity shall end, earlier than it would; now when nothing is said."""

    closes_at: given.Moment | None = None


class ActivityForMembers(msgspec.Struct, frozen=True, kw_only=True):
    """A group-buy activity as its customers see it."""

    activity_id: ActivityId
    name: str
    sku_id: SkuId
    product_name: str
    sku_name: str
    picture_url: str
    team_size: int
    team_price: Fen
    private_price: Fen
    opens_at: Moment
    closes_at: Moment
    stock: int
    team_life: int
    hold: int
    per_member: int
    new_only: bool
    created_at: Moment
    state: ActivityState = ActivityState.OPEN


class ActivityOnOffer(ActivityForMembers, frozen=True, kw_only=True):
    """A group-buy that goes on now. is_sold_out: all of its pieces are held or sold.

    my_team: the acting member's own that is not over and that they did not leave, of their 20 latest orders; null for
    none.
    """

    is_sold_out: bool = False
    my_team: TeamId | None = None


class Activity(ActivityForMembers, frozen=True, kw_only=True):
    """A group-buy activity; who made it and who changed it last, null for the system or nobody.

    stop: what became of its teams when it was stopped, null while it was not. problem: why customers are turned away.
    """

    created_by: Person | None = None
    edited_by: Person | None = None
    edited_at: Moment | None = None
    revision: int = 1
    stop: Stop | None = None
    stopped_at: Moment | None = None
    problem: Problem | None = None


class Stopped(msgspec.Struct, frozen=True):
    """An activity that was stopped, and the job that lets its teams fail, '' for none."""

    activity: Activity
    job_id: str = ""


class Offer(Activity, frozen=True, kw_only=True):
    """An activity as verbs work with it. buckets: how many parts its stock is split into."""

    buckets: int


class ActivityWithStock(Activity, frozen=True, kw_only=True):
    """An activity and what is left of its stock, exact."""

    left: int


class Enter(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Open or join a team, with a coupon or without."""

    coupon_code: CouponGiven = ""
    store_id: Annotated[StoreId, Meta(max_length=40, description="提货门店 / where to pick it up")] = StoreId("")


class SeatForFriends(msgspec.Struct, frozen=True, kw_only=True):
    """A seat as others may see it: the first character of a name."""

    name: str
    is_leader: bool
    is_paid: bool


class Team(msgspec.Struct, frozen=True, kw_only=True):
    """A team. taken: seats held or paid; paid: seats paid."""

    team_id: TeamId
    activity_id: ActivityId
    status: TeamState
    size: int
    taken: int
    paid: int
    opened_at: Moment
    deadline: Moment
    page_url: str


class TeamWithSeats(Team, frozen=True, kw_only=True):
    """A team with its seats, and what it buys."""

    seats: list[SeatForFriends]
    product_name: str
    sku_name: str
    team_price: Fen
    private_price: Fen


class TeamForFriends(msgspec.Struct, frozen=True, kw_only=True):
    """What a team's page shows. Prices in yuan as they are written; link: into the mini-program, '' without one."""

    team: TeamWithSeats
    picture_url: str
    price: str
    private_price: str
    seconds_left: int
    time_left: str
    link: str


class Entered(msgspec.Struct, frozen=True):
    """The team one is in now, and the order to pay until `order.pay_until`."""

    team: Team
    order: OrderSummary


class SeatForOperators(msgspec.Struct, frozen=True, kw_only=True):
    """A seat as operators see it."""

    member_id: MemberId
    order_id: OrderId
    is_paid: bool


class TeamForOperators(Team, frozen=True, kw_only=True):
    """A team with who sits where."""

    seats: list[SeatForOperators]


class Sums(msgspec.Struct, frozen=True, kw_only=True):
    """What was counted so far. as_of: when it began."""

    as_of: Moment
    open: int = 0
    succeeded: int = 0
    failed: int = 0
    sold: int = 0
    held: int = 0
    came_in: int = 0
    went_back: int = 0
    going_back: int = 0

    def plus(self, **more: int) -> Sums:
        """The same with so much more."""
        return msgspec.structs.replace(self, **{name: getattr(self, name) + much for name, much in more.items()})


class Books(msgspec.Struct, frozen=True, kw_only=True):
    """An activity's books, counted over its teams and orders. Money in fen.

    as_of: when the counting began; what was ordered since is not in it, and what changed until counted_at may be.
    money_in = money_kept + money_refunded + money_refunding; stock = left + held + sold, until stock is returned to the
    SKU: what went back is no longer counted as left.
    """

    job_id: str
    as_of: Moment
    counted_at: Moment
    teams: int
    open: int
    succeeded: int
    failed: int
    seats_paid: int
    money_in: Fen
    money_kept: Fen
    money_refunding: Fen
    money_refunded: Fen
    stock: int
    left: int
    held: int
    sold: int


class Counting(msgspec.Struct, frozen=True):
    """The job that counts the books; they are there when it is done."""

    job_id: str
