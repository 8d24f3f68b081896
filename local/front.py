"""The front door on this machine: short URLs on one port, handed on to API Gateway of the local cloud.

It bridges two things of the API that MiniStack cannot do: it answers a binary body as base64 text, and what API Gateway
refuses by itself in words of its own. Everything else passes through as it is, byte for byte. What is asked of the
files' bucket goes to S3, by links that are signed for this door's host. `?gateway=THROTTLED`, under whichever path,
shows what API Gateway says then.
"""

from __future__ import annotations

import base64
import binascii
import re
import sys
import threading
import uuid
from collections.abc import Mapping
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any, Protocol

import urllib3

from infra import refusals
from local.patience import stretched
from local.places import Places

# These belong to one connection, not to the message (RFC 9110 7.6.1), and lengths are counted anew.
HOP = frozenset({"connection", "keep-alive", "transfer-encoding", "upgrade", "te", "trailer", "content-length", "host"})
TEXT = [("Content-Type", "text/plain")]
BODY_LIMIT = 10 * 1024 * 1024
FILE_LIMIT = 100 * 1024 * 1024
HOST = ".localhost"
# WeCom's client lends its pages a hand; here /phone does, for the side bar of whoever sits at one.
SIDE_BAR, CHAT = "/side", "/phone/chat"
CLIENT = b'<head><script src="/phone/client.js" defer></script>'
# What API Gateway calls its refusals in a header of each, by what the template calls them.
OF_THE_GATEWAY = {
    "MissingAuthenticationTokenException": "MISSING_AUTHENTICATION_TOKEN",
    "TooManyRequestsException": "THROTTLED",
    "InternalServerErrorException": "DEFAULT_5XX",
}
ASKED_FOR = re.compile(r"[?&]gateway=([A-Z_45]+)")


class Page(Protocol):
    """The page /phone, and the sessions of who sits at its phones (local/phone/)."""

    def answer(self, method: str, path: str, asked_by: str) -> tuple[int, list[tuple[str, str]], bytes] | None:
        """What a request of the page is answered; None for what is not the page's."""

    def cookie(self, userid: str, *, anew: bool = False) -> str:
        """The Cookie header of a member of staff; anew: what they had is over."""

    def says(self, userid: str, asked_by: str, body: bytes) -> tuple[int, list[tuple[str, str]], bytes]:
        """What a member of staff is answered whose side bar puts a message into the chat."""


class Front:
    """A running front door to a stack of these outputs. As with the domain, `/admin` leads to an API of its own."""

    def __init__(self, places: Places, outputs: Mapping[str, str]) -> None:
        self.phone: Page | None = None
        apis = f"{places.cloud_url}/restapis"
        handler = type(
            "Handler",
            (_Handler,),
            {
                "places": places,
                "target": f"{apis}/{outputs['RestAPIId']}/api/_user_request_",
                "admin_target": f"{apis}/{outputs['AdminAPIId']}/admin/_user_request_",
                "bucket": outputs["FilesBucket"],
                "door": self,
            },
        )
        self._server = _Server(("127.0.0.1", places.port), handler)
        self._thread = threading.Thread(target=self._server.serve_forever, kwargs={"poll_interval": 0.1}, daemon=True)
        self._thread.start()

    def show(self, phone: Page) -> None:
        """Answer what `/phone` asks, and be for `<userid>.localhost` the door of that member of staff."""
        self.phone = phone

    def stop(self) -> None:
        """Take no more requests."""
        self._server.shutdown()
        self._server.server_close()


