"""What a coupon's row says, and with it what a change of it says."""

from __future__ import annotations

import msgspec

from chalicelib.core.events.facts import Told
from chalicelib.core.ids import StoreId, UserId
from chalicelib.core.moments import Moment
from chalicelib.core.money import Fen
from chalicelib.coupons import rules
from chalicelib.coupons.facts import (
    CouponIssued,
    CouponRedeemed,
    CouponReversed,
    CouponTemplateCreated,
    CouponTemplateEdited,
    CouponTemplateEnded,
    CouponTemplateOpened,
    CouponTemplatePaused,
    CouponTemplateResumed,
    CouponVoided,
)
from chalicelib.coupons.ids import CouponCode
from chalicelib.coupons.shapes import Undone
from chalicelib.coupons.store import CouponRow, TemplateRow


def template(row: TemplateRow) -> list[Told]:
    """A template was created, and perhaps opened to others, or its end brought forward."""
    subject = f"coupon_template#{row.template_id}"
    created = CouponTemplateCreated(coupon_template=row.template_id, name=row.name, stock=row.stock)
    facts = [Told(data=created, subject=subject, at=row.created_at)]
    if row.opened_at:
        opened = CouponTemplateOpened(coupon_template=row.template_id, claimable_by=row.claimable_by)
        facts.append(Told(data=opened, subject=subject, at=row.opened_at, mark=row.opened_at, lasting=False))
    if row.end_moved_at:
        ended = CouponTemplateEnded(coupon_template=row.template_id, name=row.name, claim_until=row.claim_until)
        facts.append(Told(data=ended, subject=subject, at=row.end_moved_at, mark=row.end_moved_at, lasting=False))
    return [*facts, *_changes_of(row, subject)]


def _changes_of(row: TemplateRow, subject: str) -> list[Told]:
    facts = []
    if row.terms_at:
        edited = CouponTemplateEdited(
            coupon_template=row.template_id,
            name=row.name,
            changed=row.terms_of or (),
            stock=row.stock,
            claim_until=row.claim_until,
        )
        facts.append(Told(data=edited, subject=subject, at=row.terms_at, mark=row.terms_at, lasting=False))
    if row.moved_at:
        moved = CouponTemplatePaused if row.is_paused else CouponTemplateResumed
        data = moved(coupon_template=row.template_id, name=row.name)
        facts.append(Told(data=data, subject=subject, at=row.moved_at, mark=row.moved_at, lasting=False))
    return facts


def coupon(row: CouponRow) -> list[Told]:
    """A coupon was issued, and perhaps redeemed, reversed or taken back: all of it, however often."""
    subject = f"member#{row.member_id}"
    undone = row.undone or ()
    facts = [Told(data=_issued(row), subject=subject, at=row.issued_at)]
    for number, one in enumerate(undone):
        was = Redeemed(one.redeemed_at, one.redeemed_by, one.store_id, one.order_amount)
        facts.append(Told(data=_redeemed(row, was), subject=subject, at=one.redeemed_at, mark=_mark(number)))
        facts.append(Told(data=_reversed(row, one), subject=subject, at=one.reversed_at, mark=_mark(number)))
    if row.redeemed_at:
        now = Redeemed(row.redeemed_at, row.redeemed_by, row.redeemed_at_store, row.order_amount)
        facts.append(Told(data=_redeemed(row, now), subject=subject, at=now.at, mark=_mark(len(undone))))
    if row.voided_at:
        facts.append(Told(data=_voided(row), subject=subject, at=row.voided_at))
    return facts


class Redeemed(msgspec.Struct, frozen=True):
    """A redemption of a coupon, that of now or one that was reversed."""

    at: Moment
    by: str
    store_id: StoreId
    order_amount: Fen


def _mark(number: int) -> str:
    """What tells the redemptions of a coupon apart; the first has none, as it was before there were others."""
    return str(number) if number else ""


def _voided(row: CouponRow) -> CouponVoided:
    return CouponVoided(
        member=row.member_id,
        coupon=row.code,
        coupon_template=row.template_id,
        template_name=row.template_name,
        amount_off=row.amount_off,
        code=rules.live_code_of(row.request),
        source=row.source or "",
        staff=row.voided_by.userid if row.voided_by else UserId(""),
        store=row.claimed_at_store,
    )


def _issued(row: CouponRow) -> CouponIssued:
    return CouponIssued(
        member=row.member_id,
        coupon=row.code,
        coupon_template=row.template_id,
        template_name=row.template_name,
        amount_off=row.amount_off,
        code=rules.live_code_of(row.request),
        source=row.source or "",
        store=row.claimed_at_store,
        expires_at=row.expires_at,
        way=row.way,
        instead_of=row.instead_of or CouponCode(""),
    )


def _redeemed(row: CouponRow, one: Redeemed) -> CouponRedeemed:
    return CouponRedeemed(
        member=row.member_id,
        coupon=row.code,
        coupon_template=row.template_id,
        template_name=row.template_name,
        amount_off=row.amount_off,
        code=rules.live_code_of(row.request),
        source=row.source or "",
        store=one.store_id,
        order_amount=one.order_amount,
        redeemed_by=one.by,
        staff=rules.staff_of(one.by),
        order=rules.order_of(one.by),
    )


def _reversed(row: CouponRow, one: Undone) -> CouponReversed:
    return CouponReversed(
        member=row.member_id,
        coupon=row.code,
        coupon_template=row.template_id,
        template_name=row.template_name,
        amount_off=row.amount_off,
        code=rules.live_code_of(row.request),
        source=row.source or "",
        store=one.store_id,
        order_amount=one.order_amount,
        redeemed_by=one.redeemed_by,
        staff=rules.staff_of(one.redeemed_by),
        redeemed_at=one.redeemed_at,
        reversed_by=one.reversed_by,
    )
