"""MODEL: 300 junk sign-ins and 300 entry pages a second beside real callbacks, for as long as it takes.

API Gateway is a model (tests/support/gateway.py) of the limits in the built template, each bucket used up when it
begins; whatever passes is answered by the app itself, one instance of it. What it shows is that the numbers fit
together; how API Gateway counts in truth only AWS can show.
"""

from __future__ import annotations

import random
import time
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import partial
from typing import Any

import msgspec
import pytest

from chalicelib.core.config import config
from chalicelib.core.http import crowds
from chalicelib.core.http.session import Session, issue
from chalicelib.core.ops import limits
from chalicelib.core.room import Function
from tests.infra.template import Template
from tests.support import make
from tests.support.gateway import Gateway
from tests.support.http import Http
from tests.support.stack import Stack
from tests.support.wecom import join_event, sealed

JUNK_A_SECOND = 300
CALLBACKS_A_SECOND = 20
SECONDS = 1
# How long the door holds an instance: measured for a callback, network included (chalicelib/core/http/rates.py).
CALLBACK_SECONDS = 0.03


@dataclass
class Flood:
    """The world of one run. addresses: how many strangers there are."""

    stack: Stack
    gateway: Gateway
    addresses: int
    monkeypatch: pytest.MonkeyPatch
    started: float = 1_800_000_000.0
    answers: dict[str, Counter[int]] = field(default_factory=dict)

    def run(self, page: str, owner: Callable[[], None]) -> None:
        """A second of junk and callbacks, evenly mixed, with the owner in their midst."""
        chance = random.Random(7)
        acts: list[Callable[[], None]] = []
        for number in range(JUNK_A_SECOND * SECONDS):
            acts += [partial(self._junk_code, number), partial(self._look, page, number)]
        acts += [partial(self._callback, number) for number in range(CALLBACKS_A_SECOND * SECONDS)]
        chance.shuffle(acts)
        acts.insert(len(acts) * 3 // 4, owner)
        for place, act in enumerate(acts):
            self.now = SECONDS * place / len(acts)
            self.monkeypatch.setattr(time, "time", lambda: self.started + self.now)
            act()

    def send(self, what: str, method: str, target: str, body: Any = None, http: Http | None = None) -> int:
        """The status of one request, 429 where the gateway refuses it."""
        function = Function.DOOR if what == "callback" else Function.API
        self.monkeypatch.setattr(
            crowds, "config", lambda: msgspec.structs.replace(config(), function=function, address_rate=30)
        )
        status = 429
        if self.gateway.admits(method, target.partition("?")[0], self.now):
            kind = "text/xml" if what == "callback" else "application/json"
            status = (http or Http()).call(method, target, body, {}, kind).status
        self.answers.setdefault(what, Counter())[status] += 1
        return status

    def _junk_code(self, number: int) -> None:
        code = "no code" if number % 3 == 0 else f"junk-{number:032}"
        self.send("junk", "POST", "/admin/v1/sessions", {"corp": "demo", "code": code}, self._stranger(number))

    def _look(self, page: str, number: int) -> None:
        self.send("page", "GET", page, None, self._stranger(number))

    def _stranger(self, number: int) -> Http:
        return Http(address=f"2001:db8:{number % self.addresses:x}::1")

    def _callback(self, number: int) -> None:
        target, body = sealed("demo", join_event("demo", "liming", f"wmflood{number}", 1763690400 + number))
        self.send("callback", "POST", target, body)


def settings_of(template: Template) -> list[dict[str, Any]]:
    """The throttles as they are built."""
    return template.throttles()


def _flooded(
    stack: Stack, monkeypatch: pytest.MonkeyPatch, gateway: Gateway, addresses: int, token: str = ""
) -> tuple[Flood, int]:
    """A flood, and how the owner fared who signed in at three quarters of it."""
    code = make.live_code(stack)
    flood = Flood(stack, gateway, addresses, monkeypatch)
    fared: list[int] = []

    def owner() -> None:
        good = {"corp": "demo", "code": stack.platform.oauth_code("demo", "zhangwei")}
        fared.append(flood.send("owner", "POST", "/admin/v1/sessions", good, Http(token, "203.0.113.5")))

    flood.run(f"/c/demo-{code.id}", owner)
    return flood, fared[0]


def test_a_flood_from_few_addresses_hinders_nobody(
    stack: Stack, template: Template, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Every callback is taken, the owner signs in at the first try, and WeCom hears of a tenth of the junk at most."""
    flood, owner = _flooded(stack, monkeypatch, Gateway(settings_of(template)), addresses=1)
    assert flood.answers["callback"] == {200: CALLBACKS_A_SECOND * SECONDS}
    assert owner == 201
    asked = [entry["api"] for entry in stack.platform.ledger("api")].count("auth/getuserinfo")
    assert asked <= 31
    assert flood.answers["page"][200] <= 30


def test_a_flood_from_everywhere_keeps_no_owner_out_who_was_there_before(
    stack: Stack, template: Template, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Each stranger comes once: what may fail is used up, and the owner's earlier session shows who they are."""
    monkeypatch.setattr(limits, "FAILURES", 100)
    token, _ = issue(Session(corp="demo", who="zhangwei", is_member=False), stack.clock.now())
    flood, owner = _flooded(stack, monkeypatch, Gateway(settings_of(template)), addresses=10**4, token=token)
    assert flood.answers["callback"] == {200: CALLBACKS_A_SECOND * SECONDS}
    assert flood.answers["junk"][429] >= 50
    assert owner == 201


def test_the_door_has_room_for_all_that_its_throttle_lets_through(template: Template) -> None:
    """At the rate of both its methods, with what a call takes, fewer run at a time than are kept for it."""
    door = template.functions["Door"]["ReservedConcurrentExecutions"]["Fn::If"][1]
    rates = {
        one["ResourcePath"]: one["ThrottlingRateLimit"] for one in settings_of(template) if one["HttpMethod"] == "POST"
    }
    taken = rates["/~1wecom~1callback~1{corp}"] + rates["/~1pay~1notify~1{corp}"]
    assert taken * CALLBACK_SECONDS <= door


def test_without_a_throttle_of_their_own_callbacks_would_be_refused(
    stack: Stack, template: Template, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Negative control: one number for all methods, as the sign-in's, and the flood takes it from the callbacks."""
    signing_in = next(one for one in settings_of(template) if one["ResourcePath"] == "/~1admin~1v1~1sessions")
    shared = Gateway([{**signing_in, "HttpMethod": "*", "ResourcePath": "/*"}])
    flood, _ = _flooded(stack, monkeypatch, shared, addresses=1)
    assert flood.answers["callback"][429] > 0


def test_if_tries_were_counted_the_owner_would_be_refused(
    stack: Stack, template: Template, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Negative control: permits for whoever tries, as before, are used up by whoever tries most."""
    monkeypatch.setattr(limits, "FAILURES", 60)
    monkeypatch.setattr(crowds, "admit_address", lambda *_: None)
    is_failing = limits.is_failing

    def counted(ctx: Any, name: str) -> bool:
        limits.failed(ctx, name)
        return is_failing(ctx, name)

    monkeypatch.setattr(limits, "is_failing", counted)
    _, owner = _flooded(stack, monkeypatch, Gateway(settings_of(template)), addresses=1)
    assert owner == 429
