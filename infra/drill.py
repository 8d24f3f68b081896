"""python -m infra.drill --stack siyu-prod: copies the stack's tables to this machine, and counts whether all is there.

A backup is worth what a restore has shown. Each table is copied page by page into a fresh DynamoDB Local on this
machine, then counted on both sides: rows by kind, and a checksum over all that they say. At last the copy is asked
whether its facts follow from its rows. Nothing is written in AWS, and nothing of the copy is kept: with --keep it stays
until Ctrl-C, to be looked at. The copy holds customers' data: do it on a machine that may.

A running stack changes while it is copied, so its two counts differ by that. For a backup name the restored tables:
--main siyu-prod-main-restored --facts … (docs/runbook/restore.md).
"""

from __future__ import annotations

import argparse
import hashlib
import json
import os
import sys
import time
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from typing import Any

import boto3
from botocore.exceptions import BotoCoreError, ClientError

from infra.pointing import point_at

TABLES = {"main": "MainTable", "facts": "FactsTable", "counters": "CountersTable", "inbox": "InboxTable"}
# DynamoDB's own bound of a batch of writes.
BATCH = 25
SETS = ("SS", "NS", "BS")
TOLD_EVERY = 50
CREDENTIALS = {"aws_access_key_id": "drill", "aws_secret_access_key": "drill", "region_name": "us-east-1"}
Item = dict[str, Any]


@dataclass
class Tally:
    """What a table holds: rows by kind, and a sum over all that they say, in whatever order they come."""

    kinds: Counter[str] = field(default_factory=Counter)
    checksum: int = 0

    def add(self, item: Item) -> None:
        """One more row."""
        self.kinds[item.get("kind", {}).get("S", "-")] += 1
        said = json.dumps(_ordered(item), sort_keys=True, default=_plain).encode()
        self.checksum = (self.checksum + int.from_bytes(hashlib.sha256(said).digest()[:16], "big")) % 2**128

    @property
    def rows(self) -> int:
        """How many rows there are."""
        return self.kinds.total()


def _plain(value: Any) -> str:
    """Bytes, for which JSON has no word."""
    return bytes(value).hex()


def _ordered(item: Item) -> Item:
    """Sets come in any order."""
    return {
        name: {kind: sorted(held) if kind in SETS else held} for name, one in item.items() for kind, held in one.items()
    }


def main() -> None:
    """The command. Exits 1 when something is missing in the copy."""
    parser = argparse.ArgumentParser(prog="python -m infra.drill", description="Copy the tables here and count them.")
    parser.add_argument("--stack", default="siyu-prod", help="the CloudFormation stack (default: siyu-prod)")
    parser.add_argument("--region", default=None, help="the stack's region (default: your AWS configuration)")
    for name in TABLES:
        parser.add_argument(f"--{name}", default="", help=f"a restored table instead of the stack's own {name} table")
    parser.add_argument("--keep", action="store_true", help="let the copy stay until Ctrl-C")
    options = parser.parse_args()
    if options.region:
        os.environ["AWS_DEFAULT_REGION"] = options.region
    try:
        names = names_of(options.stack, {name: getattr(options, name) for name in TABLES})
        is_whole = drill(boto3.client("dynamodb"), names, keep=options.keep)
    except (ClientError, BotoCoreError) as error:
        sys.exit(f"drill: {error}")
    sys.exit(0 if is_whole else 1)


def names_of(stack: str, restored: Mapping[str, str]) -> dict[str, str]:
    """The tables to copy: those that were restored, else the stack's. Raises ClientError."""
    wanted = {f"SIYU_{name.upper()}_TABLE": resource for name, resource in TABLES.items() if not restored[name]}
    # Also when every table is named: the product's own code, which looks at the copy, reads the other settings.
    point_at(stack, wanted)
    return {name: restored[name] or os.environ[f"SIYU_{name.upper()}_TABLE"] for name in TABLES}


