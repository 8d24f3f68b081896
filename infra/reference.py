"""python -m infra.reference: prints docs/reference and events/facts from what the rooms declare.

flows, facts, access patterns, rights, personal data, log. A test compares, so what is stale is seen.
"""

from __future__ import annotations

import json
import os
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Any

import msgspec

from infra import sources
from infra.package import PLACEHOLDERS

for name, value in PLACEHOLDERS.items():
    os.environ.setdefault(name, value)

from chalicelib import rooms  # noqa: E402  the settings have to stand first
from chalicelib.core.events.facts import DIMENSIONS, FactData  # noqa: E402
from chalicelib.core.events.flows import OnChange, row_kind  # noqa: E402
from chalicelib.core.events.lanes import ROADS  # noqa: E402
from chalicelib.core.http.rights import MEMBER, PUBLIC, Role  # noqa: E402
from chalicelib.core.http.routes import REGISTRY, Route  # noqa: E402
from chalicelib.core.ops import catalogue, log  # noqa: E402
from chalicelib.core.ops.catalogue import LogEvent, Metric  # noqa: E402
from chalicelib.core.room import Room  # noqa: E402
from chalicelib.core.storage.table import Row  # noqa: E402

PAGES = sources.ROOT / "docs" / "reference"
SAMPLES = sources.ROOT / "events" / "facts"
PRINTED = "Printed from the declarations by `make reference`; change the rooms, not this page.\n"
SAMPLE_AT = "2026-11-21T02:00:00.000Z"
SAMPLE_ID = "01KAJ8T0003V0Q8N2B7M4T6Y9R"


def main() -> None:
    """Write every page and sample anew."""
    printed = everything()
    for path, text in printed.items():
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text)
    for path in [*PAGES.glob("*.md"), *SAMPLES.glob("*.json")]:
        if path not in printed:
            path.unlink()
    print(f"wrote {len(printed)} files")


def everything() -> dict[Path, str]:
    """Each printed file and what it says."""
    rooms.blueprints()
    pages: dict[str, Callable[[], str]] = {
        "README": _index,
        "flows": _flows,
        "facts": _facts,
        "access-patterns": _access_patterns,
        "rights": _rights,
        "personal-data": _personal_data,
        "log": _log,
    }
    printed = {PAGES / f"{name}.md": page() for name, page in pages.items()}
    return printed | {SAMPLES / f"{data.kind}.json": _sample(data) for data in _all_facts()}


def _all_facts() -> list[type[FactData]]:
    return sorted((data for room in rooms.rooms() for data in room.facts), key=lambda data: data.kind)


def _table(head: Sequence[str], lines: Iterator[Sequence[str]] | Sequence[Sequence[str]]) -> str:
    rows = [head, ["---"] * len(head), *lines]
    return "".join(f"| {' | '.join(cell or ' ' for cell in row)} |\n" for row in rows)


def _title(title: str, lead: str) -> str:
    return f"# {title}\n\n{PRINTED}\n{lead}\n\n"


def _code(text: str) -> str:
    return f"`{text}`" if text else ""


def _verb(verb: Callable[..., Any]) -> str:
    """`room.verb`, with the part of the room where that is not its service."""
    room, *parts = verb.__module__.removeprefix("chalicelib.").split(".")
    part = [one for one in parts if one != "service"]
    return _code(".".join([room, *part, verb.__name__]))


def _index() -> str:
    lines = [
        (f"[{room.name}](../../chalicelib/{room.name}/room.py)", room.zh, room.en, room.section or "")
        for room in rooms.rooms()
    ]
    pages = (
        "[flows](flows.md) · [facts](facts.md) · [access patterns](access-patterns.md) · [rights](rights.md)"
        " · [personal data](personal-data.md) · [log and metrics](log.md)"
    )
    return _title("Reference", pages) + _table(("room", "中文", "English", "section"), lines)


