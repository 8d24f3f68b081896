"""At the till: looking before redeeming, and redemptions that are taken back."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import msgspec
import pytest

from chalicelib.core.errors import AppError
from chalicelib.core.events import facts
from chalicelib.core.ids import StoreId
from chalicelib.core.money import Fen, fen_of
from chalicelib.core.storage.transaction import Transaction
from chalicelib.coupons import looking, redeeming, reversing, store
from chalicelib.coupons.ids import CODE_SIGNS, CouponCode
from chalicelib.members.ids import MemberId
from tests.support import make
from tests.support.http import Http
from tests.support.scanned import scanned
from tests.support.stack import Stack

MINUTE = 60
REDEEM, REVERSE = "/staff/v1/redemptions", "/staff/v1/reversals"


@pytest.fixture
def clerk(stack: Stack) -> Http:
    return make.operator(stack, "store_staff", "zhaolei")


def redeem(http: Http, code: str, key: str = "", amount: int = 12850, **more: Any) -> Any:
    headers = {"idempotency_key": key} if key else {}
    return http.post(REDEEM, {"code": code, "order_amount": amount, **more}, **headers)


def undo(http: Http, code: str, key: str = "") -> Any:
    headers = {"idempotency_key": key} if key else {}
    return http.post(REVERSE, {"code": code, "reason": "扫错了券"}, **headers)


def look(http: Http, code: str, yuan: str = "") -> Any:
    return http.get(f"/staff/v1/coupons/{code}?yuan={yuan}").json()


# ---- looking


@pytest.mark.parametrize(
    ("text", "fen"),
    [
        ("128.5", 12850),
        ("１２８．５", 12850),
        ("￥1,280 元", 128000),
        ("0.05", 5),
        ("128。5", 12850),
        ("1000000", 100_000_000),
        ("1000000.01", None),
        ("1.234", None),
        ("-1", None),
        ("12a", None),
        ("", None),
        (".5", None),
    ],
)
def test_an_amount_in_yuan_is_read_as_people_type_it(text: str, fen: int | None) -> None:
    """With signs, commas, full width; what is no amount, or too much, is none."""
    assert fen_of(text) == fen


def test_a_clerk_sees_what_the_customer_pays_before_redeeming(stack: Stack, clerk: Http) -> None:
    """Yuan in, payable out; the owner by the first sign of their name, and nothing has changed."""
    member = make.member(stack, "王芳")
    code = make.coupon(stack, member=member).id
    seen = look(clerk, code, "128.5")
    assert (seen["can_redeem"], seen["why"], seen["state"]) == (True, None, "issued")
    assert (seen["order_amount"], seen["off"], seen["payable"], seen["missing"]) == (12850, 2000, 10850, 0)
    assert (seen["owner"], seen["redemption"]) == ("王**", None) and "member" not in seen
    assert look(clerk, code)["payable"] is None and look(clerk, code)["can_redeem"]
    assert redeem(clerk, code).json()["payable"] == 10850


def test_a_look_says_what_is_missing(stack: Stack, clerk: Http) -> None:
    """As the redemption would be refused, with the sum that is missing."""
    code = make.coupon(stack).id
    seen = look(clerk, code, "99.99")
    assert (seen["can_redeem"], seen["why"]["code"], seen["missing"], seen["payable"]) == (
        False,
        "BelowThreshold",
        1,
        None,
    )
    assert "还差 ¥0.01" in seen["why"]["zh"]
    refused = clerk.get(f"/staff/v1/coupons/{code}?yuan=abc")
    assert refused.code == "InvalidQuery" and "128.5" in refused.json()["message_zh"]


def test_a_code_is_read_at_each_door_as_people_type_it(stack: Stack, clerk: Http) -> None:
    """Case, blanks, hyphens, O for 0, I and L for 1, full width: looking, redeeming, reversing."""
    code = make.coupon(stack).id
    wide = "".join(chr(ord(sign) + 0xFEE0) for sign in code.replace("0", "O").replace("1", "I").upper())
    spoken = f"{wide[:4]} {wide[4:8]}－{wide[8:]}"
    assert clerk.get(f"/staff/v1/coupons/{spoken}").json()["code"] == code
    assert redeem(clerk, spoken).json()["code"] == code
    assert undo(clerk, spoken).json()["code"] == code


def test_a_used_coupon_says_when_where_and_by_whom(stack: Stack, clerk: Http) -> None:
    """To its clerk that it was they, minutes ago; to another the store and the name; with what can be done."""
    shop = make.store(stack, name="人民广场店", clerks=["zhaolei"])
    make.store(stack, clerks=["liming"])
    other = make.operator(stack, "store_staff", "liming")
    code = make.coupon(stack).id
    redeem(clerk, code)
    stack.clock.advance(3 * MINUTE)
    mine, theirs = redeem(clerk, code), redeem(other, code)
    assert mine.code == theirs.code == "AlreadyRedeemed"
    assert "您已在 3 分钟前核销" in mine.json()["message_zh"] and "3 minutes ago" in mine.json()["message_en"]
    assert "人民广场店" in theirs.json()["message_zh"] and "11-21 10:00" in theirs.json()["message_zh"]
    seen, of_other = look(clerk, code)["redemption"], look(other, code)["redemption"]
    assert (seen["is_own"], seen["can_reverse"], seen["store_id"]) == (True, True, shop.id)
    assert seen["reversible_until"] == "2026-11-21T02:10:00.000Z"
    assert (of_other["is_own"], of_other["can_reverse"], of_other["reversible_until"]) == (False, False, None)
    assert (of_other["store_name"], of_other["by"]["userid"]) == ("人民广场店", "zhaolei")
    held = make.session(stack).get(f"/admin/v1/coupons/{code}").json()
    assert (held["store_id"], held["store_name"]) == (shop.id, "人民广场店")


def test_a_look_says_that_a_coupon_expired_or_was_taken_back(stack: Stack, clerk: Http) -> None:
    """Each with its own code, as the redemption is refused."""
    template = make.coupon_template(stack, per_member=2)
    voided, old = (make.coupon(stack, template).id for _ in range(2))
    make.session(stack).post(f"/admin/v1/coupons/{voided}/voids", {"reason": "发错了"})
    stack.clock.advance(7 * 24 * 3600)
    clerk = stack.operator("zhaolei")
    assert [look(clerk, one)["why"]["code"] for one in (voided, old)] == ["CouponVoided", "CouponExpired"]
    assert [look(clerk, one)["state"] for one in (voided, old)] == ["voided", "expired"]


def test_a_clerk_looks_at_no_other_store_than_theirs(stack: Stack, clerk: Http) -> None:
    """Whoever works at a store names no other one as theirs."""
    make.store(stack, clerks=["zhaolei"])
    strange = make.store(stack)
    answer = clerk.get(f"/staff/v1/coupons/{make.coupon(stack).id}?store_id={strange.id}")
    assert answer.code == "NotYourStore"


def test_a_clerk_of_two_stores_stands_at_the_open_one(stack: Stack, clerk: Http) -> None:
    """Without saying where; a closed one counts what they say of it, and what they do while they have no other."""
    owner, first = make.session(stack), make.store(stack, name="一店", clerks=["zhaolei"])
    stack.clock.advance(1)
    second = make.store(stack, name="二店", clerks=["zhaolei"])

    def stands_at(said: str = "") -> str:
        code = make.coupon(stack, member=make.member(stack)).id
        return str(redeem(clerk, code, store_id=said).json()["store_id"])

    assert stands_at() == first.id
    made = owner.put(f"/admin/v1/stores/{first.id}/state", {"state": "closed", "confirm": True})
    assert made.status == 200
    assert (stands_at(), stands_at(first.id)) == (second.id, first.id)
    assert owner.put(f"/admin/v1/stores/{second.id}/state", {"state": "closed", "confirm": True}).status == 200
    assert stands_at() == first.id


# ---- reversing


def test_a_redemption_is_reversed_and_the_coupon_works_again(stack: Stack, clerk: Http) -> None:
    """Within ten minutes by its clerk: what is paid without it is told, the wallet has it again, and it is redeemed."""
    member = make.member(stack, "王芳")
    code = make.coupon(stack, member=member).id
    first = redeem(clerk, code).json()
    stack.clock.advance(10 * MINUTE - 1)
    done = undo(clerk, code)
    assert (done.status, done.json()["payable"], done.json()["state"]) == (201, 12850, "issued")
    assert (done.json()["redeemed_at"], done.json()["reason"]) == (first["redeemed_at"], "扫错了券")
    assert member.wallet()[0]["status"] == "issued"
    assert undo(clerk, code).code == "NotRedeemed"
    assert redeem(clerk, code).status == 201
    held = make.session(stack).get(f"/admin/v1/coupons/{code}").json()
    assert (held["state"], [one["reason"] for one in held["undone"]]) == ("redeemed", ["扫错了券"])


def test_reversing_tells_facts_with_the_same_dimensions(stack: Stack, clerk: Http) -> None:
    """Redeemed, reversed and redeemed again at one moment are three facts; repeated deliveries are none more."""
    shop = make.store(stack, name="人民广场店", clerks=["zhaolei"])
    code = make.coupon(stack).id
    redeem(clerk, code)
    stack.drain()
    undo(clerk, code)
    stack.drain()
    redeem(clerk, code, amount=20000)
    stack.drain.copies = 2
    stack.drain()
    told = [one for one in facts.timeline(stack.ctx(), "member#m1", 20, "").items if one.kind != "coupon.issued"]
    assert sorted(one.kind for one in told) == ["coupon.redeemed", "coupon.redeemed", "coupon.reversed"]
    undone = next(one for one in told if one.kind == "coupon.reversed")
    first = next(one for one in told if getattr(one.data, "order_amount", 0) == 12850 and one is not undone)
    assert facts.dimensions(undone.data) == facts.dimensions(first.data)
    assert facts.dimensions(undone.data)["store"] == shop.id


def test_later_the_clerk_is_told_whom_to_ask(stack: Stack, clerk: Http) -> None:
    """From the tenth minute on, when its store's manager, customer service and owners still reverse it."""
    make.store(stack, manager="liming", clerks=["zhaolei"])
    manager, service = (
        make.operator(stack, role, name) for role, name in (("store_staff", "liming"), ("service", "wangfang"))
    )
    make.operator(stack, "store_staff", "zhaolei")
    code = make.coupon(stack).id
    for above in (manager, stack.operator()):
        redeem(clerk, code)
        stack.clock.advance(10 * MINUTE)
        late = undo(clerk, code)
        assert (late.status, late.code) == (403, "ReversalTooLate") and "店长" in late.json()["message_zh"]
        assert undo(above, code).status == 201
    redeem(clerk, code)
    path = f"/admin/v1/coupons/{code}/reversals"
    assert clerk.post(path, {"reason": "扫错了券"}).code == "RoleNotAllowed"
    assert service.post(path, {"reason": "顾客退货"}).json()["reversed_by"]["userid"] == "wangfang"


