"""Who acts, and what their policy grants: while a function of the product runs in a test it is refused what IAM would
refuse it, and the test fails, also where the product lives with the refusal.

A test that calls a verb by itself acts as nobody and may do everything.
"""

from __future__ import annotations

import functools
import json
import re
import threading
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from typing import Any

from botocore.exceptions import ClientError

from chalicelib import clock
from chalicelib import functions as lambdas
from chalicelib.core.config import config
from chalicelib.core.http.routes import REGISTRY
from tests.support.calls import ROOT
from tests.support.tables import TABLES

FUNCTIONS = sorted(path.stem.removeprefix("policy-") for path in (ROOT / ".chalice").glob("policy-*.json"))
# The settings that name a table, a queue or the bucket, by what the template puts there.
GIVEN = re.findall(r"SIYU_(\w+(?:TABLE|QUEUE_URL|BUCKET)): !Ref (\w+)", (ROOT / "infra" / "template.yaml").read_text())
PLACES = {setting.lower(): resource for setting, resource in GIVEN}
# The queues of what was given up, which one setting names together.
DEAD = dict(
    re.findall(r"^ +([\w-]+)=\$\{(\w+Dead)\.QueueName\}$", (ROOT / "infra" / "template.yaml").read_text(), re.MULTILINE)
)
QUEUES = [setting for setting in PLACES if setting.endswith("queue_url")]
# What a transaction's write is asked about, by its name in the request.
WRITES = {
    "Put": "PutItem",
    "Update": "UpdateItem",
    "Delete": "DeleteItem",
    "ConditionCheck": "ConditionCheckItem",
}
# What a statement of ours has; a condition would have to be judged too.
PLAIN = {"Sid", "Effect", "Action", "Resource"}
# An action, and the resource that it is done to: a table or a queue as the template names it, or an index of a table.
Deed = tuple[str, str]

_acting = threading.local()
_denied: list[str] = []


def granted(policy: Mapping[str, Any]) -> frozenset[Deed]:
    """Every deed that a policy allows, indexes as `MainTable/index/by_parent`. Raises ValueError for what allows less
    than it reads like.
    """
    for statement in policy["Statement"]:
        if statement["Effect"] != "Allow" or not statement.keys() <= PLAIN:
            raise ValueError(f"{statement['Sid']} denies, or asks for more than who acts")
    return frozenset(
        (action, _named(resource))
        for statement in policy["Statement"]
        for action in statement["Action"]
        for resource in statement["Resource"]
    )


def _named(resource: Mapping[str, Any]) -> str:
    if "Fn::GetAtt" in resource:
        return str(resource["Fn::GetAtt"][0])
    return str(resource["Fn::Sub"]).replace("${", "").replace(".Arn}", "").replace("}", "")


@functools.cache
def rights_of(function: str) -> frozenset[Deed]:
    """Every deed that a function's policy allows it."""
    return granted(json.loads((ROOT / ".chalice" / f"policy-{function}.json").read_text()))


@contextmanager
def acting(function: str) -> Iterator[None]:
    """Until the block ends this thread acts with the rights of a function."""
    before = getattr(_acting, "function", "")
    _acting.function = function
    try:
        yield
    finally:
        _acting.function = before


def begin() -> None:
    """Forget what was refused before."""
    _denied.clear()


def judge() -> None:
    """Raises AssertionError where a function was refused something, whatever the product made of it."""
    if _denied:
        raise AssertionError("; ".join(dict.fromkeys(_denied)))


def guard() -> None:
    """Let each function of the product act as itself, whoever runs it; once for the process."""
    for module in (lambdas, clock):
        for name in set(FUNCTIONS) & vars(module).keys():
            setattr(module, name, _as_itself(name, getattr(module, name)))
    threading.Thread.start = _started  # type: ignore[method-assign]


def _as_itself(name: str, run: Callable[..., Any]) -> Callable[..., Any]:
    @functools.wraps(run)
    def as_itself(*given: Any, **named: Any) -> Any:
        with acting(name):
            return run(*given, **named)

    return as_itself


_start = threading.Thread.start


def _started(self: threading.Thread) -> None:
    """A thread, of a pool too, acts as whoever starts it."""
    function = getattr(_acting, "function", "")
    if function:
        self.run = _as_itself(function, self.run)  # type: ignore[method-assign]
    _start(self)


@functools.cache
def function_of(method: str, path: str) -> str:
    """The function that a request of a route reaches; the API's where there is no such route."""
    return next((one.room.function for one in REGISTRY if (one.method, one.path) == (method, path)), "api")


def at_tables(client: Any) -> Any:
    """The client, which from now on asks for each row whether that may be."""
    client.meta.events.register("before-parameter-build.dynamodb", _before_a_row)
    return client


def _before_a_row(params: Mapping[str, Any], model: Any, **_: Any) -> None:
    if getattr(_acting, "function", ""):
        check(*deeds(model.name, params))


def deeds(operation: str, params: Mapping[str, Any]) -> Iterator[Deed]:
    """What IAM asks about a request to the tables: each write of a transaction by itself, an index apart."""
    if operation == "TransactWriteItems":
        for item in params["TransactItems"]:
            ((kind, one),) = item.items()
            yield f"dynamodb:{WRITES[kind]}", _table(one["TableName"])
    elif operation in ("BatchGetItem", "BatchWriteItem"):
        for table in params["RequestItems"]:
            yield f"dynamodb:{operation}", _table(table)
    else:
        index = f"/index/{params['IndexName']}" if "IndexName" in params else ""
        yield f"dynamodb:{operation}", _table(params["TableName"]) + index


def _table(name: str) -> str:
    return next(f"{table.title()}Table" for table in TABLES if name.endswith(table))


def check(*deeds: Deed) -> None:
    """Raises what AWS answers, ClientError, where the function that acts is not granted all of these."""
    function = getattr(_acting, "function", "")
    if not function:
        return
    for action, resource in deeds:
        if (action, resource) not in rights_of(function):
            _denied.append(f"{function} does {action} at {resource} and may not")
            raise ClientError({"Error": {"Code": "AccessDeniedException", "Message": _denied[-1]}}, action)


def check_queue(action: str, url: str) -> None:
    """The same for a queue, which its address names: one that no setting names is nobody's. Raises ClientError."""
    if getattr(_acting, "function", ""):
        named = [PLACES[one] for one in QUEUES if getattr(config(), one) == url]
        named += [DEAD[name] for name, dead in config().dead_queue_urls.items() if dead == url]
        check(*((f"sqs:{action}", place) for place in named or [url]))
