"""Who has left, or may not act, acts no more; who is called otherwise still does."""

from __future__ import annotations

from collections import Counter
from typing import Any

import pytest

from chalicelib.access import store as store_of_roles
from chalicelib.core.ids import UserId
from chalicelib.core.moments import epoch_iso
from chalicelib.core.ops import jobs, metrics
from chalicelib.platforms.wecom.events import Event
from chalicelib.staff import hints, store
from chalicelib.staff.jobs import ReconcileStaff
from tests.support import make
from tests.support.http import Http
from tests.support.stack import Stack, forget_everything
from tests.support.state import fact_kinds
from tests.support.wecom import CORPS

CORP = CORPS["demo"].corp_id


def _does(stack: Stack, verb: str, who: str, **body: Any) -> None:
    """An administrator acts at WeCom, a minute later; what follows is done."""
    stack.clock.advance(60)
    stack.platform.staff(verb, who, **body)
    stack.work_off()
    assert not stack.queues.dead
    forget_everything()


def _may(client: Http) -> str:
    """'' for whoever may list live codes, else why not."""
    answer = client.get("/admin/v1/live-codes")
    return "" if answer.status == 200 else str(answer.json()["code"])


def test_a_leavers_role_ends_and_does_not_come_back_with_them(stack: Stack) -> None:
    """An open session ends as well; a new person under the old userid has no role."""
    client = make.operator(stack, "marketer", "wangfang")
    assert _may(client) == ""
    _does(stack, "leave", "wangfang")
    assert _may(make.session(stack, "wangfang")) == "NotAnOperator"
    _does(stack, "return", "wangfang")
    assert _may(make.session(stack, "wangfang")) == "NotAnOperator"
    roles = make.session(stack).get("/admin/v1/operators").json()["items"]
    assert [one["userid"] for one in roles] == ["zhangwei"]


def test_a_departure_counts_before_anything_follows_from_it(stack: Stack) -> None:
    """The role is refused by what the directory says, not by what a queue has got to."""
    make.operator(stack, "marketer", "wangfang")
    stack.clock.advance(60)
    store.gone(stack.ctx(), UserId("wangfang"), stack.ctx().at)
    forget_everything()
    assert _may(make.session(stack, "wangfang")) == "NotAnOperator"


def test_an_owner_of_the_settings_who_left_is_none(stack: Stack) -> None:
    """The settings still name them; nobody has to be quick to change these."""
    _does(stack, "leave", "zhangwei")
    assert _may(make.session(stack)) == "NotAnOperator"
    _does(stack, "return", "zhangwei")
    assert _may(make.session(stack)) == ""


def test_whoever_is_disabled_may_not_act_until_they_are_enabled(stack: Stack) -> None:
    """The role stays theirs."""
    make.operator(stack, "viewer", "wangfang")
    _does(stack, "disable", "wangfang")
    assert _may(make.session(stack, "wangfang")) == "NotAnOperator"
    _does(stack, "enable", "wangfang")
    assert _may(make.session(stack, "wangfang")) == ""


@pytest.mark.parametrize(
    ("verb", "said"),
    [("leave", "离职"), ("disable", "禁用"), ("rename", "重新登录")],
    ids=("left", "disabled", "renamed"),
)
def test_whose_session_is_open_still_hears_what_happened(stack: Stack, verb: str, said: str) -> None:
    """Not that they were given no role, which owners would look for in vain."""
    client = make.operator(stack, "viewer", "wangfang")
    _does(stack, verb, "wangfang", **({"userid": "wangfang2"} if verb == "rename" else {}))
    answer = client.get("/admin/v1/live-codes")
    assert (answer.status, answer.code) == (403, "NotAnOperator")
    assert said in answer.body.decode(), answer.body


def test_a_role_goes_on_under_a_new_userid(stack: Stack) -> None:
    """A given one, and the owner's by the settings; the old userid has none any more."""
    make.operator(stack, "marketer", "wangfang")
    for former in ("wangfang", "zhangwei"):
        _does(stack, "rename", former, userid=f"{former}2")
        assert _may(make.session(stack, f"{former}2")) == ""
        assert _may(make.session(stack, former)) == "NotAnOperator"


def test_a_new_userid_that_is_told_late_gives_the_ended_role_back(stack: Stack) -> None:
    """Until then the old one seemed to have left."""
    make.operator(stack, "marketer", "wangfang")
    make.session(stack).post("/admin/v1/staff-reconciles")
    stack.work_off()
    stack.clock.advance(60)
    stack.platform.fault(kind="delay", change="update_user", seconds=3600)
    stack.platform.staff("rename", "wangfang", userid="wangfang2")
    make.session(stack).post("/admin/v1/staff-reconciles")
    stack.drain()
    forget_everything()
    assert _may(make.session(stack, "wangfang2")) == "NotAnOperator"
    stack.clock.advance(3600)
    stack.work_off()
    forget_everything()
    assert _may(make.session(stack, "wangfang2")) == ""


def test_a_role_ends_although_somebody_has_the_userid_again_at_once(stack: Stack) -> None:
    """Who left and who came are followed together; a role that is given afterwards stays, also when told twice."""
    make.operator(stack, "marketer", "wangfang")
    stack.clock.advance(60)
    for verb in ("leave", "return"):
        stack.clock.advance(2)
        stack.platform.staff(verb, "wangfang")
    left_at = stack.ctx().at
    stack.work_off()
    forget_everything()
    assert _may(make.session(stack, "wangfang")) == "NotAnOperator"
    stack.clock.advance(60)
    client = make.operator(stack, "viewer", "wangfang")
    store_of_roles.end_role(stack.ctx(), UserId("wangfang"), left_at)
    store_of_roles.move_role(stack.ctx(), UserId("wangfang"), UserId("wangfang2"), left_at)
    forget_everything()
    assert _may(client) == ""


