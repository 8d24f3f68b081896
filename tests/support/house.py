"""A copy of the house in a folder of its own, in which a test may open a room without touching this one."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
PARTS = (
    "app.py",
    "chalicelib",
    "infra",
    "local",
    "docs",
    "events",
    ".chalice",
    "pyproject.toml",
    "README.md",
    "Makefile",
)
UNUSED = shutil.ignore_patterns(".mypy_cache")
TESTS = ("__init__.py", "conftest.py", "support", "docs")


class House:
    """The product, its docs and what tests stand on, copied, with their bytecode: what runs there starts quickly."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        for part in (*PARTS, *(f"tests/{name}" for name in TESTS)):
            source, copy = ROOT / part, folder / part
            copy.parent.mkdir(parents=True, exist_ok=True)
            if source.is_dir():
                shutil.copytree(source, copy, ignore=UNUSED)
            else:
                shutil.copy2(source, copy)

    def write(self, name: str, text: str) -> None:
        """A file of the copy."""
        path = self.folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        for compiled in (path.parent / "__pycache__").glob(f"{path.stem}.*.pyc"):
            compiled.unlink()
        path.write_text(text)

    def close_room(self, name: str) -> None:
        """As if nobody had opened it: a copy is made of whatever is here, a room that somebody tries out among it."""
        shutil.rmtree(self.folder / "chalicelib" / name, ignore_errors=True)
        rooms = self.folder / "chalicelib" / "rooms.py"
        self.write("chalicelib/rooms.py", rooms.read_text().replace(f'    "{name}",\n', ""))

    def open_room(self, name: str, below: str = "members") -> None:
        """The one line."""
        rooms = self.folder / "chalicelib" / "rooms.py"
        text, count = re.subn(rf'(    "{below}",\n)', rf'\1    "{name}",\n', rooms.read_text())
        assert count == 1, f"chalicelib/rooms.py has no line of {below}"
        self.write("chalicelib/rooms.py", text)

    def run(self, *command: str) -> subprocess.CompletedProcess[str]:
        """Run Python in the copy, on nothing but the copy."""
        environment = {
            name: value for name, value in os.environ.items() if not name.startswith(("SIYU_", "PYTEST_", "PYTHON"))
        }
        return subprocess.run(
            [sys.executable, *command],
            cwd=self.folder,
            env={**environment, "PYTHONPATH": str(self.folder)},
            capture_output=True,
            text=True,
            timeout=300,
            check=False,
        )

    def test(self, *names: str) -> None:
        """These tests pass in the copy."""
        answer = self.run("-m", "pytest", "-q", "-p", "no:cacheprovider", "-p", "no:randomly", *names)
        assert answer.returncode == 0, answer.stdout[-4000:] + answer.stderr[-2000:]
