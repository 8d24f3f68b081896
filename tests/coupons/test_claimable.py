"""By which ways a coupon may be had: said on the template, and held to by the write that takes it from the stock."""

from __future__ import annotations

from typing import Any

import pytest

from chalicelib.core.events import facts
from chalicelib.coupons import rules, service, store, views
from chalicelib.coupons.errors import NotClaimableHere, WayNotOpen
from chalicelib.coupons.ids import TemplateId
from chalicelib.coupons.shapes import Claiming
from chalicelib.coupons.states import GIVEN, ClaimWay
from chalicelib.members.ids import MemberId
from tests.support import make
from tests.support.claims import tap
from tests.support.http import Answer
from tests.support.make import TEMPLATE
from tests.support.race.rivals import between
from tests.support.stack import Stack

UNSAID = {name: value for name, value in TEMPLATE.items() if name != "claimable_by"}


def _template(stack: Stack, *ways: str) -> str:
    """A template that is open to these ways; to what the product takes for sensible when there are none."""
    said = {"claimable_by": ways} if ways else {}
    made = make.session(stack).post("/admin/v1/coupon-templates", {**UNSAID, **said})
    assert made.status == 201, made.body
    return str(made.json()["template_id"])


def _claims(stack: Stack, template_id: str, name: str = "m1") -> Answer:
    return make.member_session(stack, name).post(f"/mini/v1/coupon-templates/{template_id}/claims")


def _opens(stack: Stack, template_id: str, *ways: str, confirm: bool = True) -> Answer:
    path = f"/admin/v1/coupon-templates/{template_id}/claimable-by"
    return make.session(stack).put(path, {"claimable_by": ways, "confirm": confirm})


def _asked(way: ClaimWay, name: str = "r") -> Claiming:
    return Claiming(way=way, request=name)


@pytest.mark.parametrize("way", ClaimWay)
@pytest.mark.parametrize("only", ClaimWay)
def test_a_claim_comes_by_a_way_that_is_open(stack: Stack, only: ClaimWay, way: ClaimWay) -> None:
    """Its own way, and any way where a template is open to anyone; the refusal is for whoever asks."""
    ctx, template_id = stack.ctx(), TemplateId(_template(stack, only))
    if only in (way, ClaimWay.ANYONE):
        assert service.claim(ctx, template_id, MemberId("m1"), _asked(way)).code
        return
    refusal = NotClaimableHere if way in (ClaimWay.ANYONE, ClaimWay.POST) else WayNotOpen
    with pytest.raises(refusal):
        service.claim(ctx, template_id, MemberId("m1"), _asked(way))
    assert views.with_stock(ctx, template_id).issued == 0


def test_who_merely_knows_of_a_template_gets_no_coupon_unless_somebody_said_so(stack: Stack) -> None:
    """Left unsaid, it is the brand that gives; the customer is told where coupons come from, and no word of ways."""
    template_id = _template(stack)
    read = make.session(stack).get(f"/admin/v1/coupon-templates/{template_id}").json()
    assert read["claimable_by"] == list(GIVEN) == ["live_code", "post", "operator"]
    refused = _claims(stack, template_id)
    assert (refused.status, refused.code, refused.json()["details"]) == (409, "NotClaimableHere", {})
    assert "专属顾问" in refused.json()["message_zh"]


def test_more_ways_are_opened_at_any_time_and_fewer_while_nobody_has_a_coupon(stack: Stack) -> None:
    """What was promised stays; repeating changes nothing; every answer shows how it stands."""
    template_id = _template(stack, "post")
    assert _opens(stack, template_id, "operator", "anyone", "anyone").json()["claimable_by"] == ["anyone", "operator"]
    assert _opens(stack, template_id, "post").json()["claimable_by"] == ["post"]
    assert _claims(stack, template_id).code == "NotClaimableHere"
    assert _opens(stack, template_id, "anyone").status == 200
    assert _claims(stack, template_id).status == 201
    refused = _opens(stack, template_id, "post", "live_code", "operator")
    assert (refused.code, refused.json()["details"]) == ("AlreadyPromised", {"claimable_by": ["anyone"]})
    for _ in range(2):
        assert _opens(stack, template_id, "anyone", "post").status == 200
    (shown,) = make.session(stack).get("/admin/v1/coupon-templates").json()["items"]
    assert shown["claimable_by"] == ["anyone", "post"]
    assert _opens(stack, "nothing", "post").code == "UnknownTemplate"
    assert _opens(stack, template_id).code == "InvalidBody"


def test_a_way_that_may_be_promised_is_closed_when_it_is_meant(stack: Stack) -> None:
    """Live codes and posts would welcome people with a coupon that nobody gets: whoever closes the way is asked."""
    template_id = _template(stack)
    asked = _opens(stack, template_id, "operator", confirm=False)
    told = [(fault["path"], fault["limit"]) for fault in asked.json()["details"]["errors"]]
    assert (asked.code, told) == ("NeedsConfirmation", [("claimable_by", "live_code, post")])
    assert "活码" in asked.json()["message_zh"]
    assert _opens(stack, template_id, "operator").status == 200
    assert _opens(stack, template_id, "anyone", confirm=False).status == 200


