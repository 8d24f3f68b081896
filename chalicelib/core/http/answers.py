"""What comes in through a door and what goes out, whatever the door."""

from __future__ import annotations

import base64
import re
from collections.abc import Mapping
from typing import Any, Generic, TypeVar

import msgspec
from chalice.app import Request, Response

from chalicelib.core.context import Ctx, new_ctx
from chalicelib.core.errors import UnknownCorp
from chalicelib.core.http import crowds
from chalicelib.core.http.narrowing import narrowed
from chalicelib.core.http.rates import Rate
from chalicelib.core.ops import actors

CORP_KEY = re.compile("[a-z0-9]{2,16}")
Headers = dict[str, str | list[str]]
REPLAYED = {"Idempotency-Replayed": "true"}
Value = TypeVar("Value")
HEADERS = {
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "Cache-Control": "no-store",
}


class Incoming(msgspec.Struct, frozen=True, kw_only=True):
    """A request as a public door meets it: no session, so the door itself says which corp it is for.

    network: see crowds.network; personal. caller: see crowds.caller. door, rate: which one it is, and how many requests
    a second it takes. line: what its log line says of who asked, once that is known. repeated: what the query names
    more than once; of each, `query` holds the last.
    """

    raw_body: bytes
    query: Mapping[str, str]
    headers: Mapping[str, str]
    request_id: str
    network: bytes = b""
    door: str = ""
    rate: Rate | None = None
    caller: bytes = b""
    line: dict[str, str] = {}
    repeated: tuple[str, ...] = ()

    def is_of(self, corp: str, actor: str) -> None:
        """Let the log line say who asked."""
        self.line.update(corp=corp, actor=actors.logged(corp, actor))

    def ctx_for(self, corp: str, actor: str, *, counted: bool = True) -> Ctx:
        """The context of this request inside `corp`. Raises UnknownCorp for what cannot be a corp's key.

        counted: it takes one of the corp's turns at this door. Raises CorpBusy when there is none.
        """
        if not CORP_KEY.fullmatch(corp):
            raise UnknownCorp()
        if self.rate and counted:
            crowds.admit_corp(corp, self.door, self.rate)
        return new_ctx(corp, actor, self.request_id)


class Answer(msgspec.Struct, frozen=True, kw_only=True):
    """An answer that is not JSON: a page, a picture, the echo that a platform wants."""

    body: str | bytes
    media_type: str
    status: int = 200
    headers: Mapping[str, str | list[str]] = {}


class Replayed(msgspec.Struct, Generic[Value], frozen=True):
    """What a verb answered to this very request before: sent again, and marked as such."""

    value: Value


class Told(msgspec.Struct, Generic[Value], frozen=True):
    """What a verb answers, with headers of its own."""

    value: Value
    headers: Mapping[str, str | list[str]]


class BytesResponse(Response):
    """A response of bytes, handed to API Gateway in base64 whatever the caller's Accept header says."""

    def to_dict(self, binary_types: list[str] | None = None) -> Any:
        answer = Response(base64.b64encode(self.body).decode(), self.headers, self.status_code).to_dict(None)
        return {**answer, "isBase64Encoded": True}


def _sent(request: Request) -> bytes:
    """The body as bytes; of text that has no bytes, which API Gateway never sends, some that nobody can read."""
    try:
        raw = request.raw_body
        return raw.encode() if isinstance(raw, str) else bytes(raw)
    except UnicodeEncodeError:
        return b"\xff"


def incoming(request: Request, request_id: str, door: str, rate: Rate) -> Incoming:
    """The request as a door meets it."""
    raw = _sent(request) if request.method != "GET" else b""
    named = request.query_params
    query = {name: named.getlist(name) for name in named} if named else {}
    return Incoming(
        raw_body=raw,
        query={name: values[-1] for name, values in query.items()},
        repeated=tuple(name for name, values in query.items() if len(values) > 1),
        headers={name.lower(): value for name, value in request.headers.items()},
        request_id=request_id,
        network=crowds.network(request.context),
        door=door,
        rate=rate,
        caller=crowds.caller(request.context),
    )


def shape(result: Any, answer: Any, status: int) -> Response:
    """The response of a verb's result: an Answer as it is, anything else as the shape `answer` in JSON.

    What is Replayed says so in a header, what is Told in those it brings.

    Only fields of the shape get out, whatever stands behind it.
    """
    if isinstance(result, Answer):
        headers: Headers = {**HEADERS, "Content-Type": result.media_type, **result.headers}
        kind = BytesResponse if isinstance(result.body, bytes) else Response
        return kind(result.body, headers, result.status)
    more = REPLAYED if isinstance(result, Replayed) else result.headers if isinstance(result, Told) else None
    shaped = msgspec.convert(result.value if more is not None else result, answer, from_attributes=True)
    told = msgspec.json.encode(narrowed(shaped, answer)).decode()
    return json_answer(told, status, more)


def json_answer(body: str, status: int, headers: Mapping[str, str | list[str]] | None = None) -> Response:
    """A response of JSON text."""
    sent: Headers = {**HEADERS, "Content-Type": "application/json", **(headers or {})}
    return Response(body, sent, status)
