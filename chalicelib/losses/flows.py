"""What follows in this room, and from what."""

from __future__ import annotations

from chalicelib.core.events.flows import Line, OnChange, OnDue, OnErrand, OnFact
from chalicelib.core.events.lanes import Lane
from chalicelib.losses import alerting, changes
from chalicelib.losses.errands import TellOfADay, TellOfDeletions, TellOfLosses
from chalicelib.losses.facts import DeletionsAlarmed, LossesCounted
from chalicelib.losses.store import DAYS, LOSSES, LossDayRow
from chalicelib.members.facts import StaffLost

FLOWS: tuple[Line, ...] = (
    OnFact(StaffLost, alerting.note, Lane.PEOPLE),
    OnDue(LOSSES, alerting.look),
    OnDue(DAYS, alerting.morning),
    OnChange(LossDayRow, changes.day),
    OnFact(LossesCounted, alerting.tell_later, Lane.PEOPLE),
    OnFact(DeletionsAlarmed, alerting.alarm_later, Lane.PEOPLE),
    OnErrand(TellOfLosses, alerting.tell),
    OnErrand(TellOfDeletions, alerting.alarm),
    OnErrand(TellOfADay, alerting.digest),
)
