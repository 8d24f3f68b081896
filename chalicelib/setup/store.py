"""The row that keeps when each check was made last, and what it came to."""

from __future__ import annotations

from collections.abc import Mapping

from chalicelib.core.context import Ctx
from chalicelib.core.storage.attributes import StructAttribute
from chalicelib.core.storage.table import Keys, Refused, Row, change, get, key, put_new
from chalicelib.setup.shapes import Outcome
from chalicelib.setup.states import Check

SELF = "-"


class SetupRow(Row, discriminator="setup"):
    """A corp's last checks, one attribute each: two who look at different things overwrite nothing of each other."""

    keys = Keys(pk="setup", sk=SELF)

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
    row = get(SetupRow, key(ctx, "setup"), SELF, consistent=True)
    found = {check: getattr(row, check, None) for check in Check} if row else {}
    return {check: outcome for check, outcome in found.items() if outcome is not None}


def keep(ctx: Ctx, outcomes: Mapping[Check, Outcome]) -> None:
    """Keep what some came to; the others stay. 1 WU, the first time 2 at most."""
    row = SetupRow(key(ctx, "setup"), SELF)
    for check, outcome in outcomes.items():
        setattr(row, check, outcome)
    try:
        put_new(ctx, row)
    except Refused:
        actions = [getattr(SetupRow, check).set(outcome) for check, outcome in outcomes.items()]
        change(ctx, SetupRow(row.pk, SELF), actions, Row.pk.exists())
