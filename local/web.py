"""A small JSON client for stories: short timeouts, no retries, and an error that shows the whole answer."""

from __future__ import annotations

from typing import Any

import msgspec
import urllib3

from local.patience import stretched

POOL = urllib3.PoolManager(maxsize=16, retries=False)
# Seconds of a machine that has nothing else to do.
CONNECT, READ = 2.0, 30.0


class WrongAnswer(Exception):
    """An answer that was not the one expected; the text holds it."""


class NoAnswer(WrongAnswer):
    """None came, within a time that a busy machine is given too; the text says of what."""


class Client:
    """Talks JSON with one server, as one person."""

    def __init__(self, base: str, token: str = "") -> None:
        self.base = base
        # As a person's browser: who says that they are a script is not counted as a visitor.
        self._headers = {
            "Accept": "*/*",
            "User-Agent": "story",
            **({"Authorization": f"Bearer {token}"} if token else {}),
        }

    def get(self, path: str, status: int = 200) -> Any:
        """The JSON at `path`."""
        return self.call("GET", path, status=status)

    def post(self, path: str, body: Any = None, key: str = "", status: int = 201) -> Any:
        """The JSON answer of a POST; `key` is its Idempotency-Key."""
        return self.call("POST", path, body, key, status)

    def put(self, path: str, body: Any, key: str = "", status: int = 200) -> Any:
        """The JSON answer of a PUT."""
        return self.call("PUT", path, body, key, status)

    def call(self, method: str, path: str, body: Any = None, key: str = "", status: int = 200) -> Any:
        """The JSON answer. Raises WrongAnswer when the status is not the one expected."""
        answered, answer = self.ask(method, path, body, key)
        if answered != status:
            raise WrongAnswer(f"{method} {self.base}{path}: {answered}, not {status}: {answer}")
        return answer

    def ask(self, method: str, path: str, body: Any = None, key: str = "") -> tuple[int, Any]:
        """The status of an answer and its JSON, a refusal's too. Raises WrongAnswer for what is no JSON."""
        headers = {**self._headers, "Content-Type": "application/json", **({"Idempotency-Key": key} if key else {})}
        answer = self.raw(method, path, msgspec.json.encode(body) if body is not None else b"", headers)
        try:
            return answer.status, msgspec.json.decode(answer.data) if answer.data else None
        except msgspec.DecodeError:
            text = answer.data.decode(errors="replace")
            raise WrongAnswer(f"{method} {self.base}{path}: {answer.status}, no JSON: {text}") from None

    def raw(
        self, method: str, path: str, body: bytes = b"", headers: dict[str, str] | None = None
    ) -> urllib3.BaseHTTPResponse:
        """The answer as it came. Raises NoAnswer."""
        url = path if path.startswith("http") else self.base + path
        timeout = urllib3.Timeout(connect=stretched(CONNECT), read=stretched(READ))
        try:
            return POOL.request(
                method, url, body=body, headers=headers or self._headers, redirect=False, timeout=timeout
            )
        except urllib3.exceptions.HTTPError as error:
            raise NoAnswer(f"{method} {url}: {type(error).__name__}: {error}") from error
