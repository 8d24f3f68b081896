"""The verbs of setup: tell how a corp is connected, and test it again."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from concurrent.futures import Future, wait
from datetime import timedelta
from functools import partial
from threading import Thread
from typing import TypeVar
from urllib.parse import urlsplit

import msgspec

from chalicelib.core.config import config
from chalicelib.core.context import Ctx
from chalicelib.core.moments import Moment, moment
from chalicelib.core.ops import jobs, log, secrets
from chalicelib.core.ops.secrets import Platforms
from chalicelib.core.storage import asides, fact_log, refusals
from chalicelib.core.storage.inbox import Why
from chalicelib.core.storage.jobs import JobState
from chalicelib.core.storage.refusals import Differs
from chalicelib.members import service as members
from chalicelib.reconcile import service as reconciliations
from chalicelib.setup import asking, rules, store
from chalicelib.setup.asking import ASKS, Asked
from chalicelib.setup.shapes import Found, Outcome, Progress, Setup, SetupLine
from chalicelib.setup.states import Check, Reason

# All are asked at once, and an answer has to leave within the ten seconds of a function.
PATIENCE = 7.0
# One that could not be proved or read is a worry for so long, and so many of the newest are looked at.
WORRY, ASIDES = timedelta(days=1), 20
# What WeCom did not tell of is one until it tells of something again, but no longer than that.
MISSING = timedelta(days=2)
# A callback that came is a sign that they come for so long.
FRESH = timedelta(days=7)
# Whose timelines are looked through for a callback, and how much of each.
NEWEST, FACTS = 3, 20
BY_CALLBACK = "callback:"
NOT_READ = Platforms(name="", corp_id="", agent_id="", agent_secret="")
Read = TypeVar("Read")


class Settings(msgspec.Struct, frozen=True):
    """What a corp's checks are made with. blind: those whose settings cannot be read. key: of their digests."""

    asked: Asked
    blind: frozenset[Check]
    key: str | None

    def of(self, check: Check) -> str:
        """The digest of what a check is made with; '' where that cannot be read."""
        if self.key is None or check in self.blind:
            return ""
        return asking.fingerprint(check, self.asked, self.key)


def setup(ctx: Ctx) -> Setup:
    """How the corp is connected, as it was known last. 1 RU, and about 6 RU for what shows it by itself."""
    return _shown(_settings(ctx), ctx, store.outcomes(ctx), by_themselves(ctx))


def check(ctx: Ctx, wanted: Iterable[Check]) -> Setup:
    """Test some again, or all where none is named: each alone. Safe to repeat. 2 RU and 1 WU, and what is asked."""
    of = [one for one in ASKS if one in set(wanted or ASKS)]
    before, settings = store.outcomes(ctx), _settings(ctx)
    found = _each(ctx, of, settings)
    # Read before anything is written: who is told to come again finds nothing half done.
    own = by_themselves(ctx)
    after = {
        one: rules.outcome(one, came_to, before.get(one), ctx.at, settings.of(one)) for one, came_to in found.items()
    }
    return _shown(settings, ctx, store.keep(ctx, after) if after else before, own)


def _settings(ctx: Ctx) -> Settings:
    """Each secret by itself: one that cannot be read takes along its own lines alone."""
    stack = config()
    platforms = _read(ctx, "platforms", lambda: secrets.platforms(ctx.corp))
    payments = _read(ctx, "payments", lambda: (secrets.payments(ctx.corp),))
    asked = Asked(
        platforms=platforms or NOT_READ,
        merchant=payments[0] if payments else None,
        wecom=stack.wecom_url,
        wechat=stack.wechat_url,
        wechatpay=stack.wechatpay_url,
        public=stack.public_url,
    )
    blind = {one for one in ASKS if (payments if one is Check.PAY else platforms) is None}
    return Settings(asked, frozenset(blind), _read(ctx, "index", lambda: secrets.index(ctx.corp).key))


def _read(ctx: Ctx, what: str, read: Callable[[], Read]) -> Read | None:
    try:
        return read()
    except Exception as error:
        # By its kind alone, as below.
        log.warning(
            "setup check failed",
            corp=ctx.corp,
            kind=type(error).__name__,
            cause=f"secret:{what}",
            request_id=ctx.request_id,
        )
        return None


def _each(ctx: Ctx, of: list[Check], settings: Settings) -> dict[Check, Found]:
    """What each comes to; one that is not through in time is not known, and holds up no other.

    Nor does it hold up the end of the process, as the threads of a pool would.
    """
    under_way: dict[Check, Future[Found]] = {one: Future() for one in of if one not in settings.blind}
    for one, future in under_way.items():
        look = partial(_alone, ctx, one, partial(asking.ask, one, settings.asked))
        Thread(target=_into, args=(future, look), daemon=True).start()
    wait(under_way.values(), PATIENCE)
    unreadable = {one: Found(reason=Reason.UNREADABLE) for one in of if one in settings.blind}
    return unreadable | {
        one: future.result() if future.done() else Found(reason=Reason.NO_ANSWER) for one, future in under_way.items()
    }


