"""What an operator's row says, and with it what a change of it says."""

from __future__ import annotations

from typing import Any

from chalicelib.core.events.facts import Told, old_told


def operator(row: Any) -> list[Told]:
    """A role was given, or taken away with ''."""
    data = {"userid": row.userid, "role": row.role}
    subject = f"operator#{row.userid}"
    return [
        old_told(
            kind="operator.role_given", subject=subject, data=data, at=row.changed_at, mark=row.role, lasting=False
        )
    ]
