"""The main table as its stream has told it: one call says what changed since the last look, whoever changed it.

An audit after each step of a long story reads all that a corp has; by the table's own keys and lists that is thirty
calls, and most of what the story costs.
"""

from __future__ import annotations

from typing import Any

from chalicelib.core.storage.table import Row
from tests.support.drain import Stream

Place = tuple[str, str]


class Mirror:
    """Every row of the main table, by where it lies."""

    def __init__(self, stream: Stream) -> None:
        """stream: one of its own, which nobody else reads."""
        self._stream = stream
        self._images: dict[str, dict[Place, dict[str, Any]]] = {}
        self._rows: dict[Place, Row] = {}

    def rows(self, corp: str) -> dict[Place, Row]:
        """A corp's rows as they are stored now. A row that did not change is the same object again."""
        for record in self._stream.pending():
            self._see(record["dynamodb"])
        self._stream.advance(set())
        mine = self._images.get(corp, {})
        for place in mine.keys() - self._rows.keys():
            self._rows[place] = Row.from_raw_data(mine[place])
        return {place: self._rows[place] for place in mine}

    def _see(self, change: dict[str, Any]) -> None:
        place = change["Keys"]["pk"]["S"], change["Keys"]["sk"]["S"]
        of_corp = self._images.setdefault(place[0].partition("#")[0], {})
        self._rows.pop(place, None)
        if "NewImage" in change:
            of_corp[place] = change["NewImage"]
        else:
            of_corp.pop(place, None)
