"""The rules of a room, read from the code itself (docs/architecture.md)."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path
from statistics import median, quantiles

import pytest

ROOT = Path(__file__).resolve().parents[2]
PRODUCT = ROOT / "chalicelib"
FOUNDATIONS = {"core", "wecom", "pages"}
ROOMS = sorted(
    path.name for path in PRODUCT.iterdir() if (path / "__init__.py").exists() and path.name not in FOUNDATIONS
)
FILES = sorted([*PRODUCT.rglob("*.py"), ROOT / "app.py"])
PURE_FORBIDDEN = (
    "botocore",
    "boto3",
    "pynamodb",
    "time",
    "random",
    "urllib",
    "chalicelib.core.aws",
    "chalicelib.core.table",
)


def _tree(path: Path) -> ast.Module:
    return ast.parse(path.read_text())


def imports_of(tree: ast.Module) -> Iterator[str]:
    """Every module that a file imports, wherever in the file, with `from x import y` as x and x.y."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        if isinstance(node, ast.ImportFrom) and node.module:
            yield node.module
            yield from (f"{node.module}.{alias.name}" for alias in node.names)


def trespasses(room: str, tree: ast.Module) -> list[str]:
    """Imports by which `room` would reach past another room's service, errors or shapes."""
    open_doors = ("service", "errors", "shapes")
    found = []
    for name in imports_of(tree):
        parts = name.split(".")
        if (
            parts[0] == "chalicelib"
            and len(parts) > 2
            and parts[1] in ROOMS
            and parts[1] != room
            and parts[2] not in open_doors
        ):
            found.append(name)
    return found


@pytest.mark.parametrize("room", ROOMS)
def test_a_room_reaches_another_only_through_its_service(room: str) -> None:
    """Nobody else touches a room's rows."""
    for path in (PRODUCT / room).rglob("*.py"):
        assert trespasses(room, _tree(path)) == [], path


def test_the_trespass_rule_sees_a_trespass() -> None:
    """Negative control: importing another room's store is caught, also inside a function."""
    bad = ast.parse("def f():\n    from chalicelib.coupons import store\n")
    assert trespasses("members", bad) == ["chalicelib.coupons.store"]


@pytest.mark.parametrize("foundation", ["core", "wecom"])
def test_foundations_know_no_room(foundation: str) -> None:
    """`core` and `wecom` import no room; `core` does not import `wecom` either."""
    forbidden = {*ROOMS, "flows", "functions", *({"wecom"} if foundation == "core" else set())}
    for path in (PRODUCT / foundation).glob("*.py"):
        for name in imports_of(_tree(path)):
            parts = name.split(".")
            assert not (parts[0] == "chalicelib" and len(parts) > 1 and parts[1] in forbidden), (path, name)


@pytest.mark.parametrize(
    "path", [*PRODUCT.rglob("rules.py"), *PRODUCT.rglob("changes.py")], ids=lambda p: str(p.relative_to(PRODUCT))
)
def test_rules_and_changes_are_pure(path: Path) -> None:
    """No AWS, no clock, no chance: what they decide follows from what they are given."""
    for name in imports_of(_tree(path)):
        assert not name.startswith(PURE_FORBIDDEN), name
    assert "now(" not in path.read_text()


def test_only_stores_and_core_speak_to_dynamodb() -> None:
    """Services, routes and flows build no expression."""
    for path in FILES:
        if path.name == "store.py" or path.parent.name == "core":
            continue
        assert not any(name.startswith(("pynamodb", "botocore")) for name in imports_of(_tree(path))), path


def test_a_service_knows_no_http() -> None:
    """Verbs can be called from a queue as well as from a route."""
    for path in PRODUCT.rglob("service.py"):
        assert not any(name.startswith(("chalice.", "chalicelib.core.http")) for name in imports_of(_tree(path))), path


def test_only_the_door_reads_the_current_request() -> None:
    """It is shared mutable state; below the outermost line everything is passed in."""
    readers = [path.name for path in FILES if "current_request" in path.read_text()]
    assert readers == ["http.py"]


def test_nothing_scans() -> None:
    """No Scan in the product."""
    for path in FILES:
        calls = [node for node in ast.walk(_tree(path)) if isinstance(node, ast.Attribute) and node.attr == "scan"]
        scans = [node for node in calls if not (isinstance(node.value, ast.Name) and node.value.id == "service")]
        assert scans == [], path


def _functions() -> list[tuple[int, str]]:
    return [
        (node.end_lineno - node.lineno + 1, f"{path.name}:{node.name}")
        for path in FILES
        for node in ast.walk(_tree(path))
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef) and node.end_lineno
    ]


def test_functions_stay_small() -> None:
    """Median at most 10 lines, 90th percentile at most 30, none above 60."""
    sizes = [size for size, _ in _functions()]
    assert median(sizes) <= 10
    assert quantiles(sizes, n=10)[8] <= 30
    assert max(_functions())[0] <= 60, max(_functions())


def test_files_stay_small() -> None:
    """90th percentile at most 300 lines, none above 500."""
    sizes = [len(path.read_text().splitlines()) for path in FILES]
    assert quantiles(sizes, n=10)[8] <= 300
    assert max(sizes) <= 500


def test_every_public_thing_says_what_it_promises() -> None:
    """Modules, public classes and public functions outside the doors have a docstring."""
    silent = []
    for path in FILES:
        tree = _tree(path)
        silent += [] if ast.get_docstring(tree) else [str(path)]
        for node in tree.body:
            if not isinstance(node, ast.FunctionDef | ast.ClassDef) or node.name.startswith("_"):
                continue
            if not ast.get_docstring(node) and not _speaks_for_itself(path, node):
                silent.append(f"{path.name}:{node.name}")
    assert silent == []


def _speaks_for_itself(path: Path, node: ast.FunctionDef | ast.ClassDef) -> bool:
    """Doors say it in their summary, errors in their two texts, the seven functions in functions.py."""
    is_error = isinstance(node, ast.ClassDef) and any(
        "zh" in ast.unparse(item) or item is node.body[-1] for item in node.body
    )
    return path.name in ("routes.py", "docs.py", "app.py") or is_error
