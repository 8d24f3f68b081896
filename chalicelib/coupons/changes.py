"""What a coupon row says, and with it what a change of it says."""

from __future__ import annotations

from typing import Any

from chalicelib.core.events.facts import Told, old_told


def template(row: Any) -> list[Told]:
    """A template was created."""
    data = {"template_id": row.template_id, "name": row.name, "stock": int(row.stock)}
    subject = f"coupon_template#{row.template_id}"
    return [old_told(kind="coupon_template.created", subject=subject, data=data, at=row.created_at)]


def coupon(row: Any) -> list[Told]:
    """A coupon was issued, and perhaps redeemed."""
    subject = f"member#{row.member_id}"
    data = {
        "code": row.code,
        "template_id": row.template_id,
        "template_name": row.template_name,
        "amount_off": int(row.amount_off),
    }
    if row.source:
        data["source"] = row.source
    told = [
        old_told(kind="coupon.issued", subject=subject, data={**data, "expires_at": row.expires_at}, at=row.issued_at)
    ]
    if row.redeemed_at:
        data = {**data, "order_amount": int(row.order_amount), "redeemed_by": row.redeemed_by}
        told.append(old_told(kind="coupon.redeemed", subject=subject, data=data, at=row.redeemed_at))
    return told
