"""Doors of departures."""

from __future__ import annotations

from chalicelib.content.errors import LintErrors
from chalicelib.core.audited import Leaves
from chalicelib.core.context import Ctx
from chalicelib.core.errors import NeedsConfirmation, TooBusy
from chalicelib.core.http.routes import Routes
from chalicelib.core.http.shapes import PageQuery
from chalicelib.core.http.texts import Lint
from chalicelib.core.ids import UserId
from chalicelib.core.storage.lists import Page
from chalicelib.departures import errors, service, shapes
from chalicelib.departures.ids import DepartureId
from chalicelib.departures.room import HAND_OVER, READ, ROOM
from chalicelib.platforms.wecom.errors import ASKED as WECOM
from chalicelib.staff.errors import UnknownStaff

routes = Routes(ROOM)


@routes.get(
    "/admin/v1/staff/{userid}/holdings",
    allow=READ,
    summary=("查看员工名下的客户、客户群与活码", "See what a member of staff has in hand"),
    answer=shapes.Holdings,
    errors=(UnknownStaff, *WECOM),
)
def see_holdings(ctx: Ctx, userid: UserId) -> shapes.Holdings:
    return service.holdings(ctx, userid)


@routes.post(
    "/admin/v1/departures",
    allow=HAND_OVER,
    summary=("交接员工的客户与客户群", "Hand over a member of staff's customers and groups"),
    body=shapes.NewDeparture,
    texts={"message": Lint.AT_DOOR},
    answer=shapes.Departure,
    status=201,
    errors=(errors.BadDeparture, errors.BeingHandedOver, NeedsConfirmation, LintErrors, TooBusy),
)
def hand_over(ctx: Ctx, body: shapes.NewDeparture) -> shapes.Departure:
    return service.begin(ctx, body)


@routes.get(
    "/admin/v1/departures",
    allow=READ,
    summary=("交接列表", "List what was handed over"),
    query=PageQuery,
    answer=Page[shapes.Departure],
)
def list_departures(ctx: Ctx, query: PageQuery) -> Page[shapes.Departure]:
    return service.departures(ctx, query.limit, query.cursor)


@routes.get(
    "/admin/v1/departures/{departure_id}",
    allow=READ,
    summary=("查看一次交接", "See how handing over stands"),
    answer=shapes.Departure,
    errors=(errors.UnknownDeparture,),
)
def get_departure(ctx: Ctx, departure_id: DepartureId) -> shapes.Departure:
    return service.departure(ctx, departure_id)


@routes.get(
    "/admin/v1/departures/{departure_id}/customers",
    allow=READ,
    summary=("一次交接的客户与结果", "List the customers of a handing over and what became of each"),
    query=shapes.CustomersQuery,
    answer=Page[shapes.Handed],
    errors=(errors.UnknownDeparture,),
)
def list_handed(ctx: Ctx, departure_id: DepartureId, query: shapes.CustomersQuery) -> Page[shapes.Handed]:
    return service.customers(ctx, departure_id, query)


@routes.post(
    "/admin/v1/departures/{departure_id}/stop",
    allow=HAND_OVER,
    leaves=Leaves(shapes.DEPARTURE, "departure_id"),
    summary=("停止提交其余客户", "Stop asking for the rest"),
    answer=shapes.Departure,
    errors=(errors.UnknownDeparture, errors.NothingToStop),
)
def stop_departure(ctx: Ctx, departure_id: DepartureId) -> shapes.Departure:
    return service.stop(ctx, departure_id)


@routes.post(
    "/admin/v1/departures/{departure_id}/look",
    allow=HAND_OVER,
    leaves=Leaves(shapes.DEPARTURE, "departure_id"),
    summary=("现在查询继承结果", "Ask WeCom now how it stands"),
    answer=shapes.Departure,
    errors=(errors.UnknownDeparture,),
)
def look_at_departure(ctx: Ctx, departure_id: DepartureId) -> shapes.Departure:
    return service.look_now(ctx, departure_id)
