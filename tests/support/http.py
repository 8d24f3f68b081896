"""Requests through the real app object with the event shape of API Gateway (`events/aws`), one at a time."""

from __future__ import annotations

import base64
import functools
import itertools
import json
import pickle
import re
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl, urlsplit

import msgspec

from tests.support import powers

EVENT = json.loads((Path(__file__).resolve().parents[2] / "events" / "aws" / "api_gateway.json").read_text())
SENT = pickle.dumps(EVENT)


_requests = itertools.count(1)


@dataclass
class Answer:
    status: int
    headers: dict[str, str]
    body: bytes
    cookies: tuple[str, ...] = ()

    def json(self) -> Any:
        return json.loads(self.body)

    @property
    def code(self) -> str:
        """What the refusal is called; a page says it too, where nobody sees it."""
        if self.headers.get("content-type", "").startswith("text/html"):
            return "".join(re.findall(r'<main data-code="(\w+)"', self.body.decode()))
        return str(self.json().get("code", ""))


class LambdaContext:
    aws_request_id = "req-test"
    function_name = "api"

    def get_remaining_time_in_millis(self) -> int:
        return 30_000


class Http:
    """A client of one session and address; `as_` and `at` give another."""

    def __init__(self, token: str = "", address: str = "198.51.100.7") -> None:
        self._token = token
        self._address = address

    def as_(self, token: str) -> Http:
        return Http(token, self._address)

    def at(self, address: str) -> Http:
        return Http(self._token, address)

    @property
    def mark(self) -> str:
        """What a form that a page of this session showed carries."""
        from chalicelib.core.context import OpenSession, new_ctx, wall_clock
        from chalicelib.core.http import forms, session

        who = session.verify(self._token, wall_clock())
        opened = OpenSession(id=who.id, ends_at=who.ends_at)
        return forms.mark_of(msgspec.structs.replace(new_ctx(who.corp, who.actor, ""), session=opened))

    def get(self, path: str, **headers: str) -> Answer:
        return self.call("GET", path, None, headers)

    def post(self, path: str, body: Any = None, **headers: str) -> Answer:
        return self.call("POST", path, body, headers)

    def put(self, path: str, body: Any = None, **headers: str) -> Answer:
        return self.call("PUT", path, body, headers)

    def delete(self, path: str, **headers: str) -> Answer:
        return self.call("DELETE", path, None, headers)

    def call(
        self, method: str, target: str, body: Any, headers: dict[str, str], content_type: str = "application/json"
    ) -> Answer:
        from app import app

        event = _event(
            method, target, body, {"content-type": content_type, **self._auth(), **_dashed(headers)}, tuple(app.routes)
        )
        event["requestContext"]["identity"]["sourceIp"] = self._address
        route = f"{'/admin' if event['requestContext']['stage'] == 'admin' else ''}{event['resource']}"
        with powers.acting(powers.function_of(method, route)):
            answer = app(event, LambdaContext())
        raw = answer["body"]
        data = base64.b64decode(raw) if answer.get("isBase64Encoded") else raw.encode()
        several = {name.lower(): values for name, values in answer.get("multiValueHeaders", {}).items()}
        headers = {name.lower(): value for name, value in answer["headers"].items()}
        one = [headers["set-cookie"]] if "set-cookie" in headers else []
        return Answer(answer["statusCode"], headers, data, (*one, *several.get("set-cookie", [])))

    def _auth(self) -> dict[str, str]:
        return {"authorization": f"Bearer {self._token}"} if self._token else {}


def _dashed(headers: dict[str, str]) -> dict[str, str]:
    return {name.replace("_", "-"): value for name, value in headers.items()}


def _event(method: str, target: str, body: Any, headers: dict[str, str], routes: tuple[str, ...]) -> dict[str, Any]:
    url = urlsplit(target)
    resource, params = _match(url.path, routes)
    query: dict[str, list[str]] = {}
    for name, value in parse_qsl(url.query, keep_blank_values=True):
        query.setdefault(name, []).append(value)
    # As the second API sees it, to which the domain leads without `/admin` (infra/apis.py).
    is_admin = resource.startswith("/admin/")
    named = resource.removeprefix("/admin") if is_admin else resource
    event: dict[str, Any] = pickle.loads(SENT)
    event.update(
        resource=named,
        path=url.path,
        httpMethod=method,
        headers={"Accept": "*/*", **headers},
        pathParameters=params or None,
        queryStringParameters={name: values[-1] for name, values in query.items()} or None,
        multiValueQueryStringParameters=query or None,
        body=_body(body),
        isBase64Encoded=isinstance(body, bytes),
    )
    event["multiValueHeaders"] = {name: [value] for name, value in event["headers"].items()}
    event["requestContext"].update(
        requestId=f"req-{next(_requests)}", resourcePath=named, httpMethod=method, path=url.path
    )
    event["requestContext"]["stage"] = "admin" if is_admin else "api"
    return event


def _body(body: Any) -> str | None:
    if body is None or isinstance(body, str):
        return body
    if isinstance(body, bytes):
        return base64.b64encode(body).decode()
    return json.dumps(body)


def _match(path: str, routes: tuple[str, ...]) -> tuple[str, dict[str, str]]:
    for route, pattern in _patterns(routes):
        if found := pattern.fullmatch(path):
            return route, found.groupdict()
    return path, {}


@functools.cache
def _patterns(routes: tuple[str, ...]) -> list[tuple[str, re.Pattern[str]]]:
    """What each route's paths look like, the plainest first."""
    return [(route, _pattern(route)) for route in sorted(routes, key=lambda name: name.count("{"))]


def _pattern(route: str) -> re.Pattern[str]:
    named = re.sub(r"{(\w+)}", r"(?P<\1>[^/]+)", route.replace(".", r"\."))
    return re.compile(re.sub(r"{(\w+)\+}", r"(?P<\1>.+)", named))
