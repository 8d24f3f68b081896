"""What a change of an operator's row says."""

from __future__ import annotations

from typing import Any

from chalicelib.core.facts import Told


def operator(old: Any, new: Any) -> list[Told]:
    """A role was given or taken away."""
    if new is None or (old is not None and old.role == new.role):
        return []
    data = {"userid": new.userid, "role": new.role}
    return [Told(kind="operator.role_given", subject=f"operator#{new.userid}", data=data)]
