"""Pure decisions about coupons."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from datetime import datetime, timedelta

from chalicelib.core.errors import Fault
from chalicelib.core.ids import UserId
from chalicelib.core.moments import NEVER, SHANGHAI, Moment, iso, moment
from chalicelib.core.money import Fen, yuan
from chalicelib.core.sanity import Window
from chalicelib.core.text import folded
from chalicelib.coupons.ids import BY_LIVE_CODE, BY_OPERATOR, BY_ORDER
from chalicelib.coupons.shapes import EditTemplate, NewTemplate, TemplateQuery, TemplateTerms
from chalicelib.coupons.states import ClaimWay, Closed, CouponState, Left, TemplateState, WalletState

CLAIMS = Window(
    begins="claim_from",
    ends="claim_until",
    longest=366,
    ahead=366,
    why_zh="更久的券请不填结束时间，随时可以提前结束",
    why_en="leave the end out for a longer one, it can be ended at any time",
)
WAYS_ZH = {
    ClaimWay.ANYONE: "小程序自行领取",
    ClaimWay.LIVE_CODE: "活码发放",
    ClaimWay.POST: "群发发放",
    ClaimWay.OPERATOR: "运营人员发放",
}
EDITED = ("name", "usage", "claim_until", "stock")
# Without a threshold a coupon is as good as money; a shop gives away a few yuan so.
USUAL_WITHOUT_THRESHOLD = Fen(50_00)
FEW = 10
USUAL_IN_ALL = Fen(1_000_000_00)


# How long a clerk may take back what they redeemed themselves; somebody above them may at any time.
UNDOING = timedelta(minutes=10)
# A phone keeps what was pressed without a net so long at most, as keys are known; its clock may be a little ahead.
LATEST_TAP, AHEAD = timedelta(hours=24), timedelta(minutes=10)
# A coupon that is redeemed and reversed again and again is no slip any more, and its row has an end.
MOST_UNDONE = 20


def off(amount_off: Fen, total: Fen) -> Fen:
    """What a coupon takes off an order: never more than the order is worth."""
    return min(amount_off, total)


def wrong(new: NewTemplate, now: datetime) -> Iterator[Fault]:
    """What no template can be."""
    yield from CLAIMS.faults(now, new.claim_from or NEVER, new.claim_until or NEVER)
    if 0 < new.threshold < new.amount_off:
        off, threshold = yuan(Fen(new.amount_off)), yuan(Fen(new.threshold))
        zh = f"优惠金额 {off} 高于使用门槛 {threshold}，请降低优惠金额或提高门槛。"
        en = f"It takes {off} off an order from {threshold} on. Lower the one or raise the other."
        yield Fault("amount_off", "over_threshold", new.threshold, zh, en)


def unusual(new: NewTemplate) -> Iterator[Fault]:
    """What a template may be, but seldom is on purpose."""
    off = yuan(Fen(new.amount_off))
    if new.threshold // 2 < new.amount_off <= new.threshold:
        zh = f"优惠金额 {off} 超过使用门槛 {yuan(Fen(new.threshold))} 的一半。"
        en = f"{off} is more than half of {yuan(Fen(new.threshold))}, from which on it is taken off."
        yield Fault("amount_off", "over_half_the_threshold", new.threshold // 2, zh, en)
    if new.threshold == 0 and new.amount_off > USUAL_WITHOUT_THRESHOLD:
        zh, en = f"无门槛券的金额为 {off}，任何订单都可使用。", f"It takes {off} off any order: there is no threshold."
        yield Fault("threshold", "no_threshold", USUAL_WITHOUT_THRESHOLD, zh, en)
    yield from unusual_budget(Fen(new.amount_off), new.stock)


def unusual_budget(amount_off: Fen, stock: int) -> Iterator[Fault]:
    """More than usual is given away when all of them are used."""
    in_all = Fen(amount_off * stock)
    if in_all > USUAL_IN_ALL:
        zh, en = f"全部领取并使用时，优惠合计 {yuan(in_all)}。", f"All of them together take {yuan(in_all)} off."
        yield Fault("stock", "over_budget", USUAL_IN_ALL, zh, en)


def changed_by(terms: TemplateTerms, wanted: EditTemplate) -> tuple[str, ...]:
    """The fields of a template that an edit makes others."""
    after = {**{name: getattr(wanted, name) for name in EDITED}, "claim_until": wanted.claim_until or NEVER}
    return tuple(name for name in EDITED if getattr(terms, name) != after[name])


def wrong_edit(terms: TemplateTerms, wanted: EditTemplate, issued: int, now: datetime) -> Iterator[Fault]:
    """What a template cannot become."""
    if (wanted.claim_until or NEVER) != terms.claim_until:
        yield from CLAIMS.faults(now, terms.claim_from, wanted.claim_until or NEVER)
    if wanted.stock < issued:
        yield under_issued(issued)


def under_issued(issued: int) -> Fault:
    """Fewer coupons than people have."""
    zh = f"已发出 {issued} 张，总量不能更少；要停止领取，请暂停或提前结束。"
    en = f"{issued} were issued, and there cannot be fewer. To let nobody claim, pause it or end claiming."
    return Fault("stock", "under_issued", issued, zh, en)


def unusual_edit(terms: TemplateTerms, wanted: EditTemplate, at: Moment) -> Iterator[Fault]:
    """What a template may become, but seldom is meant to."""
    if wanted.stock > terms.stock:
        yield from unusual_budget(terms.amount_off, wanted.stock)
    is_over = closed(at, terms.claim_from, terms.claim_until) is Closed.LATE
    if is_over and (wanted.claim_until or NEVER) != terms.claim_until:
        zh, en = "领取已经结束，改期后会重新开放领取。", "Claiming has ended; with another end it is open again."
        yield Fault("claim_until", "opens_again", terms.claim_until, zh, en)


def ends_earlier(terms: TemplateTerms, until: Moment) -> bool:
    """True when an end is before the one that a template has."""
    return until != NEVER and (terms.claim_until == NEVER or until < terms.claim_until)


def state(terms: TemplateTerms, at: Moment) -> TemplateState:
    """How claiming of a template stands. What is over is over, paused or not."""
    why = closed(at, terms.claim_from, terms.claim_until)
    if why is Closed.LATE:
        return TemplateState.ENDED
    if terms.is_paused:
        return TemplateState.PAUSED
    return TemplateState.NOT_BEGUN if why is Closed.EARLY else TemplateState.OPEN


def why_closed(terms: TemplateTerms, way: ClaimWay, at: Moment) -> Closed | None:
    """Why nobody claims a template by a way now; None when they do."""
    if not is_open(terms.claimable_by, way):
        return Closed.WAY
    why = closed(at, terms.claim_from, terms.claim_until)
    return Closed.PAUSED if terms.is_paused and why is not Closed.LATE else why


def left_of(left: int, stock: int) -> Left:
    """What customers are told of how many are left: a figure would tell rivals how a campaign goes."""
    if left <= 0:
        return Left.NONE
    return Left.FEW if left <= max(FEW, stock // FEW) else Left.PLENTY


def wallet_state(status: CouponState, expires_at: Moment, at: Moment) -> WalletState:
    """A coupon's state as people see it: one past its time is expired, unless an order holds it."""
    if status is CouponState.ISSUED and expires_at <= at:
        return WalletState.EXPIRED
    return WalletState(status.value)


