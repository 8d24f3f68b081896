"""What a printed contact way of before makes of whoever is behind it and goes: it says so, and others take over.

Nobody is shown who is on duty instead, as on a live code's page: the QR code is WeCom's own, and dies with the last of
its members.
"""

from __future__ import annotations

from collections.abc import Sequence, Set

import msgspec

from chalicelib.core.context import Ctx
from chalicelib.core.errors import Outlook
from chalicelib.core.events.facts import Fact
from chalicelib.core.ids import UserId
from chalicelib.core.ids import userid as canonical
from chalicelib.core.ops import refusals
from chalicelib.core.problems import Problem, Remedy, problem_of
from chalicelib.core.storage import leases
from chalicelib.livecodes.errors import StaffAway
from chalicelib.platforms.wecom import client
from chalicelib.platforms.wecom.errors import WeComRefused
from chalicelib.reconcile import store
from chalicelib.reconcile.adoption import ADOPTING_FOR
from chalicelib.staff import service as people
from chalicelib.staff.facts import StaffAppeared, StaffLeft, StaffSuspended

# A contact way of one member of staff stays one (docs/platform D1).
SINGLE = 1
MOST_PEOPLE = 100


def away(ctx: Ctx, fact: Fact[StaffLeft] | Fact[StaffSuspended]) -> None:
    """After somebody left or was suspended: the adopted ways that lead to them say so. 1 WU each. Safe to repeat."""
    for row in _leading_to(ctx, fact.data.staff):
        if not people.now(ctx, fact.data.staff).is_able:
            problem = problem_of(ctx, StaffAway(fact.data.staff), Remedy.EDIT, fact.data.staff)
            store.tell_way(ctx, row, problem)


def back(ctx: Ctx, fact: Fact[StaffAppeared]) -> None:
    """After somebody came back: their adopted ways have that problem no more. 1 WU each. Safe to repeat."""
    for row in _leading_to(ctx, fact.data.staff):
        if row.problem and (row.problem.code, row.problem.about) == (StaffAway.__name__, fact.data.staff):
            store.tell_way(ctx, row, None)


def _leading_to(ctx: Ctx, userid: UserId) -> list[store.AdoptedWayRow]:
    return [row for row in store.every_adopted_way(ctx) if userid in map(canonical, row.staff)]


def ways_of(ctx: Ctx, userid: UserId) -> dict[str, str]:
    """The live code of each adopted way that leads to somebody, by WeCom's id. 0.5 RU for each that the corp has."""
    return {row.config_id: row.code for row in _leading_to(ctx, userid)}


def hand_over(ctx: Ctx, config_id: str, former: UserId, takers: Sequence[UserId], turn: int) -> Problem | None:
    """Others are behind a printed way in the place of one who goes; why not, where WeCom does not let us.

    All of them where it is of several, else whoever's turn it is. Safe to repeat: who is behind it is read at WeCom.
    Two calls, 1 WU. Raises what may pass, and TooBusy while somebody adopts it.
    """
    with leases.held(ctx, f"adopt#{config_id}", ADOPTING_FOR):
        row = store.adopted_way(ctx, config_id)
        if row is None:
            return None
        try:
            way = client.get_contact_way(ctx, config_id)
            wanted = with_others(way, _gone(ctx, way) | {former}, takers, turn)
            if wanted != way.user:
                client.update_contact_way(ctx, msgspec.structs.replace(way, config_id=config_id, user=wanted))
        except WeComRefused as refused:
            if refused.outlook is not Outlook.NEVER:
                raise
            problem = refusals.note(ctx, refused, Remedy.EDIT, former)
            store.tell_way(ctx, row, problem)
            return problem
        store.way_leads_to(ctx, row, tuple(canonical(one) for one in wanted))
    return None


def _gone(ctx: Ctx, way: client.ContactWay) -> set[UserId]:
    """Whom WeCom would refuse the whole for, though nobody asked about them."""
    met = people.some(ctx, [canonical(one) for one in way.user])
    return {userid for userid, one in met.items() if one.is_gone}


def with_others(way: client.ContactWay, going: Set[UserId], takers: Sequence[UserId], turn: int) -> list[UserId]:
    """Whom a contact way leads to when others are in the place of those; as it is where none of them is behind it."""
    there = [canonical(one) for one in way.user]
    if going.isdisjoint(there):
        return way.user
    if way.type == SINGLE:
        return [takers[turn % len(takers)]]
    return list(dict.fromkeys([*(one for one in there if one not in going), *takers]))[:MOST_PEOPLE]
