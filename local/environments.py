"""Environments of Python beside .venv, for what cannot share it: made on first use from pins with hashes."""

from __future__ import annotations

import fcntl
import hashlib
import shutil
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path


class Failed(Exception):
    """An environment could not be made; the text says why and what to do."""


def ensure(folder: Path, requirements: Path, of: str = sys.executable) -> Path:
    """The Python of the environment in `folder`, which holds what is locked in `requirements` and nothing else.

    Made by the Python `of`; made again when that or the lock changes. Several processes may ask at once. Raises Failed.
    """
    python, stamp = folder / "bin" / "python", folder / "requirements.sha256"
    wanted = hashlib.sha256(requirements.read_bytes() + _version(of)).hexdigest()
    with alone(folder):
        if not stamp.exists() or stamp.read_text() != wanted:
            shutil.rmtree(folder, ignore_errors=True)
            _must([of, "-m", "venv", str(folder)], "python -m venv failed; is Python's venv installed?")
            pip = [str(python), "-m", "pip", "install", "--quiet", "--disable-pip-version-check", "--require-hashes"]
            command = [*pip, "--only-binary=:all:", "-r", str(requirements)]
            _must(command, f"pip could not install {requirements.name}; it needs the package index once")
            stamp.write_text(wanted)
    return python


@contextmanager
def alone(folder: Path) -> Iterator[None]:
    """Nobody else on this machine makes `folder` at the same time: tests run in several processes."""
    folder.parent.mkdir(parents=True, exist_ok=True)
    with folder.with_suffix(".lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield


def _version(python: str) -> bytes:
    return subprocess.run([python, "-c", "import sys; print(sys.version)"], capture_output=True, check=True).stdout


def _must(command: list[str], problem: str) -> None:
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    if done.returncode:
        raise Failed(f"{problem}:\n{done.stdout}{done.stderr}")
