"""Templates, claims and redemptions, through the API."""

from __future__ import annotations

from typing import Any

import pytest

from chalicelib.core.events import facts
from chalicelib.core.money import Fen
from chalicelib.core.storage import stock
from chalicelib.coupons import changes, service, store
from chalicelib.coupons.errors import AlreadyClaimed, ClaimClosed, SoldOut
from chalicelib.coupons.facts import CouponIssued
from chalicelib.coupons.ids import CouponCode, TemplateId
from chalicelib.members.ids import MemberId
from tests.support import make
from tests.support.claims import tap
from tests.support.http import Http
from tests.support.perf.meter import metered
from tests.support.stack import Stack, forget_everything
from tests.support.story import Shop

DAY = 24 * 3600


@pytest.fixture
def shop(stack: Stack) -> Shop:
    return Shop(stack)


def _member(shop: Shop, name: str = "m1") -> Http:
    """A session of a member, without a friendship: the coupon room asks for none."""
    return make.member_session(shop.stack, name)


def _claim(shop: Shop, template_id: str, name: str = "m1", **headers: str) -> Any:
    return _member(shop, name).post(f"/mini/v1/coupon-templates/{template_id}/claims", **headers)


def test_a_claimed_coupon_is_in_the_wallet_with_its_validity(shop: Shop) -> None:
    """Seven days from the claim, worth what the template says."""
    coupon = _claim(shop, shop.template()).json()
    assert _member(shop).get("/mini/v1/wallet").json()["items"] == [coupon]
    assert (coupon["issued_at"], coupon["expires_at"]) == ("2026-11-21T02:00:00.000Z", "2026-11-28T02:00:00.000Z")


def test_codes_are_long_random_and_each_its_own(shop: Shop) -> None:
    """16 characters of base 32; ten members have ten codes without a common beginning."""
    template_id = shop.template()
    codes = [_claim(shop, template_id, f"m{n}").json()["code"] for n in range(10)]
    assert len(set(codes)) == 10 and len({code[:6] for code in codes}) == 10
    assert all(len(code) == 16 and set(code) <= set("0123456789abcdefghjkmnpqrstvwxyz") for code in codes)


def test_a_code_cannot_be_foretold_from_member_and_template(shop: Shop) -> None:
    """Two templates give one member codes that share only the way to the wallet."""
    first, second = (_claim(shop, shop.template()).json()["code"] for _ in range(2))
    assert first[:6] == second[:6] and first[6:] != second[6:]


def test_the_limit_per_member_holds(shop: Shop) -> None:
    """The third claim of two is refused, and says which coupon there is."""
    template_id = shop.template(per_member=2)
    codes = {_claim(shop, template_id).json()["code"] for _ in range(2)}
    third = _claim(shop, template_id)
    assert (third.status, third.code) == (409, "AlreadyClaimed")
    assert len(codes) == 2 and third.json()["details"]["code"] in codes


def test_the_same_request_gets_the_same_coupon_whatever_happened_meanwhile(shop: Shop) -> None:
    """A claim whose answer was lost is asked again, after sell-out and by a new instance."""
    template_id = shop.template(stock=1)
    ctx = shop.stack.ctx(actor="member:m1", cause="key:abc")
    first = service.claim(ctx, TemplateId(template_id), MemberId("m1"), tap("key:abc")).code
    assert _claim(shop, template_id, "m2").code == "SoldOut"
    assert service.claim(ctx, TemplateId(template_id), MemberId("m1"), tap("key:abc")).code == first
    forget_everything()
    assert service.claim(ctx, TemplateId(template_id), MemberId("m1"), tap("key:abc")).code == first
    with pytest.raises(AlreadyClaimed):
        service.claim(ctx, TemplateId(template_id), MemberId("m1"), tap("another request"))


def test_a_repeated_claim_is_answered_by_its_coupon_and_marked(shop: Shop) -> None:
    """No record is kept of the key: the coupon's row says which claim it was issued to."""
    path = f"/mini/v1/coupon-templates/{shop.template(per_member=2)}/claims"
    first, again = (_member(shop).post(path, {"source": "post:a"}, **{"Idempotency-Key": "tap-1"}) for _ in range(2))
    assert (first.status, again.status, again.json()) == (201, 201, first.json())
    assert ("idempotency-replayed" in first.headers, again.headers["idempotency-replayed"]) == (False, "true")
    second = _member(shop).post(path, {"source": "post:a"}, **{"Idempotency-Key": "tap-2"})
    assert (second.status, second.json()["code"] != first.json()["code"]) == (201, True)


