"""Every door: a role, a cross-tenant refusal, a place in the OpenAPI document."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from chalicelib.core import errors
from chalicelib.core.errors import every
from chalicelib.core.http import rights
from chalicelib.core.http.docs import ROOM
from chalicelib.core.http.rights import PUBLIC
from chalicelib.core.http.routes import REGISTRY, Route, Routes, path_parameters
from chalicelib.platforms.wecom.errors import OF_ONE_CALL
from tests.support import make
from tests.support import world as world_of
from tests.support.http import Http
from tests.support.stack import Stack, running_stack

ROOT = Path(__file__).resolve().parents[2]
import app as _  # noqa: E402, F401  the app registers every route

GUARDED = [route for route in REGISTRY if route.allow != PUBLIC]
# What a route must be told before it looks for the thing in its path.
BODIES: dict[str, Any] = {
    "reverse_redemption_of": {"reason": "顾客退货"},
    "rename_tag": {"name": "新客"},
    "rename_tag_group": {"name": "等级"},
    "merge_tag": {"into": "et1"},
    "rename_content_item": {"name": "新名称"},
    "edit_content_item": {"text": "您好", "based_on": 1},
    "review_content": {"stage": "business", "verdict": "passed"},
    "acknowledge_payment": {"reason": "已退款"},
    "acknowledge_refund": {"reason": "已改退"},
    "recall_content": {"reason": "活动取消"},
    "edit_live_code": {"name": "码", "staff": [{"userid": "liming"}], "welcome": {"text": "您好"}, "revision": 1},
    "change_welcome": {"welcome": {"text": "您好"}},
    "edit_coupon_template": {"name": "新客券", "stock": 100, "revision": 1},
    "edit_product": {"name": "龙井", "revision": 1},
    "shelve_product": {"state": "off"},
    "edit_groupbuy": {"name": "团", "closes_at": "2026-12-02T00:00:00.000Z", "stock": 5, "revision": 1},
    "stop_groupbuy": {"teams": "finish"},
    "copy_groupbuy": {"opens_at": "2026-12-01T00:00:00.000Z", "closes_at": "2026-12-02T00:00:00.000Z"},
    "void_coupon": {"reason": "发错了"},
    "open_coupon_template": {"claimable_by": ["post"]},
    "grant_coupon": {"member_id": "m1"},
    "tag_member": {"add": ["et1"]},
    "write_note": {"text": "怕辣"},
    "note_own_customer": {"text": "怕辣"},
    "tag_own_customer": {"add": ["et1"]},
    "take_for_contact": {"coupon_template": "t1"},
    "write_follow_up": {"what": "回访", "due": "2026-12-01T10:00:00+08:00"},
    "edit_follow_up": {"state": "done"},
    "edit_note": {"text": "怕辣"},
    "edit_remark": {"remark": "小红"},
    "unmask_member": {"reason": "核对"},
    "restock_sku": {"quantity": 1},
    "edit_role": {"name": "店长", "rights": ["members.read"], "revision": 1},
    "approve_post": {"revision": 1},
    "copy_role": {"name": "店长二"},
    "refund_order": {"reason": "门店缺货"},
    "withdraw_refund": {"reason": "已线下退款"},
    "edit_post": {
        "name": "周末",
        "content": {"item_id": "x", "version": 1},
        "audience": {"channel": "customers"},
        "schedule": {"kind": "once", "at": "2026-12-01T00:00:00.000Z"},
        "revision": 1,
    },
    "edit_store": {"number": "1", "name": "店", "version": 1},
    "place_script": {"category": "报价"},
    "mark_script": {"is_favourite": True},
    "use_script": {"version": 1},
    "move_store": {"state": "closed"},
}


def _name(route: Route) -> str:
    return f"{route.method} {route.path}"


def test_a_route_without_a_role_cannot_be_declared() -> None:
    """It fails at import, not in review."""
    with pytest.raises(TypeError, match="allow"):
        Routes(ROOM).get("/x", summary=("x", "x"))(lambda: None)


@pytest.fixture(scope="module")
def world() -> Iterator[tuple[Stack, dict[str, str]]]:
    """A stack where `demo` owns one of everything, and what its things are called."""
    with running_stack() as stack:
        yield stack, world_of.build(stack)


# Where a name stands for something else than elsewhere.
ELSE = {"/admin/v1/post-forecasts/{forecast_id}": {"forecast_id": "draft_forecast_id"}}


def target(route: Route, names: dict[str, str]) -> str:
    """The path of a route to the things of these names."""
    names = {**names, **{name: names[of] for name, of in ELSE.get(route.path, {}).items()}}
    unnamed = set(path_parameters(route.path)) - set(names)
    assert not unnamed, f"{route.path}: let `world` make one, and name it {sorted(unnamed)}"
    return route.path.format(**{name: names[name] for name in path_parameters(route.path)})


def _call(http: Http, route: Route, names: dict[str, str], body: Any = None) -> Any:
    return http.call(route.method, target(route, names), body if route.body else None, {})


@pytest.mark.parametrize("route", GUARDED, ids=_name)
def test_nobody_passes_without_a_session(world: tuple[Stack, dict[str, str]], route: Route) -> None:
    """401, and with a forged token too."""
    stack, names = world
    assert _call(stack.http, route, names, {}).code == "Unauthenticated"
    assert _call(stack.http.as_("forged.token.here"), route, names, {}).code == "Unauthenticated"


@pytest.mark.parametrize("role", sorted(rights.OPERATORS - {rights.Role.OWNER}))
def test_a_role_passes_no_door_that_does_not_name_it(world: tuple[Stack, dict[str, str]], role: rights.Role) -> None:
    """403 at every route that does not list it."""
    stack, names = world
    make.operator(stack, role, "wangfang")
    http, closed = stack.operator("wangfang"), [route for route in GUARDED if role not in route.allow.roles]
    assert [_name(route) for route in closed if _call(http, route, names, {}).code != "RoleNotAllowed"] == []


# A customer's own page names its corp itself (tests/mine/test_own_pages.py).
FOREIGN = [route for route in GUARDED if set(path_parameters(route.path)) - {"userid", "entry"}]


@pytest.mark.parametrize("route", FOREIGN, ids=_name)
def test_another_corps_thing_is_not_found(world: tuple[Stack, dict[str, str]], route: Route) -> None:
    """404 for every id of another corp, whoever asks: its key cannot even be built."""
    stack, names = world
    http = (
        make.member_session(stack, "m", "rival") if route.allow == rights.MEMBER else make.session(stack, corp="rival")
    )
    assert _call(http, route, names, BODIES.get(route.name)).status == 404


@pytest.mark.parametrize("route", [route for route in FOREIGN if route.method == "GET"], ids=_name)
def test_a_corp_finds_its_own_thing(world: tuple[Stack, dict[str, str]], route: Route) -> None:
    """Negative control: what the rival does not find is there."""
    stack, names = world
    http = make.member_session(stack, names["member_id"]) if route.allow == rights.MEMBER else make.session(stack)
    assert _call(http, route, names).status == 200


def test_another_corps_coupon_cannot_be_redeemed(world: tuple[Stack, dict[str, str]]) -> None:
    """The code of another corp is an unknown coupon, and stays unredeemed."""
    stack, names = world
    answer = stack.operator(corp="rival").post(
        "/staff/v1/redemptions", {"code": names["coupon"], "order_amount": 20000}
    )
    assert (answer.status, answer.code) == (404, "UnknownCoupon")


def test_another_corps_team_shows_no_page(world: tuple[Stack, dict[str, str]]) -> None:
    """The page of a team under another corp's key is not found; under its own it is there."""
    stack, names = world
    assert stack.http.get(f"/g/rival-{names['team_id']}").status == 404
    assert stack.http.get(f"/g/demo-{names['team_id']}").status == 200


