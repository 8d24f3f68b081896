"""python -m infra.recount --stack siyu-prod --from 2026-11-01 --to 2026-11-07 CORP ...: counts days again.

The days' numbers are counted from the facts and kept; what was counted otherwise as it came is told and rings the alarm
`counter-drift`. Without days it is the last three. It goes on in the stack when this is stopped.
"""

from __future__ import annotations

import argparse
import os
import sys
import time
from collections.abc import Callable, Iterable
from datetime import date

from botocore.exceptions import BotoCoreError, ClientError

from infra.pointing import point_at

ROWS = {"SIYU_MAIN_TABLE": "MainTable"}
WORK = {**ROWS, "SIYU_JOB_QUEUE_URL": "JobQueue"}
LOOK_SECONDS = 2.0
MOST_DAYS = 31


def main() -> None:
    """The command. Exits 1 when a count does not come to its end."""
    parser = argparse.ArgumentParser(prog="python -m infra.recount", description="Count days again from the facts.")
    parser.add_argument("corps", nargs="+", help="the corps' keys, as provisioned")
    parser.add_argument("--stack", default="siyu-prod", help="the CloudFormation stack (default: siyu-prod)")
    parser.add_argument("--region", default=None, help="the stack's region (default: your AWS configuration)")
    parser.add_argument("--from", dest="since", default="", help="the first day (default: three days ago)")
    parser.add_argument("--to", dest="until", default="", help="the last day (default: yesterday)")
    options = parser.parse_args()
    if options.region:
        os.environ["AWS_DEFAULT_REGION"] = options.region
    try:
        point_at(options.stack, WORK)
        ended = [recount(corp, options.since, options.until) for corp in options.corps]
    except (ClientError, BotoCoreError, ValueError) as error:
        sys.exit(f"recount: {error}")
    sys.exit(0 if all(ended) else 1)


def begin(stack: str, corps: Iterable[str]) -> None:
    """Let corps' days be counted again each night from now on. Safe to repeat. Raises ClientError."""
    from chalicelib.core.context import new_ctx
    from chalicelib.counters import recounting

    point_at(stack, ROWS)
    for corp in corps:
        recounting.begin(new_ctx(corp, "system:provision", "provision"))


def recount(corp: str, since: str, until: str, wait: Callable[[float], None] = time.sleep) -> bool:
    """Count days again and tell how far it is until its end; False when it stopped. Raises ValueError for days that
    are none, too many or not over.
    """
    from chalicelib.core.context import new_ctx
    from chalicelib.core.moments import Day, shanghai_day
    from chalicelib.core.ops import jobs
    from chalicelib.core.storage.jobs import JobState
    from chalicelib.counters import recounting, rules

    ctx = new_ctx(corp, "system:recount", "recount")
    today = shanghai_day(ctx.now)
    first = Day(since or rules.back(today, rules.RECOUNTED_DAYS))
    last = Day(until or rules.back(today, 1))
    days = (date.fromisoformat(last) - date.fromisoformat(first)).days + 1
    if not 1 <= days <= MOST_DAYS or last >= today:
        raise ValueError(f"name 1 to {MOST_DAYS} days that are over: {first} to {last}")
    job = recounting.ask(ctx, first, last)
    while True:
        status = jobs.status(ctx, job)
        if status is None:
            return False
        print(f"{corp}: {status.state}, {status.done} facts of {first} to {last}", flush=True)
        if status.state is not JobState.RUNNING:
            break
        wait(LOOK_SECONDS)
    if status.state is JobState.DONE:
        print(f"{corp}: {status.result} numbers had been counted otherwise")
    return status.state is JobState.DONE


if __name__ == "__main__":
    main()
