"""A template's words, end and stock are edited, claiming is paused and resumed, and it is copied, through the API."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest

from chalicelib.core.events import facts
from tests.support import make
from tests.support.http import Answer, Http
from tests.support.stack import Stack, running_stack

PATH = "/admin/v1/coupon-templates"


@pytest.fixture(scope="module")
def house() -> Iterator[Stack]:
    with running_stack() as stack:
        yield stack


@pytest.fixture(scope="module")
def owner(house: Stack) -> Http:
    return house.operator()


def edit(owner: Http, seen: make.Thing | dict[str, Any], **changes: Any) -> Answer:
    body = {name: seen[name] for name in ("name", "usage", "stock", "revision")}
    until = seen["claim_until"] or None
    return owner.put(f"{PATH}/{seen['template_id']}", {**body, "claim_until": until, **changes})


def told(house: Stack, template_id: str) -> list[str]:
    house.drain.changes()
    return [one.kind for one in facts.timeline(house.ctx(), f"coupon_template#{template_id}", 20, "").items]


def claim(house: Stack, template_id: str, name: str) -> Answer:
    return make.member_session(house, name).post(f"{PATH.replace('/admin', '/mini')}/{template_id}/claims")


def test_a_typo_is_mended_in_every_wallet_and_says_who_did(house: Stack, owner: Http) -> None:
    """Also where the coupon was claimed before; what it is worth stays; the editor, the revision and a fact tell."""
    template = make.coupon_template(house, by=owner, name="新客卷")
    assert claim(house, template.id, "typo").status == 201
    edited = edit(owner, template, name="新客券", usage="到店出示")
    assert (edited.status, edited.json()["name"], edited.json()["usage"]) == (200, "新客券", "到店出示")
    assert (edited.json()["edited_by"]["userid"], edited.json()["revision"]) == ("zhangwei", 2)
    wallet = make.member_session(house, "typo").get("/mini/v1/wallet").json()["items"]
    assert [(one["template_name"], one["usage"]) for one in wallet] == [("新客券", "到店出示")]
    assert told(house, template.id).count("coupon_template.edited") == 1


def test_the_second_of_two_editors_is_told(house: Stack, owner: Http) -> None:
    """Whoever saw an older revision overwrites nothing; the same edit again is the same."""
    template = make.coupon_template(house, by=owner)
    assert edit(owner, template, name="甲").status == 200
    late = edit(owner, template, name="乙")
    assert (late.status, late.code, late.json()["details"]["revision"]) == (409, "TemplateChanged", 2)
    again = edit(owner, template, name="甲")
    assert (again.status, again.json()["revision"]) == (200, 2)


def test_the_stock_grows_and_shrinks_to_what_was_issued(house: Stack, owner: Http) -> None:
    """What is left follows exactly; fewer than people have is refused beside whatever else is wrong."""
    template = make.coupon_template(house, by=owner, stock=3, buckets=2)
    for name in ("s1", "s2"):
        assert claim(house, template.id, name).status == 201
    more = edit(owner, template, stock=10).json()
    shown = owner.get(f"{PATH}/{template.id}").json()
    assert (shown["stock"], shown["left"], shown["issued"]) == (10, 8, 2)
    wrong = edit(owner, more, stock=1, claim_until="2020-01-01T00:00:00Z")
    assert {one["path"]: one["rule"] for one in wrong.json()["details"]["errors"]} == {
        "stock": "under_issued",
        "claim_until": "ended",
    }
    assert edit(owner, more, stock=2).status == 200
    assert claim(house, template.id, "s3").code == "SoldOut"
    assert owner.get(f"{PATH}/{template.id}").json()["problem"]["code"] == "SoldOut"


def test_more_stock_reaches_whoever_was_told_that_it_is_sold_out(house: Stack, owner: Http) -> None:
    """The mark of a stock that is sold out goes in the write that adds to it, and with it the problem in the list."""
    template = make.coupon_template(house, by=owner, name="补货券", stock=1)
    assert claim(house, template.id, "r1").status == 201
    assert claim(house, template.id, "r2").code == "SoldOut"
    (line,) = owner.get(f"{PATH}?q=补货券").json()["items"]
    assert (line["problem"]["remedy"], line["left"], line["issued"]) == ("edit", 0, 1)
    assert edit(owner, line, stock=2).json()["problem"] is None
    assert claim(house, template.id, "r2").status == 201


def test_a_way_is_taken_away_of_a_stock_that_grew_and_nobody_has_taken_from(house: Stack, owner: Http) -> None:
    """However its parts were spread; with one coupon out it is refused as before."""
    template = make.coupon_template(house, by=owner, stock=5, buckets=4)
    grown = edit(owner, template, stock=7)
    assert grown.status == 200
    ways = f"{PATH}/{template.id}/claimable-by"
    assert owner.put(ways, {"claimable_by": ["operator"], "confirm": True}).status == 200
    assert owner.put(ways, {"claimable_by": ["anyone"]}).status == 200
    assert claim(house, template.id, "w1").status == 201
    assert owner.put(ways, {"claimable_by": ["operator"], "confirm": True}).code == "AlreadyPromised"


def test_an_end_moves_and_what_is_over_opens_again_when_that_is_meant(house: Stack, owner: Http) -> None:
    """Later without a question while it runs; a template that ended asks first; an earlier end names promises."""
    template = make.coupon_template(house, by=owner, claim_until="2026-11-25T00:00:00Z")
    later = edit(owner, template, claim_until="2026-11-30T00:00:00Z")
    assert (later.status, later.json()["claim_until"]) == (200, "2026-11-30T00:00:00.000Z")
    code = make.live_code(house, by=owner, coupon_template_id=template.id)
    asked = edit(owner, later.json(), claim_until="2026-11-24T00:00:00Z")
    assert [one["limit"] for one in asked.json()["details"]["errors"]] == [code.id]
    ended = owner.post(f"{PATH}/{template.id}/ends", {"confirm": True}).json()
    assert ended["state"] == "ended"
    again = {"claim_until": "2026-12-01T00:00:00Z"}
    assert [one["rule"] for one in edit(owner, ended, **again).json()["details"]["errors"]] == ["opens_again"]
    assert edit(owner, ended, **again, confirm=True).json()["state"] == "open"


def test_claiming_rests_while_it_is_paused(house: Stack, owner: Http) -> None:
    """Customers hear so kindly, the coupon they have works, who promises it is named, and it goes on when resumed."""
    template = make.coupon_template(house, by=owner)
    code = claim(house, template.id, "p1").json()["code"]
    make.live_code(house, by=owner, coupon_template_id=template.id)
    assert owner.post(f"{PATH}/{template.id}/pause", {}).code == "NeedsConfirmation"
    for _ in range(2):
        paused = owner.post(f"{PATH}/{template.id}/pause", {"confirm": True})
        assert (paused.status, paused.json()["state"]) == (200, "paused")
    refused = claim(house, template.id, "p2")
    assert refused.code == "ClaimPaused" and "稍后再来" in str(refused.json())
    till = make.operator(house, "store_staff", "zhaolei")
    assert till.post("/staff/v1/redemptions", {"code": code, "order_amount": 20000}).status == 201
    assert owner.post(f"{PATH}/{template.id}/resume").json()["state"] == "open"
    assert claim(house, template.id, "p2").status == 201
    kinds = told(house, template.id)
    assert (kinds.count("coupon_template.paused"), kinds.count("coupon_template.resumed")) == (1, 1)


def test_a_copy_begins_paused_with_a_stock_of_its_own(house: Stack, owner: Http) -> None:
    """Of the same terms, under another name; one, under one key."""
    template = make.coupon_template(house, by=owner, usage="到店出示")
    body = {"name": "第二批", "stock": 7}
    for _ in range(2):
        copied = owner.post(f"{PATH}/{template.id}/copies", body, Idempotency_Key="copy").json()
    assert (copied["name"], copied["usage"], copied["state"], copied["stock"]) == ("第二批", "到店出示", "paused", 7)
    assert copied["amount_off"] == template["amount_off"] and copied["template_id"] != template.id
    assert claim(house, copied["template_id"], "c1").code == "ClaimPaused"


def test_templates_are_found_by_state_way_maker_and_name(house: Stack, owner: Http) -> None:
    """By part of the name whatever its case, and page by page."""
    for number in range(3):
        make.coupon_template(house, by=owner, name=f"Spring {number}", claimable_by=["operator"])
    ids = [one["template_id"] for one in owner.get(f"{PATH}?q=spring").json()["items"]]
    owner.post(f"{PATH}/{ids[0]}/pause", {})
    assert [one["template_id"] for one in owner.get(f"{PATH}?q=spring&state=paused").json()["items"]] == ids[:1]
    first = owner.get(f"{PATH}?q=spring&limit=2&way=operator&maker=ZhangWei").json()
    rest = owner.get(f"{PATH}?q=spring&limit=2&way=operator&maker=ZhangWei&cursor={first['cursor']}").json()
    assert [one["template_id"] for one in [*first["items"], *rest["items"]]] == ids
    assert owner.get(f"{PATH}?q=spring&way=anyone").json()["items"] == []
    assert owner.get(f"{PATH}?q=spring&maker=liming").json()["items"] == []
