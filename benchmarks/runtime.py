"""Lambda's own Python runtime on this machine: awslambdaric behind the runtime interface emulator.

Both come from PyPI into an environment of their own (`.local/bench-venv`), made on first use; the emulator is the
binary inside aws-sam-cli, whose own dependencies are not needed.
"""

from __future__ import annotations

import contextlib
import json
import os
import platform
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[1]
VENV = ROOT / ".local" / "bench-venv"
RUNTIME, SAM = "awslambdaric==4.2.2", "aws-sam-cli==1.170.0"
INVOKE = "2015-03-31/functions/function/invocations"


def prepare() -> Path:
    """The emulator, with the environment made if need be."""
    python = VENV / "bin" / "python"
    if not _emulator().exists():
        subprocess.run([sys.executable, "-m", "venv", str(VENV)], check=True)
        pip = [str(python), "-m", "pip", "install", "--quiet", "--disable-pip-version-check"]
        subprocess.run([*pip, RUNTIME], check=True)
        subprocess.run([*pip, "--no-deps", SAM], check=True)
    _emulator().chmod(0o755)
    return _emulator()


def _emulator() -> Path:
    arch = "arm64" if platform.machine() in ("aarch64", "arm64") else "x86_64"
    version = f"python{sys.version_info.major}.{sys.version_info.minor}"
    return VENV / "lib" / version / "site-packages" / "samcli" / "local" / "rapid" / f"aws-lambda-rie-{arch}"


@contextmanager
def function(folder: Path, environment: dict[str, str]) -> Iterator[tuple[str, int]]:
    """A function out of `folder` (handler app.app) that has not started yet: its invoke URL and its session.

    Its group is ended.
    """
    port, inner = _free_port(), _free_port()
    emulator = [str(prepare()), "--runtime-interface-emulator-address", f"127.0.0.1:{port}"]
    command = [
        *emulator,
        "--runtime-api-address",
        f"127.0.0.1:{inner}",
        str(VENV / "bin" / "python"),
        "-m",
        "awslambdaric",
    ]
    base = {"PATH": os.environ["PATH"], "LAMBDA_TASK_ROOT": str(folder), "_HANDLER": "app.app", "LANG": "C.UTF-8"}
    process = subprocess.Popen(
        [*command, "app.app"],
        cwd=folder,
        env={**base, **environment, "AWS_LAMBDA_FUNCTION_MEMORY_SIZE": "1024", "AWS_LAMBDA_FUNCTION_TIMEOUT": "30"},
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        start_new_session=True,
    )
    try:
        _wait_for(port)
        yield f"http://127.0.0.1:{port}/{INVOKE}", process.pid
    finally:
        os.killpg(process.pid, signal.SIGKILL)
        process.wait()


def cpu_of(session: int) -> float:
    """Milliseconds of CPU that the processes of a session, and those they waited for, have used."""
    ticks = 0
    for path in Path("/proc").glob("[0-9]*/stat"):
        with contextlib.suppress(OSError):  # it ended meanwhile
            fields = path.read_text().rpartition(")")[2].split()
            if int(fields[3]) == session:
                ticks += sum(int(number) for number in fields[11:15])
    return ticks * 1000 / os.sysconf("SC_CLK_TCK")


def invoke(url: str, event: dict[str, Any]) -> tuple[float, dict[str, Any]]:
    """(milliseconds, answer) of one invocation."""
    request = urllib.request.Request(url, json.dumps(event).encode())
    began = time.perf_counter()
    with urllib.request.urlopen(request, timeout=30) as answer:
        body = json.load(answer)
    return (time.perf_counter() - began) * 1000, body


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def _wait_for(port: int) -> None:
    until = time.monotonic() + 10
    while time.monotonic() < until:
        try:
            socket.create_connection(("127.0.0.1", port), timeout=1).close()
        except OSError:
            time.sleep(0.01)
        else:
            return
    raise RuntimeError("the runtime interface emulator did not start")
