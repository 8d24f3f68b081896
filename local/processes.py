"""Processes that we start, and end by their id: never by name, never somebody else's."""

from __future__ import annotations

import contextlib
import os
import signal
import subprocess
import time
import urllib.error
import urllib.request
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from types import FrameType

from local.patience import Patience

LOG_TAIL = 30
ENDINGS = (signal.SIGTERM, signal.SIGINT, signal.SIGHUP)


class ProcessError(Exception):
    """A server did not come up; the text holds the end of its log."""


class Child:
    """A server process of ours, in a session of its own so that Ctrl-C reaches us first and it ends in order."""

    def __init__(self, name: str, command: Sequence[str], environ: Mapping[str, str], log: Path, cwd: Path) -> None:
        self.name = name
        self.log = log
        log.parent.mkdir(parents=True, exist_ok=True)
        with log.open("ab") as out:
            self._process = subprocess.Popen(
                command,
                env=dict(environ),
                cwd=cwd,
                stdout=out,
                stderr=out,
                stdin=subprocess.DEVNULL,
                start_new_session=True,
            )

    @property
    def is_running(self) -> bool:
        """True until it ends."""
        return self._process.poll() is None

    def wait_for(self, url: str, seconds: float = 30) -> None:
        """Wait until `url` answers anything. Raises ProcessError when the process ends or takes too long.

        seconds: of a machine that has nothing else to do.
        """
        patience = Patience(seconds)
        while not patience.is_over:
            if not self.is_running:
                raise ProcessError(f"{self.name} ended by itself:\n{self.tail()}")
            if answers(url):
                return
            time.sleep(0.05)
        raise ProcessError(f"{self.name} did not answer on {url} within {seconds:.0f} s:\n{self.tail()}")

    def tail(self) -> str:
        """The end of its log."""
        return "\n".join(self.log.read_text(errors="replace").splitlines()[-LOG_TAIL:])

    def stop(self, seconds: float = 15) -> None:
        """End it and what it started: asked first, so that it saves its state, forced after `seconds`."""
        if self.is_running:
            self._process.terminate()
            try:
                self._process.wait(seconds)
            except subprocess.TimeoutExpired:
                self._process.kill()
                self._process.wait()
        # Its session is its process group: workers that outlived it are in there and nobody else is.
        with contextlib.suppress(ProcessLookupError):
            os.killpg(self._process.pid, signal.SIGKILL)


def answers(url: str) -> bool:
    """True when an HTTP server answers on `url`, whatever it says."""
    try:
        urllib.request.urlopen(url, timeout=1).close()
    except urllib.error.HTTPError:
        return True
    except OSError:
        return False
    return True


class Ended(BaseException):
    """Somebody asked us to end (SIGTERM or SIGINT); not an error, and not to be caught as one."""


@contextlib.contextmanager
def ending_in_order() -> Iterator[None]:
    """Turn SIGTERM, SIGINT and SIGHUP into Ended inside the block, so that `finally` clauses run."""

    def end(number: int, frame: FrameType | None) -> None:
        for each in ENDINGS:
            signal.signal(each, signal.SIG_IGN)
        raise Ended(signal.Signals(number).name)

    former = {number: signal.signal(number, end) for number in ENDINGS}
    try:
        yield
    finally:
        for number, handler in former.items():
            signal.signal(number, handler)