def test_another_clerk_does_not_reverse_it(stack: Stack, clerk: Http) -> None:
    """Nor the manager of another store."""
    make.store(stack, clerks=["zhaolei"])
    make.store(stack, manager="liming")
    other = make.operator(stack, "store_staff", "liming")
    code = make.coupon(stack).id
    redeem(clerk, code)
    assert undo(other, code).code == "NotYourRedemption"
    assert undo(clerk, code).status == 201


@pytest.mark.parametrize(("seconds", "code"), [(599, ""), (600, "ReversalTooLate"), (601, "ReversalTooLate")])
def test_the_tenth_minute_ends_a_clerks_own_time(stack: Stack, clerk: Http, seconds: int, code: str) -> None:
    """To the second, in what is shown and in what is done."""
    coupon = make.coupon(stack).id
    redeem(clerk, coupon)
    stack.clock.advance(seconds)
    assert look(clerk, coupon)["redemption"]["can_reverse"] is not bool(code)
    answer = undo(clerk, coupon)
    assert (answer.status, code) == (201, "") or answer.code == code


def test_a_clock_that_is_behind_lets_a_clerk_take_back_what_they_just_did(stack: Stack, clerk: Http) -> None:
    """Instances differ by a little; what was done a second ahead of this one is not too late, and tells its moment."""
    coupon = make.coupon(stack).id
    first = redeem(clerk, coupon).json()
    row = store.coupon(stack.ctx(), CouponCode(coupon))
    assert row is not None
    behind = msgspec.structs.replace(stack.ctx(actor="operator:zhaolei"), now=stack.clock.now() - timedelta(seconds=2))
    done = reversing.reverse(behind, CouponCode(coupon), "扫错了券")
    assert (done.is_new, done.reversal.redeemed_at) == (True, first["redeemed_at"])


