"""Which pieces of aws-lambda-powertools a cold start could afford on top of ours."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

from benchmarks.report import Section, spread
from tests.support.stack import ENVIRONMENT

ROOT = Path(__file__).resolve().parents[1]
TARGET = ROOT / ".local" / "bench-powertools"
PACKAGE = "aws-lambda-powertools==3.37.0"
LOGGER = "from aws_lambda_powertools import Logger\nLogger(service='siyu')"
METRICS = "from aws_lambda_powertools import Metrics\nMetrics(namespace='Siyu')"
BATCH = "from aws_lambda_powertools.utilities import batch\nbatch.BatchProcessor(event_type=batch.EventType.SQS)"
PIECES = {
    "Logger": LOGGER,
    "Metrics (EMF)": METRICS,
    "Logger and Metrics": f"{LOGGER}\n{METRICS}",
    "batch": BATCH,
    "idempotency": "from aws_lambda_powertools.utilities import idempotency",
    "our own core/ops/log.py, again": "import importlib, chalicelib.core.ops.log as log\nimportlib.reload(log).start('INFO')",
}
SCRIPT = """
import json, sys, time
sys.path[:0] = [{root!r}]
sys.path.append({target!r})
began = time.perf_counter()
import app
loaded, middle = len(sys.modules), time.perf_counter()
exec({piece!r})
print(json.dumps([(middle - began) * 1000, (time.perf_counter() - middle) * 1000, len(sys.modules) - loaded]))
"""


def measure(quick: bool) -> Section:
    """Milliseconds of each piece after `import app`, with bytecode, the pieces in turn."""
    runs = 5 if quick else 15
    _install()
    section = Section(
        "Powertools at start",
        f"A piece and its first object on top of `import app`, clean interpreter, bytecode; median (range) of {runs}.",
        ["piece", "ms more", "share of import app", "modules more"],
    )
    found: dict[str, list[list[float]]] = {name: [] for name in PIECES}
    for piece in PIECES.values():
        _once(piece)
    for _ in range(runs):
        for name, piece in PIECES.items():
            found[name].append(_once(piece))
    whole = sorted(app for times in found.values() for app, _, _ in times)
    base = whole[len(whole) // 2]
    for name, times in found.items():
        more = [extra for _, extra, _ in times]
        section.add(name, spread(more, 1), f"{sorted(more)[runs // 2] / base:.0%}", f"{times[0][2]:.0f}")
    section.notes.append(f"import app itself: {spread(whole, 0)} ms in the same runs.")
    section.notes.append(
        "idempotency needs boto3, which the package does not ship; here it is found in the development environment."
    )
    return section


def _install() -> None:
    if not (TARGET / "aws_lambda_powertools").exists():
        pip = [sys.executable, "-m", "pip", "install", "--quiet", "--disable-pip-version-check", "--no-deps"]
        subprocess.run([*pip, "--target", str(TARGET), PACKAGE], check=True)


def _once(piece: str) -> list[float]:
    script = SCRIPT.format(root=str(ROOT), target=str(TARGET), piece=piece)
    done = subprocess.run(
        [sys.executable, "-I", "-c", script],
        env={**ENVIRONMENT, "SIYU_LOG_LEVEL": "ERROR"},
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode:
        raise RuntimeError(done.stderr)
    figures: list[float] = json.loads(done.stdout.splitlines()[-1])
    return figures
