"""The owners are told what was handed over, and what is left to do."""

from __future__ import annotations

from datetime import timedelta

from chalicelib.access import service as access
from chalicelib.core.context import Ctx
from chalicelib.core.events.errands import send
from chalicelib.core.events.facts import Fact
from chalicelib.core.moments import moment
from chalicelib.core.ops import jobs, log
from chalicelib.departures import rules, store
from chalicelib.departures.errands import TellOfDeparture
from chalicelib.departures.facts import DepartureAsked
from chalicelib.staff import service as people

# A message that comes later tells nobody anything new, and within this time WeCom drops what it delivered before.
WORTH_TELLING = timedelta(days=2)


def later(ctx: Ctx, fact: Fact[DepartureAsked]) -> None:
    """After each kind of thing had its turn: tell of it."""
    send(ctx, TellOfDeparture(departure=fact.data.departure))


def tell(ctx: Ctx, errand: TellOfDeparture) -> None:
    """Tell the owners who can act. 2 RU, and for roles. Safe to repeat: WeCom drops the same message."""
    row = store.departure(ctx, errand.departure)
    if row is None or not row.asked_at or ctx.now - moment(row.asked_at) > WORTH_TELLING:
        return
    status = jobs.status(ctx, row.job) if row.job else None
    takers = [people.known(ctx, one.userid).name or one.userid for one in row.takers]
    role = access.role_called(ctx, row.role_seen) if row.counts.role else ""
    name = people.known(ctx, row.staff).name or row.staff
    told = rules.told(name, takers, row.counts, role, status.failed if status else 0)
    if access.tell_owners(ctx, row.staff, told):
        log.info("owners told of a handing over", corp=ctx.corp, count=row.counts.customers, cause=ctx.cause)
