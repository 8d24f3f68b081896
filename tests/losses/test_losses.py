"""Losses: each is one row, told as the corp wants it, and many deletions are one alarm."""

from __future__ import annotations

import itertools
import random
from typing import Any

import pytest

from chalicelib import clock
from chalicelib.core.ids import ExternalUserId, UserId
from chalicelib.core.moments import epoch_iso
from chalicelib.losses import rules
from chalicelib.losses.states import Alert
from chalicelib.members import rules as entries
from chalicelib.members import service as members
from chalicelib.members import store as relations
from chalicelib.members.states import LostBy
from chalicelib.platforms.wecom.events import Event
from tests.support import make
from tests.support.stack import Stack

LIST = "/admin/v1/losses"
DAY = 24 * 3600


def losses(stack: Stack, query: str = "") -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = make.session(stack).get(f"{LIST}{query}").json()["items"]
    return found


def told(stack: Stack, word: str) -> list[str]:
    """Who has read an app message with a word."""
    return [one.userid for one in stack.sandbox.world.state.app_messages if word in str(one.content)]


def alerts(stack: Stack, alert: str, deletions: int = 20) -> None:
    answer = make.session(stack).put("/admin/v1/loss-alerts", {"alert": alert, "deletions": deletions})
    assert answer.status == 200, answer.body


def later(stack: Stack, seconds: float = 180) -> None:
    stack.clock.advance(seconds)
    clock.tick("tick")
    stack.drain()
    stack.work_off()


def lose(stack: Stack, staff: str, customer: str, at: int, by: str = "del_external_contact") -> None:
    """As WeCom's callback tells of it."""
    event = Event(
        name=f"change_external_contact/{by}",
        created=at,
        userid=UserId(staff),
        external_userid=ExternalUserId(customer),
    )
    (members.let_go if by == "del_external_contact" else members.left)(stack.ctx(), event)


def test_a_loss_says_what_the_customer_was_sent_last(stack: Stack) -> None:
    """A welcome, or what an adviser took out of the side bar for them, each by its name."""
    code, template = make.live_code(stack, coupon_template_id="", tag_ids=[]), make.coupon_template(stack)
    welcomed = make.member(stack, "小红", through=code)
    given, told = make.member(stack, "小明", staff="liming"), make.member(stack, "小刚", staff="liming")
    item = make.content(stack)
    stack.clock.advance(60)
    adviser = make.operator(stack, "adviser", "liming")
    for one, sending in ((given, {"coupon_template": template.id}), (told, {"content": item.id})):
        taken = adviser.post(f"/staff/v1/contacts/{one.external_userid}/sendings", sending)
        assert taken.status == 201, taken.body
    stack.drain()
    stack.clock.advance(60)
    for one in (welcomed, given, told):
        stack.platform.delete(one.customer, "liming")
    stack.work_off()
    last = {one["member"]["name"]: one["last_message"] for one in losses(stack)}
    assert {name: (one["said"], one["sending"], one["about"], one["name"]) for name, one in last.items()} == {
        "小红": ("welcome", "welcome", code.id, code["name"]),
        "小明": ("side_bar", "coupon", template.id, template["name"]),
        "小刚": ("side_bar", "content", item.id, item["name"]),
    }
    assert all(one["at"] < "2026-11-21T02:05" for one in last.values())


def test_a_post_that_went_out_before_a_loss_is_what_was_sent_last(stack: Stack) -> None:
    """By its name, whoever sent it; after 31 days it is no reason any more, nor is what they were welcomed by."""
    member = make.member(stack, "小红", staff="liming")
    post = make.post(stack)
    make.occurrence(stack, post)
    stack.clock.advance(60)
    stack.platform.delete(member.customer, "liming")
    stack.work_off()
    (one,) = losses(stack)
    assert (one["last_message"]["said"], one["last_message"]["about"]) == ("post", post.id)
    assert one["last_message"]["name"] == post["name"]
    late = make.member(stack, "小明", through=make.live_code(stack, coupon_template_id="", tag_ids=[]))
    stack.clock.advance(32 * DAY)
    stack.platform.delete(late.customer, "liming")
    stack.work_off()
    assert losses(stack)[0]["member"]["name"] == "小明" and losses(stack)[0]["last_message"] is None


def test_a_loss_says_how_long_it_lasted_by_whom_and_whence(stack: Stack) -> None:
    """Added again, the same row says since when; a handing over is no loss."""
    code = make.live_code(stack, coupon_template_id="", tag_ids=[])
    member = make.member(stack, through=code)
    stack.clock.advance(3 * DAY + 60)
    stack.platform.delete(member.customer, "liming")
    stack.work_off()
    (one,) = losses(stack)
    assert (one["member"], one["staff"]["userid"], one["by"]) == (
        {"member_id": member.id, "name": "小红"}, "liming", "customer",
    )  # fmt: skip
    assert (one["days_kept"], one["back_at"], one["first_code"]) == (3, None, code.id)
    assert one["first_code_name"] == code["name"] and one["problem"] is None
    stack.clock.advance(DAY)
    stack.platform.add(member.customer, code["contact_ways"][0]["config_id"])
    stack.work_off()
    (one,) = losses(stack)
    assert one["back_at"] > one["at"]
    assert losses(stack, "?by=staff") == losses(stack, "?staff=wangfang") == losses(stack, "?code=none") == []
    assert losses(stack, f"?by=customer&staff=LIMING&code={code.id}&since=2026-11-24&until=2026-11-24") == [one]
    assert losses(stack, "?since=2026-11-25") == losses(stack, "?until=2026-11-23") == []


