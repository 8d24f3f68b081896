"""The product's sources as the rules of the house look at them."""

from __future__ import annotations

import ast
import functools
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
PRODUCT = ROOT / "chalicelib"
FOUNDATIONS = {"core", "platforms"}
ROOMS = sorted({path.parent.name for path in PRODUCT.glob("*/room.py")} - FOUNDATIONS)
FILES = sorted([*PRODUCT.rglob("*.py"), ROOT / "app.py"])


@functools.cache
def tree_of(path: Path) -> ast.Module:
    """A file's syntax tree."""
    return ast.parse(path.read_text())


def module_of(path: Path) -> str:
    """A file's name as an import says it."""
    return ".".join(path.relative_to(ROOT).with_suffix("").parts).removesuffix(".__init__")


def imports_of(tree: ast.AST) -> Iterator[str]:
    """Every module that a file imports, wherever in the file, with `from x import y` as x and x.y."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        if isinstance(node, ast.ImportFrom) and node.module:
            yield node.module
            yield from (f"{node.module}.{alias.name}" for alias in node.names)


def imports_at_start(tree: ast.Module) -> Iterator[str]:
    """What a file imports when it is imported itself: not what stands inside functions."""
    for node in tree.body:
        yield from imports_of(node) if isinstance(node, ast.Import | ast.ImportFrom) else ()


@functools.cache
def graph() -> dict[str, frozenset[str]]:
    """Which of our modules each of our modules imports."""
    ours = {module_of(path) for path in FILES}
    return {
        module_of(path): frozenset(name for name in imports_of(tree_of(path)) if name in ours) - {module_of(path)}
        for path in FILES
    }
