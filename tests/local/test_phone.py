"""/phone: three people side by side on one machine, each with their own session, and stories that wait for a press."""

from __future__ import annotations

import time
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path
from threading import Thread
from typing import Any

import pytest
import urllib3

from local.front import Front, framed, whose
from local.phone.stage import Stage
from local.places import Places, fresh
from local.stories.tale import Tale

POLICY = "default-src 'none'; script-src 'self'; frame-ancestors 'none'"


class _Cloud(BaseHTTPRequestHandler):
    """Knows one session; what is over is refused."""

    def do_GET(self) -> None:
        cookie = self.headers.get("Cookie", "")
        said = b"<head></head>" if self.path.endswith("/side") else cookie.encode()
        self.send_response(401 if "over" in cookie else 200)
        for name, value in (
            ("Content-Security-Policy", POLICY),
            ("X-Frame-Options", "DENY"),
            ("Set-Cookie", "siyu=x"),
            ("Content-Length", str(len(said))),
        ):
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(said)

    def log_message(self, format: str, *args: Any) -> None:
        """Nobody reads it."""


class Desk:
    """A page /phone whose people have a session each."""

    def __init__(self) -> None:
        self.signed_in: list[str] = []

    def answer(self, method: str, path: str, asked_by: str) -> tuple[int, list[tuple[str, str]], bytes] | None:
        return (200, [], b"the page") if path == "/phone" else None

    def cookie(self, userid: str, *, anew: bool = False) -> str:
        self.signed_in.append(userid)
        return f"siyu={userid}" if anew or userid != "ming" else "siyu=over"

    def says(self, userid: str, asked_by: str, body: bytes) -> tuple[int, list[tuple[str, str]], bytes]:
        return 200, [], f"{userid} says {body.decode()}".encode()


