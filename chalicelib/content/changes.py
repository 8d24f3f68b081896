"""What the rows of content say, and with it what a change of them says."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from chalicelib.core.events.facts import Told, old_told

KINDS = {
    "submitted": "content.submitted",
    "withdrawn": "content.withdrawn",
    "recalled": "content.recalled",
}


def version(row: Any) -> list[Told]:
    """Each step of a version's way, in order; a last verdict also says what it came to."""
    return [told for number, step in enumerate(row.reviews) for told in _step(row, number, step)]


def _step(row: Any, number: int, step: Any) -> Iterator[Told]:
    data = {
        "item_id": row.item_id,
        "name": row.name,
        "version": int(row.version),
        "by": step.who,
        "stage": step.stage,
        "verdict": step.verdict,
        "reason": step.reason,
    }
    for kind in _kinds(step):
        yield old_told(kind=kind, subject=f"content#{row.item_id}", data=data, at=step.at, mark=str(number))


def _kinds(step: Any) -> list[str]:
    if step.verdict in KINDS:
        return [KINDS[step.verdict]]
    if step.verdict == "rejected":
        return ["content.reviewed", "content.rejected"]
    return ["content.reviewed", "content.approved"] if step.stage == "business" else ["content.reviewed"]


def content_rules(row: Any) -> list[Told]:
    """The corp's own rules were changed."""
    data = {"extra_words": len(row.extra_words), "allowed_hosts": len(row.allowed_hosts)}
    at = row.changed_at
    return [old_told(kind="content_rules.changed", subject="content_rules", data=data, at=at, mark=at, lasting=False)]
