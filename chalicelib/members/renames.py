"""A member of staff has another userid: their friendships go on under it (docs/platform K3).

What comes late under the old one is noted under the new one, wherever the row that has moved is met.
"""

from __future__ import annotations

from chalicelib.core.context import Ctx, new_ctx
from chalicelib.core.events.facts import Fact
from chalicelib.core.ids import UserId
from chalicelib.core.ops import jobs
from chalicelib.core.ops.jobs import Step, Work
from chalicelib.core.storage.retry import on_collision
from chalicelib.members import store
from chalicelib.members.ids import MemberId
from chalicelib.members.jobs import FollowRename
from chalicelib.staff import service as people
from chalicelib.staff.facts import StaffRenamed

A_STEP = 100


def begin(ctx: Ctx, fact: Fact[StaffRenamed]) -> None:
    """After a userid was changed: a job, since somebody may have 20,000 friends. Safe to repeat: the fact names it."""
    ours = new_ctx(ctx.corp, ctx.actor, ctx.request_id, ctx.cause, seed=f"rename {fact.id}", now=ctx.now)
    jobs.start(ours, FollowRename(former=fact.data.former, staff=fact.data.staff))


def step(ctx: Ctx, work: Work[FollowRename]) -> Step:
    """Move 100 friendships, the newest first. 1 RU, 1 RU and 4 WU +2 listed for each."""
    former, new = work.args.former, people.now_called(ctx, work.args.staff)
    page = store.of_staff(ctx, former, A_STEP, work.cursor)
    for row in page.items if new != former else ():
        _move(ctx, row.member_id, former, new)
    return Step(cursor=page.cursor or None, done=len(page.items))


def _move(ctx: Ctx, member_id: MemberId, former: UserId, staff: UserId) -> None:
    def once() -> None:
        row = store.relation(ctx, member_id, former)
        if row is not None and not row.moved_to:
            store.move(ctx, row, staff)

    on_collision(once)
