"""What each of the staff has on their hands: counted from what is kept, in a bounded number of calls."""

from __future__ import annotations

from typing import Any

from tests.quality.mornings import a_morning, day, tell
from tests.support import make
from tests.support.http import Http
from tests.support.make import Member
from tests.support.perf.meter import metered
from tests.support.stack import Stack, forget_everything
from tests.support.wecom import CORPS, STAFF

PATH = "/admin/v1/staff-loads"


def seen(stack: Stack, query: str = "", by: Http | None = None) -> Any:
    forget_everything()
    answer = (by or make.session(stack)).get(f"{PATH}{query}")
    assert answer.status == 200, answer.body
    return answer.json()


def of(found: Any, userid: str) -> dict[str, Any]:
    (one,) = [one for one in found["items"] if one["staff"]["userid"] == userid]
    return {name: value for name, value in one.items() if name != "staff"}


def directory(stack: Stack) -> None:
    """The corp's staff are known."""
    make.session(stack).post("/admin/v1/staff-reconciles")
    stack.work_off()


def follow_up(adviser: Http, member: Member, due: str) -> str:
    path = f"/staff/v1/contacts/{member.external_userid}/follow-ups"
    return str(adviser.post(path, {"what": "回访", "due": due}).json()["followup_id"])


def test_a_load_is_customers_follow_ups_and_posts_that_wait(stack: Stack) -> None:
    """Of each what is theirs now, with what each figure is in both languages; what is done is no load any more."""
    directory(stack)
    first, second = make.member(stack, "甲"), make.member(stack, "乙")
    make.member(stack, "丙", staff="wangfang")
    adviser = make.operator(stack, "adviser", "liming")
    late = follow_up(adviser, first, "2026-11-21T10:30:00+08:00")
    follow_up(adviser, second, "2026-11-22T10:30:00+08:00")
    post = make.post(stack)
    make.occurrence(stack, post)
    stack.clock.advance(3600)
    found = seen(stack)
    mine = of(found, "liming")
    assert (mine["customers"], mine["follow_ups"], mine["overdue"]) == (2, 2, 1)
    assert (mine["unsent_tasks"], mine["unsent_people"], mine["chats"], mine["reply_percent"]) == (1, 2, None, None)
    theirs = of(found, "wangfang")
    assert (theirs["customers"], theirs["follow_ups"], theirs["unsent_people"]) == (1, 0, 1)
    assert (found["reply_day"], found["has_more_posts"], found["cursor"]) == (None, False, "")
    told = {one["field"] for one in found["definitions"]}
    assert told == mine.keys() and all(one["zh"] and one["en"] for one in found["definitions"])
    stack.platform.delete(second.customer, "liming")
    stack.platform.staff("delete", "wangfang", external_userid=_external(stack, "wangfang"))
    path = f"/staff/v1/contacts/{first.external_userid}/follow-ups/{late}"
    assert make.session(stack, "liming").put(path, {"state": "done"}).status == 200
    make.session(stack).post(f"/admin/v1/posts/{post.id}/cancel")
    stack.work_off()
    found = seen(stack)
    mine = of(found, "liming")
    assert (mine["customers"], mine["follow_ups"], mine["overdue"], mine["unsent_tasks"]) == (2, 1, 0, 0)
    assert of(found, "wangfang")["customers"] == 0


def _external(stack: Stack, staff: str) -> str:
    (one,) = stack.platform.call("GET", f"corps/{CORPS['demo'].corp_id}/staff/{staff}/customers")["customers"]
    return str(one["external_userid"])


def test_wecoms_figures_of_the_last_day_stand_beside(stack: Stack) -> None:
    """Where WeCom told some, with the day that they are of."""
    directory(stack)
    make.live_code(stack)
    tell(stack, "liming", 0, chat=20, message=66, asked=16, answered=12, waited=3600.0)
    yesterday = day(0)
    a_morning(stack)
    found = seen(stack, "?staff=LiMing")
    assert (found["reply_day"], [one["staff"]["userid"] for one in found["items"]]) == (yesterday, ["liming"])
    mine = of(found, "liming")
    assert (mine["chats"], mine["reply_percent"], mine["first_reply_minutes"]) == (20, 75.0, 5.0)


def test_a_scope_shows_its_own_staff_page_by_page(stack: Stack) -> None:
    """An adviser sees themselves; an owner everybody who is there, each once, and nobody of another corp."""
    directory(stack)
    make.operator(stack, "adviser", "liming")
    make.session(stack).put("/admin/v1/operators/liming", {"role": "adviser", "scope": {"kind": "self"}})
    found = seen(stack, by=make.session(stack, "liming"))
    assert [one["staff"]["userid"] for one in found["items"]] == ["liming"]
    assert seen(stack, "?staff=wangfang", make.session(stack, "liming"))["items"] == []
    stack.platform.staff("leave", "wangfang")
    stack.work_off()
    names, cursor = [], ""
    for _ in range(len(STAFF)):
        page = seen(stack, f"?limit=2{cursor}")
        names += [one["staff"]["userid"] for one in page["items"]]
        cursor = f"&cursor={page['cursor']}"
        if not page["cursor"]:
            break
    assert names == sorted({*STAFF} - {"wangfang"})


def test_a_page_costs_ten_queries_a_person_and_writes_nothing(stack: Stack) -> None:
    """However many customers and follow-ups there are; a minute later the customers are counted anew."""
    directory(stack)
    adviser = make.operator(stack, "adviser", "liming")
    costs = []
    for number in range(3):
        member = make.member(stack, f"客{number}")
        follow_up(adviser, member, "2026-11-22T10:30:00+08:00")
        owner = make.session(stack)
        forget_everything()
        owner.get("/admin/v1/me")
        with metered() as cost:
            owner.get(f"{PATH}?staff=liming")
        costs.append((cost.calls, cost.reads.count("Query"), cost.writes))
    assert costs == [costs[0]] * 3
    assert costs[0][1] <= 14 and costs[0][2] == []
