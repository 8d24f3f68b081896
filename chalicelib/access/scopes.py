"""From a scope as it is given, by regions, stores or departments, to the stores and the staff that are in it."""

from __future__ import annotations

from collections.abc import Collection

from chalicelib.access.ids import ADVISER, OWNER, STORE_STAFF, RoleId
from chalicelib.access.shapes import WHOLE_CORP, GivenScope
from chalicelib.access.states import NAMING, ScopeKind
from chalicelib.core.context import Ctx
from chalicelib.core.errors import Fault
from chalicelib.core.ids import StoreId, UserId
from chalicelib.core.instance import Cache
from chalicelib.core.scope import EVERYTHING, Scope
from chalicelib.staff import service as staff
from chalicelib.staff.ids import DepartmentId
from chalicelib.stores import service as stores

_scopes: Cache[Scope] = Cache()


def given(role: RoleId, scope: GivenScope) -> GivenScope:
    """The scope that a role has when it is given with one: an adviser's is their own customers, whatever was asked."""
    return GivenScope(ScopeKind.OWN) if role == ADVISER else scope


def resolve(ctx: Ctx, userid: UserId, role: RoleId, scope: GivenScope) -> Scope:
    """The stores and staff of a scope, at most 5 s old. Cold 0.5 RU for 15 stores, or for 4 KB of the corp's staff.

    A clerk (`store_staff`) whose scope is the whole corp acts for the stores that they work at: for none while they
    work at none, and for the whole corp where no store is open.
    """
    if role == STORE_STAFF and scope == WHOLE_CORP:
        return _scopes.get(f"{ctx.corp}#clerk#{userid}", lambda: _of_clerk(ctx, userid))
    if scope.kind is ScopeKind.ALL:
        return EVERYTHING
    if scope.kind is ScopeKind.OWN:
        return Scope(stores=stores.stores_of(ctx, userid), staff=frozenset({userid}), of_people=True)
    return _scopes.get("#".join((ctx.corp, scope.kind, *scope.of)), lambda: _within(ctx, scope))


def _of_clerk(ctx: Ctx, userid: UserId) -> Scope:
    at = stores.stores_of(ctx, userid)
    if not at and not stores.has_open(ctx):
        return EVERYTHING
    return Scope(stores=at, staff=stores.staff_in(ctx, at))


def _within(ctx: Ctx, scope: GivenScope) -> Scope:
    """Of departments the stores are those that their people work at."""
    if scope.kind is ScopeKind.DEPARTMENTS:
        people = staff.within(ctx, [DepartmentId(int(name)) for name in scope.of])
        return Scope(stores=stores.of_people(ctx, people), staff=people, of_people=True)
    named = (StoreId(name) for name in scope.of)
    at = stores.of_regions(ctx, scope.of) if scope.kind is ScopeKind.REGIONS else frozenset(named)
    return Scope(stores=at, staff=stores.staff_in(ctx, at))


def faults(ctx: Ctx, role: RoleId, scope: GivenScope) -> list[Fault]:
    """What is wrong with a scope that somebody gives: something is missing, or is not there."""
    if role == OWNER and scope != WHOLE_CORP:
        return [OWNS_ALL]
    if scope.kind not in NAMING:
        return [NAMES_NONE] if scope.of else []
    if not scope.of:
        return [NAMES_SOME]
    there = _there(ctx, scope.kind, scope.of)
    return [_not_there(number, name) for number, name in enumerate(scope.of) if name not in there]


OWNS_ALL = Fault(
    "scope.kind",
    "all",
    "all",
    "所有者的数据范围只能是整个企业。",
    "An owner acts for the whole corp; give another role, or a copy of this one.",
)
NAMES_NONE = Fault(
    "scope.of", "empty", 0, "此范围不需要列出名单，请清空 of。", "This kind of scope names nothing; leave `of` empty."
)
NAMES_SOME = Fault(
    "scope.of", "required", 1, "请至少选择一个区域、门店或部门。", "Choose at least one region, store or department."
)


UNSAID = Fault(
    "scope",
    "required",
    "scope",
    "这个人现在的数据范围小于整个企业，请写明新的范围。",
    "This person reaches less far than the whole corp now; say how far they shall reach.",
)


def would_widen(before: RoleId, held: GivenScope, role: RoleId, scope: GivenScope) -> bool:
    """Whether somebody with a role would come to reach farther than the scope that they have. An owner always does."""
    return bool(before and role) and role != OWNER and held not in (WHOLE_CORP, scope)


def _not_there(number: int, name: str) -> Fault:
    zh = f"没有“{name}”这个区域、门店或部门。"
    return Fault(f"scope.of[{number}]", "exists", name, zh, f"There is no region, store or department “{name}”.")


def _there(ctx: Ctx, kind: ScopeKind, names: tuple[str, ...]) -> Collection[str]:
    if kind is ScopeKind.DEPARTMENTS:
        return {str(one.department) for one in staff.departments(ctx).items}
    if kind is ScopeKind.REGIONS:
        return {line.region for line in stores.every(ctx) if line.region}
    return stores.there(ctx, [StoreId(name) for name in names])