def _flows() -> str:
    table = rooms.flow_table()
    events = [
        (_code(name), " ".join(_verb(line.verb) for line in lines)) for name, lines in sorted(table.on_event.items())
    ]
    changes = [(_code(kind), _facts_told(line)) for kind, line in sorted(table.on_change.items())]
    by_kind = sorted(table.on_fact.items(), key=lambda item: item[0].kind)
    follows = [
        (_code(fact.kind), _verb(line.verb), line.lane, _code(ROADS[line.lane].function))
        for fact, lines in by_kind
        for line in lines
    ]
    batched = [(_verb(line.verb),) for line in table.on_batch]
    errands = [
        (_code(name), _fields(line.errand), _verb(line.verb), line.errand.lane, _code(ROADS[line.errand.lane].function))
        for name, line in sorted(table.on_errand.items())
    ]
    jobs = [
        (_code(name), line.job.zh, line.job.en, _fields(line.job), _verb(line.step))
        for name, line in sorted(table.on_job.items())
    ]
    due = [(_code(topic), _verb(line.verb)) for topic, line in sorted(table.on_due.items())]
    return "".join(
        (
            _title("What follows from what", "Every verb named here is safe to run again with the same subject."),
            "## A platform's event and the verbs it calls, the most urgent first\n\n",
            _table(("event", "verbs"), events),
            "\n## A row and the facts that its changes tell\n\n",
            _table(("row", "facts"), changes),
            "\n## A fact and what follows from it\n\n",
            _table(("fact", "verb", "lane", "function"), follows),
            "\n## Verbs that take facts by the hundred, of all kinds and of one corp (`on_batch`)\n\n",
            _table(("verb",), batched),
            "\n## An errand of the send queue and the verb that calls the platform\n\n",
            _table(("errand", "knows", "verb", "lane", "function"), errands),
            "\n## A kind of job and the verb that makes one step of it\n\n",
            _table(("job", "中文", "English", "knows", "verb"), jobs),
            "\n## A topic of the due index and what is done when the time has come\n\n",
            _table(("topic", "verb"), due),
        )
    )


def _facts_told(line: OnChange[Any]) -> str:
    used = sources.names_told_by(line.says)
    return " ".join(_code(data.kind) for data in _all_facts() if data.__name__ in used)


def _fields(struct: type[msgspec.Struct]) -> str:
    return ", ".join(_code(name) for name in struct.__struct_fields__)


def _facts() -> str:
    dimensions = ", ".join(_code(name) for name in DIMENSIONS)
    lead = (
        "What has happened, by room. A fact's data holds nothing personal. Fields in bold are dimensions, what numbers"
        f" are grouped by: {dimensions}. Samples: `events/facts/`."
    )
    parts = [_title("Facts", lead)]
    for room in rooms.rooms():
        if room.facts:
            lines = [_fact_line(data) for data in sorted(room.facts, key=lambda data: data.kind)]
            parts.append(f"## {room.zh} · {room.en}\n\n")
            parts.append(_table(("fact", "version", "data", "句子", "sentence"), lines) + "\n")
    return "".join(parts).rstrip() + "\n"


def _fact_line(data: type[FactData]) -> tuple[str, ...]:
    fields = [f"**{name}**" if name in DIMENSIONS else name for name in data.__struct_fields__]
    return _code(data.kind), str(data.version), ", ".join(fields), data.zh, data.en


def _sample(data: type[FactData]) -> str:
    fact = {
        "corp": "demo",
        "subject": f"{data.kind.partition('.')[0]}#sample",
        "id": SAMPLE_ID,
        "kind": data.kind,
        "version": data.version,
        "at": SAMPLE_AT,
        "actor": "system:sample",
        "cause": "sample",
        "data": msgspec.to_builtins(msgspec.convert(dict(data.sample), data)),
    }
    return json.dumps(fact, ensure_ascii=False, indent=2) + "\n"


def row_classes() -> list[type[Row]]:
    """Every kind of row of the main table, loaded from the stores; rows that tests make for themselves are not ours."""
    waiting, classes = [Row], []
    while waiting:
        children = waiting.pop().__subclasses__()
        classes += [row for row in children if "keys" in vars(row) and row.__module__.startswith("chalicelib.")]
        waiting += children
    return sorted(classes, key=row_kind)


def _access_patterns() -> str:
    rooms.flow_table()
    rows = [
        (
            _code(row_kind(row)),
            row.__module__.split(".")[1],
            _code(row.keys.pk),
            _code(row.keys.sk),
            _listed(row),
            _code(row.keys.due),
        )
        for row in row_classes()
    ]
    lead = (
        'Costs are for items of at most 1 KB. RU are read units, WU write units; "+1" is the index entry of a listed'
        " row. There is no Scan but an upgrade's, once a release."
    )
    accesses = [(_code(access.where), access.promise, access.cost) for access in sources.accesses()]
    return "".join(
        (
            _title("Access patterns", lead),
            "## Rows of the main table\n\nThe corp's key stands before pk, list and due.\n\n",
            _table(("kind", "room", "pk", "sk", "listed under, in order of", "due"), rows),
            "\n## Every access\n\n",
            _table(("function", "what", "cost"), accesses),
        )
    )


