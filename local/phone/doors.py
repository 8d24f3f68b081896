"""What /phone asks of this machine: its files, what is on, and what somebody presses."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from http import HTTPStatus
from pathlib import Path

import msgspec

from local.phone.people import People
from local.phone.stage import Plays, Shown, Stage
from local.stack import Stack
from local.web import Client

STATIC = Path(__file__).with_name("static")
TYPES = {".html": "text/html; charset=utf-8", ".js": "text/javascript", ".css": "text/css"}
FILES = {"/phone": "phone.html"} | {f"/phone/{name}": name for name in ("phone.js", "phone.css", "client.js")}
Headers = list[tuple[str, str]]
Answer = tuple[int, Headers, bytes]


class Seen(msgspec.Struct, frozen=True):
    """What the page draws. sandbox: WeCom's address. customer: the newest one, '' before there is any. plays: the
    stories that can be begun, by name.
    """

    sandbox: str
    port: int
    corp: str
    staff: dict[str, str]
    plays: dict[str, str]
    shown: Shown
    customer: str


class Said(msgspec.Struct, frozen=True):
    """A message of the side bar to a customer."""

    external_userid: str
    text: str


class Phone:
    """The page, and who sits at its phones."""

    def __init__(self, stack: Stack, plays: Plays, staff: dict[str, str]) -> None:
        self._stack, self._staff = stack, staff
        self.stage, self.people = Stage(stack, plays), People(stack)

    def cookie(self, userid: str, *, anew: bool = False) -> str:
        """The Cookie header of a member of staff; anew: what they had is over."""
        return self.people.cookie(userid, anew=anew)

    def answer(self, method: str, path: str, asked_by: str) -> Answer | None:
        """What a request of the page is answered; None for what is not the page's.

        asked_by: the request's Sec-Fetch-Site; only a page of our own presses.
        """
        path = path.partition("?")[0]
        if method == "GET" and path in FILES:
            return self._file(FILES[path])
        if method == "GET" and path == "/phone/seen":
            return 200, [("Content-Type", "application/json"), ("Cache-Control", "no-store")], self._seen()
        if path.startswith("/phone/"):
            return self._pressed(method, path, asked_by)
        return None

    def says(self, userid: str, asked_by: str, body: bytes) -> Answer:
        """Put a message into a chat of theirs at WeCom, as its client does for the side bar; 409 where it refuses."""
        if asked_by not in ("same-origin", ""):
            return 403, [], b""
        message = msgspec.json.decode(body, type=Said)
        path = f"/corps/{self._stack.corp.corp_id}/staff/{userid}/chat"
        status, _ = Client(f"{self._stack.places.wecom_url}/_sandbox").ask("POST", path, msgspec.to_builtins(message))
        return (204 if status < HTTPStatus.BAD_REQUEST else 409), [], b""

    def _pressed(self, method: str, path: str, asked_by: str) -> Answer:
        acts: dict[str, Callable[[], None]] = {"/phone/on": self.stage.go_on, "/phone/leave": self.stage.leave}
        acts |= {f"/phone/stories/{name}": partial(self.stage.begin, name) for name in self.stage.plays}
        if path not in acts:
            return 404, [], b""
        if method != "POST" or asked_by not in ("same-origin", ""):
            return 403, [], b""
        acts[path]()
        return 204, [], b""

    def _seen(self) -> bytes:
        places = self._stack.places
        newest = Client(f"{places.wecom_url}/_sandbox").get("/customers")["customers"]
        plays = {name: title for name, (title, _) in self.stage.plays.items()}
        customer = str(newest[-1]["id"]) if newest else ""
        corp = self._stack.corp.corp_id
        return msgspec.json.encode(
            Seen(places.wecom_url, places.port, corp, self._staff, plays, self.stage.shown(), customer)
        )

    def _file(self, name: str) -> Answer:
        frames = f"frame-src {self._stack.places.wecom_url} http://*.localhost:{self._stack.places.port}"
        policy = f"default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; img-src data:; {frames}"
        headers = [("Content-Type", TYPES[Path(name).suffix]), ("Content-Security-Policy", policy)]
        return 200, [*headers, ("Cache-Control", "no-store")], (STATIC / name).read_bytes()