def drill(source: Any, names: Mapping[str, str], *, keep: bool = False) -> bool:
    """Copy, count and look, on a fresh engine: True when the copy is whole."""
    from local import dynamodb

    with dynamodb.running() as url:
        target = boto3.client("dynamodb", endpoint_url=url, **CREDENTIALS)
        whole = [copy_and_count(source, target, table) for table in names.values()]
        if all(whole):
            _look(url, names)
        if keep:
            _stay(url, names)
    return all(whole)


def copy_and_count(source: Any, target: Any, table: str, tell: Callable[[str], None] = print) -> bool:
    """Copy one table and count it on both sides: True when all that was read lies there, and nothing else."""
    create_like(source, target, table)
    read = copy(source, target, table, tell)
    there = tally(target, table)
    now = _count(source, table)
    is_whole = read == there
    kinds = ", ".join(f"{kind} {count}" for kind, count in sorted(read.kinds.items()))
    tell(f"{table}: {read.rows} rows read, {there.rows} in the copy, {'equal' if is_whole else 'NOT EQUAL'} ({kinds})")
    if now != read.rows:
        tell(f"{table}: {now} rows there now; it is in use, so a copy of it is never quite of one moment")
    return is_whole


def create_like(source: Any, target: Any, table: str) -> None:
    """An empty table of the same keys and indexes, without a stream: nothing follows from what is copied."""
    made = source.describe_table(TableName=table)["Table"]
    indexes = [
        {name: index[name] for name in ("IndexName", "KeySchema", "Projection")}
        for index in made.get("GlobalSecondaryIndexes", ())
    ]
    target.create_table(
        TableName=table,
        BillingMode="PAY_PER_REQUEST",
        KeySchema=made["KeySchema"],
        AttributeDefinitions=made["AttributeDefinitions"],
        **({"GlobalSecondaryIndexes": indexes} if indexes else {}),
    )


def copy(source: Any, target: Any, table: str, tell: Callable[[str], None]) -> Tally:
    """Copy a table page by page: what was read. 0.5 RU for every 4 KB at the source."""
    read = Tally()
    for number, page in enumerate(_pages(source, table), start=1):
        for item in page:
            read.add(item)
        for begin in range(0, len(page), BATCH):
            _write(target, table, page[begin : begin + BATCH])
        if number % TOLD_EVERY == 0:
            tell(f"{table}: {read.rows} rows so far")
    return read


def _pages(client: Any, table: str) -> Iterator[list[Item]]:
    for page in client.get_paginator("scan").paginate(TableName=table):
        yield page["Items"]


def _write(target: Any, table: str, items: list[Item]) -> None:
    waiting = {table: [{"PutRequest": {"Item": item}} for item in items]}
    while waiting:
        waiting = target.batch_write_item(RequestItems=waiting).get("UnprocessedItems", {})


def tally(client: Any, table: str) -> Tally:
    """What a table holds."""
    found = Tally()
    for page in _pages(client, table):
        for item in page:
            found.add(item)
    return found


def _count(client: Any, table: str) -> int:
    pages = client.get_paginator("scan").paginate(TableName=table, Select="COUNT")
    return sum(page["Count"] for page in pages)


def _look(url: str, names: Mapping[str, str]) -> None:
    """Ask the product's own code, on the copy, which facts its rows tell of are missing."""
    from chalicelib.core import aws, config
    from infra.repair import repair

    os.environ |= {f"SIYU_{name.upper()}_TABLE": table for name, table in names.items()}
    config.config.cache_clear()
    aws.use("dynamodb", boto3.client("dynamodb", endpoint_url=url, **CREDENTIALS))
    try:
        looked, missing = repair()
    finally:
        aws.forget()
    print(
        f"{looked} facts are told by the rows, {missing} of them are not there (older ones have expired by themselves)"
    )


def _stay(url: str, names: Mapping[str, str]) -> None:
    print(f"the copy is at {url}, as {', '.join(names.values())}; the access key is `drill`. Ctrl-C ends it.")
    with suppress(KeyboardInterrupt):
        while True:
            time.sleep(3600)


if __name__ == "__main__":
    main()
