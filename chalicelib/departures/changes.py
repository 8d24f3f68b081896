"""What the rows of a handing over say has happened."""

from __future__ import annotations

from chalicelib.core.events.facts import FactData, Told
from chalicelib.core.moments import Moment
from chalicelib.departures.facts import (
    CustomerHandedOver,
    CustomerOffered,
    CustomerStayed,
    DepartureAsked,
    DepartureBegun,
)
from chalicelib.departures.states import CustomerState
from chalicelib.departures.store import DepartureRow, HandedRow


def departure(row: DepartureRow) -> list[Told]:
    """It was begun, and all was asked for."""
    subject, mark = f"staff#{row.staff}", row.departure_id
    begun = DepartureBegun(departure=row.departure_id, staff=row.staff)
    told = [Told(data=begun, subject=subject, at=row.made_at, mark=mark)]
    if row.asked_at:
        asked = DepartureAsked(departure=row.departure_id, staff=row.staff)
        told.append(Told(data=asked, subject=subject, at=row.asked_at, mark=mark))
    return told


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
