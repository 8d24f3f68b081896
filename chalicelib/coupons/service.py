"""The verbs of coupons: create, open, claim, grant, look. Using them stands in `redeeming.py`, mending in others."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from datetime import timedelta

import msgspec

from chalicelib.core import called, masks
from chalicelib.core.context import Ctx
from chalicelib.core.errors import Fault, IdempotencyMismatch
from chalicelib.core.ids import random_code
from chalicelib.core.moments import NEVER, Moment, iso
from chalicelib.core.money import Fen
from chalicelib.core.ops import metrics
from chalicelib.core.sanity import judge
from chalicelib.core.storage import onces, retry, stock
from chalicelib.core.storage.lists import Page
from chalicelib.core.storage.table import Refused
from chalicelib.coupons import (
    exporting,
    giving,
    known,
    looking,
    promises,
    redeeming,
    reversing,
    rules,
    store,
    till_shapes,
    waiting,
)
from chalicelib.coupons.errors import (
    AlreadyClaimed,
    AlreadyPromised,
    BadClaimEnd,
    BadTemplate,
    ClaimClosed,
    ClaimNotOpen,
    ClaimPaused,
    ClaimsEndEarlier,
    NotClaimableHere,
    SoldOut,
    UnknownTemplate,
    WayNotOpen,
)
from chalicelib.coupons.ids import BY_GRANT, BY_LIVE_CODE, CouponCode, TemplateId
from chalicelib.coupons.room import REDEEM
from chalicelib.coupons.shapes import (
    Claimed,
    Claiming,
    Coupon,
    CouponOfMember,
    NewTemplate,
    TemplateTerms,
)
from chalicelib.coupons.states import ClaimWay, Closed, WalletState
from chalicelib.coupons.store import Called, CouponRow, TemplateRow
from chalicelib.members import service as members
from chalicelib.members.ids import MemberId

# Other rooms reach these through the service.
redeem = redeeming.redeem
redeem_once = redeeming.redeem_once
off = rules.off
undo_until = rules.undo_until
discount = redeeming.discount
reserve_in = redeeming.reserve_in
release_in = redeeming.release_in
use_in = redeeming.use_in
promised_by = promises.told_by
Promise = promises.Promise
for_file = exporting.page
giveable = giving.giveable
as_operators_see = giving.as_operators_see

template = known.template
forget = known.forget
look = looking.look
code_of = looking.code_of
nearly_gone = waiting.nearly_gone
ending = waiting.ending
reverse = reversing.reverse
CouponAtTill = till_shapes.CouponAtTill


def create_template(ctx: Ctx, new: NewTemplate) -> TemplateTerms:
    """A template with its stock. Under one Idempotency-Key it is made once. Raises BadTemplate, NeedsConfirmation."""
    judge_template(ctx, new)
    return create_judged(ctx, new)


def create_judged(ctx: Ctx, new: NewTemplate, *, is_paused: bool = False) -> TemplateTerms:
    """The same, of what was judged. is_paused: nobody claims until it is resumed."""
    terms = TemplateTerms(
        template_id=TemplateId(ctx.new_id()),
        name=new.name,
        usage=new.usage,
        is_paused=is_paused,
        amount_off=Fen(new.amount_off),
        threshold=Fen(new.threshold),
        stock=new.stock,
        per_member=new.per_member,
        valid_days=new.valid_days,
        claim_from=new.claim_from or NEVER,
        claim_until=new.claim_until or NEVER,
        claimable_by=rules.ways(new.claimable_by),
        created_at=ctx.at,
        created_by=ctx.person,
        buckets=stock.buckets_for(new.stock, new.buckets),
        salt=random_code(ctx.rng, 26),
    )
    try:
        store.create_template(ctx, terms)
        return terms
    except Refused as refused:
        return store.terms_of(refused.own_lost_answer(TemplateRow))


def judge_template(ctx: Ctx, new: NewTemplate) -> None:
    """Refuse what cannot be, or may be a slip. Raises BadTemplate, NeedsConfirmation."""
    judge(BadTemplate, list(rules.wrong(new, ctx.now)), list(rules.unusual(new)), confirm=new.confirm)


def end_claims(ctx: Ctx, template_id: TemplateId, until: Moment | None, *, confirm: bool = False) -> TemplateTerms:
    """Let claiming end earlier, now when no moment is given; it holds at once here, within 5 s elsewhere. 1 WU.

    What was claimed before stays. Safe to repeat. Unless that is confirmed, all live codes and posts are read.
    Raises BadClaimEnd, UnknownTemplate, ClaimsEndEarlier, and NeedsConfirmation while some of them promise the coupon.
    """
    wrong = list(rules.CLAIMS.faults(ctx.now, NEVER, until or NEVER))
    terms = store.template(ctx, template_id, consistent=True)
    is_over = terms is None or rules.closed(ctx.at, terms.claim_from, terms.claim_until) is Closed.LATE
    asks = not (wrong or confirm or is_over)
    judge(BadClaimEnd, wrong, list(promises.faults(ctx, template_id, "claim_until")) if asks else (), confirm=confirm)
    try:
        ended = store.end_claims(ctx, template_id, until or ctx.at)
    except Refused as refused:
        ended = _ended_before(refused.row(TemplateRow), until)
    forget(ctx, template_id)
    return ended


def _ended_before(row: TemplateRow | None, until: Moment | None) -> TemplateTerms:
    if row is None:
        raise UnknownTemplate()
    if until not in (None, row.claim_until):
        raise ClaimsEndEarlier(claim_until=row.claim_until)
    return store.terms_of(row)


def faults_of_promise(ctx: Ctx, template_id: TemplateId, way: ClaimWay) -> list[Fault]:
    """Why coupons of a template cannot be promised by a way, at the field `coupon_template_id`; '' promises none."""
    path = "coupon_template_id"
    try:
        terms = template(ctx, template_id) if template_id else None
    except UnknownTemplate as error:
        return [Fault(path, "unknown", None, error.zh, error.en)]
    return list(rules.faults_of_promise(path, terms, way, ctx.at)) if terms else []


def open_to(ctx: Ctx, template_id: TemplateId, given: tuple[ClaimWay, ...], *, confirm: bool = False) -> TemplateTerms:
    """Change by which ways a template may be claimed; it holds from the write on. Safe to repeat. 2 WU a bucket and 2.

    More ways at any time; fewer while nobody has a coupon of it. Raises UnknownTemplate, AlreadyPromised, TooBusy, and
    NeedsConfirmation where live codes or posts may promise what they could not give any more.
    """
    ways = rules.ways(given)
    changed = retry.on_collision(lambda: _open_to(ctx, template_id, ways, confirm=confirm), store.OpenedMeanwhile)
    forget(ctx, template_id)
    return changed


def _open_to(ctx: Ctx, template_id: TemplateId, ways: tuple[ClaimWay, ...], *, confirm: bool) -> TemplateTerms:
    terms = store.template(ctx, template_id, consistent=True)
    if terms is None:
        raise UnknownTemplate()
    if ways == terms.claimable_by:
        return terms
    judge(BadTemplate, [], list(rules.unusual_closing(terms.claimable_by, ways)), confirm=confirm)
    try:
        store.open_to(ctx, terms, ways)
    except stock.Touched:
        raise AlreadyPromised(claimable_by=list(terms.claimable_by)) from None
    revision = terms.revision + 1
    return msgspec.structs.replace(terms, claimable_by=ways, revision=revision, edited_by=ctx.person, edited_at=ctx.at)


def grant(ctx: Ctx, template_id: TemplateId, member_id: MemberId, reason: str = "") -> Coupon:
    """An operator gives a member a coupon, within the template's limits. 4 WU, 0.5 RU and more for the member.

    Raises UnknownMember, WayNotOpen, and what `claim_once` raises.
    """
    members.member(ctx, member_id)
    claiming = Claiming(way=ClaimWay.OPERATOR, request=f"{BY_GRANT}{ctx.actor}:{ctx.cause}", reason=reason)
    return claim_once(ctx, template_id, member_id, claiming).coupon


def claim(ctx: Ctx, template_id: TemplateId, member_id: MemberId, claiming: Claiming) -> Coupon:
    """One coupon for a member; see `claim_once`."""
    return claim_once(ctx, template_id, member_id, claiming).coupon


def claim_once(ctx: Ctx, template_id: TemplateId, member_id: MemberId, claiming: Claiming) -> Claimed:
    """One coupon for a member. 4 WU and no read when warm, but 0.5 RU in a corp with stores, where it counts for
    the member's; once sold out nothing is written, and 1 RU read.

    Asked again under the same name, the same coupon is answered, whatever happened meanwhile: its row says which claim
    it was issued to, so no other record is kept. The name of a member's own request counts for a day.
    That the template is open to the claim's way is a condition of the write, on the stock that it takes from.
    Raises NotClaimableHere or WayNotOpen, ClaimNotOpen, ClaimPaused, ClaimClosed, AlreadyClaimed (the member's
    limit is reached), SoldOut, TooBusy, IdempotencyMismatch when the claim of that name named another source.
    """
    terms = template(ctx, template_id)
    why = rules.why_closed(terms, claiming.way, ctx.at)
    if why:
        return _claimed_before(ctx, terms, member_id, claiming, why)
    for nth in range(1, terms.per_member + 1):
        coupon = store.new_coupon(ctx, terms, member_id, nth, claiming, _expiry(ctx, terms))
        try:
            return Claimed(_coupon(_issue(ctx, terms, coupon)), is_new=True)
        except store.CouponTaken as taken:
            if taken.coupon is not None and _is_same(ctx, taken.coupon, claiming):
                return _again(taken.coupon, claiming)
        except stock.NotOpen:  # somebody took the way away since the template was read
            forget(ctx, template_id)
            return _claimed_before(ctx, terms, member_id, claiming, Closed.WAY)
    raise AlreadyClaimed(code=store.code_of(ctx, terms, member_id, terms.per_member))


def _is_same(ctx: Ctx, owned: CouponRow, claiming: Claiming) -> bool:
    """True when a coupon was issued to this very claim. A live code gives a member one for ever."""
    lasts = claiming.request.startswith(BY_LIVE_CODE)
    return owned.request == claiming.request and (lasts or onces.is_fresh(ctx.now, owned.issued_at))


def _again(owned: CouponRow, claiming: Claiming) -> Claimed:
    """What the same claim was given before. Raises IdempotencyMismatch when it named another source."""
    if (owned.source or "") != claiming.source:
        raise IdempotencyMismatch()
    return Claimed(_coupon(owned), is_new=False)


def _coupon(row: CouponRow) -> Coupon:
    return Coupon(
        code=row.code,
        template_name=row.template_name,
        status=WalletState(row.status.value),
        amount_off=row.amount_off,
        threshold=row.threshold,
        issued_at=row.issued_at,
        expires_at=row.expires_at,
        redeemed_at=row.redeemed_at,
    )


def _claimed_before(ctx: Ctx, terms: TemplateTerms, member_id: MemberId, claiming: Claiming, why: Closed) -> Claimed:
    """Where a template is closed nothing is issued, but a claim that was made before and lost its answer still gets it.

    1 RU, and 1 RU for each coupon of the template that the member has: behind a missing one there is none.
    """
    for nth in range(1, terms.per_member + 1):
        owned = store.coupon(ctx, store.code_of(ctx, terms, member_id, nth))
        if owned is None:
            break
        if _is_same(ctx, owned, claiming):
            return _again(owned, claiming)
    if why is Closed.WAY:
        raise _not_open(terms, claiming.way)
    if why is Closed.PAUSED:
        raise ClaimPaused()
    if why is Closed.EARLY:
        raise ClaimNotOpen(claim_from=terms.claim_from)
    raise ClaimClosed(claim_until=terms.claim_until)


def _not_open(terms: TemplateTerms, way: ClaimWay) -> Exception:
    """In the words of whoever asks: a member, or an operator."""
    if way in (ClaimWay.ANYONE, ClaimWay.POST):
        return NotClaimableHere()
    return WayNotOpen(*rules.not_open(way), way=way, claimable_by=list(terms.claimable_by))


def _expiry(ctx: Ctx, terms: TemplateTerms) -> Moment:
    return iso(ctx.now + timedelta(days=terms.valid_days))


def _issue(ctx: Ctx, terms: TemplateTerms, coupon: CouponRow) -> CouponRow:
    """From the first bucket that gives. Sold out is said only after every bucket was seen empty."""

    def give(bucket: int) -> CouponRow:
        # Asked here, so that who is told that all are gone costs no read for it.
        coupon.claimed_at_store = coupon.claimed_at_store or members.store_of(ctx, coupon.member_id)
        return store.claim(ctx, terms, coupon, bucket)

    try:
        issued = stock.take(ctx, store.stock_of(terms), coupon.member_id, give)
    except stock.OutOfStock:
        _raise_if_owned(ctx, coupon)
        raise SoldOut() from None
    metrics.count("CouponsIssued", corp=ctx.corp)
    return issued


def _raise_if_owned(ctx: Ctx, coupon: CouponRow) -> None:
    """Before sold out is said: this member's own coupon may be the reason. A read, not a write.

    They may have got it before, or this very request may have overtaken itself and won the last one.
    """
    owned = store.coupon(ctx, coupon.code)
    if owned is not None:
        raise store.CouponTaken(owned)


def wallet(ctx: Ctx, member_id: MemberId, limit: int, cursor: str) -> Page[Coupon]:
    """A member's coupons, newest first, as their templates are called now; one past its time shows as expired."""
    page = store.wallet(ctx, member_id, limit, cursor)
    said = store.called(ctx, {row.template_id for row in page.items})
    return page.map(lambda row: _shown(ctx, row, said))


