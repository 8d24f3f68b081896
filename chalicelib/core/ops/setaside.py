"""What is told of a callback that was set aside, wherever that was decided: a line, and a count that rings."""

from __future__ import annotations

from chalicelib.core.config import config
from chalicelib.core.context import Ctx
from chalicelib.core.ops import log, metrics
from chalicelib.core.storage.inbox import Why


def told(ctx: Ctx, why: Why) -> None:
    """Somebody shall look at it (docs/runbook/set-aside.md)."""
    log.warning("callback set aside", corp=ctx.corp, reason=why, cause=ctx.cause, request_id=ctx.request_id)
    metrics.count("CallbacksSetAside", corp=ctx.corp, stage=config().stage)
