"""What the rows of a handing over say has happened."""

from __future__ import annotations

from chalicelib.core.events.facts import FactData, Told
from chalicelib.core.moments import Moment
from chalicelib.departures.facts import CustomerHandedOver, CustomerOffered, CustomerStayed, DepartureBegun
from chalicelib.departures.states import CustomerState
from chalicelib.departures.store import DepartureRow, HandedRow


def departure(row: DepartureRow) -> list[Told]:
    """It was begun."""
    data = DepartureBegun(departure=row.departure_id, staff=row.staff)
    return [Told(data=data, subject=f"staff#{row.staff}", at=row.made_at, mark=row.departure_id)]


def handed(row: HandedRow) -> list[Told]:
    """A customer was asked for, and perhaps went or stayed."""
    facts = []
    if row.state is not CustomerState.FAILED:
        facts.append(_told(row, _about(row, CustomerOffered), row.asked_at))
    if row.state is CustomerState.DONE:
        facts.append(_told(row, _about(row, CustomerHandedOver), row.ended_at))
    elif row.ended_at:
        facts.append(_told(row, _stayed(row), row.ended_at))
    return facts


def _about(row: HandedRow, kind: type[CustomerOffered] | type[CustomerHandedOver]) -> FactData:
    return kind(
        departure=row.departure_id, staff=row.staff, member=row.member_id, taker=row.taker, has_left=row.has_left
    )


def _stayed(row: HandedRow) -> FactData:
    return CustomerStayed(
        departure=row.departure_id,
        staff=row.staff,
        member=row.member_id,
        taker=row.taker,
        has_left=row.has_left,
        outcome=row.state,
    )


def _told(row: HandedRow, data: FactData, at: Moment) -> Told:
    return Told(data=data, subject=f"member#{row.member_id}", at=at, mark=row.departure_id)
