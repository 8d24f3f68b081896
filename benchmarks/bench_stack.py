"""The product in this process on DynamoDB Local, its queues in memory; no moto, whose work would be counted."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager

from chalicelib import rooms
from chalicelib.core import aws
from local import dynamodb
from tests.support import stack as stacks
from tests.support.drain import client, streams_client
from tests.support.race.engine import Engine
from tests.support.stack import PATIENT


@contextmanager
def engine(prefix: str = "bench-", **more: str) -> Iterator[Engine]:
    """An engine of its own, every room open, with this process (and those it starts) pointed at it."""
    with dynamodb.running() as url:
        names = {f"SIYU_{name.upper()}_TABLE": prefix + name for name in ("main", "facts", "counters", "inbox")}
        before = dict(os.environ)
        for name in ("CLOCK", "WECOM", "WECOM_LOGIN", "WECOM_OAUTH", "WECHAT"):
            os.environ.pop(f"SIYU_{name}_URL", None)
        stacks.set_environment(AWS_ENDPOINT_URL_DYNAMODB=url, **names, **more)
        aws.forget()
        stacks.forget_everything()
        rooms.rooms()  # what is counted is declared there
        try:
            yield Engine(client("dynamodb", url, PATIENT), streams_client(url), prefix)
        finally:
            aws.forget()
            os.environ.clear()
            os.environ.update(before)
            stacks.set_environment()
            stacks.forget_everything()
