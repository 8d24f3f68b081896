"""Examples for the API document: what tests asked at the doors and what the doors answered, made fit to be printed.

Ids, tokens and codes differ from run to run. Each is replaced by one that follows from the field it was first seen in,
so that a run after an unrelated change prints the same; what is replaced stays the same thing in every example.
"""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any
from unittest import mock
from urllib.parse import parse_qsl, urlsplit

from chalicelib.core.http.openapi import operation_id
from chalicelib.core.http.routes import REGISTRY, Route
from chalicelib.core.ids import CODE_ALPHABET, base32
from tests.support.http import Answer, Http

# What differs from run to run, wherever it stands: a ULID, a session, something sealed or signed, a code of ours.
CHANGING = re.compile(
    r"(?<![A-Za-z0-9])[0-9A-HJKMNP-TV-Z]{26}(?![A-Za-z0-9])"
    r"|(?<!\d)\d{20,}(?!\d)"
    r"|eyJ[\w-]+\.[\w-]+\.[\w-]+"
    r"|(?<![A-Za-z0-9_-])[A-Za-z0-9_+=-]{32,}(?![A-Za-z0-9_-])"
    r"|(?<![A-Za-z0-9])(?=[a-z]*[0-9])[0-9a-hjkmnp-tv-z]{10,16}(?![A-Za-z0-9])"
    r"|(?<=req-)\d+|\d{8}T\d{6}Z"
    r"|(?<=localhost:)\d+|(?<=127\.0\.0\.1:)\d+"
)
# Signed or sealed, of any length, in any alphabet.
SIGNED = {"policy", "paySign", "x-amz-signature", "x-amz-credential"}
LONGEST = 20  # items of a list or characters of a picture say nothing more


class Album:
    """The first telling example of each operation: an empty list gives way to one that has something in it."""

    def __init__(self) -> None:
        self._shots: dict[str, dict[str, Any]] = {}

    def take(self, method: str, target: str, body: Any, answer: Answer) -> None:
        """Keep a call that succeeded, unless a telling one of its operation is kept already."""
        url = urlsplit(target)
        route, params = _route(method, url.path)
        if route is None or route.answer is None or answer.status != route.status:
            return
        shot: dict[str, Any] = {"parameters": {**params, **dict(parse_qsl(url.query))}, "answer": answer.json()}
        if route.body is not None:
            shot["body"] = body or {}
        former = self._shots.get(operation_id(route))
        if former is None or (not _tells(former) and _tells(shot)):
            self._shots[operation_id(route)] = shot

    def printed(self) -> str:
        """The file of examples."""
        masks = Masks()
        shown = {name: masks.of(shot, name) for name, shot in sorted(self._shots.items())}
        return json.dumps(shown, ensure_ascii=False, indent=1, sort_keys=True) + "\n"

    @property
    def operations(self) -> set[str]:
        return set(self._shots)


class Masks:
    """What stands in the place of each changing text."""

    def __init__(self) -> None:
        self._given: dict[str, str] = {}
        self._counts: dict[str, int] = {}

    def of(self, value: Any, field: str) -> Any:
        """`value` with every changing text in it replaced."""
        if isinstance(value, dict):
            return {name: self.of(value[name], name) for name in sorted(value)}
        if field == "url" and isinstance(value, str) and "/files/" in value:
            return value.partition("/files/")[0].rpartition(":")[0] + ":8080/files/..."  # signed anew each time
        if field in SIGNED:
            return hashlib.sha256(field.encode()).hexdigest()[:40]
        if isinstance(value, list):
            shown = [self.of(item, field) for item in value[:LONGEST]]
            # Ids alone stand in no order of their own, and those of a run in another than those of the next.
            return sorted(shown) if shown != value[:LONGEST] and all(isinstance(one, str) for one in shown) else shown
        return CHANGING.sub(lambda found: self._mask(found[0], field), value) if isinstance(value, str) else value

    def _mask(self, text: str, field: str) -> str:
        if text not in self._given:
            self._counts[field] = count = self._counts.get(field, 0) + 1
            self._given[text] = _like(text, hashlib.sha512(f"{field} {count}".encode()).digest())
        return self._given[text]


def _like(text: str, seed: bytes) -> str:
    """A text of the same kind that follows from the seed."""
    if re.fullmatch(r"\d{8}T\d{6}Z", text):
        return "20261121T020000Z"
    if text.isdigit() and len(text) <= 6:
        return "8080"
    if re.fullmatch("[0-9A-HJKMNP-TV-Z]{26}", text):
        return "01KAJ8T000" + base32(seed[:10])
    if text.isdigit():
        return "".join(str(byte % 10) for byte in seed[: len(text)])
    if text.startswith("eyJ"):
        return "eyJhbGciOiJIUzI1NiJ9." + base32(seed[:20]).lower() + "." + base32(seed[20:40]).lower()
    alphabet = CODE_ALPHABET if len(text) <= 16 else "0123456789abcdef"
    return "".join(alphabet[byte % len(alphabet)] for byte in seed[: len(text)])


def _tells(shot: dict[str, Any]) -> bool:
    return bool(shot["answer"].get("items", True) != [])


def _route(method: str, path: str) -> tuple[Route | None, dict[str, str]]:
    for route in sorted(REGISTRY, key=lambda one: one.path.count("{")):
        found = re.fullmatch(re.sub(r"{(\w+)}", r"(?P<\1>[^/]+)", route.path.replace(".", r"\.")), path)
        if route.method == method and found:
            return route, found.groupdict()
    return None, {}


@contextmanager
def recording(album: Album) -> Iterator[None]:
    """Whatever passes a door meanwhile is shown to the album."""
    ask: Callable[..., Answer] = Http.call

    def asked(
        http: Http, method: str, target: str, body: Any, headers: dict[str, str], content_type: str = "application/json"
    ) -> Answer:
        answer = ask(http, method, target, body, headers, content_type)
        album.take(method, target, body, answer)
        return answer

    with mock.patch.object(Http, "call", asked):
        yield