def test_whose_role_was_taken_away_or_who_left_takes_nothing_back(stack: Stack, clerk: Http) -> None:
    """Nor redeems: the clerk within their ten minutes, and who was the manager of the store a moment ago."""
    shop = make.store(stack, manager="liming", clerks=["zhaolei"])
    manager = make.operator(stack, "store_staff", "liming")
    clerk = make.session(stack, "zhaolei")
    template = make.coupon_template(stack, per_member=2)
    coupon, other = (make.coupon(stack, template).id for _ in range(2))
    redeem(clerk, coupon)
    owner = make.session(stack)
    owner.put("/admin/v1/operators/zhaolei", {"role": ""})
    stack.clock.advance(6)
    assert undo(clerk, coupon).status in (401, 403) and redeem(clerk, other).status in (401, 403)
    held = owner.get(f"/admin/v1/stores/{shop.id}").json()
    made = {name: held[name] for name in ("number", "name", "region", "address", "phone", "hours", "staff", "clerks")}
    body = {**made, "manager": None, "location": held["location"], "version": held["version"], "confirm": True}
    assert owner.put(f"/admin/v1/stores/{shop.id}", body).status == 200
    make.store(stack, name="别家店", manager="liming")
    stack.clock.advance(6)
    assert undo(manager, coupon).code == "NotYourRedemption"
    stack.platform.staff("leave", "liming")
    stack.work_off()
    stack.clock.advance(6)
    assert undo(manager, coupon).status in (401, 403)


