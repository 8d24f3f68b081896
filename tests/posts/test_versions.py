"""Editing the text of a post that goes out again and again loses none of its times."""

from __future__ import annotations

from functools import partial
from typing import Any

from chalicelib.posts import occurrence_rows, running, service, store, troubles
from chalicelib.posts.ids import PostId
from chalicelib.posts.shapes import NewVersion
from tests.support.desk import TEXT, Desk
from tests.support.race.rivals import between

DAILY = {"kind": "recurring", "rrule": "FREQ=DAILY;BYHOUR=9;BYMINUTE=0", "starts_at": "2026-11-21T09:00"}
# A variable of which the post has said nothing that fits.
PRICED: dict[str, Any] = {
    "text": "第二杯 {{price}}",
    "variables": [{"type": "money", "name": "price", "fallback": 900}],
}


def _texts(desk: Desk) -> list[str]:
    return [entry["text"] for entry in desk.ledger()]


def _use(desk: Desk, post: str, **body: Any) -> Any:
    return desk.owner.post(f"/admin/v1/posts/{post}/new-version", body)


def test_an_approved_text_goes_out_until_the_next_is_approved(desk: Desk) -> None:
    """A draft stops nothing; once it is approved the post goes on with it, by itself, and says so."""
    desk.friends(1)
    post = desk.post(schedule=DAILY)
    desk.after(hours=23)
    desk.edit("改好的文字")
    desk.after(hours=24)
    desk.approve()
    desk.after(hours=24)
    assert _texts(desk) == [TEXT, TEXT, "改好的文字"]
    read = desk.read(post)
    assert (read["content"]["version"], read["problem"], read["failed"]) == (2, None, 0)
    assert [one["version"] for one in read["occurrences"]] == [2, 1, 1]
    used = desk.owner.get(f"/admin/v1/content-items/{desk.content}/uses").json()["items"]
    assert used == [{"user": "post", "user_id": post, "name": "周末", "version": 2}]


def test_a_new_version_that_does_not_fit_is_told_before_and_counted_after(desk: Desk) -> None:
    """The post shows why as soon as it is approved; its time fails; mended and tried again, it is sent."""
    desk.friends(1)
    desk.edit("只发群", channels=["groups"])
    post = desk.post(schedule=DAILY)
    desk.approve()
    desk.stack.drain()
    seen = desk.read(post)["problem"]
    assert (seen["code"], seen["remedy"], seen["about"]) == ("ChannelNotApproved", "edit", "content")
    desk.after(hours=23)
    line = desk.owner.get("/admin/v1/posts").json()["items"][0]
    assert (line["failed"], line["problem"]["code"]) == (1, "ChannelNotApproved")
    failed = desk.occurrence(post)
    assert (failed["status"], failed["reason"], desk.ledger()) == ("failed", "ChannelNotApproved", [])
    assert desk.report(post)["failed"] == 1
    desk.edit(version=3, **PRICED)
    desk.approve(3)
    desk.after(minutes=1)
    assert desk.read(post)["problem"] is None
    retried = desk.owner.post(f"/admin/v1/posts/{post}/occurrences/{failed['at']}/retries").json()
    assert retried["occurrences"][1]["again_at"] == retried["occurrences"][0]["at"]
    desk.stack.drain()
    assert _texts(desk) == ["第二杯 ¥9.00"]


def test_an_occurrence_is_tried_again_once(desk: Desk) -> None:
    """Pressed twice it is one more; what has not failed is not tried again; a cancelled post is over."""
    desk.friends(1)
    post = desk.post(schedule=DAILY)
    desk.recall()
    desk.after(hours=23)
    path = f"/admin/v1/posts/{post}/occurrences/{desk.occurrence(post)['at']}/retries"
    assert desk.owner.post(path).code == "VersionRecalled"
    desk.edit("新文字")
    desk.approve()
    assert _use(desk, post).json()["problem"] is None
    desk.after(minutes=1)
    assert [desk.owner.post(path).status for _ in range(2)] == [200, 200]
    desk.stack.drain()
    assert [one["status"] for one in desk.read(post)["occurrences"]] == ["sending", "failed"]
    assert _texts(desk) == ["新文字"]
    last = f"/admin/v1/posts/{post}/occurrences/{desk.occurrence(post)['at']}/retries"
    assert desk.owner.post(last).code == "HasNotFailed"
    never = f"/admin/v1/posts/{post}/occurrences/{desk.at(minutes=1)}/retries"
    assert desk.owner.post(never).code == "UnknownOccurrence"


def test_two_who_try_again_at_once_make_one_more(desk: Desk) -> None:
    """Both saw it failed: the second meets the first's, and is shown the same."""
    desk.friends(1)
    post = desk.post(schedule=DAILY)
    desk.recall()
    desk.after(hours=23)
    failed = desk.occurrence(post)["at"]
    desk.edit("新文字")
    desk.approve()
    _use(desk, post)
    desk.after(minutes=1)
    mine = partial(running.try_again, desk.ctx(), PostId(post), failed)
    desk.stack.clock.advance(1)
    with between(
        (occurrence_rows, "occurrence"),
        (occurrence_rows, "again"),
        partial(running.try_again, desk.ctx(), PostId(post), failed),
    ):
        shown = mine()
    assert [one.status for one in shown.occurrences] == ["claimed", "failed"]


