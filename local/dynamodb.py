"""The real DynamoDB Local engine: fetched once, run on a free port, in memory, ended whatever happens.

The jar comes inside the npm package `amplify-dynamodb-simulator`; only that one tarball is fetched (57 MB), not its
dependencies. Used where concurrency must be true (tests/race, benchmarks); `make run` does not need it.
"""

from __future__ import annotations

import hashlib
import socket
import subprocess
import tarfile
import tempfile
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO

from local import tools

HOME = Path(__file__).resolve().parents[1] / ".local" / "dynamodb-local"
PACKAGE = "amplify-dynamodb-simulator"
VERSION = "2.9.30"
SHA256 = "3503ffac19f183407909fecdacf4db51ab1fdad1da7b2f177016670b2d80e4b9"
START_SECONDS = 120.0
# What it answers to a request without a signature.
UNSIGNED = 400
PORTS_TRIED = 3


class NotFetched(RuntimeError):
    """npm did not bring the package that is pinned here."""


def ensure_jar() -> Path:
    """The folder with DynamoDBLocal.jar and its native libraries, fetched on first use.

    Raises tools.Missing when npm is needed and not to be had, NotFetched when it did not bring what is pinned.
    """
    ready = HOME / VERSION
    if not (ready / "DynamoDBLocal.jar").is_file():
        HOME.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryDirectory(dir=HOME) as scratch:
            tarball = _fetch(Path(scratch))
            with tarfile.open(tarball) as archive:
                archive.extractall(scratch, filter="data")
            _move(Path(scratch) / "package" / "emulator", ready)
    return ready


def _move(unpacked: Path, ready: Path) -> None:
    try:
        unpacked.rename(ready)
    except OSError:
        if not (ready / "DynamoDBLocal.jar").is_file():  # else somebody else was quicker, with the same files
            raise


def _fetch(into: Path) -> Path:
    command = [tools.npm(), "pack", "--silent", f"{PACKAGE}@{VERSION}"]
    done = subprocess.run(command, cwd=into, capture_output=True, text=True, check=False)
    tarballs = list(into.glob("*.tgz"))
    if done.returncode or not tarballs:
        raise NotFetched(
            f"npm could not fetch {PACKAGE}@{VERSION}; is the npm registry reachable? {done.stderr.strip()}"
        )
    if hashlib.sha256(tarballs[0].read_bytes()).hexdigest() != SHA256:
        raise NotFetched(
            f"{PACKAGE}@{VERSION} is not the package that was pinned (sha256 differs); it was not unpacked."
        )
    return tarballs[0]


@contextmanager
def running() -> Iterator[str]:
    """A fresh engine in memory: its endpoint URL. It is ended, by its own process id, however the block is left.

    Every access key has a database of its own. Another program may take a port between our finding and its binding it;
    then another is tried.
    """
    for tries_left in reversed(range(PORTS_TRIED)):
        with tempfile.TemporaryFile() as log:
            url, process = _begun(log)
            try:
                if _is_ready(url, process):
                    yield url
                    return
                if not tries_left:
                    log.seek(0)
                    said = log.read().decode(errors="replace").strip()[-2000:]
                    raise RuntimeError(f"DynamoDB Local did not start: {said}")
            finally:
                _end(process)


def _begun(log: IO[bytes]) -> tuple[str, subprocess.Popen[bytes]]:
    java, home, port = tools.java(), ensure_jar(), _free_port()
    command = [
        java,
        "-Xmx512m",
        # It lives for minutes beside what it serves: the second compiler would take a processor and never earn it back.
        "-XX:+UseSerialGC",
        "-XX:TieredStopAtLevel=1",
        # The jar is the one that was pinned by its hash: to verify its classes anew takes a quarter of each start.
        "-XX:+UnlockDiagnosticVMOptions",
        "-XX:-BytecodeVerificationRemote",
        "-Djava.library.path=./DynamoDBLocal_lib",
        "-jar",
        "DynamoDBLocal.jar",
        "-inMemory",
        "-disableTelemetry",
        "-port",
        str(port),
    ]
    return f"http://127.0.0.1:{port}", subprocess.Popen(command, cwd=home, stdout=log, stderr=log)


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def _is_ready(url: str, process: subprocess.Popen[bytes]) -> bool:
    """True once the engine answers there; False when another does, when it has ended, or does not in time."""
    until = time.monotonic() + START_SECONDS
    while time.monotonic() < until and process.poll() is None:
        try:
            urllib.request.urlopen(url, timeout=1).close()
        except urllib.error.HTTPError as refused:
            return refused.code == UNSIGNED
        except OSError:
            time.sleep(0.05)
    return False


def _end(process: subprocess.Popen[bytes]) -> None:
    process.terminate()
    try:
        process.wait(timeout=5)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()
