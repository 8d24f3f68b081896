"""The contact ways of a live code: WeCom makes one for each member of staff, each alone.

What WeCom refuses for one of them leaves the others served, and stands as the problem of that contact way until it is
tried again. What it is too busy for, and what it did not answer, the queue brings again.

A way outlives that its staff are behind the live code, since somebody may have its QR code: who joins by it is welcomed
and counted all the same. It ends when an operator asks for that.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta

from chalicelib.core.context import Ctx
from chalicelib.core.errors import AppError, Outlook
from chalicelib.core.events.errands import send
from chalicelib.core.events.facts import Fact
from chalicelib.core.moments import moment
from chalicelib.core.ops import log, refusals
from chalicelib.core.storage import leases
from chalicelib.core.storage.table import Refused
from chalicelib.livecodes import store, way_rows
from chalicelib.livecodes.errands import EndWays, PrepareLiveCode
from chalicelib.livecodes.facts import LiveCodeCreated, LiveCodeEdited, LiveCodeMoved
from chalicelib.livecodes.ids import LiveCode
from chalicelib.livecodes.known import Known, Terms, Way
from chalicelib.livecodes.states import Standing
from chalicelib.platforms.wecom import client
from chalicelib.platforms.wecom.errors import LOCAL_LIMIT, WeComRefused

PREPARING_FOR = timedelta(seconds=90)
CLOCK_SKEW = timedelta(minutes=2)
# Of a contact way: it was deleted before (docs/platform A6).
NO_SUCH_WAY = 41044


def prepare_later(ctx: Ctx, fact: Fact[LiveCodeCreated] | Fact[LiveCodeEdited] | Fact[LiveCodeMoved]) -> None:
    """After a live code was created or changed: have WeCom make the contact ways that it lacks."""
    send(ctx, PrepareLiveCode(code=fact.data.code))


def prepare(ctx: Ctx, errand: PrepareLiveCode) -> None:
    """Have WeCom make the contact ways that are missing, but for those it refused. Safe to repeat; one at a time.

    Raises TooBusy while another worker is at it, and at the end what may pass: the queue tries again.
    """
    with leases.held(ctx, f"prepare#{errand.code}", PREPARING_FOR):
        known = store.live_code(ctx, errand.code, consistent=True)
        if known is None or known.terms.state is Standing.ARCHIVED:
            return
        missing = [way for way in known.ways if not way.config_id and way.problem is None]
        passing = _make_all(ctx, known.terms, missing)
    if passing:
        raise passing[0]


def _make_all(ctx: Ctx, terms: Terms, missing: Sequence[Way]) -> list[AppError]:
    """Make each; answers what a later try may help. At our limit (docs/platform A4) no more of them are asked for."""
    passing = []
    for way in missing:
        error = _make_or_note(ctx, terms, way)
        passing += [error] if error else []
        if isinstance(error, WeComRefused) and error.errcode == LOCAL_LIMIT:
            break
    return passing


def end(ctx: Ctx, errand: EndWays) -> None:
    """Have WeCom delete the contact ways that a live code does not need. Safe to repeat, and to race an edit.

    Each is taken out of use before the call, so nobody is shown one that is being deleted; who is behind the live code
    again by then gets another. 2 WU and a call each. Raises TooBusy while another worker is at it, and what may pass.
    """
    with leases.held(ctx, f"prepare#{errand.code}", PREPARING_FOR):
        known = store.live_code(ctx, errand.code, consistent=True)
        for way in needless(known) if known else ():
            if way.config_id:
                way_rows.end(ctx, errand.code, way.userid, way.config_id)
        again = store.live_code(ctx, errand.code, consistent=True)
        for way in (*again.ways, *again.spare) if again else ():
            if way.ending:
                _delete(ctx, errand.code, way)


def needless(known: Known) -> list[Way]:
    """The contact ways that WeCom has and the live code does not need: all of one in the archive."""
    ways = (*known.ways, *known.spare) if known.terms.state is Standing.ARCHIVED else known.spare
    return [way for way in ways if way.config_id or way.ending]


def _delete(ctx: Ctx, code: LiveCode, way: Way) -> None:
    try:
        client.delete_contact_way(ctx, way.ending)
    except WeComRefused as refused:
        if refused.outlook is not Outlook.NEVER:
            raise
        if refused.errcode != NO_SUCH_WAY:
            problem = refusals.note(ctx, refused, about=way.userid)
            store.tell_ways(ctx, code, problem)
            return
    way_rows.ended(ctx, code, way.userid, way.ending)


def _make_or_note(ctx: Ctx, terms: Terms, way: Way) -> AppError | None:
    """Make one, or keep why WeCom will not; answers what a later try may help.

    What an earlier attempt made, whose answer was lost, is looked up first: WeCom would make a second one without a
    word. When it refuses to tell, the way counts as asked for still, so that whoever tries again looks it up again.
    """
    made_none = False
    try:
        theirs = _made_before(ctx, terms, way)
        made_none = theirs is None
        _keep(ctx, terms, way, theirs or client.add_contact_way(ctx, way.userid, terms.code, terms.name))
    except AppError as error:
        if error.outlook is not Outlook.NEVER:
            return error
        problem = refusals.note(ctx, error, about=way.userid)
        way_rows.refuse(ctx, terms.code, way.userid, problem, made_none=made_none)
        store.tell_ways(ctx, terms.code, problem)
    return None


def _keep(ctx: Ctx, terms: Terms, way: Way, theirs: client.ContactWay) -> None:
    if not way_rows.keep(ctx, terms.code, way.userid, theirs.config_id, theirs.qr_code):
        log.warning("contact way was made twice", corp=ctx.corp, live_code=terms.code)


def _made_before(ctx: Ctx, terms: Terms, way: Way) -> client.ContactWay | None:
    """What an earlier attempt made; None when there was none, or it made nothing. Raises what WeCom refuses."""
    try:
        way_rows.ask(ctx, terms.code, way.userid)
        return None
    except Refused:
        since = moment(way.asked_at) - CLOCK_SKEW if way.asked_at else ctx.now - CLOCK_SKEW
        ways = client.contact_ways_since(ctx, since)
        return next((one for one in ways if one.state == terms.code and one.user == [way.userid]), None)
