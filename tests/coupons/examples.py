"""The examples of mended coupons in the API's document."""

from __future__ import annotations

from tests.support import make
from tests.support.http import Http
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
    make.live_code(stack, by=owner, name="会员日立牌", coupon_template_id=template.id)
    owner.get(f"{path}/promises")
    till(stack, owner)


def till(stack: Stack, owner: Http) -> None:
    """A coupon is looked at, redeemed, taken back, redeemed again and taken back by somebody above; and its picture."""
    member = make.member(stack, "周敏")
    code = make.coupon(stack, make.coupon_template(stack, by=owner, name="到店满减券"), member).id
    member.http.get(f"/mini/v1/coupons/{code}/qr")
    clerk = stack.operator("zhaolei")
    clerk.get(f"/staff/v1/coupons/{code}?yuan=128.5")
    redeem = {"code": code, "order_amount": 12850}
    clerk.post("/staff/v1/redemptions", redeem, idempotency_key="tap-1")
    clerk.post("/staff/v1/reversals", {"code": code, "reason": "扫错了券"}, idempotency_key="undo-1")
    clerk.post("/staff/v1/redemptions", redeem, idempotency_key="tap-2")
    owner.post(f"/admin/v1/coupons/{code}/reversals", {"reason": "顾客退货"}, idempotency_key="undo-2")
