"""Which functions reach DynamoDB, read from the source: what the access-pattern table must name."""

from __future__ import annotations

import ast
from pathlib import Path

from tests.docs.markdown import ROOT

PRODUCT = ROOT / "chalicelib"
CORE = ("inbox", "facts", "leases", "limits", "stock", "due")
# What a call must be of to reach a table: the helpers of core/table.py, the inbox's own, or the client itself.
DOORS = {"put_new", "change", "get", "children", "page_by_parent", "Transaction"}
DOORS |= {"inbox.get", "inbox.put_if_absent", "inbox.update", "aws.client"}
# Hands out the client; reads and writes nothing.
NOT_AN_ACCESS = {"core.inbox.client"}


def modules() -> list[Path]:
    """The modules whose accesses are listed."""
    return [*(PRODUCT / "core" / f"{name}.py" for name in CORE), *sorted(PRODUCT.rglob("store.py"))]


def name_of(module: Path) -> str:
    """A module as the table writes it: without the package."""
    return ".".join(module.relative_to(PRODUCT).with_suffix("").parts)


def accesses() -> set[str]:
    """Every public function that reaches DynamoDB, as `module.function`."""
    found = {f"{name_of(module)}.{name}" for module in modules() for name in reaching(module.read_text())}
    return found - NOT_AN_ACCESS


def reaching(source: str) -> set[str]:
    """The public functions of a module that reach a door, through others of the module too."""
    functions = {node.name: _calls(node) for node in ast.parse(source).body if isinstance(node, ast.FunctionDef)}
    reached = {name for name, called in functions.items() if called & DOORS}
    while True:
        more = {name for name, called in functions.items() if called & reached} - reached
        if not more:
            return {name for name in reached if not name.startswith("_")}
        reached |= more


def public(source: str) -> set[str]:
    """The public functions of a module."""
    return {
        node.name
        for node in ast.parse(source).body
        if isinstance(node, ast.FunctionDef) and not node.name.startswith("_")
    }


def _calls(function: ast.FunctionDef) -> set[str]:
    return {ast.unparse(node.func) for node in ast.walk(function) if isinstance(node, ast.Call)}
