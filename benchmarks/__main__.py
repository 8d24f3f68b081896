"""python -m benchmarks [--quick] [--only NAME ...]: measures, prints, and writes benchmarks/results.md."""

from __future__ import annotations

import argparse
import importlib
import os
import re
import time
from collections.abc import Sequence
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
    "numbers",
    "reconcile",
    "directory",
    "departures",
)
ALL = ("machine", *DATABASE, "coldstart", "powertools", "console")


def main() -> None:
    """Run what is asked for; a whole run replaces the results that are kept, `--keep` what was measured."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks", description=__doc__)
    parser.add_argument("--quick", action="store_true", help="fewer repeats, about two minutes")
    parser.add_argument("--only", nargs="+", choices=ALL, default=list(ALL), metavar="NAME", help=", ".join(ALL))
    parser.add_argument("--keep", action="store_true", help="put what was measured in the place of what is kept of it")
    options = parser.parse_args()
    os.environ.setdefault("SIYU_LOG_LEVEL", "ERROR")
    began = time.monotonic()
    parts = [_run(name, options.quick) for name in options.only]
    head = "# What we measured\n\nWritten by `make bench`; ratios within a table are meant, not absolute figures.\n"
    text = "\n".join([head, f"Whole run: {time.monotonic() - began:.0f} s.\n", *parts])
    if list(options.only) == list(ALL):
        RESULTS.write_text(text)
        print(f"written to {RESULTS}")
    elif options.keep and not options.quick:
        RESULTS.write_text(put(RESULTS.read_text(), parts))
        print(f"put into {RESULTS}")


def put(kept: str, parts: Sequence[str]) -> str:
    """What is kept with these sections in the place of their own; one that is not there comes after the last."""
    head, *sections = re.split(r"^(?=## )", kept, flags=re.MULTILINE)
    for part in parts:
        title = part.partition("\n")[0]
        places = [at for at, one in enumerate(sections) if one.partition("\n")[0] == title] or [len(sections)]
        sections[places[0] : places[0] + 1] = [part]
    return "\n".join([head.strip(), *(one.strip() for one in sections)]).replace("\n## ", "\n\n## ") + "\n"


def _run(name: str, quick: bool) -> str:
    began = time.monotonic()
    section = importlib.import_module(f"benchmarks.{name}").measure(quick)
    text: str = section.markdown()
    print(f"{text}\n({name}: {time.monotonic() - began:.0f} s)\n", flush=True)
    return text


if __name__ == "__main__":
    main()
