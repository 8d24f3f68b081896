"""What happens to roles."""

from __future__ import annotations

from chalicelib.access.states import GivenRole
from chalicelib.core.events.facts import FactData, fact
from chalicelib.core.ids import UserId


@fact(
    "operator.role_given",
    zh="员工 {staff} 的后台角色改为「{role}」",
    en="The role of {staff} became {role}",
    sample={"staff": "wangfang", "role": "marketer"},
)
class OperatorRoleGiven(FactData, frozen=True, kw_only=True):
    """A role was given, or taken away with ''."""

    staff: UserId
    role: GivenRole
