"""Typed routes: what a room declares about a door, and the one way a request passes it.

A route names its path, who may pass, the shapes of body, query and answer. From the same declaration come
validation, authorisation, idempotency, error mapping and `docs/openapi.json`.
"""

from __future__ import annotations

import re
import time
from collections.abc import Callable, Mapping
from typing import Any

import msgspec
from chalice.app import Blueprint, Request, Response

from chalicelib.core import aws
from chalicelib.core.audited import Leaves
from chalicelib.core.context import Ctx, new_ctx, wall_clock
from chalicelib.core.errors import AppError, BodyTooLarge, InternalError, InvalidBody, OutcomeUnknown, UnknownPath
from chalicelib.core.http import browsers, cors, crowds, forms, people, rates, session, texts, told
from chalicelib.core.http.answers import CORP_KEY, HEADERS, Headers, Incoming, incoming, shape
from chalicelib.core.http.cursors import list_name, seal, unseal
from chalicelib.core.http.forms import Form
from chalicelib.core.http.once import fingerprint, run_once
from chalicelib.core.http.parsing import Declared, Parsed, check_path, parse, sent
from chalicelib.core.http.problem import Where, is_browser, refusal
from chalicelib.core.http.rates import Rate
from chalicelib.core.http.rights import MEMBER, PUBLIC, Right
from chalicelib.core.http.texts import Judge
from chalicelib.core.instance import once
from chalicelib.core.ops import log
from chalicelib.core.room import Function, Room
from chalicelib.core.scope import Scoped
from chalicelib.core.storage.onces import Once, Ours

BODY_LIMIT = 256 * 1024
# Of the body's type the door judges itself (core/http/parsing.py), in the one shape of refusals.
ANY_TYPE: list[str] = []


class Route(msgspec.Struct, frozen=True, kw_only=True):
    """One declared door of a room. allow: the right that passes it. rate: how many requests a second it takes.

    also: rights that its verb asks for besides, of some requests.
    scoped: how the scope of whoever holds the right applies; what says nothing is for those of the whole corp.
    within: asked for whoever acts for less than the whole corp, with the names of the path: raises that the thing is
    not there when it lies outside their scope.
    texts: the free texts of its body, and who lints those that a customer reads. judge: what its room finds wrong with
    a body before a write, told beside what lint finds.
    leaves: what it leaves in the audit, where what it does changes no row that is told there (core/audited.py).
    row_answers: what the verb writes answers a repeat by itself for a day, so no record of the Idempotency-Key is kept.
    form: what a form of our own pages sends there, instead of a body.
    afresh: a repeat is done again, under whichever key, for what it answers is over in minutes.
    """

    room: Room
    method: str
    path: str
    name: str
    summary_zh: str
    summary_en: str
    allow: Right
    rate: Rate
    also: tuple[Right, ...] = ()
    scoped: Scoped = Scoped.ALL_ONLY
    within: Callable[..., None] | None = None
    body: Any = None
    form: type[Form] | None = None
    query: Any = None
    answer: Any = None
    status: int = 200
    errors: tuple[type[AppError], ...] = ()
    media_type: str = "application/json"
    row_answers: bool = False
    afresh: bool = False
    texts: texts.Texts = {}
    judge: Judge | None = None
    leaves: Leaves | None = None

    @property
    def act(self) -> str:
        """What comes through it is called: `posts.pause_post`."""
        return f"{self.room.name}.{self.name}"


REGISTRY: list[Route] = []


