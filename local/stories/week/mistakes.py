"""Wednesday: a typo that customers have read already, and a wrong price that two have paid."""

from __future__ import annotations

from functools import partial
from itertools import count
from typing import Any

from chalicelib.catalogue.errors import NotForSale
from chalicelib.coupons.errors import TemplateChanged
from chalicelib.stores.errors import NotYourStore
from local.stories.week import customers
from local.stories.week.campaign import COUPON_MENDED, WELCOME_MENDED
from local.stories.week.cast import BOSS, GU, HE, LIN, QIN, SONG, TANG, YU, ZHOU, Week

# Two digits changed places: nothing asks, since it is more than half of the list price.
LIST, WRONG_PRICE, PRICE = 12000, 6900, 9600
WHY = "标价有误，全额退款，敬请谅解"


def mend_typos(week: Week) -> None:
    """The coupon in the wallet and the next welcome say it right; the printed code stays."""
    tale, template = week.tale, f"/admin/v1/coupon-templates/{week.ids['coupon']}"
    with week.step("改正券名的错字，已领的券也改了", "mends the coupon's name, in the wallets too", LIN, TANG):
        seen = week.sees(LIN, template)
        body = {name: seen[name] for name in ("claim_until", "stock", "revision")} | {"name": COUPON_MENDED}
        body["claim_until"] = body["claim_until"] or None
        week.does(LIN, "PUT", template, body, but=TANG)
        tale.until(lambda: _names(week, "梅") == [COUPON_MENDED], "the wallet shows the right name")
        week.refused(ZHOU, "PUT", template, {**body, "name": "入会券"}, TemplateChanged)
    with week.step("改正欢迎语，印好的码不变", "mends the welcome, and the printed code stays", TANG, GU):
        code = week.code("SH01", TANG)
        body = {"welcome": {"text": WELCOME_MENDED}}
        week.does(TANG, "PUT", f"/admin/v1/live-codes/{code}/welcome", body, but=GU)
    with week.step("在门店核销改正后的券", "redeems the mended coupon", YU, QIN):
        (held,) = customers.wallet(week, "竹")
        body = {"code": held["code"], "order_amount": 16800, "store_id": week.stores[1].store_id}
        used = week.does(YU, "POST", "/staff/v1/redemptions", body, but=QIN, why=NotYourStore, door="staff")
        tale.promise(used["amount_off"] == 2000, f"¥20 off: {used}")
        week.refused(GU, "POST", "/staff/v1/redemptions", body, door="staff")
        tale.until(lambda: customers.wallet(week, "竹")[0]["status"] == "redeemed", "it is used in the wallet")
        week.seen_at(f"/admin/v1/coupons/{held['code']}", held["code"])


def scan_again(week: Week) -> None:
    """The next customer reads the mended welcome: warm functions remember a code for 5 s, which have passed now."""
    tale, code, numbers = week.tale, week.code("SH01", TANG), count(1)
    said = WELCOME_MENDED.replace("{{staff_name}}", TANG.name)

    def comes() -> bool:
        """Another customer scans, and is welcomed by the mended text."""
        name = f"菊{next(numbers)}"
        friend = week.friends[name] = customers.joins(week, name, code)
        return said in customers.texts(week, friend)

    with tale.step("新顾客菊扫同一个码，读到改正的欢迎语", "the next customer scans the same code and reads it right"):
        tale.until(comes, "the next customer reads the mended welcome")
        tale.note(said)


def _names(week: Week, name: str) -> list[str]:
    return [str(one["template_name"]) for one in customers.wallet(week, name)]


