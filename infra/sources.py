"""What the sources say of themselves, read without running them: which facts a function tells, what an access costs."""

from __future__ import annotations

import ast
import inspect
import re
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import msgspec

ROOT = Path(__file__).resolve().parents[1]
PRODUCT = ROOT / "chalicelib"
# What a call must be of to reach a table: the helpers of core/storage, or the client itself.
DOORS = {
    "put_new",
    "put_all",
    "change",
    "get",
    "children",
    "between",
    "page_by_parent",
    "page_of_lines",
    "page_of",
    "get_many",
    "after_place",
    "values",
    "Transaction",
}
DOORS |= {"records.get", "records.put_if_absent", "records.update", "aws.client"}
DOORS |= {"fact_log.put", "fact_log.put_all", "fact_log.put_missing", "fact_log.page", "fact_log.count"}
DOORS |= {"permits.take"}
ACCESSING_CORE: tuple[str, ...] = (
    "storage/inbox",
    "storage/asides",
    "storage/onces",
    "storage/tokens",
    "storage/permits",
    "storage/leases",
)
ACCESSING_CORE += ("storage/search", "storage/stock", "storage/jobs", "storage/due", "events/facts", "ops/limits")


class Access(msgspec.Struct, frozen=True):
    """A function that reaches a table: where it stands, what it promises, what it costs."""

    where: str
    promise: str
    cost: str


def accesses() -> list[Access]:
    """Every public function of a store, and of core's own storage, that reaches DynamoDB."""
    core = [PRODUCT / "core" / f"{name}.py" for name in ACCESSING_CORE]
    return [access for module in [*core, *sorted(PRODUCT.glob("*/store.py"))] for access in _accesses_of(module)]


def _accesses_of(module: Path) -> Iterator[Access]:
    source = module.read_text()
    name = ".".join(module.relative_to(PRODUCT).with_suffix("").parts)
    reached = reaching(source)
    for node in ast.parse(source).body:
        if isinstance(node, ast.FunctionDef) and node.name in reached:
            text = " ".join((ast.get_docstring(node) or "").split())
            yield Access(f"{name}.{node.name}", sentence_of(text), cost_of(text))


def sentence_of(text: str) -> str:
    """The first sentence of a docstring, without its full stop and without a cost."""
    first = re.split(r"(?<=[.:])\s(?=[A-Z0-9])", text, maxsplit=1)[0]
    return first.rstrip(".")


def cost_of(text: str) -> str:
    """What a docstring says of read and write units; '' when it says nothing."""
    sentences = re.split(r"(?<=\.)\s(?=[A-Z0-9`])", text)
    return " ".join(sentence.rstrip(".") for sentence in sentences if re.search(r"\d (?:WU|RU)", sentence))


def reaching(source: str) -> set[str]:
    """The public functions of a module that reach a door to a table, through others of the module too."""
    functions = {node.name: calls_of(node) for node in ast.parse(source).body if isinstance(node, ast.FunctionDef)}
    reached = {name for name, called in functions.items() if called & DOORS}
    while True:
        more = {name for name, called in functions.items() if called & reached} - reached
        if not more:
            return {name for name in reached if not name.startswith("_")}
        reached |= more


def calls_of(function: ast.FunctionDef) -> set[str]:
    """What a function calls, as written."""
    return {ast.unparse(node.func) for node in ast.walk(function) if isinstance(node, ast.Call)}


def names_told_by(verb: Callable[..., Any]) -> set[str]:
    """Every name that a function uses, and those of its module that it calls, through others too."""
    module = inspect.getmodule(verb)
    assert module is not None
    tree = ast.parse(inspect.getsource(module))
    bodies = {node.name: node for node in tree.body if isinstance(node, ast.FunctionDef)}
    tables = {
        target.id: node.value
        for node in tree.body
        if isinstance(node, ast.Assign | ast.AnnAssign) and node.value is not None
        for target in (node.targets if isinstance(node, ast.Assign) else [node.target])
        if isinstance(target, ast.Name)
    }
    names: set[str] = set()
    waiting = [verb.__name__]
    while waiting:
        name = waiting.pop()
        body: ast.AST | None = bodies.get(name) or tables.get(name)
        for inner in [] if body is None else _names_in(body):
            if inner not in names:
                names.add(inner)
                waiting.append(inner)
    return names


def _names_in(node: ast.AST) -> set[str]:
    plain = {inner.id for inner in ast.walk(node) if isinstance(inner, ast.Name)}
    return plain | {inner.attr for inner in ast.walk(node) if isinstance(inner, ast.Attribute)}
