"""The verbs of exports: one is asked for, looked at, stopped, downloaded."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import suppress

from chalicelib.audit import service as audit
from chalicelib.core.context import Ctx
from chalicelib.core.errors import AppError, Fault, OutsideScope
from chalicelib.core.http.rights import Right, not_held
from chalicelib.core.ids import StoreId, userid
from chalicelib.core.moments import moment, shanghai_day
from chalicelib.core.ops import jobs
from chalicelib.core.sanity import judge
from chalicelib.core.scope import EVERYTHING
from chalicelib.core.storage import files
from chalicelib.core.storage.files import Area
from chalicelib.core.storage.lists import Page
from chalicelib.core.storage.table import Refused
from chalicelib.coupons import service as coupons
from chalicelib.coupons.ids import TemplateId
from chalicelib.exports import rules, store, views
from chalicelib.exports.columns import Kind
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
from chalicelib.exports.shapes import Export, ExportLink, ExportsQuery, Filters, NewExport
from chalicelib.exports.states import ExportKind, ExportState
from chalicelib.exports.store import ExportRow
from chalicelib.livecodes import service as livecodes
from chalicelib.livecodes.ids import LiveCode
from chalicelib.members import service as members
from chalicelib.stores import service as stores


def begin(ctx: Ctx, new: NewExport) -> Export:
    """Ask for a file of what somebody may see. Under one Idempotency-Key it is one. 4 WU +2 listed +2 due, 1 RU.

    Raises RoleNotAllowed, OutsideScope, BadExport, and NeedsConfirmation where others get it.
    """
    kind = KINDS[new.kind]
    _check_right(ctx, RIGHTS[new.kind])
    if kind.for_everybody_only and not ctx.scope.is_everything:
        raise OutsideScope()
    wrong = [*rules.faults(kind, new.which), *_unknown(ctx, kind, new.which)]
    judge(BadExport, wrong, list(rules.asked_of(new.recipient)), confirm=new.confirm)
    is_masked = rules.is_masked(new.purpose, may_unmask=members.may_unmask(ctx))
    export_id = ExportId(ctx.new_id())
    try:
        row = store.create(ctx, export_id, new, is_masked=is_masked)
    except Refused as refused:
        row = refused.own_lost_answer(ExportRow, lambda row: (row.what, row.which) == (new.kind, new.which))
    jobs.start(ctx, MakeExport(export=export_id), export_id)
    return views.export(ctx, row)


def _check_right(ctx: Ctx, needed: Right) -> None:
    if needed.name not in ctx.rights:
        raise not_held(needed)


def _unknown(ctx: Ctx, kind: Kind, which: Filters) -> Iterator[Fault]:
    """Who asks for what lies outside their scope hears that it is not there."""
    if "store" in kind.takes and which.store:
        store_id = StoreId(which.store)
        if not ctx.scope.allows_store(store_id) or stores.known(ctx, store_id) is None:
            yield Fault("which.store", "unknown", None, "没有这家门店，请重新选择。", "There is no such store.")
    if "template" in kind.takes and which.template and not coupons.names(ctx, [TemplateId(which.template)]):
        zh, en = "没有这个优惠券模板，请重新选择。", "There is no such coupon template."
        yield Fault("which.template", "unknown", None, zh, en)
    if kind.kind is ExportKind.VISITS and which.code and not livecodes.there(ctx, [LiveCode(which.code)]):
        yield Fault("which.code", "unknown", None, "没有这个活码，请重新选择。", "There is no such live code.")
    if which.thing and which.thing not in {one.thing for one in audit.things().items}:
        zh, en = "没有这种对象，请从操作日志的对象类型中选择。", "The audit tells of no such kind of thing."
        yield Fault("which.thing", "unknown", None, zh, en)
    if "staff" in kind.takes and which.staff and not ctx.scope.allows_staff(userid(which.staff)):
        zh, en = "没有这位员工，或不在您的数据范围内。", "No such member of staff, or outside your scope."
        yield Fault("which.staff", "unknown", None, zh, en)


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
