"""The door of what a customer sees of themselves."""

from __future__ import annotations

from chalicelib.core.context import Ctx
from chalicelib.core.errors import NotAMember
from chalicelib.core.http.rights import MEMBER
from chalicelib.core.http.routes import Routes
from chalicelib.mine import service, shapes
from chalicelib.mine.room import ROOM

routes = Routes(ROOM)


@routes.get(
    "/mini/v1/me",
    allow=MEMBER,
    summary=("我的：身份、顾问、门店与券数", "Who am I here: adviser, store, how many coupons"),
    answer=shapes.Mine,
    errors=(NotAMember,),
)
def read_mine(ctx: Ctx) -> shapes.Mine:
    return service.mine(ctx)
