"""Saturday in the store: an adviser writes from the side bar, a clerk looks, redeems, and takes a slip back."""

from __future__ import annotations

from datetime import timedelta
from urllib.parse import quote

from chalicelib.core.moments import iso, moment
from chalicelib.coupons.errors import NotYourRedemption
from chalicelib.members.errors import NotYourCustomer
from local.stories.week import customers
from local.stories.week.cast import GU, HE, QIN, TANG, YU, ZHOU, Week

THANKS = "老客回访券"
ORDER, OFF = 12850, 1000
SLIP = "扫错了单"
A_MINUTE = 60.0


def give(week: Week) -> None:
    """A coupon from the side bar: the customer has it before the message is sent, and a second tap gives no second."""
    tale = week.tale
    with week.step("新建回访券，供导购发放", "makes a coupon for advisers to give", ZHOU, HE):
        body = {"name": THANKS, "amount_off": OFF, "threshold": 5000, "stock": 50, "valid_days": 7}
        thanks = week.does(ZHOU, "POST", "/admin/v1/coupon-templates", body, but=HE)["template_id"]
        week.seen_at(f"/admin/v1/coupon-templates/{thanks}", thanks)
    hers = f"/staff/v1/contacts/{quote(week.friends['竹'].external_userid)}"
    with week.step("在侧边栏打开自己的客户，发一张券", "opens a customer of her own, and gives a coupon", GU, TANG):
        other = f"/staff/v1/contacts/{quote(week.friends['梅'].external_userid)}"
        week.refused(GU, "GET", other, why=NotYourCustomer, door="staff")
        seen = week.as_(GU, "staff").get(hers)
        tale.promise(seen["name"] == week.friends["竹"].name and seen["source"]["code"], f"who it is: {seen}")
        offered = week.as_(GU, "staff").get(f"{hers}/offers")["coupons"]
        tale.promise(any(one["template_id"] == thanks and one["can_send"] for one in offered), f"offered: {offered}")
        week.refused(TANG, "POST", f"{hers}/sendings", {"coupon_template": thanks}, door="staff")
        key, taps = tale.key("side bar"), []
        for _ in range(2):
            status, said = week.as_(GU, "staff").ask("POST", f"{hers}/sendings", {"coupon_template": thanks}, key)
            tale.promise(status == 201, f"given: {status} {said}")
            taps.append(said)
        tale.promise(taps[0]["coupon"]["code"] == taps[1]["coupon"]["code"], f"two taps, one coupon: {taps}")
        mine = [one["code"] for one in customers.wallet(week, "竹") if one["template_name"] == THANKS]
        tale.promise(len(mine) == 1, f"it is in the wallet once: {mine}")
        week.ids["thanks"] = mine[0]
        told = taps[0]["coupon"]["code"]
        tale.promise(told != mine[0] and told[-4:] == mine[0][-4:], f"an adviser reads the end of its code: {told}")
        tale.note(str(taps[0]["messages"]))
    with week.step("记下明天回访", "notes to call again tomorrow", GU, TANG):
        tomorrow = moment(tale.stack.sandbox.get("/clock")["now"]) + timedelta(days=1)
        follow_up = {"what": "回访：新茶口味", "due": iso(tomorrow)}
        week.does(GU, "POST", f"{hers}/follow-ups", follow_up, but=TANG, door="staff")
        listed = week.as_(GU, "staff").get("/staff/v1/follow-ups?when=open")["items"]
        tale.promise([one["what"] for one in listed] == [follow_up["what"]], f"it is on her list: {listed}")


def redeem(week: Week) -> None:
    """Look first, redeem, hear that it was oneself, take it back within ten minutes, and redeem it rightly."""
    tale, code = week.tale, week.ids["thanks"]
    typed = f"{code[:4].lower()} {code[4:]}"
    look = f"/staff/v1/coupons/{quote(typed)}"
    with week.step(
        "先看券再核销：输 128.5 元，应收多少", "looks before redeeming: what is to be paid of ¥128.5", YU, GU
    ):
        week.refused(GU, "GET", look, door="staff")
        seen = week.as_(YU, "staff").get(f"{look}?yuan=128.5")
        tale.promise((seen["can_redeem"], seen["payable"]) == (True, ORDER - OFF), f"what it would be: {seen}")
        tale.promise(seen["owner"] != week.friends["竹"].name, f"whose it is is hidden: {seen['owner']}")
        tale.note(f"{seen['template_name']} · {seen['owner']} · ¥128.5 → ¥{seen['payable'] / 100:g}")
    with week.step(
        "核销，再扫一次被告知刚核销过，撤销后重来", "redeems, is told so on a second scan, and undoes it", YU, QIN
    ):
        body = {"code": typed, "order_amount": ORDER, "store_id": week.stores[1].store_id}
        used = week.says(YU, "POST", "/staff/v1/redemptions", body, door="staff")
        tale.promise(used["payable"] == ORDER - OFF, f"payable: {used}")
        status, told = week.as_(YU, "staff").ask("POST", "/staff/v1/redemptions", body, tale.key("second scan"))
        tale.promise((status, told["code"]) == (409, "AlreadyRedeemed"), f"once only: {status} {told}")
        tale.note(f"✋ {YU.name}：{told['message_zh']}")
        again = week.as_(YU, "staff").get(look)["redemption"]
        tale.promise((again["is_own"], again["can_reverse"]) == (True, True), f"her own, and she may undo it: {again}")
        undo = {"code": code, "reason": SLIP}
        undone = week.does(YU, "POST", "/staff/v1/reversals", undo, but=QIN, why=NotYourRedemption, door="staff")
        tale.promise((undone["state"], undone["payable"]) == ("issued", ORDER), f"the whole order is to pay: {undone}")
        week.says(YU, "POST", "/staff/v1/redemptions", body, door="staff")
        tale.until(lambda: _day(week) == (2, 1), "her day says two redemptions, one of them undone", A_MINUTE)


def _day(week: Week) -> tuple[int, int]:
    day = week.as_(YU, "staff").get("/staff/v1/my-day")
    return day["redeemed"]["count"], day["reversed"]["count"]
