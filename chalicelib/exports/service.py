"""The verbs of exports: one is asked for, looked at, stopped, downloaded."""

from __future__ import annotations

from contextlib import suppress

import msgspec

from chalicelib.core.context import Ctx
from chalicelib.core.errors import AppError, OutsideScope
from chalicelib.core.http.rights import Right, not_held
from chalicelib.core.moments import moment, shanghai_day
from chalicelib.core.ops import jobs
from chalicelib.core.sanity import judge
from chalicelib.core.scope import EVERYTHING
from chalicelib.core.storage import files
from chalicelib.core.storage.files import Area
from chalicelib.core.storage.lists import Page
from chalicelib.core.storage.table import Refused
from chalicelib.exports import checks, rules, store, views
from chalicelib.exports.errors import (
    BadExport,
    ExportIsOver,
    ExportNotReady,
    ExportNotYours,
    ExportReachesFarther,
    ExportStands,
    UnknownExport,
)
from chalicelib.exports.ids import ExportId
from chalicelib.exports.jobs import MakeExport
from chalicelib.exports.kinds import KINDS
from chalicelib.exports.room import KINDS as RIGHTS
from chalicelib.exports.room import OVERSEE
from chalicelib.exports.shapes import Export, ExportLink, ExportsQuery, NewExport
from chalicelib.exports.states import ExportState
from chalicelib.exports.store import ExportRow
from chalicelib.members import service as members


def begin(ctx: Ctx, new: NewExport) -> Export:
    """Ask for a file of what somebody may see. Under one Idempotency-Key it is one. 4 WU +2 listed +2 due, 1 RU.

    Raises RoleNotAllowed, OutsideScope, BadExport, and NeedsConfirmation where others get it.
    """
    kind = KINDS[new.kind]
    _check_right(ctx, RIGHTS[new.kind])
    if kind.for_everybody_only and not ctx.scope.is_everything:
        raise OutsideScope()
    wrong = [*rules.faults(kind, new.which), *checks.unknown(ctx, kind, new.which)]
    judge(BadExport, wrong, list(rules.asked_of(new.recipient)), confirm=new.confirm)
    is_masked = rules.is_masked(new.purpose, may_unmask=members.may_unmask(ctx))
    export_id = ExportId(ctx.new_id())
    try:
        row = store.create(ctx, export_id, new, is_masked=is_masked)
    except Refused as refused:
        row = refused.own_lost_answer(ExportRow, lambda row: (row.what, row.which) == (new.kind, new.which))
    by_its_kind = msgspec.structs.replace(ctx, right=RIGHTS[new.kind].name)
    jobs.start(by_its_kind, MakeExport(export=export_id), export_id)
    return views.export(ctx, row)


def _check_right(ctx: Ctx, needed: Right) -> None:
    if needed.name not in ctx.rights:
        raise not_held(needed)


def exports(ctx: Ctx, query: ExportsQuery) -> Page[Export]:
    """Exports, newest first: one's own, or everybody's by right. 0.5 RU each, 1 RU more while one is made."""
    by = ctx.operator if query.mine or not _sees_all(ctx) else None
    return store.exports(ctx, by, query.limit, query.cursor).map(lambda row: views.export(ctx, row))


def _sees_all(ctx: Ctx) -> bool:
    return OVERSEE.name in ctx.rights and ctx.scope.is_everything


def export(ctx: Ctx, export_id: ExportId) -> Export:
    """One export. 2 RU. Raises UnknownExport."""
    return views.export(ctx, _seen(ctx, export_id))


def _seen(ctx: Ctx, export_id: ExportId) -> ExportRow:
    row = store.export(ctx, export_id)
    if row is None or not (row.created_by.userid == ctx.operator or _sees_all(ctx)):
        raise UnknownExport()
    return row


def cancel(ctx: Ctx, export_id: ExportId) -> Export:
    """Stop making it, or take back what is ready, and delete what there is; again is the same. 4 WU.

    Raises UnknownExport, ExportIsOver.
    """
    row = _seen(ctx, export_id)
    try:
        row = store.cancel(ctx, export_id)
    except Refused:
        row = _seen(ctx, export_id)
        if row.state is ExportState.EXPIRED:
            raise ExportIsOver() from None
        return views.export(ctx, row)
    with suppress(Refused):  # its last step is done, and found it stopped
        jobs.cancel(ctx, export_id)
    return views.export(ctx, row)


def link(ctx: Ctx, export_id: ExportId) -> ExportLink:
    """Where whoever made it may download it, for five minutes: first that is written down. 1 RU, 1 WU +1 listed.

    Raises UnknownExport, ExportNotYours, ExportReachesFarther, ExportNotReady, ExportStands, ExportIsOver.
    """
    row = _seen(ctx, export_id)
    if row.created_by.userid != ctx.operator:
        raise ExportNotYours()
    if not _reaches(ctx, row):
        raise ExportReachesFarther()
    try:
        row = store.note_download(ctx, export_id)
    except Refused:
        raise _why_not(ctx, row) from None
    day = shanghai_day(moment(row.made_at))
    made = files.download(ctx, Area.EXPORTS, row.file, f"{KINDS[row.what].zh}-{day}.csv")
    return ExportLink(made.url, made.expires_at)


def _why_not(ctx: Ctx, row: ExportRow) -> AppError:
    if row.state is not ExportState.MAKING:
        return ExportIsOver()
    job = jobs.status(ctx, row.export_id)
    return ExportStands() if job is not None and job.state in rules.BY_JOB else ExportNotReady()


def _reaches(ctx: Ctx, row: ExportRow) -> bool:
    """True while they may still make such a file themselves."""
    is_hidden = rules.is_masked(row.purpose, may_unmask=members.may_unmask(ctx))
    return (
        RIGHTS[row.what].name in ctx.rights
        and (row.is_masked or not is_hidden)
        and ctx.scope.holds(row.scope or EVERYTHING)
    )
