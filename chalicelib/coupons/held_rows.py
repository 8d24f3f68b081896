"""Coupons that somebody has: taking one back, issuing another in its place, and which there are of a template."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import suppress
from enum import StrEnum

from chalicelib.core.context import Ctx
from chalicelib.core.ids import digest
from chalicelib.core.moments import Moment
from chalicelib.core.storage.attributes import IdAttribute
from chalicelib.core.storage.lists import ALWAYS, SHARDS, Page, Where, Within, page_of
from chalicelib.core.storage.table import Keys, Refused, Row, change, get_many, key, put_new
from chalicelib.core.storage.transaction import Transaction
from chalicelib.coupons.ids import CouponCode, TemplateId
from chalicelib.coupons.shapes import Undone
from chalicelib.coupons.states import CouponState
from chalicelib.coupons.store import CouponRow, CouponTaken, coupon_key

BY_PLACE = Where("", "pk", "sk")


class Listing(StrEnum):
    """Of what a template's coupons are listed: all that were issued, and those that were redeemed."""

    ISSUED = "issued"
    REDEEMED = "redeemed"


class ListedRow(Row, discriminator="coupon_listed"):
    """That a coupon was issued, or redeemed: by it those of a template are found. Told by its fact, a moment late."""

    keys = Keys(pk="coupons_of#<template>#<issued or redeemed>#<shard>", sk="<at><code>")

    code = IdAttribute[CouponCode]()


class NotReplaceable(Exception):
    """The coupon works, is used, or another one was issued in its place."""

    def __init__(self, coupon: CouponRow | None) -> None:
        super().__init__(coupon.code if coupon else "")
        self.coupon = coupon


def void(ctx: Ctx, code: CouponCode, reason: str) -> CouponRow:
    """Issued to voided, once. 1 WU, no read. Raises Refused with the coupon as it is, which says why."""
    actions = [
        CouponRow.status.set(CouponState.VOIDED),
        CouponRow.voided_at.set(ctx.at),
        CouponRow.reason.set(reason),
        *([CouponRow.voided_by.set(ctx.person)] if ctx.person else []),
    ]
    return change(ctx, CouponRow(*coupon_key(ctx, code)), actions, CouponRow.status == CouponState.ISSUED)


def reverse(ctx: Ctx, seen: CouponRow, undone: Undone) -> CouponRow:
    """Redeemed to issued, if it is still the redemption that was seen. 1 WU. Raises Refused with the coupon as it is.

    What was redeemed stays in the row, among its redemptions that were reversed.
    """
    actions = [
        CouponRow.status.set(CouponState.ISSUED),
        CouponRow.undone.set((*(seen.undone or ()), undone)),
        CouponRow.undone_acts.add({undone.act}),
        *(
            one.remove()
            for one in (
                CouponRow.redeemed_at,
                CouponRow.redeemed_by,
                CouponRow.redeemed_at_store,
                CouponRow.order_amount,
                CouponRow.tapped_at,
            )
        ),
    ]
    # No redemption is made twice under one cause, so another one since would not be the same by these three.
    as_seen = (
        (CouponRow.status == CouponState.REDEEMED)
        & (CouponRow.redeemed_at == seen.redeemed_at)
        & (CouponRow.redeemed_by == seen.redeemed_by)
        & (CouponRow.cause == seen.cause)
    )
    return change(ctx, CouponRow(*coupon_key(ctx, seen.code)), actions, as_seen)


def replace(ctx: Ctx, old: CouponRow, new: CouponRow) -> None:
    """Issue a coupon in the place of one that works no more, once. 4 WU +1 listed.

    Raises NotReplaceable with the old one as it is, CouponTaken.
    """
    works_no_more = (CouponRow.status == CouponState.VOIDED) | (
        (CouponRow.status == CouponState.ISSUED) & (CouponRow.expires_at <= ctx.at)
    )
    transaction = Transaction(ctx)
    transaction.put_new(new, CouponTaken)
    actions = [CouponRow.replaced_by.set(new.code)]
    once = CouponRow.replaced_by.does_not_exist() & works_no_more
    transaction.change(CouponRow(*coupon_key(ctx, old.code)), actions, once, NotReplaceable)
    transaction.commit()


def _partition(ctx: Ctx, template_id: TemplateId, listing: Listing, shard: int) -> str:
    return key(ctx, "coupons_of", template_id, listing, str(shard))


def note(ctx: Ctx, template_id: TemplateId, listing: Listing, at: Moment, code: CouponCode) -> None:
    """A coupon is one of a list. 1 WU. Safe to repeat."""
    row = ListedRow(_partition(ctx, template_id, listing, digest(code)[0] % SHARDS), at + code, code=code)
    with suppress(Refused):  # told before
        put_new(ctx, row)


def codes(
    ctx: Ctx, template_id: TemplateId, listing: Listing, limit: int, cursor: str, within: Within = ALWAYS
) -> Page[tuple[str, CouponCode]]:
    """Places and codes of a template's coupons, the last first. One query a part, 0.5 RU per 4 KB of each."""
    partitions = [_partition(ctx, template_id, listing, shard) for shard in range(SHARDS)]
    found = page_of(BY_PLACE, partitions, limit, cursor, within=within)
    return found.map(lambda item: (str(item["sk"]["S"]), CouponCode(str(item["code"]["S"]))))


def stands(listing: Listing, row: CouponRow, place: str) -> bool:
    """True for a place that is still so: of a coupon whose redemption was reversed, that of the redemption since."""
    return listing is Listing.ISSUED or place == f"{row.redeemed_at}{row.code}"


def coupons(ctx: Ctx, wanted: Sequence[CouponCode]) -> dict[CouponCode, CouponRow]:
    """Coupons by their codes, as they are now. 0.5 RU each, one call for 100."""
    rows = get_many([coupon_key(ctx, code) for code in wanted])
    return {row.code: row for row in rows if isinstance(row, CouponRow)}