def test_whoever_sees_a_part_reverses_in_it_alone(stack: Stack, clerk: Http) -> None:
    """Customer service of one store is told of no redemption at another."""
    theirs, strange = make.store(stack), make.store(stack, clerks=["zhaolei"])
    code = make.coupon(stack).id
    redeem(clerk, code)
    scope = {"kind": "stores", "of": [theirs.id]}
    make.session(stack).put("/admin/v1/operators/liming", {"role": "service", "scope": scope})
    path = f"/admin/v1/coupons/{code}/reversals"
    assert make.session(stack, "liming").post(path, {"reason": "退货"}).code == "UnknownCoupon"
    make.session(stack).put("/admin/v1/operators/liming", {"role": "service", "scope": {**scope, "of": [strange.id]}})
    stack.clock.advance(6)
    assert make.session(stack, "liming").post(path, {"reason": "退货"}).status == 201


def test_a_reversed_coupon_that_expired_meanwhile_says_so(stack: Stack, clerk: Http) -> None:
    """It is not usable again; an operator issues another in its place."""
    code = make.coupon(stack).id
    redeem(clerk, code)
    stack.clock.advance(7 * 24 * 3600)
    owner = make.session(stack)
    done = owner.post(f"/admin/v1/coupons/{code}/reversals", {"reason": "顾客退货"})
    assert (done.status, done.json()["state"]) == (201, "expired")
    assert owner.post(f"/admin/v1/coupons/{code}/reissues").status == 201


def test_what_an_order_used_is_not_reversed_at_a_till(stack: Stack) -> None:
    """The order is refunded instead, and the refusal says which."""
    code = CouponCode(make.coupon(stack).id)
    held = Transaction(stack.ctx())
    redeeming.reserve_in(held, code, MemberId("m1"), "01ORDER", Fen(12000))
    held.commit()
    paid = Transaction(stack.ctx())
    redeeming.use_in(paid, code, "01ORDER", Fen(12000))
    paid.commit()
    refused = undo(stack.operator(), code)
    assert (refused.code, refused.json()["details"]) == ("RedeemedByOrder", {"order_id": "01ORDER"})
    assert look(stack.operator(), code)["redemption"]["order_id"] == "01ORDER"
    assert "01ORDER" in look(stack.operator(), code)["why"]["zh"]


def test_a_queued_tap_is_one_act(stack: Stack, clerk: Http) -> None:
    """Repeated under its key it is the same redemption, marked; after a reversal it is not made again but refused."""
    code = make.coupon(stack).id
    tapped = "2026-11-21T09:58:00+08:00"
    first, again = (redeem(clerk, code, "tap-1", tapped_at=tapped) for _ in range(2))
    assert (first.status, again.status, again.json()) == (201, 201, first.json())
    assert ("idempotency-replayed" in first.headers, again.headers["idempotency-replayed"]) == (False, "true")
    assert first.json()["tapped_at"] == "2026-11-21T01:58:00.000Z"
    assert redeem(clerk, code, "tap-1", 99999).code == "IdempotencyMismatch"
    undone = [undo(clerk, code, "undo-1") for _ in range(2)]
    assert undone[1].json() == undone[0].json() and undone[1].headers["idempotency-replayed"] == "true"
    assert redeem(clerk, code, "tap-1", tapped_at=tapped).code == "RedemptionReversed"
    assert redeem(clerk, code, "tap-2").status == 201
    assert undo(clerk, code, "undo-1").json()["redeemed_at"] == first.json()["redeemed_at"]
    assert look(clerk, code)["state"] == "redeemed"


