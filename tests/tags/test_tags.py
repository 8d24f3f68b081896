"""Tags and groups of them renamed, merged and deleted: at WeCom, and wherever they are used."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

import pytest

from chalicelib.core.context import Ctx
from chalicelib.platforms.wecom.events import Event
from chalicelib.posts import audiences, store
from chalicelib.posts import service as posts
from chalicelib.posts.errands import LookAtAudiences
from chalicelib.posts.ids import PostId
from tests.support import make
from tests.support.library import CORP, COUNT, Library
from tests.support.make.people import contact_way
from tests.support.stack import running_stack


@pytest.fixture(scope="module")
def library() -> Iterator[Library]:
    with running_stack() as stack:
        yield Library(stack)


def test_a_rename_reaches_wecom_members_and_posts(library: Library) -> None:
    """Found under the new name alone; live codes hold the id and need nothing; the same again changes nothing."""
    ((tag, old),) = library.tags("新客")
    member, new = library.member(tag), f"{old}改"
    post = library.post(any_tags=[old])
    job = library.job(library.ask(tag, "name", name=new))
    assert (job["state"], job["done"], job["failed"]) == ("done", 1, 0)
    about = json.loads(job["result"])
    assert (about["old"], about["new"], len(about["groups"])) == ([old], new, 1), (
        "whoever looks on knows which tag it is"
    )
    assert new in library.living() and old not in library.living()
    assert (library.here(member), library.found(new), library.found(old)) == ([new], [member.id], [])
    assert library.audience(post)["any_tags"] == [new]
    assert library.job(library.ask(tag, "name", name=new))["state"] == "done"


def test_a_name_that_is_taken_is_told_before_anything_begins(library: Library) -> None:
    """Within its group; and a tag that there is not."""
    (tag, _), (_, taken) = library.tags("甲", "乙")
    refused = library.ask(tag, "name", name=taken)
    assert (refused.status, refused.json()["details"]["errors"][0]["rule"]) == (422, "taken")
    blank = library.ask(tag, "name", name=f" {taken}　")
    assert (blank.status, blank.json()["details"]["errors"][0]["rule"]) == (422, "taken")
    assert library.ask("etnobody", "name", name="x").code == "UnknownCorpTag"
    assert library.ask(tag, "merges", into=tag).json()["details"]["errors"][0]["rule"] == "itself"
    assert library.ask(tag, "merges", into="etnobody").json()["details"]["errors"][0]["rule"] == "unknown"


def test_who_left_is_called_by_the_new_name_too(library: Library) -> None:
    """WeCom tells nothing of them any more, so what we know of them follows by itself."""
    ((tag, old),) = library.tags("老客")
    member = library.member(tag)
    library.stack.platform.delete(member.customer, "liming")
    library.stack.work_off()
    library.stack.clock.advance(1)
    library.job(library.ask(tag, "name", name=f"{old}改"))
    assert library.here(member) == [f"{old}改"]


def test_a_merge_gives_all_the_other_tag_and_takes_the_first_away(library: Library) -> None:
    """Members by the hands of each who put it on, live codes, posts; once it is confirmed, with what uses it told."""
    (old, was), (into, now) = library.tags("旧", "新")
    both, one = library.member(old, into), library.member(old)
    library.stack.platform.add(one.customer, contact_way(library.stack, "wangfang", "demo"))
    library.stack.work_off()
    library.stack.clock.advance(1)
    code = make.live_code(library.stack, tag_ids=[old, into])
    post = library.post(any_tags=[was], no_tags=[])
    asked = library.ask(old, "merges", into=into)
    assert (asked.code, asked.json()["details"]["errors"][0]["limit"]) == ("NeedsConfirmation", 2)
    job = library.job(library.ask(old, "merges", into=into, confirm=True))
    assert (job["state"], job["done"], job["failed"], job["total"]) == ("done", 2, 0, 2)
    for member in (both, one):
        assert (library.here(member), library.at_wecom(member)) == ([now], [now])
    assert library.at_wecom(one, "wangfang") == [], "who had not put it on does not now"
    assert was not in library.living() and library.found(was) == []
    assert library.owner.get(f"/admin/v1/live-codes/{code.id}").json()["tag_ids"] == [into]
    assert library.audience(post)["any_tags"] == [now]


def test_a_merge_that_wecom_refuses_for_a_member_keeps_the_tag(library: Library) -> None:
    """Nobody loses what they have: the line says who and why, and the same again finishes."""
    (old, was), (into, now) = library.tags("旧", "新")
    member = library.member(old)
    fault = library.stack.platform.fault(kind="permanent", api="externalcontact/mark_tag", errcode=40126)
    job = library.job(library.ask(old, "merges", into=into, confirm=True))
    assert (job["state"], job["failed"], job["rejects"][0]["reference"]) == ("done", 2, member.id)
    assert library.at_wecom(member) == [was] and was in library.living()
    library.stack.platform.call("DELETE", f"faults/{fault['id']}")
    assert library.job(library.ask(old, "merges", into=into, confirm=True))["failed"] == 0
    assert library.at_wecom(member) == [now]


@pytest.mark.parametrize("second", ["back", "merge", "merge into it", "delete"])
def test_what_was_asked_for_of_tags_that_changed_since_changes_nothing(library: Library, second: str) -> None:
    """Two are asked for at once, and one begins when the other is over: A into B while B into A would leave neither."""
    (tag, name), (other, beside) = library.tags("先", "后")
    member = library.member(tag)
    back = second == "back"
    first = library.ask(tag, "merges", into=other, confirm=True) if back else library.ask(tag, "name", name=f"{name}改")
    if second == "delete":
        late = library.ask(tag, "deletions", confirm=True)
    elif second == "merge":
        late = library.ask(tag, "merges", into=other, confirm=True)
    else:
        late = library.ask(other, "merges", into=tag, confirm=True)
    job = f"/admin/v1/jobs/{late.json()['job_id']}"
    assert library.owner.post(f"{job}/pause").status == 200
    assert library.job(first)["failed"] == 0
    assert library.owner.post(f"{job}/resume").status == 200
    told = library.job(late)
    assert (told["state"], told["done"], told["failed"]) == ("done", 0, 1)
    assert "重新提交" in told["rejects"][0]["reason_zh"]
    now = beside if back else f"{name}改"
    assert (library.here(member), library.at_wecom(member)) == ([now], [now])
    assert beside in library.living()


def test_a_deletion_tells_what_uses_it_and_then_it_is_gone_everywhere(library: Library) -> None:
    """From members and live codes; a post that chose by it is paused, for it would mean others, and says why."""
    (tag, name), (_, other) = library.tags("删", "留")
    member = library.member(tag)
    code = make.live_code(library.stack, tag_ids=[tag])
    post, left = library.post(no_tags=[name]), library.post(any_tags=[other])
    seen = library.owner.get(f"/admin/v1/tags/{tag}").json()
    assert (seen["uses"]["members"], seen["uses"]["is_all"], seen["uses"]["many_codes"]) == (1, True, 1)
    assert (seen["uses"]["posts"], seen["same_name"], seen["in_hand"]) == (["周末"], False, "")
    warned = library.ask(tag, "deletions")
    assert warned.code == "NeedsConfirmation" and "会员 1 人，活码 1 个" in warned.json()["message_zh"]
    assert name in library.living()
    job = library.job(library.ask(tag, "deletions", confirm=True))
    assert (job["state"], job["done"], job["failed"]) == ("done", 1, 0)
    assert name not in library.living()
    assert (library.here(member), library.at_wecom(member), library.found(name)) == ([], [], [])
    shown = library.owner.get(f"/admin/v1/live-codes/{code.id}").json()
    assert (shown["tag_ids"], shown["problem"]["code"]) == ([], "TagDeleted")
    held = library.owner.get(f"/admin/v1/posts/{post}").json()
    assert (held["status"], held["problem"]["code"], held["problem"]["about"]) == (
        "paused",
        "TagOfAudienceDeleted",
        "audience",
    )
    assert library.owner.get(f"/admin/v1/posts/{left}").json()["problem"] is None
    assert library.ask(tag, "deletions").code == "UnknownCorpTag"


def test_a_post_goes_on_once_its_audience_is_mended_and_not_before(library: Library) -> None:
    """Whoever resumes it, or takes new content for it, would send it to those whom the tag had kept out."""
    ((tag, name),) = library.tags("勿扰")
    post = library.post(no_tags=[name])
    path, owner = f"/admin/v1/posts/{post}", library.owner
    library.job(library.ask(tag, "deletions", confirm=True))
    assert owner.post(f"{path}/resume").code == "PostIsHeld"
    assert owner.post(f"{path}/new-version", {}).status == 200
    assert (owner.post(f"{path}/resume").code, owner.get(path).json()["status"]) == ("PostIsHeld", "paused")
    held = owner.get(path).json()
    kept = {name: held[name] for name in ("name", "schedule", "revision")}
    kept |= {"content": {name: held["content"][name] for name in ("item_id", "version")}, "confirm": True}
    edited = owner.put(path, {**kept, "audience": {"channel": "customers"}})
    assert (edited.status, edited.json()["problem"]) == (200, None), edited.body
    assert owner.post(f"{path}/resume").json()["status"] == "scheduled"


def test_what_is_held_while_somebody_resumes_it_stays_held(library: Library, monkeypatch: pytest.MonkeyPatch) -> None:
    """It was read before its tag was gone."""
    ((_, name),) = library.tags("勿扰")
    post = library.post(no_tags=[name])
    path = f"/admin/v1/posts/{post}"
    assert library.owner.post(f"{path}/pause").status == 200
    resume = store.set_status

    def late(*given: Any) -> Any:
        posts.hold_naming(library.stack.ctx(), {name})
        return resume(*given)

    monkeypatch.setattr(store, "set_status", late)
    assert library.owner.post(f"{path}/resume").status == 409
    assert library.owner.get(path).json()["status"] == "paused"


def test_what_nothing_uses_is_deleted_without_a_question(library: Library) -> None:
    """A slip of a moment ago."""
    ((tag, name),) = library.tags("错")
    assert library.job(library.ask(tag, "deletions"))["state"] == "done"
    assert name not in library.living()


def test_a_tag_of_another_app_stays_and_the_job_says_whose_it_is(library: Library) -> None:
    """Neither renamed nor deleted: WeCom refuses, the reason says where to do it, and nothing here has changed."""
    ((tag, name),) = library.tags("别家")
    member = library.member(tag)
    library.foreign(tag)
    for act, body in (("name", {"name": "改"}), ("deletions", {"confirm": True})):
        job = library.job(library.ask(tag, act, **body))
        assert (job["state"], job["failed"]) == ("done", 1)
        assert "其他应用" in job["rejects"][0]["reason_zh"], job
    assert (library.here(member), library.found(name)) == ([name], [member.id])
    group = next(group.id for group in library.groups() if any(one.id == tag for one in group.tags))
    refused = library.owner.put(f"/admin/v1/tag-groups/{group}/name", {"name": "别家的组"})
    assert refused.code == "TagOfAnotherApp"
    library.stack.sandbox.world.state.tag_groups[CORP] = [one for one in library.groups() if one.id != group]


def test_two_tags_of_one_name_are_told_apart_by_wecom(library: Library) -> None:
    """One of them is renamed: who has the other keeps its name, and posts, which know no more than it, stay."""
    ((tag, name),) = library.tags("同名")
    made = library.owner.post("/admin/v1/tag-groups", {"name": f"另一组{next(COUNT)}", "tags": [name]}).json()
    twin = made["tags"][0]["id"]
    mine, theirs = library.member(tag), library.member(twin)
    post = library.post(any_tags=[name])
    assert library.owner.get(f"/admin/v1/tags/{tag}").json()["same_name"]
    job = library.job(library.ask(tag, "name", name=f"{name}改"))
    assert job["failed"] == 1 and job["rejects"][0]["reference"] == post
    assert (library.here(mine), library.here(theirs)) == ([f"{name}改"], [name])
    assert library.audience(post)["any_tags"] == [name]


def test_groups_are_renamed_and_deleted_with_all_their_tags(library: Library) -> None:
    """The members lose each of them; a name that another group has is refused."""
    made = library.owner.post("/admin/v1/tag-groups", {"name": f"组{next(COUNT)}", "tags": ["一", "二"]}).json()
    other = library.owner.post("/admin/v1/tag-groups", {"name": f"组{next(COUNT)}", "tags": ["三"]}).json()
    path = f"/admin/v1/tag-groups/{made['id']}"
    assert library.owner.put(f"{path}/name", {"name": other["name"]}).status == 422
    assert library.owner.put(f"{path}/name", {"name": "新组名"}).json()["name"] == "新组名"
    member = library.member(*(tag["id"] for tag in made["tags"]))
    assert library.owner.post(f"{path}/deletions", {}).code == "NeedsConfirmation"
    assert library.job(library.owner.post(f"{path}/deletions", {"confirm": True}))["done"] == 2
    assert library.here(member) == [] and not {"一", "二"} & library.living()
    assert library.owner.post(f"{path}/deletions", {}).code == "UnknownCorpTag"


def test_what_a_colleague_renamed_meanwhile_is_not_renamed_over(library: Library) -> None:
    """A tag or its group: who saw the name of before hears the one of now; a repeat of one's own is answered alike."""
    ((tag, name),) = library.tags("撞名")
    group = next(one for one in library.groups() if any(it.id == tag for it in one.tags))
    ways = [(f"/admin/v1/tags/{tag}/name", name), (f"/admin/v1/tag-groups/{group.id}/name", group.name)]
    for path, before in ways:
        theirs, mine = {"name": f"{before}甲", "was": before}, {"name": before, "was": f"{before}乙"}
        for _ in range(2):
            assert library.owner.put(path, theirs).status == 200
            library.stack.work_off()
        refused = library.owner.put(path, mine)
        assert (refused.status, refused.code, refused.json()["details"]) == (409, "TagRenamed", {"name": f"{before}甲"})
        assert library.owner.put(path, {"name": f"{before}丙"}).status == 200
        library.stack.work_off()