def test_a_claim_under_a_used_key_that_names_another_source_is_refused(shop: Shop) -> None:
    """The key stands for one request; the coupon of the first one stays as it is."""
    path = f"/mini/v1/coupon-templates/{shop.template(per_member=2)}/claims"
    for source, answered in (("post:a", ""), ("post:b", "IdempotencyMismatch"), ("", "IdempotencyMismatch")):
        answer = _member(shop).post(path, {"source": source}, **{"Idempotency-Key": "tap-1"})
        assert (answer.code if answer.status != 201 else "") == answered
    assert len(_member(shop).get("/mini/v1/wallet").json()["items"]) == 1


def test_stock_ends_exactly_and_the_books_balance(shop: Shop) -> None:
    """Seven coupons in four buckets: seven are issued, not six and not eight."""
    template_id = shop.template(stock=7, buckets=4)
    answers = [_claim(shop, template_id, f"m{n}").status for n in range(12)]
    assert (answers.count(201), answers.count(409)) == (7, 5)
    read = shop.owner.get(f"/admin/v1/coupon-templates/{template_id}").json()
    assert (read["left"], read["issued"], read["stock"]) == (0, 7, 7)


def test_sold_out_is_said_only_when_every_bucket_is_empty(shop: Shop) -> None:
    """With 16 buckets a walk of four sees few of them; the last coupon is found all the same."""
    template_id = shop.template(stock=16, buckets=16)
    assert [_claim(shop, template_id, f"m{n}").status for n in range(16)] == [201] * 16
    assert _claim(shop, template_id, "late").code == "SoldOut"


def test_every_claim_is_told_also_one_that_met_empty_buckets(shop: Shop) -> None:
    """A refused bucket is a transaction rolled back; what is claimed after it is in the timeline all the same."""
    template_id = shop.template(stock=8, buckets=8)
    for number in range(8):
        _claim(shop, template_id, f"m{number}")
        shop.stack.drain()
    told = [facts.timeline(shop.stack.ctx(), f"member#m{number}", 9, "").items for number in range(8)]
    assert [[fact.kind for fact in one] for one in told] == [["coupon.issued"]] * 8


def test_facts_of_a_coupon_say_whose_it_is_and_who_redeemed_it(shop: Shop) -> None:
    """Member and staff; a source that a member makes up is told as such and names no live code."""
    template_id = shop.template()
    path = f"/mini/v1/coupon-templates/{template_id}/claims"
    coupon = _member(shop).post(path, {"source": "live_code:abc"}).json()["code"]
    assert shop.redeem(coupon).status == 201
    shop.stack.drain()
    told = {fact.kind: fact.data for fact in facts.timeline(shop.stack.ctx(), "member#m1", 9, "").items}
    issued, redeemed = told["coupon.issued"], told["coupon.redeemed"]
    own = {"member": "m1", "coupon_template": template_id, "code": "", "store": ""}
    assert facts.dimensions(issued) == own
    assert facts.dimensions(redeemed) == {**own, "staff": "zhaolei", "order": ""}
    assert isinstance(issued, CouponIssued) and (issued.coupon, issued.source) == (coupon, "live_code:abc")


@pytest.mark.parametrize(
    ("request_name", "redeemed_by", "dimensions"),
    [
        ("live_code:abcdefabcdef", "operator:zhaolei", {"code": "abcdefabcdef", "staff": "zhaolei", "order": ""}),
        ("key:live_code:abc", "order:01KA", {"code": "", "staff": "", "order": "01KA"}),
    ],
)
def test_a_coupon_tells_what_it_was_given_for_and_what_used_it(
    shop: Shop, request_name: str, redeemed_by: str, dimensions: dict[str, str]
) -> None:
    """The live code whose join gave it, the order that used it up: by names that no member can choose."""
    ctx = shop.stack.ctx()
    terms = service.template(ctx, TemplateId(shop.template()))
    row = store.new_coupon(ctx, terms, MemberId("m1"), 1, tap(request_name), ctx.at)
    row.redeemed_at, row.redeemed_by, row.order_amount = ctx.at, redeemed_by, Fen(12000)
    _, redeemed = changes.coupon(row)
    told = facts.dimensions(redeemed.data)
    assert {name: told[name] for name in dimensions} == dimensions


