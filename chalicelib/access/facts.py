"""What happens to roles."""

from __future__ import annotations

from chalicelib.access.ids import RoleId
from chalicelib.access.states import ScopeKind
from chalicelib.core.events.facts import FactData, fact
from chalicelib.core.ids import UserId


@fact(
    "operator.role_given",
    zh="员工 {staff} 的后台角色改为「{role}」",
    en="The role of {staff} became {role}",
    sample={"staff": "wangfang", "role": "marketer", "scope": "all"},
)
class OperatorRoleGiven(FactData, frozen=True, kw_only=True):
    """A role was given with a scope, or taken away with ''. role: a shipped one's name, or one of the corp's own."""

    staff: UserId
    role: RoleId
    scope: ScopeKind = ScopeKind.ALL
