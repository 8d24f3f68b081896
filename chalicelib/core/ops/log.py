"""Structured logs without personal data.

Values are logged by name from an allow list: a new field is declared by its room, where a reviewer asks
whether it names a person. Texts, names, phone numbers, open ids and bodies have no entry and cannot get out.
"""

from __future__ import annotations

import json
import logging
import sys
import time
import traceback
from collections.abc import Iterable, Mapping
from typing import Any

# What every room may log. `live_code` and other fields of one room are declared by it (`allow`).
COMMON = frozenset(
    {"api", "attempt", "cause", "change", "code", "corp", "count", "dead", "errand", "errcode", "error", "fact"}
    | {"function", "kind", "ms", "outcome", "reason", "request_id", "route", "stage", "status", "where"}
)
_allowed: set[str] = set(COMMON)

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


def measured(line: Mapping[str, object], dimensions: Mapping[str, str]) -> None:
    """Write a line that is also a measurement; its dimensions are checked like fields."""
    _check(dimensions)
    _logger.info(json.dumps({**line, **dimensions}))


def allow(fields: Iterable[str]) -> None:
    """Let a room's own fields be logged; `room.py` declares them."""
    _allowed.update(fields)


def _check(fields: Mapping[str, object]) -> None:
    unknown = set(fields) - _allowed
    if unknown:
        raise ValueError(f"not on the log's allow list: {sorted(unknown)}")


def _write(level: int, event: str, fields: Mapping[str, object]) -> None:
    _check(fields)
    if _logger.isEnabledFor(level):
        line = {
            "level": logging.getLevelName(level),
            "event": event,
            "time": time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime()),
        }
        _logger.log(level, json.dumps({**line, **fields}, ensure_ascii=False, default=str))