def test_a_group_is_changed_by_one_job_at_a_time(library: Library) -> None:
    """Whoever comes second hears which job it is; a job that was cancelled holds nothing."""
    (one, _), (two, _) = library.tags("先", "后")
    first = library.ask(one, "name", name=f"先改{next(COUNT)}").json()["job_id"]
    second = library.ask(two, "name", name=f"后改{next(COUNT)}")
    assert second.status == 200, "neither has begun"
    jobs = [library.job(answer) for answer in (second,)]
    seen = [library.owner.get(f"/admin/v1/jobs/{first}").json(), *jobs]
    assert sorted((one["state"], one["failed"]) for one in seen) == [("done", 0), ("done", 1)]
    assert "另一个任务" in next(job for job in jobs)["rejects"][0]["reason_zh"]


def test_the_tags_of_a_group_are_counted_page_by_page(library: Library) -> None:
    """Also who has so many tags that the index lists them as one of many."""
    names = [f"数{number}" for number in range(9)]
    made = library.owner.post("/admin/v1/tag-groups", {"name": f"计数{next(COUNT)}", "tags": names}).json()
    ids = [tag["id"] for tag in made["tags"]]
    library.member(ids[0])
    library.member(*ids)
    path = f"/admin/v1/tag-groups/{made['id']}/counts?limit=5"
    first = library.owner.get(path).json()
    second = library.owner.get(f"{path}&cursor={first['cursor']}").json()
    assert [one["members"] for one in (*first["items"], *second["items"])] == [2, *[1] * 8]
    assert (first["items"][0]["is_all"], len(first["items"]), second["cursor"]) == (True, 5, "")