@pytest.mark.parametrize(
    ("window", "code"),
    [
        ({"claim_from": "2026-11-22T00:00:00.000Z"}, "ClaimNotOpen"),
        ({"claim_until": "2026-11-21T02:00:10.000Z"}, "ClaimClosed"),
        ({"claim_from": "2026-11-21T02:00:10.000Z", "claim_until": "2026-11-21T02:00:10.001Z"}, ""),
    ],
)
def test_a_claim_outside_its_window_is_refused(shop: Shop, window: dict[str, str], code: str) -> None:
    """The window includes its beginning and excludes its end."""
    template_id = shop.template(**window)
    shop.stack.clock.advance(10)
    answer = _claim(shop, template_id)
    assert (answer.status == 201) if not code else (answer.code == code)


def test_a_claim_that_lost_its_answer_gets_it_after_the_window_too(shop: Shop) -> None:
    """Made in time and asked again too late: the same coupon; another request is told that claiming has ended."""
    template_id = shop.template(claim_until="2026-11-21T02:00:10.000Z", per_member=2)
    ctx = shop.stack.ctx(actor="member:m1", cause="key:abc")
    first = service.claim(ctx, TemplateId(template_id), MemberId("m1"), tap("key:abc")).code
    shop.stack.clock.advance(60)
    late = shop.stack.ctx(actor="member:m1")
    assert service.claim(late, TemplateId(template_id), MemberId("m1"), tap("key:abc")).code == first
    with pytest.raises(ClaimClosed):
        service.claim(late, TemplateId(template_id), MemberId("m1"), tap("key:other"))


def test_an_unknown_template_is_not_found(shop: Shop) -> None:
    """For members and operators alike."""
    assert _claim(shop, "01ABC").code == "UnknownTemplate"
    assert shop.owner.get("/admin/v1/coupon-templates/01ABC").code == "UnknownTemplate"


def test_a_coupon_is_redeemed_once(shop: Shop) -> None:
    """The second time tells when and by whom."""
    code = _claim(shop, shop.template()).json()["code"]
    first, second = shop.redeem(code), shop.redeem(code)
    assert (first.status, first.json()["redeemed_by"]) == (201, "operator:zhaolei")
    assert second.code == "AlreadyRedeemed"
    assert second.json()["details"] == {"redeemed_at": first.json()["redeemed_at"], "redeemed_by": "operator:zhaolei"}


def test_an_expired_coupon_is_refused_and_shows_as_expired(shop: Shop) -> None:
    """To the millisecond, and the wallet says so."""
    code = _claim(shop, shop.template()).json()["code"]
    shop.stack.clock.advance(7 * DAY)
    shop.owner = shop.stack.operator()
    assert shop.redeem(code).code == "CouponExpired"
    assert [item["status"] for item in _member(shop).get("/mini/v1/wallet").json()["items"]] == ["expired"]


def test_a_coupon_is_good_until_its_last_millisecond(shop: Shop) -> None:
    """Just before the end it works."""
    code = _claim(shop, shop.template()).json()["code"]
    shop.stack.clock.advance(7 * DAY - 0.001)
    shop.owner = shop.stack.operator()
    assert shop.redeem(code).status == 201


def test_an_order_below_the_threshold_is_refused_and_the_coupon_stays(shop: Shop) -> None:
    """¥99.99 is not ¥100; with ¥100 it works."""
    code = _claim(shop, shop.template()).json()["code"]
    refused = shop.redeem(code, 9999)
    assert (refused.code, refused.json()["details"]) == ("BelowThreshold", {"threshold": 10000, "order_amount": 9999})
    assert "¥99.99" in refused.json()["message_zh"] and "¥100" in refused.json()["message_zh"]
    assert "还差 ¥0.01" in refused.json()["message_zh"] and "加购" in refused.json()["message_zh"]
    assert shop.redeem(code, 10000).status == 201


