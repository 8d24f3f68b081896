"""What of payments and refunds somebody has to see to stands in one list until they did, and in another afterwards."""

from __future__ import annotations

from typing import Any

import pytest

from chalicelib.payments import refund_rows, troubles
from chalicelib.payments.errors import RefundStillOwed
from chalicelib.platforms.wechatpay.provider import RefundNumber
from tests.payments.till import NUMBER, Till
from tests.support import make

REFUND = RefundNumber(f"R{NUMBER}-1")
ACKNOWLEDGED = f"/admin/v1/payments/{NUMBER}/refunds/{REFUND}/acknowledgements"


def stuck(till: Till, move: str) -> None:
    """A refund that WeChat Pay took, and that did not arrive."""
    till.paid()
    till.refund()
    till.stack.work_off()
    till.pay.move_refund(REFUND, move)
    till.stack.work_off()


def listed(till: Till, standing: str = "open") -> list[Any]:
    """What the list of an operator holds."""
    items: list[Any] = till.stack.operator().get(f"/admin/v1/payment-troubles?standing={standing}").json()["items"]
    return items


def test_a_refund_that_did_not_arrive_is_open_until_somebody_says_what_came_of_it(till: Till) -> None:
    """It says what to do; then it stands among what was seen to, with who and why, and its arrival changes that not."""
    stuck(till, "abnormal")
    [one] = listed(till)
    assert (one["refund_number"], one["problem"]["code"], one["problem"]["remedy"]) == (
        REFUND, "RefundAbnormal", "acknowledge",
    )  # fmt: skip
    assert "改退" in one["problem"]["zh"]
    for _ in range(2):
        said = till.stack.operator().post(ACKNOWLEDGED, {"reason": "已改退至银行卡"}).json()
        assert (said["problem"], [line.partition(" ")[2] for line in said["acknowledged"]]) == (
            None, ["zhangwei: 已改退至银行卡"],
        )  # fmt: skip
    till.pay.move_refund(REFUND, "succeed")
    till.stack.work_off()
    assert (listed(till), [one["refund_state"] for one in listed(till, "seen")]) == ([], ["succeeded"])


def test_what_another_says_of_what_was_seen_to_stands_beside_it(till: Till) -> None:
    """Nobody's words are lost, and one's own can be set right; the same words again are noted once."""
    stuck(till, "abnormal")
    first = till.stack.operator()
    assert first.put("/admin/v1/operators/liming", {"role": "owner"}).status == 200
    second = make.session(till.stack, "liming")
    for who, reason in (
        (first, "已改退至银行卡"),
        (second, "顾客来电确认"),
        (second, "顾客来电确认"),
        (first, "改退至微信零钱"),
    ):
        assert who.post(ACKNOWLEDGED, {"reason": reason}).status == 200
    [one] = listed(till, "seen")
    assert sorted(line.partition(" ")[2] for line in one["acknowledged"]) == [
        "liming: 顾客来电确认", "zhangwei: 已改退至银行卡", "zhangwei: 改退至微信零钱",
    ]  # fmt: skip


def test_what_is_owed_still_is_tried_again_and_not_ticked_off(till: Till) -> None:
    """A tick would hide a debt: it is refused, and a retry takes it out of the list until it is stuck again."""
    stuck(till, "close")
    assert [one["problem"]["remedy"] for one in listed(till)] == ["retry"]
    assert till.stack.operator().post(ACKNOWLEDGED, {"reason": "知道了"}).code == "RefundStillOwed"
    till.stack.operator().post(f"/admin/v1/payments/{NUMBER}/refunds/{REFUND}/retries")
    assert (listed(till), listed(till, "seen")) == ([], [])
    till.stack.work_off()
    assert [one["refund_state"] for one in listed(till)] == ["closed"], "WeChat Pay answers what it answered before"


def test_an_empty_account_is_open_until_it_is_filled(till: Till) -> None:
    """Nobody has to tick it off: once WeChat Pay takes the refund it is in no list."""
    till.paid()
    till.pay.fault("error", api="refund", code="NOT_ENOUGH", times=None)
    till.refund()
    till.stack.work_off()
    assert [one["problem"]["code"] for one in listed(till)] == ["RefundNotTaken"]
    with pytest.raises(RefundStillOwed):
        troubles.acknowledge_refund(till.stack.ctx(), NUMBER, REFUND, "知道了")
    till.pay.call("DELETE", "faults")
    till.minutes(1)
    assert (listed(till), listed(till, "seen"), till.only_refund().state) == ([], [], "processing")


def test_what_does_not_fit_stays_open_when_the_money_arrives(till: Till) -> None:
    """A report that was not believed is not mended by another: somebody looks at it."""
    till.paid()
    till.refund()
    till.stack.work_off()
    till.pay.fault("wrong_amount", event="REFUND.SUCCESS", amount=1)
    till.pay.move_refund(REFUND, "succeed")
    till.stack.work_off()
    till.minutes(2)
    assert [(one["refund_state"], one["problem"]["code"]) for one in listed(till)] == [("succeeded", "RefundTroubled")]
    assert till.stack.operator().post(ACKNOWLEDGED, {"reason": "核对无误"}).json()["problem"] is None
    assert (listed(till), len(listed(till, "seen"))) == ([], 1)


def test_what_is_told_while_somebody_acknowledges_is_not_acknowledged_unseen(
    till: Till, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The write holds only for what was read: of what came between, the next try says what it saw."""
    stuck(till, "abnormal")
    read, ctx = refund_rows.refund, till.stack.ctx(actor="operator:zhangwei")
    seen: list[set[str]] = []

    def told_between(*args: Any) -> Any:
        row = read(*args)
        if not seen:
            refund_rows.note_refund_trouble(ctx, NUMBER, REFUND, f"{ctx.at} amount 1 is not 2")
        seen.append(row.open_trouble if row else set())
        return row

    monkeypatch.setattr(refund_rows, "refund", told_between)
    assert troubles.acknowledge_refund(ctx, NUMBER, REFUND, "已核对").problem is None
    assert [len(one) for one in seen] == [1, 2]


def test_a_payment_that_does_not_fit_is_listed_beside_refunds(till: Till) -> None:
    """Opened by what was told, closed by whoever saw to it, opened again by what is told later."""
    till.prepay()
    for merchant, reason in (("1900000002", "已退款"), ("1900000003", "")):
        till.notify(*till.sealed(till.plain(mchid=merchant)))
        [one] = listed(till)
        assert (one["number"], one["refund_number"], one["problem"]["code"]) == (NUMBER, None, "PaymentTroubled")
        if reason:
            till.stack.operator().post(f"/admin/v1/payments/{NUMBER}/acknowledgements", {"reason": reason})
            assert (listed(till), len(listed(till, "seen"))) == ([], 1)
    assert len(listed(till)[0]["acknowledged"]) == 1


def test_who_acknowledged_stands_in_the_audit_and_why_stands_with_the_refund(till: Till) -> None:
    """That it was seen to is told; the words, which may name somebody, are not copied."""
    stuck(till, "abnormal")
    owner = till.stack.operator()
    owner.post(ACKNOWLEDGED, {"reason": "已改退至张三的卡"})
    till.stack.drain()
    [act] = [one for one in owner.get("/admin/v1/acts").json()["items"] if one["act"] == "payments.acknowledge_refund"]
    assert {one["field"]: one["is_hidden"] for one in act["changes"]} == {"standing": False, "acknowledged": True}
    assert "张三" not in str(act)
