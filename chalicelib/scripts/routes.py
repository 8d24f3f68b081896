"""Doors of the library of scripts."""

from __future__ import annotations

from chalicelib.content.errors import NotApproved, UnknownContent, VersionRecalled
from chalicelib.content.ids import ContentId
from chalicelib.core.context import Ctx
from chalicelib.core.http import rates
from chalicelib.core.http.routes import Routes
from chalicelib.core.http.texts import Lint
from chalicelib.core.scope import Scoped
from chalicelib.core.storage.lists import Page
from chalicelib.members.errors import UnknownMember
from chalicelib.scripts import listing, service, shapes
from chalicelib.scripts.errors import TooManyFavourites, UnknownScript
from chalicelib.scripts.room import READ, ROOM, USE, WRITE

routes = Routes(ROOM)


@routes.get(
    "/admin/v1/scripts",
    allow=READ,
    scoped=Scoped.ANY,
    summary=("话术库", "The library of scripts"),
    query=shapes.LibraryQuery,
    answer=Page[shapes.Script],
)
def list_scripts(ctx: Ctx, query: shapes.LibraryQuery) -> Page[shapes.Script]:
    return listing.scripts(ctx, query)


@routes.put(
    "/admin/v1/scripts/{item_id}",
    allow=WRITE,
    summary=("把素材放入话术库，或换分类", "Put content into the library, or into another category"),
    body=shapes.PlaceScript,
    texts={"category": Lint.NONE, "subcategory": Lint.NONE},
    answer=shapes.Script,
    errors=(UnknownContent,),
)
def place_script(ctx: Ctx, item_id: str, body: shapes.PlaceScript) -> shapes.Script:
    return service.place(ctx, ContentId(item_id), body)


@routes.delete(
    "/admin/v1/scripts/{item_id}",
    allow=WRITE,
    summary=("移出话术库", "Take a script out of the library"),
    answer=shapes.Script,
    errors=(UnknownScript,),
)
def take_script_out(ctx: Ctx, item_id: str) -> shapes.Script:
    return service.take_out(ctx, ContentId(item_id))


@routes.get(
    "/staff/v1/scripts",
    allow=USE,
    scoped=Scoped.ANY,
    rate=rates.DOCS,
    summary=("员工查看话术", "Scripts for staff"),
    query=shapes.StaffScriptQuery,
    answer=Page[shapes.StaffScript],
)
def find_scripts(ctx: Ctx, query: shapes.StaffScriptQuery) -> Page[shapes.StaffScript]:
    return listing.for_staff(ctx, query)


@routes.put(
    "/staff/v1/scripts/{item_id}/favourite",
    allow=USE,
    scoped=Scoped.ANY,
    rate=rates.READS,
    summary=("收藏或取消收藏话术", "Mark a script as a favourite, or not"),
    body=shapes.Mark,
    answer=shapes.Marked,
    errors=(UnknownScript, TooManyFavourites),
)
def mark_script(ctx: Ctx, item_id: str, body: shapes.Mark) -> shapes.Marked:
    return service.mark(ctx, ContentId(item_id), body)


@routes.post(
    "/staff/v1/scripts/{item_id}/uses",
    allow=USE,
    scoped=Scoped.ANY,
    rate=rates.DOCS,
    summary=("记录使用话术", "Note that a script is used"),
    body=shapes.UseScript,
    answer=shapes.ScriptUse,
    status=201,
    errors=(UnknownScript, UnknownContent, NotApproved, VersionRecalled, UnknownMember),
)
def use_script(ctx: Ctx, item_id: str, body: shapes.UseScript) -> shapes.ScriptUse:
    return service.use(ctx, ContentId(item_id), body)
