"""A clerk who works at no store acts nowhere, in a corp that has some."""

from __future__ import annotations

from tests.support import make
from tests.support.stack import Stack, forget_everything


def test_a_clerk_who_is_taken_off_their_store_acts_nowhere(stack: Stack) -> None:
    """Redeem, hand out, look, reverse: at another store, at the old one, at none; each is told whom to ask."""
    north, east = make.store(stack, name="北店", clerks=["wangfang"]), make.store(stack, name="东店")
    used, fresh = (make.coupon(stack).id for _ in range(2))
    make.operator(stack, "store_staff", "wangfang")
    redeem = {"code": used, "order_amount": 12800}
    assert make.session(stack, "wangfang").post("/staff/v1/redemptions", redeem).json()["store_id"] == north.id
    terms = {name: north[name] for name in ("number", "name", "version")}
    assert make.session(stack).put(f"/admin/v1/stores/{north.id}", {**terms, "clerks": []}).status == 200
    forget_everything()
    clerk = make.session(stack, "wangfang")
    answers = [clerk.post("/staff/v1/reversals", {"code": used, "reason": "扫错了"}), clerk.get("/staff/v1/pickups")]
    for at in ({}, {"store_id": north.id}, {"store_id": east.id}):
        answers.append(clerk.post("/staff/v1/redemptions", {"code": fresh, "order_amount": 12800, **at}))
        answers.append(clerk.post("/staff/v1/pickups", {"order_id": "0" * 32, **at}))
    answers.append(clerk.get(f"/staff/v1/coupons/{fresh}"))
    assert {(answer.status, answer.code) for answer in answers} == {(403, "AtNoStore")}
    assert "请门店负责人把您加入该店的核销店员" in answers[0].json()["message_zh"]


def test_a_clerk_of_no_store_acts_for_the_corp_while_no_store_of_it_is_open(stack: Stack) -> None:
    """Without stores, with another corp's, and when the last one closed; the first that opens ends it."""
    make.store(stack, corp="rival")
    make.operator(stack, "store_staff", "zhaolei")

    def acts() -> str:
        forget_everything()
        body = {"code": make.coupon(stack).id, "order_amount": 12800}
        answer = make.session(stack, "zhaolei").post("/staff/v1/redemptions", body)
        return answer.code if answer.status == 403 else str(answer.status)

    assert acts() == "201"
    state = f"/admin/v1/stores/{make.store(stack).id}/state"
    assert acts() == "AtNoStore"
    assert make.session(stack).put(state, {"state": "closed", "confirm": True}).status == 200
    assert acts() == "201"
