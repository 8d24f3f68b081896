"""What a customer sees of themselves, and nobody else."""

from __future__ import annotations

from tests.support import make
from tests.support.http import Http
from tests.support.stack import Stack

ME = "/mini/v1/me"


def test_a_customer_sees_who_they_are_here(stack: Stack) -> None:
    """Their name but for its first sign hidden, their adviser, what their wallet holds, until when they are known."""
    make.session(stack).post("/admin/v1/staff-reconciles")
    stack.work_off()
    member = make.member(stack, "欧阳小红")
    make.coupon(stack, member=member)
    me = member.http.get(ME).json()
    assert (me["member_id"], me["name"], me["is_friend"], me["adviser"]) == (member.id, "欧**", True, "liming")
    assert (me["accepts_posts"], me["store"]) == (True, None)
    assert me["coupons"] == {"usable": 1, "has_more": False}
    assert me["brand"]["corp"] == "demo" and me["session_ends_at"] == "2026-11-21T04:00:00.000Z"
    assert "external_userid" not in me and "unionid" not in me and "openid" not in me


def test_who_left_is_told_that_they_have_nobody_any_more(stack: Stack) -> None:
    """They keep their wallet: what was given stays."""
    member = make.member(stack)
    make.coupon(stack, member=member)
    stack.platform.delete(member.customer, "liming")
    stack.work_off()
    me = member.http.get(ME).json()
    assert (me["is_friend"], me["adviser"], me["coupons"]["usable"]) == (False, "", 1)


def test_a_no_to_posts_is_shown(stack: Stack) -> None:
    """Their own word, at once."""
    member = make.member(stack)
    member.http.call("PUT", "/mini/v1/preferences", {"accept_posts": False}, {})
    assert member.http.get(ME).json()["accepts_posts"] is False


def test_only_what_can_be_used_counts(stack: Stack) -> None:
    """A redeemed and an expired coupon are none to use; of more than twenty only the latest are counted."""
    member = make.member(stack)
    make.redemption(stack, make.coupon(stack, member=member))
    make.coupon(stack, make.coupon_template(stack, valid_days=1), member)
    stack.clock.advance(86_401)
    many = make.coupon_template(stack, per_member=20)
    for _ in range(20):
        make.coupon(stack, many, member)
    assert member.http.get(ME).json()["coupons"] == {"usable": 20, "has_more": True}


def test_nobody_is_somebody_elsewhere(stack: Stack) -> None:
    """A member's id under another corp's key is nobody; junk and no session are refused."""
    member = make.member(stack)
    assert make.member_session(stack, member.id, "rival").get(ME).code == "NotAMember"
    assert Http().get(ME).code == "Unauthenticated"
    assert Http("junk").get(ME).code == "Unauthenticated"
    assert make.session(stack).get(ME).code == "RoleNotAllowed"
