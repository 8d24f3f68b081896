"""What no door is declared for, and who may call from elsewhere."""

from __future__ import annotations

import re
from typing import Any

import pytest

from chalicelib.core import config
from chalicelib.core.config import ConfigError, read
from chalicelib.core.http import edge
from tests.support import make
from tests.support.make import TEMPLATE
from tests.support.stack import ENVIRONMENT, Stack

FIELDS = {"type", "title", "status", "code", "message_zh", "message_en", "details", "request_id"}


@pytest.mark.parametrize(
    ("method", "path", "content_type", "status", "code"),
    [
        ("POST", "/mini/v1/sessions", "text/plain", 415, "UnsupportedMediaType"),
        ("POST", "/mini/v1/sessions", "application/x-www-form-urlencoded", 415, "UnsupportedMediaType"),
        ("PUT", "/staff/v1/sessions", "application/json", 405, "MethodNotAllowed"),
        ("GET", "/no/such/path", "application/json", 404, "UnknownPath"),
    ],
)
def test_chalices_own_refusals_are_problem_documents(
    stack: Stack, method: str, path: str, content_type: str, status: int, code: str
) -> None:
    """Like every other refusal, whoever refuses."""
    answer = stack.http.call(method, path, "{}", {}, content_type)
    assert (answer.status, answer.code) == (status, code)
    assert answer.headers["content-type"] == "application/problem+json"
    assert set(answer.json()) == FIELDS and answer.json()["request_id"]


def test_a_method_that_is_not_allowed_says_which_are(stack: Stack) -> None:
    """As HTTP asks (RFC 9110 15.5.6)."""
    answer = stack.http.call("PUT", "/staff/v1/sessions", "{}", {})
    assert "POST" in answer.headers["allow"]


@pytest.mark.parametrize("content_type", ["application/json", "application/json; charset=utf-8", "APPLICATION/JSON"])
def test_json_is_json_however_it_is_written(stack: Stack, content_type: str) -> None:
    """With a charset, in capitals."""
    assert stack.http.call("POST", "/mini/v1/sessions", "{}", {}, content_type).code == "InvalidBody"


@pytest.mark.parametrize("path", ["/c", "/c/demo-x/more", "/c/demo-x/a/b", "/g", "/g/demo-x/more", "/c/DEMO", "/g/x"])
def test_where_a_customer_looks_there_is_a_page(stack: Stack, path: str) -> None:
    """A link that lost its end, or grew one, says what to do, in Chinese first."""
    answer = stack.http.get(path)
    assert answer.status == 404
    assert answer.headers["content-type"].startswith("text/html")
    page = answer.body.decode()
    assert "联系门店" in page or "门店索取" in page
    assert not [word for word in ("接口", "编号", "request_id", "API") if word in page]


def test_a_browser_at_a_path_without_a_door_sees_a_page(stack: Stack) -> None:
    """Whoever asks for HTML reads HTML; a program reads JSON."""
    assert stack.http.get("/no/such", accept="text/html,*/*").headers["content-type"].startswith("text/html")
    assert stack.http.get("/no/such", accept="application/json").code == "UnknownPath"


@pytest.mark.parametrize(
    ("path", "body", "key", "found"),
    [
        ("/admin/v1/members/" + "x" * 129, None, "", ("NotFound", "path.member_id", "max_length")),
        ("/admin/v1/members/\ud800", None, "", ("NotFound", "path.member_id", "text")),
        ("/admin/v1/members?q=\ud800", None, "", ("InvalidQuery", "query.q", "text")),
        ("/admin/v1/products", '{"name": "\ud800"}', "", ("InvalidBody", "", "json")),
        ("/admin/v1/coupon-templates", TEMPLATE, "k\ud800", ("InvalidHeader", "header.idempotency-key", "format")),
    ],
)
def test_what_no_store_can_hold_is_refused_wherever_it_stands(
    stack: Stack, path: str, body: Any, key: str, found: tuple[str, str, str]
) -> None:
    """Half a surrogate pair, and an id that is too long to be one: told like any other fault."""
    answer = stack.operator().call("POST" if body else "GET", path, body, {"idempotency-key": key} if key else {})
    (fault,) = answer.json()["details"]["errors"]
    assert (answer.code, fault["path"], fault["rule"]) == found


