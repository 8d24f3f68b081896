"""Cold start of the real package beside a bare Chalice and PynamoDB function, in Lambda's real Python runtime."""

from __future__ import annotations

import compileall
import os
import shutil
import subprocess
import sys
import tempfile
import zipfile
from pathlib import Path
from typing import Any

from benchmarks import runtime
from benchmarks.bench_stack import engine
from benchmarks.handler import ready_live_code
from benchmarks.report import Section, median, spread
from tests.support.http import _event as rest_event
from tests.support.stack import ENVIRONMENT

ROOT = Path(__file__).resolve().parents[1]
PACKAGE = ROOT / "dist" / "deployment.zip"
BARE = """
import os
from chalice.app import Chalice, Response
from pynamodb.attributes import UnicodeAttribute
from pynamodb.models import Model

class Visit(Model):
    class Meta:
        table_name = os.environ["SIYU_FACTS_TABLE"]
        region = "us-east-1"
    pk = UnicodeAttribute(hash_key=True)
    sk = UnicodeAttribute(range_key=True)

app = Chalice(app_name="bare")

@app.route("/c/{entry}")
def show(entry):
    Visit("bare", entry).save()
    return Response("<html></html>", {"Content-Type": "text/html"})
"""


def measure(quick: bool) -> Section:
    """First invocations, the variants in turn."""
    runs = 3 if quick else 9
    section = Section(
        "Cold start",
        f"First invocation of a scan: runtime, imports, one page, DynamoDB Local; median (range) of {runs}, ms.",
        ["function", "bytecode", "first invocation", "over bare", "warm"],
    )
    runtime.prepare()
    with tempfile.TemporaryDirectory(dir=_scratch()) as scratch, engine() as running:
        code = ready_live_code(running)
        event = rest_event("GET", f"/c/demo-{code}", None, {}, ["/c/{entry}"])
        folders = _variants(Path(scratch))
        found: dict[tuple[str, str], list[tuple[float, float]]] = {name: [] for name in folders}
        for _ in range(runs):
            for name, folder in folders.items():
                found[name].append(_start(folder, event))
    _rows(section, found)
    section.notes.append(
        "Bare: Chalice, one PynamoDB model, one save; from the same pruned libraries. The page also loads Jinja2."
    )
    section.notes.append(
        "The emulator starts the runtime at the first invocation: Lambda's INIT and invoke in one figure."
    )
    return section


def _scratch() -> Path:
    folder = ROOT / ".local" / "bench"
    folder.mkdir(parents=True, exist_ok=True)
    return folder


def _variants(scratch: Path) -> dict[tuple[str, str], Path]:
    if not PACKAGE.exists():
        subprocess.run([sys.executable, "-m", "infra.package"], cwd=ROOT, check=True)
    folders = {}
    for name in ("bare", "siyu"):
        for bytecode in ("with", "without"):
            folder = scratch / f"{name}-{bytecode}"
            with zipfile.ZipFile(PACKAGE) as archive:
                archive.extractall(folder)
            if name == "bare":
                _make_bare(folder)
            if bytecode == "without":
                _strip(folder)
            folders[(name, bytecode)] = folder
    return folders


def _make_bare(folder: Path) -> None:
    shutil.rmtree(folder / "chalicelib")
    (folder / "app.py").write_text(BARE)
    shutil.rmtree(folder / "__pycache__", ignore_errors=True)
    compileall.compile_dir(str(folder), maxlevels=0, quiet=1)


def _strip(folder: Path) -> None:
    for path in list(folder.rglob("__pycache__")):
        shutil.rmtree(path)


def _start(folder: Path, event: dict[str, Any]) -> tuple[float, float]:
    """(first, warm) milliseconds of a fresh function."""
    wanted = {name: os.environ[name] for name in [*ENVIRONMENT, "AWS_ENDPOINT_URL_DYNAMODB"]}
    with runtime.function(folder, {**wanted, "PYTHONDONTWRITEBYTECODE": "1"}) as url:
        first, answer = runtime.invoke(url, event)
        if answer.get("statusCode") != 200:
            raise AssertionError(answer)
        return first, median([runtime.invoke(url, event)[0] for _ in range(15)])


def _rows(section: Section, found: dict[tuple[str, str], list[tuple[float, float]]]) -> None:
    for (name, bytecode), runs in found.items():
        base = median([first for first, _ in found[("bare", bytecode)]])
        firsts = [first for first, _ in runs]
        over = f"{median(firsts) / base:.2f}"
        section.add(name, bytecode, spread(firsts), over, f"{median([warm for _, warm in runs]):.1f}")
