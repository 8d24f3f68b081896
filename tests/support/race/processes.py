"""A rush from several processes, as Lambda runs it: nothing shared but the tables."""

from __future__ import annotations

import json
import signal
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from chalicelib.coupons.shapes import TemplateTerms
from tests.support.race.rush import Tap
from tests.support.stack import START

ROOT = Path(__file__).resolve().parents[3]
Told = dict[str, Any]


class Workers:
    """Processes that stand ready; `start` lets them go, `kill_first` ends one in the middle of its work."""

    def __init__(self, template: TemplateTerms, taps: Sequence[Tap], count: int = 4, threads: int = 8) -> None:
        self._processes = [_spawn() for _ in range(count)]
        self.told: list[Told] = []
        for number, process in enumerate(self._processes):
            task = {"template_id": template.template_id, "taps": taps[number::count], "threads": threads}
            _say(process, json.dumps({**task, "now": START.isoformat()}))
        for process in self._processes:
            assert _out(process).readline() == "ready\n"

    def __enter__(self) -> Workers:
        return self

    def __exit__(self, *_: object) -> None:
        for process in self._processes:
            process.kill()
            process.communicate()

    def start(self) -> None:
        """Let everybody begin."""
        for process in self._processes:
            _say(process, "go")

    def kill_first(self, after: int) -> None:
        """End the first process for good, right after its `after`-th answer."""
        victim = self._processes[0]
        self.told += [json.loads(_out(victim).readline()) for _ in range(after)]
        victim.kill()

    def finish(self) -> list[Told]:
        """All answers that were given."""
        for process in self._processes:
            lines = process.communicate()[0].splitlines()
            assert process.returncode in (0, -signal.SIGKILL), f"a process ended by itself: {process.returncode}"
            self.told += [json.loads(line) for line in lines if line.endswith("}")]
        return self.told


def _spawn() -> subprocess.Popen[str]:
    command = [sys.executable, "-m", "tests.support.race.worker"]
    return subprocess.Popen(command, cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)


def _say(process: subprocess.Popen[str], line: str) -> None:
    assert process.stdin is not None
    process.stdin.write(line + "\n")
    process.stdin.flush()


def _out(process: subprocess.Popen[str]) -> Any:
    return process.stdout
