"""What rooms declare is what they do, and all that they do is declared."""

from __future__ import annotations

import ast
import functools
import inspect
import re
import sys
from collections.abc import Iterable, Sequence
from pathlib import Path
from string import Formatter
from typing import Any, NamedTuple, get_args, get_type_hints

import msgspec
import pytest

import app as _  # noqa: F401  the app registers every route
from chalicelib import rooms
from chalicelib.core.events.errands import Errand
from chalicelib.core.events.facts import DIMENSIONS, FactData
from chalicelib.core.events.flows import row_kind
from chalicelib.core.events.lanes import ROADS
from chalicelib.core.http import docs
from chalicelib.core.http.rights import MEMBER, PUBLIC, SIGNED_IN, Role
from chalicelib.core.http.routes import REGISTRY, Route, path_parameters
from chalicelib.core.ids import ExternalUserId
from chalicelib.core.ops import catalogue
from chalicelib.core.ops.catalogue import Level, LogEvent, Metric
from chalicelib.core.ops.jobs import Job
from chalicelib.core.ops.log import COMMON
from chalicelib.core.room import Room
from infra.reference import row_classes
from tests.architecture.sources import PRODUCT, tree_of

ROOMS = rooms.rooms()
# What an outside id, a name or a number of a person is called: it stands in no fact.
PERSONAL_NAMES = {"external_userid", "openid", "unionid", "phone", "mobile", "avatar", "customer_name", "remark"}


def _ids(room: Room) -> str:
    return room.name


def _subclasses(cls: type[Any]) -> set[type[Any]]:
    return {found for child in cls.__subclasses__() for found in {child, *_subclasses(child)}}


def _is_ours(cls: type[Any]) -> bool:
    return cls.__module__.startswith("chalicelib.")


@functools.cache
def _names_used(room: str, *without: str) -> set[str]:
    trees = [tree_of(path) for path in (PRODUCT / room).rglob("*.py") if path.stem not in without]
    nodes = [node for tree in trees for node in ast.walk(tree)]
    return {node.id for node in nodes if isinstance(node, ast.Name)} | {
        node.attr for node in nodes if isinstance(node, ast.Attribute)
    }


@pytest.mark.parametrize("room", ROOMS, ids=_ids)
def test_a_room_is_its_folder(room: Room) -> None:
    """`routes.py` and `flows.py` are there exactly when the room says so."""
    folder = PRODUCT / room.name
    assert (folder / "routes.py").exists() == room.routes
    assert (folder / "flows.py").exists() == room.flows


def test_every_folder_is_a_room_or_a_foundation() -> None:
    """A folder that no line of rooms.py names is dead or forgotten."""
    folders = {path.name for path in PRODUCT.iterdir() if path.is_dir() and path.name != "__pycache__"}
    assert folders - {"core", "platforms"} == set(rooms.ROOMS)


def test_every_fact_is_declared_by_its_own_room_and_told_there() -> None:
    """Declared once, told by the room's code; no kind without a teller, no teller without a kind."""
    declared = {data: room.name for room in ROOMS for data in room.facts}
    loaded = {
        data for data in _subclasses(FactData) if "kind" in vars(data) and data.__module__.startswith("chalicelib.")
    }
    assert loaded == set(declared)
    for data, room in declared.items():
        assert data.__module__.split(".")[1] == room, data
        assert data.__name__ in _names_used(room, "facts", "room"), f"{data.kind} is told by nobody"


def test_whoever_follows_a_fact_takes_that_fact() -> None:
    """A line's fact is a declared one; mypy sees that the verb takes it."""
    declared = {data for room in ROOMS for data in room.facts}
    assert set(rooms.flow_table().on_fact) <= declared
    assert {line.lane for lines in rooms.flow_table().on_fact.values() for line in lines} <= set(ROADS)