class Routes:
    """A room's routes, registered on its own Chalice blueprint."""

    def __init__(self, room: Room) -> None:
        self.room = room
        self.blueprint = Blueprint(f"chalicelib.{room.name}.routes")

    def get(self, path: str, **declared: Any) -> Callable[[Callable[..., Any]], Callable[..., Any]]:
        """Declare a GET route; see Route for what can be declared."""
        return self._declare("GET", path, **declared)

    def post(self, path: str, **declared: Any) -> Callable[[Callable[..., Any]], Callable[..., Any]]:
        """Declare a POST route."""
        return self._declare("POST", path, **declared)

    def put(self, path: str, **declared: Any) -> Callable[[Callable[..., Any]], Callable[..., Any]]:
        """Declare a PUT route."""
        return self._declare("PUT", path, **declared)

    def delete(self, path: str, **declared: Any) -> Callable[[Callable[..., Any]], Callable[..., Any]]:
        """Declare a DELETE route."""
        return self._declare("DELETE", path, **declared)

    def _declare(
        self, method: str, path: str, *, allow: Right, summary: tuple[str, str], **declared: Any
    ) -> Callable[[Callable[..., Any]], Callable[..., Any]]:
        rate = declared.pop("rate", None) or rates.usual(method, path, allow)

        def register(handler: Callable[..., Any]) -> Callable[..., Any]:
            route = Route(
                room=self.room,
                method=method,
                path=path,
                name=handler.__name__,
                allow=allow,
                rate=rate,
                summary_zh=summary[0],
                summary_en=summary[1],
                **declared,
            )
            if any((other.method, other.path) == (method, path) for other in REGISTRY):
                raise ValueError(f"{method} {path} is declared twice")
            is_first = not any(other.path == path for other in REGISTRY)
            REGISTRY.append(route)
            if is_first and self.room.function is Function.API:
                self._answer_browsers(path)

            def view(**params: str) -> Response:
                return pass_door(route, handler, self.blueprint.current_request, params)

            self.blueprint.route(path, methods=[method], name=f"{method} {path}", content_types=ANY_TYPE)(view)
            return handler

        return register

    def _answer_browsers(self, path: str) -> None:
        """Let a browser ask whether a page elsewhere may call a path; what it is told core/http/cors.py says."""

        def ask(**_: str) -> Response:
            methods = [route.method for route in REGISTRY if route.path == path]
            headers: Headers = {**HEADERS, **cors.preflight(self.blueprint.current_request.headers, methods)}
            return Response("", headers, 204)

        self.blueprint.route(path, methods=["OPTIONS"], name=f"OPTIONS {path}", content_types=ANY_TYPE)(ask)

    def pages_under(self, prefix: str) -> None:
        """Answer with a page what a customer may make of the room's `prefix`/{entry}: less than it, or more."""

        def nothing(**_: str) -> Response:
            request_id = self.blueprint.current_request.context.get("requestId", "")
            return refusal(UnknownPath(), request_id, Where(prefix, is_page=True))

        for path in (prefix, f"{prefix}/{{entry}}/{{rest+}}"):
            self.blueprint.route(path, methods=["GET"], name=f"GET {path}", content_types=ANY_TYPE)(nothing)


def pass_door(route: Route, handler: Callable[..., Any], request: Request, params: Mapping[str, str]) -> Response:
    """Verify, parse, call the verb, shape the answer; every error becomes a problem document here and only here."""
    started = time.perf_counter()
    request_id = request.context.get("requestId", "")
    at = Where(
        route.path,
        is_page=route.media_type == "text/html" or (route.allow == PUBLIC and is_browser(request)),
        corp=_corp_in(params),
        own=_own_page(route, params),
        browser=request.headers.get("user-agent", ""),
    )
    said: dict[str, str] = {}
    try:
        asked = incoming(request, request_id, f"{route.method} {route.path}", _rate_of(route))
        said = asked.line
        answer = _serve(route, handler, asked, params)
    except AppError as error:
        said["code"] = error.code
        answer = refusal(error, request_id, at)
    except Exception as error:
        log.failure("request failed", error, route=f"{route.method} {route.path}", request_id=request_id)
        answer = refusal(OutcomeUnknown() if aws.is_away(error) else InternalError(), request_id, at)
    took = round((time.perf_counter() - started) * 1000, 1)
    log.info(
        "request",
        route=f"{route.method} {route.path}",
        status=answer.status_code,
        code=said.get("code", ""),
        ms=took,
        corp=said.get("corp", ""),
        actor=said.get("actor", ""),
        request_id=request_id,
    )
    return answer


@once
def _fits() -> dict[rates.Part, float]:
    return rates.fit(route.rate for route in REGISTRY)


def _rate_of(route: Route) -> Rate:
    """What a door takes beside its like: all are declared before the first request."""
    return rates.fitted(route.rate, _fits())


def _corp_in(params: Mapping[str, str]) -> str:
    """Whose page a path names, as `corp-thing`; '' for another path."""
    corp, _, thing = params.get("entry", "").partition("-")
    return corp if thing and CORP_KEY.fullmatch(corp) else ""


def _own_page(route: Route, params: Mapping[str, str]) -> str:
    """The page of a customer's own that a request wants, or sends a form to; '' for every other door."""
    return route.path.format(**params) if route.allow == MEMBER and route.media_type == "text/html" else ""


def _serve(route: Route, handler: Callable[..., Any], asked: Incoming, params: Mapping[str, str]) -> Response:
    if len(asked.raw_body) > BODY_LIMIT:
        raise BodyTooLarge()
    check_path(route.path, params)
    who = asked if route.allow == PUBLIC else _authorise(route, asked, params)
    parsed = _parsed(route, who, asked)
    if route.form is not None and isinstance(who, Ctx):
        parsed["form"] = forms.read(who, asked, route.form)
    of = _list_of(route, who, params, asked.query)
    _open_cursor(of, asked, parsed)

    def run(acting: Incoming | Ctx) -> Response:
        with told.by(route.leaves, acting, params):
            result = _sealed(of, handler(acting, **params, **parsed))
        named = people.with_names(acting, result) if isinstance(acting, Ctx) and acting.act else result
        return shape(named, route.answer, route.status)

    if isinstance(who, Incoming):
        return run(who)
    if route.texts:
        texts.check(who, route.texts, parsed["body"], route.judge)
    return _run_under_key(route, who, asked, params, run)