def test_after_a_day_a_key_is_a_new_one_also_of_what_was_reversed(stack: Stack, clerk: Http) -> None:
    """A till that uses the coupon's code as the key redeems it again the day after."""
    code = make.coupon(stack).id
    redeem(clerk, code, code)
    undo(clerk, code)
    stack.clock.advance(23 * 3600)
    assert redeem(make.session(stack, "zhaolei"), code, code).code == "RedemptionReversed"
    stack.clock.advance(3600)
    assert redeem(make.session(stack, "zhaolei"), code, code).status == 201


@pytest.mark.parametrize("tapped", ["2026-11-20T01:59:59Z", "2026-11-21T02:10:01Z"])
def test_a_tap_at_a_time_that_cannot_be_is_not_noted_and_decides_nothing(
    stack: Stack, clerk: Http, tapped: str
) -> None:
    """More than a day ago, or ahead of us by more than ten minutes."""
    answer = redeem(clerk, make.coupon(stack).id, tapped_at=tapped)
    assert (answer.status, answer.json()["tapped_at"]) == (201, None)


def test_a_reversed_redemption_is_told_in_the_audit(stack: Stack, clerk: Http) -> None:
    """Who did it, through which door, and what the coupon was and is."""
    code = make.coupon(stack).id
    redeem(clerk, code)
    undo(clerk, code)
    stack.drain()
    (line,) = make.session(stack).get("/admin/v1/acts?act=coupons.reverse_redemption").json()["items"]
    assert line["by"]["userid"] == "zhaolei"
    assert [one["field"] for one in line["changes"]] == ["status", "order_amount"]


def test_the_redeemed_of_a_template_are_those_that_are(stack: Stack, clerk: Http) -> None:
    """A reversed one is not among them; redeemed again it stands there once."""
    template = make.coupon_template(stack)
    code = make.coupon(stack, template).id
    path = f"/admin/v1/coupon-templates/{template.id}/coupons?state=redeemed"
    counts = []
    for step in (redeem, undo, redeem):
        step(clerk, code)
        stack.clock.advance(1)
        stack.drain()
        counts.append(len(stack.operator().get(path).json()["items"]))
    assert counts == [1, 0, 1]


# ---- the picture


def test_a_members_own_coupon_is_drawn_as_its_code(stack: Stack) -> None:
    """An SVG for its owner, nothing for another member; a till reads from it the code and nothing else."""
    owner, other = make.member(stack, "王芳"), make.member(stack, "李雷")
    code = make.coupon(stack, member=owner).id
    drawn = owner.http.get(f"/mini/v1/coupons/{code}/qr")
    assert (drawn.status, drawn.headers["content-type"]) == (200, "image/svg+xml")
    assert scanned(drawn.body) == code.upper()
    assert other.http.get(f"/mini/v1/coupons/{code}/qr").code == "UnknownCoupon"


# ---- wrong codes


def test_a_storm_of_wrong_codes_stops_the_clerk_and_nobody_else(stack: Stack, clerk: Http) -> None:
    """From the twentieth on or a little later they wait for some seconds; another clerk's good code goes through."""
    good = make.coupon(stack).id
    other = make.operator(stack, "store_staff", "liming")
    answers = [clerk.get(f"/staff/v1/coupons/{number:016d}").code for number in range(30)]
    assert answers[0] == "UnknownCoupon" and answers[-1] == "TooManyWrongCodes"
    assert answers.count("UnknownCoupon") <= 24
    refused = redeem(clerk, good)
    assert refused.code == "TooManyWrongCodes" and int(refused.headers["retry-after"]) <= 10
    assert redeem(other, good).status == 201
    stack.clock.advance(10)
    assert clerk.get(f"/staff/v1/coupons/{good}").status == 200


def test_a_storm_over_many_clerks_of_one_corp_stops_no_other_corp(stack: Stack) -> None:
    """Whoever missed in that corp waits; who there did not miss goes on, and another corp's tills notice nothing."""
    good, theirs = make.coupon(stack).id, make.coupon(stack, corp="rival").id

    def miss(clerk: str, corp: str = "demo") -> str:
        try:
            looking.look(stack.ctx(corp, f"operator:{clerk}"), CouponCode("0" * CODE_SIGNS), None, StoreId(""))
        except AppError as error:
            return error.code
        return ""

    assert {miss(f"clerk{number % 20}") for number in range(20 * 18)} == {"UnknownCoupon", "TooManyWrongCodes"}
    assert miss("clerk0") == "TooManyWrongCodes"
    calm, there = (make.operator(stack, "store_staff", "liming", corp) for corp in ("demo", "rival"))
    assert calm.get(f"/staff/v1/coupons/{good}").status == 200
    assert miss("wangfang", "rival") == "UnknownCoupon" and redeem(there, theirs).status == 201