def test_errands_and_due_topics_are_declared_and_followed() -> None:
    """Each has one verb; each verb's errand or topic is declared by the room that has the line."""
    errands = {errand.name: errand for room in ROOMS for errand in room.errands}
    assert {name: line.errand for name, line in rooms.flow_table().on_errand.items()} == errands
    assert {errand.lane for errand in errands.values()} <= set(ROADS)
    loaded = {errand for errand in _subclasses(Errand) if _is_ours(errand)}
    assert loaded == set(errands.values())
    topics = [topic for room in ROOMS for topic in room.due]
    assert sorted(rooms.flow_table().on_due) == sorted(topics)
    assert {row.keys.due for row in row_classes() if row.keys.due} == set(topics)


def test_jobs_are_declared_and_each_has_a_step() -> None:
    """A kind without a verb would be asked for and never begun."""
    declared = {job.name: job for room in ROOMS for job in room.jobs}
    assert {name: line.job for name, line in rooms.flow_table().on_job.items()} == declared
    assert {job for job in _subclasses(Job) if _is_ours(job)} == set(declared.values())


def test_rights_are_declared_named_and_used() -> None:
    """Every guarded door's right is declared by its room, and no right is declared for nothing."""
    guarded = [route for route in REGISTRY if route.allow not in (PUBLIC, MEMBER, SIGNED_IN)]
    used = {(route.room.name, right) for route in guarded for right in (route.allow, *route.also)}
    assert used == {(room.name, right) for room in ROOMS for right in room.rights}
    for room, right in used:
        assert right.name.startswith(f"{room}.")
        assert Role.OWNER in right.roles, "an owner holds every right"
    texts = [right.zh for room in ROOMS for right in room.rights]
    assert len(texts) == len(set(texts)), "two rights say the same"


def test_public_doors_are_declared() -> None:
    """A door that needs no session is named by its room, where a reviewer asks why."""
    public = {(route.room.name, route.path) for route in REGISTRY if route.allow == PUBLIC}
    assert public == {(room.name, path) for room in (*ROOMS, docs.ROOM) for path in room.public}


def test_facts_hold_nothing_personal() -> None:
    """No outside id, name or number of a person; dimensions are texts."""
    for room in ROOMS:
        for data in room.facts:
            fields = set(data.__struct_fields__)
            assert personal_in(data) == set(), data
            sample = msgspec.convert(dict(data.sample), data)
            assert all(isinstance(getattr(sample, name), str) for name in DIMENSIONS if name in fields), data


def test_errands_and_jobs_hold_nothing_personal() -> None:
    """A queue keeps messages for days, and a job's row is kept: they carry ids of ours."""
    for room in ROOMS:
        for struct in (*room.errands, *room.jobs):
            assert personal_in(struct) == set(), struct


def personal_in(struct: Any) -> set[str]:
    """What is personal in a struct and in all that it holds, by its name or by its type."""
    found = set()
    for name, hint in get_type_hints(struct).items():
        if name in struct.__struct_fields__:
            parts = [hint, *_parts(hint)]
            if name in PERSONAL_NAMES or ExternalUserId in parts:
                found.add(name)
            found |= {deep for part in parts if hasattr(part, "__struct_fields__") for deep in personal_in(part)}
    return found


def _parts(hint: Any) -> list[Any]:
    return [part for arg in get_args(hint) for part in (arg, *_parts(arg))]


class Buyer(msgspec.Struct, frozen=True):
    """What a fact or an errand may not hold, one way down."""

    openid: str


class Sold(msgspec.Struct, frozen=True):
    """Holds what is personal by a name inside, and by a type under a harmless name."""

    number: str
    buyers: tuple[Buyer, ...] = ()
    who: ExternalUserId | None = None


def test_what_is_personal_is_noticed_inside_and_under_another_name() -> None:
    """The negative control."""
    assert personal_in(Sold) == {"openid", "who"}