@pytest.mark.parametrize("code", ["0000000000000000", "zzzzzzzzzzzzzzzz"])
def test_an_unknown_code_is_not_found(shop: Shop, code: str) -> None:
    """404, and no row comes into being by asking."""
    assert shop.redeem(code).code == "UnknownCoupon"
    assert store.coupon(shop.stack.ctx(), CouponCode(code)) is None


@pytest.mark.parametrize(
    "code", ["", "short", "0000-0000-0000-000", "000000000000000u", "0" * 17, "00000000 0000/0000"]
)
def test_a_code_that_cannot_be_one_is_a_bad_request(shop: Shop, code: str) -> None:
    """Letters that no code has are refused before anything is looked up."""
    assert shop.redeem(code).code == "InvalidBody"


def test_a_code_is_taken_as_it_is_read_out(shop: Shop) -> None:
    """In capitals, in fours, with an O for a zero and an L for a one; operators find it so too."""
    code = _claim(shop, shop.template()).json()["code"]
    alike = code.replace("0", "O").replace("1", "L").upper()
    spoken = f" {alike[:4]}-{alike[4:8]} {alike[8:12]}\u2013{alike[12:]} "
    redeemed = shop.redeem(spoken)
    assert (redeemed.status, redeemed.json()["code"]) == (201, code)
    assert shop.owner.get(f"/admin/v1/coupons/{alike}").json()["state"] == "redeemed"


def test_a_redeem_that_is_repeated_under_its_key_is_the_same_redeem(shop: Shop) -> None:
    """The cashier's device retries after a lost answer and is told of success, not of fraud."""
    coupon = _claim(shop, shop.template()).json()["code"]
    staff = shop.store_staff()
    body = {"code": coupon, "order_amount": 12000}
    answers = [staff.post("/staff/v1/redemptions", body, idempotency_key="till-1") for _ in range(2)]
    assert [answer.status for answer in answers] == [201, 201]


def test_the_sold_out_note_is_short_lived_and_costs_no_write(shop: Shop) -> None:
    """A new instance asks the buckets again; stock added meanwhile would be found."""
    template_id = shop.template(stock=1, buckets=1)
    _claim(shop, template_id)
    ctx = shop.stack.ctx(actor="member:m2")
    for _ in range(2):
        with pytest.raises(SoldOut):
            service.claim(ctx, TemplateId(template_id), MemberId("m2"), tap("r"))


@pytest.mark.parametrize(
    ("total", "wanted", "levels"), [(7, 4, [2, 2, 2, 1]), (1, 64, [1]), (100, 1, [100]), (3, 3, [1, 1, 1])]
)
def test_a_split_stock_sums_to_the_stock(total: int, wanted: int, levels: list[int]) -> None:
    """Nothing is lost to rounding, and no bucket begins empty."""
    assert stock.split(total, stock.buckets_for(total, wanted)) == levels


@pytest.mark.parametrize("buckets", [1, 2, 4, 9])
def test_a_walk_meets_each_bucket_once(buckets: int) -> None:
    """At most four of them, beginning with the member's own."""
    walked = list(stock.walk(buckets - 1, buckets))
    assert walked[0] == buckets - 1 and len(set(walked)) == len(walked) == min(buckets, 4)


def test_a_wallet_is_paged_newest_first(shop: Shop) -> None:
    """Every coupon once, at one query and one batch a page; a used one shows so at once, without the index."""
    ctx = shop.stack.ctx(actor="member:m1")
    codes = []
    for number in range(5):
        shop.stack.clock.advance(1)
        template = TemplateId(shop.template())
        codes.append(
            service.claim(shop.stack.ctx(actor="member:m1"), template, MemberId("m1"), tap(f"tap {number}")).code
        )
    service.redeem(shop.stack.ctx(), codes[4], Fen(20_000))
    seen, cursor = [], ""
    while True:
        with metered() as cost:
            page = service.wallet(ctx, MemberId("m1"), 2, cursor)
        assert cost.reads in (["Query", "BatchGetItem", "BatchGetItem"], ["Query"]), "coupons, and templates' names"
        seen += [(coupon.code, coupon.status) for coupon in page.items]
        cursor = page.cursor
        if not cursor:
            break
    assert [code for code, _ in seen] == codes[::-1] and seen[0][1] == "redeemed"
    assert service.wallet(ctx, MemberId("m2"), 5, "").items == []
