"""What an operator's row says, and with it what a change of it says."""

from __future__ import annotations

from chalicelib.access.facts import OperatorRoleGiven
from chalicelib.access.store import OperatorRow
from chalicelib.core.events.facts import Told


def operator(row: OperatorRow) -> list[Told]:
    """A role was given with a scope, or taken away with ''."""
    data = OperatorRoleGiven(staff=row.userid, role=row.role, scope=row.scope.kind)
    mark = " ".join((row.role, row.scope.kind, *row.scope.of))
    return [Told(data=data, subject=f"operator#{row.userid}", at=row.changed_at, mark=mark, lasting=False)]
