"""python -m infra.who --stack siyu-prod CORP: who the numbers are that the log writes for people.

Prints each operator of the corp beside their number, `operator:` and 13 characters, as `actor` in a request's line.
--members: numbers of these member ids too. Whoever runs it may read the stack's index secret, and should have a reason
that they can name: docs/runbook/who-did-it.md.
"""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Iterator, Sequence

from botocore.exceptions import BotoCoreError, ClientError

from infra.pointing import point_at

NAMED = {
    "SIYU_MAIN_TABLE": "MainTable",
    "SIYU_PLATFORMS_SECRET": "PlatformsSecret",
    "SIYU_INDEX_SECRET": "IndexSecret",
}


def main() -> None:
    """The command."""
    parser = argparse.ArgumentParser(prog="python -m infra.who", description="Whose number is it in the log?")
    parser.add_argument("corp", help="the corp's key")
    parser.add_argument("--members", nargs="*", default=[], metavar="ID", help="member ids to print the numbers of")
    parser.add_argument("--stack", default="siyu-prod", help="the CloudFormation stack (default: siyu-prod)")
    parser.add_argument("--region", default=None, help="the stack's region (default: your AWS configuration)")
    options = parser.parse_args()
    if options.region:
        os.environ["AWS_DEFAULT_REGION"] = options.region
    from chalicelib.core.errors import AppError

    try:
        point_at(options.stack, NAMED)
        for actor, number in numbers(options.corp, options.members):
            print(f"{number}  {actor}")
    except (ClientError, BotoCoreError, AppError) as error:
        sys.exit(f"who: {error}")


def numbers(corp: str, members: Sequence[str] = ()) -> Iterator[tuple[str, str]]:
    """(actor, number in the log) of each operator of a corp, and of these members. Raises UnknownCorp."""
    from chalicelib.access import service
    from chalicelib.core.context import new_ctx
    from chalicelib.core.ops import actors

    operators = service.ever_operators(new_ctx(corp, "system:who", "-"))
    for actor in [*(f"operator:{userid}" for userid in operators), *(f"member:{one}" for one in members)]:
        yield actor, actors.logged(corp, actor)


if __name__ == "__main__":
    main()