def test_a_tag_that_was_changed_by_hand_at_wecom_is_told_on_posts_that_choose_by_it(library: Library) -> None:
    """After the night's comparison: the post goes on and says so; it says so no more once there is such a tag."""
    ((tag, name),) = library.tags("手改")
    post = library.post(any_tags=[name])
    there = next(one for group in library.groups() for one in group.tags if one.id == tag)
    for called, code in ((f"{name}新", "TagOfAudienceUnknown"), (name, None)):
        there.name = called
        library.stack.clock.advance(60)
        assert make.session(library.stack).post("/admin/v1/staff-reconciles").status == 202
        library.stack.work_off()
        shown = make.session(library.stack).get(f"/admin/v1/posts/{post}").json()
        assert (shown["status"], (shown["problem"] or {}).get("code")) == ("scheduled", code)
        assert code is None or name in shown["problem"]["zh"]


@pytest.mark.parametrize("field", ["any_tags", "no_tags"])
@pytest.mark.parametrize("whole", [False, True], ids=["a tag", "its group"])
def test_what_is_deleted_by_hand_at_wecom_holds_the_posts_that_choose_by_it(
    library: Library, field: str, *, whole: bool
) -> None:
    """At once, as after a deletion here, for it would reach others; what names another tag goes on."""
    ((tag, name),) = library.tags("手删")
    group = library.owner.post("/admin/v1/tag-groups", {"name": f"组{name}", "tags": [f"另{name}"]}).json()
    gone, called = (group["id"], f"另{name}") if whole else (tag, name)
    library.stack.clock.advance(1)
    post, other = library.post(**{field: [called]}), library.post(**{field: [name if whole else f"另{name}"]})
    library.stack.platform.call("DELETE", f"corps/{CORP}/tags/{gone}")
    library.stack.work_off()
    read = make.session(library.stack).get
    shown, goes_on = (read(f"/admin/v1/posts/{one}").json() for one in (post, other))
    assert (shown["status"], shown["problem"]["code"]) == ("paused", "TagOfAudienceDeleted")
    assert called in shown["problem"]["zh"] and (goes_on["status"], goes_on["problem"]) == ("scheduled", None)


