"""The first story in process: the same path that `make run` plays over HTTP, deterministic and quick."""

from __future__ import annotations

from tests.support.stack import Stack
from tests.support.story import Shop


def test_a_scan_becomes_a_tagged_welcomed_member_whose_coupon_a_store_redeems(stack: Stack) -> None:
    """Every promise of the first story, seen on both sides."""
    shop = Shop(stack)
    code = shop.live_code()
    page = stack.http.get(f"/c/demo-{code['code']}")
    assert page.status == 200
    way = next(way for way in code["contact_ways"] if way["config_id"].encode() in page.body)

    customer = stack.platform.customer()
    added = stack.platform.add(customer, way["config_id"])
    stack.work_off()

    assert shop.visits(code) == 1
    member = shop.only_member()
    assert (member["first_state"], member["first_userid"]) == (code["code"], way["userid"])
    assert [(r["userid"], r["status"], r["tags"]) for r in member["relations"]] == [(way["userid"], "friend", ["新客"])]
    assert member["external_userid"] == added["external_userid"]
    assert shop.welcomes(customer) == ["你好，欢迎光临"]

    coupons = stack.member(customer).get("/mini/v1/wallet").json()["items"]
    assert [(c["status"], c["amount_off"]) for c in coupons] == [("issued", 2000)]
    redeemed = shop.redeem(coupons[0]["code"])
    assert (redeemed.status, redeemed.json()["amount_off"]) == (201, 2000)
    assert shop.redeem(coupons[0]["code"]).code == "AlreadyRedeemed"
    stack.drain()

    assert sorted(shop.timeline(member["member_id"])) == [
        "coupon.issued",
        "coupon.redeemed",
        "member.joined",
        "member.tagged",
        "staff.added",
        "welcome.sent",
    ]
    assert stack.queues.dead == []
