"""What a function of the product may come to call, read from the sources: every name that it uses, and theirs in turn.

It knows no branches and no types, so it finds too much rather than too little: a name that is used is taken as called,
and a class with all that its methods use.
"""

from __future__ import annotations

import ast
from collections.abc import Iterable, Iterator
from functools import cache
from pathlib import Path
from typing import NamedTuple

ROOT = Path(__file__).resolve().parents[2]


class Name(NamedTuple):
    """Something that a module defines."""

    module: str
    name: str


class Module(NamedTuple):
    """A module's own definitions, and what its imports stand for: a module, or a name of one."""

    defined: dict[str, list[ast.AST]]
    imported: dict[str, str | Name]


def reached(begin: Iterable[Name]) -> set[Name]:
    """Every name of the product that these use, and those in turn."""
    found: set[Name] = set()
    waiting = list(begin)
    while waiting:
        name = waiting.pop()
        if name not in found and path_of(name.module):
            found.add(name)
            waiting += _used_by(name)
    return found


@cache
def _used_by(name: Name) -> tuple[Name, ...]:
    module = read(name.module)
    if name.name in module.imported and name.name not in module.defined:
        target = module.imported[name.name]
        return (target,) if isinstance(target, Name) else ()
    return tuple(use for body in module.defined.get(name.name, ()) for use in _uses(name.module, module, body))


def _uses(own: str, module: Module, body: ast.AST) -> Iterator[Name]:
    # What decorates a function is called when its module is loaded, not when it runs.
    parts = body.body if isinstance(body, ast.FunctionDef) else [body]
    for node in (inner for part in parts for inner in ast.walk(part)):
        if isinstance(node, ast.Name):
            target = module.imported.get(node.id)
            if node.id in module.defined:
                yield Name(own, node.id)
            elif isinstance(target, Name):
                yield target
        elif isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name):
            target = module.imported.get(node.value.id)
            if isinstance(target, str):
                yield Name(target, node.attr)


@cache
def read(module: str) -> Module:
    """A module's definitions and imports, those inside functions too."""
    path = path_of(module)
    assert path is not None
    tree = ast.parse(path.read_text())
    found = Module({}, {})
    for node in tree.body:
        for name in _defines(node):
            found.defined.setdefault(name, []).append(node)
    for inner in ast.walk(tree):
        if isinstance(inner, ast.ImportFrom) and inner.module and inner.module.startswith("chalicelib"):
            for alias in inner.names:
                inside = f"{inner.module}.{alias.name}"
                target = inside if path_of(inside) else Name(inner.module, alias.name)
                found.imported[alias.asname or alias.name] = target
    return found


def _defines(node: ast.stmt) -> list[str]:
    if isinstance(node, ast.FunctionDef | ast.ClassDef):
        return [node.name]
    targets = node.targets if isinstance(node, ast.Assign) else [node.target] if isinstance(node, ast.AnnAssign) else []
    return [target.id for target in targets if isinstance(target, ast.Name)]


@cache
def path_of(module: str) -> Path | None:
    """The file of a module of the product, None when there is none."""
    path = ROOT.joinpath(*module.split("."))
    places = (path.with_suffix(".py"), path / "__init__.py")
    return next((place for place in places if place.is_file()), None)
