"""Handing over what is ours to hand over: one thing after the other, each safe to repeat.

Which they are is kept before the first is changed, so that a step that is repeated knows what it has done.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

import msgspec

from chalicelib.access import service as access
from chalicelib.core.context import Ctx
from chalicelib.core.ids import StoreId, UserId
from chalicelib.core.moments import Moment
from chalicelib.core.ops.jobs import Why
from chalicelib.departures import rules
from chalicelib.departures.shapes import Taker
from chalicelib.departures.states import Part
from chalicelib.departures.store import DepartureRow
from chalicelib.followups import service as followups
from chalicelib.livecodes import service as livecodes
from chalicelib.livecodes.ids import LiveCode
from chalicelib.posts import service as posts
from chalicelib.posts.ids import PostId
from chalicelib.reconcile import service as reconcile
from chalicelib.stores import service as stores

WELCOME_NAMES_THEM = Why(
    "活码已交接，但欢迎语里写着该员工的姓名，请修改欢迎语",
    "The live code was handed over, but its welcome says their name. Edit the welcome",
)
HAS_TO_BE_APPROVED = Why(
    "群发对象已改为接替的员工，需他人审批后才会发送，请审批",
    "The post goes to who took over, once somebody has approved it anew. Have it approved",
)


class Handing(msgspec.Struct, frozen=True):
    """A handing over as each of its things needs it. takers: those who can still take over."""

    row: DepartureRow
    takers: Sequence[Taker]

    @property
    def userids(self) -> list[UserId]:
        """Who takes over."""
        return [one.userid for one in self.takers]


class Handed(msgspec.Struct, frozen=True):
    """What came of one thing. done: how many it counts for. why: it was not handed over, or has to be looked at."""

    done: int = 1
    why: Why | None = None
    is_failed: bool = False


class Kind(msgspec.Struct, frozen=True):
    """How things of one part are found and handed over. turn: the how-maniest it is."""

    find: Callable[[Ctx, DepartureRow], Sequence[str]]
    hand: Callable[[Ctx, Handing, str, int], Handed]


def _live_code(ctx: Ctx, handing: Handing, thing: str, turn: int) -> Handed:
    code, former = LiveCode(thing), handing.row.staff
    livecodes.hand_over(ctx, code, former, {one.userid: one.weight for one in handing.takers})
    return Handed(why=WELCOME_NAMES_THEM if livecodes.is_naming(ctx, code, former) else None)


def _adopted_way(ctx: Ctx, handing: Handing, thing: str, turn: int) -> Handed:
    problem = reconcile.hand_over_way(ctx, thing, handing.row.staff, _in_turn(handing, turn), 0)
    if problem is None:
        return Handed()
    zh = f"印制的「联系我」无法交接：{problem.zh}该码在员工离职后失效，请更换。"
    en = f"A printed contact way could not be handed over. {problem.en} It ends with them: print another."
    return Handed(done=0, why=Why(zh, en), is_failed=True)


def _store(ctx: Ctx, handing: Handing, thing: str, turn: int) -> Handed:
    stores.hand_over_place(ctx, StoreId(thing), handing.row.staff, _in_turn(handing, turn), 0)
    return Handed()


def _in_turn(handing: Handing, turn: int) -> list[UserId]:
    """Who takes over, whoever's turn it is first."""
    first = rules.taker(handing.takers, turn)
    return [first, *(one for one in handing.userids if one != first)]


def _post(ctx: Ctx, handing: Handing, thing: str, turn: int) -> Handed:
    row = handing.row
    must = posts.hand_over(ctx, PostId(thing), row.staff, handing.userids, stays=not row.has_left)
    return Handed(why=HAS_TO_BE_APPROVED if must else None)


def _task(ctx: Ctx, handing: Handing, thing: str, turn: int) -> Handed:
    post_id, _, at = thing.partition("#")
    return Handed(done=posts.end_unsent(ctx, PostId(post_id), Moment(at), handing.row.staff))


def _follow_up(ctx: Ctx, handing: Handing, thing: str, turn: int) -> Handed:
    is_done = followups.hand_over(ctx, thing, handing.row.staff, rules.taker(handing.takers, turn))
    return Handed(done=int(is_done))


def _role(ctx: Ctx, handing: Handing, thing: str, turn: int) -> Handed:
    try:
        access.end_role_in_hand(ctx, handing.row.staff, handing.row.role_seen)
    except access.ROLE_STAYS as error:
        return Handed(done=0, why=Why(error.zh, error.en), is_failed=True)
    return Handed()


def _roles(ctx: Ctx, row: DepartureRow) -> Sequence[str]:
    """One that is over since they left counts with their first handing over, and is not counted again."""
    held = access.role_in_hand(ctx, row.staff)
    return [held.role] if held.role and (row.role_seen or not held.is_over) else []


def _tasks(ctx: Ctx, row: DepartureRow) -> Sequence[str]:
    return [f"{one.post_id}#{one.at}" for one in posts.held_by(ctx, row.staff).unsent]


KINDS: Mapping[Part, Kind] = {
    Part.LIVE_CODES: Kind(lambda ctx, row: livecodes.codes_of(ctx, row.staff), _live_code),
    Part.ADOPTED_WAYS: Kind(lambda ctx, row: sorted(reconcile.adopted_ways_of(ctx, row.staff)), _adopted_way),
    Part.STORES: Kind(lambda ctx, row: stores.places_of(ctx, row.staff), _store),
    Part.POSTS: Kind(lambda ctx, row: [one.post_id for one in posts.held_by(ctx, row.staff).posts], _post),
    Part.TASKS: Kind(_tasks, _task),
    Part.FOLLOW_UPS: Kind(lambda ctx, row: followups.in_hand(ctx, row.staff), _follow_up),
    Part.ROLE: Kind(_roles, _role),
}