def _into(future: Future[Found], look: Callable[[], Found]) -> None:
    future.set_result(look())


def _alone(ctx: Ctx, check: Check, look: Callable[[], Found]) -> Found:
    """What one comes to, whatever happens: it takes none of the others along."""
    try:
        return look()
    except Exception as error:
        # By its kind alone: what it says may name what was asked, and with it a key.
        log.warning(
            "setup check failed",
            corp=ctx.corp,
            kind=type(error).__name__,
            cause=f"check:{check}",
            request_id=ctx.request_id,
        )
        return Found(reason=Reason.NO_ANSWER)


def _shown(settings: Settings, ctx: Ctx, outcomes: Mapping[Check, Outcome], own: list[SetupLine]) -> Setup:
    public = config().public_url
    host = urlsplit(public).netloc
    holds = {one: rules.still(kept, settings.of(one)) for one, kept in outcomes.items() if one in ASKS}
    lines = [rules.line(one, holds.get(one), host) for one in ASKS]
    lines = sorted([*lines, *own], key=lambda line: list(Check).index(line.check))
    return Setup(items=rules.ordered(lines), callback_url=f"{public}/wecom/callback/{ctx.corp}" if public else "")


def by_themselves(ctx: Ctx) -> list[SetupLine]:
    """What shows itself by what is kept anyhow, and nobody tests: callbacks, and the first import."""
    callback = _alone(ctx, Check.CALLBACK, lambda: _callback(ctx))
    imported = _alone(ctx, Check.IMPORT, lambda: _imported(ctx))
    progress = Progress(imported.count, imported.total) if imported.reason is Reason.UNDER_WAY else None
    return [
        rules.line(Check.CALLBACK, _seen_now(ctx, callback), ""),
        rules.line(Check.IMPORT, _seen_now(ctx, imported), "", progress),
    ]


def _seen_now(ctx: Ctx, found: Found) -> Outcome:
    return Outcome(reason=found.reason, count=found.count, code=found.code, checked_at=ctx.at, since=found.at or ctx.at)


def _callback(ctx: Ctx) -> Found:
    """By what is kept anyhow: what was refused or set aside, what a comparison found late, what callbacks told."""
    came_at = _came_at(ctx)
    if refused := _refused(ctx, came_at):
        return refused
    held = [one for one in asides.page(ctx, ASIDES, "").items if ctx.now - moment(one.aside_at) < WORRY]
    if stale := [one for one in held if one.why is Why.STALE]:
        return Found(reason=Reason.NOT_PROVED, at=stale[0].aside_at)
    if missed := _missed(ctx, came_at):
        return missed
    if unread := [one for one in held if one.why is Why.UNREADABLE]:
        return Found(reason=Reason.NOT_READ, count=len(unread), at=unread[0].aside_at)
    if came_at is None:
        return Found(reason=Reason.NEVER_CAME)
    age = ctx.now - moment(came_at)
    return Found(reason=Reason.CAME_LONG_AGO if age > FRESH else Reason.CAME, count=age.days, at=came_at)


def _refused(ctx: Ctx, came_at: Moment | None) -> Found | None:
    """That callbacks are refused, until one came in again."""
    refused = refusals.last(ctx)
    if refused is None or (came_at is not None and came_at >= refused.last_at):
        return None
    reason = Reason.KEY_DIFFERS if refused.differs is Differs.KEY else Reason.TOKEN_DIFFERS
    return Found(reason=reason, at=max(refused.since, came_at or refused.since))


def _missed(ctx: Ctx, came_at: Moment | None) -> Found | None:
    """What a comparison alone found, until a callback came after it; the first one finds everybody."""
    late, imported_at = reconciliations.last_late(ctx), reconciliations.state(ctx).imported_at
    if late is None or imported_at is None or late.ended_at <= imported_at:
        return None
    is_over = came_at is not None and came_at > late.began_at
    if is_over or ctx.now - moment(late.ended_at) >= MISSING:
        return None
    return Found(reason=Reason.MISSED, count=late.joins + late.losses, at=late.ended_at)


def _came_at(ctx: Ctx) -> Moment | None:
    """When a callback last told of one of the newest members, as far as their timelines reach back."""
    pages = (fact_log.page(ctx, f"member#{member}", FACTS, "") for member in members.newest(ctx, NEWEST))
    told = [fact.at for page in pages for fact in page.items if fact.cause.startswith(BY_CALLBACK)]
    return max(told, default=None)


def _imported(ctx: Ctx) -> Found:
    """How far the first import is, by its job."""
    compared = reconciliations.state(ctx)
    if compared.imported_at:
        customers = compared.last_whole.customers if compared.last_whole else 0
        return Found(reason=Reason.IMPORTED, count=customers, at=compared.imported_at)
    job = jobs.status(ctx, compared.job_id) if compared.job_id else None
    if job is None:
        return Found(reason=Reason.NOT_BEGUN)
    if job.state is JobState.RUNNING:
        return Found(reason=Reason.UNDER_WAY, count=job.done, total=job.total, at=job.created_at)
    return Found(reason=Reason.STOPPED, at=job.changed_at)