@pytest.mark.parametrize("path", ["/admin/v1/members/" + "x" * 129, "/mini/v1/orders/\ud800"])
def test_what_stands_in_a_path_is_called_as_people_call_it(stack: Stack, path: str) -> None:
    """They opened a link or pressed a button: `member_id` is a word of programs."""
    who = make.member_session(stack, "m1") if path.startswith("/mini/") else stack.operator()
    answer = who.get(path)
    (fault,) = answer.json()["details"]["errors"]
    assert "编号" in fault["zh"] and not re.search("[A-Za-z]", fault["zh"]), fault


ELSEWHERE = {"origin": "https://h5.example.com"}


@pytest.fixture
def open_stack(stack: Stack, monkeypatch: pytest.MonkeyPatch) -> Stack:
    """A stack that allows one origin."""
    monkeypatch.setenv("SIYU_ALLOWED_ORIGINS", "https://h5.example.com, https://console.example.com")
    config.config.cache_clear()
    return stack


def test_no_page_elsewhere_may_call_by_itself(stack: Stack) -> None:
    """Without allowed origins a browser is told nothing, so it keeps every answer from the page."""
    for answer in (
        stack.http.get("/openapi.json", **ELSEWHERE),
        stack.http.call("OPTIONS", "/admin/v1/members", None, ELSEWHERE),
    ):
        assert [name for name in answer.headers if name.startswith("access-control")] == []


def test_a_page_of_an_allowed_origin_may_call(open_stack: Stack) -> None:
    """The browser asks first and is told what it may send; the answer, a refusal too, may then be read."""
    asked = open_stack.http.call("OPTIONS", "/admin/v1/members", None, ELSEWHERE)
    assert (asked.status, asked.body) == (204, b"")
    assert asked.headers["access-control-allow-origin"] == ELSEWHERE["origin"]
    assert "GET" in asked.headers["access-control-allow-methods"]
    assert "Authorization" in asked.headers["access-control-allow-headers"]
    for answer in (
        open_stack.http.get("/openapi.json", **ELSEWHERE),
        open_stack.http.get("/admin/v1/members", **ELSEWHERE),
    ):
        assert answer.headers["access-control-allow-origin"] == ELSEWHERE["origin"]
        assert answer.headers["vary"] == "Origin"
        assert "access-control-allow-credentials" not in answer.headers


@pytest.mark.parametrize("origin", ["https://h5.example.com.evil.example", "http://h5.example.com", "null", ""])
def test_an_origin_that_looks_like_an_allowed_one_may_not(open_stack: Stack, origin: str) -> None:
    """It is compared whole."""
    for answer in (
        open_stack.http.get("/openapi.json", origin=origin),
        open_stack.http.call("OPTIONS", "/admin/v1/members", None, {"origin": origin}),
    ):
        assert [name for name in answer.headers if name.startswith("access-control")] == []


@pytest.mark.parametrize("origins", ["*", "https://a.example/path", "http://a.example", "https://*.example.com"])
def test_what_is_no_origin_stops_the_stack(origins: str) -> None:
    """Outside of one machine an origin is https, and each is named."""
    with pytest.raises(ConfigError, match="SIYU_ALLOWED_ORIGINS"):
        read({**ENVIRONMENT, "SIYU_STAGE": "prod", "SIYU_ALLOWED_ORIGINS": origins})


def test_the_second_api_is_answered_as_the_first() -> None:
    """Its paths do without `/admin`, which led there, and get it back by their stage; events of all else stay."""
    at = {"stage": "admin", "resourcePath": "/v1/members", "requestId": "r"}
    event = {"requestContext": at, "body": None}
    whole = {"requestContext": {**at, "resourcePath": "/admin/v1/members"}, "body": None}
    assert edge.with_full_path(event) == whole
    others: list[Any] = [{"requestContext": {**at, "stage": "api"}}, {"Records": []}, None]
    assert all(edge.with_full_path(other) is other for other in others)
