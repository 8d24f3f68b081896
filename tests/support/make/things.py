"""What every factory answers."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from tests.support.http import Answer

Json = dict[str, Any]


@dataclass(frozen=True)
class Thing:
    """Something that exists now: its id, and what its door answered."""

    id: str
    body: Json

    def __getitem__(self, name: str) -> Any:
        """A field of what the door answered."""
        return self.body[name]


def made(answer: Answer) -> Json:
    """What a door answered; it must not have refused."""
    assert answer.status in (200, 201), answer.body
    body: Json = answer.json()
    return body