def is_meant(query: TemplateQuery, terms: TemplateTerms, at: Moment) -> bool:
    """True for a template that a query asks for."""
    if query.state and query.state is not state(terms, at):
        return False
    if query.way and not is_open(terms.claimable_by, query.way):
        return False
    if query.maker and (terms.created_by is None or terms.created_by.userid != query.maker):
        return False
    return folded(query.q) in folded(terms.name)


def asks(query: TemplateQuery) -> bool:
    """True when a query leaves templates out."""
    return bool(query.q.strip() or query.state or query.way or query.maker)


def closed(at: Moment, claim_from: Moment, claim_until: Moment) -> Closed | None:
    """Why a template cannot be claimed at a moment; None when it can. One that was ended before its begin is over."""
    if claim_until and (at >= claim_until or claim_until <= claim_from):
        return Closed.LATE
    if claim_from and at < claim_from:
        return Closed.EARLY
    return None


def faults_of_promise(path: str, terms: TemplateTerms, way: ClaimWay, at: Moment) -> Iterator[Fault]:
    """Why coupons of a template cannot be promised by a way: it is not open, or claiming is over."""
    if not is_open(terms.claimable_by, way):
        yield Fault(path, "way_not_open", way.value, *not_open(way))
    if closed(at, terms.claim_from, terms.claim_until) is Closed.LATE:
        zh, en = "该优惠券的领取已结束，请换一张优惠券。", "Claiming of this coupon has ended. Take another coupon."
        yield Fault(path, "ended", terms.claim_until, zh, en)


def not_open(way: ClaimWay) -> tuple[str, str]:
    """To an operator: that a template does not name a way, and what to do."""
    return (
        f"该优惠券的「领取方式」不含{WAYS_ZH[way]}，请先加上，或换一张优惠券。",
        f"This coupon is not given by this way. Add {way.value} to its ways to claim, or take another coupon.",
    )


def ways(given: Collection[ClaimWay]) -> tuple[ClaimWay, ...]:
    """The same ways, each once and in one order."""
    return tuple(way for way in ClaimWay if way in given)


