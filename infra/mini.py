"""python -m infra.mini: builds the mini-program (miniprogram/) into miniprogram/dist, which WeChat's tools open.

Types are checked with the compiler of the typed client, pages are bundled by the bundler of the console's screens, and
what they weigh is told and held against a budget: WeChat takes 2 MB, a customer waits for each of them.
"""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

from infra import console

ROOT = Path(__file__).resolve().parent.parent
MINI = ROOT / "miniprogram"
DIST = MINI / "dist"
BUDGET = 150


class Unbuilt(Exception):
    """The mini-program could not be built; the text says why."""


def main() -> None:
    """Build it, and say what it weighs."""
    try:
        weight = build()
    except (Unbuilt, console.Unbuilt) as why:
        sys.exit(f"mini: {why}")
    print(f"miniprogram/dist built, {weight / 1000:.1f} kB of {BUDGET} kB")


def build(into: Path = DIST) -> int:
    """Make it; how many bytes it has. Raises Unbuilt, and console.NoNode where this machine cannot build."""
    from local import tools  # only here: what is shipped knows no local cloud

    try:
        modules = tools.node_modules(console.WEB)
        compiler = tools.node_modules(tools.CLIENT) / "typescript" / "bin" / "tsc"
    except tools.Missing as missing:
        raise console.NoNode(str(missing)) from None
    _run("its types are wrong", tools.node(), str(compiler), "--noEmit", "-p", str(MINI))
    made = _run("it could not be bundled", tools.node(), str(MINI / "build.mjs"), str(into), str(modules))
    weight = int(json.loads(made)["bytes"])
    if weight > 1000 * BUDGET:
        raise Unbuilt(f"over budget: {weight / 1000:.1f} kB of {BUDGET} kB")
    return weight


def _run(problem: str, *command: str) -> str:
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    if done.returncode:
        raise Unbuilt(f"{problem}:\n{done.stdout}{done.stderr}")
    return done.stdout


if __name__ == "__main__":
    main()
