"""Stop the process right after each write at a till, restart, go on: for every k the same end."""

from __future__ import annotations

from typing import Any

import pytest

from tests.support import make
from tests.support.crash import Countdown, counting, drained, surely
from tests.support.http import Http
from tests.support.stack import Stack, running_stack


@pytest.mark.parametrize("every", [4, pytest.param(1, marks=pytest.mark.soak)])
def test_a_crash_after_a_write_at_a_till_changes_nothing(place: str, every: int) -> None:
    """Redeemed, reversed and redeemed again: coupon, facts and the clerk's day are as without a crash."""
    with running_stack(place) as stack, counting() as countdown:
        clerk = make.operator(stack, "store_staff", "zhaolei")
        _story(stack, clerk, countdown, 0)  # warms what is shared
        expected, writes = _story(stack, clerk, countdown, 0)
        assert expected["state"] == "redeemed"
        assert expected["told"] == ["coupon.issued", "coupon.redeemed", "coupon.redeemed", "coupon.reversed"]
        assert expected["day"] == ["redeemed", "redeemed", "reversed"]
        assert 10 < writes < 60
        for k in range(1, writes + 1, every):
            assert _story(stack, clerk, countdown, k)[0] == expected, f"crash after write {k} of {writes}"


def _story(stack: Stack, clerk: Http, countdown: Countdown, k: int) -> tuple[dict[str, Any], int]:
    """What is there at the end, and how many writes it took."""
    stack.clock.advance(86_400)  # a day of their own for each telling
    clerk = make.session(stack, "zhaolei")
    member = make.member(stack, f"顾客{k}-{int(stack.clock.time())}")
    code = make.coupon(stack, member=member).id
    stack.work_off()
    countdown.arm(k)
    redeem = {"code": code, "order_amount": 12850}
    for path, body, key in (
        ("redemptions", redeem, f"tap-{code}"),
        ("reversals", {"code": code, "reason": "扫错了券"}, f"undo-{code}"),
        ("redemptions", redeem, f"again-{code}"),
    ):
        answer = _asked(stack, clerk, countdown, path, body, key)
        assert answer.status == 201, answer.body
        stack.clock.advance(1)
    drained(stack, countdown)
    writes = countdown.seen
    countdown.arm(0)
    timeline = make.session(stack).get(f"/admin/v1/members/{member.id}/timeline?limit=100").json()["items"]
    outcome = {
        "state": make.session(stack).get(f"/admin/v1/coupons/{code}").json()["state"],
        "told": sorted(one["kind"] for one in timeline if one["kind"].startswith("coupon.")),
        "day": sorted(one["kind"] for one in clerk.get("/staff/v1/my-day").json()["acts"]),
        "dead": (len(stack.queues.dead), len(stack.drain.main.dead), len(stack.drain.facts.dead)),
    }
    return outcome, writes


def _asked(stack: Stack, clerk: Http, countdown: Countdown, path: str, body: Any, key: str) -> Any:
    """The till asks again under its key until it is answered."""
    return surely(stack, countdown, lambda: clerk.post(f"/staff/v1/{path}", body, idempotency_key=key))