def test_two_who_press_new_version_at_once_have_the_same_post(desk: Desk) -> None:
    """The second is answered what the first did, not that somebody was first."""
    post = PostId(desk.post(schedule=DAILY))
    desk.edit("新文字")
    desk.approve()
    press = partial(service.use_new_version, post_id=post, new=NewVersion())
    with between((store, "post"), (store, "use_version"), lambda: press(desk.ctx("operator:liming"))):
        assert press(desk.ctx("operator:zhangwei")).content.version == 2
    assert desk.read(post)["revision"] == 2


def test_the_new_version_is_used_by_one_verb(desk: Desk) -> None:
    """For one post, with values of its variables; again changes nothing; before one is approved there is none."""
    one, other = desk.post(schedule=DAILY), desk.post(schedule=DAILY)
    desk.edit(**PRICED)
    assert _use(desk, one).json()["revision"] == 1
    desk.approve()
    assert _use(desk, one, values={"price": "x"}).code == "BadValues"
    used = [_use(desk, one, values={"price": 1200}).json() for _ in range(2)]
    assert [(post["content"]["version"], post["revision"]) for post in used] == [(2, 2), (2, 2)]
    assert (desk.read(one)["content"]["values"], desk.read(other)["content"]["version"]) == ({"price": 1200}, 1)


def test_an_edit_that_leaves_the_content_alone_goes_on_with_what_goes_out(desk: Desk) -> None:
    """Its name is changed after another version was approved: nobody has to look up which one."""
    post = desk.post(schedule=DAILY)
    desk.edit("新文字")
    desk.approve()
    body = {**desk.body(name="新名", schedule=DAILY), "revision": 1}
    edited = desk.owner.put(f"/admin/v1/posts/{post}", body).json()
    assert (edited["name"], edited["content"]["version"]) == ("新名", 2)
    assert desk.owner.post("/admin/v1/posts", desk.body()).code == "NotApproved"


def test_who_uses_an_item_is_told_before_and_after_an_edit(desk: Desk) -> None:
    """Posts that still go out, and no longer those that moved to another item, are over or cancelled."""
    posts = [desk.post(name=f"第{number}个", schedule=DAILY) for number in range(3)]
    over = desk.post(name="一次")
    assert [use["user_id"] for use in _uses(desk)] == sorted([*posts, over])
    other = desk.approved(text="另一个")
    moved = {**desk.body(schedule=DAILY, content={"item_id": other, "version": 1}), "revision": 1}
    assert desk.owner.put(f"/admin/v1/posts/{posts[0]}", moved).status == 200
    desk.owner.post(f"/admin/v1/posts/{posts[1]}/cancel")
    desk.after(hours=1)
    left = [{"user": "post", "user_id": posts[2], "name": "第2个", "version": 1}]
    assert _uses(desk) == desk.owner.get(f"/admin/v1/content-items/{desk.content}").json()["used_by"] == left
    edited = desk.owner.post(f"/admin/v1/content-items/{desk.content}/versions", {"text": "改", "based_on": 1})
    assert edited.json()["used_by"] == left
    assert desk.owner.get("/admin/v1/content-items/nothing/uses").code == "UnknownContent"


def _uses(desk: Desk) -> list[dict[str, Any]]:
    """All pages, two a page."""
    path = f"/admin/v1/content-items/{desk.content}/uses?limit=2"
    page = desk.owner.get(path).json()
    found = page["items"]
    while page["cursor"]:
        page = desk.owner.get(f"{path}&cursor={page['cursor']}").json()
        found += page["items"]
    return list(found)


def test_a_post_that_was_held_back_for_its_words_says_so(desk: Desk) -> None:
    """An empty title or a brace in it is the operators' to correct, and no failure of ours."""
    problem = troubles.problem_of_reason(desk.ctx(), "Unsayable")
    assert (problem.code, problem.remedy) == ("Unsayable", "edit")


def test_a_post_goes_on_with_what_went_into_the_archive_and_no_new_one_may_use_it(desk: Desk) -> None:
    """It is edited and sent; another post, and the same one under another content, are told that it is put away."""
    desk.friends(1)
    post = desk.post(schedule=DAILY)
    assert desk.owner.post(f"/admin/v1/content-items/{desk.content}/archive").status == 200
    edited = {**desk.body(schedule=DAILY, name="改名"), "revision": desk.read(post)["revision"]}
    assert desk.owner.put(f"/admin/v1/posts/{post}", edited).json()["name"] == "改名"
    assert _use(desk, post).status == 200
    assert desk.owner.post("/admin/v1/posts", desk.body()).code == "ContentArchived"
    desk.after(hours=23)
    assert _texts(desk) == [TEXT]
