"""The verbs of live codes: create, prepare at WeCom, be scanned, and what follows from a join."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from chalicelib.content import service as contents
from chalicelib.content.ids import ContentId
from chalicelib.core import called
from chalicelib.core.context import Ctx
from chalicelib.core.errors import Conflict, NotFound
from chalicelib.core.events.errands import send
from chalicelib.core.events.facts import Fact, after, write
from chalicelib.core.ids import CODE_ALPHABET, StoreId, UserId, base32, digest
from chalicelib.core.moments import Day, shanghai_day
from chalicelib.core.ops import log, metrics
from chalicelib.core.storage import retry
from chalicelib.coupons import service as coupons
from chalicelib.coupons.ids import BY_LIVE_CODE, TemplateId
from chalicelib.coupons.shapes import Claiming
from chalicelib.coupons.states import ClaimWay
from chalicelib.livecodes import (
    asked,
    checks,
    departures,
    exporting,
    ids,
    listing,
    renewing,
    rules,
    seeing,
    store,
    tags,
    views,
    way_rows,
)
from chalicelib.livecodes import visits as visitors
from chalicelib.livecodes import welcome as welcomes
from chalicelib.livecodes.errands import EndWays, PrepareLiveCode
from chalicelib.livecodes.errors import (
    LiveCodeChanged,
    LiveCodeEnded,
    LiveCodeRests,
    NobodyServes,
    StillPreparing,
    UnknownLiveCode,
)
from chalicelib.livecodes.facts import CouponNotIssued
from chalicelib.livecodes.known import Terms
from chalicelib.livecodes.shapes import ContactWay, LiveCode, NewLiveCode, Visits, Welcomes
from chalicelib.livecodes.states import CodeState, Standing
from chalicelib.members import service as members
from chalicelib.members.facts import StaffAdded
from chalicelib.platforms.wecom.events import Event
from chalicelib.stores import service as stores

CODE_LENGTH = 12

visits_for_file = exporting.page
found = listing.live_codes


def create(ctx: Ctx, new: NewLiveCode) -> LiveCode:
    """A live code. WeCom makes its contact ways right after (status: preparing, then ready).

    Raises what `checks.check` raises. Under one Idempotency-Key it is made once.
    """
    checks.check(ctx, new)
    terms = terms_of(ctx, ids.LiveCode(base32(digest(ctx.corp, "live_code", ctx.new_id()), CODE_ALPHABET)), new)
    try:
        known = store.create(ctx, terms)
    except store.CodeTaken:
        # Ids follow from the Idempotency-Key: this is our own earlier attempt, whose answer was lost.
        return live_code(ctx, terms.code)
    seeing.forget(ctx, terms.code)
    return views.live_code(ctx, known)


def terms_of(ctx: Ctx, code: ids.LiveCode, new: NewLiveCode, batch: str = "") -> Terms:
    """What a new live code says. code: more signs than one has. batch: the job that makes it."""
    return Terms(
        code=ids.LiveCode(code[:CODE_LENGTH]),
        name=new.name,
        staff=tuple(new.staff),
        tag_ids=tuple(new.tag_ids),
        welcome=new.welcome,
        welcome_hours=new.welcome_hours,
        coupon_template_id=new.coupon_template_id,
        store_id=new.store_id,
        created_at=ctx.at,
        created_by=ctx.person,
        batch=batch,
    )


def change_welcome(ctx: Ctx, code: ids.LiveCode, new: Welcomes) -> LiveCode:
    """Another welcome from now on; instances that have read the old one say it for 5 s more. Safe to repeat.

    Raises UnknownLiveCode, and what `asked.check` raises.
    """
    asked.check(ctx, new, {one.item_id for one in seeing.now(ctx, code).terms.named})
    retry.on_collision(lambda: store.set_welcome(ctx, seeing.now(ctx, code).terms, new), LiveCodeChanged)
    seeing.forget(ctx, code)
    return live_code(ctx, code)


def use_new_version(ctx: Ctx, code: ids.LiveCode, item_id: ContentId) -> LiveCode:
    """A live code whose welcomes say the version of an item that was approved last. Safe to repeat.

    Raises UnknownLiveCode, NotApproved, ChannelNotApproved, BadValues.
    """
    new = renewing.with_version(seeing.now(ctx, code).terms, item_id, contents.newest(ctx, item_id).version)
    return change_welcome(ctx, code, new)


def live_code(ctx: Ctx, code: ids.LiveCode) -> LiveCode:
    """A live code as it is now. Raises UnknownLiveCode."""
    return views.live_code(ctx, seeing.now(ctx, code))


def try_again(ctx: Ctx, code: ids.LiveCode) -> LiveCode:
    """Have WeCom asked again for the contact ways that it refused or that were given up, and given pictures anew.

    Safe to repeat. 1 WU for each that was refused. Raises UnknownLiveCode.
    """
    known = seeing.now(ctx, code)
    for way in known.ways:
        if way.problem:
            way_rows.forget_refusal(ctx, code, way.userid)
    if known.terms.problem:
        store.tell_ways(ctx, code, None)
    if known.terms.welcome_problem:
        asked.renew_pictures(ctx, known.terms)
        store.tell_welcome(ctx, code, None)
        renewing.show(ctx, code)  # trying again brings no recalled version back
    seeing.forget(ctx, code)
    if any(not way.config_id for way in known.ways):
        send(ctx, PrepareLiveCode(code=code))
    if any(way.ending for way in (*known.ways, *known.spare)):
        send(ctx, EndWays(code=code))
    return live_code(ctx, code)


names_of = departures.names_of
using_tags = tags.using
replace_tag = tags.replace
drop_deleted_tags = tags.drop_later
codes_of = departures.codes_of
naming = departures.naming
is_naming = departures.is_naming
hand_over = departures.hand_over


def there(ctx: Ctx, codes: Sequence[ids.LiveCode]) -> set[ids.LiveCode]:
    """Which of these are live codes of the corp. 0.5 RU each, one call for 100."""
    return store.there(ctx, codes)


def _promising(ctx: Ctx, template_id: TemplateId) -> Iterator[coupons.Promise]:
    for row in store.promising(ctx, template_id):
        yield coupons.Promise(ClaimWay.LIVE_CODE, row.code, row.name)


coupons.promised_by(_promising)


def names(ctx: Ctx, codes: Sequence[ids.LiveCode]) -> dict[ids.LiveCode, str]:
    """What these live codes are called, of those that there are. 0.5 RU per 4 KB of each, one call for 100."""
    return {code: terms.name for code, terms in store.some(ctx, codes).items()}


called.look_up_with("code", names)


def scan(ctx: Ctx, code: str, visitor: str) -> ContactWay:
    """A visit of the entry page: the contact way to show. 0 reads when warm, 1 write (the visit).

    visitor: what tells them from others, of which nothing is kept; '' for who is not counted.
    Raises UnknownLiveCode, LiveCodeRests, LiveCodeEnded, StillPreparing, NobodyServes when nobody is left who is to be
    shown.
    """
    known = seeing.lately(ctx, code)
    if known is None:
        raise UnknownLiveCode()
    if known.terms.state is not Standing.OPEN:
        raise LiveCodeRests() if known.terms.state is Standing.PAUSED else LiveCodeEnded()
    ready = {way.userid: way for way in departures.seen(ctx, known).ways if way.config_id and not way.is_paused}
    userid = rules.pick({name: way.weight for name, way in ready.items()}, ctx.rng.random())
    if not userid:
        seeing.forget(ctx, ids.LiveCode(code))
        raise StillPreparing() if known.state is CodeState.PREPARING else NobodyServes()
    way = ready[UserId(userid)]
    if visitor:
        visitors.note(ctx, known.terms, way.userid, visitor)
    return way


def store_of(ctx: Ctx, code: str, userid: UserId) -> StoreId:
    """The store that a page of a live code is of: its own, else that of whoever is shown. 0 reads warm."""
    known = seeing.lately(ctx, code)
    return (known.terms.store_id if known else None) or stores.where(ctx, userid)


def visits(ctx: Ctx, code: str, day: Day) -> Visits:
    """How many people opened the entry page on a Shanghai day, today when `day` is ''.

    Raises UnknownLiveCode.
    """
    known = seeing.lately(ctx, code)
    if known is None or not ctx.scope.allows_store(known.terms.store_id or None):
        raise UnknownLiveCode()
    day = day or shanghai_day(ctx.now)
    return Visits(known.terms.code, day, visitors.of_day(ctx, known.terms.code, day))


def greet(ctx: Ctx, event: Event) -> None:
    """On a join: the welcome of the live code it came through, first of all, for its code lives 20 s.

    Before it the join is noted in the relation, which is written in any case: after a crash in between it tells that
    the welcome was perhaps sent. 1 WU, and what the welcome costs.
    """
    is_first = members.note_add(ctx, event)
    if not event.welcome_code:
        return
    known = seeing.lately(ctx, event.state)
    if known is None:
        log.info("no welcome", corp=ctx.corp, reason="not through a live code", cause=ctx.cause)
        return
    member_id = members.member_id_of(ctx, event.external_userid)
    welcomes.send(ctx, event, welcomes.Join(member_id, known.terms.code, is_first), known.terms)


def read_profile_later(ctx: Ctx, fact: Fact[StaffAdded]) -> None:
    """After staff was added: mark the live code's tags and read the profile, through the polite queue."""
    known = seeing.lately(ctx, fact.data.code) if fact.data.how.is_whole else None
    members.read_profile_later(ctx, fact.data.member, fact.data.staff, known.terms.tag_ids if known else ())


def give_coupon(ctx: Ctx, fact: Fact[StaffAdded]) -> None:
    """After staff was added through a live code with a coupon: one coupon per member and live code, ever.

    A member who cannot have it (sold out, over the limit, closed) gets a fact that says so.
    """
    known = seeing.lately(ctx, fact.data.code) if fact.data.how.is_whole else None
    if known is None or not known.terms.coupon_template_id:
        return
    terms, member = known.terms, fact.data.member
    try:
        claiming = Claiming(way=ClaimWay.LIVE_CODE, request=f"{BY_LIVE_CODE}{terms.code}", store_id=fact.data.store)
        coupons.claim(ctx, terms.coupon_template_id, member, claiming)
    except (Conflict, NotFound) as refused:
        data = CouponNotIssued(
            code=terms.code, member=member, coupon_template=terms.coupon_template_id, reason=refused.code
        )
        write([after(ctx, fact, fact.subject, data)])
        metrics.count("CouponsNotIssued", corp=ctx.corp, reason=refused.code)
