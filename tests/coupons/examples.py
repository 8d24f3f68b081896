"""The examples of mended coupons in the API's document."""

from __future__ import annotations

from tests.support import make
from tests.support.stack import Stack
from tests.support.world import Names


def play(stack: Stack, names: Names) -> None:
    """A template is edited, paused, resumed and copied; a coupon of it is taken back and issued again."""
    owner = stack.operator()
    stack.clock.advance(1)
    template = make.coupon_template(stack, by=owner, name="会员日券")
    path = f"/admin/v1/coupon-templates/{template.id}"
    body = {"name": "会员日专享券", "usage": "到店出示券码即可使用", "stock": 200, "revision": 1}
    owner.put(path, {**body, "claim_until": "2026-12-31T16:00:00Z"})
    owner.post(f"{path}/pause", {})
    owner.post(f"{path}/resume")
    owner.post(f"{path}/copies", {"name": "会员日专享券（第二批）", "stock": 100})
    coupon = f"/admin/v1/coupons/{make.coupon(stack, template).id}"
    stack.work_off()
    owner.post(f"{coupon}/voids", {"reason": "发错了券"})
    owner.post(f"{coupon}/reissues")
    owner.get(coupon)
    owner.get(f"{path}/coupons?state=voided&limit=1")
