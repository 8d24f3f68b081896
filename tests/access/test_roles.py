"""A corp's own roles, and who may give what to whom."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest

from chalicelib.core.http import rights
from tests.support import make
from tests.support.http import Http
from tests.support.stack import Stack, forget_everything, running_stack


@pytest.fixture(scope="module")
def shop() -> Iterator[Stack]:
    """One stack for what leaves nothing behind that another test meets."""
    with running_stack() as stack:
        yield stack


def _role(owner: Http, name: str, *held: str) -> dict[str, Any]:
    answer = owner.post("/admin/v1/roles", {"name": name, "rights": list(held)})
    assert answer.status == 201, answer.body
    made: dict[str, Any] = answer.json()
    return made


def _give(owner: Http, userid: str, role: str, **scope: Any) -> Any:
    return owner.put(f"/admin/v1/operators/{userid}", {"role": role, **({"scope": scope} if scope else {})})


def _has(stack: Stack, userid: str, path: str) -> bool:
    forget_everything()
    return bool(make.session(stack, userid).get(path).status == 200)


def test_a_role_of_the_corps_own_is_what_it_names_and_no_more(shop: Stack) -> None:
    """Given, it opens its doors and no others; edited, it opens others within 5 s to whoever has it."""
    owner = make.session(shop)
    role = _role(owner, "店长", "livecodes.read", "members.read")
    assert _give(owner, "liming", role["role"]).json()["role_name"] == "店长"
    assert _has(shop, "liming", "/admin/v1/live-codes")
    assert not _has(shop, "liming", "/admin/v1/coupon-templates")
    change = {"name": "店长", "rights": ["coupons.read"], "revision": role["revision"]}
    assert owner.put(f"/admin/v1/roles/{role['role']}", change).json()["revision"] == 2
    assert _has(shop, "liming", "/admin/v1/coupon-templates")
    assert not _has(shop, "liming", "/admin/v1/live-codes")
    assert owner.put(f"/admin/v1/roles/{role['role']}", change).code == "RoleChanged"


def test_a_role_is_not_given_over_one_that_somebody_gave_in_between(shop: Stack) -> None:
    """Of two who saw the same, the second is refused and told what it is now; who has seen that, gives it."""
    owner, path = make.session(shop), "/admin/v1/operators/chenyu"
    first = owner.put(path, {"role": "marketer", "revision": 0}).json()
    assert first["revision"] == 1
    refused = owner.put(path, {"role": "finance", "revision": 0})
    assert (refused.status, refused.code) == (409, "HeldRoleChanged")
    assert refused.json()["details"] == {"role": "marketer", "revision": 1}
    stores = {"kind": "all", "of": []}
    again = owner.put(path, {"role": "marketer", "scope": stores, "revision": 1}).json()
    assert owner.put(path, {"role": "", "revision": 1}).code == "HeldRoleChanged"  # the scope may be another
    assert owner.put(path, {"role": "", "revision": again["revision"]}).json()["revision"] == 0
    back = owner.put(path, {"role": "marketer", "revision": 0}).json()
    assert back["revision"] > again["revision"]  # what was seen before it was taken is old
    listed = {one["userid"]: one["revision"] for one in owner.get("/admin/v1/operators").json()["items"]}
    assert listed["chenyu"] == back["revision"]
    owner.put(path, {"role": ""})


def test_a_role_is_deleted_when_nobody_has_it_and_then_not_given(shop: Stack) -> None:
    """Held, it stays; let go of, it goes, and its name is free; a repeat of the deletion is answered alike."""
    owner = make.session(shop)
    path = f"/admin/v1/roles/{(role := _role(owner, '店助', 'members.read'))['role']}"
    _give(owner, "chenyu", role["role"])
    refused = owner.post(f"{path}/deletions")
    assert (refused.code, refused.json()["details"]["holders"]) == ("RoleIsHeld", 1)
    _give(owner, "chenyu", "viewer")
    assert [owner.post(f"{path}/deletions").status for _ in range(2)] == [200, 200]
    assert _give(owner, "chenyu", role["role"]).code == "UnknownRole"
    assert owner.put(path, {"name": "x", "rights": ["members.read"], "revision": 1}).code == "UnknownRole"
    assert _role(owner, "店助", "members.read")["role"] != role["role"]


def test_a_name_is_one_roles(shop: Stack) -> None:
    """Made or renamed into one that another has, whatever its case; its own old name it may have again."""
    owner = make.session(shop)
    first, second = _role(owner, "Till", "coupons.redeem"), _role(owner, "Desk", "coupons.read")
    assert owner.post("/admin/v1/roles", {"name": "till", "rights": ["coupons.read"]}).code == "RoleNameTaken"
    path = f"/admin/v1/roles/{second['role']}"
    edit = {"name": "TILL", "rights": second["rights"], "revision": 1}
    assert owner.put(path, edit).code == "RoleNameTaken"
    assert owner.put(path, {**edit, "name": "Counter"}).status == 200
    assert (
        owner.put(f"/admin/v1/roles/{first['role']}", {**edit, "rights": ["coupons.redeem"], "name": "desk"}).status
        == 200
    )


def test_nobody_gives_changes_or_takes_what_they_do_not_hold(shop: Stack) -> None:
    """Someone who may give roles, but not refund, neither makes, gives, copies nor takes away a role that may."""
    owner = make.session(shop)
    giver = _role(owner, "人事", "access.see", "access.give", "access.make_roles", "members.read")
    more = _role(owner, "财务", "members.read", "orders.refund")
    _give(owner, "liming", giver["role"])
    _give(owner, "wangfang", more["role"])
    forget_everything()
    hr = make.session(shop, "liming")
    answers = [
        hr.post("/admin/v1/roles", {"name": "新", "rights": ["orders.refund"]}),
        hr.post("/admin/v1/roles/owner/copies", {"name": "新"}),
        hr.put(f"/admin/v1/roles/{more['role']}", {"name": "财务", "rights": ["members.read"], "revision": 1}),
        hr.post(f"/admin/v1/roles/{more['role']}/deletions"),
        _give(hr, "chenyu", more["role"]),
        _give(hr, "liming", "owner"),
        _give(hr, "wangfang", ""),
    ]
    assert {answer.code for answer in answers} == {"RightNotHeld"}
    assert _give(hr, "zhaolei", _role(hr, "看会员", "members.read")["role"]).status == 200


def test_a_shipped_role_is_copied_and_not_changed(shop: Stack) -> None:
    """The copy is what the role was that day: a right that a later release adds is not in it."""
    owner = make.session(shop)
    assert (
        owner.put("/admin/v1/roles/viewer", {"name": "x", "rights": ["members.read"], "revision": 1}).code
        == "RoleIsShipped"
    )
    assert owner.post("/admin/v1/roles/viewer/deletions").code == "RoleIsShipped"
    copy = owner.post("/admin/v1/roles/viewer/copies", {"name": "只读二"}).json()
    assert set(copy["rights"]) == rights.of_role(rights.Role.VIEWER)
    later = rights.Right("probe.act", "探针", "Probe", rights.READERS)
    rights.know([later])
    try:
        listed = {one["role"]: one for one in owner.get("/admin/v1/roles").json()["items"]}
        assert "probe.act" in listed["viewer"]["rights"] and "probe.act" not in listed[copy["role"]]["rights"]
    finally:
        rights.forget([later])


def test_what_is_no_right_or_no_scope_is_said_all_at_once(shop: Stack) -> None:
    """Each fault at its place; a scope that names nothing, or what is not there, is none."""
    owner = make.session(shop)
    answer = owner.post("/admin/v1/roles", {"name": "x", "rights": ["a.b", "members.read", "c.d"]})
    assert [fault["path"] for fault in answer.json()["details"]["errors"]] == ["rights[0]", "rights[2]"]
    assert _give(owner, "liming", "viewer", kind="departments").status == 422
    assert _give(owner, "liming", "viewer", kind="departments", of=["999999"]).status == 422
    assert _give(owner, "liming", "viewer", kind="all", of=["1"]).status == 422
    assert _give(owner, "liming", "nosuchrole").code == "UnknownRole"


def test_the_rights_are_listed_with_who_may_give_them(shop: Stack) -> None:
    """What a console draws its matrix from."""
    items = make.session(shop).get("/admin/v1/rights").json()["items"]
    assert {one["right"] for one in items} == set(rights.known())
    assert all(one["is_held"] and "owner" in one["roles"] and one["name"] for one in items)


def test_the_last_owner_stays(stack: Stack) -> None:
    """While an owner by the settings can act, an owner by a row may be demoted; without one the last may not."""
    owner = make.session(stack)
    for userid in ("liming", "wangfang"):
        assert _give(owner, userid, "owner").status == 200
    stack.clock.advance(60)
    stack.platform.staff("leave", "zhangwei")
    stack.work_off()
    forget_everything()
    liming = make.session(stack, "liming")
    assert _give(liming, "wangfang", "viewer").status == 200
    refused = _give(liming, "liming", "viewer")
    assert (refused.status, refused.code) == (409, "LastOwner") and "最后一位所有者" in refused.json()["message_zh"]
    assert _give(liming, "wangfang", "owner").status == 200
    assert _give(liming, "liming", "").status == 200
