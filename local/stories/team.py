"""Friends buy together: 开团、参团、支付、成团、提货、售后退款；到期未成团自动退款；小店单买；账目相符.

Three friends complete a team by paying: one taps twice, and one payment's notice is lost and found by asking. Money
goes back after success, in part by an operator and in the merchant console; a refund that WeChat Pay refuses for good
is withdrawn, and its money given back anew. A second team fails at its deadline, when the clock is advanced, and
everybody gets their money back. One buys from the shop. The books balance, ours against the
WeChat Pay sandbox's, after each of these.
"""

from __future__ import annotations

import time
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from datetime import timedelta
from functools import partial
from typing import Any

from chalicelib.core.moments import iso, moment
from local import cloud
from local.stories.first import signed_in
from local.stories.friends import Friend, befriended
from local.stories.tale import Tale
from local.web import Client

TITLE = "三人成团 · three friends buy together, a second team fails and is refunded"
PRICE, PRIVATE_PRICE = 6900, 9900
NAMES = ("安", "白", "陈", "丁", "方")


@dataclass
class Told:
    """What the story has learnt so far."""

    tale: Tale
    friends: dict[str, Friend] = field(default_factory=dict)
    activity: str = ""
    orders: dict[str, dict[str, Any]] = field(default_factory=dict)
    team: dict[str, Any] = field(default_factory=dict)
    sku: str = ""

    def operator(self) -> Client:
        """Our API as the owner sees it, signed in now."""
        return signed_in(self.tale, "boss", "/admin/v1/sessions", "owner")

    def as_(self, name: str) -> Client:
        """Our API as a friend sees it, signed in now."""
        return self.friends[name].signed_in()

    def status(self, name: str) -> str:
        """What has become of a friend's order."""
        return str(self.as_(name).get(f"/mini/v1/orders/{self.orders[name]['order_id']}")["status"])


def play(tale: Tale) -> Told:
    """Tell it; what it has learnt. Raises PromiseBroken, or WrongAnswer from a door."""
    told = Told(tale)
    for chapter in (prepare, gather, pay, find_the_lost_notice, hand_over, give_back, let_go, shop, fail, balance):
        chapter(told)
    return told


def prepare(told: Told) -> None:
    """A product, an activity, five friends."""
    tale = told.tale
    with tale.step("上架商品并创建三人团", "a product, and a group-buy on it: three for ¥69 instead of ¥99"):
        operator = told.operator()
        sku = {"name": "250 克", "list_price": 12000, "private_price": PRIVATE_PRICE, "stock": 50}
        product = operator.post("/admin/v1/products", {"name": "明前龙井", "skus": [sku]}, tale.key("product"))
        told.sku = product["skus"][0]["sku_id"]
        now = moment(tale.stack.sandbox.get("/clock")["now"])
        activity = {
            "name": "春茶三人团",
            "sku_id": told.sku,
            "team_size": 3,
            "team_price": PRICE,
            "opens_at": iso(now),
            "closes_at": iso(now + timedelta(days=3)),
            "stock": 20,
        }
        told.activity = operator.post("/admin/v1/groupbuys", activity, tale.key("activity"))["activity_id"]
        left = operator.get(f"/admin/v1/products/{product['product_id']}")["skus"][0]["left"]
        tale.promise(left == 30, f"20 of 50 are set aside for the activity: {left} left")
    with tale.step("五位顾客已加好友", "five customers are friends and can sign in"):
        found = befriended(tale, operator, NAMES)
        told.friends = {friend.name: friend for friend in found}


def gather(told: Told) -> None:
    """One opens, one taps twice, one more joins; a fourth is too late."""
    tale = told.tale
    with tale.step("安开团", "the first friend opens a team"):
        path = f"/mini/v1/groupbuys/{told.activity}/teams"
        opened = told.as_("安").post(path, {}, tale.key("open"))
        told.team, told.orders["安"] = opened["team"], opened["order"]
        tale.promise((opened["team"]["taken"], opened["order"]["payable"]) == (1, PRICE), "one seat, ¥69 to pay")
        tale.note(opened["team"]["page_url"])
    seats = f"/mini/v1/groupbuy-teams/{told.team['team_id']}/seats"
    with tale.step("白手快点了两次，只占一个名额", "the second taps twice at once: one seat, one order"):
        client = told.as_("白")
        with ThreadPoolExecutor() as threads:
            first, second = threads.map(lambda _: client.post(seats, {}), range(2))
        tale.promise(first["order"] == second["order"], "both taps got the same order")
        told.orders["白"] = first["order"]
    with tale.step("陈参团，名额满；丁被告知已满", "the third joins, and a fourth is told that it is full"):
        joined = told.as_("陈").post(seats, {})
        told.orders["陈"] = joined["order"]
        tale.promise(joined["team"]["taken"] == 3, "three seats are held")
        refused = told.as_("丁").post(seats, {}, status=409)
        tale.promise(refused["code"] == "TeamFull", f"refused as TeamFull, not {refused['code']}")


