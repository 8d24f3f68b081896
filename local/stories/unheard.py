"""What WeCom tries to tell four times while the door is down, and never again: 门断了，会员不丢.

One customer is a member within the hour, by the clock; another at once, when they sign in from the mini-program. Both
have the coupon of the live code that they came through, and neither a welcome, whose code is long dead.
"""

from __future__ import annotations

from datetime import datetime
from typing import Any

from chalicelib.core.moments import moment
from local import cloud, demo
from local.stories import first
from local.stories.first import Story
from local.stories.tale import Tale
from local.web import Client

TITLE = "门断了四次，会员不丢 · the door is down for WeCom's four tries, and no member is lost"
TRIES = 4


def play(tale: Tale) -> None:
    """Tell it."""
    story = first.begin(tale)
    first.prepare(story)
    first.publish(story)
    with tale.step("门断开，两名顾客添加员工", "the door is down while two customers add a member of staff"):
        fault = tale.stack.sandbox.post("/faults", {"kind": "door_down", "times": None}, status=200)
        waiting, hasty = added(story, "候小姐"), added(story, "急先生")
        tale.stack.sandbox.post("/clock", {"advance": "1m"}, status=200)
        tale.until(lambda: _given_up(story) >= 2, "WeCom gave up both events after four tries", 60)
        tale.stack.sandbox.call("DELETE", f"/faults/{fault['id']}")
    with tale.step("其中一位打开小程序，当场成为会员", "one of them opens the mini-program and is a member at once"):
        member = _signed_in(story, hasty)
        coupons = tale.until(lambda: member.get("/mini/v1/wallet")["items"], "the coupon is in the wallet")
        tale.promise(len(coupons) == 1, "one coupon by the live code's rule")
    with tale.step("一小时内，另一位也成为会员", "within the hour the other is a member too"):
        tale.stack.sandbox.post("/clock", {"advance": "1h"}, status=200)
        began = moment(tale.stack.sandbox.get("/clock")["now"])
        cloud.tick(tale.stack.places)
        story.operator = first.signed_in(tale, "boss", "/admin/v1/sessions", "owner")
        line = tale.until(lambda: line_of(story, waiting["name"]), "the comparison found the customer", 60)
        tale.promise(line["first_state"] == story.live_code["code"], "with their first source")
        events = tale.until(lambda: timeline(story, line["member_id"]), "the coupon was issued")
        tale.promise(
            [one["data"]["how"] for one in events if one["kind"] == "staff.added"] == ["found"], "told as found"
        )
    with tale.step("对账结果看得到", "what was found can be seen"):
        found = tale.until(lambda: _comparison(story, began), "the comparison ended", 60)
        tale.note(f"{found['customers']} customers compared, {found['joins']} joins found")
        tale.promise(found["joins"] >= 1 and not found["refused"], "the join is counted")


def _comparison(story: Story, since: datetime) -> dict[str, Any] | None:
    """The one that found somebody since a moment, by the ids alone or in whole: others may have told of this cloud."""
    told = story.operator.get("/admin/v1/reconciliation")
    ended = [one for one in (told["last_ids"], told["last_whole"]) if one and moment(one["began_at"]) >= since]
    return next((one for one in ended if one["joins"]), None)


def added(story: Story, name: str) -> dict[str, Any]:
    """A new customer who has added whom the code shows first."""
    tale = story.tale
    customer: dict[str, Any] = tale.stack.sandbox.post("/customers", {"name": f"{name} {tale.mark[:4]}"}, status=200)
    body = {"config_id": story.live_code["contact_ways"][0]["config_id"]}
    tale.stack.sandbox.post(f"/customers/{customer['id']}/add", body, status=200)
    return customer


def _given_up(story: Story) -> int:
    entries = story.tale.stack.sandbox.get("/ledger?kind=delivery&limit=1000")["entries"]
    return sum(entry["outcome"] == "given up" and entry["attempt"] == TRIES for entry in entries)


def _signed_in(story: Story, customer: dict[str, Any]) -> Client:
    stack = story.tale.stack
    body = {"appid": stack.corp.mini_appid}
    login = stack.sandbox.post(f"/customers/{customer['id']}/login-code", body, status=200)
    session = stack.api.post("/mini/v1/sessions", {"corp": demo.KEY, "js_code": login["js_code"]})
    return Client(stack.places.url, session["token"])


def line_of(story: Story, name: str) -> dict[str, Any] | None:
    """The member of that name in the list, once they are there."""
    items = story.operator.get("/admin/v1/members?limit=100")["items"]
    return next((line for line in items if line["name"] == name), None)


def timeline(story: Story, member_id: str) -> list[dict[str, Any]]:
    """A member's timeline once the coupon was issued."""
    items: list[dict[str, Any]] = story.operator.get(f"/admin/v1/members/{member_id}/timeline?limit=100")["items"]
    return items if any(one["kind"] == "coupon.issued" for one in items) else []
