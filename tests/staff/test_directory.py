"""The directory mirrors WeCom's: by events at once, by comparing whatever they did not tell."""

from __future__ import annotations

from datetime import timedelta
from typing import Any
from urllib.parse import quote

import pytest

from chalicelib import clock
from chalicelib.core.context import Ctx
from chalicelib.core.ids import UserId
from chalicelib.platforms.wecom import client, contacts
from chalicelib.reconcile import service as reconciliations
from chalicelib.staff import reconcile, service
from tests.staff.office import CORP, Office
from tests.support import make
from tests.support.stack import Stack, forget_everything
from tests.support.wecom import STAFF


def test_the_first_import_brings_everybody_with_name_state_and_departments(office: Office) -> None:
    """Ids by the secret of the contacts, names by the app; who may serve customers is known."""
    assert office.listed() == sorted(STAFF)
    person = office.person("liming")
    assert (person["name"], person["state"], person["departments"], person["serves"]) == ("liming", "active", [1], True)
    assert person["avatar"] == ""
    assert make_departments(office) == [(1, "demo")]


def make_departments(office: Office) -> list[tuple[int, str]]:
    return [(one["department"], one["name"]) for one in office.owner.get("/admin/v1/departments").json()["items"]]


def test_who_comes_changes_leaves_and_returns_is_followed_at_once(office: Office) -> None:
    """Events carry a userid alone, so the name is read; the timeline tells what happened."""
    office.hires("Chen.Jie", "陈洁")
    assert (office.person("chen.jie")["name"], office.state("CHEN.JIE")) == ("陈洁", "active")
    office.does("change", "chen.jie", name="陈小洁", serves=False)
    assert (office.person("chen.jie")["name"], office.person("chen.jie")["serves"]) == ("陈小洁", False)
    office.does("disable", "chen.jie")
    assert office.state("chen.jie") == "disabled"
    office.does("enable", "chen.jie")
    office.does("leave", "Chen.Jie")
    assert (office.state("chen.jie"), office.person("chen.jie")["since"] is None) == ("left", False)
    office.does("return", "Chen.Jie")
    assert office.state("chen.jie") == "active"
    assert office.told("chen.jie") == [
        "staff.appeared",
        "staff.suspended",
        "staff.appeared",
        "staff.left",
        "staff.appeared",
    ]


def test_somebody_is_found_by_name_or_userid_and_who_needs_help_apart(office: Office) -> None:
    """Whatever the case of the letters; whoever left needs a successor and no administrator."""
    office.hires("Chen.Jie", "陈洁")
    office.does("disable", "chen.jie")
    office.does("leave", "zhaolei")
    assert [office.listed(f"&search={sought}") for sought in ("CHEN.J", quote("陈洁"), "nobody")] == [
        ["chen.jie"]
    ] * 2 + [[]]
    assert office.listed("&needs_help=true") == ["chen.jie"]
    assert office.listed("&needs_help=false") == sorted(STAFF)


def test_a_renamed_member_of_staff_keeps_one_place_in_the_list(office: Office) -> None:
    """The old userid leads to the new one, and nobody is said to have left."""
    office.does("rename", "liming", userid="LiMing2")
    assert (office.state("liming"), office.person("liming")["now_called"]) == ("renamed", "liming2")
    assert (office.state("liming2"), office.person("liming2")["formerly"]) == ("active", "liming")
    assert office.listed() == sorted({*STAFF, "liming2"} - {"liming"})
    assert office.told("liming") == ["staff.appeared", "staff.renamed"]
    office.reconcile()
    assert office.state("liming") == "renamed"