def sell(week: Week) -> None:
    """A product at a wrong price is sold to two, then nobody can buy it."""
    tale, xuhui = week.tale, week.stores[1].store_id
    with week.step("上架新茶，96 元误填成 69 元", "puts a tea on sale, at ¥69 instead of ¥96", ZHOU, HE):
        sku = {"name": "100 克", "list_price": LIST, "private_price": WRONG_PRICE, "stock": 20}
        body = {"name": f"碧螺春 {tale.mark[:4]}", "skus": [sku]}
        made = week.does(ZHOU, "POST", "/admin/v1/products", body, but=HE)
        week.ids["product"], week.ids["sku"] = made["product_id"], made["skus"][0]["sku_id"]
        week.seen_at(f"/admin/v1/products/{made['product_id']}", made["product_id"])
    with tale.step("梅、竹各买一件，已付款", "two customers buy it and pay"):
        for name in ("梅", "竹"):
            week.ids[name] = customers.buys(week, name, week.ids["sku"], xuhui)
            week.seen_at(f"/admin/v1/orders/{week.ids[name]}", week.ids[name])
    with week.step("发现标错，立即下架；顾客不能再买", "takes it off the shelf; nobody can buy it", LIN, HE):
        state = f"/admin/v1/products/{week.ids['product']}/state"
        week.does(LIN, "PUT", state, {"state": "off"}, but=HE)
        told = tale.until(lambda: _turned_away(week), "the next customer is told kindly")
        tale.note(f"兰：{told}")


def _turned_away(week: Week) -> str:
    """What 兰 is told who would buy it, '' while she may."""
    status, said = week.phone("兰").ask("POST", "/mini/v1/shop-orders", {"sku_id": week.ids["sku"]})
    if status < 300:
        path = f"/mini/v1/shop-orders/{said['order_id']}/cancellations"
        week.phone("兰").post(path)
        return ""
    assert NotForSale.customers
    is_kind = (said["code"], said["message_zh"]) == ("NotForSale", NotForSale.customers[0])
    week.tale.promise(is_kind, f"refused in a customer's words: {said}")
    return str(said["message_zh"])


def mend_price(week: Week) -> None:
    """The price is mended, who changed it is kept, and customers see the new one."""
    tale, path = week.tale, f"/admin/v1/products/{week.ids['product']}"
    with week.step("改回 96 元再上架", "mends the price and puts it on the shelf again", ZHOU, SONG):
        seen = week.sees(ZHOU, path)
        sku = {"sku_id": week.ids["sku"], "name": "100 克", "list_price": LIST, "private_price": PRICE}
        body = {"name": seen["name"], "skus": [sku], "revision": seen["revision"]}
        week.does(ZHOU, "PUT", path, body, but=SONG)
        week.does(ZHOU, "PUT", f"{path}/state", {"state": "on"}, but=SONG)
        (change,) = tale.until(lambda: week.sees(ZHOU, f"{path}/prices")["items"], "who changed the price is kept")
        tale.promise((change["private_from"], change["private_to"]) == (WRONG_PRICE, PRICE), f"from, to: {change}")
        tale.note(f"{change['by']['name']} ¥{WRONG_PRICE / 100:.2f} → ¥{PRICE / 100:.2f}")
        shown = f"/mini/v1/skus/{week.ids['sku']}"
        lan = week.phone("兰")
        tale.until(lambda: lan.get(shown)["private_price"] == PRICE, "customers see the right price")


def refund(week: Week) -> None:
    """Both have all of their money back, and are told why; the books say the same on both sides."""
    tale = week.tale
    with week.step("给两位全额退款并说明原因", "refunds both in full, and says why", BOSS, ZHOU):
        for name in ("梅", "竹"):
            order = week.ids[name]
            body = {"reason": WHY, "reference": "price-slip"}
            week.does(BOSS, "POST", f"/admin/v1/orders/{order}/refunds", body, but=ZHOU)
        for name in ("梅", "竹"):
            tale.until(partial(_is_back, week, name), f"{name} has the money back, and the order says so")
            (told,) = [one for one in _at_the_bank(week) if one["out_trade_no"] == week.ids[name]]
            tale.promise((told["amount"]["refund"], told["reason"]) == (WRONG_PRICE, WHY), f"and is told why: {told}")
            week.seen_at(f"/admin/v1/payments/{week.ids[name]}", week.ids[name])
        left = week.sees(ZHOU, f"/admin/v1/products/{week.ids['product']}")["skus"][0]["left"]
        tale.promise(left == 20, f"both pieces are for sale again: {left}")
        tale.note(f"微信支付退款通知 WeChat Pay: {WHY}")


def _is_back(week: Week, name: str) -> bool:
    seen = week.phone(name).get(f"/mini/v1/orders/{week.ids[name]}")
    return bool(seen["status"] == "refunded")


def _at_the_bank(week: Week) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = week.tale.stack.bank.get("/refunds")["refunds"]
    return found
