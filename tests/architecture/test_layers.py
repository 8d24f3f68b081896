"""The imports make no circle and no arrow goes up."""

from __future__ import annotations

import ast
from collections.abc import Mapping, Set

import pytest

from tests.architecture.sources import FILES, PRODUCT, ROOMS, graph, imports_of, tree_of

# From the bottom up. A folder imports what stands before it, and itself.
CORE = ("base", "storage", "ops", "events", "http")
# What a file of a room may import: of its own room, and of core and platforms where it says so.
MAY_IMPORT: dict[str, tuple[set[str], bool]] = {
    "states": (set(), False),
    "ids": (set(), False),
    "facts": ({"ids", "states"}, True),
    "numbers": ({"facts", "states"}, True),
    "errands": ({"ids", "states"}, True),
    "jobs": ({"ids", "states"}, True),
    "migrations": (set(), True),
    "room": ({"facts", "numbers", "errands", "jobs", "ids", "migrations", "states"}, True),
    "shapes": ({"states", "ids"}, True),
    "errors": ({"states", "shapes", "ids"}, True),
    "changes": (
        {
            "facts",
            "store",
            "states",
            "ids",
            "rules",
            "shapes",
            "steps",
            "way_rows",
            "welcome_rows",
            "note_rows",
            "occurrence_rows",
            "refund_rows",
        },
        True,
    ),
    "flows": ({"*"}, True),
}
OPEN_TO_OTHERS = ("service", "errors", "shapes", "facts", "ids", "states")


def circle_in(imports: Mapping[str, Set[str]]) -> list[str]:
    """One circle of imports, or nothing."""
    done: set[str] = set()

    def walk(name: str, path: list[str]) -> list[str]:
        if name in path:
            return [*path[path.index(name) :], name]
        if name in done:
            return []
        for other in sorted(imports.get(name, ())):
            circle = walk(other, [*path, name])
            if circle:
                return circle
        done.add(name)
        return []

    for name in sorted(imports):
        circle = walk(name, [])
        if circle:
            return circle
    return []


def floor_of(module: str) -> int:
    """On which floor of the house a module stands: core's folders, platforms, rooms, what puts them together."""
    parts = module.split(".")
    if parts[:2] == ["chalicelib", "core"]:
        folder = parts[2] if len(parts) > 3 or (len(parts) == 3 and parts[2] in CORE) else "base"
        return CORE.index("http" if module == "chalicelib.core.room" else folder)
    if parts[:2] == ["chalicelib", "platforms"]:
        return 7
    if len(parts) > 1 and parts[1] in ROOMS:
        return 8
    return {"chalicelib": 0, "chalicelib.rooms": 9, "chalicelib.functions": 10, "chalicelib.clock": 10, "app": 11}[
        module
    ]


def arrows_up(imports: Mapping[str, Set[str]]) -> list[str]:
    """Imports of something that stands higher."""
    return [
        f"{module} -> {other}"
        for module, others in sorted(imports.items())
        for other in sorted(others)
        if floor_of(other) > floor_of(module) and other != "chalicelib"
    ]


def test_no_circle() -> None:
    """Module by module, what stands inside functions counted too."""
    assert circle_in(graph()) == []


def test_a_circle_is_noticed() -> None:
    """The negative control."""
    assert circle_in({"a": {"b"}, "b": {"c"}, "c": {"a"}}) == ["a", "b", "c", "a"]


def test_no_arrow_goes_up() -> None:
    """Core knows no platform and no room, platforms know no room, rooms know nothing that puts them together."""
    assert arrows_up(graph()) == []


def test_an_arrow_up_is_noticed() -> None:
    """The negative control: core importing a room, storage importing events."""
    bad = {
        "chalicelib.core.config": {f"chalicelib.{ROOMS[0]}.service"},
        "chalicelib.core.storage.due": {"chalicelib.core.events.facts"},
    }
    assert len(arrows_up(bad)) == 2


def test_rooms_make_no_circle() -> None:
    """Room by room: if A calls B's service, B does not call A's, through others neither."""
    between: dict[str, set[str]] = {room: set() for room in ROOMS}
    for module, others in graph().items():
        room = module.split(".")[1] if module.count(".") else ""
        if room in ROOMS:
            between[room] |= {other.split(".")[1] for other in others} & (set(ROOMS) - {room})
    assert circle_in(between) == []


