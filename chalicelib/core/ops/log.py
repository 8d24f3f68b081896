"""Structured logs without personal data, through the Powertools Logger.

Only events of the catalogue are logged, at their level and with their fields. A field is a name on an allow list: a new
one is declared by its room, where a reviewer asks whether it names a person. Texts, names, phone numbers, open ids and
bodies have no entry and cannot get out.
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

from chalicelib.core.config import config
from chalicelib.core.ops.catalogue import EVENTS, Level, LogEvent

# What every room may log. `live_code` and other fields of one room are declared by it (`allow`).
COMMON = frozenset(
    {"actor", "api", "attempt", "cause", "change", "code", "corp", "count", "dead", "errand", "errcode", "error"}
    | {"fact", "function", "kind", "ms", "outcome", "reason", "request_id", "route", "stage", "status", "where"}
)
_allowed: set[str] = set(COMMON)
# What `failure` adds to the fields of every error.
OF_AN_ERROR = frozenset({"error", "where"})
_known: dict[str, LogEvent] = {}

SERVICE = "siyu"
FIELDS = "siyu_fields"


class Stdout(logging.Handler):
    """Writes to stdout, and raises what a formatter refuses: logging's own handlers swallow it and lose the line."""

    def emit(self, record: logging.LogRecord) -> None:
        """One line."""
        print(self.format(record), flush=True)


class AllowList(BasePowertoolsFormatter):
    """One line of JSON an event, of the catalogue's fields. Raises ValueError for what the catalogue does not have."""

    def append_keys(self, **additional_keys: Any) -> None:
        """Fields go with their event; none is kept for the next."""

    def clear_state(self) -> None:
        """There is none."""

    def format(self, record: logging.LogRecord) -> str:
        """The line of an event."""
        fields: Mapping[str, object] = getattr(record, FIELDS, {})
        _check(record.levelno, record.getMessage(), fields)
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
    """Log `event`. Raises ValueError when the catalogue has no such event, level or field."""
    _write(Level.INFO, event, fields)


def warning(event: str, **fields: Any) -> None:
    """Log something an engineer may want to look at. Raises ValueError as `info` does."""
    _write(Level.WARNING, event, fields)


def failure(event: str, error: BaseException, **fields: Any) -> None:
    """Log an error nobody foresaw: its type and the places it came through, not its text, which may quote a person."""
    frames = traceback.extract_tb(error.__traceback__)
    where = [f"{frame.filename.rsplit('/', 2)[-1]}:{frame.lineno}:{frame.name}" for frame in frames[-6:]]
    _write(Level.ERROR, event, {**fields, "error": type(error).__name__, "where": where})


def measured(line: str) -> None:
    """Write a line that is a measurement, whatever the level: alarms live on it. One machine is quiet below INFO."""
    if _logger.isEnabledFor(logging.INFO) or not config().is_local:
        print(line, flush=True)


def allow(fields: Iterable[str]) -> None:
    """Let a room's own fields be logged; `room.py` declares them."""
    _allowed.update(fields)


def check(fields: Iterable[str]) -> None:
    """Raises ValueError for a field that is not on the allow list."""
    unknown = set(fields) - _allowed
    if unknown:
        raise ValueError(f"not on the log's allow list: {sorted(unknown)}")


def know(events: Iterable[LogEvent]) -> None:
    """Let events be logged. Raises ValueError for a field off the allow list, and for one name of two events."""
    for event in events:
        check(event.fields)
        if _known.setdefault(event.name, event) != event:
            raise ValueError(f"two events are called {event.name!r}")


def fields_of(event: LogEvent) -> frozenset[str]:
    """All fields that a line of `event` may have."""
    return event.fields | OF_AN_ERROR if event.level is Level.ERROR else event.fields


def _check(level: int, event: str, fields: Mapping[str, object]) -> None:
    known = _known.get(event)
    if known is None:
        raise ValueError(f"not in the log's catalogue: {event!r}")
    if known.level != level:
        raise ValueError(f"{event!r} is logged as {known.level.name}")
    if not fields.keys() <= fields_of(known):
        raise ValueError(f"{event!r} has no such fields: {sorted(fields.keys() - fields_of(known))}")


def _write(level: Level, event: str, fields: Mapping[str, object]) -> None:
    _check(level, event, fields)
    _logger.log(level, event, extra={FIELDS: fields})


know(EVENTS)
