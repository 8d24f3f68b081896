"""python -m tests.mutation: takes guards out, one at a time, in copies of the house, and runs the tests near each.

python -m tests.mutation            all of them
python -m tests.mutation --today    a fifth, by the day
python -m tests.mutation NAME...    those whose name has one of these in it
"""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from queue import SimpleQueue
from typing import NamedTuple

from tests.mutation.guards import ROOT, SECONDS, Guard, Verdict, accepted, guards, share_of, unexplained, verdict
from tests.support.house import PARTS

WORKERS = 2
MINUTES = {"--today": 3.0}
UNCOPIED = shutil.ignore_patterns(".mypy_cache", ".ruff_cache", "node_modules")


class Run(NamedTuple):
    """What became of a guard, how long it took, what pytest said."""

    verdict: Verdict
    seconds: float
    said: str


def main() -> None:
    """Run what is asked for. Exits 1 for a survivor that is not explained."""
    asked = sys.argv[1:]
    chosen, ends = _chosen(asked), time.monotonic() + 60 * MINUTES.get(asked[0] if asked else "", 600.0)
    found: dict[str, Verdict] = {}
    with tempfile.TemporaryDirectory(prefix="mutants-") as folder:
        copies = [_copy(Path(folder) / str(number)) for number in range(WORKERS)]
        if _pytest(copies[0], chosen[0].near) != 0:
            sys.exit(f"the tests near {chosen[0].name!r} fail with the guard in place: nothing can be said")
        free: SimpleQueue[Path] = SimpleQueue()
        for copy in copies:
            free.put(copy)
        with ThreadPoolExecutor(WORKERS) as threads:
            for guard, run in zip(chosen, threads.map(lambda guard: _run(free, guard, ends), chosen), strict=True):
                if run is None:
                    print(f"  not reached  {guard.name}", flush=True)
                    continue
                found[guard.name] = run.verdict
                print(f"  {run.verdict:<8} {run.seconds:5.1f} s  {guard.name}", flush=True)
                if run.verdict is Verdict.BROKEN:
                    print(run.said[-2000:])
    problems = unexplained(found, accepted())
    print("\n".join(["", *problems, f"{list(found.values()).count(Verdict.KILLED)} of {len(chosen)} killed"]))
    sys.exit(1 if problems else 0)


def _chosen(asked: list[str]) -> list[Guard]:
    if asked == ["--today"]:
        return share_of(datetime.now(UTC).timetuple().tm_yday, guards())
    return [guard for guard in guards() if not asked or any(part in guard.name for part in asked)]


def _copy(folder: Path) -> Path:
    """The product and its tests, with their bytecode: they start quickly."""
    for part in (*PARTS, "tests", "requirements.txt", "requirements-dev.txt"):
        source, copy = ROOT / part, folder / part
        copy.parent.mkdir(parents=True, exist_ok=True)
        if source.is_dir():
            shutil.copytree(source, copy, ignore=UNCOPIED)
        else:
            shutil.copy2(source, copy)
    (folder / ".local").symlink_to(ROOT / ".local")
    return folder


def _run(free: SimpleQueue[Path], guard: Guard, ends: float) -> Run | None:
    """None when there is no time left."""
    if time.monotonic() > ends:
        return None
    copy, began = free.get(), time.monotonic()
    try:
        with taken_out(copy, guard):
            code, said = _pytest_said(copy, guard.near)
    finally:
        free.put(copy)
    return Run(verdict(guard, code), time.monotonic() - began, said)


@contextmanager
def taken_out(copy: Path, guard: Guard) -> Iterator[None]:
    """The copy is without the guard meanwhile, and without the bytecode of that file."""
    path = copy / guard.file
    whole = path.read_text()
    for compiled in (path.parent / "__pycache__").glob(f"{path.stem}.*.pyc"):
        compiled.unlink()
    path.write_text(guard.taken_out(whole))
    try:
        yield
    finally:
        path.write_text(whole)


def _pytest(copy: Path, near: tuple[str, ...]) -> int | None:
    return _pytest_said(copy, near)[0]


def _pytest_said(copy: Path, near: tuple[str, ...]) -> tuple[int | None, str]:
    """How the tests end, None when they do not in time: then they are ended, with all that they started."""
    command = [sys.executable, "-m", "pytest", "-x", "-q", "-p", "no:cacheprovider", "--no-header", *near]
    environment = {name: value for name, value in os.environ.items() if not name.startswith(("SIYU_", "PYTEST_"))}
    child = subprocess.Popen(
        command,
        cwd=copy,
        env={**environment, "PYTHONPATH": str(copy), "PYTHONDONTWRITEBYTECODE": "1"},
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        start_new_session=True,
    )
    try:
        said, _ = child.communicate(timeout=SECONDS)
        return child.returncode, said
    except subprocess.TimeoutExpired:
        os.killpg(child.pid, signal.SIGKILL)
        said, _ = child.communicate()
        return None, said


if __name__ == "__main__":
    main()
