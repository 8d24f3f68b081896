"""python -m infra.repair --stack siyu-prod: derives from the rows the facts that are missing.

For what a stream lost: records that stayed failed for more than a day, or a table restored from a backup. A fact's id
follows from what its row says, so one that is there is met again and left alone, and running this twice writes nothing
new. What a later change of a row overwrote (an earlier set of tags, an earlier role) cannot be told any more.

It reads the whole main table (0.5 RU for every 4 KB) and spends 1 WU for each fact that the rows tell of.
"""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Iterator
from typing import Any

from botocore.exceptions import BotoCoreError, ClientError

from infra.pointing import point_at

TABLES = {"SIYU_MAIN_TABLE": "MainTable", "SIYU_FACTS_TABLE": "FactsTable"}


def main() -> None:
    """The command."""
    parser = argparse.ArgumentParser(prog="python -m infra.repair", description="Derive missing facts from rows.")
    parser.add_argument("--stack", default="siyu-prod", help="the CloudFormation stack (default: siyu-prod)")
    parser.add_argument("--region", default=None, help="the stack's region (default: your AWS configuration)")
    options = parser.parse_args()
    if options.region:
        os.environ["AWS_DEFAULT_REGION"] = options.region
    try:
        point_at(options.stack, TABLES)
        looked, written = repair()
    except (ClientError, BotoCoreError) as error:
        sys.exit(f"repair: {error}")
    print(f"{looked} facts told by the rows, {written} of them were missing and are written")


def repair() -> tuple[int, int]:
    """How many lasting facts the rows tell of, and how many of them were missing."""
    from chalicelib.core.events import facts
    from chalicelib.core.storage.table import Row
    from chalicelib.rooms import flow_table

    looked = written = 0
    for item in _rows():
        line = flow_table().on_change.get(item["kind"]["S"])
        if line is None:
            continue
        row = Row.from_raw_data(item)
        lasting = [facts.tell(row, told) for told in line.says(row) if told.lasting]
        looked += len(lasting)
        written += sum(map(facts.write_missing, lasting))
    return looked, written


def _rows() -> Iterator[dict[str, Any]]:
    from chalicelib.core import aws
    from chalicelib.core.config import config

    pages = aws.client("dynamodb").get_paginator("scan").paginate(TableName=config().main_table, ConsistentRead=True)
    for page in pages:
        yield from page["Items"]


if __name__ == "__main__":
    main()
