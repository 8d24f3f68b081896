"""What a story did, counted again at its end: the night's own job, asked now, finds no number that differs.

python -m local.stories.recounted FIRST LAST SECONDS: the same for whoever sets AWS_ENDPOINT_URL; a process of its own,
since the product reads its settings once.
"""

from __future__ import annotations

import os
import subprocess
import sys
import time

from chalicelib.core.moments import moment, shanghai_day
from local import cloud, demo
from local.patience import Patience
from local.places import ROOT
from local.stack import Stack
from local.stories.tale import Tale

# The last facts of a story are counted some seconds after it; a try takes about one.
PATIENCE, LOOK = 30.0, 0.2


def today(stack: Stack) -> str:
    """The corp's day by the clock that everybody shares."""
    return str(shanghai_day(moment(stack.sandbox.get("/clock")["now"])))


def promise(tale: Tale, since: str) -> None:
    """Every counter of the days since then is what the facts come to. Raises PromiseBroken."""
    places = tale.stack.places
    with tale.step("重新统计故事经过的日子：每个数字都相等", "its days are counted again: every number is equal"):
        environ = {
            **os.environ,
            "AWS_ENDPOINT_URL": places.cloud_url,
            "AWS_ACCESS_KEY_ID": "test",
            "AWS_SECRET_ACCESS_KEY": "test",
            "AWS_DEFAULT_REGION": cloud.REGION,
            "SIYU_STAGE": "local",
            "SIYU_CLOCK_URL": f"{places.wecom_url}/_sandbox/clock",
            "SIYU_LOG_LEVEL": "ERROR",
        }
        command = [sys.executable, "-m", "local.stories.recounted", since, today(tale.stack), str(PATIENCE)]
        done = subprocess.run(command, env=environ, cwd=ROOT, capture_output=True, text=True, check=False)
        said = done.stdout.strip() or done.stderr.strip()[-2000:]
        tale.promise(done.returncode == 0, f"counted again, the days are what was counted live: {said}")
        tale.note(said)


def main() -> None:
    """The command. Exits 1 where a number still differs when patience is over."""
    from chalicelib.core.context import new_ctx
    from chalicelib.core.moments import Day
    from chalicelib.core.ops import jobs
    from chalicelib.core.storage.jobs import JobState
    from chalicelib.counters import recounting
    from infra.pointing import point_at
    from infra.recount import WORK

    first, last, patience = Day(sys.argv[1]), Day(sys.argv[2]), Patience(float(sys.argv[3]))
    point_at(cloud.STACK, WORK)
    tries, differed = 0, "?"
    while differed != "0" and not patience.is_over:
        tries += 1
        ctx = new_ctx(demo.KEY, "system:story", f"recount {tries}")
        job = recounting.ask(ctx, first, last)
        while (status := jobs.status(ctx, job)) and status.state is JobState.RUNNING and not patience.is_over:
            time.sleep(LOOK)
        if status is not None and status.state is JobState.DONE:
            differed = status.result
            counted = f"{first} … {last}: {status.done} 个事实 facts, {differed} 项不同 differ, {tries}"
    print(counted if differed != "?" else "the count did not end")
    sys.exit(0 if differed == "0" else 1)


if __name__ == "__main__":
    main()
