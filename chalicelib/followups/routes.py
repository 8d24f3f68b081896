"""Doors of follow-ups."""

from __future__ import annotations

from chalicelib.core.context import Ctx
from chalicelib.core.http import rates
from chalicelib.core.http.routes import Routes
from chalicelib.core.http.texts import Lint
from chalicelib.core.scope import Scoped
from chalicelib.core.storage.lists import Page
from chalicelib.followups import service, shapes
from chalicelib.followups.errors import BadFollowUp, FollowUpIsOver, NotYourFollowUp, UnknownFollowUp
from chalicelib.followups.ids import FollowUpId
from chalicelib.followups.room import READ, ROOM, WRITE
from chalicelib.members.errors import NotYourCustomer, UnknownContact

routes = Routes(ROOM)


@routes.post(
    "/staff/v1/contacts/{external_userid}/follow-ups",
    allow=WRITE,
    rate=rates.WRITES,
    scoped=Scoped.ANY,
    summary=("为自己的客户安排跟进", "Note what to do about a customer of one's own, and when"),
    body=shapes.WriteFollowUp,
    texts={"what": Lint.NONE},
    answer=shapes.FollowUp,
    status=201,
    errors=(NotYourCustomer, UnknownContact, BadFollowUp),
)
def write_follow_up(ctx: Ctx, external_userid: str, body: shapes.WriteFollowUp) -> shapes.FollowUp:
    return service.write(ctx, external_userid, body)


@routes.put(
    "/staff/v1/contacts/{external_userid}/follow-ups/{followup_id}",
    allow=WRITE,
    rate=rates.WRITES,
    scoped=Scoped.ANY,
    summary=("完成、取消或改期自己的跟进", "End a follow-up of one's own, or put it off"),
    body=shapes.EditFollowUp,
    texts={"what": Lint.NONE},
    answer=shapes.FollowUp,
    errors=(UnknownFollowUp, NotYourFollowUp, FollowUpIsOver, BadFollowUp),
)
def edit_follow_up(ctx: Ctx, external_userid: str, followup_id: str, body: shapes.EditFollowUp) -> shapes.FollowUp:
    return service.edit(ctx, external_userid, FollowUpId(followup_id), body)


@routes.get(
    "/staff/v1/follow-ups",
    allow=WRITE,
    rate=rates.READS,
    scoped=Scoped.ANY,
    summary=("我的跟进：今天、逾期或全部", "What I have to follow up: today, overdue or all of it"),
    query=shapes.MyFollowUps,
    answer=Page[shapes.FollowUp],
)
def list_my_follow_ups(ctx: Ctx, query: shapes.MyFollowUps) -> Page[shapes.FollowUp]:
    return service.mine(ctx, query)


@routes.get(
    "/admin/v1/follow-ups",
    allow=READ,
    scoped=Scoped.BY_STAFF,
    summary=("团队的跟进", "What the staff have to follow up"),
    query=shapes.TeamsFollowUps,
    answer=Page[shapes.FollowUp],
)
def list_follow_ups(ctx: Ctx, query: shapes.TeamsFollowUps) -> Page[shapes.FollowUp]:
    return service.team(ctx, query)
