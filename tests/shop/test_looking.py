"""What a member has, in one look."""

from __future__ import annotations

from tests.support import make
from tests.support.stack import Stack, forget_everything


def test_coupons_and_orders_of_a_member_are_seen_in_one_look(stack: Stack) -> None:
    """Side by side, the latest of each, to who may see each; a member of others is not there."""
    template = make.coupon_template(stack)
    store = make.store(stack, clerks=["wangfang"]).id
    member = make.member(stack, through=make.live_code(stack, coupon_template_id=template.id))
    sku = make.product(stack)["skus"][0]["sku_id"]
    mine = make.member_session(stack, member.id)
    order = mine.post("/mini/v1/shop-orders", {"sku_id": sku}).json()["order_id"]
    owner, path = make.session(stack), f"/admin/v1/members/{member.id}/purchases"
    seen = owner.get(path).json()
    assert [one["template_id"] for one in seen["coupons"]] == [template.id]
    assert [one["order_id"] for one in seen["orders"]] == [order]
    assert (seen["has_more_coupons"], seen["has_more_orders"]) == (False, False)
    role = owner.post("/admin/v1/roles", {"name": "只看券", "rights": ["shop.read", "coupons.read"]}).json()["role"]
    owner.put("/admin/v1/operators/chenyu", {"role": role})
    forget_everything()
    some = make.session(stack, "chenyu").get(path).json()
    assert (len(some["coupons"]), some["orders"]) == (1, None)
    owner.put("/admin/v1/operators/chenyu", {"role": "viewer", "scope": {"kind": "stores", "of": [store]}})
    forget_everything()
    assert make.session(stack, "chenyu").get(path).code == "UnknownMember"
