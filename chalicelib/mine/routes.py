"""The doors of what a customer sees of themselves: by the mini-program, and on pages of their own."""

from __future__ import annotations

from chalicelib.core.context import Ctx
from chalicelib.core.errors import NotAMember
from chalicelib.core.http.answers import Answer
from chalicelib.core.http.rights import MEMBER
from chalicelib.core.http.routes import Routes
from chalicelib.coupons.errors import UnknownCoupon
from chalicelib.groupbuys.errors import UnknownTeam
from chalicelib.mine import pressing, screens, service, shapes
from chalicelib.mine.room import ROOM
from chalicelib.orders.errors import UnknownOrder

routes = Routes(ROOM)
routes.pages_under("/m")


@routes.get(
    "/mini/v1/me",
    allow=MEMBER,
    summary=("我的：身份、顾问、门店与券数", "Who am I here: adviser, store, how many coupons"),
    answer=shapes.Mine,
    errors=(NotAMember,),
)
def read_mine(ctx: Ctx) -> shapes.Mine:
    return service.mine(ctx)


@routes.get(
    "/m/{entry}",
    allow=MEMBER,
    summary=("顾客自己的网页：我的券、我的订单、设置", "A customer's own pages: coupons, orders, settings"),
    query=shapes.PageTurn,
    errors=(NotAMember, UnknownCoupon, UnknownOrder),
    media_type="text/html",
)
def open_own_page(ctx: Ctx, entry: str, query: shapes.PageTurn) -> Answer:
    return screens.shown(ctx, screens.asked(ctx, entry, query.after))


@routes.post(
    "/m/{entry}",
    allow=MEMBER,
    summary=(
        "顾客自己的网页上的按钮：停收群发、取消订单、退出登录",
        "What is pressed there: no more posts, cancel an order, sign out",
    ),
    form=shapes.Pressed,
    status=303,
    afresh=True,
    errors=(NotAMember, UnknownOrder, UnknownTeam),
    media_type="text/html",
)
def press_on_own_page(ctx: Ctx, entry: str, form: shapes.Pressed) -> Answer:
    return pressing.press(ctx, screens.asked(ctx, entry), form)