def _pay(told: Told, name: str) -> None:
    """The friend's device asks us how to pay, and WeChat Pay checks our signature on it before it takes the money."""
    tale, order_id = told.tale, told.orders[name]["order_id"]
    call = told.as_(name).post(f"/mini/v1/orders/{order_id}/payments")
    body = {"call": {**call, "appId": tale.stack.corp.mini_appid}}
    paid = tale.stack.bank.post(f"/payments/{order_id}/pay", body, status=200)
    tale.promise(paid["trade_state"] == "SUCCESS", f"WeChat Pay took the money: {paid['trade_state']}")


def _becomes(told: Told, name: str, status: str) -> None:
    told.tale.until(lambda: told.status(name) == status, f"{name}'s order is {status}")


def pay(told: Told) -> None:
    """Two notices arrive, twice each; the third is lost."""
    tale = told.tale
    with tale.step("安、陈支付，通知各到两次", "two pay, and each notice comes twice"):
        for name in ("安", "陈"):
            _pay(told, name)
        began = time.monotonic()
        for name in ("安", "陈"):
            _becomes(told, name, "paid")
        tale.note(f"通知到入账 from the notices to paid orders: {time.monotonic() - began:.1f} s")
    with tale.step("白支付，通知丢失", "the third pays, and the notice is lost"):
        tale.stack.bank.post("/faults", {"kind": "drop_notification", "times": 1}, status=200)
        _pay(told, "白")
        team = told.as_("白").get(f"/mini/v1/groupbuy-teams/{told.team['team_id']}")
        tale.promise((team["status"], team["paid"]) == ("open", 2), "the team still waits for one payment")


def find_the_lost_notice(told: Told) -> None:
    """Within 10 minutes the provider is asked, and the team is complete."""
    tale = told.tale
    with tale.step("4 分钟后主动查单，成团", "4 minutes later the provider is asked, and the team is complete"):
        advance(tale, "4m")
        for name in ("安", "白", "陈"):
            _becomes(told, name, "ready")
        page = tale.stack.api.raw("GET", told.team["page_url"])
        tale.promise(page.status == 200 and "已成团" in page.data.decode(), "the team's page says that it is complete")


def advance(tale: Tale, by: str) -> None:
    """Time passes, and the minute's tick runs now instead of within a minute."""
    tale.stack.sandbox.post("/clock", {"advance": by}, status=200)
    cloud.tick(tale.stack.places)


def hand_over(told: Told) -> None:
    """Staff check the order and hand it out, once."""
    tale = told.tale
    with tale.step("门店核对并提货，重复提货被拒绝", "staff check an order and hand it out, once"):
        given = told.operator().put("/admin/v1/operators/store", {"role": "store_staff"})
        tale.promise(given["role"] == "store_staff", "the store's role")
        store, order_id = signed_in(tale, "store", "/staff/v1/sessions", "store_staff"), told.orders["安"]["order_id"]
        tale.promise(store.get(f"/staff/v1/orders/{order_id}")["status"] == "ready", "ready to be handed out")
        picked = store.post("/staff/v1/pickups", {"order_id": order_id}, tale.key("pickup"))
        tale.promise(picked["status"] == "picked_up", "picked up")
        refused = store.post("/staff/v1/pickups", {"order_id": order_id}, tale.key("again"), status=409)
        tale.promise(refused["code"] == "AlreadyPickedUp", f"refused as AlreadyPickedUp, not {refused['code']}")


def _is_back(told: Told, name: str) -> None:
    """Every refund of a friend's order has arrived, by our books."""
    path = f"/admin/v1/payments/{told.orders[name]['order_id']}/refunds"

    def states() -> set[str]:
        """How they stand."""
        return {str(one["state"]) for one in told.operator().get(path)["items"]}

    told.tale.until(lambda: states() == {"succeeded"}, f"the money of {name} is back")