def test_another_corps_live_code_shows_no_page(world: tuple[Stack, dict[str, str]]) -> None:
    """The entry page of a code under another corp's key is not found."""
    stack, names = world
    assert stack.http.get(f"/c/rival-{names['code']}").status == 404


@pytest.mark.parametrize("path", ["/admin/v1/members", "/admin/v1/live-codes", "/admin/v1/coupon-templates"])
def test_another_corps_lists_are_its_own(world: tuple[Stack, dict[str, str]], path: str) -> None:
    """A list holds nothing of another corp."""
    stack = world[0]
    assert stack.operator(corp="rival").get(path).json()["items"] == []
    assert len(stack.operator().get(path).json()["items"]) >= 1


def test_the_openapi_document_is_fresh() -> None:
    """docs/openapi.json is what the routes declare; `make openapi` writes it again."""
    from chalicelib.core.http import openapi

    assert json.loads((ROOT / "docs" / "openapi.json").read_text()) == openapi.document(), "stale: run make openapi"


@pytest.fixture
def judged(monkeypatch: pytest.MonkeyPatch) -> Callable[[Any], None]:
    """The validator of documents, its 2,300 schemas judged by their dialect in Rust: a tenth of the time."""
    import jsonschema_rs
    from jsonschema.exceptions import SchemaError
    from openapi_schema_validator import OAS31Validator
    from openapi_schema_validator._specifications import REGISTRY as DIALECTS
    from openapi_spec_validator import validate
    from openapi_spec_validator.validation.keywords import OpenAPIV31SchemaValidator

    known = jsonschema_rs.Registry([(name, DIALECTS.contents(name)) for name in DIALECTS])
    dialect = jsonschema_rs.Draft202012Validator(OAS31Validator.META_SCHEMA, registry=known)

    def check(schema: Any) -> None:
        for wrong in dialect.iter_errors(schema):
            raise SchemaError(wrong.message)

    monkeypatch.setattr(OpenAPIV31SchemaValidator, "_get_schema_checker", lambda *schema: check)
    return validate