def names_of(way: ClaimWay) -> tuple[ClaimWay, ...]:
    """What a template must be open to, one of these, for a claim by this way."""
    return (ClaimWay.ANYONE,) if way is ClaimWay.ANYONE else (ClaimWay.ANYONE, way)


def is_open(given: Collection[ClaimWay], way: ClaimWay) -> bool:
    """True when a template that is open to `given` may be claimed by this way."""
    return any(name in given for name in names_of(way))


def unusual_closing(before: Collection[ClaimWay], after: Collection[ClaimWay]) -> Iterator[Fault]:
    """What a template may lose, but whoever promises it by that way does not know: people come and get no coupon."""
    promised = (ClaimWay.LIVE_CODE, ClaimWay.POST)
    lost = [way for way in promised if is_open(before, way) and not is_open(after, way)]
    if lost:
        closed = ", ".join(way.value for way in lost)
        zh = f"取消{'、'.join(WAYS_ZH[way] for way in lost)}后，已关联该券的活码与群发不再发券，请先检查并更换。"
        en = f"Without {closed}, live codes and posts that promise this coupon give none. Look through them first."
        yield Fault("claimable_by", "may_be_promised", closed, zh, en)


def live_code_of(request: str) -> str:
    """The live code that a coupon was claimed for, by the name of its claim; '' when a member claimed it.

    Members choose what a claim says of its source, but not what it is called.
    """
    return _after(BY_LIVE_CODE, request)


def staff_of(redeemed_by: str) -> UserId:
    """The member of staff who redeemed a coupon; '' when an order used it up."""
    return UserId(_after(BY_OPERATOR, redeemed_by))


def order_of(redeemed_by: str) -> str:
    """The order that used a coupon up; '' when it was redeemed at a till."""
    return _after(BY_ORDER, redeemed_by)


def _after(prefix: str, text: str) -> str:
    return text.removeprefix(prefix) if text.startswith(prefix) else ""


def may_have_tapped(tapped_at: Moment, now: datetime) -> bool:
    """True for a moment at which a clerk can have pressed; what else a phone says is not noted."""
    return now - LATEST_TAP <= moment(tapped_at) <= now + AHEAD


def act_of(actor: str, cause: str) -> str:
    """What a redemption is called: whoever repeats it says the same."""
    return f"{actor} {cause}"


def undo_until(redeemed_at: Moment) -> Moment:
    """Until when a clerk may take their own redemption back."""
    return iso(moment(redeemed_at) + UNDOING)


def is_own_time(redeemed_at: Moment, now: datetime) -> bool:
    """True while a clerk may take their own redemption back."""
    return now < moment(redeemed_at) + UNDOING


def redeemed_by_you(at: Moment, order_amount: Fen, now: datetime) -> tuple[str, str]:
    """To the clerk who did it: how long ago, and what is still possible."""
    ago_zh, ago_en = _ago(at, now)
    paid = yuan(order_amount)
    undo_zh = "如核销有误，请撤销；" if is_own_time(at, now) else ""
    undo_en = " If that was a slip, reverse it." if is_own_time(at, now) else ""
    zh = f"您已在{ago_zh}核销此券，订单金额 {paid}，请勿重复核销。{undo_zh}顾客再次购买请换一张券。"
    en = f"You redeemed this coupon {ago_en} on an order of {paid}.{undo_en} For another order take another coupon."
    return zh, en


def redeemed_by_other(at: Moment, where: str, who: str) -> tuple[str, str]:
    """To another clerk: when, where and by whom."""
    when = _clock(at)
    place_zh, place_en = (f"在{where}", f" at {where}") if where else ("", "")
    zh = f"该券已于 {when} {place_zh}由 {who} 核销，只能使用一次。请换一张券，或不使用优惠券。"
    en = f"{who} redeemed this coupon{place_en} on {when}, and it works only once. Take another, or go on without one."
    return zh, en


def redeemed_by_order(at: Moment, order_id: str) -> tuple[str, str]:
    """That an order used it up."""
    when = _clock(at)
    zh = f"该券已于 {when} 用于订单 {order_id}，只能使用一次。请换一张券，或不使用优惠券。"
    en = f"The order {order_id} used this coupon up on {when}. Take another, or go on without one."
    return zh, en


def _clock(at: Moment) -> str:
    return moment(at).astimezone(SHANGHAI).strftime("%m-%d %H:%M")


def _ago(at: Moment, now: datetime) -> tuple[str, str]:
    minutes = int((now - moment(at)).total_seconds() // 60)
    if minutes < 1:
        return "刚刚", "just now"
    if minutes < 60:
        return f" {minutes} 分钟前", f"{minutes} minutes ago"
    when = _clock(at)
    return f" {when} ", f"on {when}"
