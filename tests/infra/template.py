"""A packaged template, and questions one asks of it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from infra.apis import APIS

Where = tuple[str, ...]
GONE = object()


class Template:
    """The template as data; logical names stand for resources."""

    def __init__(self, content: dict[str, Any]) -> None:
        self.content = content
        self.resources: dict[str, Any] = content["Resources"]

    def of_type(self, kind: str) -> dict[str, Any]:
        """Properties by logical name of every resource of a type."""
        return {name: found.get("Properties", {}) for name, found in self.resources.items() if found["Type"] == kind}

    @property
    def apis(self) -> dict[str, Any]:
        """The APIs behind the domain."""
        return {name: self.resources[name]["Properties"] for name in APIS}

    def paths(self) -> Iterator[tuple[str, dict[str, Any]]]:
        """(path as a caller asks for it, methods) of both APIs."""
        for name, api in self.apis.items():
            for path, methods in api["DefinitionBody"]["paths"].items():
                yield APIS[name] + path, methods

    def throttles(self) -> list[dict[str, Any]]:
        """The settings of both APIs' methods, by the paths that a caller asks for."""
        return [
            {**one, "ResourcePath": "/" + (APIS[name] + one["ResourcePath"].removeprefix("/")).replace("/", "~1")}
            if one["HttpMethod"] != "*"
            else one
            for name, api in self.apis.items()
            for one in api["MethodSettings"]
        ]

    @property
    def tables(self) -> dict[str, Any]:
        return self.of_type("AWS::DynamoDB::Table")

    @property
    def queues(self) -> dict[str, Any]:
        return self.of_type("AWS::SQS::Queue")

    @property
    def functions(self) -> dict[str, Any]:
        return self.of_type("AWS::Serverless::Function")

    @property
    def alarms(self) -> dict[str, Any]:
        return self.of_type("AWS::CloudWatch::Alarm")

    def sources(self, kind: str) -> Iterator[tuple[str, dict[str, Any]]]:
        """(function, properties) of every event source of a kind: SQS, DynamoDB or Schedule."""
        for name, function in self.functions.items():
            for source in function.get("Events", {}).values():
                if source["Type"] == kind:
                    yield name, source["Properties"]

    def statements(self, function: str) -> list[dict[str, Any]]:
        """What a function's role allows."""
        role = self.resources[self.functions[function]["Role"]["Fn::GetAtt"][0]]["Properties"]
        return [each for policy in role["Policies"] for each in policy["PolicyDocument"]["Statement"]]

    def allows(self, function: str, action: str, resource: Any) -> bool:
        """True when a statement of the function's role names this action on this very resource."""
        return any(action in each["Action"] and resource in each["Resource"] for each in self.statements(function))


def named(value: Any) -> str:
    """The logical name that a Ref, GetAtt or Sub of one thing points to; '' for a literal."""
    if not isinstance(value, dict) or len(value) != 1:
        return ""
    kind, target = next(iter(value.items()))
    if kind == "Ref":
        return str(target)
    if kind == "Fn::GetAtt":
        return str(target[0])
    if kind == "Fn::Sub" and isinstance(target, str) and target.startswith("${"):
        return target[2:].partition("}")[0].partition(".")[0]
    return ""


def all_named(value: Any) -> set[str]:
    """The same of a Sub of several things."""
    target = value.get("Fn::Sub") if isinstance(value, dict) else None
    found = set(re.findall(r"\$\{(\w+)", target)) if isinstance(target, str) else {named(value)}
    return found - {""}


def strings(value: Any) -> Iterator[str]:
    """Every string in a piece of a template, keys too."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        for key, each in value.items():
            yield key
            yield from strings(each)
    elif isinstance(value, list):
        for each in value:
            yield from strings(each)


def put(target: Any, where: Where, value: object) -> None:
    """Put a value in a place of a template, or take away what is there."""
    *way, last = where
    for step in way:
        target = target[int(step)] if isinstance(target, list) else target[step]
    at: Any = int(last) if isinstance(target, list) else last
    if value is GONE:
        del target[at]
    else:
        target[at] = value
