"""The row that says when a corp is compared with WeCom, and what came of it."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import suppress

from pynamodb.attributes import UnicodeAttribute

from chalicelib.core.audited import Audited
from chalicelib.core.context import Ctx
from chalicelib.core.ids import UserId
from chalicelib.core.moments import NEVER, Moment
from chalicelib.core.problems import Problem
from chalicelib.core.storage import rounds
from chalicelib.core.storage.attributes import IdAttribute, MomentAttribute, StructAttribute
from chalicelib.core.storage.lists import Page, after_place, page_by_parent
from chalicelib.core.storage.rounds import Round
from chalicelib.core.storage.table import Keys, Refused, Row, change, get, key, put_new
from chalicelib.core.storage.transaction import Transaction
from chalicelib.livecodes.ids import LiveCode
from chalicelib.reconcile.shapes import ADOPTED_WAY, Outcome
from chalicelib.reconcile.states import Depth

SELF = "-"


class ReconciliationRow(Round, discriminator="reconciliation"):
    """A corp's comparisons, each hour. last_late: the last one that found joins or losses of which nobody had told."""

    keys = Keys(pk="reconciliation", sk=SELF, due="reconcile")

    imported_at = MomentAttribute(null=True)
    last_ids = StructAttribute(Outcome, null=True)
    last_whole = StructAttribute(Outcome, null=True)
    last_late = StructAttribute(Outcome, null=True)


class AdoptedWayRow(Row, discriminator="adopted_way"):
    """A contact way of before. adopted_at: NEVER until WeCom was told that it is the live code's. problem: who is
    behind it and cannot act, or why WeCom would not let others take their place.
    """

    keys = Keys(pk="adopted_way#<config_id>", sk=SELF, parent="adopted_ways", place="<asked_at><config_id>")
    audited = Audited(thing=ADOPTED_WAY, id="config_id", shows=("code", "staff"))

    config_id = UnicodeAttribute()
    code = IdAttribute[LiveCode]()
    staff: StructAttribute[tuple[UserId, ...]] = StructAttribute(tuple[UserId, ...])
    former_state = UnicodeAttribute()
    adopted_at = MomentAttribute()
    problem: StructAttribute[Problem | None] = StructAttribute(Problem, null=True)


class RowGone(Exception):
    """The corp's row is not there: nothing of the room deletes it."""


def note_job(ctx: Ctx, job: str) -> None:
    """Somebody began a comparison. 1 WU."""
    change(ctx, rounds.empty(ctx, ReconciliationRow), [ReconciliationRow.job.set(job)], Row.pk.exists())


def keep_outcome_in(transaction: Transaction, depth: Depth, outcome: Outcome, imported_at: Moment | None) -> None:
    """What a comparison came to, with its last step. 2 WU."""
    kept = ReconciliationRow.last_whole if depth is Depth.WHOLE else ReconciliationRow.last_ids
    actions = [kept.set(outcome)]
    if outcome.joins or outcome.losses:
        actions.append(ReconciliationRow.last_late.set(outcome))
    if imported_at:
        actions.append(ReconciliationRow.imported_at.set(ReconciliationRow.imported_at | imported_at))
    transaction.change(rounds.empty(transaction.ctx, ReconciliationRow), actions, Row.pk.exists(), lambda _: RowGone())


def ask_way(ctx: Ctx, config_id: str, code: LiveCode, staff: tuple[UserId, ...], former_state: str) -> AdoptedWayRow:
    """A contact way is to be a live code's; what it was before is kept from the first time on. 1 WU +1, again 1 WU."""
    row = AdoptedWayRow(key(ctx, "adopted_way", config_id), SELF, config_id=config_id, code=code, staff=staff)
    row.former_state, row.adopted_at = former_state, NEVER
    row.parent, row.place = key(ctx, "adopted_ways"), ctx.at + config_id
    try:
        return put_new(ctx, row)
    except Refused:
        actions = [AdoptedWayRow.code.set(code), AdoptedWayRow.staff.set(staff), AdoptedWayRow.adopted_at.set(NEVER)]
        actions += [AdoptedWayRow.problem.remove()]
        return change(ctx, row, actions, Row.pk.exists())


def way_adopted(ctx: Ctx, row: AdoptedWayRow) -> AdoptedWayRow:
    """WeCom was told. 1 WU."""
    same = AdoptedWayRow.code == row.code
    return change(ctx, AdoptedWayRow(row.pk, row.sk), [AdoptedWayRow.adopted_at.set(ctx.at)], same)


def adopted_ways(ctx: Ctx, limit: int, cursor: str) -> Page[AdoptedWayRow]:
    """The corp's adopted ways, the newest first. 0.5 RU per 4 KB, 0.5 RU each."""
    return page_by_parent(AdoptedWayRow, key(ctx, "adopted_ways"), limit, cursor, newest_first=True)


def every_adopted_way(ctx: Ctx) -> Iterator[AdoptedWayRow]:
    """All of them. 0.5 RU per 4 KB, 0.5 RU each."""
    return after_place(AdoptedWayRow, key(ctx, "adopted_ways"), "")


def adopted_way(ctx: Ctx, config_id: str) -> AdoptedWayRow | None:
    """One of them. 1 RU."""
    return get(AdoptedWayRow, key(ctx, "adopted_way", config_id), SELF, consistent=True)


def tell_way(ctx: Ctx, row: AdoptedWayRow, problem: Problem | None) -> None:
    """What is wrong with it, unless somebody adopted it anew since `row` was read. 1 WU."""
    told = AdoptedWayRow.problem.set(problem) if problem else AdoptedWayRow.problem.remove()
    with suppress(Refused):
        change(ctx, AdoptedWayRow(row.pk, row.sk), [told], AdoptedWayRow.staff == row.staff)


def way_leads_to(ctx: Ctx, row: AdoptedWayRow, staff: tuple[UserId, ...]) -> None:
    """Others are behind it now, and nothing is wrong with it. 1 WU."""
    actions = [AdoptedWayRow.staff.set(staff), AdoptedWayRow.problem.remove()]
    change(ctx, AdoptedWayRow(row.pk, row.sk), actions, Row.pk.exists())
