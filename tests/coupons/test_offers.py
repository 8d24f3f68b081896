"""What customers are shown before they claim: what is open to them, what is left of it, and why not."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from chalicelib.core import instance
from chalicelib.core.moments import iso
from tests.support import make
from tests.support.make import Json, Member, Thing
from tests.support.stack import Stack

LIST = "/mini/v1/coupon-templates"


def _names(member: Member, query: str = "") -> list[str]:
    instance.forget()
    return [one["name"] for one in member.http.get(f"{LIST}{query}").json()["items"]]


def _one(member: Member, template: Thing) -> Json:
    instance.forget()
    found: Json = member.http.get(f"{LIST}/{template.id}").json()
    return found


def test_only_what_a_customer_may_claim_is_listed(stack: Stack) -> None:
    """What the brand gives itself, what has not begun, is over, is paused or sold out is not."""
    member, owner, now = make.member(stack), make.session(stack), stack.clock.now()
    make.coupon_template(stack, name="开着")
    make.coupon_template(stack, name="只由活码发放", claimable_by=["live_code"])
    make.coupon_template(stack, name="未开始", claim_from=iso(now + timedelta(days=1)))
    make.coupon_template(stack, name="快结束", claim_until=iso(now + timedelta(hours=1)))
    make.coupon(stack, make.coupon_template(stack, name="领完", stock=1))
    owner.post(f"/admin/v1/coupon-templates/{make.coupon_template(stack, name='暂停').id}/pause", {})
    assert sorted(_names(member)) == ["开着", "快结束"]
    stack.clock.advance(3601)
    assert _names(member) == ["开着"]


def test_what_is_left_is_said_without_a_figure(stack: Stack) -> None:
    """Plenty, few at a tenth or at ten, none."""
    member = make.member(stack)
    plenty, few = make.coupon_template(stack, stock=101), make.coupon_template(stack, stock=100)
    last = make.coupon_template(stack, stock=1)
    for number in range(90):
        make.member_session(stack, f"m{number}").post(f"{LIST}/{few.id}/claims", {})
    assert [_one(member, one)["left"] for one in (plenty, few, last)] == ["plenty", "few", "few"]
    make.coupon(stack, last)
    seen = _one(member, last)
    assert (seen["left"], seen["why_not"]["code"]) == ("none", "SoldOut")
    assert not {"stock", "issued", "salt", "buckets"} & set(seen)


def test_a_member_sees_what_they_have_had_at_once(stack: Stack) -> None:
    """Also while what is left is remembered: their own coupon is never 5 s old, and at the limit it is the reason."""
    member = make.member(stack)
    template = make.coupon_template(stack, per_member=2)
    seen = []
    for _ in range(3):
        line = member.http.get(LIST).json()["items"][0]
        one = member.http.get(f"{LIST}/{template.id}").json()
        assert (line["claimed"], line["why_not"]) == (one["claimed"], one["why_not"])
        seen.append((one["claimed"], (one["why_not"] or {}).get("code")))
        member.http.post(f"{LIST}/{template.id}/claims", {})
    assert seen == [(0, None), (1, None), (2, "AlreadyClaimed")]
    other = make.member(stack, "小明")
    assert other.http.get(LIST).json()["items"][0]["claimed"] == 0


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"claimable_by": ["post"]}, "NotClaimableHere"),
        ({"claim_from": timedelta(days=1)}, "ClaimNotOpen"),
        ({"claim_until": timedelta(minutes=1)}, "ClaimClosed"),
    ],
)
def test_it_says_beforehand_what_the_claim_would_say(stack: Stack, changes: Json, code: str) -> None:
    """In a customer's words, the very refusal."""
    member, now = make.member(stack), stack.clock.now()
    given: dict[str, Any] = {
        name: iso(now + value) if isinstance(value, timedelta) else value for name, value in changes.items()
    }
    template = make.coupon_template(stack, **given)
    stack.clock.advance(61)
    why = _one(member, template)["why_not"]
    refused = member.http.post(f"{LIST}/{template.id}/claims", {}).json()
    assert (why["code"], why["zh"], why["en"]) == (code, refused["message_zh"], refused["message_en"])


def test_pages_go_on_by_a_sealed_cursor(stack: Stack) -> None:
    """Every coupon once, newest first; a cursor of somebody else's, or changed, is refused."""
    member = make.member(stack)
    names = [f"券{number}" for number in range(5)]
    for name in names:
        make.coupon_template(stack, name=name)
        stack.clock.advance(1)
    found, cursor = [], ""
    for _ in range(3):
        page = member.http.get(f"{LIST}?limit=2{f'&cursor={cursor}' if cursor else ''}").json()
        found += [one["name"] for one in page["items"]]
        cursor = page["cursor"] or cursor
    assert found == names[::-1]
    assert make.member(stack, "小明").http.get(f"{LIST}?limit=2&cursor={cursor}").status == 400
    assert member.http.get(f"{LIST}?limit=2&cursor={cursor[:-2]}xx").status == 400


def test_another_corp_sees_nothing(stack: Stack) -> None:
    """Neither in the list, nor by its id; what one corp was shown is not remembered for another."""
    template = make.coupon_template(stack)
    member = make.member(stack)
    assert member.http.get(LIST).json()["items"]
    rival = make.member_session(stack, member.id, "rival")
    assert rival.get(LIST).json()["items"] == []
    assert rival.get(f"{LIST}/{template.id}").code == "UnknownTemplate"
    assert stack.http.get(LIST).code == "Unauthenticated"