def test_log_lines_name_no_person() -> None:
    """A room's own fields are none of the personal names, and each is declared by one room: it has one meaning."""
    fields = [field for room in ROOMS for field in room.log]
    assert not PERSONAL_NAMES & {*fields, *COMMON}
    assert not COMMON & set(fields), "every room may log it already"
    assert len(fields) == len(set(fields)), "two rooms declare one field"


class Call(NamedTuple):
    """A call of `log` or `metrics`: its method, what it names (None when that is no literal), and its keywords."""

    method: str
    name: str | None
    keywords: frozenset[str | None]


def calls(tree: ast.AST, module: str) -> list[Call]:
    """What a file logs (`log`) or counts (`metrics`)."""
    writes = {"log": {"info", "warning", "failure"}, "metrics": {"count"}}[module]
    return [
        Call(node.func.attr, _literal(node.args), frozenset(keyword.arg for keyword in node.keywords))
        for node in ast.walk(tree)
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr in writes
        if isinstance(node.func.value, ast.Name) and node.func.value.id == module
    ]


def _literal(args: Sequence[ast.expr]) -> str | None:
    return str(args[0].value) if args and isinstance(args[0], ast.Constant) else None


class Owner(NamedTuple):
    """Who declares log lines and counts: a room, or core for all that is no room's."""

    name: str
    files: Sequence[Path]
    fields: frozenset[str]
    logged: tuple[LogEvent, ...]
    counted: tuple[Metric, ...]

    def calls(self, module: str) -> list[Call]:
        """What its code logs or counts."""
        return [call for path in self.files for call in calls(tree_of(path), module)]


def _of_core() -> Owner:
    files = [path for path in PRODUCT.rglob("*.py") if path.relative_to(PRODUCT).parts[0] not in rooms.ROOMS]
    calling = [path for path in files if path.parts[-2:] not in (("ops", "log.py"), ("ops", "metrics.py"))]
    return Owner("core", calling, frozenset(), catalogue.EVENTS, catalogue.METRICS)


def _of_room(room: Room) -> Owner:
    return Owner(room.name, [*(PRODUCT / room.name).rglob("*.py")], room.log, room.logged, room.counted)


OWNERS = [_of_core(), *map(_of_room, ROOMS)]
LEVELS = {"info": Level.INFO, "warning": Level.WARNING, "failure": Level.ERROR}


@pytest.mark.parametrize("owner", OWNERS, ids=lambda owner: owner.name)
def test_what_is_logged_is_what_is_declared(owner: Owner) -> None:
    """Each event at its level with its fields, by a literal; and none is declared that nobody logs any more."""
    found: dict[tuple[str | None, Level], frozenset[str | None]] = {}
    for call in owner.calls("log"):
        at = call.name, LEVELS[call.method]
        found[at] = found.get(at, frozenset()) | call.keywords
    assert found == {(event.name, event.level): event.fields for event in owner.logged}
    assert {field for event in owner.logged for field in event.fields} - COMMON == owner.fields


@pytest.mark.parametrize("owner", OWNERS, ids=lambda owner: owner.name)
def test_what_is_counted_is_what_is_declared_and_no_corp_is_a_dimension(owner: Owner) -> None:
    """Every `metrics.count` by a literal with the declared dimensions; a corp is a property, since each would cost."""
    found = {call.name: call.keywords - {"corp", "value"} for call in owner.calls("metrics")}
    assert found == {metric.name: metric.dimensions for metric in owner.counted}
    assert not [metric for metric in owner.counted if metric.dimensions & {"corp", "member", "cause", "request_id"}]


def test_a_call_of_the_log_is_noticed_whatever_it_names() -> None:
    """The negative control: a literal with its fields, a name that is put together, and fields that cannot be seen."""
    source = "log.info('sent', corp=ctx.corp, nickname=row.name)\nlog.failure(f'{x}', error, **more)\nlog.start('INFO')"
    assert calls(ast.parse(source), "log") == [
        Call("info", "sent", frozenset({"corp", "nickname"})),
        Call("failure", None, frozenset({None})),
    ]
    assert calls(ast.parse("metrics.count('X', corp=a)"), "metrics") == [Call("count", "X", frozenset({"corp"}))]


