"""The package is made, and a part of the suite is green, under every Python that we name and this machine has.

Each works in .local/pythons on a copy of the sources, so that what it builds is not taken for ours.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from datetime import UTC, datetime
from pathlib import Path

import pytest

from infra import console, runtimes
from local import environments
from local.places import LOCAL, ROOT

pytestmark = pytest.mark.pythons
ALL = [version for version in runtimes.GLIBC if version != sys.version_info[:2]]
# A day's run takes one of them, in turn; whoever wants all of them asks for nothing (`make pythons`).
TODAY = "SIYU_PYTHON_OF_THE_DAY"
OTHERS = [ALL[datetime.now(UTC).toordinal() % len(ALL)]] if os.environ.get(TODAY) else ALL
# What is made, what is stored and what is answered: libraries with compiled parts are behind each.
PART = ("tests/infra/test_package.py", "tests/core", "tests/coupons/test_coupons.py", "tests/e2e/test_first_story.py")
# Long, and the same under every Python: a second build, packages that lack something, long lists on the engine, what
# the clock hands out, how much the edge lets through and whose share of a minute it is.
SAME = (
    "tests/infra/test_package.py::test_two_builds_are_the_same_bytes_and_small_enough",
    "tests/infra/test_package.py::test_a_package_that_lacks_something_does_not_pass",
    "tests/infra/test_package.py::test_a_template_that_starts_a_function_wrongly_does_not_pass",
    "tests/core/test_doors.py",
    "tests/core/test_shares.py",
    "tests/core/test_lists.py",
    "tests/core/test_clock.py",
    "tests/core/test_edge.py",
)
NOT_SOURCES = (".git", ".local", ".venv", "node_modules", "dist", "__pycache__", ".*_cache", ".hypothesis")


@pytest.mark.parametrize("version", OTHERS, ids=lambda version: runtimes.of(version).name)
def test_the_package_and_a_part_of_the_suite_under_another_python(version: tuple[int, int]) -> None:
    """It builds, each function of it starts, and the suite's core passes."""
    name = runtimes.of(version).name
    python = find(name)
    if python is None:
        pytest.skip(f"no {name} with venv is here")
    place = LOCAL / "pythons" / name
    environment = environments.ensure(place / "venv", ROOT / "requirements-dev.txt", python)
    without = [f"--deselect={name}" for name in SAME]
    options = ["-q", "-n", "2", "--dist", "loadfile", "-p", "no:cacheprovider"]
    command = [str(environment), "-m", "pytest", *options, *without, *PART]
    environ = {key: value for key, value in os.environ.items() if not key.startswith(("PYTEST", "PYTHON", "SIYU_"))}
    done = subprocess.run(command, cwd=sources(place), env=environ, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout[-4000:] + done.stderr[-1000:]
    assert f"Runtime: {name}\n" in (place / "tree" / "dist" / "template.yaml").read_text()


def find(name: str) -> str | None:
    """The path of that Python, if it is here and can make an environment; pyenv's too, whichever is chosen there."""
    pyenv = Path(os.environ.get("PYENV_ROOT", Path.home() / ".pyenv"))
    candidates = [name, *map(str, sorted(pyenv.glob(f"versions/*/bin/{name}")))]
    for path in filter(None, map(shutil.which, candidates)):
        able = subprocess.run([path, "-c", "import ensurepip, venv"], capture_output=True, check=False)
        if able.returncode == 0:
            return path
    return None


def sources(place: Path) -> Path:
    """A fresh copy of the sources; the libraries that an earlier run fetched stay, and so do the screens where they are
    built: no Python has a part in them.
    """
    tree = place / "tree"
    for path in tree.glob("*"):
        if path.name != ".local":
            shutil.rmtree(path) if path.is_dir() else path.unlink()
    shutil.copytree(ROOT, tree, ignore=shutil.ignore_patterns(*NOT_SOURCES), dirs_exist_ok=True)
    if console.DIST.is_dir():
        shutil.copytree(console.DIST, tree / console.DIST.relative_to(ROOT))
    return tree
