"""Doors of the till."""

from __future__ import annotations

from chalicelib.core.audited import Leaves
from chalicelib.core.context import Ctx
from chalicelib.core.errors import UnknownPath
from chalicelib.core.http import rates
from chalicelib.core.http.answers import Answer, Incoming
from chalicelib.core.http.rights import PUBLIC
from chalicelib.core.http.routes import Routes
from chalicelib.core.scope import Scoped
from chalicelib.platforms.wecom.errors import ASKED as WECOM
from chalicelib.till import scanning, screens, service, shapes
from chalicelib.till.errors import MenuIsFull
from chalicelib.till.room import DAY, MENU, ROOM

routes = Routes(ROOM)


@routes.get(
    "/till",
    allow=PUBLIC,
    rate=rates.READS,
    summary=("收银台页面", "The till's page"),
    media_type="text/html",
)
def open_till(incoming: Incoming) -> Answer:
    return screens.till()


@routes.get(
    "/till/{file}",
    allow=PUBLIC,
    rate=rates.READS,
    summary=("收银台的样式与脚本", "The till's style and scripts"),
    errors=(UnknownPath,),
    media_type="text/css",
)
def read_till_file(incoming: Incoming, file: str) -> Answer:
    return screens.file(file)


@routes.get(
    "/staff/v1/my-day",
    allow=DAY,
    scoped=Scoped.ANY,
    summary=("我的今天：核销、撤销与提货", "My day: what I redeemed, reversed and handed out"),
    query=shapes.DayQuery,
    answer=shapes.MyDay,
)
def read_my_day(ctx: Ctx, query: shapes.DayQuery) -> shapes.MyDay:
    return service.my_day(ctx, query.day)


@routes.put(
    "/admin/v1/till-menu",
    allow=MENU,
    leaves=Leaves(shapes.MENU),
    summary=("把「扫码核销」放进应用菜单", "Put the till's scan into the app's menu"),
    answer=shapes.Menu,
    errors=(MenuIsFull, *WECOM),
)
def make_till_menu(ctx: Ctx) -> shapes.Menu:
    return scanning.make_menu(ctx)
