"""The door of what waits."""

from __future__ import annotations

from chalicelib.core.context import Ctx
from chalicelib.core.http.rights import SIGNED_IN
from chalicelib.core.http.routes import Routes
from chalicelib.core.scope import Scoped
from chalicelib.todo import service, shapes
from chalicelib.todo.room import ROOM

routes = Routes(ROOM)


@routes.get(
    "/admin/v1/todo",
    allow=SIGNED_IN,
    scoped=Scoped.ANY,
    summary=("今日待办：等我处理的事", "What waits for whoever asks"),
    answer=shapes.Todo,
)
def read_todo(ctx: Ctx) -> shapes.Todo:
    return service.todo(ctx)
