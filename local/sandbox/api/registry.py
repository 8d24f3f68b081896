"""The table of simulated calls: path, method, whether a token is needed, known fields."""

from collections.abc import Callable, Mapping

from msgspec import Struct, field

from local.sandbox.life import Life
from local.sandbox.limits import Frequency
from local.sandbox.records import AppSecret, Corp, Json
from local.sandbox.world import World


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


Handler = Callable[[Call], Json]


class Spec(Struct):
    """How one path behaves."""

    path: str
    method: str
    handler: Handler
    fields: frozenset[str] = field(default_factory=frozenset)
    needs_token: bool = True
    counts_success: bool = True
    in_flight: bool = False


REGISTRY: dict[str, Spec] = {}


def api(
    path: str,
    method: str = "POST",
    fields: str = "",
    needs_token: bool = True,
    counts_success: bool = True,
    in_flight: bool = False,
) -> Callable[[Handler], Handler]:
    """Register a handler; `fields` are the body fields the documentation knows."""

    def register(handler: Handler) -> Handler:
        known = frozenset(fields.split())
        REGISTRY[path] = Spec(
            path, method, handler, known, needs_token, counts_success, in_flight
        )  # fmt: skip
        return handler

    return register
