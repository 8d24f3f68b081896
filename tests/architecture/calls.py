"""Which function of the product names which, as far as names tell: what may happen behind a door.

A name counts as a call, so that a verb that is handed on (to a retry, say) is followed too. What is done later is not:
errands, facts and jobs are data where they are sent. Methods are not told apart; whoever makes the object is named.
"""

from __future__ import annotations

import ast
import functools
from collections.abc import Iterator, Mapping

from tests.architecture.sources import FILES, module_of, tree_of

Defined = ast.FunctionDef | ast.ClassDef
EVERY_FAILURE = ("UpstreamFailed", "AppError", "Exception")


@functools.cache
def _modules() -> Mapping[str, ast.Module]:
    return {module_of(path): tree_of(path) for path in FILES}


@functools.cache
def _names(module: str) -> Mapping[str, str]:
    """What the names of a module stand for: its own functions, what it imports, and what it calls by another name."""
    known: dict[str, str] = {}
    for node in ast.walk(_modules()[module]):
        if isinstance(node, ast.ImportFrom) and node.module:
            known |= {alias.asname or alias.name: f"{node.module}.{alias.name}" for alias in node.names}
    for part in _modules()[module].body:
        if isinstance(part, Defined):
            known[part.name] = f"{module}.{part.name}"
        if (
            isinstance(part, ast.Assign)
            and isinstance(part.value, ast.Attribute)
            and isinstance(part.targets[0], ast.Name)
        ):
            meant = _meant(part.value, known)
            known |= {part.targets[0].id: meant} if meant else {}
    return known


def _meant(node: ast.expr, known: Mapping[str, str]) -> str:
    """The full name of a name or of an attribute of a module, '' for what is neither."""
    if isinstance(node, ast.Name):
        return known.get(node.id, "")
    if isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name) and node.value.id in known:
        return f"{known[node.value.id]}.{node.attr}"
    return ""


@functools.cache
def named_by() -> Mapping[str, frozenset[str]]:
    """What each function of the product names, by full names; of a class what any of its methods does."""
    return {
        f"{module}.{part.name}": frozenset(_inside(part, module))
        for module, tree in _modules().items()
        for part in tree.body
        if isinstance(part, Defined)
    }


def _inside(part: Defined, module: str) -> Iterator[str]:
    for node in _walk(part):
        if isinstance(node, ast.Name | ast.Attribute):
            meant = _meant(node, _names(module))
            if meant:
                yield _first(meant)


def _walk(node: ast.AST) -> Iterator[ast.AST]:
    """Every node of a part but those whose failures end there: what a platform answers is no answer of ours then."""
    waiting = [node]
    while waiting:
        one = waiting.pop()
        yield one
        left_out = getattr(one, "body", []) if _ends_here(one) else []
        waiting += [child for child in ast.iter_child_nodes(one) if child not in left_out]


def _ends_here(node: ast.AST) -> bool:
    """True for a `try` or a `suppress` out of which no failure of a platform comes."""
    if isinstance(node, ast.Try):
        return any(_catches(one.type) and not _raises(one) for one in node.handlers if one.type)
    if isinstance(node, ast.With):
        calls = [item.context_expr for item in node.items if isinstance(item.context_expr, ast.Call)]
        return any("suppress" in ast.unparse(one.func) and any(map(_catches, one.args)) for one in calls)
    return False


def _catches(caught: ast.expr) -> bool:
    return any(isinstance(one, ast.Name) and one.id in EVERY_FAILURE for one in ast.walk(caught))


def _raises(handler: ast.ExceptHandler) -> bool:
    return any(isinstance(one, ast.Raise) for one in ast.walk(handler))


@functools.cache
def _first(name: str) -> str:
    """Where a name comes from that a service hands on from another file of its room."""
    module, _, leaf = name.rpartition(".")
    further = _names(module).get(leaf, name) if module in _modules() else name
    return name if further == name else _first(further)


@functools.cache
def callers(name: str) -> frozenset[str]:
    """All functions that may come to call this one."""
    found: set[str] = set()
    waiting = {name}
    while waiting:
        waiting = {caller for caller, named in named_by().items() if named & waiting} - found
        found |= waiting
    return frozenset(found)
