"""WeCom in process, safe under threads: counts what it is asked, hands out tokens, takes each welcome code once."""

from __future__ import annotations

import threading
from typing import Any

import pytest

from chalicelib.platforms.wecom import transport
from tests.support.double import Reply, WeComDouble


class Platform(WeComDouble):
    """The double behind one lock, with a new token for every fetch."""

    def __init__(self) -> None:
        super().__init__()
        self._gate = threading.Lock()
        self.tokens = 0
        self.welcomes: list[str] = []

    def request(self, method: str, url: str, body: bytes | None = None, **more: Any) -> Reply:
        """One call at a time, as the tallies are plain numbers."""
        with self._gate:
            return super().request(method, url, body, **more)

    def _gettoken(self, _: dict[str, Any]) -> dict[str, Any]:
        self.tokens += 1
        return {"access_token": f"token-{self.tokens}", "expires_in": 7200}

    def _send_welcome_msg(self, given: dict[str, Any]) -> dict[str, Any]:
        answer = super()._send_welcome_msg(given)
        self.welcomes += [] if answer else [given["welcome_code"]]
        return answer


@pytest.fixture
def platform(monkeypatch: pytest.MonkeyPatch) -> Platform:
    """The platform of one test."""
    made = Platform()
    monkeypatch.setattr(transport, "pool", lambda: made)
    return made
