"""Tags that operators put on members by hand and in bulk."""

from __future__ import annotations

from typing import Any

import pytest

from chalicelib.members import marking, tagged
from chalicelib.platforms.wecom.errors import WeComBusy
from tests.support import make
from tests.support.http import Answer, Http
from tests.support.make.people import contact_way
from tests.support.stack import Stack, forget_everything


def _member(stack: Stack, name: str = "小红", staff: str = "liming") -> make.Member:
    """A member who was read a moment ago: what is read later counts."""
    member = make.member(stack, name, staff=staff)
    stack.clock.advance(1)
    return member


def _tags(http: Http, member_id: str) -> dict[str, list[str]]:
    relations = http.get(f"/admin/v1/members/{member_id}").json()["relations"]
    return {one["userid"]: one["tags"] for one in relations}


def _bulk(http: Http, **body: Any) -> Answer:
    return http.post("/admin/v1/member-taggings", body)


def _job(stack: Stack, begun: Answer) -> dict[str, Any]:
    stack.work_off()
    path = f"/admin/v1/jobs/{begun.json()['job_id']}"
    http = make.session(stack)
    job: dict[str, Any] = http.get(path).json()
    return {**job, "rejects": http.get(f"{path}/rejects").json()["items"]}


def test_tags_are_put_on_and_taken_off_at_wecom_and_here(stack: Stack) -> None:
    """As each friend's member of staff, or as the one who is named; the member is found by them."""
    vip, old = make.tag_ids(stack, "VIP", "老客")
    member, owner = _member(stack, "王小红"), make.session(stack)
    stack.platform.add(member.customer, contact_way(stack, "wangfang", "demo"))
    stack.work_off()
    stack.clock.advance(1)
    path = f"/admin/v1/members/{member.id}/tags"
    assert owner.post(path, {"add": [vip, old]}).status == 200
    assert _tags(owner, member.id) == {"liming": ["VIP", "老客"], "wangfang": ["VIP", "老客"]}
    stack.clock.advance(1)
    answer = owner.post(path, {"remove": [vip], "staff": "LiMing"})
    assert {one["userid"]: one["tags"] for one in answer.json()["relations"]}["liming"] == ["老客"]
    found = owner.get("/admin/v1/members?tag=VIP").json()["items"]
    assert [one["member_id"] for one in found] == [member.id], "wangfang's is on still"


@pytest.mark.parametrize(
    ("body", "rule"),
    [
        ({"add": ["etnobody"]}, "unknown"),
        ({}, "empty"),
        ({"add": ["a"], "remove": ["a"]}, "both"),
    ],
)
def test_what_cannot_be_tagged_is_told_at_the_field(stack: Stack, body: dict[str, Any], rule: str) -> None:
    """An unknown tag, none at all, and one both on and off."""
    member = _member(stack)
    answer = make.session(stack).post(f"/admin/v1/members/{member.id}/tags", body)
    assert answer.json()["details"]["errors"][0]["rule"] == rule, answer.body


def test_too_short_a_name_to_find_many_by_is_told_at_its_field(stack: Stack) -> None:
    """Before a job begins that could find nobody."""
    answer = _bulk(make.session(stack), add=make.tag_ids(stack, "VIP"), which={"q": "王"})
    (fault,) = answer.json()["details"]["errors"]
    assert (answer.code, fault["path"]) == ("SearchTooShort", "which.q"), answer.body


def test_somebody_who_is_no_friend_cannot_tag(stack: Stack) -> None:
    """The one who is named must have the customer; a stranger is nobody."""
    (vip,) = make.tag_ids(stack, "VIP")
    member, owner = _member(stack), make.session(stack)
    assert owner.post(f"/admin/v1/members/{member.id}/tags", {"add": [vip], "staff": "chenyu"}).code == "BadTagging"
    assert owner.post("/admin/v1/members/NOBODY/tags", {"add": [vip]}).code == "UnknownMember"


