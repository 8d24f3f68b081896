"""What a change of a coupon row says."""

from __future__ import annotations

from typing import Any

from chalicelib.core.facts import Told


def template(old: Any, new: Any) -> list[Told]:
    """A template was created."""
    if old is not None or new is None:
        return []
    data = {"template_id": new.template_id, "name": new.name, "stock": int(new.stock)}
    return [Told(kind="coupon_template.created", subject=f"coupon_template#{new.template_id}", data=data)]


def coupon(old: Any, new: Any) -> list[Told]:
    """A coupon was issued or redeemed."""
    if new is None:
        return []
    data = {
        "code": new.code,
        "template_id": new.template_id,
        "template_name": new.template_name,
        "amount_off": int(new.amount_off),
    }
    if old is None:
        return [
            Told(kind="coupon.issued", subject=f"member#{new.member_id}", data={**data, "expires_at": new.expires_at})
        ]
    if old.status != new.status:
        data = {**data, "order_amount": int(new.order_amount), "redeemed_by": new.redeemed_by}
        return [Told(kind="coupon.redeemed", subject=f"member#{new.member_id}", data=data)]
    return []