@pytest.fixture
def places(tmp_path: Path) -> Iterator[Places]:
    """A front door before such a cloud, with the page open."""
    places = fresh(tmp_path)
    cloud = HTTPServer(("127.0.0.1", places.cloud_port), _Cloud)
    thread = Thread(target=cloud.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    front = Front(places, {"RestAPIId": "api1", "AdminAPIId": "api2", "FilesBucket": "files"})
    front.show(Desk())
    yield places
    front.stop()
    cloud.shutdown()
    cloud.server_close()
    thread.join()


def asked(places: Places, host: str, **headers: str) -> urllib3.BaseHTTPResponse:
    """What the front door answers under this host's name."""
    sent = {"Host": f"{host}:{places.port}", "Cookie": "siyu=mine", **headers}
    return urllib3.request("GET", f"{places.url}/till", headers=sent, retries=False)


def test_under_a_members_name_the_door_is_theirs(places: Places) -> None:
    """Whatever session the browser has for this machine; it is given none of theirs."""
    answer = asked(places, "lily.localhost")
    assert answer.data == b"siyu=lily"
    assert "Set-Cookie" not in answer.headers and "X-Frame-Options" not in answer.headers
    assert answer.headers["Content-Security-Policy"] == "default-src 'none'; script-src 'self'"


def test_a_session_that_is_over_is_made_anew(places: Places) -> None:
    """The clock was moved on by a day; nobody has to sign in at three phones."""
    answer = asked(places, "ming.localhost")
    assert (answer.status, answer.data) == (200, b"siyu=ming")


@pytest.mark.parametrize("host", ["localhost", "127.0.0.1", "lily.localhost.example.com", "localhost.evil"])
def test_under_any_other_name_nothing_is_changed(places: Places, host: str) -> None:
    """The session is the browser's own, and the page may stand in no frame, as when it is deployed."""
    answer = asked(places, host)
    assert answer.data == b"siyu=mine"
    assert answer.headers["X-Frame-Options"] == "DENY"
    assert answer.headers["Content-Security-Policy"] == POLICY
    assert answer.headers["Set-Cookie"] == "siyu=x"


def test_a_page_may_stand_in_the_sandboxs_phone_and_in_no_other(places: Places) -> None:
    """What the customer's phone shows is a frame of the sandbox, which tells where it is."""
    there = asked(places, "localhost", **{"Sec-Fetch-Dest": "iframe", "Referer": f"{places.wecom_url}/"})
    assert "X-Frame-Options" not in there.headers
    elsewhere = asked(places, "localhost", **{"Sec-Fetch-Dest": "iframe", "Referer": "https://evil.example/"})
    assert elsewhere.headers["X-Frame-Options"] == "DENY"


def test_the_page_itself_is_answered_by_the_door(places: Places) -> None:
    """No function and no cloud is asked for it."""
    assert urllib3.request("GET", f"{places.url}/phone", retries=False).data == b"the page"


def test_who_is_named_by_a_host() -> None:
    """The label before `.localhost`, the port aside."""
    assert [whose(host) for host in ("lily.localhost:8080", "localhost:8080", "lily.localhost", "x.example")] == [
        "lily",
        "",
        "lily",
        "",
    ]


def test_what_a_frame_loses_is_what_forbids_it() -> None:
    """The rest of the policy stays."""
    before = [("Content-Security-Policy", POLICY), ("x-frame-options", "DENY"), ("Cache-Control", "no-store")]
    assert framed(before) == [
        ("Content-Security-Policy", "default-src 'none'; script-src 'self'"),
        ("Cache-Control", "no-store"),
    ]


# ---- stories by presses


def _stage(seen: list[str]) -> Stage:
    def play(tale: Tale) -> None:
        with tale.step("第一步", "one"):
            seen.append("one")
            tale.note("here")
        with tale.step("第二步", "two"):
            seen.append("two")
            tale.promise(False, "it holds")

    stack: Any = None
    return Stage(stack, {"first": ("故事", play)})


def _until(stage: Stage, state: str) -> None:
    ends = time.monotonic() + 5
    while stage.shown().state != state:
        assert time.monotonic() < ends, stage.shown()
        time.sleep(0.005)


def test_a_story_waits_before_each_step_and_says_why_it_broke() -> None:
    """Nothing happens before the press; a promise that does not hold is told, and ends it."""
    seen: list[str] = []
    stage = _stage(seen)
    assert stage.shown().state == "none"
    stage.begin("first")
    _until(stage, "waits")
    assert seen == [] and [step.zh for step in stage.shown().steps] == ["第一步"]
    stage.go_on()
    while len(stage.shown().steps) < 2:
        time.sleep(0.005)
    _until(stage, "waits")
    first = stage.shown().steps[0]
    assert seen == ["one"] and first.ms >= 0 and first.notes == ["here"]
    stage.go_on()
    _until(stage, "failed")
    assert "it holds" in stage.shown().why


def test_a_story_that_is_left_plays_no_further() -> None:
    """Nor does one in whose place another is begun."""
    seen: list[str] = []
    stage = _stage(seen)
    stage.begin("first")
    _until(stage, "waits")
    stage.leave()
    stage.go_on()
    time.sleep(0.05)
    assert seen == [] and stage.shown().state == "none"
    with pytest.raises(KeyError):
        stage.begin("no such story")


def test_a_side_bar_speaks_in_the_chat_of_whose_door_it_is(places: Places) -> None:
    """What is said under a member's name is theirs; under any other, the door has no such page."""
    said = urllib3.request(
        "POST", f"{places.url}/phone/chat", body=b"hello", headers={"Host": f"lily.localhost:{places.port}"}
    )
    assert said.data == b"lily says hello"
    other = urllib3.request(
        "POST", f"{places.url}/phone/chat", body=b"hello", headers={"Host": f"localhost:{places.port}"}
    )
    assert b"says" not in other.data


@pytest.mark.parametrize(("host", "lends"), [("lily.localhost", True), ("localhost", False)])
def test_a_hand_is_lent_to_the_side_bar_at_the_phones_alone(places: Places, host: str, lends: bool) -> None:
    """As WeCom's client does; under the machine's own name the page is as it is deployed."""
    answer = urllib3.request("GET", f"{places.url}/side", headers={"Host": f"{host}:{places.port}"}, retries=False)
    assert (b"/phone/client.js" in answer.data) is lends