@pytest.mark.parametrize(
    ("before", "after", "closed"),
    [
        ("anyone", "live_code post operator", ""),
        ("live_code post operator", "live_code post", ""),
        ("anyone", "post", "live_code"),
        ("live_code", "anyone", ""),
        ("live_code operator", "operator", "live_code"),
    ],
)
def test_only_what_may_be_promised_is_asked_about(before: str, after: str, closed: str) -> None:
    """Opening more is not, nor is taking a way from operators, who are told when they give."""
    faults = rules.unusual_closing([ClaimWay(way) for way in before.split()], [ClaimWay(way) for way in after.split()])
    assert [fault.limit for fault in faults] == ([closed] if closed else [])


def test_a_way_that_is_closed_between_look_and_write_is_closed(stack: Stack) -> None:
    """The stock decides, not what an instance remembers of the template; what was issued before is answered still."""
    ctx, template_id = stack.ctx(), TemplateId(_template(stack, "anyone"))

    def closes() -> None:
        service.open_to(ctx, template_id, (ClaimWay.POST,), confirm=True)

    with between((service, "template"), (store, "claim"), closes), pytest.raises(NotClaimableHere):
        service.claim(ctx, template_id, MemberId("m1"), tap("r"))
    assert views.with_stock(ctx, template_id).issued == 0


def test_a_claim_whose_answer_was_lost_gets_it_by_its_way(stack: Stack) -> None:
    """The same request by a way that was never open is refused; by its own it is the same coupon."""
    ctx, template_id = stack.ctx(), TemplateId(_template(stack, "post"))
    first = service.claim(ctx, template_id, MemberId("m1"), _asked(ClaimWay.POST))
    assert service.claim(ctx, template_id, MemberId("m1"), _asked(ClaimWay.POST)) == first


def test_an_operator_gives_a_member_a_coupon(stack: Stack) -> None:
    """Within the template's limits, once under one key, to members only; the fact says by which way it came."""
    member, template_id = make.member(stack), _template(stack, "operator")
    path, body = f"/admin/v1/coupon-templates/{template_id}/grants", {"member_id": member.id}
    first, again = (make.session(stack).post(path, body, idempotency_key="k") for _ in range(2))
    assert (first.status, again.body, again.headers["idempotency-replayed"]) == (201, first.body, "true")
    assert [coupon.id for coupon in member.wallet()] == [first.json()["code"]]
    refused = make.session(stack).post(path, body)
    assert refused.code == "AlreadyClaimed" and "该会员" in refused.json()["message_zh"]
    assert make.session(stack).post(path, {"member_id": "nobody"}).code == "UnknownMember"
    assert make.operator(stack, "store_staff").post(path, body).code == "RoleNotAllowed"
    stack.drain()
    told: list[Any] = [fact.data for fact in facts.timeline(stack.ctx(), f"member#{member.id}", 9, "").items]
    assert [one.way for one in told if one.kind == "coupon.issued"] == [ClaimWay.OPERATOR]


def test_who_promises_a_coupon_is_told_when_its_way_is_closed(stack: Stack) -> None:
    """At the live code, the post and the grant, before anybody is disappointed; it says which ways are open."""
    closed, member = _template(stack, "anyone"), make.member(stack)
    assert _opens(stack, closed, "post").status == 200
    code = {"name": "海报", "staff": [{"userid": "liming"}], "welcome": {"text": "您好"}, "coupon_template_id": closed}
    refused = make.session(stack).post("/admin/v1/live-codes", code)
    told = [(fault["rule"], fault["limit"]) for fault in refused.json()["details"]["errors"]]
    assert (refused.code, told) == ("BadLiveCode", [("way_not_open", "live_code")])
    grant = make.session(stack).post(f"/admin/v1/coupon-templates/{closed}/grants", {"member_id": member.id})
    assert (grant.code, grant.json()["details"]["way"]) == ("WayNotOpen", "operator")
    assert "运营人员发放" in grant.json()["message_zh"] and "claimable" not in grant.json()["message_zh"]


def test_a_wallet_names_no_template_by_its_id(stack: Stack) -> None:
    """Who shows a coupon around gives nobody what others could be asked for."""
    coupon = make.coupon(stack, make.coupon_template(stack))
    (line,) = make.member_session(stack, "m1").get("/mini/v1/wallet").json()["items"]
    assert line == coupon.body and "template_id" not in line and line["template_name"] == TEMPLATE["name"]


def test_ways_are_kept_once_and_in_one_order() -> None:
    """However they were written."""
    assert rules.ways([ClaimWay.POST, ClaimWay.ANYONE, ClaimWay.POST]) == (ClaimWay.ANYONE, ClaimWay.POST)
