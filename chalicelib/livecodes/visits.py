"""Visitors of entry pages: each counted once a day and code, without a word of who they are."""

from __future__ import annotations

import hmac

from chalicelib.core.context import Ctx
from chalicelib.core.events.facts import Fact, busy, record_once
from chalicelib.core.events.numbers import By
from chalicelib.core.ids import UserId
from chalicelib.core.moments import Day, moment, shanghai_day
from chalicelib.core.storage import salts
from chalicelib.counters import service as counters
from chalicelib.livecodes.facts import LiveCodeCreated, LiveCodeVisited
from chalicelib.livecodes.ids import LiveCode
from chalicelib.livecodes.known import Terms
from chalicelib.livecodes.numbers import VISITS
from chalicelib.stores import service as stores

SALT = "visitor_salt"
# Bytes of the hash that are kept. So few that even with the salt each fits hundreds of addresses; at 100,000 visitors
# a day 3 in 1,000 are taken for somebody else, at 10,000 none in 1,000.
MARK = 3


def note(ctx: Ctx, terms: Terms, staff: UserId, visitor: str) -> None:
    """Somebody opened the page and was shown this member of staff; the same visitor counts once a day. 1 WU."""
    day, code = shanghai_day(ctx.now), terms.code
    store = terms.store_id or stores.where(ctx, staff)
    mark = hmac.digest(salts.of_day(ctx, SALT, day), f"{code}\x1f{visitor}".encode(), "sha256")[:MARK]
    part = busy(subject(code), ctx.at, mark.hex())
    record_once(ctx, part, LiveCodeVisited(code=code, staff=staff, store=store), moment(f"{day}T00:00:00+08:00"), mark)


def of_day(ctx: Ctx, code: LiveCode, day: Day) -> int:
    """How many came on a day, about ten seconds behind. 1 RU, more where they came in over 40 minutes of it."""
    return counters.total(ctx, VISITS, By.CODE, code, day, day)


def count_at_night(ctx: Ctx, fact: Fact[LiveCodeCreated]) -> None:
    """A corp that was provisioned before there were numbers has its days counted again from here on."""
    counters.begin_recounting(ctx)


def subject(code: LiveCode) -> str:
    """Whose visits they are among the facts; they lie in its parts of each day."""
    return f"live_code#{code}"
