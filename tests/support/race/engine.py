"""What a race test stands on: tables on DynamoDB Local, contexts with an explicit clock, and counting afterwards."""

from __future__ import annotations

import itertools
from collections.abc import Iterator
from contextlib import contextmanager, nullcontext
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cached_property
from typing import Any

import pytest
from moto import mock_aws

from chalicelib.core import aws
from chalicelib.core import config as configs
from chalicelib.core.config import config
from chalicelib.core.context import Ctx, new_ctx
from chalicelib.core.errors import OutcomeUnknown
from chalicelib.core.ops import secrets
from chalicelib.core.storage import stock
from chalicelib.core.storage.table import Row
from chalicelib.coupons import service, store
from chalicelib.coupons.shapes import NewTemplate, TemplateTerms
from chalicelib.coupons.states import ClaimWay
from tests.support import stack as stacks
from tests.support.drain import Drain, main_stream
from tests.support.mirror import Mirror
from tests.support.queues import MemoryQueues
from tests.support.race.crowd import separate_instances
from tests.support.stack import START, Secrets, clients
from tests.support.tables import create_tables, drop_tables

TRIES = 20


@dataclass(frozen=True)
class Count:
    """A template's truth, read from the rows and from nothing else."""

    left: int
    coupons: list[dict[str, Any]]

    def per_member(self) -> dict[str, int]:
        """How many coupons each member has."""
        members = [row["member_id"]["S"] for row in self.coupons]
        return {member: members.count(member) for member in set(members)}


class Engine:
    """Fresh tables and everything a race needs around them."""

    def __init__(self, raw: Any, streams: Any, prefix: str) -> None:
        self.raw, self._streams = raw, streams
        create_tables(self.raw, prefix)
        self.queues = MemoryQueues()
        aws.use("sqs", self.queues)
        aws.use("secretsmanager", Secrets())
        # An instance does these once, in its one thread; threads must not race for them.
        Row.connection()
        secrets.sessions()
        secrets.platforms("demo")

    def ctx(self, request: str = "req", member: str = "m0", after: float = 0.0) -> Ctx:
        """The context of a request, `after` seconds past the start."""
        return new_ctx("demo", f"member:{member}", request, now=self.at(after))

    def at(self, after: float) -> datetime:
        """The start, or so many seconds later."""
        return START + timedelta(seconds=after)

    def template(self, stock: int, buckets: int = 1, per_member: int = 1, **more: Any) -> TemplateTerms:
        """A template with its stock, ready to be rushed at; another one when a busy machine did not answer."""
        terms = {"name": "满100减20", "amount_off": 2000, "threshold": 0, "claimable_by": (ClaimWay.ANYONE,), **more}
        new = NewTemplate(stock=stock, buckets=buckets, per_member=per_member, confirm=True, **terms)
        for _ in range(TRIES):
            try:
                return service.create_template(new_ctx("demo", "operator:zhangwei", "setup", now=START), new)
            except OutcomeUnknown:
                continue
        return service.create_template(new_ctx("demo", "operator:zhangwei", "setup", now=START), new)

    def count(self, template: TemplateTerms) -> Count:
        """The template's coupons and what is left of it, as stored."""
        request = {
            "TableName": config().main_table,
            "FilterExpression": "kind = :kind AND template_id = :id",
            "ExpressionAttributeValues": {":kind": {"S": "coupon"}, ":id": {"S": template.template_id}},
            "ConsistentRead": True,
        }
        pages = self.raw.get_paginator("scan").paginate(**request)
        left = sum(stock.levels(self.ctx(), store.stock_of(template)))
        return Count(left, [row for page in pages for row in page["Items"]])

    def rows(self, table: str, kind: str) -> list[dict[str, Any]]:
        """All rows of a kind in `main` or `facts`."""
        name = {"main": config().main_table, "facts": config().facts_table}[table]
        pages = self.raw.get_paginator("scan").paginate(TableName=name, ConsistentRead=True)
        return [row for page in pages for row in page["Items"] if row["kind"]["S"] == kind]

    def set_left(self, template: TemplateTerms, *levels: int) -> None:
        """Put the buckets where a test wants them."""
        for bucket, left in enumerate(levels):
            self.raw.update_item(
                TableName=config().main_table,
                Key={"pk": {"S": f"demo#coupon_stock#{template.template_id}#{bucket}"}, "sk": {"S": "-"}},
                UpdateExpression="SET #left = :left",
                ExpressionAttributeNames={"#left": "left"},
                ExpressionAttributeValues={":left": {"N": str(left)}},
            )

    def drain(self) -> Drain:
        """The event sources of these tables, worked by hand, from the first change on."""
        return Drain(self.queues, self.raw, self._streams)

    @cached_property
    def shared_drain(self) -> Drain:
        """The same for several tests, each of which works on from where the last one ended."""
        return self.drain()

    @cached_property
    def mirror(self) -> Mirror:
        """The main table as its stream tells it."""
        return Mirror(main_stream(self.raw, self._streams))


_prefixes = (f"r{number}-" for number in itertools.count(1))


@contextmanager
def running_engine(endpoint: str) -> Iterator[Engine]:
    """Fresh tables behind a client that asks directly, and a memory of its own for every thread; on moto without an
    endpoint, for what has one thread and no race.
    """
    prefix = next(_prefixes)
    with pytest.MonkeyPatch.context() as patch, nullcontext() if endpoint else mock_aws():
        if endpoint:
            patch.setenv("AWS_ENDPOINT_URL_DYNAMODB", endpoint)
        patch.setenv("AWS_ACCESS_KEY_ID", prefix.rstrip("-"))
        for name in ("main", "facts", "counters", "inbox"):
            patch.setenv(f"SIYU_{name.upper()}_TABLE", prefix + name)
        for name in ("CLOCK", "WECOM", "WECOM_LOGIN", "WECOM_OAUTH", "WECHAT"):
            patch.delenv(f"SIYU_{name}_URL", raising=False)
        configs.config.cache_clear()
        aws.forget()
        stacks.forget_everything()
        separate_instances(patch)
        raw, streams = clients(endpoint)
        aws.use("dynamodb", raw)
        yield Engine(raw, streams, prefix)
        if endpoint:
            drop_tables(raw, prefix)
    aws.forget()
    stacks.set_environment()
    stacks.forget_everything()
