"""Structured logs without personal data, through the Powertools Logger.

Values are logged by name from an allow list: a new field is declared by its room, where a reviewer asks
whether it names a person. Texts, names, phone numbers, open ids and bodies have no entry and cannot get out.
Two things are our own: the formatter, which is the allow list, and the handler, since `logging` would swallow what the
formatter refuses and lose the line (docs/adr/0025).
"""

from __future__ import annotations

import json
import logging
import time
import traceback
from collections.abc import Iterable, Mapping
from typing import Any

from aws_lambda_powertools.logging.formatter import BasePowertoolsFormatter
from aws_lambda_powertools.logging.logger import Logger

# What every room may log. `live_code` and other fields of one room are declared by it (`allow`).
COMMON = frozenset(
    {"api", "attempt", "cause", "change", "code", "corp", "count", "dead", "errand", "errcode", "error", "fact"}
    | {"function", "kind", "ms", "outcome", "reason", "request_id", "route", "stage", "status", "where"}
)
_allowed: set[str] = set(COMMON)

SERVICE = "siyu"
FIELDS = "siyu_fields"


class Stdout(logging.Handler):
    """Writes to stdout, and raises what a formatter refuses: logging's own handlers swallow it and lose the line."""

    def emit(self, record: logging.LogRecord) -> None:
        """One line."""
        print(self.format(record), flush=True)


class AllowList(BasePowertoolsFormatter):
    """One line of JSON an event, of fields that are on the allow list. Raises ValueError for another."""

    def append_keys(self, **additional_keys: Any) -> None:
        """Fields go with their event; none is kept for the next."""

    def clear_state(self) -> None:
        """There is none."""

    def format(self, record: logging.LogRecord) -> str:
        """The line of an event."""
        fields: Mapping[str, object] = getattr(record, FIELDS, {})
        _check(fields)
        line = {
            "level": record.levelname,
            "event": record.getMessage(),
            "time": time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime(record.created)),
        }
        return json.dumps({**line, **fields}, ensure_ascii=False, default=str)


_logger = logging.getLogger(SERVICE)


def start(level: str) -> None:
    """Send log lines to stdout as JSON, one an event."""
    _logger.handlers.clear()
    _logger.init = False  # type: ignore[attr-defined]  # Powertools' own mark of a logger that it set up before
    Logger(service=SERVICE, level=level, logger_handler=Stdout(), logger_formatter=AllowList())
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


def measured(line: str) -> None:
    """Write a line that is a measurement."""
    if _logger.isEnabledFor(logging.INFO):
        print(line, flush=True)


def check(fields: Mapping[str, object]) -> None:
    """Raises ValueError for a field that is not on the allow list."""
    _check(fields)


def allow(fields: Iterable[str]) -> None:
    """Let a room's own fields be logged; `room.py` declares them."""
    _allowed.update(fields)


def _check(fields: Mapping[str, object]) -> None:
    unknown = set(fields) - _allowed
    if unknown:
        raise ValueError(f"not on the log's allow list: {sorted(unknown)}")


def _write(level: int, event: str, fields: Mapping[str, object]) -> None:
    _check(fields)
    _logger.log(level, event, extra={FIELDS: fields})
