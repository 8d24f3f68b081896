"""A stack that comes up on a machine that is busy with other things."""

from __future__ import annotations

from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from local import stack
from local.places import Places
from local.processes import ProcessError

PLACES = Places(Path("unused"))


class Api:
    """Our API, whose first answers are late."""

    def __init__(self, late: int) -> None:
        self.asked: list[str] = []
        self._late = late

    def __call__(self, url: str) -> Api:
        return self

    def raw(self, method: str, path: str) -> Any:
        self.asked.append(path)
        return SimpleNamespace(status=502 if len(self.asked) <= self._late else 200, data=b"Task timed out")


def test_a_first_start_that_takes_too_long_is_made_again(monkeypatch: pytest.MonkeyPatch) -> None:
    """A request may take 10 s, a function's first start on a busy machine takes longer."""
    api = Api(late=3)
    monkeypatch.setattr(stack, "Client", api)
    stack._warm_up(PLACES)
    assert api.asked[:4] == ["/docs"] * 4 and len(api.asked) == 6


def test_an_api_that_never_answers_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    """With what it answered at last."""
    monkeypatch.setattr(stack, "Client", Api(late=1000))
    with pytest.raises(ProcessError, match=r"502: Task timed out"):
        stack._warm_up(PLACES)
