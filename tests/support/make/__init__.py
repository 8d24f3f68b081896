"""Makes things that a test only needs to exist: `make.live_code(stack)`, `make.paid_order(stack)`.

Every function takes the stack first, then what the thing is made of (`of`), which is made too unless it is given. What
is sent can be changed field by field (`make.coupon_template(stack, stock=1)`), `corp=` makes it for another corp, and
`by=` is the client of the operator who makes it. All goes through the doors that operators, customers and WeCom use, so
no factory knows a room's rows or verbs. It answers a `Thing`: the id, and what the door answered. A room's own tests
keep their own words for what they are about.
"""

from tests.support.make.content import content, content_item, picture
from tests.support.make.coupons import TEMPLATE, coupon, coupon_template, redemption
from tests.support.make.exports import export
from tests.support.make.jobs import job
from tests.support.make.livecodes import WELCOME, live_code, pack, tag, tag_group, tag_ids
from tests.support.make.people import (
    Member,
    departure,
    follow_up,
    member,
    member_session,
    note,
    operator,
    role,
    session,
)
from tests.support.make.pickups import ready_order
from tests.support.make.posts import draft_forecast, forecast, occurrence, post, report
from tests.support.make.selling import (
    Order,
    Team,
    activity,
    books,
    order,
    paid_order,
    payment,
    product,
    shop_order,
    team,
)
from tests.support.make.stores import store
from tests.support.make.things import Json, Thing, made

__all__ = [
    "TEMPLATE",
    "WELCOME",
    "Json",
    "Member",
    "Order",
    "Team",
    "Thing",
    "activity",
    "books",
    "content",
    "content_item",
    "coupon",
    "coupon_template",
    "departure",
    "draft_forecast",
    "export",
    "follow_up",
    "forecast",
    "job",
    "live_code",
    "made",
    "member",
    "member_session",
    "note",
    "occurrence",
    "operator",
    "order",
    "pack",
    "paid_order",
    "payment",
    "picture",
    "post",
    "product",
    "ready_order",
    "redemption",
    "report",
    "role",
    "session",
    "shop_order",
    "store",
    "tag",
    "tag_group",
    "tag_ids",
    "team",
]