def test_what_no_event_told_is_found_by_comparing(office: Office) -> None:
    """Somebody left, came, was renamed, disabled and moved while our door was down."""
    platform = office.stack.platform
    platform.fault(kind="drop_event", times=None)
    platform.fault(kind="staff_left", corp_id=CORP, userid="zhaolei")
    office.hires("new", "新人")
    office.does("disable", "wangfang")
    platform.call("PUT", f"corps/{CORP}/departments/2", {"name": "门店"})
    office.does("change", "liming", departments=[1, 2])
    assert office.state("zhaolei") == "active"
    office.reconcile()
    states = [office.state(userid) for userid in ("zhaolei", "new", "wangfang", "liming")]
    assert states == ["left", "active", "disabled", "active"]
    assert make_departments(office) == [(1, "demo"), (2, "门店")]
    assert office.listed("&department=2") == ["liming"]
    assert office.listed("&state=left") == ["zhaolei"]


def test_a_department_that_goes_is_shown_no_more(office: Office) -> None:
    """Departments follow their events, each after the one it is part of."""
    for number, name, above in ((2, "门店", 1), (3, "一店", 2), (4, "总部", 1)):
        office.stack.platform.call("PUT", f"corps/{CORP}/departments/{number}", {"name": name, "parentid": above})
    office.settle()
    assert [number for number, _ in make_departments(office)] == [1, 2, 3, 4]
    office.stack.platform.call("DELETE", f"corps/{CORP}/departments/3")
    office.settle()
    assert [number for number, _ in make_departments(office)] == [1, 2, 4]


def test_whom_the_app_may_not_see_is_there_without_a_name(office: Office) -> None:
    """Out of the visible range is no reason to think that somebody left; the name that was known stays."""
    office.does("change", "liming", visible=False)
    assert (office.state("liming"), office.person("liming")["name"]) == ("unseen", "liming")
    office.reconcile()
    assert office.state("liming") == "unseen"
    office.stack.platform.fault(kind="staff_left", corp_id=CORP, userid="liming")
    office.reconcile()
    assert office.state("liming") == "left"


def test_one_whom_wecom_refuses_to_tell_of_keeps_nobody_else_waiting(office: Office) -> None:
    """The job names whom it could not read; the others are read."""
    office.stack.platform.fault(kind="drop_event", times=None)
    office.does("change", "zhangwei", name="张伟")
    office.stack.platform.fault(kind="error", api="user/get", errcode=40058, times=1)
    job = office.reconcile()
    assert (job["done"], job["failed"]) == (len(STAFF) - 1, 1)
    assert office.person("zhangwei")["name"] == "张伟" or office.reconcile()["failed"] == 0