def test_an_adviser_tags_their_own_customers_as_themselves(stack: Stack) -> None:
    """Another's customer is not there, and another's tags stay as they are."""
    (vip,) = make.tag_ids(stack, "VIP")
    own, other = _member(stack, "王小红"), _member(stack, "王小明", staff="wangfang")
    stack.platform.add(own.customer, contact_way(stack, "wangfang", "demo"))
    stack.work_off()
    stack.clock.advance(1)
    adviser = make.operator(stack, "adviser", "liming")
    assert adviser.post(f"/admin/v1/members/{own.id}/tags", {"add": [vip]}).status == 200
    assert _tags(make.session(stack), own.id) == {"liming": ["VIP"], "wangfang": []}
    assert adviser.post(f"/admin/v1/members/{other.id}/tags", {"add": [vip]}).code == "UnknownMember"
    assert _bulk(adviser, add=[vip], members=[own.id]).code == "RoleNotAllowed"


def test_many_are_tagged_by_what_they_are_found_by(stack: Stack, monkeypatch: pytest.MonkeyPatch) -> None:
    """They are counted before; then each is tagged though the filter's own tag is taken off on the way."""
    monkeypatch.setattr(tagged, "A_STEP", 2)
    monkeypatch.setattr(tagged, "MANY", 2)
    new, old = make.tag_ids(stack, "新客", "老客")
    owner = make.session(stack)
    members = [_member(stack, name) for name in ("王小红", "王小明", "王小刚")]
    begun = _bulk(owner, add=[new], members=[one.id for one in members], confirm=True)
    assert (begun.status, begun.json()["members"], _job(stack, begun)["done"]) == (201, 3, 3)
    which = {"tag": "新客"}
    assert _bulk(owner, add=[old], remove=[new], which=which).code == "NeedsConfirmation"
    counted = _job(stack, _bulk(owner, add=[old], remove=[new], which=which, preview=True))
    assert (counted["state"], counted["done"], counted["total"]) == ("done", 3, 3)
    assert _tags(owner, members[0].id) == {"liming": ["新客"]}, "nobody was tagged by counting"
    stack.clock.advance(1)
    job = _job(stack, _bulk(owner, add=[old], remove=[new], which=which, confirm=True))
    assert (job["state"], job["done"], job["failed"], job["total"]) == ("done", 3, 0, 3)
    assert [_tags(owner, one.id) for one in members] == [{"liming": ["老客"]}] * 3


@pytest.mark.parametrize("becomes", [{"role": ""}, {"role": "viewer"}, {"role": "marketer", "scope": {"kind": "own"}}])
def test_a_bulk_act_of_somebody_who_may_not_any_more_stops(
    stack: Stack, monkeypatch: pytest.MonkeyPatch, becomes: dict[str, Any]
) -> None:
    """Before its next step, with why; who resumes it answers for it, and it ends with everybody tagged once."""
    monkeypatch.setattr(tagged, "A_STEP", 1)
    (vip,) = make.tag_ids(stack, "VIP")
    members = [_member(stack, name) for name in ("王小红", "王小明")]
    marketer, owner = make.operator(stack, "marketer", "chenyu"), make.session(stack)
    begun = _bulk(marketer, add=[vip], members=[one.id for one in members])
    path = f"/admin/v1/jobs/{begun.json()['job_id']}"
    stack.drain.jobs()
    assert owner.get(path).json()["done"] == 1
    assert owner.put("/admin/v1/operators/chenyu", becomes).status == 200
    stack.drain.jobs()
    held = owner.get(path).json()
    assert (held["state"], held["done"], held["problem"]["code"]) == ("paused", 1, "AskerMayNot")
    assert owner.post(f"{path}/resume").status == 200
    job = _job(stack, begun)
    assert (job["state"], job["done"], job["failed"], job["problem"]) == ("done", 2, 0, None)


