"""The row that keeps when each check was made last, and what it came to."""

from __future__ import annotations

from collections.abc import Mapping

from chalicelib.core.context import Ctx
from chalicelib.core.errors import TooBusy
from chalicelib.core.storage.attributes import StructAttribute, WholeAttribute
from chalicelib.core.storage.table import Keys, Refused, Row, change, get, key, put_new
from chalicelib.setup.shapes import Outcome
from chalicelib.setup.states import Check

SELF = "-"
# How often whoever keeps something meets somebody else who does; more at once do not press one button.
TRIES = 6


class SetupRow(Row, discriminator="setup"):
    """A corp's last checks, one attribute each. times: how often something was kept, by which two who keep at once see
    each other.
    """

    keys = Keys(pk="setup", sk=SELF)

    times = WholeAttribute[int](default=0)

    app = StructAttribute(Outcome, null=True)
    address = StructAttribute(Outcome, null=True)
    range = StructAttribute(Outcome, null=True)
    customers = StructAttribute(Outcome, null=True)
    contacts = StructAttribute(Outcome, null=True)
    domain = StructAttribute(Outcome, null=True)
    mini = StructAttribute(Outcome, null=True)
    account = StructAttribute(Outcome, null=True)
    pay = StructAttribute(Outcome, null=True)


def outcomes(ctx: Ctx) -> dict[Check, Outcome]:
    """What each check came to last. 1 RU."""
    return _in(get(SetupRow, key(ctx, "setup"), SELF, consistent=True))


def _in(row: SetupRow | None) -> dict[Check, Outcome]:
    found = {check: getattr(row, check, None) for check in Check} if row else {}
    return {check: outcome for check, outcome in found.items() if outcome is not None}


def keep(ctx: Ctx, outcomes: Mapping[Check, Outcome]) -> dict[Check, Outcome]:
    """Keep what some came to where nothing that was asked later is kept; the others stay. Answers what is kept now.

    1 WU, the first time and for each who keeps something meanwhile 2. Raises TooBusy.
    """
    row = SetupRow(key(ctx, "setup"), SELF)
    for check, outcome in outcomes.items():
        setattr(row, check, outcome)
    try:
        return _in(put_new(ctx, row))
    except Refused as refused:
        held = refused.row(SetupRow)
    for _ in range(TRIES):
        before = _in(held)
        newer = {
            check: outcome
            for check, outcome in outcomes.items()
            if check not in before or before[check].checked_at <= outcome.checked_at
        }
        if held is None or not newer:
            return before
        actions = [getattr(SetupRow, check).set(outcome) for check, outcome in newer.items()]
        actions.append(SetupRow.times.set(held.times + 1))
        same = SetupRow.times == held.times
        try:
            change(ctx, SetupRow(row.pk, SELF), actions, same if held.times else same | SetupRow.times.does_not_exist())
        except Refused as refused:
            held = refused.row(SetupRow)
        else:
            return {**before, **newer}
    raise TooBusy()