def give_back(told: Told) -> None:
    """After success: a part by an operator, all of it in the merchant console; the team stays complete."""
    tale = told.tale
    an, bai = (told.orders[name]["order_id"] for name in ("安", "白"))
    with tale.step("门店补偿安 9 元，部分退款", "the owner gives ¥9 back for a broken parcel, and the order stays"):
        body = {"amount": 900, "reason": "包装破损补偿"}
        asked = told.operator().post(f"/admin/v1/orders/{an}/refunds", body, tale.key("part"))
        tale.promise((asked["status"], asked["money"]["going_back"]) == ("picked_up", 900), "¥9 is on its way back")
        again = told.operator().post(f"/admin/v1/orders/{an}/refunds", body, tale.key("part"))
        tale.promise(again["money"]["going_back"] <= 900, "tapped twice it is one refund")
        _is_back(told, "安")
    with tale.step("客服在商户平台给白全额退款", "somebody refunds all of another order in the merchant console"):
        tale.stack.bank.post(f"/payments/{bai}/refunds", {"amount": PRICE}, status=200)
        _becomes(told, "白", "refunded")
        payment = told.operator().get(f"/admin/v1/payments/{bai}")
        tale.promise(len(payment["trouble"]) == 1 and payment["returned"] == PRICE, "it is in our books, and shown")
        team = told.as_("安").get(f"/mini/v1/groupbuy-teams/{told.team['team_id']}")
        tale.promise((team["status"], team["paid"]) == ("succeeded", 3), "the team is complete, its seats taken")
    balanced(told)


def let_go(told: Told) -> None:
    """WeChat Pay refuses a refund for good: the owner sees why, withdraws it, and gives the money back anew."""
    tale, chen = told.tale, told.orders["陈"]["order_id"]
    path = f"/admin/v1/orders/{chen}/refunds"
    with tale.step(
        "微信支付拒绝陈的退款，店主看到原因", "WeChat Pay refuses a refund for good, and the owner sees why"
    ):
        tale.stack.bank.post(
            "/faults", {"kind": "error", "api": "refund", "code": "USER_ACCOUNT_ABNORMAL", "times": 1}, status=200
        )
        told.operator().post(path, {"amount": 500, "reason": "迟到补偿"}, tale.key("refused"))
        (refused,) = tale.until(lambda: _with_problem(told, chen), "the refund says why it does not move")
        tale.promise(refused["is_refused_for_good"], "no later try would be taken")
        tale.note(refused["problem"]["zh"])
    with tale.step("撤销该笔退款，再退一次", "the owner withdraws it and gives the money back anew"):
        number = refused["refund_number"]
        body = {"reason": "顾客账户已恢复，重新退款"}
        taken_back = told.operator().post(f"{path}/{number}/withdrawals", body, tale.key("withdrawn"))
        tale.promise(taken_back["money"]["going_back"] == 0, "nothing is on its way: the money is the order's again")
        again = told.operator().post(path, {"amount": 500, "reason": "迟到补偿"}, tale.key("anew"))
        tale.promise(again["money"]["going_back"] == 500, "¥5 is on its way back")
        tale.until(lambda: _states(told, chen) == ["succeeded", "withdrawn"], "one is withdrawn, the other has arrived")
    balanced(told)


def _refunds(told: Told, number: str) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = told.operator().get(f"/admin/v1/payments/{number}/refunds")["items"]
    return found


def _states(told: Told, number: str) -> list[str]:
    return sorted(str(one["state"]) for one in _refunds(told, number))


def _with_problem(told: Told, number: str) -> list[dict[str, Any]]:
    return [one for one in _refunds(told, number) if one["problem"]]


def shop(told: Told) -> None:
    """One buys two pieces by themselves; another's time to pay is over."""
    tale = told.tale
    with tale.step("丁在小店单买两件", "one buys two pieces in the shop, at the private price"):
        body = {"sku_id": told.sku, "quantity": 2}
        told.orders["丁"] = told.as_("丁").post("/mini/v1/shop-orders", body, tale.key("shop"))
        tale.promise(told.orders["丁"]["payable"] == 2 * PRIVATE_PRICE, "two for ¥198")
        _pay(told, "丁")
        _becomes(told, "丁", "ready")
        orders = told.operator().get(f"/admin/v1/skus/{told.sku}/orders")["items"]
        tale.promise([one["money"]["came_in"] for one in orders] == [2 * PRIVATE_PRICE], "the operator sees it")
    with tale.step("方下单未付，15 分钟后释放", "another does not pay in time: the pieces are for sale again"):
        told.orders["方"] = told.as_("方").post("/mini/v1/shop-orders", {"sku_id": told.sku}, tale.key("idle"))
        advance(tale, "16m")
        _becomes(told, "方", "cancelled")
    balanced(told)


