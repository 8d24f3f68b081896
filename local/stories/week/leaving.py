"""Thursday: a colleague leaves, and another stands where she stood."""

from __future__ import annotations

from local.stories.week import customers
from local.stories.week.cast import BOSS, HUI, LAN, TANG, ZHOU, Week

A_MINUTE = 60.0


def leave(week: Week) -> None:
    """She is out of WeCom's directory: no page shows her, her session is over, the owner is told."""
    tale, people = week.tale, f"/corps/{week.tale.stack.corp.corp_id}/staff"
    with tale.step("蓝月离职：登录失效，页面不再展示她", "Lan leaves: her session is over, no page shows her"):
        hers = week.as_(LAN)
        hers.get("/admin/v1/me")
        tale.stack.sandbox.post(f"{people}/{LAN.userid}/leave", {}, status=200)
        tale.until(lambda: LAN.name not in week.page(week.code("SH01", LAN)), "her code's page shows her no more")
        ended = tale.until(lambda: _refusal(hers.ask("GET", "/admin/v1/me")), "her session is over")
        tale.note(f"✋ {LAN.name} {LAN.en}：{ended}")
        said = tale.until(lambda: _told(week), "the owner has an app message that says which codes")
        tale.note(said)


def _refusal(answer: tuple[int, dict[str, str]]) -> str:
    status, said = answer
    return str(said["message_zh"]) if status in (401, 403) else ""


def _told(week: Week) -> str:
    stack = week.tale.stack
    found = stack.sandbox.get(f"/corps/{stack.corp.corp_id}/staff/{BOSS.userid}/messages")["messages"]
    texts = [str(one["content"].get("content", "")) for one in found if one["msgtype"] == "text"]
    return next((text for text in reversed(texts) if LAN.name in text), "")


def hand_over(week: Week) -> None:
    """Her codes at once, her customer a day later, with the corp's tags."""
    tale = week.tale
    with week.step("交给唐敏接替：活码立即生效", "hands over to Tang: the printed codes at once", ZHOU, HUI):
        held = week.sees(ZHOU, f"/admin/v1/staff/{LAN.userid}/holdings")
        is_seen = (held["has_left"], held["customers"], len(held["live_codes"])) == (True, 1, 5)
        tale.promise(is_seen, f"what she has is seen first: {held}")
        body = {"staff": LAN.userid, "takers": [{"userid": TANG.userid}]}
        made = week.does(ZHOU, "POST", "/admin/v1/departures", body, but=HUI)["departure_id"]
        where = week.ids["departure"] = f"/admin/v1/departures/{made}"
        week.seen_at(where, made)
        tale.until(lambda: week.sees(ZHOU, where)["state"] == "waiting", "WeCom was asked", A_MINUTE)
        code = week.code("SH01", LAN)
        tale.until(lambda: TANG.name in week.page(code), "the same printed code shows Tang", A_MINUTE)
    with week.step("一天后看到顾客和标签都归唐敏", "sees a day later that the customer is Tang's", ZHOU, HUI):
        week.later("25h")
        week.does(ZHOU, "POST", f"{where}/look", {}, but=HUI)
        tale.until(lambda: week.sees(ZHOU, where)["state"] == "done", "it is done", A_MINUTE)
        tale.until(lambda: _is_tagged(week), "Tang has the customer at WeCom, with the tag", A_MINUTE)
        (line,) = week.sees(ZHOU, f"{where}/customers")["items"]
        tale.promise((line["state"], line["taker"]["name"]) == ("done", TANG.name), f"and here: {line}")
        (held,) = customers.wallet(week, "兰")
        tale.promise(held["status"] == "issued", "the customer's coupon is where it was")


def _is_tagged(week: Week) -> bool:
    """At WeCom, Tang is a friend of the customer and has put the tag on."""
    return week.ids["tag"] in at_wecom(week, "兰", TANG.userid)


def at_wecom(week: Week, name: str, userid: str) -> list[str]:
    """The ids of the tags that a member of staff has on a customer at WeCom."""
    path = f"/corps/{week.tale.stack.corp.corp_id}/staff/{userid}/customers"
    lines = week.tale.stack.sandbox.get(path)["customers"]
    mine = [one for one in lines if one["customer_id"] == week.friends[name].id]
    return [tag for one in mine for tag in one["tags"]]
