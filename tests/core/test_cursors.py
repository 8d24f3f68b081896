"""A list goes on only from a cursor that it gave: at every door of the house that gives pages."""

from __future__ import annotations

import base64
from collections.abc import Callable, Iterator

import msgspec
import pytest

from chalicelib import rooms
from chalicelib.core.errors import NotConfigured
from chalicelib.core.http.cursors import list_name, seal, unseal
from chalicelib.core.http.rights import MEMBER
from chalicelib.core.http.routes import REGISTRY, Route, is_list, path_parameters
from chalicelib.core.ops import secrets
from chalicelib.core.storage.lists import Page
from tests.support import files, make
from tests.support.http import Answer, Http
from tests.support.stack import Stack, running_stack

rooms.blueprints()
LISTS = {f"{route.method} {route.path}": route for route in REGISTRY if is_list(route)}
PLACE = "2026-11-21T02:00:00.000Zabc"
REQUIRED = {"status": "draft", "seller_id": "nothing", "file": "stores-01KAJ8T0000000000000000000.csv"}


def parameters(route: Route) -> dict[str, str]:
    """Something for each name in the path: a cursor is looked at before what it is asked of."""
    return {name: "2026-11-21T02:00:00.000Z" if name == "at" else "nothing" for name in path_parameters(route.path)}


def filters(route: Route) -> dict[str, str]:
    """What the door cannot be asked without."""
    needed = {field.name for field in msgspec.structs.fields(route.query) if field.required}
    return {name: REQUIRED[name] for name in needed}


class Doors:
    """Clients of a stack with one operator and one customer."""

    def __init__(self, stack: Stack) -> None:
        shelf = make.live_code(stack, by=stack.operator()).body
        customer = stack.platform.customer()
        stack.platform.add(customer, shelf["contact_ways"][0]["config_id"])
        stack.work_off()
        self._operator, self._member = stack.operator(), stack.member(customer)
        (line,) = self._operator.get("/admin/v1/members").json()["items"]
        self.member_id = line["member_id"]

    def client(self, route: Route) -> Http:
        return self._member if route.allow == MEMBER else self._operator

    def name(self, route: Route, corp: str = "demo", door: str = "", **params: str) -> bytes:
        """What a list is called; the arguments say whose cursor is tried here instead."""
        whose = f"member:{self.member_id}" if route.allow == MEMBER else ""
        return list_name(
            corp, whose, door or f"{route.method} {route.path}", parameters(route) | params, filters(route)
        )

    def ask(self, route: Route, cursor: str) -> Answer:
        path = route.path.format(**parameters(route))
        query = "&".join(f"{name}={value}" for name, value in (filters(route) | {"cursor": cursor}).items())
        return self.client(route).get(f"{path}?{query}")


@pytest.fixture(scope="module")
def doors() -> Iterator[Doors]:
    with running_stack() as running:
        files.open_bucket()
        yield Doors(running)


def _flipped(cursor: str, at: int) -> str:
    raw = bytearray(base64.urlsafe_b64decode(cursor + "=" * (-len(cursor) % 4)))
    raw[at] ^= 1
    return base64.urlsafe_b64encode(bytes(raw)).decode().rstrip("=")


SPOILED: dict[str, Callable[[Doors, Route], str]] = {
    "empty": lambda doors, route: "",
    "made up": lambda doors, route: "aGVsbG8gd29ybGQsIGhvdyBhcmUgeW91",
    "no base64": lambda doors, route: "%E4%BD%A0%21",
    "one letter": lambda doors, route: "A",
    "cut": lambda doors, route: seal(doors.name(route), PLACE)[:-4],
    "cut to its seal": lambda doors, route: seal(doors.name(route), "p")[:23],
    "another version": lambda doors, route: _flipped(seal(doors.name(route), PLACE), 0),
    "another seal": lambda doors, route: _flipped(seal(doors.name(route), PLACE), 5),
    "another place": lambda doors, route: _flipped(seal(doors.name(route), PLACE), 20),
    "of another list": lambda doors, route: seal(doors.name(route, door="GET /admin/v1/others"), PLACE),
    "of another corp": lambda doors, route: seal(doors.name(route, corp="rival"), PLACE),
    "of another parent": lambda doors, route: seal(doors.name(route, parent="other"), PLACE),
    "of the old kind": lambda doors, route: base64.urlsafe_b64encode(b"place\x1fdemo#pk\x1fsk").decode(),
}