def own(ctx: Ctx, code: CouponCode, member_id: MemberId) -> Coupon:
    """One coupon of a member, as their wallet shows it. 1 RU and 0.5 RU. Raises UnknownCoupon for another's too."""
    row = looking.own(ctx, code, member_id)
    return _shown(ctx, row, store.called(ctx, {row.template_id}))


def _shown(ctx: Ctx, row: CouponRow, said: Mapping[TemplateId, Called]) -> Coupon:
    now = said.get(row.template_id, Called(row.template_name, ""))
    state = rules.wallet_state(row.status, row.expires_at, ctx.at)
    return msgspec.structs.replace(_coupon(row), status=state, template_name=now.name, usage=now.usage)


def of_member(ctx: Ctx, member_id: MemberId, limit: int, cursor: str) -> Page[CouponOfMember]:
    """A member's coupons as operators see them, newest first. Raises UnknownMember."""
    members.there(ctx, member_id)
    page = store.wallet(ctx, member_id, limit, cursor)
    said = store.called(ctx, {row.template_id for row in page.items})
    return page.map(lambda row: _of_member(ctx, row, said))


def _of_member(ctx: Ctx, row: CouponRow, said: Mapping[TemplateId, Called]) -> CouponOfMember:
    told = msgspec.structs.asdict(_shown(ctx, row, said))
    code = row.code if members.shows_codes(ctx) else masks.code(row.code)
    return CouponOfMember(**{**told, "code": code}, template_id=row.template_id, reason=row.given_for or "")


def of_order(ctx: Ctx, code: CouponCode) -> CouponOfMember | None:
    """The coupon of an order as operators see it. 1 RU, and its template's name. None when it is not there."""
    row = store.coupon(ctx, code)
    return _of_member(ctx, row, store.called(ctx, {row.template_id})) if row else None


def may_redeem(held: Collection[str]) -> bool:
    """True for whoever holds these rights and may redeem coupons."""
    return REDEEM.name in held


def names(ctx: Ctx, template_ids: Sequence[TemplateId]) -> dict[TemplateId, str]:
    """What these coupons are called, of those that there are. 0.5 RU each, one call for 100."""
    return dict(store.names_of(ctx, set(template_ids)))


called.look_up_with("coupon_template", names)
