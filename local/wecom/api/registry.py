"""The table of simulated calls: path, method, whether a token is needed, known fields."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from enum import StrEnum

from msgspec import Struct, field

from local.servers.basics import Json
from local.wecom.life import Life
from local.wecom.limits import Frequency
from local.wecom.records import AppSecret, Corp
from local.wecom.transfers import Transfers
from local.wecom.world import World


class Upload(Struct):
    """The file in the part `media` of a multipart body (docs/platform D14)."""

    filename: str
    data: bytes


class Call(Struct):
    """One call being served. corp, app: the token's owner."""

    world: World
    life: Life
    transfers: Transfers
    frequency: Frequency
    query: Mapping[str, str]
    body: Json
    ip: str
    corp: Corp
    app: AppSecret
    upload: Upload | None = None


Handler = Callable[[Call], Json]


class Counts(StrEnum):
    """Which calls the limits count (docs/platform A4)."""

    ALL = "all"
    FAILURES = "failures"
    NOTHING = "nothing"


class Spec(Struct):
    """How a path behaves.

    fields: of the body that the documentation has. in_flight: only some may run at once. per_minute: its limit's name.
    contacts: only the secret of the contacts may (docs/platform K1).
    """

    path: str
    method: str
    handler: Handler
    fields: frozenset[str] = field(default_factory=frozenset)
    needs_token: bool = True
    counts: Counts = Counts.ALL
    in_flight: bool = False
    per_minute: str = "per_minute"
    contacts: bool = False


REGISTRY: dict[str, Spec] = {}


def api(
    path: str,
    method: str = "POST",
    fields: str = "",
    needs_token: bool = True,
    counts: Counts = Counts.ALL,
    in_flight: bool = False,
    per_minute: str = "per_minute",
    contacts: bool = False,
) -> Callable[[Handler], Handler]:
    """Register a handler, which answers what comes beside errcode and errmsg, or raises ApiError."""

    def register(handler: Handler) -> Handler:
        names = frozenset(fields.split())
        REGISTRY[path] = Spec(path, method, handler, names, needs_token, counts, in_flight, per_minute, contacts)
        return handler

    return register