def test_there_are_lists_in_many_rooms() -> None:
    """The walk below meets what the house has."""
    assert len(LISTS) >= 14 and {"GET /admin/v1/members", "GET /admin/v1/jobs/{job_id}/rejects"} <= set(LISTS)


def test_every_page_comes_from_a_door_that_seals() -> None:
    """No door answers a page without taking the cursor that goes on."""
    pages = [
        route
        for route in REGISTRY
        if route.answer is not None and "cursor" in getattr(route.answer, "__struct_fields__", ())
    ]
    assert [f"{route.method} {route.path}" for route in pages if not is_list(route)] == []
    assert Page.__struct_fields__ == ("items", "cursor")


@pytest.mark.parametrize("how", SPOILED)
@pytest.mark.parametrize("door", LISTS)
def test_a_cursor_that_the_list_did_not_give_is_refused(doors: Doors, door: str, how: str) -> None:
    """Forged, cut, empty, or of another list, parent or corp: a typed 400 at every list of the house, never a 500."""
    route = LISTS[door]
    answer = doors.ask(route, SPOILED[how](doors, route))
    assert (answer.status, answer.code) == (400, "InvalidQuery")


@pytest.mark.parametrize("door", LISTS)
def test_the_lists_own_cursor_is_taken(doors: Doors, door: str) -> None:
    """Control: sealed for this list, a cursor passes the door; that nothing is there is another matter."""
    route = LISTS[door]
    answer = doors.ask(route, seal(doors.name(route), PLACE if door != "GET /admin/v1/jobs/{job_id}/rejects" else "5"))
    assert answer.status in (200, 404), answer.body


def test_a_customer_cannot_go_on_in_anothers_list() -> None:
    """At a customer's door the customer is part of the list's name, at an operator's nobody is."""
    mine, theirs = (list_name("demo", who, "GET /mini/v1/coupons", {}, {}) for who in ("member:a", "member:b"))
    assert mine != theirs


def test_no_text_moves_from_one_part_of_a_name_into_another() -> None:
    """Two lists whose parts read the same when put together have two names."""
    assert list_name("demo", "", "GET /a", {"x": "1"}, {}) != list_name("demo", "", "GET /a", {}, {"x": "1"})
    assert list_name("ab", "c", "", {}, {}) != list_name("a", "bc", "", {}, {})


def test_how_many_are_asked_for_is_no_part_of_the_list(doors: Doors) -> None:
    """A page of another size goes on where the last ended; a filter's other word begins another list."""
    assert list_name("demo", "", "d", {}, {"limit": "2", "cursor": "x"}) == list_name("demo", "", "d", {}, {})
    assert list_name("demo", "", "d", {}, {"tag": "VIP"}) != list_name("demo", "", "d", {}, {})
    of = list_name("demo", "", "d", {}, {})
    assert unseal(of, seal(of, "地方")) == "地方" and seal(of, "") == ""


def test_a_stack_without_a_cursor_key_says_what_is_missing(doors: Doors, monkeypatch: pytest.MonkeyPatch) -> None:
    """No cursor is sealed with an empty key, which anybody has."""
    monkeypatch.setattr(secrets, "sessions", lambda: secrets.Sessions(session_key="k" * 40))
    with pytest.raises(NotConfigured, match="cursor_key"):
        seal(b"list", PLACE)
