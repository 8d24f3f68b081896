"""What a coupon's row says, and with it what a change of it says."""

from __future__ import annotations

from chalicelib.core.events.facts import Told
from chalicelib.core.ids import UserId
from chalicelib.coupons import rules
from chalicelib.coupons.facts import (
    CouponIssued,
    CouponRedeemed,
    CouponTemplateCreated,
    CouponTemplateEdited,
    CouponTemplateEnded,
    CouponTemplateOpened,
    CouponTemplatePaused,
    CouponTemplateResumed,
    CouponVoided,
)
from chalicelib.coupons.ids import CouponCode
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
    """A coupon was issued, and perhaps redeemed or taken back."""
    facts = [Told(data=_issued(row), subject=f"member#{row.member_id}", at=row.issued_at)]
    if row.redeemed_at:
        facts.append(Told(data=_redeemed(row), subject=f"member#{row.member_id}", at=row.redeemed_at))
    if row.voided_at:
        facts.append(Told(data=_voided(row), subject=f"member#{row.member_id}", at=row.voided_at))
    return facts


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


def _redeemed(row: CouponRow) -> CouponRedeemed:
    return CouponRedeemed(
        member=row.member_id,
        coupon=row.code,
        coupon_template=row.template_id,
        template_name=row.template_name,
        amount_off=row.amount_off,
        code=rules.live_code_of(row.request),
        source=row.source or "",
        store=row.redeemed_at_store,
        order_amount=row.order_amount,
        redeemed_by=row.redeemed_by,
        staff=rules.staff_of(row.redeemed_by),
        order=rules.order_of(row.redeemed_by),
    )
