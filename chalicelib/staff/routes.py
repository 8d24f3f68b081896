"""Doors of the staff room."""

from __future__ import annotations

from chalicelib.core.context import Ctx
from chalicelib.core.http.routes import Routes
from chalicelib.core.ids import userid as canonical
from chalicelib.core.scope import Scoped
from chalicelib.core.storage.lists import Page
from chalicelib.staff import service, shapes
from chalicelib.staff.errors import UnknownStaff
from chalicelib.staff.room import READ, RECONCILE, ROOM

routes = Routes(ROOM)


@routes.get(
    "/admin/v1/staff",
    allow=READ,
    scoped=Scoped.ANY,
    summary=("员工列表", "List staff"),
    query=shapes.StaffQuery,
    answer=Page[shapes.StaffInList],
)
def list_staff(ctx: Ctx, query: shapes.StaffQuery) -> Page[shapes.StaffInList]:
    return service.members(ctx, query)


@routes.get(
    "/admin/v1/staff/{userid}",
    allow=READ,
    scoped=Scoped.ANY,
    summary=("查看员工", "See a member of staff"),
    answer=shapes.StaffMember,
    errors=(UnknownStaff,),
)
def read_staff(ctx: Ctx, userid: str) -> shapes.StaffMember:
    return service.member(ctx, canonical(userid))


@routes.get(
    "/admin/v1/departments",
    allow=READ,
    scoped=Scoped.ANY,
    summary=("部门列表", "List departments"),
    answer=shapes.Departments,
)
def list_departments(ctx: Ctx) -> shapes.Departments:
    return service.departments(ctx)


@routes.post(
    "/admin/v1/staff-reconciles",
    allow=RECONCILE,
    summary=("立即同步通讯录", "Bring the directory up to date now"),
    answer=shapes.Reconciling,
    status=202,
)
def reconcile_now(ctx: Ctx) -> shapes.Reconciling:
    return shapes.Reconciling(service.reconcile(ctx))
