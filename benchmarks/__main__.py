"""python -m benchmarks [--quick] [--only NAME ...]: measures, prints, and writes benchmarks/results.md."""

from __future__ import annotations

import argparse
import importlib
import os
import time
from pathlib import Path

RESULTS = Path(__file__).with_name("results.md")
DATABASE = (
    "acts",
    "handler",
    "claims",
    "groupbuys",
    "roads",
    "acks",
    "welcomes",
    "posts",
    "lists",
    "reconcile",
    "directory",
    "departures",
)
ALL = ("machine", *DATABASE, "coldstart", "powertools", "console")


def main() -> None:
    """Run what is asked for; only a whole run replaces the results that are kept."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks", description=__doc__)
    parser.add_argument("--quick", action="store_true", help="fewer repeats, about two minutes")
    parser.add_argument("--only", nargs="+", choices=ALL, default=list(ALL), metavar="NAME", help=", ".join(ALL))
    options = parser.parse_args()
    os.environ.setdefault("SIYU_LOG_LEVEL", "ERROR")
    began = time.monotonic()
    parts = [_run(name, options.quick) for name in options.only]
    head = "# What we measured\n\nWritten by `make bench`; ratios within a table are meant, not absolute figures.\n"
    text = "\n".join([head, *parts, f"Whole run: {time.monotonic() - began:.0f} s.\n"])
    if list(options.only) == list(ALL):
        RESULTS.write_text(text)
        print(f"written to {RESULTS}")


def _run(name: str, quick: bool) -> str:
    began = time.monotonic()
    section = importlib.import_module(f"benchmarks.{name}").measure(quick)
    text: str = section.markdown()
    print(f"{text}\n({name}: {time.monotonic() - began:.0f} s)\n", flush=True)
    return text


if __name__ == "__main__":
    main()
