"""Saturday evening: a customer is lost, and the week's numbers are what was done; so they are a night later."""

from __future__ import annotations

from typing import Any

from local.stories.week.cast import BOSS, HE, QIN, TANG, ZHOU, Week
from local.stories.week.mistakes import WRONG_PRICE
from local.stories.week.shop_floor import OFF

A_MINUTE = 60.0
FIRST_OFF = 2000
# Of the store in Xuhui, which is this story's alone: one customer came by its codes; coupons were used three times, one
# of which was taken back; two bought at the wrong price and had all of it back.
DONE = {
    "adds": 1,
    "redemptions": 3,
    "redemptions_reversed": 1,
    "net_redemptions": 2,
    "discount": FIRST_OFF + OFF,
    "orders_paid": 2,
    "paid": 2 * WRONG_PRICE,
    "refunded": 2 * WRONG_PRICE,
}


def lose(week: Week) -> None:
    """A member of staff deletes a customer: the owner hears of it, since it was set so, and the list says who."""
    tale = week.tale
    with week.step("设置：删除 1 位客户就告警", "has the alarm ring at one deletion", ZHOU, HE):
        week.does(ZHOU, "PUT", "/admin/v1/loss-alerts", {"alert": "each", "deletions": 1}, but=HE)
    with week.step("唐敏误删一位客户：王店长收到告警，流失列表有记录", "reads who was lost, and by whom", ZHOU, QIN):
        name = max(one for one in week.friends if one.startswith("菊"))
        corp = f"/corps/{tale.stack.corp.corp_id}"
        body = {"external_userid": week.friends[name].external_userid}
        tale.stack.sandbox.post(f"{corp}/staff/{TANG.userid}/delete", body, status=200)
        path = f"/admin/v1/losses?staff={TANG.userid}&by=staff"
        tale.until(lambda: week.sees(ZHOU, path)["items"], "the loss is in the list", A_MINUTE)
        week.later("3m")
        told = tale.until(lambda: _alarm(week), "the owner is told", A_MINUTE)
        week.refused(QIN, "GET", path)
        (loss,) = week.sees(ZHOU, path)["items"]
        who = (loss["member"]["name"], loss["staff"]["name"], loss["problem"]["code"])
        tale.promise(who == (week.friends[name].name, TANG.name, "ManyDeleted"), f"whom, and by whom: {loss}")
        tale.note(told)


def _alarm(week: Week) -> str:
    stack = week.tale.stack
    found = stack.sandbox.get(f"/corps/{stack.corp.corp_id}/staff/{BOSS.userid}/messages")["messages"]
    texts = [str(one["content"].get("content", "")) for one in found if one["msgtype"] == "text"]
    return next((text for text in texts if "删除客户告警" in text and TANG.name in text), "")


def add_up(week: Week) -> None:
    """The store's numbers are what was done there, today's too; a night later they are counted again, and the same."""
    tale = week.tale
    with week.step("看门店一周的数字：与做过的事分毫不差", "reads the store's week: exactly what was done", ZHOU, QIN):
        days = f"from={week.began}&to={week.day()}"
        path = f"/admin/v1/numbers?metric={','.join(DONE)}&{days}&of=store:{week.stores[1].store_id}"
        week.refused(QIN, "GET", path)
        tale.until(lambda: _figures(week.sees(ZHOU, path)) == DONE, f"the store's week is {DONE}", A_MINUTE)
        lost = f"/admin/v1/numbers?metric=losses_by_staff&{days}&of=staff:{TANG.userid}"
        tale.until(lambda: _figures(week.sees(ZHOU, lost)) == {"losses_by_staff": 1}, "the loss is counted", A_MINUTE)
        tale.note(" · ".join(f"{one['zh']} {DONE[one['metric']]}" for one in week.sees(ZHOU, path)["metrics"]))
    with week.step("次日再看：夜里已按事实重新统计，仍然相等", "a night later: counted again, and equal", ZHOU, QIN):
        last = week.day()
        week.later("27h")
        tale.until(lambda: week.sees(ZHOU, path)["recounted_until"] == last, f"{last} is counted again", A_MINUTE)
        again = _figures(week.sees(ZHOU, path))
        tale.promise(again == DONE, f"counted again it is the same: {again}")
        week.refused(QIN, "GET", path)


def _figures(told: dict[str, Any]) -> dict[str, int]:
    """The one line's figures."""
    (line,) = told["lines"]
    return {name: figure["value"] for name, figure in line["figures"].items()}
