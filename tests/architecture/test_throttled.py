"""DynamoDB has too much to do: every door says so and when to come again, and nothing is half done."""

from __future__ import annotations

import itertools
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from types import SimpleNamespace
from typing import Any, NamedTuple
from urllib.parse import urlencode

import pytest
from botocore.exceptions import ClientError

from chalicelib.core import aws
from chalicelib.core.config import config
from chalicelib.core.http.forms import FORM_TYPE
from chalicelib.core.http.rights import MEMBER, PUBLIC
from chalicelib.core.http.routes import REGISTRY, Route
from chalicelib.core.moments import iso
from chalicelib.core.storage import retry, table
from tests.architecture.test_routes import BODIES, target, world
from tests.support import make
from tests.support.http import Answer, Http
from tests.support.make import TEMPLATE, WELCOME
from tests.support.make.content import PIXEL
from tests.support.make.selling import SKU
from tests.support.stack import Stack, forget_everything
from tests.support.wecom import join_event, sealed

__all__ = ["world"]
_numbers = itertools.count(1)
World = tuple[Stack, dict[str, str]]
WRITES = {"PutItem", "UpdateItem", "DeleteItem", "TransactWriteItems"}
JOIN = join_event("demo", "liming", "wmcustomer", 1763690400)


def _bodies(stack: Stack, names: dict[str, str]) -> dict[str, Any]:
    """What each door is asked so that it has something to do."""
    now = stack.clock.now()
    content = {"text": "您好", "channels": ["customers"]}
    post = {**BODIES["edit_post"], "content": {"item_id": names["item_id"], "version": 1}}
    return {
        **BODIES,
        "create_product": {"name": "茶", "skus": [SKU]},
        "create_content_item": {**content, "name": "新素材"},
        "create_coupon_template": TEMPLATE,
        "redeem_coupon": {"code": names["coupon"], "order_amount": 20000},
        "upload_picture": {"name": "点", "data": PIXEL},
        "create_groupbuy": {
            "name": "两人团",
            "sku_id": names["sku_id"],
            "team_size": 2,
            "team_price": 5000,
            "opens_at": iso(now),
            "closes_at": iso(now + timedelta(days=1)),
            "stock": 2,
        },
        # The next act still finds them open.
        "end_claims": {"claim_until": iso(now + timedelta(days=1))},
        "end_groupbuy": {"closes_at": iso(now + timedelta(days=1))},
        "create_live_code": {"name": "码", "staff": [{"userid": "liming"}], "welcome": WELCOME},
        "make_tags": {"name": "来源", "tags": ["新"]},
        "set_preferences": {"accept_posts": True},
        "pick_up_order": {"order_id": names["order_id"]},
        "place_shop_order": {"sku_id": names["sku_id"]},
        "create_post": {name: value for name, value in post.items() if name != "revision"},
        "give_role": {"role": "viewer"},
        "ask": {"depth": "ids"},
        "replay_asides": {"ids": ["0" * 64]},
        "dismiss_asides": {"ids": ["0" * 64]},
        "create_store": {"number": f"N{next(_numbers)}", "name": "店"},
        "edit_store": {"number": f"N{next(_numbers)}", "name": "店", "version": 1},
        "import_stores": {"preview": True},
        "name_primary_store": {"store_id": names["store_id"]},
        "import_sources": {"file": f"first-sources-{'0' * 26}.csv"},
    }


class Throttle(NamedTuple):
    """Tables that take no call, from the so-many-eth call on; and what was turned away."""

    names: set[str]
    after: int
    calls: Counter[str]

    def meets(self, operation: str, params: dict[str, Any]) -> bool:
        """True when a call is turned away."""
        parts = [one for item in params.get("TransactItems", []) for one in item.values()]
        named = {params.get("TableName"), *params.get("RequestItems", {}), *(part["TableName"] for part in parts)}
        if not named & self.names:
            self.calls["written"] += operation in WRITES and config().inbox_table not in named
            return False
        self.calls["asked"] += 1
        self.calls["met"] += self.calls["asked"] > self.after
        return self.calls["asked"] > self.after


def _refusal(params: dict[str, Any]) -> Any:
    """As DynamoDB turns a call away, or a transaction for one of its items."""
    parts = params.get("TransactItems")
    code = "TransactionCanceledException" if parts else "ProvisionedThroughputExceededException"
    reasons = [{"Code": "ThrottlingError", "Message": "slow down"}, *[{"Code": "None"}] * (len(parts or ()) - 1)]
    return {"Error": {"Code": code, "Message": "slow down"}, **({"CancellationReasons": reasons} if parts else {})}