def _listed(row: type[Row]) -> str:
    return f"{_code(row.keys.parent)}, {_code(row.keys.place)}" if row.keys.parent else ""


def _rights() -> str:
    lead = (
        "Who may pass which door. `public` doors need no session, `member` doors are a customer's own. Behind a door"
        " stands how a scope of regions, stores or departments applies to it: `all_only`, only those of the whole corp"
        " pass; `by_store` and `by_staff`, they meet the things of their stores or staff; `any`, they meet all of it."
    )
    rights = [PUBLIC, MEMBER, *(right for room in rooms.rooms() for right in room.rights)]
    roles = [role for role in Role if role is not Role.MEMBER]
    held = [
        (_code(right.name), right.zh, right.en, *("✓" if role in right.roles else "" for role in roles))
        for right in rights
        if right not in (PUBLIC, MEMBER)
    ]
    doors = sorted((right.name, _door(route)) for route in REGISTRY for right in (route.allow, *route.also))
    by_right = [
        (_code(right.name), "<br>".join(door for name, door in doors if name == right.name)) for right in rights
    ]
    return "".join(
        (
            _title("Rights", lead),
            "## Roles that hold them\n\n",
            _table(("right", "中文", "English", *roles), held),
            "\n## Doors they open\n\n",
            _table(("right", "doors"), by_right),
        )
    )


def _door(route: Route) -> str:
    guarded = route.allow not in (PUBLIC, MEMBER)
    return f"`{route.method} {route.path}`" + (f" ({route.scoped})" if guarded else "")


def _personal_data() -> str:
    lead = (
        "What each room holds of a person, why, and what becomes of it when the person asks to be forgotten. Facts and"
        " log lines hold nothing personal."
    )
    parts = [_title("Personal data", lead)]
    lines = [line for room in rooms.rooms() for line in _personal_lines(room)]
    parts.append(_table(("room", "row", "fields", "why", "为何", "when erased", "删除时"), lines))
    return "".join(parts)


def _personal_lines(room: Room) -> Iterator[tuple[str, ...]]:
    for personal in room.personal:
        fields = ", ".join(_code(name) for name in personal.fields)
        yield (
            room.name,
            _code(personal.row),
            fields,
            personal.why_en,
            personal.why_zh,
            personal.erased_en,
            personal.erased_zh,
        )


def _log() -> str:
    lead = (
        "What is logged and counted, and which page of the runbook helps whoever finds it. A line has `level`, `event`"
        " and `time`, and of its event's fields those that were known. Nothing else can be logged."
    )
    events = [("core", *_event_line(event)) for event in catalogue.EVENTS]
    events += [(room.name, *_event_line(event)) for room in rooms.rooms() for event in room.logged]
    metrics = [("core", *_metric_line(metric)) for metric in catalogue.METRICS]
    metrics += [(room.name, *_metric_line(metric)) for room in rooms.rooms() for metric in room.counted]
    return "".join(
        (
            _title("Log and metrics", lead),
            "## Events\n\n",
            _table(("room", "event", "level", "含义", "meaning", "fields", "page"), events),
            "\n## Metrics\n\nIn the namespace `Siyu`. A corp is a property of a count, which a query of the log finds,"
            " and no dimension, which would cost for each.\n\n",
            _table(("room", "metric", "含义", "meaning", "dimensions", "alarm", "page"), metrics),
        )
    )


def _event_line(event: LogEvent) -> tuple[str, ...]:
    fields = ", ".join(_code(field) for field in sorted(log.fields_of(event)))
    return _code(event.name), event.level.name, event.zh, event.en, fields, _page(event)


def _metric_line(metric: Metric) -> tuple[str, ...]:
    dimensions = ", ".join(_code(name) for name in sorted(metric.dimensions))
    return _code(metric.name), metric.zh, metric.en, dimensions, _code(metric.alarm), _page(metric)


def _page(declared: LogEvent | Metric) -> str:
    page = declared.page
    return f"[{page}](../runbook/{page}.md)" if page else f"none: {declared.no_page}"


if __name__ == "__main__":
    main()
