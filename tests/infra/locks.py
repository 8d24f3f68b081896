"""The rules of the locked requirements. Each yields what is wrong, in words; a sound lock yields nothing."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
PINNED = re.compile(r"[a-z0-9-]+==[\w.]+( ; [^\\]+?)?( --hash=sha256:[0-9a-f]{64})+")


def inputs() -> list[Path]:
    """Every file from which `make lock` writes another."""
    return sorted([*ROOT.glob("*.in"), *(ROOT / "local").glob("*.in")])


def everything_is_pinned_and_hashed(lock: str) -> Iterator[str]:
    """A line is a package, its one version and the hashes of its files; nothing else is installed."""
    for line in _lines(lock):
        if not PINNED.fullmatch(line):
            yield f"not pinned and hashed: {line.split(' ')[0]}"


def says_what_is_asked(asked: str, name: str, lock: str) -> Iterator[str]:
    """What the input names is in the output at that version, and what the output took from it is still asked for."""
    wanted, pinned, taken = dict(_asked(asked)), pins(lock), _taken_from(name, lock)
    for package in sorted({*wanted, *taken}):
        if package not in wanted:
            yield f"{package} is no longer asked for"
        elif wanted[package] != pinned.get(package):
            yield f"{package} is asked for at {wanted[package]} and pinned at {pinned.get(package)}"


def agrees_with(other: str, lock: str) -> Iterator[str]:
    """Whatever the other pins is pinned here too, at the same version."""
    here = pins(lock)
    for package, version in pins(other).items():
        if here.get(package) != version:
            yield f"{package} is {version} there and {here.get(package)} here"


def pins(lock: str) -> dict[str, str]:
    """Each package's version."""
    pairs = (re.split(r"==| ", line, maxsplit=2)[:2] for line in _lines(lock))
    return {pair[0]: pair[-1] for pair in pairs}


def _lines(lock: str) -> list[str]:
    joined = re.sub(r" *\\\n *", " ", lock)
    return [line for line in joined.splitlines() if line.strip() and not line.lstrip().startswith("#")]


def _asked(text: str) -> Iterator[tuple[str, str]]:
    for line in text.splitlines():
        if line and not line.startswith(("#", "-")):
            name, _, version = line.partition("==")
            yield re.sub(r"\[.*\]", "", name).replace("_", "-").lower(), version


def _taken_from(name: str, lock: str) -> set[str]:
    """The packages beneath which the lock says that they come straight from this input."""
    parts = re.split(r"^(?=[a-z0-9])", lock, flags=re.MULTILINE)
    return {part.partition("==")[0] for part in parts if f"-r {name}\n" in part and "==" in part}