def test_a_bulk_act_of_a_leaver_stops(stack: Stack, monkeypatch: pytest.MonkeyPatch) -> None:
    """Their role need not be taken by hand; who is called otherwise by now goes on."""
    monkeypatch.setattr(tagged, "A_STEP", 1)
    (vip,) = make.tag_ids(stack, "VIP")
    members = [_member(stack, name).id for name in ("王小红", "王小明", "王小刚")]
    begun = _bulk(make.operator(stack, "marketer", "chenyu"), add=[vip], members=members)
    path = f"/admin/v1/jobs/{begun.json()['job_id']}"
    _becomes(stack, "rename", "chenyu", userid="chenyu2")
    stack.drain.jobs()
    assert make.session(stack).get(path).json()["done"] == 1
    _becomes(stack, "leave", "chenyu2")
    stack.drain.jobs()
    held = make.session(stack).get(path).json()
    assert (held["state"], held["done"], held["problem"]["code"]) == ("paused", 1, "AskerMayNot")


def _becomes(stack: Stack, verb: str, who: str, **body: str) -> None:
    """An administrator acts at WeCom, a minute later; what follows is done, but for jobs."""
    stack.clock.advance(60)
    stack.platform.staff(verb, who, **body)
    stack.sandbox.deliver_all()
    drain = stack.drain
    while sum([drain.callbacks(), drain.changes(), drain.follow(), drain.lanes(), drain.sends()]):
        pass
    forget_everything()


def test_a_bulk_act_that_is_cancelled_amidst_leaves_the_rest_untagged(
    stack: Stack, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What was put on stays; asked for again, the others have it too, and nobody twice."""
    monkeypatch.setattr(tagged, "A_STEP", 1)
    (vip,) = make.tag_ids(stack, "VIP")
    members = [_member(stack, name).id for name in ("王小红", "王小明", "王小刚")]
    owner = make.session(stack)
    begun = _bulk(owner, add=[vip], members=members, confirm=True)
    path = f"/admin/v1/jobs/{begun.json()['job_id']}"
    while not owner.get(path).json()["done"]:
        stack.drain.jobs()
    assert owner.post(f"{path}/cancel").json()["state"] == "cancelled"
    done = _job(stack, begun)["done"]
    tags = [_tags(owner, one)["liming"] for one in members]
    assert (tags.count(["VIP"]), tags.count([])) == (done, 3 - done) == (1, 2)
    assert _job(stack, _bulk(owner, add=[vip], members=members, confirm=True))["done"] == 3
    assert [_tags(owner, one) for one in members] == [{"liming": ["VIP"]}] * 3


def test_whom_a_bulk_act_does_not_take_is_listed(stack: Stack) -> None:
    """Who is not there, and who is no friend any more, with a reason each; the others are tagged."""
    (vip,) = make.tag_ids(stack, "VIP")
    owner, here, gone = make.session(stack), _member(stack, "王小红"), _member(stack, "王小明")
    stack.platform.delete(gone.customer, "liming")
    stack.work_off()
    job = _job(stack, _bulk(owner, add=[vip], members=["NOBODY", here.id, gone.id]))
    assert (job["done"], job["failed"]) == (1, 2)
    assert [(one["line"], one["reference"]) for one in job["rejects"]] == [(1, "NOBODY"), (3, gone.id)]
    assert _bulk(owner, add=[vip]).code == _bulk(owner, add=[vip], which={}).code == "BadTagging"


def test_a_busy_platform_ends_a_step_where_it_is(stack: Stack, monkeypatch: pytest.MonkeyPatch) -> None:
    """Whoever was tagged counts; the next step goes on behind them, and nobody is left out."""
    (vip,) = make.tag_ids(stack, "VIP")
    owner = make.session(stack)
    members = [_member(stack, name) for name in ("王小红", "王小明")]
    mark, asked = marking.mark, []

    def busy(*args: Any) -> Any:
        asked.append(args[2])
        if len(asked) == 2:
            raise WeComBusy("externalcontact/mark_tag", 45009)
        return mark(*args)

    monkeypatch.setattr(marking, "mark", busy)
    job = _job(stack, _bulk(owner, add=[vip], members=[one.id for one in members]))
    assert (job["state"], job["done"], len(asked)) == ("done", 2, 3)
    assert [_tags(owner, one.id) for one in members] == [{"liming": ["VIP"]}] * 2
