"""The welcome of a join: one message, within 20 s, told apart by outcome (docs/platform D7).

The welcome row is written before the call and settled after it. A crash in between is met again by the
queue's redelivery: asking twice is safe, because the code works once and 41051 then means delivered.
"""

from __future__ import annotations

import time
from datetime import datetime, timedelta
from typing import Any

from chalicelib.core.context import Ctx
from chalicelib.core.errors import UpstreamUnknown
from chalicelib.core.moments import epoch_iso, moment
from chalicelib.core.ops import metrics
from chalicelib.livecodes import store
from chalicelib.platforms.wecom import client
from chalicelib.platforms.wecom.errors import WeComBusy, WeComRefused, WelcomeAlreadySent, WelcomeExpired
from chalicelib.platforms.wecom.events import Event

CODE_LIVES = timedelta(seconds=20)
PAUSES = (0.1, 0.3, 0.9)
# The queue gives an unanswered message again after 9 s, so an attempt must end well before.
ATTEMPT_SECONDS = 4.0


def send(ctx: Ctx, event: Event, member_id: str, code: str, message: dict[str, Any]) -> None:
    """Send the welcome of a join and store what became of it. 2 WU.

    Raises WeComBusy or UpstreamUnknown only while the code still lives, so that the queue tries again.
    """
    row, is_first = store.begin_welcome(ctx, member_id, event.userid, code, epoch_iso(event.created))
    if row.outcome != store.TRYING:
        return
    outcome, errcode = _try(ctx, event.welcome_code, message, moment(row.joined_at) + CODE_LIVES)
    if outcome == "expired" and not is_first:
        outcome = "unknown"  # the earlier try may have come through: WeCom forgets used codes after their 20 s
    store.settle_welcome(ctx, row, outcome, errcode, ctx.at)
    metrics.count("Welcomes", corp=ctx.corp, outcome=outcome)


def _try(ctx: Ctx, welcome_code: str, message: dict[str, Any], dies_at: datetime) -> tuple[str, int]:
    began = time.monotonic()
    for pause in (*PAUSES, 0.0):
        try:
            client.send_welcome(ctx, welcome_code, message)
            return "sent", 0
        except WelcomeAlreadySent as refused:
            return "already", refused.errcode
        except WelcomeExpired as refused:
            return "expired", refused.errcode
        except (WeComBusy, UpstreamUnknown) as error:
            elapsed = time.monotonic() - began
            if ctx.now + timedelta(seconds=elapsed) >= dies_at:
                return "expired", getattr(error, "errcode", 0)
            if not pause or elapsed > ATTEMPT_SECONDS:
                raise
            time.sleep(pause)
        except WeComRefused as refused:
            return "failed", refused.errcode
    raise AssertionError("unreachable")
