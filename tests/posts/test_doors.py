"""Posts through the API: scheduled, listed, edited, paused, cancelled."""

from __future__ import annotations

from typing import Any

from tests.support.desk import Desk

DAILY = {"kind": "recurring", "rrule": "FREQ=DAILY;BYHOUR=9;BYMINUTE=0", "starts_at": "2026-11-21T09:00"}


def test_a_post_shows_what_it_is_and_when_it_is_next_sent(desk: Desk) -> None:
    """In its list, newest first, and by itself."""
    first = desk.post()
    desk.stack.clock.advance(1)
    second = desk.post(name="每日", schedule=DAILY)
    read = desk.read(second)
    assert (read["status"], read["next_at"], read["channel"]) == ("scheduled", "2026-11-22T01:00:00.000Z", "customers")
    assert read["schedule"] == {**DAILY, "tz": "Asia/Shanghai", "until": None}
    lines = desk.owner.get("/admin/v1/posts").json()["items"]
    assert [line["post_id"] for line in lines] == [second, first]


REFUSED: list[tuple[dict[str, Any], str]] = [
    ({"schedule": {"kind": "once", "at": "2026-11-21T02:00:00.000Z"}}, "BadPost"),
    ({"schedule": {**DAILY, "rrule": "FREQ=SECONDLY"}}, "BadPost"),
    ({"schedule": {"kind": "never"}}, "InvalidBody"),
    ({"audience": {"channel": "groups", "owners": []}}, "InvalidBody"),
    ({"audience": {"channel": "groups", "any_tags": ["x"]}}, "InvalidBody"),
    ({"audience": {"channel": "staff", "staff": ["not a userid"]}}, "InvalidBody"),
    ({"content": {"item_id": "nothing", "version": 1}}, "BadPost"),
    ({"content": {"item_id": "", "version": 1}}, "InvalidBody"),
    ({"coupon_template_id": "nothing"}, "BadPost"),
    ({"name": ""}, "InvalidBody"),
    ({"colour": "red"}, "InvalidBody"),
]


def test_a_post_that_cannot_work_is_refused_and_nothing_is_made(desk: Desk) -> None:
    """What would fail at its time is told now."""
    told = [desk.owner.post("/admin/v1/posts", desk.body(**change)).code for change, _ in REFUSED]
    assert told == [code for _, code in REFUSED]
    assert desk.owner.get("/admin/v1/posts").json()["items"] == []


def test_content_must_be_approved_for_the_channel_and_its_values_fit(desk: Desk) -> None:
    """Not a draft, not for another channel, not with a variable that it does not have."""
    values = {"item_id": desk.content, "version": 1, "values": {"price": 1}}
    assert desk.owner.post("/admin/v1/posts", desk.body(content=values)).code == "BadPost"
    desk.content = desk.approved(("groups",))
    assert desk.owner.post("/admin/v1/posts", desk.body()).code == "ChannelNotApproved"
    desk.recall()
    assert desk.owner.post("/admin/v1/posts", desk.body()).code == "VersionRecalled"


def test_a_value_is_no_longer_than_the_longest_that_a_variable_takes(desk: Desk) -> None:
    """Each task of the post holds a copy, and a name that is given is cut to 32 characters when it is shown."""
    content = {"item_id": desk.content, "version": 1}
    for length, expected in ((2048, 201), (2049, 400)):
        body = desk.body(content={**content, "values": {"staff_name": "长" * length}})
        assert desk.owner.post("/admin/v1/posts", body).status == expected


def test_creating_and_editing_under_one_key_happen_once(desk: Desk) -> None:
    """Also when the first attempt died before its answer was stored."""
    posts = desk.owner.post
    first = posts("/admin/v1/posts", desk.body(), idempotency_key="k").json()["post_id"]
    desk.restart()
    assert posts("/admin/v1/posts", desk.body(), idempotency_key="k").json()["post_id"] == first
    import msgspec

    from chalicelib.core.context import new_ctx
    from chalicelib.posts import service, shapes

    edit = msgspec.convert({**desk.body(name="新名"), "revision": 1}, shapes.EditPost)
    ctx = new_ctx("demo", "operator:zhangwei", "r", "key:e", now=desk.stack.clock.now())
    assert [service.edit(ctx, first, edit).revision for _ in range(2)] == [2, 2]


def test_an_edit_needs_the_latest_revision(desk: Desk) -> None:
    """The second of two editors is told, and nothing of theirs is kept."""
    post = desk.post()
    path, body = f"/admin/v1/posts/{post}", {**desk.body(name="甲", schedule=DAILY), "revision": 1}
    assert desk.owner.put(path, body).json()["revision"] == 2
    assert desk.owner.put(path, {**body, "name": "乙"}).code == "PostChanged"
    assert (desk.read(post)["name"], desk.read(post)["next_at"]) == ("甲", "2026-11-22T01:00:00.000Z")


def test_a_post_is_edited_until_it_is_claimed_and_sent_as_it_was_then(desk: Desk) -> None:
    """Its time may have come: while nobody has claimed it, an edit counts; after that it is over."""
    desk.friends(1)
    post = desk.post()
    desk.stack.clock.advance(2 * 3600)
    desk.sign_in()
    body = {**desk.body(), "revision": 1}
    assert desk.owner.put(f"/admin/v1/posts/{post}", body).json()["revision"] == 2
    desk.after(hours=1)
    assert desk.owner.put(f"/admin/v1/posts/{post}", {**desk.body(), "revision": 2}).code == "PostIsOver"
    assert len(desk.ledger()) == 1


