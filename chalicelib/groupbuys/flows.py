"""What follows from what, in this room."""

from __future__ import annotations

from chalicelib.core.events.flows import Line, OnChange, OnDue, OnFact
from chalicelib.core.events.lanes import Lane
from chalicelib.groupbuys import changes, endings
from chalicelib.groupbuys.facts import SeatPaid, TeamFailed, TeamSucceeded
from chalicelib.groupbuys.store import ActivityRow, TeamRow
from chalicelib.payments.facts import PaymentReceived

FLOWS: tuple[Line, ...] = (
    OnChange(ActivityRow, changes.activity),
    OnChange(TeamRow, changes.team),
    OnFact(PaymentReceived, endings.money_came, Lane.PROMISE),
    OnFact(SeatPaid, endings.note_paid, Lane.PROMISE),
    OnFact(TeamSucceeded, endings.hand_over, Lane.PROMISE),
    OnFact(TeamFailed, endings.unwind, Lane.PROMISE),
    OnDue("hold", endings.hold_is_over),
    OnDue("team", endings.time_is_over),
)
