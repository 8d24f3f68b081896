"""python -m infra.breaking: what of docs/openapi.json would break a client of the last release.

    python -m infra.breaking          lists what breaks; exits 1 for what docs/releases/accepted.txt does not explain
    python -m infra.breaking --keep   a release: docs/openapi.json is what later ones are compared with

A client breaks when what it sends is refused (a route or field that is gone, a field newly required, a value no longer
taken, a bound drawn closer) or when what it reads is not there (a field gone or no longer always given, another type).
"""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from infra.package import ROOT

NOW = ROOT / "docs" / "openapi.json"
RELEASES = ROOT / "docs" / "releases"
BEFORE, ACCEPTED = RELEASES / "openapi.json", RELEASES / "accepted.txt"
METHODS = ("get", "post", "put", "delete", "patch")
# A bound and which way it may move without refusing what was taken: +1 up, -1 down.
BOUNDS = {
    "maxLength": 1,
    "maxItems": 1,
    "maximum": 1,
    "maxProperties": 1,
    "minLength": -1,
    "minItems": -1,
    "minimum": -1,
}
Json = dict[str, Any]


def main() -> None:
    """Compare, or keep."""
    now = json.loads(NOW.read_text())
    if sys.argv[1:] == ["--keep"]:
        RELEASES.mkdir(exist_ok=True)
        BEFORE.write_text(json.dumps(bare(now), ensure_ascii=False, indent=0, sort_keys=True) + "\n")
        ACCEPTED.write_text(HEAD)
        print(f"kept {BEFORE.relative_to(ROOT)} of version {now['info']['version']}")
        return
    problems = unexplained(breaks(json.loads(BEFORE.read_text()), now), ACCEPTED.read_text())
    print("\n".join(problems) or "nothing breaks a client of the last release, but for what is explained")
    sys.exit(1 if problems else 0)


HEAD = "# What breaks clients of the last release and is meant to, as `make breaking` lists it: <break> # <why>\n"


def bare(document: Any) -> Any:
    """A document without what no client depends on: texts and examples."""
    if isinstance(document, list):
        return [bare(item) for item in document]
    if not isinstance(document, dict):
        return document
    unread = {"description", "summary", "example", "title", "default"}
    # A field may be called `description`: then its value is a schema, not a text.
    return {name: bare(value) for name, value in document.items() if name not in unread or isinstance(value, dict)}


def unexplained(found: list[str], accepted: str) -> list[str]:
    """What breaks and is not explained, and explanations of what does not break."""
    lines = [line for line in accepted.splitlines() if line and not line.startswith("#")]
    parts = [line.partition(" #") for line in lines]
    explained = {one.strip(): why.strip() for one, _, why in parts}
    problems = [f"breaks: {one}" for one in found if not explained.get(one)]
    return problems + [f"explained, but does not break: {one}" for one in explained if one not in found]


def breaks(before: Json, now: Json) -> list[str]:
    """What breaks, each once, in the order of the routes."""
    comparison = Comparison(before, now)
    for path, methods in before["paths"].items():
        for method in METHODS:
            if method in methods:
                comparison.operation(
                    f"{method.upper()} {path}", methods[method], now["paths"].get(path, {}).get(method)
                )
    return list(dict.fromkeys(comparison.found))


