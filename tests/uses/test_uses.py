"""How far a version has come, its recall as operators see it, and the new version for all who use an item."""

from __future__ import annotations

from typing import Any

from tests.support.desk import Desk

DAILY = {"kind": "recurring", "rrule": "FREQ=DAILY;BYHOUR=9;BYMINUTE=0", "starts_at": "2026-11-21T09:00"}


def _path(desk: Desk, verb: str, version: int = 1) -> str:
    return f"/admin/v1/content-items/{desk.content}/versions/{version}/{verb}"


def _recall(desk: Desk, key: str = "") -> Any:
    return desk.owner.post(_path(desk, "recalls"), {"reason": "改价"}, **({"idempotency_key": key} if key else {}))


def test_a_recall_answers_with_the_posts_and_how_many_are_out(desk: Desk) -> None:
    """As it stands at that moment; a little later it is settled, and the numbers are final; a repeat says the same."""
    desk.friends(2), desk.friends(3, "wangfang", "d")
    post = desk.post(schedule=DAILY)
    desk.after(hours=23)
    desk.confirm("liming")
    desk.after(minutes=6)
    before = desk.owner.get(_path(desk, "reach")).json()
    assert (before["recall"], before["out"], before["waiting"], before["status"]) == (None, 2, 3, "approved")
    told = _recall(desk, "k").json()
    assert (told["out"], told["waiting"], told["is_settled"]) == (2, 3, False)
    assert [(one["post_id"], one["name"], one["targeted"]) for one in told["posts"]] == [(post, "周末", 5)]
    assert told["recall"]["reason"] == "改价" and told["recall"]["who"] == "zhangwei"
    desk.stack.drain()
    for _ in range(2):
        desk.after(minutes=6)
    after = _recall(desk).json()
    assert (after["out"], after["waiting"], after["is_settled"], after["status"]) == (2, 0, True, "recalled")
    assert [one["status"] for one in after["posts"]] == ["cancelled"]
    assert after["users"] == [{"user": "post", "user_id": post, "name": "周末", "version": 1}]
    desk.edit("新文字")
    assert desk.owner.get(_path(desk, "reach", 2)).json()["posts"] == []
    assert desk.owner.get(_path(desk, "reach", 7)).code == "UnknownContent"


def test_a_tap_that_we_have_not_heard_of_counts_as_out_in_the_end(desk: Desk) -> None:
    """Staff sent it a moment before the recall: WeCom is asked, and the final numbers say so."""
    (external,) = desk.friends(1)
    desk.post()
    desk.after(hours=1)
    desk.confirm()
    assert _recall(desk).json()["waiting"] == 1
    desk.stack.drain()
    desk.after(minutes=6)
    seen = desk.owner.get(_path(desk, "reach")).json()
    assert (seen["out"], seen["waiting"], seen["is_settled"], len(desk.received(external))) == (1, 0, True, 1)


def test_all_who_use_an_item_use_its_new_version_by_one_verb(desk: Desk) -> None:
    """Each alone: whom it does not fit says why, and the others have it; again changes nothing."""
    path = f"/admin/v1/content-items/{desk.content}/new-version"
    made = [desk.post(schedule=DAILY) for _ in range(2)]
    groups = desk.post(schedule=DAILY, audience={"channel": "groups", "owners": ["liming"]})
    desk.edit("只给顾客", channels=["customers"])
    first = desk.owner.post(path).json()
    assert (first["version"], first["users"]) == (1, [])
    desk.approve()
    second = desk.owner.post(path).json()
    outcomes = {one["user_id"]: (one["version"], (one["problem"] or {}).get("code")) for one in second["users"]}
    assert outcomes == {**dict.fromkeys(made, (2, None)), groups: (1, "ChannelNotApproved")}
    assert [use["user_id"] for use in desk.owner.post(path).json()["users"]] == [groups]
    assert [desk.read(post)["content"]["version"] for post in (*made, groups)] == [2, 2, 1]
    assert desk.owner.post("/admin/v1/content-items/nothing/new-version").code == "UnknownContent"


def test_a_live_code_whose_welcome_names_the_item_is_a_user_too(desk: Desk) -> None:
    """A recall shows on it what to press, and what moves all posts moves its welcomes, those of some hours too."""
    named = {"content": {"item_id": desk.content, "version": 1}}
    night = {"since": "22:00", "until": "08:00", "welcome": named}
    body = {"name": "门店", "staff": [{"userid": "liming"}], "welcome": {"text": "您好"}, "welcome_hours": [night]}
    made = desk.owner.post("/admin/v1/live-codes", body)
    assert made.status == 201, made.body
    code = made.json()["code"]
    desk.recall()
    desk.stack.drain()
    shown = desk.owner.get(f"/admin/v1/live-codes/{code}").json()
    assert (shown["welcome_problem"]["code"], shown["welcome_problem"]["remedy"]) == ("VersionRecalled", "new_version")
    assert desk.owner.get(_path(desk, "reach")).json()["users"] == [
        {"user": "live_code", "user_id": code, "name": "门店", "version": 1}
    ]
    desk.edit("新文字")
    desk.approve()
    renewed = desk.owner.post(f"/admin/v1/content-items/{desk.content}/new-version").json()["users"]
    assert [(one["user_id"], one["version"], one["problem"]) for one in renewed] == [(code, 2, None)]
    shown = desk.owner.get(f"/admin/v1/live-codes/{code}").json()
    assert (shown["welcome_hours"][0]["welcome"]["content"]["version"], shown["welcome_problem"]) == (2, None)


def test_a_recall_is_for_guardians(desk: Desk) -> None:
    """Owners and compliance; a marketer looks how far it has come and uses new versions."""
    assert desk.owner.put("/admin/v1/operators/zhaolei", {"role": "marketer"}).status == 200
    marketer = desk.stack.operator("zhaolei")
    assert marketer.post(_path(desk, "recalls"), {"reason": "改价"}).code == "RoleNotAllowed"
    assert marketer.get(_path(desk, "reach")).status == 200
    assert marketer.post(f"/admin/v1/content-items/{desk.content}/new-version").status == 200
