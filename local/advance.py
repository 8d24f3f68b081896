"""make clock ADVANCE=24h: moves the clock that the local cloud and the sandbox share."""

from __future__ import annotations

import sys

from local.places import standard
from local.web import Client, NoAnswer, WrongAnswer


def main() -> None:
    """Advance by a duration such as 30s, 90m, 24h or 7d."""
    if len(sys.argv) != 2:
        sys.exit("usage: make clock ADVANCE=24h")
    places = standard()
    try:
        answer = Client(f"{places.wecom_url}/_sandbox").post("/clock", {"advance": sys.argv[1]}, status=200)
    except NoAnswer:
        sys.exit(f"clock: nothing answers on {places.wecom_url}; start the local cloud first: make run")
    except WrongAnswer as refused:
        sys.exit(f"clock: {refused}")
    print(f"it is now {answer['now']} on this machine's cloud")


if __name__ == "__main__":
    main()
