"""The table of simulated calls: path, method, whether a token is needed, known fields."""

from collections.abc import Callable, Mapping
from typing import Literal

from msgspec import Struct, field

from local.servers.basics import Json
from local.wecom.life import Life
from local.wecom.limits import Frequency
from local.wecom.records import AppSecret, Corp
from local.wecom.world import World


class Upload(Struct):
    """The file in the part `media` of a multipart body (docs/platform D14)."""

    filename: str
    data: bytes


class Call(Struct):
    """One call being served; `corp` and `app` are the token's owner."""

    world: World
    life: Life
    frequency: Frequency
    query: Mapping[str, str]
    body: Json
    ip: str
    corp: Corp
    app: AppSecret
    upload: Upload | None = None


Handler = Callable[[Call], Json]
Counted = Literal["all", "failures", "nothing"]


class Spec(Struct):
    """How a path behaves. `counts`: which calls the limits count (docs/platform A4), `per_minute`: its limit's name."""

    path: str
    method: str
    handler: Handler
    fields: frozenset[str] = field(default_factory=frozenset)
    needs_token: bool = True
    counts: Counted = "all"
    in_flight: bool = False
    per_minute: str = "per_minute"


REGISTRY: dict[str, Spec] = {}


def api(
    path: str,
    method: str = "POST",
    fields: str = "",
    needs_token: bool = True,
    counts: Counted = "all",
    in_flight: bool = False,
    per_minute: str = "per_minute",
) -> Callable[[Handler], Handler]:
    """Register a handler; `fields` are the body fields the documentation knows."""

    def register(handler: Handler) -> Handler:
        known = frozenset(fields.split())
        REGISTRY[path] = Spec(path, method, handler, known, needs_token, counts, in_flight, per_minute)
        return handler

    return register