def test_the_openapi_document_is_valid(judged: Callable[[Any], None]) -> None:
    """By the official schema of OpenAPI 3.1, with every route in it."""
    from chalicelib.core.http import openapi

    document = openapi.document()
    judged(document)
    told = {(method.upper(), path) for path, operations in document["paths"].items() for method in operations}
    assert told == {(route.method, route.path) for route in REGISTRY}


@pytest.mark.parametrize(
    "schema",
    [{"type": "text"}, {"properties": {"a": {"items": {"minLength": "x"}}}}, {"discriminator": {"of": 1}}],
)
def test_a_schema_that_is_none_is_noticed(judged: Callable[[Any], None], schema: Any) -> None:
    """Negative control: a wrong type, one deep inside, and a word of OpenAPI's own without what it needs."""
    document = {"openapi": "3.1.0", "info": {"title": "x", "version": "1"}, "paths": {}}
    judged({**document, "components": {"schemas": {"A": {"type": "string"}}}})
    with pytest.raises(Exception, match=r"is not valid|not of type|required"):
        judged({**document, "components": {"schemas": {"A": schema}}})


def test_the_docs_page_loads_nothing_from_elsewhere(stack: Stack) -> None:
    """It opens behind any firewall: no script, no style, no font from another host."""
    answer = stack.http.get("/docs")
    assert answer.status == 200
    for marker in (b"<script", b"src=", b"@import", b'rel="stylesheet"'):
        assert marker not in answer.body
    assert b"create_live_code" in answer.body


def test_on_a_phone_a_long_path_of_the_docs_page_wraps(stack: Stack) -> None:
    """Paths and schemas are one long word each; without a place to break they stand out of their card."""
    style = stack.http.get("/docs").body.decode().partition("</style>")[0]
    assert re.search(r"\bcode { [^}]*overflow-wrap: anywhere", style)


def test_a_door_that_tells_of_an_error_tells_of_its_kinds() -> None:
    """A program that reads the document knows each code that may come."""
    for route in REGISTRY:
        for error in route.errors:
            kinds = set(every(error)) if error.__module__ != errors.__name__ else {error}
            assert kinds - {*OF_ONE_CALL} <= set(route.errors), (route.path, error.__name__)
