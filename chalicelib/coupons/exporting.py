"""Coupons for a file that somebody takes out of the house: who holds them, and where they were redeemed."""

from __future__ import annotations

from collections.abc import Sequence

import msgspec

from chalicelib.core import masks
from chalicelib.core.context import Ctx
from chalicelib.core.storage.lists import PAGE_LIMIT, Page
from chalicelib.coupons import held_rows, rules, store
from chalicelib.coupons.held_rows import Listing
from chalicelib.coupons.ids import CouponCode, TemplateId
from chalicelib.coupons.shapes import CouponInFile, CouponsAsked
from chalicelib.coupons.store import CouponRow
from chalicelib.members import service as members


class Place(msgspec.Struct, frozen=True, kw_only=True):
    """Where a walk over the coupons of all templates is. next: where the list of templates goes on behind this one."""

    template: TemplateId
    next: str = ""
    inner: str = ""

    def said(self) -> str:
        """As a cursor."""
        return msgspec.json.encode(self).decode()


def page(ctx: Ctx, asked: CouponsAsked, cursor: str) -> Page[CouponInFile]:
    """The next of the coupons that are meant, by template, the newest first; in the scope of whoever asks.

    At most 100 are looked at, so a page may be empty and go on. 8 queries, 0.5 RU for each coupon, member and name.
    Of a scope: coupons by their holder, redemptions by their store, and one's own customers' alone for who has no more.
    """
    place = msgspec.json.decode(cursor, type=Place) if cursor else _after(ctx, asked, "")
    if place is None:
        return Page([])
    listing = Listing.REDEEMED if asked.redeemed else Listing.ISSUED
    listed = held_rows.codes(ctx, place.template, listing, PAGE_LIMIT, place.inner, asked.within)
    rows = held_rows.coupons(ctx, [code for _, code in listed.items])
    there = [rows[code] for at, code in listed.items if code in rows and held_rows.stands(listing, rows[code], at)]
    meant = [row for row in there if _is_meant(ctx, asked, row)]
    shown = _shown(ctx, _in_scope(ctx, asked, meant), is_masked=asked.is_masked)
    after: Place | None
    if listed.cursor:
        after = msgspec.structs.replace(place, inner=listed.cursor)
    else:
        after = _after(ctx, asked, place.next) if place.next else None
    return Page(shown, after.said() if after else "")


def _after(ctx: Ctx, asked: CouponsAsked, cursor: str) -> Place | None:
    if asked.template_id:
        return Place(template=asked.template_id)
    found = store.templates(ctx, 1, cursor)
    return Place(template=found.items[0].template_id, next=found.cursor) if found.items else None


def _is_meant(ctx: Ctx, asked: CouponsAsked, row: CouponRow) -> bool:
    at = row.redeemed_at_store if asked.redeemed else row.claimed_at_store
    if asked.store_id and at != asked.store_id:
        return False
    if asked.redeemed and not ctx.scope.allows_store(at or None):
        return False
    return asked.state is None or rules.wallet_state(row.status, row.expires_at, ctx.at) is asked.state


def _in_scope(ctx: Ctx, asked: CouponsAsked, rows: Sequence[CouponRow]) -> Sequence[CouponRow]:
    if asked.redeemed and not ctx.scope.is_of(ctx.operator):
        return rows
    theirs = set(members.among(ctx, list(dict.fromkeys(row.member_id for row in rows))))
    return [row for row in rows if row.member_id in theirs]


def _shown(ctx: Ctx, rows: Sequence[CouponRow], *, is_masked: bool) -> list[CouponInFile]:
    holders = list(dict.fromkeys(row.member_id for row in rows))
    named, called = store.names_of(ctx, {row.template_id for row in rows}), members.names(ctx, holders)
    refusing = members.refusing(ctx, holders)

    def shown(row: CouponRow) -> CouponInFile:
        name, code = called.get(row.member_id, ""), row.code
        return CouponInFile(
            code=CouponCode(masks.code(code)) if is_masked else code,
            template_id=row.template_id,
            template_name=named.get(row.template_id, row.template_name),
            member_id=row.member_id,
            member_name=masks.name(name) if is_masked else name,
            accepts_posts=row.member_id not in refusing,
            state=rules.wallet_state(row.status, row.expires_at, ctx.at),
            amount_off=row.amount_off,
            threshold=row.threshold,
            issued_at=row.issued_at,
            expires_at=row.expires_at,
            way=row.way,
            claimed_at_store=row.claimed_at_store,
            order_id=row.reserved_for or rules.order_of(row.redeemed_by or ""),
            order_amount=row.order_amount,
            redeemed_at=row.redeemed_at,
            redeemed_by=rules.staff_of(row.redeemed_by or ""),
            redeemed_at_store=row.redeemed_at_store,
            voided_at=row.voided_at,
        )

    return [shown(row) for row in rows]
