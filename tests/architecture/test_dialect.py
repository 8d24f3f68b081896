"""Storage is typed and one dialect."""

from __future__ import annotations

import ast
import re
from collections import Counter
from functools import cache
from pathlib import Path

from infra.reference import row_classes
from tests.architecture.sources import FILES, PRODUCT, ROOMS, imports_of, tree_of

WIRE_TYPES = {"S", "N", "B", "SS", "NS", "BS", "BOOL", "M", "L"}
PRIVATE_OF_PYNAMODB = re.compile(
    r"\b(_get_connection|_connection|\._client|raw_item|cancellation_reasons|_make_api_call)\b"
)


def _is_in(path: Path, *folders: str) -> bool:
    return any((PRODUCT / folder) in path.parents for folder in folders)


def wire_dicts(tree: ast.AST) -> list[int]:
    """The lines where a value is written as DynamoDB's wire has it, such as {"S": ...}."""
    return [
        node.lineno
        for node in ast.walk(tree)
        if isinstance(node, ast.Dict)
        and len(node.keys) == 1
        and isinstance(node.keys[0], ast.Constant)
        and node.keys[0].value in WIRE_TYPES
    ]


def conversions(tree: ast.AST) -> list[str]:
    """Attributes that are converted by hand, such as int(row.stock)."""
    return [
        ast.unparse(node)
        for node in ast.walk(tree)
        if isinstance(node, ast.Call)
        and isinstance(node.func, ast.Name)
        and node.func.id in ("int", "float")
        and node.args
        and isinstance(node.args[0], ast.Attribute)
    ]


def foreign_rows(room: str, tree: ast.AST) -> set[str]:
    """Rows of other rooms that a file names."""
    own = _row_names(PRODUCT / room) if room in ROOMS else set()
    names = {node.id for node in ast.walk(tree) if isinstance(node, ast.Name)}
    names |= {node.attr for node in ast.walk(tree) if isinstance(node, ast.Attribute)}
    return {name for name in names if name.endswith("Row") and len(name) > 3} - own


@cache
def _row_names(folder: Path) -> set[str]:
    return {
        node.name
        for path in folder.rglob("*.py")
        for node in ast.walk(tree_of(path))
        if isinstance(node, ast.ClassDef) and node.name.endswith("Row")
    }


def test_rows_are_not_converted_by_hand() -> None:
    """An attribute yields its type: no int(row.x); platforms have no rows, and write numbers as theirs want them."""
    files = [path for path in FILES if not _is_in(path, "platforms")]
    assert {path.name: conversions(tree_of(path)) for path in files if conversions(tree_of(path))} == {}


def test_a_conversion_by_hand_is_noticed() -> None:
    """The negative control."""
    assert conversions(ast.parse("x = int(row.stock)")) == ["int(row.stock)"]


def test_no_row_crosses_a_room() -> None:
    """No name that ends in Row stands outside the room that owns it."""
    crossing = {
        str(path.relative_to(PRODUCT)): foreign_rows(path.relative_to(PRODUCT).parts[0], tree_of(path))
        for path in FILES
        if path.is_relative_to(PRODUCT) and not _is_in(path, "core")
    }
    assert {name: rows for name, rows in crossing.items() if rows} == {}


def test_a_row_that_crosses_is_noticed() -> None:
    """The negative control."""
    assert foreign_rows("elsewhere", ast.parse("def f(order: OrderRow): ...")) == {"OrderRow"}


def rows_taken(tree: ast.AST) -> list[str]:
    """Verbs of other rooms' services that a file calls and that answer a row, whatever the file calls it."""
    services = {
        alias.asname or alias.name: node.module.split(".")[1]
        for node in ast.walk(tree)
        if isinstance(node, ast.ImportFrom) and node.module and node.module.startswith("chalicelib.")
        for alias in node.names
        if alias.name == "service"
    }
    return [
        f"{services[node.value.id]}.{node.attr}"
        for node in ast.walk(tree)
        if isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name) and node.value.id in services
        if node.attr in _verbs_with_rows(services[node.value.id])
    ]


def _verbs_with_rows(room: str) -> set[str]:
    path = PRODUCT / room / "service.py"
    return {
        node.name
        for node in tree_of(path).body
        if isinstance(node, ast.FunctionDef) and node.returns and re.search(r"\w+Row\b", ast.unparse(node.returns))
    }


def _rooms_file(path: Path) -> bool:
    return path.is_relative_to(PRODUCT) and path.relative_to(PRODUCT).parts[0] in ROOMS


def test_no_verb_hands_a_row_to_another_room() -> None:
    """A row that is never named crosses all the same."""
    crossing = {
        str(path): taken
        for path in FILES
        if _rooms_file(path)
        and (
            taken := [
                verb for verb in rows_taken(tree_of(path)) if verb.split(".")[0] != path.relative_to(PRODUCT).parts[0]
            ]
        )
    }
    assert crossing == {}


def test_a_row_that_is_handed_over_is_noticed() -> None:
    """The negative control: a verb for its own room alone, called under another name."""
    bad = "from chalicelib.groupbuys import service as teams\ndef f(ctx): return teams.team(ctx, 'x').seats"
    assert rows_taken(ast.parse(bad)) == ["groupbuys.team"]


def test_every_row_is_called_one() -> None:
    """The rules find rows by their names."""
    assert [row.__name__ for row in row_classes() if not row.__name__.endswith("Row")] == []


def test_only_storage_writes_what_the_wire_has() -> None:
    """Raw DynamoDB values stand in core/storage alone."""
    outside = [path for path in FILES if not _is_in(path, "core/storage")]
    assert {str(path): lines for path in outside if (lines := wire_dicts(tree_of(path)))} == {}


def test_only_stores_and_storage_speak_to_dynamodb() -> None:
    """Services, routes and flows build no expression; nobody but core/storage holds the client of the tables."""
    for path in FILES:
        if _is_in(path, "core/storage") or path == PRODUCT / "core" / "aws.py":
            continue
        names = list(imports_of(tree_of(path)))
        if path.name != "store.py" and not path.stem.endswith("_rows"):
            assert not any(name.startswith("pynamodb") for name in names), path
        assert 'client("dynamodb")' not in path.read_text(), path


def test_one_file_knows_the_privates_of_pynamodb() -> None:
    """An upgrade has one place."""
    knowing = [path.name for path in FILES if PRIVATE_OF_PYNAMODB.search(path.read_text())]
    assert knowing == ["driver.py"]


def test_untyped_dicts_are_few_and_far_below() -> None:
    """At most 40 `dict[str, Any]`, all of them in storage and platforms."""
    counts = Counter({path: path.read_text().count("dict[str, Any]") for path in FILES})
    above = {str(path): count for path, count in counts.items() if not _is_in(path, "core/storage", "platforms")}
    assert {name: count for name, count in above.items() if count} == {}
    assert counts.total() <= 40


def test_nothing_is_left_of_the_old_words() -> None:
    """Settle is for money, a team is no session, a variable is named by its trade."""
    for path in FILES:
        text = path.read_text()
        if not _is_in(path, "payments", "orders", "core/ops", "core/events"):
            assert not re.search(r"\bsettle", text), path
        if _is_in(path, "groupbuys", "orders"):
            assert "session" not in text, path
        assert not re.search(r"\bold_\w+\(", text), path
