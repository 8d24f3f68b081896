"""One process of a rush: claims in several threads, each answer on a line of its own.

Run as `python -m tests.support.race.worker` with one JSON line on stdin; prints `ready`, begins at the next line of
stdin.
"""

from __future__ import annotations

import json
import sys
import time
from datetime import datetime
from functools import partial
from typing import Any

from chalicelib import rooms
from chalicelib.core.context import new_ctx
from chalicelib.core.storage.table import Row
from chalicelib.coupons import service
from chalicelib.coupons.ids import TemplateId
from chalicelib.members.ids import MemberId
from tests.support.claims import tap
from tests.support.race.crowd import crowd


def claim(template_id: str, now: datetime, member: str, request: str) -> None:
    """One claim; its answer goes out at once, so that a killed process has said what it did."""
    answer: dict[str, Any] = {"member": member, "request": request, "code": "", "error": ""}
    try:
        ctx = new_ctx("demo", f"member:{member}", request, now=now)
        answer["code"] = service.claim(ctx, TemplateId(template_id), MemberId(member), tap(request)).code
    except Exception as error:
        answer["error"] = type(error).__name__
    answer["at"] = time.monotonic()
    sys.stdout.write(json.dumps(answer) + "\n")
    sys.stdout.flush()


def main() -> None:
    """Take the task, say that we are ready, wait for the start, claim."""
    task = json.loads(sys.stdin.readline())
    now = datetime.fromisoformat(task["now"])
    Row.connection()
    rooms.rooms()  # what is counted is declared there
    # msgspec looks a type through at its first use, and crashes the process now and then when two threads do at once.
    service.template(new_ctx("demo", "member:nobody", "first", now=now), TemplateId(task["template_id"]))
    print("ready", flush=True)
    sys.stdin.readline()
    acts = [partial(claim, task["template_id"], now, member, request) for member, request in task["taps"]]
    crowd(acts, workers=task["threads"])


if __name__ == "__main__":
    main()
