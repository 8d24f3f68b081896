"""What the group-buy doors take and give. Money is an integer of fen."""

from __future__ import annotations

from typing import Annotated

import msgspec
from msgspec import Meta

from chalicelib.core.http.shapes import Moment
from chalicelib.orders.shapes import Order

CouponCode = Annotated[str, Meta(pattern="^([0-9a-hjkmnp-tv-z]{16})?$", description="券码，可不填 / may be empty")]


class NewActivity(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """A group-buy activity on one SKU. Its stock is set aside from the SKU's.

    team_life: minutes from opening a team to its deadline. hold: minutes that a seat waits for its payment.
    new_only: for customers who have not bought before, one at a time.
    """

    name: Annotated[str, Meta(min_length=1, max_length=40)]
    sku_id: Annotated[str, Meta(min_length=1, max_length=40)]
    team_size: Annotated[int, Meta(ge=2, le=50)]
    team_price: Annotated[int, Meta(ge=0, le=100_000_000)]
    opens_at: Moment
    closes_at: Moment
    stock: Annotated[int, Meta(ge=1, le=1_000_000)]
    team_life: Annotated[int, Meta(ge=10, le=10_080)] = 1440
    hold: Annotated[int, Meta(ge=2, le=60)] = 15
    per_member: Annotated[int, Meta(ge=1, le=20)] = 1
    new_only: bool = False
    buckets: Annotated[int, Meta(ge=1, le=16)] = 2


class Activity(msgspec.Struct, frozen=True, kw_only=True):
    """A group-buy activity."""

    activity_id: str
    name: str
    sku_id: str
    product_name: str
    sku_name: str
    picture_url: str
    team_size: int
    team_price: int
    private_price: int
    opens_at: str
    closes_at: str
    stock: int
    team_life: int
    hold: int
    per_member: int
    new_only: bool
    created_at: str


class ActivityWithStock(Activity, frozen=True, kw_only=True):
    """An activity and what is left of its stock, exact."""

    left: int


class Activities(msgspec.Struct, frozen=True):
    """A page of activities, newest first."""

    items: list[Activity]
    cursor: str


class Enter(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Open or join a team, with a coupon or without."""

    coupon_code: CouponCode = ""


class Seat(msgspec.Struct, frozen=True, kw_only=True):
    """A seat as others may see it: the first character of a name."""

    name: str
    is_leader: bool
    is_paid: bool


class Team(msgspec.Struct, frozen=True, kw_only=True):
    """A team. taken: seats held or paid; paid: seats paid; status: open, settling, succeeded or failed."""

    session_id: str
    activity_id: str
    status: str
    size: int
    taken: int
    paid: int
    opened_at: str
    deadline: str
    page_url: str


class TeamWithSeats(Team, frozen=True, kw_only=True):
    """A team with its seats, and what it buys."""

    seats: list[Seat]
    product_name: str
    sku_name: str
    team_price: int
    private_price: int


class TeamPage(msgspec.Struct, frozen=True, kw_only=True):
    """What a team's page shows. Prices in yuan as they are written; link: into the mini-program, '' without one."""

    team: TeamWithSeats
    picture_url: str
    price: str
    private_price: str
    seconds_left: int
    time_left: str
    link: str


class MyTeams(msgspec.Struct, frozen=True):
    """A member's teams, newest first."""

    items: list[Team]


class Teams(msgspec.Struct, frozen=True):
    """A page of teams."""

    items: list[Team]
    cursor: str


class Entered(msgspec.Struct, frozen=True):
    """The team one is in now, and the order to pay until `order.pay_until`."""

    team: Team
    order: Order


class TeamSeat(msgspec.Struct, frozen=True, kw_only=True):
    """A seat as operators see it."""

    member_id: str
    order_id: str
    is_paid: bool


class TeamForOperators(Team, frozen=True, kw_only=True):
    """A team with who sits where."""

    seats: list[TeamSeat]


class Books(msgspec.Struct, frozen=True, kw_only=True):
    """An activity's books, exact, counted over its teams and orders. Money in fen.

    money_in = money_kept + money_refunded + money_refunding; stock = left + held + sold.
    """

    teams: int
    open: int
    succeeded: int
    failed: int
    seats_paid: int
    money_in: int
    money_kept: int
    money_refunding: int
    money_refunded: int
    stock: int
    left: int
    held: int
    sold: int
