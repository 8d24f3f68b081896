"""Whoever copies one of our own commands from a page has one that exists, with options that it takes."""

from __future__ import annotations

import argparse
import importlib
import importlib.util
import re
import shlex
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.docs.test_deploying import substituted
from tests.support.markdown import ROOT, blocks, guides, prose, quoted

MAKE = (ROOT / "Makefile").read_text()
MODULE = re.compile(r"(?:^|[ /|])python -m ((?:infra|local|tests|benchmarks)[\w.]*)([^|<>#&;]*)")
TARGET = re.compile(r"(?:^|[|;&] *)make ([a-z][a-z-]*)((?: +[A-Z]+=(?:'[^']*'|\S+))*)\s*(?:#.*)?$")
# Whoever reads fills in what stands in capitals; `…` is what the text leaves out.
LEFT_OUT = "…"


def told(page: Path) -> Iterator[str]:
    """The lines of a page that may be commands: of its shell blocks, and between backticks."""
    text = page.read_text()
    lines = [line for block in blocks(text) if block.language == "sh" for line in block.text.splitlines()]
    for line in [*lines, *quoted(prose(text))]:
        yield from substituted(line)


def of_modules(line: str) -> Iterator[tuple[str, list[str]]]:
    """(module, its words) of each `python -m` of ours, and of each `make` whose target is one."""
    for module, words in MODULE.findall(line):
        yield module, shlex.split(words)
    for target, given in TARGET.findall(line):
        variables = dict(re.findall(r"([A-Z]+)=('[^']*'|\S+)", given))
        yield from ((module, shlex.split(_filled(words, variables))) for module, words in recipe(target))


def recipe(target: str) -> list[tuple[str, str]]:
    """The modules that a target runs, with their words. Raises AssertionError for one that is not there."""
    found = re.search(rf"^{target}:.*\n((?:\t.*\n)*)", MAKE, re.MULTILINE)
    assert found, f"make {target}"
    return re.findall(r"\$\(PY\) -m (infra[\w.]+)(.*)", found[1])


def _filled(words: str, variables: dict[str, str]) -> str:
    return re.sub(r"\$\(([A-Z]+)\)", lambda name: variables.get(name[1], "").strip("'"), words)


def is_taken(module: str, words: list[str], monkeypatch: pytest.MonkeyPatch) -> bool:
    """True when a program takes these words, by its own parser or, without one, by its text; nothing is done."""
    source = (ROOT / f"{module.replace('.', '/')}.py").read_text()
    if "parse_args()" not in source:
        return all(f'"{word}"' in source for word in words)

    class Parsed(Exception):
        """It took them."""

    def parse(parser: argparse.ArgumentParser, args: object = None, namespace: object = None) -> argparse.Namespace:
        known, unknown = parser.parse_known_args()
        if unknown:
            parser.error(f"{unknown}")
        raise Parsed(known)

    with monkeypatch.context() as patch:
        patch.setattr(argparse.ArgumentParser, "parse_args", parse)
        patch.setattr(sys, "argv", [module, *words])
        try:
            importlib.import_module(module).main()
        except Parsed:
            return True
        except SystemExit:
            return False
    return False


COMMANDS = sorted(
    {
        (page.relative_to(ROOT).as_posix(), module, " ".join(map(shlex.quote, words)))
        for page in guides()
        if page.parent.name != "adr"
        for line in told(page)
        for module, words in of_modules(line)
    }
)
WHOLE = [one for one in COMMANDS if one[1].startswith("infra.") and one[2] and LEFT_OUT not in one[2]]


@pytest.mark.parametrize(("page", "module", "words"), WHOLE)
def test_a_command_of_a_page_is_one_that_its_program_takes(
    page: str, module: str, words: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """With every option and as many words as it wants."""
    assert is_taken(module, shlex.split(words), monkeypatch), f"{page}: python -m {module} {words}"


@pytest.mark.parametrize("module", sorted({module for _, module, _ in COMMANDS}))
def test_a_program_that_a_page_names_is_there(module: str) -> None:
    """As a module, or as a package that runs."""
    assert importlib.util.find_spec(module) is not None
    if (ROOT / module.replace(".", "/")).is_dir():
        assert importlib.util.find_spec(f"{module}.__main__") is not None


def test_a_wrong_command_would_be_noticed(monkeypatch: pytest.MonkeyPatch) -> None:
    """The negative control: an option, a word and a target that are not there; and the pages have commands."""
    assert len(WHOLE) > 30
    for line in (
        "python -m infra.redrive --stack siyu-prod everything",
        ".venv/bin/python -m infra.reconcile --stack siyu-prod",
        "make upgrade ARGS='--stack siyu-prod --undo'",
        "make smoke ARGS='--stack siyu-prod'",
    ):
        [(module, words)] = of_modules(line)
        assert not is_taken(module, words, monkeypatch), line
    with pytest.raises(AssertionError, match="make undo"):
        list(of_modules("make undo"))
