"""What an operator sees of a member's coupons, orders and timeline: names beside ids, and no cash."""

from __future__ import annotations

from typing import Any

from tests.support import make
from tests.support.http import Http
from tests.support.stack import Stack


def _events(http: Http, member_id: str) -> dict[str, dict[str, Any]]:
    return {one["kind"]: one for one in http.get(f"/admin/v1/members/{member_id}/timeline").json()["items"]}


def test_a_timeline_says_names_beside_ids(stack: Stack) -> None:
    """In the sentence and beside the data; an id that nobody knows stands as it is; who did it has a name too."""
    owner = make.session(stack)
    code = make.live_code(stack, name="人民广场店")
    member = make.member(stack, through=code)
    owner.put(f"/admin/v1/members/{member.id}/block", {"blocked": True})
    stack.work_off()
    events = _events(owner, member.id)
    joined = events["member.joined"]
    assert "人民广场店" in joined["text_zh"] and "人民广场店" in joined["text_en"]
    assert joined["names"]["code"] == "人民广场店" and joined["data"]["code"] == code.id
    assert events["member.blocked"]["by"]["userid"] == "zhangwei"


def test_a_coupons_code_is_cash_and_is_hidden(stack: Stack) -> None:
    """From who may neither redeem it nor see what is hidden: in the sentence, the data and the list of coupons."""
    template, member = make.coupon_template(stack, claimable_by=["operator"]), make.member(stack)
    owner, marketer = make.session(stack), make.operator(stack, "marketer", "wangfang")
    grant = {"member_id": member.id, "reason": "补偿等待"}
    path = f"/admin/v1/coupon-templates/{template.id}/grants"
    code = marketer.post(path, grant).json()["code"]
    assert marketer.post(path, grant).code == "AlreadyClaimed"
    stack.work_off()
    for who, seen in ((owner, code), (marketer, f"****{code[-4:]}")):
        event = _events(who, member.id)["coupon.issued"]
        assert event["data"]["coupon"] == seen and f"（{seen}）" in event["text_zh"]
        (coupon,) = who.get(f"/admin/v1/members/{member.id}/coupons").json()["items"]
        assert (coupon["code"], coupon["reason"], coupon["template_id"]) == (seen, "补偿等待", template.id)
    assert code not in str(_events(marketer, member.id))
    adviser = make.operator(stack, "adviser", "chenyu")
    assert adviser.get(f"/admin/v1/members/{member.id}/coupons").code == "UnknownMember"
    assert owner.get(f"/admin/v1/members/{member.id}/orders").json()["items"] == []
