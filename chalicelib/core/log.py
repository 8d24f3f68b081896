"""Structured logs without personal data, and counts of meaningful acts.

Values are logged by name from an allow list: a new field must be listed here, where a reviewer asks
whether it names a person. Texts, names, phone numbers, open ids and bodies have no entry and cannot get out.
"""

from __future__ import annotations

import json
import logging
import sys
import time
import traceback
from typing import Any

ALLOWED = frozenset(
    {
        "corp",
        "request_id",
        "cause",
        "route",
        "status",
        "ms",
        "code",
        "kind",
        "fact",
        "task",
        "function",
        "count",
        "errcode",
        "api",
    }
    | {"outcome", "attempt", "live_code", "template", "age_s", "reason", "error", "where", "stage", "dead", "change"}
)
NAMESPACE = "Siyu"

_logger = logging.getLogger("siyu")


def start(level: str) -> None:
    """Send log lines to stdout as JSON, one an event."""
    handler = logging.StreamHandler(sys.stdout)
    handler.setFormatter(logging.Formatter("%(message)s"))
    _logger.handlers[:] = [handler]
    _logger.setLevel(level)
    _logger.propagate = False


def info(event: str, **fields: Any) -> None:
    """Log `event`. Raises ValueError for a field that is not on the allow list."""
    _write(logging.INFO, event, fields)


def warning(event: str, **fields: Any) -> None:
    """Log something an engineer may want to look at."""
    _write(logging.WARNING, event, fields)


def failure(event: str, error: BaseException, **fields: Any) -> None:
    """Log an error nobody foresaw: its type and the places it came through, not its text, which may quote a person."""
    frames = traceback.extract_tb(error.__traceback__)
    where = [f"{frame.filename.rsplit('/', 2)[-1]}:{frame.lineno}:{frame.name}" for frame in frames[-6:]]
    _write(logging.ERROR, event, {**fields, "error": type(error).__name__, "where": where})


def count(metric: str, value: int = 1, **dimensions: str) -> None:
    """Count an act as a CloudWatch metric through the embedded metric format: a log line, no call."""
    _check(dimensions)
    line = {
        "_aws": {
            "Timestamp": int(time.time() * 1000),
            "CloudWatchMetrics": [
                {
                    "Namespace": NAMESPACE,
                    "Dimensions": [sorted(dimensions)],
                    "Metrics": [{"Name": metric, "Unit": "Count"}],
                }
            ],
        },
        metric: value,
        **dimensions,
    }
    _logger.info(json.dumps(line))


def _check(fields: dict[str, Any]) -> None:
    unknown = set(fields) - ALLOWED
    if unknown:
        raise ValueError(f"not on the log's allow list: {sorted(unknown)}")


def _write(level: int, event: str, fields: dict[str, Any]) -> None:
    _check(fields)
    if _logger.isEnabledFor(level):
        line = {
            "level": logging.getLevelName(level),
            "event": event,
            "time": time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime()),
        }
        _logger.log(level, json.dumps({**line, **fields}, ensure_ascii=False, default=str))