def test_no_order_of_callbacks_changes_what_the_list_says(stack: Stack) -> None:
    """Added, left, added, deleted, added: in each order, the last one told twice, the same two losses."""
    base, ctx = int(stack.clock.now().timestamp()) - 40 * DAY, stack.ctx()
    orders = list(itertools.permutations(range(5)))[::3]
    for number, order in enumerate(orders):
        customer = ExternalUserId(f"wm{number}")
        for step in (*order, order[-1]):
            at = base + step * 5 * DAY
            if step % 2:
                lose(stack, "liming", customer, at, ("del_follow_user", "del_external_contact")[step == 3])
            else:
                relations.add(ctx, customer, UserId("liming"), entries.add_entry(epoch_iso(at), "full", ""))
    stack.drain()
    days = [epoch_iso(base + step * 5 * DAY) for step in range(5)]
    seen = losses(stack, "?limit=100")
    assert len(seen) == 2 * len(orders)
    for one in seen:
        said = (one["at"], one["by"], one["days_kept"], one["back_at"])
        assert said in ((days[1], "customer", 5, days[2]), (days[3], "staff", 5, days[4]))


@pytest.mark.parametrize(("alert", "at_once", "next_day"), [("each", 1, 0), ("daily", 0, 1), ("off", 0, 0)])
def test_staff_and_owner_are_told_as_the_corp_wants(stack: Stack, alert: str, at_once: int, next_day: int) -> None:
    """Once, whatever is delivered twice; of each within minutes, else the morning after, else not at all."""
    alerts(stack, alert)
    member = make.member(stack)
    stack.drain.copies = 2
    stack.platform.delete(member.customer, "liming")
    stack.work_off()
    later(stack)
    assert [told(stack, "流失客户").count(one) for one in ("liming",)] == [at_once]
    for _ in range(2):
        later(stack, DAY)
    assert told(stack, "流失客户").count("liming") == at_once + next_day
    assert told(stack, "流失日报").count("zhangwei") == next_day


def test_hundreds_deleted_in_a_minute_are_one_alarm_and_one_message(stack: Stack) -> None:
    """Of each is told together; the alarm rings once, for the owner; what comes after it is no second alarm."""
    alerts(stack, "each", 100)
    at = int(stack.clock.now().timestamp())
    for number in range(300):
        lose(stack, "liming", f"wm{number}", at + number % 60)
    stack.drain()
    later(stack)
    assert told(stack, "删除客户告警") == ["zhangwei"]
    assert sorted(told(stack, "客户流失】")) == ["liming", "zhangwei"]
    lose(stack, "liming", "wmMore", at + 61)
    stack.drain()
    later(stack)
    assert told(stack, "删除客户告警") == ["zhangwei"]
    (first,) = losses(stack, "?limit=1")
    assert first["problem"]["code"] == "ManyDeleted" and "301" in first["problem"]["zh"]


def test_nobody_reads_more_than_twenty_messages_a_day(stack: Stack) -> None:
    """Of losses one by one: the list has the rest."""
    alerts(stack, "each", 0)
    for number in range(23):
        lose(stack, "liming", f"wm{number}", int(stack.clock.now().timestamp()), "del_follow_user")
        stack.drain()
        later(stack, 240)
    assert told(stack, "客户流失】").count("zhangwei") == 20


def test_each_waits_for_the_end_of_quiet_hours_and_the_alarm_does_not(stack: Stack) -> None:
    """Quiet from 9:00 to 12:00, and it is ten."""
    alerts(stack, "each", 2)
    make.session(stack).put("/admin/v1/post-rules", {"quiet_hours": {"from": "09:00", "to": "12:00"}})
    for customer in ("wm1", "wm2"):
        lose(stack, "liming", customer, int(stack.clock.now().timestamp()))
    stack.drain()
    later(stack)
    assert (told(stack, "告警"), told(stack, "客户流失】")) == (["zhangwei"], [])
    later(stack, 2 * 3600)
    assert sorted(told(stack, "客户流失】")) == ["liming", "zhangwei"]


def test_who_runs_the_store_is_told_in_the_place_of_the_owner(stack: Stack) -> None:
    """And finds the loss in their scope, where another store's manager and another corp find none."""
    make.store(stack, number="S1", manager="wangfang", staff=["liming"])
    alerts(stack, "each")
    member = make.member(stack)
    stack.platform.delete(member.customer, "liming")
    stack.work_off()
    later(stack)
    assert sorted(told(stack, "客户流失】")) == ["liming", "wangfang"]
    assert losses(stack)[0]["store"]
    assert make.operator(stack, "adviser", "liming").get(LIST).json()["items"]
    assert make.operator(stack, "adviser", "chenyu").get(LIST).json()["items"] == []
    assert make.session(stack, corp="rival").get(LIST).json()["items"] == []


@pytest.mark.parametrize("seed", range(20))
def test_the_alarm_rings_once_in_any_split_of_counts(seed: int) -> None:
    """However losses come to be counted, at the first count at or over the limit, and never again."""
    rng, by, rung = random.Random(seed), list[LostBy](), 0
    limit = rng.randint(1, 12)
    for _ in range(20):
        by += rng.choices([LostBy.STAFF, LostBy.CUSTOMER], k=rng.randint(0, 4))
        seen = rules.counted(by, Alert.DAILY, limit, told=0, has_rung=bool(rung))
        rung += seen.alarms
        assert rung == int(by.count(LostBy.STAFF) >= limit)
