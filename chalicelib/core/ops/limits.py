"""What one corp may have of a minute: calls to a platform, below its quota, and the time of a queue's workers.

Both are shared by all instances. An instance takes them in grants, so most calls and messages cost no write. What a
grant does not use is lost with its minute: the limit holds, it is only reached a little early.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from time import monotonic

import msgspec

from chalicelib.core.config import config
from chalicelib.core.context import Ctx
from chalicelib.core.instance import Permits
from chalicelib.core.ops import metrics, queues
from chalicelib.core.ops.queues import Queue
from chalicelib.core.storage import permits
from chalicelib.core.storage.table import key

GRANT = 20
# Of the time of a queue's workers a corp may have a share (CorpShare: half), in tenths of a second. An instance gives
# it the first second of a minute without asking, so a corp with little to do costs no write (docs/adr/0031).
TENTHS_A_WORKER = 600
FREE = 10
# Seconds. The last is the longest that SQS takes.
SHORTEST_HOLD, FIRST_HOLD, LONGEST_HOLD = 5, 60, 900
# Counted no further: the longest pause is reached long before.
MOST_HELD = 10

# Of a corp's sign-in codes so many may fail in ten seconds before others of which nothing is known are not tried:
# 108,000 an hour, below the 150,000 of docs/platform A4, of which those of joins and posts are apart. An instance asks
# nobody about its first few.
FAILURES, FREE_FAILURES, FAILURE_SECONDS = 300, 3, 10

_failures = Permits(free=FREE_FAILURES)
_permits = Permits()
_times = Permits(free=FREE)


def permit(ctx: Ctx, name: str, per_minute: int, grant: int = GRANT) -> bool:
    """True when one more call of `name` fits into this minute's `per_minute`. 1 WU for every `grant` calls."""
    window = key(ctx, "permits", name, ctx.at[:16])
    many = min(grant, per_minute)
    return _permits.use(window, lambda missing: many if permits.take(ctx, window, many, per_minute) else 0)


def is_failing(ctx: Ctx, name: str, most: int = 0) -> bool:
    """True when what failed of `name` has used up what may fail in these ten seconds. 1 WU for every 20 that failed.

    most: how much may; as much as everywhere when left out.
    """
    window = _failure_window(ctx, name)
    return not _failures.use(window, partial(_more_failures, ctx, window, most or FAILURES), many=0)


def _more_failures(ctx: Ctx, window: str, most: int, missing: int) -> int:
    many = max(missing, GRANT)
    return many if permits.take(ctx, window, many, most) else 0


def failed(ctx: Ctx, name: str) -> None:
    """Something of `name` failed: what succeeds is not counted, so no success uses up another's."""
    _failures.spend(_failure_window(ctx, name), 1)


def until_next_failures(ctx: Ctx) -> int:
    """Seconds until the next ten begin."""
    return FAILURE_SECONDS - ctx.now.second % FAILURE_SECONDS


def _failure_window(ctx: Ctx, name: str) -> str:
    return key(ctx, "permits", f"failed-{name}", ctx.at[:18])


def in_its_share(ctx: Ctx, queue: Queue, function: str, tries: int, work: Callable[[], None]) -> bool:
    """Do it, unless its corp has had its share of the queue's workers this minute: False, and another corp's is next.

    What has failed before is not held: held, it would begin its tries anew, and a poisonous one would circle for ever.
    0 WU for the first second of an instance's work, then 1 WU for every 2 s.
    """
    window = key(ctx, "share", queue.setting, ctx.at[:16])
    if tries == 1 and not _times.use(window, partial(_more_time, ctx, window, queue), many=0):
        metrics.count("Held", corp=ctx.corp, function=function)
        return False
    began = monotonic()
    try:
        work()
    finally:
        _times.spend(window, (monotonic() - began) * 10)
    return True


def _more_time(ctx: Ctx, window: str, queue: Queue, missing: int) -> int:
    many = max(missing, GRANT)
    share = config().corp_share
    if share >= 100:
        return many
    return many if permits.take(ctx, window, many, queue.workers * TENTHS_A_WORKER * share // 100) else 0


def hold(ctx: Ctx, queue: Queue, message: msgspec.Struct, held: int) -> None:
    """Let a message come again later, as new: its corp has had its share of the workers. One call to the queue.

    held: how often it was held before, as its own field of that name says. The more often, the longer the pause may be:
    what one corp has too much of spreads over time, out of others' way.
    """
    longest = min(LONGEST_HOLD, FIRST_HOLD * 2**held)
    pause = SHORTEST_HOLD + int(ctx.rng.random() * (longest - SHORTEST_HOLD))
    again = msgspec.structs.replace(message, held=min(held + 1, MOST_HELD))
    queues.send_later(queue, msgspec.json.encode(again).decode(), pause)
