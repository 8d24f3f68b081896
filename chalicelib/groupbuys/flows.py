"""What follows from what, in this room."""

from __future__ import annotations

from chalicelib.core.events.flows import Line, OnChange, OnDue, OnFact, OnJob
from chalicelib.core.events.lanes import Lane
from chalicelib.groupbuys import activities, books, changes, editing, endings
from chalicelib.groupbuys.facts import TeamFailed, TeamSucceeded
from chalicelib.groupbuys.jobs import CountBooks, EndTeams, StopTeams
from chalicelib.groupbuys.store import ActivityRow, TeamRow
from chalicelib.orders.facts import OrderHoldOver, OrderPaid, OrderPaidLate, OrderRefunding

FLOWS: tuple[Line, ...] = (
    OnChange(ActivityRow, changes.activity),
    OnChange(TeamRow, changes.team),
    OnFact(OrderPaid, endings.order_paid, Lane.PROMISE),
    OnFact(OrderPaidLate, endings.order_paid_late, Lane.PROMISE),
    OnFact(OrderHoldOver, endings.order_hold_over, Lane.PROMISE),
    OnFact(OrderRefunding, endings.order_refunding, Lane.PROMISE),
    OnFact(TeamSucceeded, endings.hand_over, Lane.PROMISE),
    OnFact(TeamFailed, endings.unwind, Lane.PROMISE),
    OnDue("team", endings.time_is_over),
    OnDue("groupbuy_end", activities.end_came),
    OnJob(CountBooks, books.count),
    OnJob(StopTeams, editing.stop_teams),
    OnJob(EndTeams, activities.end_teams),
)
