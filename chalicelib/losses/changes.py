"""What a day's row says has happened."""

from __future__ import annotations

from chalicelib.core.events.facts import Told
from chalicelib.losses.facts import DeletionsAlarmed, LossesCounted
from chalicelib.losses.store import LossDayRow


def day(row: LossDayRow) -> list[Told]:
    """Losses are told of, once for each count; the alarm rang, once for a member of staff and a day."""
    subject, facts = f"staff#{row.staff}", []
    if row.told_at:
        counted = LossesCounted(staff=row.staff, day=row.day, losses=row.told, deletions=row.told_deletions)
        mark = f"{row.day}|{row.told}"
        facts.append(Told(data=counted, subject=subject, at=row.told_at, mark=mark, lasting=False))
    if row.alarmed_at:
        alarmed = DeletionsAlarmed(staff=row.staff, day=row.day, deletions=row.alarmed)
        facts.append(Told(data=alarmed, subject=subject, at=row.alarmed_at, mark=row.day))
    return facts