def test_a_tag_that_left_people_out_and_was_renamed_by_hand_holds_the_post(library: Library) -> None:
    """At once: who of its members is read again has the new name, and nobody is written to before that is mended."""
    (tag, name), (_, fine) = library.tags("投诉", "团购")
    library.member(tag)
    post, other = library.post(no_tags=[name]), library.post(no_tags=[fine])
    renamed = next(one for group in library.groups() for one in group.tags if one.id == tag)
    renamed.name = f"{name}新"
    for _ in range(2):  # the event, and the night again
        library.stack.clock.advance(10)
        audiences.changed(library.stack.ctx(), Event(name="change_external_tag/update", created=0))
        library.stack.work_off()
    read = make.session(library.stack).get
    held, goes_on = (read(f"/admin/v1/posts/{one}").json() for one in (post, other))
    assert (held["status"], held["problem"]["code"]) == ("paused", "TagOfAudienceDeleted")
    assert name in held["problem"]["zh"]
    assert (goes_on["status"], goes_on["problem"]) == ("scheduled", None)
    assert make.session(library.stack).post(f"/admin/v1/posts/{post}/resume").code == "PostIsHeld"


def test_a_renaming_here_is_no_renaming_by_hand(library: Library) -> None:
    """The post goes on under the new name, and is held when that one is renamed by hand."""
    ((tag, name),) = library.tags("退货")
    post = library.post(no_tags=[name])
    library.job(library.ask(tag, "name", name=f"{name}改"))

    def status() -> str:
        library.stack.clock.advance(10)
        audiences.changed(library.stack.ctx(), Event(name="change_external_tag/update", created=0))
        library.stack.work_off()
        return str(make.session(library.stack).get(f"/admin/v1/posts/{post}").json()["status"])

    assert status() == "scheduled"
    next(one for group in library.groups() for one in group.tags if one.id == tag).name = f"{name}手改"
    assert status() == "paused"