def test_an_edit_of_a_recurring_post_holds_from_the_next_time_on(desk: Desk) -> None:
    """The occurrence under way keeps what it was claimed with."""
    desk.friends(1)
    post = desk.post(schedule=DAILY)
    desk.after(hours=23)
    other = desk.approved(text="明日新品")
    body = {**desk.body(schedule=DAILY, content={"item_id": other, "version": 1}), "revision": 1}
    assert desk.owner.put(f"/admin/v1/posts/{post}", body).status == 200
    desk.after(hours=24)
    assert [entry["text"] for entry in desk.ledger()] == ["今日到店，第二杯半价。", "明日新品"]


def test_a_paused_post_is_not_sent_and_what_fell_into_the_pause_is_not_made_up(desk: Desk) -> None:
    """Resumed, it goes on with the next time that comes."""
    post = desk.post(schedule=DAILY)
    assert desk.owner.post(f"/admin/v1/posts/{post}/pause").json()["status"] == "paused"
    desk.after(hours=60)
    assert desk.read(post)["occurrences"] == []
    resumed = [desk.owner.post(f"/admin/v1/posts/{post}/resume").json() for _ in range(2)]
    assert [(one["status"], one["next_at"]) for one in resumed] == [("scheduled", "2026-11-24T01:00:00.000Z")] * 2
    desk.tick()
    assert desk.read(post)["occurrences"] == []


def test_a_paused_post_may_be_edited_and_stays_paused(desk: Desk) -> None:
    """A new time does not wake it."""
    post = desk.post()
    desk.owner.post(f"/admin/v1/posts/{post}/pause")
    edited = desk.owner.put(f"/admin/v1/posts/{post}", {**desk.body(), "revision": 1}).json()
    assert edited["status"] == "paused"
    desk.after(hours=2)
    assert desk.read(post)["occurrences"] == []
    assert desk.owner.post(f"/admin/v1/posts/{post}/resume").code == "PostIsMissed"


def test_a_paused_post_shows_no_next_time_whatever_is_edited(desk: Desk) -> None:
    """A time at which nothing will be sent is no next time; resumed, it has one again."""
    post = desk.post()
    desk.owner.post(f"/admin/v1/posts/{post}/pause")
    edited = desk.owner.put(f"/admin/v1/posts/{post}", {**desk.body(), "revision": 1}).json()
    assert (edited["status"], edited["next_at"]) == ("paused", "")
    assert desk.owner.post(f"/admin/v1/posts/{post}/resume").json()["next_at"] == edited["schedule"]["at"]


def test_a_cancelled_post_is_never_sent_and_stays_cancelled(desk: Desk) -> None:
    """It cannot be resumed, edited or paused; to cancel it again is fine."""
    desk.friends(1)
    post = desk.post()
    for _ in range(2):
        assert desk.owner.post(f"/admin/v1/posts/{post}/cancel").json()["status"] == "cancelled"
    desk.after(hours=2)
    assert (desk.read(post)["occurrences"], desk.ledger()) == ([], [])
    for answer in (
        desk.owner.post(f"/admin/v1/posts/{post}/pause"),
        desk.owner.post(f"/admin/v1/posts/{post}/resume"),
        desk.owner.put(f"/admin/v1/posts/{post}", {**desk.body(), "revision": 1}),
    ):
        assert answer.code == "PostIsOver"


def test_what_is_not_there_is_not_found(desk: Desk) -> None:
    """Posts, occurrences and forecasts each say so."""
    post = desk.post()
    paths = {
        "/admin/v1/posts/nothing": "UnknownPost",
        "/admin/v1/posts/nothing/report": "UnknownPost",
        f"/admin/v1/posts/{post}/occurrences/2026-11-21T03:00:00.000Z/tasks": "UnknownOccurrence",
        f"/admin/v1/posts/{post}/forecasts/nothing": "UnknownForecast",
        f"/admin/v1/posts/{post}/forecasts/2026-11-21T03:00:00.000Z": "UnknownForecast",
    }
    assert {path: desk.owner.get(path).code for path in paths} == paths
    for verb in ("pause", "resume", "cancel", "forecasts"):
        assert desk.owner.post(f"/admin/v1/posts/nothing/{verb}").code == "UnknownPost"


def test_rules_are_kept_and_shown(desk: Desk) -> None:
    """Until they are set, WeCom's monthly quota holds, without cap and quiet hours."""
    assert desk.owner.get("/admin/v1/post-rules").json() == {
        "quota": "month",
        "cap": None,
        "quiet_hours": None,
        "revision": 0,
        "created_by": None,
        "edited_by": None,
        "edited_at": None,
    }
    rules = {"quota": "week", "cap": {"count": 2, "days": 7}, "quiet_hours": {"from": "21:00", "to": "09:00"}}
    desk.rules(**rules)
    shown = desk.owner.get("/admin/v1/post-rules").json()
    assert {**shown, **rules} == shown and shown["revision"] == 1
    for wrong in (
        {"quota": "year"},
        {"cap": {"count": 0, "days": 7}},
        {"quiet_hours": {"from": "24:00", "to": "1:00"}},
    ):
        assert desk.owner.put("/admin/v1/post-rules", wrong).code == "InvalidBody"
