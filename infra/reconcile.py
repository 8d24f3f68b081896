"""python -m infra.reconcile --stack siyu-prod CORP ...: compares corps with WeCom now, and tells how far it is.

What WeCom lists of each member of staff is compared with what is known: whom no callback told of becomes a member, the
first time also the friends of before. It goes on in the stack when this is stopped; run again, it tells of the same
one. --ids compares who is whose friend and leaves profiles and tags for the night.
"""

from __future__ import annotations

import argparse
import os
import sys
import time
from collections.abc import Callable, Iterable

from botocore.exceptions import BotoCoreError, ClientError

from infra.pointing import point_at

ROWS = {"SIYU_MAIN_TABLE": "MainTable"}
WORK = {**ROWS, "SIYU_JOB_QUEUE_URL": "JobQueue"}
LOOK_SECONDS = 2.0


def main() -> None:
    """The command. Exits 1 when a comparison does not come to its end."""
    parser = argparse.ArgumentParser(prog="python -m infra.reconcile", description="Compare corps with WeCom now.")
    parser.add_argument("corps", nargs="+", help="the corps' keys, as provisioned")
    parser.add_argument("--stack", default="siyu-prod", help="the CloudFormation stack (default: siyu-prod)")
    parser.add_argument("--region", default=None, help="the stack's region (default: your AWS configuration)")
    parser.add_argument("--ids", action="store_true", help="only who is whose friend, which is quick")
    options = parser.parse_args()
    if options.region:
        os.environ["AWS_DEFAULT_REGION"] = options.region
    try:
        point_at(options.stack, WORK)
        ended = [reconcile(corp, "ids" if options.ids else "whole") for corp in options.corps]
    except (ClientError, BotoCoreError) as error:
        sys.exit(f"reconcile: {error}")
    sys.exit(0 if all(ended) else 1)


def begin(stack: str, corps: Iterable[str]) -> None:
    """Let corps be compared each hour from now on. Safe to repeat. Raises ClientError."""
    from chalicelib.core.context import new_ctx
    from chalicelib.reconcile import service

    point_at(stack, ROWS)
    for corp in corps:
        service.begin(new_ctx(corp, "system:provision", "provision"))


def ask(stack: str, corp: str) -> None:
    """Begin a corp's whole comparison now, or leave the one under way. Raises ClientError."""
    from chalicelib.core.context import new_ctx
    from chalicelib.reconcile import service
    from chalicelib.reconcile.shapes import NewReconciliation

    point_at(stack, WORK)
    service.ask(new_ctx(corp, "system:reconcile", "reconcile"), NewReconciliation())


def reconcile(corp: str, depth: str, wait: Callable[[float], None] = time.sleep) -> bool:
    """Compare a corp, or join the comparison under way, and tell how far it is until its end; False when it stopped."""
    from chalicelib.core.context import new_ctx
    from chalicelib.core.ops import jobs
    from chalicelib.core.storage.jobs import JobState
    from chalicelib.reconcile import service
    from chalicelib.reconcile.shapes import NewReconciliation
    from chalicelib.reconcile.states import Depth

    ctx = new_ctx(corp, "system:reconcile", "reconcile")
    job = service.ask(ctx, NewReconciliation(Depth(depth))).job_id
    while True:
        status = jobs.status(ctx, job)
        if status is None:
            return False
        total = "?" if status.total is None else status.total
        problem = f", {status.problem.en}" if status.problem else ""
        print(f"{corp}: {status.state}, {status.done} of {total} customers{problem}", flush=True)
        if status.state is not JobState.RUNNING:
            break
        wait(LOOK_SECONDS)
    state = service.state(ctx)
    outcome = state.last_whole if depth == Depth.WHOLE else state.last_ids
    if status.state is not JobState.DONE or outcome is None:
        return False
    print(f"{corp}: found {outcome.joins} joins, {outcome.losses} losses; {outcome.profiles} profiles are read again")
    return True


if __name__ == "__main__":
    main()
