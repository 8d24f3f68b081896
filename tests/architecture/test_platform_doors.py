"""A door behind which a platform is asked says what comes back when the platform refuses, or does not answer."""

from __future__ import annotations

import msgspec

import app as _  # noqa: F401  the app registers every route
from chalicelib.core.http.routes import REGISTRY, Route
from chalicelib.platforms.wechatpay.errors import ASKED as PAY
from chalicelib.platforms.wecom.errors import ASKED as WECOM
from tests.architecture.calls import callers

PLATFORMS = "chalicelib.platforms"
# By whom a platform is asked, and what may come of it; the mini-program's sign-in goes the way of WeCom's calls.
ASKED = {
    f"{PLATFORMS}.wecom.transport.call": WECOM,
    f"{PLATFORMS}.wecom.transport.send": WECOM,
    f"{PLATFORMS}.wechatpay.client.of": PAY,
}


def undeclared(route: Route) -> set[str]:
    """What a platform may answer behind a door that the door does not say."""
    door = f"chalicelib.{route.room.name}.routes.{route.name}"
    may = {error for name, errors in ASKED.items() if door in callers(name) for error in errors}
    return {error.__name__ for error in may if error not in route.errors}


def test_doors_behind_which_a_platform_is_asked_say_so() -> None:
    """Found by the names that the verbs use: 502 and 503 are declared wherever they can be answered."""
    assert {route.act: sorted(missing) for route in REGISTRY if (missing := undeclared(route))} == {}


def test_a_door_that_says_nothing_is_noticed() -> None:
    """The negative control: tags are made at WeCom, and a door that hides it is found."""
    made = next(route for route in REGISTRY if route.act == "members.make_tags")
    assert undeclared(msgspec.structs.replace(made, errors=())) >= {"WeComRefused", "WeComBusy", "UpstreamUnknown"}
