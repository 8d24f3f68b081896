"""The verbs of setup: tell how a corp is connected, and test it again."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from concurrent.futures import ThreadPoolExecutor, wait
from datetime import timedelta
from functools import partial
from urllib.parse import urlsplit

from chalicelib.core.config import config
from chalicelib.core.context import Ctx
from chalicelib.core.moments import Moment, moment
from chalicelib.core.ops import jobs, log, secrets
from chalicelib.core.storage import asides, fact_log
from chalicelib.core.storage.inbox import Why
from chalicelib.core.storage.jobs import JobState
from chalicelib.members import service as members
from chalicelib.reconcile import service as reconciliations
from chalicelib.reconcile.shapes import Outcome as Comparison
from chalicelib.reconcile.shapes import Reconciliation
from chalicelib.setup import asking, rules, store
from chalicelib.setup.asking import ASKS, Asked
from chalicelib.setup.shapes import Found, Outcome, Progress, Setup, SetupLine
from chalicelib.setup.states import Check, Reason

# All are asked at once, and an answer has to leave within the ten seconds of a function.
PATIENCE = 7.0
# One that could not be proved is a worry for so long.
WORRY = timedelta(days=1)
# Whose timelines are looked through for a callback, and how much of each.
NEWEST, FACTS = 3, 20
BY_CALLBACK = "callback:"


def setup(ctx: Ctx) -> Setup:
    """How the corp is connected, as it was known last. 1 RU, and about 4 RU for what shows it by itself."""
    return _shown(ctx, store.outcomes(ctx), by_themselves(ctx))


def check(ctx: Ctx, wanted: Iterable[Check]) -> Setup:
    """Test some again, or all where none is named: each alone. Safe to repeat. 2 RU and 1 WU, and what is asked."""
    of = [one for one in ASKS if one in set(wanted or ASKS)]
    before = store.outcomes(ctx)
    found = _each(ctx, of, asked_of(ctx))
    # Read before anything is written: who is told to come again finds nothing half done.
    own = by_themselves(ctx)
    after = {one: rules.outcome(one, came_to, before.get(one), ctx.at) for one, came_to in found.items()}
    if after:
        store.keep(ctx, after)
    return _shown(ctx, {**before, **after}, own)


def asked_of(ctx: Ctx) -> Asked:
    """What a corp's checks are made with. Raises NotConfigured."""
    stack = config()
    return Asked(
        platforms=secrets.platforms(ctx.corp),
        merchant=secrets.payments(ctx.corp),
        wecom=stack.wecom_url,
        wechat=stack.wechat_url,
        wechatpay=stack.wechatpay_url,
        public=stack.public_url,
    )


def _each(ctx: Ctx, of: list[Check], asked: Asked) -> dict[Check, Found]:
    """What each comes to; one that is not through in time is not known, and holds up no other."""
    if not of:
        return {}
    pool = ThreadPoolExecutor(len(of))
    under_way = {one: pool.submit(_alone, ctx, one, partial(asking.ask, one, asked)) for one in of}
    wait(under_way.values(), PATIENCE)
    pool.shutdown(wait=False, cancel_futures=True)
    return {
        one: future.result() if future.done() else Found(reason=Reason.NO_ANSWER) for one, future in under_way.items()
    }


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


def _shown(ctx: Ctx, outcomes: Mapping[Check, Outcome], own: list[SetupLine]) -> Setup:
    public = config().public_url
    host = urlsplit(public).netloc
    lines = [rules.line(one, outcomes.get(one), host) for one in ASKS]
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
    """By what is kept anyhow: what was set aside, what a comparison found late, what timelines say callbacks told."""
    stale = next((one for one in asides.page(ctx, 1, "").items if one.why is Why.STALE), None)
    if stale and ctx.now - moment(stale.aside_at) < WORRY:
        return Found(reason=Reason.NOT_PROVED, at=stale.aside_at)
    came_at, compared = _came_at(ctx), reconciliations.state(ctx)
    last = _latest(compared)
    late = last.joins + last.losses if last and not _is_import(last, compared) else 0
    if last and late and (came_at is None or came_at < last.began_at):
        return Found(reason=Reason.MISSED, count=late, at=last.ended_at)
    return Found(reason=Reason.CAME, at=came_at) if came_at else Found(reason=Reason.NEVER_CAME)


def _came_at(ctx: Ctx) -> Moment | None:
    """When a callback last told of one of the newest members, as far as their timelines reach back."""
    pages = (fact_log.page(ctx, f"member#{member}", FACTS, "") for member in members.newest(ctx, NEWEST))
    told = [fact.at for page in pages for fact in page.items if fact.cause.startswith(BY_CALLBACK)]
    return max(told, default=None)


def _latest(compared: Reconciliation) -> Comparison | None:
    done = [one for one in (compared.last_ids, compared.last_whole) if one is not None]
    return max(done, key=lambda one: one.ended_at, default=None)


def _is_import(last: Comparison, compared: Reconciliation) -> bool:
    """The first one finds everybody, and nobody was to tell of them."""
    return compared.imported_at is None or last.ended_at <= compared.imported_at


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