class _Server(ThreadingHTTPServer):
    request_queue_size = 128
    daemon_threads = True

    def handle_error(self, request: Any, client_address: Any) -> None:
        """A caller that hung up early (the sandbox does, at its time limits) is no error of ours."""
        if not isinstance(sys.exception(), ConnectionError):
            super().handle_error(request, client_address)


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    # Headers and body go out as two packets; without this each answer waits 40 ms for the first one's receipt.
    disable_nagle_algorithm = True
    places: Places
    target: str
    admin_target: str
    bucket: str
    door: Front
    pool = urllib3.PoolManager(maxsize=32, retries=False)

    def _serve(self) -> None:
        elsewhere = {"/": f"{self.places.url}/docs", "/sandbox": self.places.wecom_url}
        length = int(self.headers.get("Content-Length") or 0)
        asked_for = ASKED_FOR.search(self.path)
        who = whose(self.headers.get("Host", "")) if self.door.phone else ""
        if self.path in elsewhere:
            self._answer(302, [("Location", elsewhere[self.path])], b"")
        elif self._is_of_a_file() and length > FILE_LIMIT:
            self.close_connection = True
            self._answer(413, TEXT, b"this door takes at most 100 MB for a file")
        elif not self._is_of_a_file() and length > BODY_LIMIT:
            self.close_connection = True
            self._refuse("REQUEST_TOO_LARGE")
        elif asked_for and asked_for[1] in refusals.REFUSALS:
            self.rfile.read(length)
            self._refuse(asked_for[1])
        elif self.door.phone and who and (self.command, self.path) == ("POST", CHAT):
            self._answer(*self.door.phone.says(who, self._by(), self.rfile.read(length)))
        elif self.door.phone and (answer := self.door.phone.answer(self.command, self.path, self._by())):
            self.rfile.read(length)
            self._answer(*answer)
        else:
            self._pass_on(self.rfile.read(length))

    def _by(self) -> str:
        return str(self.headers.get("Sec-Fetch-Site", ""))

    def _is_of_a_file(self) -> bool:
        return f"{self.path.partition('?')[0]}/".startswith(f"/{self.bucket}/")

    def _pass_on(self, body: bytes) -> None:
        headers = {name: value for name, value in self.headers.items() if name.lower() not in HOP}
        target, path = self.target, self.path
        if path.startswith("/admin/"):
            target, path = self.admin_target, path.removeprefix("/admin")
        if self._is_of_a_file():  # the host is signed
            target, headers["Host"] = self.places.cloud_url, self.headers["Host"]
        who = whose(self.headers.get("Host", "")) if self.door.phone else ""
        try:
            answer = self._asked_as(who, target + path, headers, body)
            sent = answer.read(decode_content=False)
        except urllib3.exceptions.HTTPError as error:
            print(f"the local cloud did not answer: {error}\nLook into .local/run/logs/ministack.log", file=sys.stderr)
            self._refuse("DEFAULT_5XX")
        else:
            refused = OF_THE_GATEWAY.get(answer.headers.get("x-amzn-ErrorType", ""))
            if refused and not self._is_of_a_file():
                self._refuse(refused)
                return
            # A header may come more than once: each cookie is one of its own.
            kept = [(name, value) for name, value in answer.headers.items() if name.lower() not in HOP]
            shown = framed(kept) if who or self._is_in_a_frame_of_ours() else kept
            page = decoded(answer.headers, sent)
            is_side_bar = who and path.partition("?")[0] == SIDE_BAR
            self._answer(answer.status, shown, page.replace(b"<head>", CLIENT, 1) if is_side_bar else page)

    def _refuse(self, refusal: str) -> None:
        """As API Gateway does, which has one text for programs and people at one API, and another for operators'."""
        said = refusals.answers(for_people=not self.path.startswith("/admin/"))[refusal]
        self._answer(*refusals.spoken(said, str(uuid.uuid4())))

    def _asked_as(self, who: str, url: str, headers: dict[str, str], body: bytes) -> urllib3.BaseHTTPResponse:
        """Ask the cloud as whoever asked us; for one of /phone's people with their session, anew where it is over."""
        if not (who and self.door.phone):
            return self._asked(url, headers, body)
        answer = self._asked(url, {**headers, "Cookie": self.door.phone.cookie(who)}, body)
        if answer.status != 401:
            return answer
        answer.drain_conn()
        return self._asked(url, {**headers, "Cookie": self.door.phone.cookie(who, anew=True)}, body)

    def _asked(self, url: str, headers: dict[str, str], body: bytes) -> urllib3.BaseHTTPResponse:
        # Longer than the API's own 29 s; on a busy machine still.
        timeout = urllib3.Timeout(connect=stretched(5), read=stretched(35))
        return self.pool.request(
            self.command, url, body=body, headers=headers, redirect=False, timeout=timeout, preload_content=False
        )

    def _is_in_a_frame_of_ours(self) -> bool:
        """A page inside the sandbox's phone or inside /phone, which nothing that is deployed allows."""
        ours = (self.places.url, self.places.wecom_url)
        return self.headers.get("Sec-Fetch-Dest") == "iframe" and self.headers.get("Referer", "").startswith(ours)

    do_GET = do_POST = do_PUT = do_DELETE = do_PATCH = do_OPTIONS = do_HEAD = _serve

    def _answer(self, status: int, headers: list[tuple[str, str]], body: bytes) -> None:
        self.send_response_only(status)
        for name, value in headers:
            self.send_header(name, value)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(body)

    def log_message(self, format: str, *args: Any) -> None:
        """Silent: the functions' own logs tell more."""


def whose(host: str) -> str:
    """The userid that a Host such as `lily.localhost:8080` names; '' for nobody's."""
    name = host.partition(":")[0]
    return name.removesuffix(HOST) if name.endswith(HOST) else ""


def framed(headers: list[tuple[str, str]]) -> list[tuple[str, str]]:
    """The headers of a page that is shown in a frame on this machine; its session stays with /phone."""
    return [
        (name, value.replace("; frame-ancestors 'none'", ""))
        for name, value in headers
        if name.lower() not in ("x-frame-options", "set-cookie")
    ]


def decoded(headers: Mapping[str, str], body: bytes) -> bytes:
    """A picture, a PDF or a compressed file that MiniStack left in base64, as what it is; a drawing may be a text."""
    is_file = headers.get("Content-Type", "").startswith(("image/", "application/pdf"))
    if not is_file and headers.get("Content-Encoding") != "gzip":
        return body
    try:
        return base64.b64decode(body, validate=True)
    except binascii.Error:
        return body
