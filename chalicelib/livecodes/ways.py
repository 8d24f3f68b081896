"""The contact ways of a live code: WeCom makes one for each member of staff, each alone.

What WeCom refuses for one of them leaves the others served, and stands as the problem of that contact way until it is
tried again. What it is too busy for, and what it did not answer, the queue brings again.
"""

from __future__ import annotations

from datetime import timedelta

from chalicelib.core.context import Ctx
from chalicelib.core.errors import AppError, Outlook
from chalicelib.core.events.errands import send
from chalicelib.core.events.facts import Fact
from chalicelib.core.moments import moment
from chalicelib.core.ops import log, refusals
from chalicelib.core.storage import leases
from chalicelib.core.storage.table import Refused
from chalicelib.livecodes import store
from chalicelib.livecodes.errands import PrepareLiveCode
from chalicelib.livecodes.facts import LiveCodeCreated
from chalicelib.livecodes.shapes import Terms, Way
from chalicelib.platforms.wecom import client

PREPARING_FOR = timedelta(seconds=90)
CLOCK_SKEW = timedelta(minutes=2)


def prepare_later(ctx: Ctx, fact: Fact[LiveCodeCreated]) -> None:
    """After a live code was created: have WeCom make its contact ways."""
    send(ctx, PrepareLiveCode(code=fact.data.code))


def prepare(ctx: Ctx, errand: PrepareLiveCode) -> None:
    """Have WeCom make the contact ways that are missing, but for those it refused. Safe to repeat; one at a time.

    Raises TooBusy while another worker is at it, and at the end what may pass: the queue tries again.
    """
    with leases.held(ctx, f"prepare#{errand.code}", PREPARING_FOR):
        known = store.live_code(ctx, errand.code, consistent=True)
        if known is None:
            return
        missing = [way for way in known.ways if not way.config_id and way.problem is None]
        passing = [error for way in missing if (error := _make_or_note(ctx, known.terms, way))]
    if passing:
        raise passing[0]


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
        store.refuse_way(ctx, terms.code, way.userid, problem, made_none=made_none)
        store.tell_ways(ctx, terms.code, problem)
    return None


def _keep(ctx: Ctx, terms: Terms, way: Way, theirs: client.ContactWay) -> None:
    if not store.keep_way(ctx, terms.code, way.userid, theirs.config_id, theirs.qr_code):
        log.warning("contact way was made twice", corp=ctx.corp, live_code=terms.code)


def _made_before(ctx: Ctx, terms: Terms, way: Way) -> client.ContactWay | None:
    """What an earlier attempt made; None when there was none, or it made nothing. Raises what WeCom refuses."""
    try:
        store.ask(ctx, terms.code, way.userid)
        return None
    except Refused:
        since = moment(way.asked_at) - CLOCK_SKEW if way.asked_at else ctx.now - CLOCK_SKEW
        ways = client.contact_ways_since(ctx, since)
        return next((one for one in ways if one.state == terms.code and one.user == [way.userid]), None)
