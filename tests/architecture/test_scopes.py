"""Routes, roles, scopes and two corps: who passes which door, and what lies behind it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest

import app as every_route  # noqa: F401
from chalicelib.core.context import new_ctx
from chalicelib.core.errors import AppError
from chalicelib.core.http import rights, session
from chalicelib.core.http.rights import MEMBER, PUBLIC, SIGNED_IN, Role
from chalicelib.core.http.routes import REGISTRY, Route, is_list, path_parameters
from chalicelib.core.http.session import Session
from chalicelib.core.ids import StoreId, UserId
from chalicelib.core.scope import EVERYTHING, Scope, Scoped
from tests.architecture.test_routes import BODIES, target
from tests.support import make
from tests.support import world as world_of
from tests.support.http import Http
from tests.support.stack import Stack, forget_everything, running_stack
from tests.support.world import Names

GUARDED = [route for route in REGISTRY if route.allow not in (PUBLIC, MEMBER)]
NARROW = {
    "stores": Scope(stores=frozenset({StoreId("s1")}), staff=frozenset({UserId("liming")})),
    "department": Scope(stores=frozenset(), staff=frozenset({UserId("liming"), UserId("chenyu")}), of_people=True),
    "own": Scope(stores=frozenset(), staff=frozenset({UserId("liming")}), of_people=True),
    "nothing": Scope(stores=frozenset(), staff=frozenset()),
}


def _name(route: Route) -> str:
    return f"{route.method} {route.path}"


def _passes(monkeypatch: pytest.MonkeyPatch, role: Role, scope: Scope, route: Route) -> str:
    """'' when somebody of that role and scope passes the door, else the code of the refusal."""
    theirs = rights.Standing(role=role, rights=rights.of_role(role), scope=scope)
    monkeypatch.setattr(session, "_standing_of", [lambda *_: theirs])
    try:
        session.permit(Session(corp="demo", who="liming", is_member=False), route.allow, route.scoped)
    except AppError as error:
        return error.code
    return ""


@pytest.mark.parametrize("role", sorted(rights.OPERATORS))
def test_every_door_by_role_and_scope(monkeypatch: pytest.MonkeyPatch, role: Role) -> None:
    """A role passes where its rights say; with less than the whole corp, no door that is about all of it."""
    for route in GUARDED:
        held = route.allow == SIGNED_IN or route.allow.name in rights.of_role(role)
        assert _passes(monkeypatch, role, EVERYTHING, route) == ("" if held else "RoleNotAllowed"), _name(route)
        for narrow in NARROW.values():
            wanted = "OutsideScope" if route.scoped is Scoped.ALL_ONLY else ""
            assert _passes(monkeypatch, role, narrow, route) == (wanted if held else "RoleNotAllowed"), _name(route)


def test_a_scope_allows_what_is_in_it_and_nothing_of_nobody() -> None:
    """The rule itself: what is of no store and of nobody is the whole corp's."""
    narrow = NARROW["stores"]
    assert narrow.allows_store(StoreId("s1")) and narrow.allows_staff(UserId("liming"))
    assert not any(narrow.allows_store(one) for one in (StoreId("s2"), None))
    assert not any(narrow.allows_staff(one) for one in (UserId("chenyu"), None))
    assert narrow.allows_any_of(frozenset({UserId("x"), UserId("liming")})) and not narrow.allows_any_of(frozenset())
    assert EVERYTHING.allows_store(None) and EVERYTHING.allows_staff(None) and EVERYTHING.allows_any_of(frozenset())


def test_a_scope_ends_with_its_holder() -> None:
    """What follows under another name, the system's say, is not narrowed by whoever began it, nor has their rights."""
    ctx = new_ctx("demo", "operator:liming", "r", rights=frozenset({"members.read"}), scope=NARROW["own"])
    assert (ctx.acting("operator:liming", "key:k").scope, ctx.acting("operator:liming").rights) == (
        ctx.scope,
        ctx.rights,
    )
    other = ctx.acting("system:on_fact")
    assert (other.scope, other.rights) == (EVERYTHING, frozenset())


@pytest.fixture(scope="module")
def world() -> Iterator[tuple[Stack, Names, dict[str, Http]]]:
    """A stack where `demo` owns one of everything, and two with every right, each to their own customers: liming, who
    has one, and wangfang, who has none. `rival` is wangfang there.
    """
    with running_stack() as stack:
        names = world_of.build(stack)
        people = {}
        for corp, userid in (("demo", "liming"), ("demo", "wangfang"), ("rival", "wangfang")):
            owner = make.session(stack, corp=corp)
            role = make.role(stack, f"全部权限{userid}", *rights.known(), corp=corp)
            body = {"role": role.id, "scope": {"kind": "own"}}
            assert owner.put(f"/admin/v1/operators/{userid}", body).status == 200
            people[f"{corp} {userid}"] = make.session(stack, userid, corp)
        external_userid = make.session(stack).get(f"/admin/v1/members/{names['member_id']}").json()["external_userid"]
        follow_up = {"what": "回访", "due": "2026-12-01T10:00:00+08:00"}
        path = f"/staff/v1/contacts/{external_userid}/follow-ups"
        assert people["demo liming"].post(path, follow_up).status == 201
        lost = make.member(stack, "小灰")
        stack.platform.delete(lost.customer, "liming")
        stack.work_off()
        forget_everything()
        yield stack, names, people


# What a list must be asked for.
ASKED = {"/admin/v1/orders": "?seller_id={sku_id}"}


def _call(http: Http, route: Route, names: Names) -> Any:
    path = target(route, names) + ASKED.get(route.path, "").format(**names)
    return http.call(route.method, path, BODIES.get(route.name) if route.body else None, {})


# What is of no store is handed out and redeemed at any.
ANYWHERE = {
    "/staff/v1/orders/{order_id}",
    "/staff/v1/pickups",
    "/staff/v1/redemptions",
    "/staff/v1/coupons/{coupon}",
    "/staff/v1/reversals",
}
# Who asks has a line of their own, be it of nothing.
OF_ONESELF = {"/admin/v1/staff-loads"}
SCOPED = [
    route for route in GUARDED if route.scoped in (Scoped.BY_STORE, Scoped.BY_STAFF) and route.path not in ANYWHERE
]


@pytest.mark.parametrize("who", ["demo wangfang", "rival wangfang"])
def test_what_is_outside_a_scope_is_as_if_it_were_not_there(
    world: tuple[Stack, Names, dict[str, Http]], who: str
) -> None:
    """404 for each thing of a store or a customer of somebody else's, and lists that hold none."""
    _, names, people = world
    for route in SCOPED:
        if set(path_parameters(route.path)) - {"userid"}:
            assert _call(people[who], route, names).status == 404, _name(route)
        elif is_list(route):
            items = _call(people[who], route, names).json()["items"]
            if route.path in OF_ONESELF:
                items = [one for one in items if one["staff"]["userid"] != who.split()[1] or one["customers"]]
            assert items == [], _name(route)


def test_what_is_inside_is_there(world: tuple[Stack, Names, dict[str, Http]]) -> None:
    """Negative control: of their own customer liming sees what wangfang does not."""
    _, names, people = world
    for route in SCOPED:
        if route.scoped is Scoped.BY_STAFF and route.method == "GET":
            answer = _call(people["demo liming"], route, names)
            assert answer.status == 200, _name(route)
            assert not is_list(route) or answer.json()["items"], _name(route)
