"""The tests' own rules: a folder stands on `tests.support` alone, and every test says its promise."""

from __future__ import annotations

import ast
import functools
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

TESTS = Path(__file__).resolve().parents[1]
FILES = sorted(TESTS.rglob("*.py"))
FOLDERS = sorted({path.relative_to(TESTS).parts[0] for path in FILES if path.parent != TESTS})
SUPPORT = "support"


def imports_of(tree: ast.AST, package: list[str]) -> Iterator[str]:
    """The modules that a file of the package imports, wherever in the file, relative names made whole."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        if isinstance(node, ast.ImportFrom):
            base = package[: len(package) - node.level + 1] if node.level else []
            module = ".".join([*base, *([node.module] if node.module else [])])
            yield from (f"{module}.{alias.name}" for alias in node.names)


def borrowed(tree: ast.AST, package: list[str]) -> list[str]:
    """What a file of `tests.<folder>` imports of another folder's tests."""
    open_to_it = {SUPPORT, package[1]}
    parts = [name.split(".") for name in imports_of(tree, package)]
    return [".".join(name) for name in parts if name[0] == "tests" and name[1] not in open_to_it]


@functools.cache
def _promises(tree: ast.AST) -> list[tuple[str, str]]:
    """The tests of a file, each with the first paragraph of what it says."""
    return [
        (node.name, " ".join((ast.get_docstring(node) or "").partition("\n\n")[0].split()))
        for node in ast.walk(tree)
        if isinstance(node, ast.FunctionDef) and node.name.startswith("test_")
    ]


def silent(tree: ast.AST) -> list[str]:
    """The tests of a file that do not say, in a sentence, what is promised."""
    return [name for name, promise in _promises(tree) if not promise.endswith(".")]


def wordy(tree: ast.AST) -> list[str]:
    """The tests of a file that say more than one sentence."""
    return [name for name, promise in _promises(tree) if re.search(r"""[.!?]["')]* +[A-Z`"0-9]""", promise)]


@functools.cache
def _tree(path: Path) -> ast.AST:
    return ast.parse(path.read_text())


def _trees() -> dict[Path, ast.AST]:
    return {path.relative_to(TESTS): _tree(path) for path in FILES if path.name.startswith("test_")}


def _package(path: Path) -> list[str]:
    return ["tests", *path.relative_to(TESTS).parent.parts]


# A bare name as id would be a keyword of the test: `pythons` alone is skipped by tests/conftest.py.
@pytest.mark.parametrize("folder", FOLDERS, ids=lambda folder: f"tests/{folder}")
def test_a_test_folder_stands_on_support_alone(folder: str) -> None:
    """Who changes a room's tests breaks no other folder's; what several need is in `tests/support`."""
    files = {path: _tree(path) for path in (TESTS / folder).rglob("*.py")}
    assert [(str(path), name) for path, tree in files.items() for name in borrowed(tree, _package(path))] == []


@pytest.mark.parametrize(
    "line",
    [
        "from tests.posts.conftest import only_ours",
        "from tests.posts import conftest",
        "import tests.posts.conftest",
        "from tests import posts",
        "from ..posts import conftest",
        "def test() -> None:\n    from tests.posts.conftest import only_ours",
    ],
)
def test_a_folder_that_borrows_is_noticed(line: str) -> None:
    """Negative control: each way to import from another folder is seen, also inside a function."""
    assert borrowed(ast.parse(line), ["tests", "stateful"])
    assert not borrowed(ast.parse(line.replace("posts", "support")), ["tests", "stateful"])
    assert not borrowed(ast.parse(line), ["tests", "posts"])


def test_every_test_says_its_promise() -> None:
    """One sentence: who reads a failure knows what was promised without reading the code."""
    assert [f"{path}:{name}" for path, tree in _trees().items() for name in silent(tree)] == []


def test_a_silent_test_is_noticed() -> None:
    """Negative control: no docstring, and a docstring that is no sentence."""
    code = 'def test_a() -> None:\n    pass\n\n\ndef test_b() -> None:\n    """something"""\n'
    assert silent(ast.parse(code)) == ["test_a", "test_b"]
    assert silent(ast.parse('def test_c() -> None:\n    """It holds.\n\n    For this reason\n    """\n')) == []


def test_a_promise_is_one_sentence() -> None:
    """Two sentences are two promises, or a promise and an aside."""
    assert [f"{path}:{name}" for path, tree in _trees().items() for name in wordy(tree)] == []


def test_a_wordy_test_is_noticed() -> None:
    """Negative control: a second sentence is seen, an abbreviation or a second paragraph is none."""
    say = 'def test_{}() -> None:\n    """{}"""\n'
    code = say.format("a", "It holds. It also shines.") + say.format("b", "It holds, e.g. for 1.5 s.")
    assert wordy(ast.parse(code + say.format("c", "It holds.\n\n    Why: so.\n    "))) == ["test_a"]
