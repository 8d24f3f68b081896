"""One session and one client of boto3 per service for the whole process.

PynamoDB would open a session of its own (60-90 ms more at cold start), so it is handed our client.
"""

from __future__ import annotations

import functools
from typing import Any, Final

import boto3.session
from botocore.config import Config as ClientConfig
from botocore.exceptions import ClientError, HTTPClientError
from botocore.exceptions import ConnectionError as NoConnection

# A callback must be answered in 5 s (docs/platform B7), so the platform defaults of 60 s would lose it. A name of our
# own spares botocore putting a long one together for every call, which took about a tenth of a call's CPU.
CLIENT = ClientConfig(
    connect_timeout=1,
    read_timeout=2,
    retries={"total_max_attempts": 3, "mode": "standard"},
    parameter_validation=False,
    max_pool_connections=50,
    user_agent="siyu",
)

# Files are larger than rows. Signature 4 and the region's own address in every region, for links as for calls; no
# checksum beside TLS's, which would make a body a stream of chunks.
FILES = CLIENT.merge(
    ClientConfig(
        read_timeout=20,
        signature_version="s3v4",
        request_checksum_calculation="when_required",
        response_checksum_validation="when_required",
        s3={"us_east_1_regional_endpoint": "regional"},
    )
)


@functools.lru_cache(maxsize=1)
def session() -> boto3.session.Session:
    """The process's session."""
    return boto3.session.Session()


_clients: Final[dict[str, object]] = {}


def client(service: str) -> Any:
    """The process's client of `service`, made on first use."""
    if service not in _clients:
        use(service, session().client(service, config=FILES if service == "s3" else CLIENT))
    return _clients[service]


def use(service: str, made: Any) -> None:
    """Take `made` as the process's client of `service`."""
    if service == "dynamodb":
        for operation in ("PutItem", "UpdateItem", "DeleteItem"):
            made.meta.events.register(f"before-parameter-build.dynamodb.{operation}", _ask_for_the_refusing_row)
    _clients[service] = made


# AWS's words for: not now.
BUSY = frozenset(
    {
        "InternalServerError",
        "ProvisionedThroughputExceededException",
        "RequestLimitExceeded",
        "RequestThrottled",
        "ServiceUnavailable",
        "SlowDown",
        "Throttling",
        "ThrottlingException",
        "TooManyRequestsException",
    }
)


def is_away(error: BaseException | None) -> bool:
    """True when an error says that AWS did not answer in time, or was too busy: the same may be asked again."""
    while error is not None:
        if isinstance(error, HTTPClientError | NoConnection):
            return True
        if isinstance(error, ClientError) and error.response.get("Error", {}).get("Code") in BUSY:
            return True
        # PynamoDB says in an attribute of its own what it met.
        error = error.__cause__ or getattr(error, "cause", None)
    return False


def _ask_for_the_refusing_row(params: dict[str, object], **_: object) -> None:
    """A refused condition answers with the row that refused it, which saves the read that would explain it."""
    if "ConditionExpression" in params:
        params["ReturnValuesOnConditionCheckFailure"] = "ALL_OLD"


def forget() -> None:
    """Drop the clients, so that the next use meets a new environment (tests, and a changed endpoint)."""
    _clients.clear()
    session.cache_clear()