def test_a_role_follows_userids_that_changed_twice(stack: Stack) -> None:
    """Whichever change is followed first; the settings' owners too."""
    make.operator(stack, "marketer", "wangfang")
    for former in ("wangfang", "zhangwei"):
        for old, new in ((former, "b"), ("b", "c")):
            stack.clock.advance(60)
            stack.platform.staff("rename", f"{former}{old}".replace(former * 2, former), userid=f"{former}{new}")
        stack.work_off()
        forget_everything()
        assert _may(make.session(stack, f"{former}c")) == ""


def test_nobody_is_given_a_role_whom_the_corp_does_not_have(stack: Stack) -> None:
    """Neither a slip of the pen nor who has left, whose userid somebody may get; it can be taken away."""
    _does(stack, "leave", "wangfang")
    for userid in ("wangfnag", "wangfang", "a%20b"):
        answer = make.session(stack).put(f"/admin/v1/operators/{userid}", {"role": "viewer"})
        assert (answer.status, answer.code) == (404, "UnknownStaff")
    assert make.session(stack).put("/admin/v1/operators/wangfang", {"role": ""}).status == 200


def test_a_leavers_session_does_not_become_that_of_who_has_the_userid_next(stack: Stack) -> None:
    """Eight hours are long: the userid is somebody else's and has a role again, and the old session is over."""
    old = make.operator(stack, "marketer", "wangfang")
    _does(stack, "leave", "wangfang")
    _does(stack, "return", "wangfang")
    stack.clock.advance(60)
    new = make.operator(stack, "viewer", "wangfang")
    assert (_may(old), _may(new)) == ("SessionExpired", "")


def test_an_old_userid_that_another_gets_brings_no_session_with_it(stack: Stack) -> None:
    """Who was renamed signs in under the new userid; what they had open under the old one is nobody's."""
    old = make.operator(stack, "marketer", "wangfang")
    _does(stack, "rename", "wangfang", userid="wangfang2")
    stack.clock.advance(60)
    stack.platform.call("POST", f"corps/{CORP}/staff", {"userid": "wangfang", "name": "王芳"})
    stack.work_off()
    forget_everything()
    stack.clock.advance(60)
    new = make.operator(stack, "viewer", "wangfang")
    assert (_may(old), _may(new)) == ("SessionExpired", "")


def test_a_departure_that_is_told_after_the_return_ends_the_role(stack: Stack) -> None:
    """create_user overtook delete_user: whoever has the userid now has no role of the one before."""
    make.operator(stack, "marketer", "wangfang")
    stack.clock.advance(60)
    left_at = int(stack.clock.time())
    store.there(stack.ctx(), UserId("wangfang"), epoch_iso(left_at + 2))
    stack.drain()
    stack.clock.advance(60)
    hints.left(stack.ctx(), Event(name="change_contact/delete_user", created=left_at, userid=UserId("wangfang")))
    stack.drain()
    forget_everything()
    assert _may(make.session(stack, "wangfang")) == "NotAnOperator"
    assert [kind for subject, kind, _ in fact_kinds("demo") if subject == "staff#wangfang"].count("staff.left") == 1


def test_a_new_userid_that_is_told_after_the_old_one_is_taken_keeps_the_role(stack: Stack) -> None:
    """Somebody has the old userid already when the change is told: the role goes on under the new one."""
    make.operator(stack, "marketer", "wangfang")
    stack.clock.advance(60)
    at = int(stack.clock.time())
    store.there(stack.ctx(), UserId("wangfang"), epoch_iso(at + 2))
    stack.drain()
    stack.clock.advance(60)
    store.renamed(stack.ctx(), UserId("wangfang"), UserId("wangfang2"), epoch_iso(at))
    stack.drain()
    forget_everything()
    assert _may(make.session(stack, "wangfang2")) == ""
    assert _may(make.session(stack, "wangfang")) == "NotAnOperator"


def test_when_the_only_owner_leaves_the_others_are_told_and_an_alarm_rings(
    stack: Stack, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Again each night until there is one; nobody is told while another owner can act."""
    counted = Counter[str]()
    monkeypatch.setattr(metrics, "count", lambda name, **_: counted.update([name]))
    for userid, role in (("wangfang", "owner"), ("liming", "viewer")):
        make.operator(stack, "viewer", userid)
        assert make.session(stack).put(f"/admin/v1/operators/{userid}", {"role": role}).status == 200
    _does(stack, "leave", "zhangwei")
    assert (counted["CorpsWithoutOwner"], _heard(stack, "liming")) == (0, [])
    _does(stack, "disable", "wangfang")
    (message,) = _heard(stack, "liming")
    assert "owners" in message
    assert counted["CorpsWithoutOwner"] == 1
    stack.clock.advance(5 * 3600)  # WeCom would deliver the same again
    jobs.start(stack.ctx(), ReconcileStaff())
    stack.work_off()
    assert (counted["CorpsWithoutOwner"], len(_heard(stack, "liming"))) == (2, 1)
    _does(stack, "enable", "wangfang")
    jobs.start(stack.ctx(), ReconcileStaff())
    stack.work_off()
    assert counted["CorpsWithoutOwner"] == 2


def _heard(stack: Stack, userid: str) -> list[str]:
    found = stack.platform.call("GET", f"corps/{CORP}/staff/{userid}/messages")["messages"]
    return [message["content"]["content"] for message in found]