def _named_in(sentence: str) -> set[str]:
    return {part[1] for part in Formatter().parse(sentence) if part[1]}


def test_a_sentence_names_only_what_is_always_there() -> None:
    """A field that may be None would read `None` in a timeline; a sample holds what is a field, and nothing else."""
    for room in ROOMS:
        for data in room.facts:
            hints = get_type_hints(data)
            named = {name for text in (data.zh, data.en) for name in _named_in(text)}
            assert not [name for name in named if type(None) in get_args(hints[name])], data
            assert set(data.sample) <= set(data.__struct_fields__), data


def test_tags_are_one_a_room_and_rights_have_names_of_their_own() -> None:
    """Operations of two rooms would be mixed in the API document; two rights of one name cannot be told apart."""
    tags = [room.tag for room in (*ROOMS, docs.ROOM)]
    names = [right.name for room in ROOMS for right in room.rights]
    assert len(tags) == len(set(tags))
    assert len(names) == len(set(names))


def test_no_two_kinds_of_rows_lie_in_one_place() -> None:
    """Whatever their patterns' names: one kind would be found where another is looked for."""
    places = [[re.sub("<[^>]*>", "<>", part) for part in (row.keys.pk, row.keys.sk)] for row in row_classes()]
    assert [place for place in places if places.count(place) > 1] == []


def other_names(paths: Iterable[str]) -> list[str]:
    """Paths whose parameter stands where another path has one of another name, which API Gateway refuses."""
    first: dict[str, str] = {}
    parts = [(path, path.split("/"), index) for path in sorted(paths) for index in range(path.count("/") + 1)]
    return [
        path
        for path, steps, index in parts
        if steps[index].startswith("{")
        and first.setdefault(re.sub("{[^}]*}", "{}", "/".join(steps[:index])), steps[index]) != steps[index]
    ]


def test_doors_side_by_side_call_their_parameter_alike() -> None:
    """`/r/{entry}` and `/r/{code}` are one path: API Gateway takes the one or the other."""
    assert other_names({route.path for route in REGISTRY}) == []
    assert other_names(["/r/{entry}", "/r/{code}/pay"]) == ["/r/{entry}"]


@pytest.mark.parametrize("route", REGISTRY, ids=lambda route: f"{route.method} {route.path}")
def test_a_door_takes_what_its_path_and_its_shapes_give(route: Route) -> None:
    """A parameter of another name would fail at the first request."""
    module = sys.modules[f"chalicelib.{'core.http' if route.room is docs.ROOM else route.room.name}.{_door(route)}"]
    given = [*path_parameters(route.path), *(["query"] if route.query else []), *(["body"] if route.body else [])]
    given += ["form"] if route.form else []
    taken = list(inspect.signature(getattr(module, route.name)).parameters)[1:]
    assert sorted(taken) == sorted(given)


def _door(route: Route) -> str:
    return "docs" if route.room is docs.ROOM else "routes"


def test_what_is_held_of_a_person_is_declared() -> None:
    """Each declared field is there, and no row has a field of a personal name that nobody declared."""
    rooms.flow_table()
    declared = {(personal.row, field) for room in ROOMS for personal in room.personal for field in personal.fields}
    attributes = {(row_kind(row), name) for row in row_classes() for name in row.get_attributes()}
    assert declared <= attributes
    assert {(kind, name) for kind, name in attributes if name in PERSONAL_NAMES} <= declared


def test_every_row_says_where_it_lies() -> None:
    """Each kind of row has its own keys in words."""
    from chalicelib.core.storage.table import Row

    kinds = [row for row in _subclasses(Row) if _is_ours(row) and row_kind(row) != "None"]
    silent = [row.__name__ for row in kinds if "keys" not in vars(row) and row_kind(row)]
    assert set(silent) <= {"Leased", "Findable"}
