"""Which of Lambda's Pythons this one is, and which wheels start there.

The package is made for the Python that makes it: Chalice writes the template's Runtime from the interpreter, and
libraries and bytecode follow it too, so the three always agree.
"""

from __future__ import annotations

import sys
from dataclasses import dataclass

# The C library of each runtime's system: Amazon Linux 2 for 3.11, Amazon Linux 2023 for the later ones. A wheel that
# wants a newer one installs here and fails there.
GLIBC = {(3, 11): (2, 26), (3, 12): (2, 34), (3, 13): (2, 34)}
OLDEST_GLIBC = 17
MACHINE = "x86_64"


class NoRuntime(Exception):
    """This Python is none of those that we deploy to; the text names them."""


@dataclass(frozen=True)
class Runtime:
    """A Python of Lambda's."""

    version: tuple[int, int]

    @property
    def name(self) -> str:
        """As a template's Runtime has it."""
        return f"python{self.version[0]}.{self.version[1]}"

    @property
    def glibc(self) -> tuple[int, int]:
        """The newest C library that a binary may ask for."""
        return GLIBC[self.version]

    @property
    def platforms(self) -> list[str]:
        """The platform tags of wheels that start there, best first, the old spelling of 2.17 last."""
        minors = range(self.glibc[1], OLDEST_GLIBC - 1, -1)
        return [*(f"manylinux_2_{minor}_{MACHINE}" for minor in minors), f"manylinux2014_{MACHINE}"]

    @property
    def pip_options(self) -> list[str]:
        """What makes pip choose for that Python instead of this machine."""
        major, minor = self.version
        options = ["--only-binary=:all:", "--implementation", "cp", "--python-version", f"{major}.{minor}"]
        options += ["--abi", f"cp{major}{minor}"]
        return [*options, *(option for platform in self.platforms for option in ("--platform", platform))]


def of(version: tuple[int, int] = sys.version_info[:2]) -> Runtime:
    """The runtime of a Python, of this one if none is named. Raises NoRuntime."""
    if version not in GLIBC:
        known = ", ".join(f"{major}.{minor}" for major, minor in GLIBC)
        raise NoRuntime(f"Python {version[0]}.{version[1]} is none that we deploy to ({known}): make PYTHON=python3.13")
    return Runtime(version)