def test_without_the_secret_of_the_contacts_those_who_serve_are_known(
    stack: Stack, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A corp may keep that secret; whoever may have customers is listed by the app."""
    monkeypatch.setattr(contacts, "may_list", lambda ctx: False)
    stack.platform.fault(kind="drop_event", times=None)
    office = Office(stack)
    stack.platform.staff("change", "zhaolei", serves=False)
    office.reconcile()
    assert office.listed() == sorted({*STAFF} - {"zhaolei"})


def test_the_directory_is_compared_every_night(stack: Stack) -> None:
    """Nobody has to ask: whenever a corp is compared in whole, its directory is too."""
    reconciliations.begin(stack.ctx())
    for userid in ("liming", "wangfang"):
        stack.platform.fault(kind="staff_left", corp_id=CORP, userid=userid)
        stack.clock.advance(timedelta(days=2).total_seconds())
        clock.tick("tick")
        stack.work_off()
        forget_everything()
    assert Office(stack).listed("&state=left") == ["wangfang"]
    assert Office(stack).listed("&state=active") == sorted({*STAFF} - {"liming", "wangfang"})


def test_a_department_is_called_what_people_can_read(office: Office) -> None:
    """As everybody's name: one line that nothing turns around, of a length that fits."""
    office.stack.platform.call("PUT", f"corps/{CORP}/departments/2", {"name": "门\u202e店\n", "parentid": 1})
    office.settle()
    assert (2, "门店") in make_departments(office)


def test_a_person_in_more_departments_than_fit_keeps_nobody_waiting(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    """WeCom tells of 100,000; the row takes as many as somebody may have."""
    told = contacts.Member(userid=UserId("liming"), department=list(range(10**10, 10**10 + 100_000)))
    monkeypatch.setattr(contacts, "member", lambda ctx, userid: told)
    assert office.reconcile()["failed"] == 0
    assert len(office.person("liming")["departments"]) == 100


def test_what_wecom_will_not_list_keeps_nobody_from_being_asked_about(office: Office) -> None:
    """Neither who serves customers, after an event as well, nor who is of the corp: a leaver is found all the same."""
    platform = office.stack.platform
    refused = platform.fault(kind="error", api="externalcontact/get_follow_user_list", errcode=48002, times=None)
    office.does("disable", "liming")
    assert (office.state("liming"), office.person("liming")["serves"]) == ("disabled", True)
    platform.call("DELETE", f"faults/{refused['id']}")
    platform.fault(kind="staff_left", corp_id=CORP, userid="wangfang")
    platform.fault(kind="error", api="user/list_id", errcode=48009, times=None)
    assert (office.reconcile()["failed"], office.state("wangfang")) == (1, "left")


def test_entries_of_the_list_that_are_no_userids_are_counted_and_listed(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Whoever asked sees that WeCom's list was not read whole, and why; it never ends as if nobody were there."""
    junk = {"errcode": 0, "dept_user": [{"userid": "a b"}, {"userid": None}, 5], "next_cursor": ""}
    whole = client.post

    def post(ctx: Ctx, api: str, *rest: Any) -> Any:
        return junk if api == "user/list_id" else whole(ctx, api, *rest)

    monkeypatch.setattr(client, "post", post)
    job = office.reconcile()
    assert (job["done"], job["failed"], job["listed"]) == (0, 3, 3)
    listed = make.session(office.stack).get(f"/admin/v1/jobs/{job['job_id']}/rejects").json()["items"]
    assert [one["line"] for one in listed] == [1, 2, 3] and all("有效的员工账号" in str(one) for one in listed)


def test_ids_that_lead_back_come_to_an_end(office: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    """Two cursors that are each other's: the directory has whom was told, and whoever left is found all the same."""
    whole, calls = contacts.userids, list[str]()

    def userids(ctx: Ctx, cursor: str, limit: int) -> contacts.Ids:
        calls.append(cursor)
        assert len(calls) < 50, "it never ends"
        return contacts.Ids(whole(ctx, "", limit).userids, "b" if cursor == "a" else "a")

    monkeypatch.setattr(reconcile, "MOST_PAGES", 5)
    monkeypatch.setattr(contacts, "userids", userids)
    office.stack.platform.fault(kind="staff_left", corp_id=CORP, userid="wangfang")
    office.reconcile()
    assert (len(calls), office.state("wangfang")) == (5, "left")


def test_a_disabled_account_that_was_never_met_cannot_be_named(stack: Stack) -> None:
    """Before the directory was read, by what WeCom says of them."""
    stack.platform.staff("disable", "wangfang")
    code = {"name": "海报", "staff": [{"userid": "wangfang"}], "welcome": {"text": "您好"}}
    refused = make.session(stack).post("/admin/v1/live-codes", code)
    assert [(one["path"], one["rule"]) for one in refused.json()["details"]["errors"]] == [("staff[0].userid", "away")]


@pytest.mark.parametrize(("status", "is_nobody"), [(1, False), (2, False), (5, True), (9, False)])
def test_whom_wecom_calls_a_leaver_is_nobody(
    stack: Stack, monkeypatch: pytest.MonkeyPatch, status: int, is_nobody: bool
) -> None:
    """WeCom still tells of some who left: who was never met is then named in nothing, and given no role."""
    monkeypatch.setattr(contacts, "member", lambda _, userid: contacts.Member(userid=userid, status=status))
    assert service.is_nobody(stack.ctx(), UserId("ghost")) is is_nobody