@pytest.mark.parametrize("is_foreign", [True, False])
def test_a_renaming_here_that_changed_nothing_leaves_a_renaming_by_hand_noticed(
    library: Library, is_foreign: bool
) -> None:
    """WeCom refused it, or it was called so before: the post still leaves out by a tag that is the corp's."""
    ((tag, name),) = library.tags("退货")
    library.member(tag)
    post = library.post(no_tags=[name])
    if is_foreign:
        library.foreign(tag)
    job = library.job(library.ask(tag, "name", name=f"{name}改" if is_foreign else name))
    assert (job["state"], job["failed"]) == ("done", int(is_foreign))
    next(one for group in library.groups() for one in group.tags if one.id == tag).name = f"{name}手改"
    library.stack.clock.advance(10)
    audiences.changed(library.stack.ctx(), Event(name="change_external_tag/update", created=0))
    library.stack.work_off()
    assert make.session(library.stack).get(f"/admin/v1/posts/{post}").json()["status"] == "paused"


def test_who_looks_while_a_tag_is_renamed_here_does_not_leave_its_post_marked(
    library: Library, monkeypatch: pytest.MonkeyPatch
) -> None:
    """WeCom has the new name, the post the old one: a moment later it is sound, and says so."""
    ((tag, name),) = library.tags("退货")
    library.member(tag)
    post, rename = library.post(no_tags=[name]), posts.rename_tag
    seen: list[str] = []

    def between(ctx: Ctx, old: str, new: str) -> int:
        library.stack.clock.advance(10)
        audiences.look(ctx, LookAtAudiences(asked_at=library.stack.ctx().at))
        seen.append(make.session(library.stack).get(f"/admin/v1/posts/{post}").json()["problem"]["code"])
        return rename(ctx, old, new)

    monkeypatch.setattr(posts, "rename_tag", between)
    library.job(library.ask(tag, "name", name=f"{name}改"))
    found = make.session(library.stack).get(f"/admin/v1/posts/{post}").json()
    assert (seen, found["status"], found["problem"]) == (["TagOfAudienceUnknown"], "scheduled", None)


def _forgets(library: Library, post: str) -> None:
    row = store.post(library.stack.ctx(), PostId(post))
    assert row is not None
    store.note_corp_tags(library.stack.ctx(), row, ())


def test_a_tag_of_which_nobody_knows_whose_it_was_holds_the_post_when_nobody_has_it(library: Library) -> None:
    """A post of before that was noted: told while members have the name, held when nobody has it any more."""
    ((tag, name),) = library.tags("投诉")
    member, post = library.member(tag), library.post(no_tags=[name])
    _forgets(library, post)
    next(one for group in library.groups() for one in group.tags if one.id == tag).name = f"{name}新"

    def shown() -> tuple[str, str]:
        audiences.changed(library.stack.ctx(), Event(name="change_external_tag/update", created=0))
        library.stack.work_off()
        read = make.session(library.stack).get(f"/admin/v1/posts/{post}").json()
        return read["status"], read["problem"]["code"]

    assert shown() == ("scheduled", "TagOfAudienceUnknown")
    library.stack.clock.advance(1)
    assert make.session(library.stack).post(f"/admin/v1/members/{member.id}/retries").status == 200
    library.stack.work_off()
    assert shown() == ("paused", "TagOfAudienceDeleted")
