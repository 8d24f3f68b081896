"""The committed TypeScript client: fresh, strict, and of one mind with the doors."""

from __future__ import annotations

import json
import os
import re
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

from infra import openapi, typescript
from local import tools
from tests.support import make, needs
from tests.support.front import fronted
from tests.support.stack import Stack

CLIENT = Path(__file__).resolve().parents[2] / "web" / "client"
DOCUMENT = json.loads(openapi.PATH.read_text())


@pytest.fixture(scope="module")
def compiler() -> list[str]:
    """The pinned compiler's command."""
    try:
        return [tools.node(), str(tools.node_modules(tools.CLIENT) / "typescript" / "bin" / "tsc")]
    except tools.Missing as missing:
        needs.skip_without(missing)
        raise


def test_the_client_is_what_the_document_says() -> None:
    """Stale is a failure; `make web-client` writes both files again."""
    for path, text in typescript.everything(DOCUMENT).items():
        assert path.read_text() == text, f"{path.name} is stale: run make web-client"


def test_the_client_has_a_method_for_every_operation_that_speaks_json() -> None:
    """Pages, pictures and the platforms' own doors are none."""
    text = (CLIENT / "src" / "operations.ts").read_text()
    methods = set(re.findall(r'caller\.call\({"method": "(\w+)", "path": "([^"]+)"', text))
    spoken = {
        (method.upper(), path)
        for path, operations in DOCUMENT["paths"].items()
        for method, operation in operations.items()
        if any("application/json" in answer["content"] and "$ref" in answer["content"]["application/json"]["schema"]
               for status, answer in operation["responses"].items() if status < "300")
    }  # fmt: skip
    assert methods == spoken


def test_nothing_in_the_client_may_be_anything() -> None:
    """`any` switches the compiler off where a reader trusts it."""
    for path in sorted((CLIENT / "src").glob("*.ts")):
        code = re.sub(r"/\*.*?\*/|//[^\n]*|\"[^\"\n]*\"", "", path.read_text(), flags=re.DOTALL)
        assert not re.search(r"\bany\b|@ts-", code), path.name


def test_the_client_compiles_strictly_and_wrong_use_does_not(compiler: list[str]) -> None:
    """Its own test/types.ts holds what must be refused: a missing field, an unknown role, a code never answered."""
    done = subprocess.run([*compiler, "--noEmit", "-p", str(CLIENT)], capture_output=True, text=True, check=False)
    assert (done.returncode, done.stdout) == (0, "")


@pytest.fixture
def front(stack: Stack) -> Iterator[str]:
    """The app over HTTP."""
    with fronted() as address:
        yield address


def test_a_program_meets_keys_cursors_and_refusals_as_declared(
    compiler: list[str], stack: Stack, front: str, tmp_path: Path
) -> None:
    """A repeat is replayed, pages are read to the end, a refusal has its code, a cut request is made again."""
    emitted = subprocess.run(
        [*compiler, "-p", str(CLIENT), "--outDir", str(tmp_path)], capture_output=True, text=True, check=False
    )
    assert emitted.returncode == 0, emitted.stdout
    (tmp_path / "package.json").write_text('{"type": "module"}')
    token = make.session(stack)._auth()["authorization"].removeprefix("Bearer ")
    done = subprocess.run(
        [compiler[0], str(tmp_path / "test" / "smoke.js")],
        env={**os.environ, "SIYU_URL": front, "SIYU_TOKEN": token},
        capture_output=True, text=True, timeout=60, check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    told = json.loads(done.stdout)
    assert {**told, "names": sorted(told["names"])} == {  # both were made in one moment of the clock
        "replayed": [False, True, True],
        "names": ["满100减20", "满50减5"],
        "wrong": ["InvalidBody", 400],
        "unknown": "UnknownTemplate",
        "nobody": "Unauthenticated",
        "retried": [2, True],
    }
