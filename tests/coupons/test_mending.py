"""One coupon of somebody is taken back or issued again, and the coupons of a template are listed, through the API."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.support import make
from tests.support.http import Http
from tests.support.stack import Stack, forget_everything, running_stack

COUPONS = "/admin/v1/coupons"


@pytest.fixture
def house() -> Iterator[Stack]:
    with running_stack() as stack:
        yield stack


@pytest.fixture
def owner(house: Stack) -> Http:
    return house.operator()


def test_a_coupon_is_taken_back_once_and_another_issued_in_its_place(house: Stack, owner: Http) -> None:
    """The old one works no more and says why; the new one is worth the same, once however often it is asked for."""
    template = make.coupon_template(house, by=owner, stock=5)
    member = make.member(house)
    code = make.coupon(house, template, member).id
    assert owner.post(f"{COUPONS}/{code}/reissues").code == "StillGood"
    for reason in ("发错了", "再来一次"):
        voided = owner.post(f"{COUPONS}/{code}/voids", {"reason": reason}).json()
        assert (voided["state"], voided["reason"], voided["voided_by"]["userid"]) == ("voided", "发错了", "zhangwei")
    till = make.operator(house, "store_staff", "zhaolei")
    assert till.post("/staff/v1/redemptions", {"code": code, "order_amount": 20000}).code == "CouponVoided"
    new = [owner.post(f"{COUPONS}/{code}/reissues").json() for _ in range(2)]
    assert new[0]["code"] == new[1]["code"] != code
    assert (new[0]["instead_of"], new[0]["amount_off"]) == (code, template["amount_off"])
    assert owner.get(f"{COUPONS}/{code}").json()["replaced_by"] == new[0]["code"]
    assert till.post("/staff/v1/redemptions", {"code": new[0]["code"], "order_amount": 20000}).status == 201
    for verb, body in (("voids", {"reason": "x"}), ("reissues", None)):
        assert owner.post(f"{COUPONS}/{new[0]['code']}/{verb}", body).code == "AlreadyRedeemed"
    assert owner.get(f"/admin/v1/coupon-templates/{template.id}").json()["left"] == 4
    states = {one["code"]: one["status"] for one in member.http.get("/mini/v1/wallet").json()["items"]}
    assert states == {code: "voided", new[0]["code"]: "redeemed"}


def test_what_an_order_holds_is_not_taken_back(house: Stack, owner: Http) -> None:
    """And not issued again either, while the order is not over."""
    template, member = make.coupon_template(house, by=owner, threshold=5000), make.member(house)
    code, product = make.coupon(house, template, member).id, make.product(house, by=owner)
    bought = {"sku_id": product["skus"][0]["sku_id"], "coupon_code": code}
    assert member.http.post("/mini/v1/shop-orders", bought).status == 201
    assert owner.post(f"{COUPONS}/{code}/voids", {"reason": "x"}).code == "CouponInUse"
    assert owner.post(f"{COUPONS}/{code}/reissues").code == "CouponInUse"
    assert owner.post(f"{COUPONS}/nothing/voids", {"reason": "x"}).code == "UnknownCoupon"


def test_an_expired_coupon_is_made_good_with_days_of_its_own(house: Stack, owner: Http) -> None:
    """Also when claiming of its template has ended."""
    template, member = make.coupon_template(house, by=owner, valid_days=1), make.member(house)
    code = make.coupon(house, template, member).id
    owner.post(f"/admin/v1/coupon-templates/{template.id}/ends", {})
    house.clock.advance(2 * 86400)
    forget_everything()
    again = house.operator().post(f"{COUPONS}/{code}/reissues")
    assert (again.status, again.json()["state"], again.json()["expires_at"]) == (
        201,
        "issued",
        "2026-11-24T02:00:00.000Z",
    )


def test_the_coupons_of_a_template_are_listed_with_names_and_by_state(house: Stack, owner: Http) -> None:
    """Newest first, page by page; the redeemed with who redeemed them; a viewer, who would read codes, sees none."""
    template = make.coupon_template(house, by=owner, stock=9)
    member = make.member(house)
    codes = [make.coupon(house, template, member).id]
    for name in ("a", "b"):
        house.clock.advance(1)
        codes.append(
            make.member_session(house, name).post(f"/mini/v1/coupon-templates/{template.id}/claims").json()["code"]
        )
    make.redemption(house, make.Thing(codes[1], {}))
    owner.post(f"{COUPONS}/{codes[2]}/voids", {"reason": "发错了"})
    house.work_off()
    path = f"/admin/v1/coupon-templates/{template.id}/coupons"
    first = owner.get(f"{path}?limit=2").json()
    rest = owner.get(f"{path}?limit=2&cursor={first['cursor']}").json()
    listed = [*first["items"], *rest["items"]]
    assert [one["code"] for one in listed] == codes[::-1]
    assert listed[-1]["member"]["member_id"] == member.id and listed[-1]["member"]["name"]
    assert listed[-1]["template_name"] == template["name"]
    for state, code in (("redeemed", codes[1]), ("voided", codes[2]), ("issued", codes[0])):
        (line,) = owner.get(f"{path}?state={state}").json()["items"]
        assert (line["code"], line["state"]) == (code, state)
        assert bool(line["redeemed_by"]) == (state == "redeemed")
    assert owner.get(f"{path}?state=expired").json()["items"] == []
    assert make.operator(house, "viewer", "liming").get(path).code == "RoleNotAllowed"
