"""The rules of a room: pure where it decides, small, and saying what it promises."""

from __future__ import annotations

import ast
from pathlib import Path
from statistics import median, quantiles

import pytest

from infra import sources
from tests.architecture.sources import FILES, PRODUCT, ROOT, imports_of, tree_of

PURE_FORBIDDEN = (
    "botocore",
    "boto3",
    "time",
    "random",
    "urllib",
    "chalicelib.core.aws",
    "chalicelib.core.ops",
)


PURE = [path for name in ("rules", "changes", "states", "facts", "errands") for path in PRODUCT.glob(f"*/{name}.py")]


def acts(tree: ast.AST) -> list[str]:
    """What a file takes that reads or writes: a store or a service as a whole, or a function of one that does."""
    return [
        f"{node.module}.{alias.name}"
        for node in ast.walk(tree)
        if isinstance(node, ast.ImportFrom) and node.module and node.module.startswith("chalicelib.")
        for alias in node.names
        if _does(node.module, alias.name)
    ]


def _does(module: str, name: str) -> bool:
    *_, last = module.split(".")
    if last == "store":
        return name in sources.reaching((ROOT / (module.replace(".", "/") + ".py")).read_text())
    return name in ("store", "service") or last == "service" or (".core.storage" in module and name[0].islower())


@pytest.mark.parametrize("path", PURE, ids=lambda path: str(path.relative_to(PRODUCT)))
def test_what_is_pure_takes_no_verb_of_a_store(path: Path) -> None:
    """It may name kinds of rows, whose values it is given; it reads and writes none."""
    assert acts(tree_of(path)) == []


@pytest.mark.parametrize(
    "line",
    [
        "from chalicelib.members import store",
        "from chalicelib.members.store import member",
        "from chalicelib.members import service as members",
        "from chalicelib.core.storage.table import get",
        "from chalicelib.core.storage import records",
    ],
)
def test_a_pure_file_that_reads_is_noticed(line: str) -> None:
    """Negative control; the class of a row may be named."""
    assert acts(ast.parse(line))
    assert not acts(ast.parse("from chalicelib.members.store import MemberRow"))


@pytest.mark.parametrize("path", PURE, ids=lambda path: str(path.relative_to(PRODUCT)))
def test_rules_and_changes_are_pure(path: Path) -> None:
    """No AWS, no clock, no chance: what they decide follows from what they are given."""
    for name in imports_of(tree_of(path)):
        assert not name.startswith(PURE_FORBIDDEN), name
    assert "now(" not in path.read_text()


def test_a_verb_knows_no_http() -> None:
    """Verbs can be called from a queue as well as from a route: a request is known to doors and to core/http alone."""
    http = ("chalice.", "chalicelib.core.http.routes", "chalicelib.core.http.answers")
    for path in FILES:
        is_door = path.name in ("routes.py", "app.py", "rooms.py") or (PRODUCT / "core" / "http") in path.parents
        assert is_door or not any(name.startswith(http) for name in imports_of(tree_of(path))), path


def test_only_the_door_reads_the_current_request() -> None:
    """It is shared mutable state; below the outermost line everything is passed in."""
    readers = [path.name for path in FILES if "current_request" in path.read_text()]
    assert readers == ["routes.py"]


def scans(tree: ast.AST) -> list[str]:
    """Where a file scans a table: by the call, or by its name, as a paginator takes it."""
    return [
        ast.unparse(node)
        for node in ast.walk(tree)
        if (isinstance(node, ast.Attribute) and node.attr == "scan" and ast.unparse(node.value) != "service")
        or (isinstance(node, ast.Constant) and node.value in ("scan", "Scan"))
    ]


def test_nothing_scans() -> None:
    """No Scan in the product, but for an upgrade's one pass over every row, and the night's over every fact."""
    passing = {Path("storage/migrations.py"), Path("storage/fact_log.py")}
    files = [path for path in FILES if path.relative_to(path.parents[1]) not in passing]
    assert {str(path): found for path in files if (found := scans(tree_of(path)))} == {}


@pytest.mark.parametrize("line", ["MemberRow.scan()", "client.get_paginator('scan')", "getattr(client, 'scan')()"])
def test_a_scan_is_noticed(line: str) -> None:
    """Negative control."""
    assert scans(ast.parse(line))


def _functions() -> list[tuple[int, str]]:
    return [
        (node.end_lineno - node.lineno + 1, f"{path.name}:{node.name}")
        for path in FILES
        for node in ast.walk(tree_of(path))
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
        tree = tree_of(path)
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