def _parsed(route: Route, who: Incoming | Ctx, asked: Incoming) -> Parsed:
    """What was asked; lint is told with the other faults of a body, so that one answer is enough to mend it."""
    try:
        return parse(declared(route), asked)
    except InvalidBody as wrong:
        if route.texts and isinstance(who, Ctx):
            raise wrong.beside(texts.faults(who, route.texts, sent(asked))) from None
        raise


def _authorise(route: Route, asked: Incoming, params: Mapping[str, str]) -> Ctx:
    now = wall_clock()
    whose = session.Whose.MEMBER if route.allow == MEMBER else session.Whose.STAFF
    who = session.verify(browsers.token(route.method, asked, whose, is_form=route.form is not None), now)
    asked.is_of(who.corp, who.actor)
    crowds.admit_corp(who.corp, asked.door, asked.rate or route.rate)
    ctx = new_ctx(who.corp, who.actor, asked.request_id, now=now)
    opened = session.check_open(ctx, who, in_browser=browsers.is_used(asked))
    theirs = session.permit(who, route.allow, route.scoped)
    act, right = ("", "") if who.is_member else (route.act, route.allow.name)
    acting = msgspec.structs.replace(
        ctx, act=act, rights=theirs.rights, scope=theirs.scope, session=opened, right=right
    )
    if route.within is not None and not acting.scope.is_everything:
        route.within(acting, **params)
    return acting


def _run_under_key(
    route: Route, ctx: Ctx, asked: Incoming, params: Mapping[str, str], run: Callable[[Ctx], Response]
) -> Response:
    """What `run` answers; a write that carries an Idempotency-Key runs once under it."""
    idempotency_key = asked.headers.get("idempotency-key", "")
    if route.method == "GET" or not idempotency_key:
        return run(ctx)
    if route.afresh:
        return run(ctx)
    if route.row_answers:
        return run(ctx.acting(ctx.actor, f"key:{idempotency_key}"))
    # By the door, not by its verb: two rooms may each have a verb of one name.
    act, asked_for = f"{route.method} {route.path}", fingerprint(params, asked.raw_body)

    def run_named(ours: Ours) -> Response:
        # What it writes it finds again by these: with the day, so that next week's use of the key is another act.
        named = f"{ours.day}:{idempotency_key}"
        seed = f"{ctx.actor} {act} {named} {asked_for}"
        seeded = new_ctx(ctx.corp, ctx.actor, ctx.request_id, f"key:{named}", seed=seed, now=ctx.now)
        return run(msgspec.structs.replace(ctx, cause=seeded.cause, new_id=seeded.new_id))

    once = Once(idempotency_key=idempotency_key, act=act, fingerprint=asked_for)
    return run_once(ctx, once, route.status, run_named)


def declared(route: Route) -> Declared:
    """What a door says of its requests."""
    judged = frozenset(re.split(r"\W", path)[0] for path, lint in route.texts.items() if lint is not texts.Lint.NONE)
    return Declared(
        route.path,
        route.body,
        route.query,
        has_key=route.allow != PUBLIC and route.method != "GET",
        judged=judged,
        is_page=route.media_type == "text/html",
    )


def _open_cursor(of: bytes, asked: Incoming, parsed: Parsed) -> None:
    # An empty one is none that a list gave: its end, sent back, would begin the list again.
    if of and "cursor" in asked.query:
        query = parsed["query"]
        parsed["query"] = msgspec.structs.replace(query, cursor=unseal(of, query.cursor))


def is_list(route: Route) -> bool:
    """True for a door that gives a page and a cursor."""
    return route.query is not None and "cursor" in route.query.__struct_fields__


def _list_of(route: Route, who: Incoming | Ctx, params: Mapping[str, str], query: Mapping[str, str]) -> bytes:
    """The list that a door shows, b'' when it shows none."""
    if not is_list(route):
        return b""
    corp, actor = (who.corp, who.actor) if isinstance(who, Ctx) else ("", "")
    whose = actor if actor.startswith("member:") else ""
    return list_name(corp, whose, f"{route.method} {route.path}", params, query)


def _sealed(of: bytes, result: Any) -> Any:
    return msgspec.structs.replace(result, cursor=seal(of, result.cursor)) if of else result


def path_parameters(path: str) -> list[str]:
    """The names in braces of a path."""
    return re.findall(r"{(\w+)}", path)