@contextmanager
def _throttled(*tables: str, after: int = 0) -> Iterator[Throttle]:
    client = aws.client("dynamodb")
    ask = client._make_api_call
    throttle = Throttle(set(tables), after, Counter())

    def call(operation: str, params: dict[str, Any]) -> Any:
        if throttle.meets(operation, params):
            raise ClientError(_refusal(params), operation)
        return ask(operation, params)

    client._make_api_call = call
    try:
        yield throttle
    finally:
        client._make_api_call = ask


@pytest.fixture(autouse=True)
def _no_pauses(monkeypatch: pytest.MonkeyPatch) -> None:
    """What is tried again after a pause is tried at once."""
    for module in (retry, table):
        monkeypatch.setattr(module, "time", SimpleNamespace(sleep=lambda seconds: None))


# Parts of paths behind which no row stands.
UNKNOWN = {"file": "none.txt", "page": "live-codes", "thing": "none", "part": "none"}


def _ask(world: World, route: Route, bodies: dict[str, Any], key: str, http: Http) -> Answer:
    stack, names = world
    if route.name == "receive":
        path, body = sealed("demo", JOIN)
        return stack.http.call("POST", path, body, {}, "text/xml")
    entries = {"open_entry": f"demo-{names['code']}", "open_team_page": f"demo-{names['team_id']}"}
    path = target(
        route,
        {
            "corp": "demo",
            "file": "none.txt",
            "page": "live-codes",
            "thing": "none",
            "part": "none",
            **names,
            "entry": entries.get(route.name, names["entry"]),
        },
    )
    headers = {"idempotency-key": key} if key else {}
    if route.form:
        form = {"act": "prefer", "accepts_posts": "true", "mark": http.mark}
        return http.call(route.method, path, urlencode(form), headers, FORM_TYPE)
    return http.call(route.method, path, _body(stack, route, bodies), headers)


def _client(stack: Stack, route: Route, names: dict[str, str]) -> Http:
    if route.allow == PUBLIC:
        return stack.http
    return make.member_session(stack, names["member_id"]) if route.allow == MEMBER else make.session(stack)


def _body(stack: Stack, route: Route, bodies: dict[str, Any]) -> Any:
    if route.name in ("sign_in_operator", "sign_in_store_staff"):
        return {"corp": "demo", "code": stack.platform.oauth_code("demo", "zhangwei")}
    return bodies.get(route.name, {}) if route.body else None


def _said_so(answer: Answer) -> bool:
    """It says when to come again; nothing else is a failure."""
    if answer.status in (429, 503):
        assert int(answer.headers["retry-after"]) > 0, answer
        return True
    assert answer.status < 500 or answer.status == 502, (answer.status, answer.body)
    return False


@pytest.mark.parametrize("name", ["main", "facts", "inbox"])
def test_a_throttled_table_is_told_at_every_door(world: World, name: str) -> None:
    """429 or 503 with Retry-After, never 500, on a page and in JSON, and nothing was written elsewhere."""
    stack, names = world
    bodies = _bodies(stack, names)
    met = []
    for route in REGISTRY:
        forget_everything()
        http = _client(stack, route, names)
        with _throttled(getattr(config(), f"{name}_table")) as throttle:
            answer = _ask(world, route, bodies, "k", http)
        said = _said_so(answer)
        if throttle.calls["met"]:
            met.append(route.name)
            assert said or answer.status < 400, (route.name, answer.status, answer.body)
        assert not (said and throttle.calls["written"]), route.name
    assert len(met) >= {"main": 80, "facts": 2, "inbox": 40}[name], met


ACTS = ("claim_coupon", "place_shop_order", "open_team", "create_product", "create_live_code", "restock_sku")


@pytest.mark.parametrize("act", ACTS)
def test_an_act_that_is_throttled_on_its_way_is_done_once_when_sent_again(world: World, act: str) -> None:
    """From its first call on, from its second, and so on: the same key gives what it would have given at once."""
    stack, names = world
    if act == "open_team":
        names = {**names, "activity_id": make.activity(stack).id}  # the world's own was stopped by another door
    route = next(route for route in REGISTRY if route.name == act)
    bodies = _bodies(stack, names)
    for after in range(12):
        forget_everything()
        key = f"{act}-{after}"
        by = (stack, {**names, "member_id": f"m{after}"})
        http = _client(stack, route, by[1])
        with _throttled(config().main_table, config().facts_table, after=after) as throttle:
            first = _ask(by, route, bodies, key, http)
        again = _ask(by, route, bodies, key, http)
        if not throttle.calls["met"]:
            return
        assert _said_so(first) or first.status < 400, (after, first.body)
        assert again.status < 400, (after, again.body)
        more = _ask(by, route, bodies, key, http)
        assert more.body == again.body, (after, more.body)
    pytest.fail("it makes more calls than were tried")