def fail(told: Told) -> None:
    """A second team is not complete when a day is over."""
    tale = told.tale
    with tale.step("丁开团、方参团，两人都支付", "a second team: two of three join and pay"):
        path = f"/mini/v1/groupbuys/{told.activity}/teams"
        opened = told.as_("丁").post(path, {}, tale.key("second"))
        joined = told.as_("方").post(f"/mini/v1/groupbuy-teams/{opened['team']['team_id']}/seats", {})
        told.team, told.orders["丁"], told.orders["方"] = opened["team"], opened["order"], joined["order"]
        for name in ("丁", "方"):
            _pay(told, name)
            _becomes(told, name, "paid")
    with tale.step("24 小时后未成团，全额退款", "a day later it has failed, and both get their money back"):
        advance(tale, "24h3m")
        for name in ("丁", "方"):
            _becomes(told, name, "refunded")
        team = told.as_("丁").get(f"/mini/v1/groupbuy-teams/{told.team['team_id']}")
        tale.promise(team["status"] == "failed", f"the team has failed: {team['status']}")


def books_of(told: Told) -> dict[str, Any]:
    """The activity's books, counted now by a job."""
    path = f"/admin/v1/groupbuys/{told.activity}/books"
    job = told.operator().post(path, {})["job_id"]
    told.tale.until(lambda: told.operator().get(f"/admin/v1/jobs/{job}")["state"] == "done", "the books are counted")
    counted: dict[str, Any] = told.operator().get(path)
    return counted


def balanced(told: Told) -> None:
    """Each order's ledger says what WeChat Pay says of it, to the fen."""
    bank, operator = told.tale.stack.bank, told.operator()
    paid = {one["out_trade_no"]: one for one in bank.get("/payments")["payments"] if "transaction_id" in one}
    back: Counter[str] = Counter()
    for one in bank.get("/refunds")["refunds"]:
        back[one["out_trade_no"]] += one["amount"]["refund"] if one["status"] == "SUCCESS" else 0
    for order in told.orders.values():
        number = order["order_id"]
        came = paid[number]["amount"]["total"] if number in paid else 0
        there = (came, 0, back[number])
        # An order hears of its refund a moment after the payment does.
        told.tale.until(partial(_says, operator, number, there), f"both sides say the same of an order: {there}")


def _says(operator: Client, number: str, expected: tuple[int, int, int]) -> bool:
    money = operator.get(f"/admin/v1/orders/{number}")["money"]
    return (money["came_in"], money["going_back"], money["went_back"]) == expected


def balance(told: Told) -> None:
    """Our books against WeChat Pay's."""
    tale = told.tale
    with tale.step("账目相符", "the books balance, ours and WeChat Pay's"):
        balanced(told)
        books = books_of(told)
        mine = {told.orders[name]["order_id"] for name in NAMES}
        paid = [one for one in tale.stack.bank.get("/payments")["payments"] if one["out_trade_no"] in mine]
        back = [one for one in tale.stack.bank.get("/refunds")["refunds"] if one["out_trade_no"] in mine]
        took = sum(one["amount"]["total"] for one in paid)
        gave = sum(one["amount"]["refund"] for one in back if one["status"] == "SUCCESS")
        tale.promise((len(paid), len(back)) == (5, 5), f"five payments, five refunds: {len(paid)}, {len(back)}")
        tale.promise(books["money_in"] == took == 5 * PRICE, "as much came in here as there")
        tale.promise(books["money_refunded"] == gave == 3 * PRICE + 900 + 500, "as much went back")
        tale.promise(books["money_in"] == books["money_kept"] + books["money_refunded"], "in = kept + refunded")
        tale.promise((books["left"], books["sold"], books["held"]) == (18, 2, 0), "18 left and 2 sold are the 20")
        tale.note(f"收入 ¥{took / 100:.2f} = 留存 ¥{books['money_kept'] / 100:.2f} + 退款 ¥{gave / 100:.2f}")
