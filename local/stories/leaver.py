"""A member of staff gets another userid, then leaves: 员工改账号，后离职.

Their customer stays theirs under the new userid, with one coupon. From the departure on no code shows them, their role
is over, the owner is told. A colleague takes over codes and customers, and a tag that was deleted has left the code.
"""

from __future__ import annotations

from typing import Any

from local import demo
from local.stories import first, unheard
from local.stories.first import Story
from local.stories.tale import Tale

TITLE = "员工改账号后离职，活码不再展示 · a member of staff is renamed, then leaves, and no code shows them"
NEW = "Lily.Li"
SHOWS = 20
A_MINUTE = 60


def play(tale: Tale) -> None:
    """Tell it."""
    story = first.begin(tale)
    first.prepare(story)
    first.publish(story)
    people = f"/corps/{tale.stack.corp.corp_id}/staff"
    with tale.step("首次同步通讯录", "the directory is read for the first time"):
        job = story.operator.post("/admin/v1/staff-reconciles", {}, tale.key("directory"), status=202)["job_id"]
        tale.until(lambda: story.operator.get(f"/admin/v1/jobs/{job}")["state"] == "done", "the directory is read", 60)
        tale.promise(_person(story, "lily")["name"] == demo.STAFF["lily"], "with names")
    with tale.step("顾客添加丽丽；丽丽改了账号", "a customer adds Lily, who gets another userid"):
        (way,) = [way for way in story.live_code["contact_ways"] if way["userid"] == "lily"]
        story.live_code["contact_ways"] = [way]
        customer = unheard.added(story, "常客")
        line = tale.until(lambda: unheard.line_of(story, customer["name"]), "the customer is a member")
        tale.until(lambda: unheard.timeline(story, line["member_id"]), "with a coupon")
        tale.stack.sandbox.post(f"{people}/lily/rename", {"userid": NEW}, status=200)
        tale.until(lambda: _friends(story, line["member_id"]) == [NEW.lower()], "the friendship follows")
        tale.until(lambda: NEW.lower() in _ways(story), "the contact way follows")
    with tale.step("丽丽离职，没有活码再展示她", "Lily leaves, and no code shows her"):
        tale.stack.sandbox.post(f"{people}/{NEW}/leave", {}, status=200)
        tale.until(lambda: _ways(story).get(NEW.lower(), {}).get("is_paused"), "her contact way is paused")
        code = str(story.live_code["code"])
        pages = [tale.stack.api.raw("GET", f"/c/{demo.KEY}-{code}").data.decode() for _ in range(SHOWS)]
        tale.promise(not any(way["qr_code"] in page for page in pages), f"shown in none of {SHOWS} visits")
        told = tale.until(lambda: _told(story), "the owner has an app message")
        tale.note(told[0])
    with tale.step("由陈明接替：活码、客户和标签", "Ming takes over: the codes, the customer and the tags"):
        held = story.operator.get(f"/admin/v1/staff/{NEW}/holdings")
        # Other stories of the same cloud have given her customers and codes too.
        is_seen = held["customers"] > 0 and _code(story)["name"] in held["live_codes"] and held["has_left"]
        tale.promise(is_seen, f"what she has is seen first: {held}")
        taken = {"staff": NEW, "takers": [{"userid": "ming"}]}
        departure = story.operator.post("/admin/v1/departures", taken, tale.key("departure"), status=201)
        where = f"/admin/v1/departures/{departure['departure_id']}"
        tale.until(lambda: story.operator.get(where)["state"] == "waiting", "WeCom was asked", A_MINUTE)
        tale.promise(set(_ways(story)) == {"ming"}, "he stands behind the code at once")
        tale.stack.sandbox.post("/clock", {"advance": "25h"}, status=200)
        story.operator = first.signed_in(tale, "boss", "/admin/v1/sessions", "owner")
        story.operator.post(f"{where}/look", {}, tale.key("look"), status=200)
        tale.until(lambda: story.operator.get(where)["state"] == "done", "a day later it is done", A_MINUTE)
        tale.until(lambda: _tags(story, line["member_id"], "ming"), "with the corp's tags")
        tale.promise(_friends(story, line["member_id"], "friend") == ["ming"], "the customer is his")
    with tale.step("标签在企业微信被删，活码里也不再有", "a tag deleted at WeCom leaves the code"):
        tag = str(_code(story)["tag_ids"][0])
        tale.stack.sandbox.call("DELETE", f"/corps/{tale.stack.corp.corp_id}/tags/{tag}")
        tale.until(lambda: tag not in _code(story)["tag_ids"], "the tag has left the code")


def _person(story: Story, userid: str) -> dict[str, Any]:
    person: dict[str, Any] = story.operator.get(f"/admin/v1/staff/{userid}")
    return person


def _code(story: Story) -> dict[str, Any]:
    code: dict[str, Any] = story.operator.get(f"/admin/v1/live-codes/{story.live_code['code']}")
    return code


def _ways(story: Story) -> dict[str, dict[str, Any]]:
    return {way["userid"]: way for way in _code(story)["contact_ways"]}


def _friends(story: Story, member_id: str, status: str = "") -> list[str]:
    return [one["userid"] for one in _relations(story, member_id) if status in ("", one["status"])]


def _tags(story: Story, member_id: str, staff: str) -> list[str]:
    return [tag for one in _relations(story, member_id) if one["userid"] == staff for tag in one["tags"]]


def _relations(story: Story, member_id: str) -> list[dict[str, Any]]:
    relations: list[dict[str, Any]] = story.operator.get(f"/admin/v1/members/{member_id}")["relations"]
    return relations


def _told(story: Story) -> list[str]:
    stack = story.tale.stack
    found = stack.sandbox.get(f"/corps/{stack.corp.corp_id}/staff/boss/messages")["messages"]
    return [
        one["content"]["content"] for one in found if one["msgtype"] == "text" and NEW.lower() in str(one["content"])
    ]