@pytest.mark.parametrize("room", ROOMS)
def test_each_file_of_a_room_imports_what_its_kind_may(room: str) -> None:
    """`room.py` stays light, `changes.py` pure, `states.py` alone."""
    for path in (PRODUCT / room).glob("*.py"):
        if path.stem not in MAY_IMPORT:
            continue
        own, core = MAY_IMPORT[path.stem]
        for name in imports_of(tree_of(path)):
            parts = name.split(".")
            if parts[0] != "chalicelib" or len(parts) < 3:
                continue
            if parts[1] == room:
                assert parts[2] in own or "*" in own, (path, name)
            elif parts[1] in ROOMS:
                assert parts[2] in OPEN_TO_OTHERS, (path, name)
            else:
                assert core, (path, name)


def trespasses(room: str, tree: ast.Module) -> list[str]:
    """Imports by which `room` would reach past what another room holds open."""
    return [
        name
        for name in imports_of(tree)
        if (parts := name.split("."))[0] == "chalicelib"
        and len(parts) > 2
        and parts[1] in ROOMS
        and parts[1] != room
        and parts[2] not in OPEN_TO_OTHERS
    ]


def ways_round(tree: ast.AST) -> list[str]:
    """Ways to another file that the rules about imports do not see: each would let a room in by a back door."""
    found = []
    for node in ast.walk(tree):
        match node:
            case ast.ImportFrom(level=level) if level:
                found.append("relative import")
            case ast.ImportFrom(module="chalicelib", names=names) if {alias.name for alias in names} & set(ROOMS):
                found.append("a whole room")
            case ast.Import(names=names) if any(a.name.startswith("chalicelib") and not a.asname for a in names):
                found.append("the whole house")
            case ast.alias(name="import_module") | ast.Name(id="__import__") | ast.Attribute(attr="import_module"):
                found.append("import by name")
            case ast.Call(func=ast.Name(id="getattr"), args=[_, ast.Constant(value="store"), *_]):
                found.append("getattr")
    return found


def test_nothing_is_imported_behind_the_rules_back() -> None:
    """Imports are absolute, of files, and written as imports; `rooms.py` alone imports by name."""
    files = [path for path in FILES if path != PRODUCT / "rooms.py"]
    assert {str(path): ways for path in files if (ways := ways_round(tree_of(path)))} == {}


@pytest.mark.parametrize(
    "line",
    [
        "from ..members import store",
        "from . import store",
        "from chalicelib import members",
        "import chalicelib.members.service",
        "import importlib\nstore = importlib.import_module('chalicelib.members.store')",
        "from importlib import import_module as load",
        "store = __import__('chalicelib.members.store')",
        "store = getattr(members, 'store')",
    ],
)
def test_a_way_round_the_rules_is_noticed(line: str) -> None:
    """Negative control; what is open stays so."""
    assert ways_round(ast.parse(line))
    assert not ways_round(ast.parse("from chalicelib.members import service as members"))


@pytest.mark.parametrize("room", ROOMS)
def test_a_room_reaches_another_only_through_what_it_holds_open(room: str) -> None:
    """Nobody else touches a room's rows."""
    for path in (PRODUCT / room).rglob("*.py"):
        assert trespasses(room, tree_of(path)) == [], path


def test_the_trespass_rule_sees_a_trespass() -> None:
    """Negative control: importing another room's store is caught, also inside a function."""
    bad = ast.parse(f"def f():\n    from chalicelib.{ROOMS[0]} import store\n")
    assert trespasses("elsewhere", bad) == [f"chalicelib.{ROOMS[0]}.store"]


def test_core_and_app_hold_no_word_of_a_room() -> None:
    """Neither names a room's folder, not even in a text; `rooms.py` is the place that lists them."""
    words = set(ROOMS) - {
        "access",
        "content",
        "orders",
        "tasks",
        "callbacks",
        "posts",
        "jobs",
        "staff",
        "stores",
        "exports",
        "tags",
        "mine",
    }  # English words of their own
    for path in [*(PRODUCT / "core").rglob("*.py"), PRODUCT.parent / "app.py"]:
        nodes = list(ast.walk(tree_of(path)))
        names = {node.id for node in nodes if isinstance(node, ast.Name)}
        texts = {node.value for node in nodes if isinstance(node, ast.Constant) and isinstance(node.value, str)}
        # What gives power over money has the room's name, and would have it without the room.
        power = {"payments"} if path.name == "secrets.py" else set()
        assert not (words - power) & (names | texts), path
        assert not [name for name in imports_of(tree_of(path)) if name.split(".")[1:2] in [[room] for room in ROOMS]]