@dataclass
class Comparison:
    """Two documents, and what was found so far. A schema is named by its component, or by where it stands."""

    before: Json
    now: Json
    found: list[str] = field(default_factory=list)
    seen: set[tuple[str, str, bool]] = field(default_factory=set)

    def operation(self, name: str, old: Json, new: Json | None) -> None:
        """One route."""
        if new is None:
            self.found.append(f"{name} is gone")
            return
        self.parameters(name, old, new)
        was, body = _body(old), _body(new)
        if was is None and body is not None:
            self.found.append(f"{name} newly takes a body")
        if was is not None and body is not None:
            self.schema(f"{name} body", was, body, sent=True)
        (status, told), (status_now, told_now) = _success(old), _success(new)
        if status != status_now:
            self.found.append(f"{name} answers {status_now}, not {status}")
        for kind, content in told.items():
            if kind not in told_now:
                self.found.append(f"{name} no longer answers {kind}")
            else:
                self.schema(f"{name} answer", content["schema"], told_now[kind]["schema"], sent=False)

    def parameters(self, name: str, old: Json, new: Json) -> None:
        """What stands in path, query and headers."""
        was = {(one["in"], one["name"]): one for one in old["parameters"]}
        are = {(one["in"], one["name"]): one for one in new["parameters"]}
        for where, parameter in was.items():
            label = f"{name} {where[0]}.{where[1]}"
            if where not in are:
                self.found.append(f"{label} is gone")
                continue
            self.schema(label, parameter["schema"], are[where]["schema"], sent=True)
            if are[where]["required"] and not parameter["required"]:
                self.found.append(f"{label} is newly required")
        self.found += [
            f"{name} {where[0]}.{where[1]} is newly required"
            for where, parameter in are.items()
            if where not in was and parameter["required"]
        ]

    def schema(self, label: str, old: Json, new: Json, *, sent: bool) -> None:
        """One schema. sent: by clients, so that it may only take more; else told, so that it may only say more."""
        label, old, new = _named(label, old), _resolved(self.before, old), _resolved(self.now, new)
        key = (label, json.dumps(new, sort_keys=True), sent)
        if key in self.seen:
            return
        self.seen.add(key)
        self.values(label, old, new)
        if _kinds(old) != _kinds(new):
            self.kinds(label, old, new, sent=sent)
            return
        if sent:
            self.found += [f"{label}: {text}" for text in _narrowed(old, new)]
        self.fields(label, old, new, sent=sent)
        for part in ("items", "additionalProperties"):
            if isinstance(old.get(part), dict) and isinstance(new.get(part), dict):
                self.schema(f"{label}[]", old[part], new[part], sent=sent)
        self.choices(label, old, new, sent=sent)

    def kinds(self, label: str, old: Json, new: Json, *, sent: bool) -> None:
        """Another type: what is sent may be of more types than before, what is told of fewer."""
        gone, come = _kinds(old) - _kinds(new), _kinds(new) - _kinds(old)
        if gone if sent else come:
            self.found.append(f"{label} is {_spelt(new)}, not {_spelt(old)}")

    def values(self, label: str, old: Json, new: Json) -> None:
        """An enum may gain values; one that is gone is refused, or waited for in vain."""
        were, are = old.get("enum", []), new.get("enum", [])
        self.found += [
            f"{label} has no value {json.dumps(one, ensure_ascii=False)} any more"
            for one in were
            if are and one not in are
        ]

    def fields(self, label: str, old: Json, new: Json, *, sent: bool) -> None:
        """The fields of an object."""
        were, are = old.get("properties", {}), new.get("properties", {})
        required, required_now = set(old.get("required", [])), set(new.get("required", []))
        for name, schema in were.items():
            if name not in are:
                self.found.append(f"{label}.{name} is gone")
            else:
                self.schema(f"{label}.{name}", schema, are[name], sent=sent)
        if sent:
            self.found += [f"{label}.{name} is newly required" for name in sorted(required_now - required)]
        else:
            self.found += [
                f"{label}.{name} is not always told" for name in sorted((required - required_now) & set(are))
            ]

    def choices(self, label: str, old: Json, new: Json, *, sent: bool) -> None:
        """One of several: each by what it is called, else by its place among those without a name."""
        were, are = _choices(old), _choices(new)
        for name, schema in were.items():
            if name in are:
                self.schema(label, schema, are[name], sent=sent)
            elif sent:
                self.found.append(f"{label} takes no {name} any more")
        if not sent:
            self.found += [f"{label} may be {name}" for name in are if name not in were]


def _body(operation: Json) -> Json | None:
    content = operation.get("requestBody", {}).get("content", {})
    schema: Json | None = next(iter(content.values()))["schema"] if content else None
    return schema


def _success(operation: Json) -> tuple[str, Json]:
    return next((status, answer["content"]) for status, answer in operation["responses"].items() if status < "300")


def _named(label: str, schema: Json) -> str:
    return schema["$ref"].rpartition("/")[2] if "$ref" in schema else label


def _resolved(document: Json, schema: Json) -> Json:
    while "$ref" in schema:
        schema = document["components"]["schemas"][schema["$ref"].rpartition("/")[2]]
    return schema


def _kinds(schema: Json) -> set[str]:
    kinds = schema.get("type", [])
    return {kinds} if isinstance(kinds, str) else set(kinds)


def _spelt(schema: Json) -> str:
    return " or ".join(sorted(_kinds(schema))) or "one of several"


def _narrowed(old: Json, new: Json) -> Iterator[str]:
    for name, way in BOUNDS.items():
        if name in new and (name not in old or way * (new[name] - old[name]) < 0):
            yield f"{name} is {new[name]}, not {old.get(name, 'any')}"
    if "pattern" in new and new["pattern"] != old.get("pattern"):
        yield "it has another pattern"


def _choices(schema: Json) -> dict[str, Json]:
    several = [one for name in ("anyOf", "oneOf") for one in schema.get(name, [])]
    return {_named(f"{one.get('type', 'choice')}", one): one for one in several}


if __name__ == "__main__":
    main()
