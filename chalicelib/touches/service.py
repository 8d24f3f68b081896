"""The verbs of touches: whether somebody may be written to, and when."""

from __future__ import annotations

from datetime import datetime, timedelta
from itertools import groupby

from chalicelib.core.context import Ctx
from chalicelib.core.moments import Moment, iso, moment, shanghai_day
from chalicelib.members import service as members
from chalicelib.touches import ledger as ledgers
from chalicelib.touches import rules as decisions
from chalicelib.touches import store
from chalicelib.touches.shapes import Origin, SetTouchRules, TouchRules, TouchRulesShown
from chalicelib.touches.states import LeftOut
from chalicelib.touches.store import TouchRulesRow

# Cards follow facts, and a stream keeps a change for a day: a refusal that no card knew of is younger than that.
CARD_LAG = timedelta(days=1)

Ledger = ledgers.Ledger
Sheet = ledgers.Sheet
forgive_in = store.forgive_in


def rules(ctx: Ctx) -> TouchRules:
    """The corp's rules for all that is sent to many. 0.5 RU."""
    return store.rules(ctx)


def read_rules(ctx: Ctx) -> TouchRulesShown:
    """The same with who set them. 1 RU."""
    return _shown(store.rules_now(ctx))


def set_rules(ctx: Ctx, new: SetTouchRules) -> TouchRulesShown:
    """Set the corp's rules; they hold for what is planned and sent from now on. 1 WU. Raises SettingsChanged."""
    rules = TouchRules(quota=new.quota, cap=new.cap, quiet_hours=new.quiet_hours)
    return _shown(store.set_rules(ctx, rules, new.revision))


def _shown(row: TouchRulesRow) -> TouchRulesShown:
    return TouchRulesShown(
        quota=row.rules.quota,
        cap=row.rules.cap,
        quiet_hours=row.rules.quiet_hours,
        revision=row.revision,
        created_by=row.created_by,
        edited_by=row.edited_by,
        edited_at=row.edited_at,
    )


def after_quiet(rules: TouchRules, at: datetime) -> datetime:
    """When people may be written to at a moment: at once, or when the quiet hours end that it falls into."""
    return decisions.after_quiet(at, rules.quiet_hours)


def before_quiet(rules: TouchRules, at: datetime) -> datetime:
    """When people may be written to at the latest: at that moment, or before the quiet hours that it falls into."""
    return decisions.before_quiet(at, rules.quiet_hours)


def last(ctx: Ctx, part: str, target: str, since: Moment, until: Moment) -> Origin | None:
    """For what somebody was written to last between two moments, as it was planned; None for nothing that is known.

    0.5 RU per 4 KB of the part, from its end back to the day on which they were touched (8 bytes for each who was),
    1 RU an origin that it may be.
    """
    known, day = decisions.hash_of(target), shanghai_day(moment(since))
    for _, touched in groupby(store.touched(ctx, part, day, newest_first=True), lambda one: one.day):
        origins = map(Origin.named, {one.origin for one in touched if known in one.hashes})
        for origin in sorted(origins, key=lambda one: one.at, reverse=True):
            if since <= origin.at <= until and not store.is_forgiven(ctx, origin.name):
                return origin
    return None


def opens(ctx: Ctx) -> datetime:
    """When people may be written to: now, or when the quiet hours end. 0.5 RU."""
    return after_quiet(store.rules(ctx), ctx.now)


def is_quiet(ctx: Ctx) -> bool:
    """True in quiet hours. 0.5 RU."""
    return opens(ctx) > ctx.now


def refused_since(ctx: Ctx, planned_at: Moment) -> dict[str, LeftOut]:
    """Who has said no, or was blocked, since somebody planned by the cards of a moment, by external userid.

    By an index, which is a moment behind. 0.5 RU per 4 KB.
    """
    refusals = members.refused_since(ctx, iso(moment(planned_at) - CARD_LAG))
    return {external_userid: LeftOut(why) for external_userid, why in refusals.items()}
