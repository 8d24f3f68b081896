"""python -m tests.fuzz: asks each operation, as an owner, a clerk, a member and nobody, on moto in this process.

    python -m tests.fuzz            many requests, others at every run
    python -m tests.fuzz --short    two minutes at most, the same at every run
    python -m tests.fuzz NAME...    those operations

No answer may be a fault of ours (5xx), and each has to be one that the document declares, in its schema.
"""

from __future__ import annotations

import sys
import time
from dataclasses import dataclass

from tests.fuzz.asking import Finding, People, operations, tried
from tests.support.stack import running_stack

SHORT_SECONDS, SHORT_EXAMPLES, LONG_EXAMPLES = 110.0, 3, 40


@dataclass(frozen=True)
class Asked:
    """What the command line says."""

    is_short: bool
    names: tuple[str, ...]

    @property
    def examples(self) -> int:
        """How many requests an operation gets from each person, of those that are right and of those that are not."""
        return SHORT_EXAMPLES if self.is_short else LONG_EXAMPLES


def main() -> None:
    """Ask. Exits 1 with what was found."""
    asked = Asked("--short" in sys.argv, tuple(name for name in sys.argv[1:] if name != "--short"))
    ends = time.monotonic() + SHORT_SECONDS if asked.is_short else float("inf")
    found: list[Finding] = []
    requests = reached = 0
    with running_stack() as stack:
        people = People(stack)
        chosen = [one for one in operations() if not asked.names or one.label_of_ours in asked.names]
        for operation in chosen:
            if time.monotonic() > ends:
                break
            reached += 1
            for person in people.all:
                count, wrong = tried(operation, people, person, asked.examples, is_fixed=asked.is_short)
                requests += count
                found += wrong
                for one in wrong:
                    print(one, flush=True)
    print(f"{requests} requests to {reached} of {len(chosen)} operations, {len(found)} findings")
    sys.exit(1 if found else 0)


if __name__ == "__main__":
    main()
