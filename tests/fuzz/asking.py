"""How the doors are asked: cases drawn from the document, ids of things that exist, and a judgement of each answer."""

from __future__ import annotations

import json
from dataclasses import dataclass
from functools import cached_property
from typing import Any
from urllib.parse import quote, urlencode

import schemathesis
from hypothesis import HealthCheck, Phase, given, seed, settings
from jsonschema import Draft202012Validator
from schemathesis import GenerationMode

from chalicelib.core.http import openapi
from tests.support import make, world
from tests.support.http import Answer, Http
from tests.support.stack import Stack

SEED = 20261126
# What needs a platform's signature, and is judged by tests of its own.
SIGNED = ("callbacks.",)
NOBODY = "nobody"


@dataclass(frozen=True)
class Finding:
    """An answer that must not be."""

    operation: str
    person: str
    status: int
    why: str
    request: str

    def __str__(self) -> str:
        return f"{self.operation} as {self.person}: {self.status} {self.why}\n    {self.request}"


@dataclass(frozen=True)
class Operation:
    """One of the document, with how schemathesis draws cases of it."""

    label_of_ours: str
    declared: dict[str, Any]
    drawn: Any


class People:
    """Who stands at the doors, in a world where one of everything exists."""

    def __init__(self, stack: Stack) -> None:
        self.stack = stack
        self.names = world.build(stack)
        make.operator(stack, "store_staff", "zhaolei")

    @cached_property
    def all(self) -> tuple[str, ...]:
        return ("owner", "clerk", "member", NOBODY)

    def client(self, person: str) -> Http:
        """Their session, as of now."""
        if person == "member":
            return make.member_session(self.stack, self.names["member_id"])
        if person == NOBODY:
            return self.stack.http
        return make.session(self.stack, {"owner": "zhangwei", "clerk": "zhaolei"}[person])


def operations() -> list[Operation]:
    """Those of the document that need no platform's signature."""
    document: Any = openapi.document()
    declared = {one["operationId"]: one for methods in document["paths"].values() for one in methods.values()}
    schema: Any = schemathesis.openapi.from_dict(json.loads(json.dumps(document)))
    found = []
    for result in schema.get_all_operations():
        drawn = result.ok()
        name = drawn.definition.raw["operationId"]
        if not name.startswith(SIGNED):
            found.append(Operation(name, declared[name], drawn))
    return sorted(found, key=lambda one: one.label_of_ours)


def tried(
    operation: Operation, people: People, person: str, examples: int, *, is_fixed: bool
) -> tuple[int, list[Finding]]:
    """Ask an operation so often as one person, rightly and wrongly: how many requests, and what must not be."""
    asked, found = 0, dict[str, Finding]()
    for mode in (GenerationMode.POSITIVE, GenerationMode.NEGATIVE):

        def ask(case: Any) -> None:
            nonlocal asked
            asked += 1
            finding = _judged(operation, people, person, case)
            if finding is not None:
                found.setdefault(finding.why, finding)

        rounds = settings(
            max_examples=examples,
            deadline=None,
            database=None,
            derandomize=False,
            phases=[Phase.generate],
            suppress_health_check=list(HealthCheck),
        )
        test = rounds(given(case=operation.drawn.as_strategy(generation_mode=mode))(ask))
        try:
            (seed(SEED)(test) if is_fixed else test)()
        except Exception as error:  # nothing wrong can be drawn of an operation that takes nothing
            if "Unsatisfiable" not in type(error).__name__ and "Skip" not in type(error).__name__:
                raise
    return asked, list(found.values())


def _judged(operation: Operation, people: People, person: str, case: Any) -> Finding | None:
    path = operation.drawn.path
    for name, drawn in (case.path_parameters or {}).items():
        # A thing that exists as often as one that does not.
        is_real = name in people.names and len(str(drawn)) % 2 == 0
        path = path.replace(f"{{{name}}}", quote(people.names[name] if is_real else str(drawn), safe="") or "-")
    query = {name: value for name, value in dict(case.query or {}).items() if value is not None}
    target = f"{path}?{urlencode(query, doseq=True)}" if query else path
    sent = {name.lower(): value for name, value in dict(case.headers or {}).items() if isinstance(value, str)}
    headers = {"idempotency-key": sent["idempotency-key"]} if "idempotency-key" in sent else {}
    body = _body(case)
    answer = people.client(person).call(operation.drawn.method.upper(), target, body, headers)
    why = wrong_with(operation.declared, answer)
    if not why:
        return None
    request = f"{operation.drawn.method.upper()} {target} {headers or ''} {body if body is not None else ''}"
    return Finding(operation.label_of_ours, person, answer.status, why, request[:600])


def _body(case: Any) -> str | None:
    if isinstance(case.body, type(schemathesis.core.NOT_SET)):
        return None
    if isinstance(case.body, bytes):
        return case.body.decode(errors="replace")
    return json.dumps(case.body, default=str)


def wrong_with(declared: dict[str, Any], answer: Answer) -> str:
    """Why an answer of an operation must not be, '' when it may."""
    if answer.status >= 500:
        return f"a fault of ours: {answer.code or answer.body[:200]!r}"
    responses = declared["responses"]
    told = responses.get(str(answer.status))
    if answer.status == 302 and "text/html" in _kinds(responses):
        return ""  # a browser that is sent on
    if told is None:
        return f"the document does not say that it may answer so: {answer.body[:200].decode(errors='replace')}"
    kind = answer.headers.get("content-type", "").partition(";")[0]
    if kind not in told["content"]:
        is_seen = "text/html" in (kind, *_kinds(responses)) or kind.startswith("image/")
        return "" if is_seen else f"{kind} is not declared"
    schema = told["content"][kind]["schema"]
    if "json" not in kind or schema == {"type": "string"}:
        return ""
    errors = Draft202012Validator({**schema, "components": _components()}).iter_errors(answer.json())
    first = next(iter(sorted(errors, key=lambda error: error.json_path)), None)
    if first is None:
        return ""
    return f"not in its schema at {first.json_path}: {first.message[:200]} (code {answer.json().get('code', '-')})"


def _kinds(responses: dict[str, Any]) -> list[str]:
    return [kind for answer in responses.values() for kind in answer["content"]]


_cached: list[Any] = []


def _components() -> Any:
    if not _cached:
        _cached.append(json.loads(json.dumps(openapi.document()["components"])))
    return _cached[0]
