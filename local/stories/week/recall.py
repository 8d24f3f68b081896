"""Friday: a post goes out half, is recalled, mended and sent again."""

from __future__ import annotations

from datetime import timedelta
from functools import partial
from typing import Any

from chalicelib.core.moments import iso, moment
from local import cloud
from local.stories.week import customers
from local.stories.week.campaign import TEXT, TEXT_MENDED, approve, review
from local.stories.week.cast import BOSS, GU, HE, HUI, TANG, ZHOU, Week

WHY = "满减金额写错：应为减 20"
GOES, MEETS = TEXT.split("：")[1], TEXT_MENDED.split("：")[1]
A_MINUTE = 60.0


def go_out(week: Week) -> None:
    """Its time comes: each adviser has one task, and one of them taps "send"."""
    tale, corp = week.tale, f"/corps/{week.tale.stack.corp.corp_id}"
    with tale.step("到点：两位导购各有一个任务，顾青先发了", "its time comes: two advisers have a task, Gu sends hers"):
        assert week.at
        now = moment(tale.stack.sandbox.get("/clock")["now"])
        week.later(f"{int((week.at - now).total_seconds()) + 60}s")
        tale.until(lambda: _tasks(week, GU.userid) and _tasks(week, TANG.userid), "each has a task", A_MINUTE)
        (task,) = _tasks(week, GU.userid)
        tale.stack.sandbox.post(f"{corp}/staff/{GU.userid}/mass/confirm", {"msgid": task["msgid"]}, status=200)
        tale.until(lambda: GOES in customers.texts(week, week.friends["竹"]), "her customer has it")


def _tasks(week: Week, userid: str) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = week.tale.stack.sandbox.get(
        f"/corps/{week.tale.stack.corp.corp_id}/staff/{userid}/mass"
    )["tasks"]
    return found


def take_back(week: Week) -> None:
    """What is unsent is taken back at WeCom, and the staff read why."""
    tale, version = week.tale, f"/admin/v1/content-items/{week.ids['item']}/versions/1"
    with week.step("撤回写错的群发，未发的收回", "recalls the post; what is unsent is taken back", HUI, ZHOU):
        said = week.does(HUI, "POST", f"{version}/recalls", {"reason": WHY}, but=ZHOU)
        tale.promise(said["waiting"] > 0, f"who may still get it is told: {said}")
        tale.until(lambda: not _tasks(week, TANG.userid), "nothing waits for Tang's tap", A_MINUTE)
        for who in (GU, TANG):
            tale.until(partial(_is_told, week, who.userid), f"{who.en} reads why", A_MINUTE)
        week.later("6m")
        tale.until(lambda: week.sees(HUI, f"{version}/reach")["is_settled"], "the numbers are final", A_MINUTE)
        seen = week.sees(HUI, f"{version}/reach")
        tale.promise((seen["out"], seen["waiting"]) == (1, 0), f"one has it, the others never will: {seen}")
        tale.promise(GOES not in customers.texts(week, week.friends["梅"]), "a customer of Tang's has read nothing")
        post = f"/admin/v1/posts/{week.ids['post']}"
        tale.until(lambda: week.sees(ZHOU, post)["occurrences"][0]["status"] == "cancelled", "it is over", A_MINUTE)
        (once,) = week.sees(ZHOU, post)["occurrences"]
        counted = {"delivered": 1, "recalled": len(week.friends) - 1}
        tale.promise((once["reason"], once["counts"]) == ("recalled", counted), f"and says what became of it: {once}")
        tale.note(f"已收到 {counted['delivered']} 位，收回 {counted['recalled']} 位 · have it, taken back")


def _is_told(week: Week, userid: str) -> bool:
    path = f"/corps/{week.tale.stack.corp.corp_id}/staff/{userid}/messages"
    return any(WHY in str(one["content"]) for one in week.tale.stack.sandbox.get(path)["messages"])


def send_again(week: Week) -> None:
    """The mended text passes the same reviews, a copy of the post is approved, and everybody has it."""
    tale, item = week.tale, f"/admin/v1/content-items/{week.ids['item']}"
    with week.step("改好文字，重新三审", "mends the text, which passes the reviews anew", ZHOU, HE):
        week.does(ZHOU, "POST", f"{item}/versions", {"text": TEXT_MENDED, "based_on": 1}, but=HE)
        review(week, 2)
    with week.step("复制群发，审批后重发", "copies the post, which is approved and sent", ZHOU, TANG):
        at = moment(tale.stack.sandbox.get("/clock")["now"]) + timedelta(minutes=10)
        body = {"name": f"周末新茶（更正） {tale.mark[:4]}", "schedule": {"kind": "once", "at": iso(at)}}
        copy = week.does(ZHOU, "POST", f"/admin/v1/posts/{week.ids['post']}/copies", body, but=TANG)["post_id"]
        week.seen_at(f"/admin/v1/posts/{copy}", copy)
        approve(week, copy)
        week.later("11m")
        tale.until(lambda: _tasks(week, GU.userid) and _tasks(week, TANG.userid), "each has a task", A_MINUTE)
        corp = f"/corps/{tale.stack.corp.corp_id}"
        tale.stack.sandbox.post(f"{corp}/mass/confirm", {}, status=200)
        for name, friend in week.friends.items():
            has = customers.texts(week, friend)
            tale.promise(MEETS in has, f"{name} has the mended text")
        week.later("6m")
        cloud.tick(tale.stack.places)
        seen = f"/admin/v1/posts/{copy}/occurrences/{iso(at)}/execution"
        tale.until(lambda: week.sees(ZHOU, seen)["delivered"] == len(week.friends), "all are delivered", A_MINUTE)
        week.says(BOSS, "PUT", "/admin/v1/post-approval", {"is_needed": False})
