"""The list of guards, and what is made of a run of the tests near one."""

from __future__ import annotations

import tomllib
from collections.abc import Sequence
from enum import StrEnum
from pathlib import Path

import msgspec

FOLDER = Path(__file__).resolve().parent
ROOT = FOLDER.parents[1]
MOST = 80
SECONDS = 60.0
SHARES = 5
PASSED, FAILED = 0, 1  # pytest's exit codes; any other means that it did not get to run the tests


class Guard(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What keeps a promise: an expression that stands once in a file, and what stands there when it is taken out.

    near: the tests that must fail then, as pytest names them. hangs: they would wait for ever, so that not coming to an
    end is to die.
    """

    name: str
    file: str
    expression: str
    mutation: str
    near: tuple[str, ...]
    hangs: bool = False

    def taken_out(self, text: str) -> str:
        """The file's text without the guard. Raises ValueError when it does not stand in it exactly once."""
        if text.count(self.expression) != 1:
            raise ValueError(f"{self.name}: in {self.file} the expression stands {text.count(self.expression)} times")
        return text.replace(self.expression, self.mutation)


class Verdict(StrEnum):
    """What became of a guard that was taken out."""

    KILLED = "killed"
    SURVIVED = "SURVIVED"
    SLOW = "SLOW"
    BROKEN = "BROKEN"


def guards() -> list[Guard]:
    """As listed."""
    listed = tomllib.loads((FOLDER / "guards.toml").read_text())
    return msgspec.convert(listed["guard"], list[Guard])


def verdict(guard: Guard, code: int | None) -> Verdict:
    """code: how pytest ended, None when it did not within SECONDS."""
    if code is None:
        return Verdict.KILLED if guard.hangs else Verdict.SLOW
    return {PASSED: Verdict.SURVIVED, FAILED: Verdict.KILLED}.get(code, Verdict.BROKEN)


def share_of(day: int, listed: Sequence[Guard]) -> list[Guard]:
    """The fifth of a day (of the year): within five days all of them."""
    return [guard for number, guard in enumerate(listed) if number % SHARES == day % SHARES]


def accepted() -> dict[str, str]:
    """Survivors that are explained: name and why."""
    lines = (FOLDER / "accepted.txt").read_text().splitlines()
    pairs = [line.partition(" # ") for line in lines if line and not line.startswith("#")]
    return {name.strip(): why.strip() for name, _, why in pairs}


def unexplained(found: dict[str, Verdict], explained: dict[str, str]) -> list[str]:
    """What fails a run: whatever was not killed and is not explained, and an explanation of what was killed."""
    problems = [
        f"{verdict}: {name}"
        for name, verdict in found.items()
        if verdict is not Verdict.KILLED and not (verdict is Verdict.SURVIVED and explained.get(name))
    ]
    return problems + [f"explained, but killed: {name}" for name in explained if found.get(name) is Verdict.KILLED]
