"""Doors of numbers."""

from __future__ import annotations

from chalicelib.core.context import Ctx
from chalicelib.core.errors import OutsideScope
from chalicelib.core.http.routes import Routes
from chalicelib.core.scope import Scoped
from chalicelib.counters import service
from chalicelib.counters.errors import BadNumbers
from chalicelib.counters.room import ROOM, SEE
from chalicelib.counters.shapes import Numbers, NumbersQuery

routes = Routes(ROOM)


@routes.get(
    "/admin/v1/numbers",
    allow=SEE,
    scoped=Scoped.BY_STORE,
    summary=("活动数据", "Numbers of some days, today among them"),
    query=NumbersQuery,
    answer=Numbers,
    errors=(BadNumbers, OutsideScope),
)
def read_numbers(ctx: Ctx, query: NumbersQuery) -> Numbers:
    return service.tell(ctx, query)
