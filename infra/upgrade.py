"""python -m infra.upgrade --stack siyu-prod: changes stored rows to what the deployed release expects of them.

Run it once after each deploy, when CloudFormation says that it is done. The work is a job in the stack, so it goes on
when this is stopped; run again, it tells of the same one, or goes on where it had failed. What is done is done once: a
release whose migrations were made says so, after a look at the rows; what was left of them, or was written by the
release before in the meantime, it makes then. --look changes nothing and says what there is to do.
"""

from __future__ import annotations

import argparse
import os
import sys
import time
from collections.abc import Callable

from botocore.exceptions import BotoCoreError, ClientError

from infra.pointing import point_at

WORK = {"SIYU_MAIN_TABLE": "MainTable", "SIYU_JOB_QUEUE_URL": "JobQueue"}
LOOK_SECONDS = 2.0


def main() -> None:
    """The command. Exits 1 when an upgrade does not come to its end, or leaves rows as they were."""
    parser = argparse.ArgumentParser(prog="python -m infra.upgrade", description="Bring stored rows up to date.")
    parser.add_argument("--stack", default="siyu-prod", help="the CloudFormation stack (default: siyu-prod)")
    parser.add_argument("--region", default=None, help="the stack's region (default: your AWS configuration)")
    parser.add_argument("--look", action="store_true", help="say what there is to do, and do nothing")
    options = parser.parse_args()
    if options.region:
        os.environ["AWS_DEFAULT_REGION"] = options.region
    try:
        point_at(options.stack, WORK)
        ended = look() if options.look else upgrade()
    except (ClientError, BotoCoreError) as error:
        sys.exit(f"upgrade: {error}")
    sys.exit(0 if ended else 1)


def upgrade(wait: Callable[[float], None] = time.sleep) -> bool:
    """Make the migrations of each release, one after another, and tell how far they are; False when one stopped."""
    releases = _releases()
    if not releases:
        print("upgrade: no release changes stored rows; there is nothing to do")
    return all(_made(release, wait) for release in releases)


def look() -> bool:
    """Tell what there is to do; False when there are rows that a migration cannot take."""
    from chalicelib.upgrades import service

    fits = True
    for release in _releases():
        found = service.look(release)
        print(f"{release}: {found.to_change} of {found.rows} rows are to be changed, {len(found.unfit)} do not fit")
        for place in found.unfit:
            print(f"  {place}")
        fits = fits and not found.unfit
    return fits


def _releases() -> list[str]:
    from chalicelib.rooms import rooms
    from chalicelib.upgrades import service

    rooms()
    return service.releases()


def _made(release: str, wait: Callable[[float], None]) -> bool:
    from chalicelib.core.storage.jobs import JobState
    from chalicelib.upgrades import service

    status = service.begin(release)
    while status is not None:
        problem = f": {status.problem.en}" if status.problem else ""
        print(f"{release}: {status.state}, {status.done} rows, {status.failed} left as they were{problem}", flush=True)
        if status.state is not JobState.RUNNING:
            return status.state is JobState.DONE and not status.failed
        wait(LOOK_SECONDS)
        status = service.status(status.job)
    return False


if __name__ == "__main__":
    main()
