"""What operators do with a live code after it was made: edit, pause, resume, archive, restore, copy, end old ways."""

from __future__ import annotations

from chalicelib.core.context import Ctx
from chalicelib.core.errors import Fault, NeedsConfirmation
from chalicelib.core.events.errands import send
from chalicelib.core.storage.table import Refused
from chalicelib.livecodes import checks, rules, seeing, service, store, views, ways
from chalicelib.livecodes.errands import EndWays
from chalicelib.livecodes.errors import (
    LiveCodeChanged,
    LiveCodeIsArchived,
    LiveCodeNotArchived,
    UnknownLiveCode,
)
from chalicelib.livecodes.ids import LiveCode as Code
from chalicelib.livecodes.known import Terms
from chalicelib.livecodes.shapes import CopyLiveCode, EditLiveCode, LiveCode, NewLiveCode
from chalicelib.livecodes.states import MAY_BECOME, Standing
from chalicelib.livecodes.store import LiveCodeRow
from chalicelib.staff import service as people


def edit(ctx: Ctx, code: Code, new: EditLiveCode) -> LiveCode:
    """A live code as its editor wants it, whole; warm instances show the old one for 5 s more. Safe to repeat.

    Whoever is new gets a contact way made; whoever is taken out is shown no more, and their way stays at WeCom.
    Raises UnknownLiveCode, LiveCodeIsArchived, LiveCodeChanged when `revision` is not the latest, and what
    `checks.check_edit` raises.
    """
    known = seeing.now(ctx, code)
    was, wanted = known.terms, rules.edited(known.terms, new)
    what = rules.difference(ctx.at, was, wanted)
    if not what.changed:
        return views.live_code(ctx, known)  # nothing to do, or it was this very request, whose answer was lost
    if was.state is Standing.ARCHIVED:
        raise LiveCodeIsArchived()
    if was.revision != new.revision:
        raise LiveCodeChanged(revision=was.revision)
    checks.check_edit(ctx, known, new)
    try:
        store.edit(ctx, known, wanted, what)
    except LiveCodeChanged:
        _refuse_if_archived(ctx, code)
        raise
    return _shown(ctx, code)


def _refuse_if_archived(ctx: Ctx, code: Code) -> None:
    if seeing.now(ctx, code).terms.state is Standing.ARCHIVED:
        raise LiveCodeIsArchived() from None


def pause(ctx: Ctx, code: Code) -> LiveCode:
    """Whoever scans it reads that it rests. Safe to repeat. 1 WU +1. Raises UnknownLiveCode, LiveCodeIsArchived."""
    return _move(ctx, code, Standing.PAUSED)


def resume(ctx: Ctx, code: Code) -> LiveCode:
    """Whoever scans it is shown somebody again. Safe to repeat. 1 WU +1. Raises UnknownLiveCode, LiveCodeIsArchived."""
    return _move(ctx, code, Standing.OPEN)


def archive(ctx: Ctx, code: Code) -> LiveCode:
    """It is over: nobody is shown, it is listed no more. Safe to repeat. 1 WU +1. Raises UnknownLiveCode."""
    return _move(ctx, code, Standing.ARCHIVED)


def _move(ctx: Ctx, code: Code, to: Standing) -> LiveCode:
    try:
        store.move(ctx, code, to, MAY_BECOME[to])
    except Refused as refused:
        row = _there(refused)
        if row.state is not to:
            raise LiveCodeIsArchived() from None
    return _shown(ctx, code)


def restore(ctx: Ctx, code: Code) -> LiveCode:
    """Out of the archive, to what it was before. Safe to repeat. 1 WU +1.

    Raises UnknownLiveCode, LiveCodeNotArchived when it never was there.
    """
    try:
        store.restore(ctx, code)
    except Refused as refused:
        if _there(refused).was is not Standing.ARCHIVED:
            raise LiveCodeNotArchived() from None
    return _shown(ctx, code)


def _there(refused: Refused) -> LiveCodeRow:
    row = refused.row(LiveCodeRow)
    if row is None:
        raise UnknownLiveCode() from None
    return row


def _shown(ctx: Ctx, code: Code) -> LiveCode:
    seeing.forget(ctx, code)
    return service.live_code(ctx, code)


def copy(ctx: Ctx, code: Code, asked: CopyLiveCode) -> LiveCode:
    """Another live code that says the same, with contact ways of its own; who is away is not behind it.

    Under one Idempotency-Key it is made once. Raises UnknownLiveCode, and what `checks.check` raises.
    """
    terms = seeing.now(ctx, code).terms
    return service.create(ctx, _as_new(ctx, terms, asked))


def _as_new(ctx: Ctx, terms: Terms, asked: CopyLiveCode) -> NewLiveCode:
    known = people.some(ctx, terms.userids)
    there = [share for share in terms.staff if known[share.userid].is_able]
    return NewLiveCode(
        name=asked.name or rules.name_of_copy(terms.name),
        staff=there or list(terms.staff),
        tag_ids=list(terms.tag_ids),
        welcome=terms.welcome,
        welcome_hours=terms.welcome_hours,
        coupon_template_id=terms.coupon_template_id,
        store_id=terms.store_id,
        confirm=asked.confirm,
    )


def end_old_ways(ctx: Ctx, code: Code, *, confirm: bool) -> LiveCode:
    """Have WeCom delete the contact ways that the live code does not need. Safe to repeat.

    Raises UnknownLiveCode, NeedsConfirmation.
    """
    needless = ways.needless(seeing.now(ctx, code))
    if needless and not confirm:
        zh = f"将从企业微信删除 {len(needless)} 个「联系我」，被保存或印刷过的员工二维码会失效。"
        en = f"{len(needless)} contact ways end at WeCom, and with them QR codes of staff that somebody has kept."
        raise NeedsConfirmation([Fault("confirm", "ends_ways", len(needless), zh, en)])
    if needless:
        send(ctx, EndWays(code=code))
    return service.live_code(ctx, code)
