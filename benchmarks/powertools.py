"""What would be paid at a cold start for what the product leaves out: two pieces of Powertools."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

from benchmarks.report import Section, spread
from tests.support.stack import ENVIRONMENT

ROOT = Path(__file__).resolve().parents[1]
OURS = "from chalicelib.core import aws\naws.session()"
PIECES = {
    "our one session": OURS,
    "Powertools' batch": "from aws_lambda_powertools.utilities import batch\n"
    "batch.BatchProcessor(event_type=batch.EventType.SQS)",
    "Powertools' idempotency": "from aws_lambda_powertools.utilities import idempotency",
}
SCRIPT = """
import json, sys, time
sys.path[:0] = [{root!r}]
began = time.process_time()
import app
loaded, middle = len(sys.modules), time.process_time()
exec({piece!r})
print(json.dumps([(middle - began) * 1000, (time.process_time() - middle) * 1000, len(sys.modules) - loaded]))
"""


def measure(quick: bool) -> Section:
    """Milliseconds of CPU of each piece after `import app`, with bytecode, the pieces in turn."""
    runs = 5 if quick else 15
    section = Section(
        "Left out at start",
        f"A piece and its first object on top of `import app`, bytecode; CPU, median (range) of {runs}.",
        ["piece", "CPU, ms more", "share of import app", "modules more"],
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
    return section


def _once(piece: str) -> list[float]:
    script = SCRIPT.format(root=str(ROOT), piece=piece)
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
