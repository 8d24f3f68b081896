"""The wizard's pages, on this machine alone: one address that opens once, one browser, forms of our own pages.

Nothing is logged, nothing is kept by the browser, and no answer holds what was pasted.
"""

from __future__ import annotations

import secrets
from collections.abc import Callable, Iterator, Mapping
from http import HTTPStatus
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Lock
from typing import Any
from urllib.parse import parse_qs, urlsplit

from botocore.exceptions import BotoCoreError, ClientError
from jinja2 import Environment, FileSystemLoader, StrictUndefined

from infra.onboarding.desk import Desk, step_after, step_of
from infra.onboarding.steps import STEPS, Step
from infra.provision import Half, ProvisionError, said

HOST = "127.0.0.1"
# Two PEM files and what is around them.
LONGEST_BODY = 64 * 1024
FORM = "application/x-www-form-urlencoded"
HEADERS = {
    "Cache-Control": "no-store",
    "Content-Security-Policy": "default-src 'none'; style-src 'self'; form-action 'self'; frame-ancestors 'none'; "
    "base-uri 'none'",
    "Referrer-Policy": "same-origin",
    "X-Content-Type-Options": "nosniff",
}
CLOSED = (
    "这个地址已经用过，或不是终端里给出的那一个；也可能浏览器没有保存 Cookie。"
    "请允许 127.0.0.1 的 Cookie，再打开一次终端里的地址；仍不行就重新运行 make onboard"
)
HERE = Path(__file__).parent
PAGES = Environment(loader=FileSystemLoader(HERE), autoescape=True, undefined=StrictUndefined, trim_blocks=True)
Form = Mapping[str, str]


class Wizard(ThreadingHTTPServer):
    """The server and what it knows: the desk, the token that opens it once, and what says that a page is ours."""

    daemon_threads = True

    def __init__(self, desk: Desk, port: int = 0) -> None:
        super().__init__((HOST, port), Page)
        self.desk = desk
        self._lock = Lock()
        self.token = secrets.token_urlsafe(32)
        self._opener: tuple[str, ...] | None = None
        self.session = ""
        self.form_token = secrets.token_urlsafe(32)

    @property
    def origin(self) -> str:
        """As a browser's Origin says it."""
        return f"http://{HOST}:{self.server_port}"

    @property
    def address(self) -> str:
        """What opens it, once."""
        return f"{self.origin}/?token={self.token}"

    @property
    def cookie(self) -> str:
        """By the port, since all servers of this machine share a browser's cookies."""
        return f"siyu_onboard_{self.server_port}"

    def open_with(self, token: str, opener: tuple[str, ...]) -> bool:
        """Take the token: from then on there is one session.

        A browser may load an address twice, or drop the cookie of the first time. So the same browser may come again
        with it, which ends the session of before, until it has come with the cookie. opener: what it says of itself.
        """
        with self._lock:
            if not (self.token and secrets.compare_digest(token.encode(), self.token.encode())):
                return False
            if self._opener not in (None, opener):
                return False
            self._opener, self.session = opener, secrets.token_urlsafe(32)
            return True

    def is_session(self, given: Iterator[str]) -> bool:
        """True for the one session's cookie; the address is of no use from then on."""
        with self._lock:
            held = self.session.encode()
            is_ours = bool(held) and any(secrets.compare_digest(one.encode(), held) for one in given)
            if is_ours:
                self.token = ""
            return is_ours

    def handle_error(self, request: Any, client_address: Any) -> None:
        """Say nothing: what failed may hold what was pasted."""


class Page(BaseHTTPRequestHandler):
    """One request."""

    server: Wizard
    protocol_version = "HTTP/1.0"
    server_version, sys_version = "Siyu", ""
    # A browser on this machine has sent its form by then.
    timeout = 30

    def log_message(self, format: str, *args: Any) -> None:
        """Nothing is logged: an address holds the token."""

    def do_GET(self) -> None:
        path, query = urlsplit(self.path).path, parse_qs(urlsplit(self.path).query)
        if not self._is_at_home():
            self._refuse(HTTPStatus.MISDIRECTED_REQUEST, "请用终端里给出的地址打开")
        elif path == "/style.css":
            self._answer((HERE / "style.css").read_text(), "text/css")
        elif "token" in query and self.server.open_with(query["token"][0], self._opener()):
            cookie = f"{self.server.cookie}={self.server.session}; HttpOnly; SameSite=Strict; Path=/"
            self._go("/", {"Set-Cookie": cookie})
        elif not self._is_signed_in():
            self._refuse(HTTPStatus.FORBIDDEN, CLOSED)
        else:
            self._guarded(lambda: self._show(path))

    def do_POST(self) -> None:
        if not self._is_at_home():
            self._refuse(HTTPStatus.MISDIRECTED_REQUEST, "请用终端里给出的地址打开")
        elif not self._is_signed_in() or self.headers.get("Origin") != self.server.origin:
            self._refuse(HTTPStatus.FORBIDDEN, "这不是从本页提交的")
        else:
            form = self._form()
            if form is None:
                self._refuse(HTTPStatus.BAD_REQUEST, "提交的内容太长，或不是本页的表单")
            elif not secrets.compare_digest(form.get("form", "").encode(), self.server.form_token.encode()):
                self._refuse(HTTPStatus.FORBIDDEN, "这不是从本页提交的")
            elif form.get("corp", "") != self.server.desk.key:
                self._refuse(HTTPStatus.CONFLICT, self._of_another())
            else:
                self._guarded(lambda: self._take(urlsplit(self.path).path, form))

    # who asks

    def _is_at_home(self) -> bool:
        """By the name that the browser asked for: another one that leads here is somebody's trick."""
        return self.headers.get("Host") == f"{HOST}:{self.server.server_port}"

    def _is_signed_in(self) -> bool:
        return self.server.is_session(self._cookies())

    def _cookies(self) -> Iterator[str]:
        """Our own, by hand: one of another server of this machine that is no good form would hide them all."""
        for header in self.headers.get_all("Cookie", []):
            for pair in header.split(";"):
                name, _, value = pair.strip().partition("=")
                if name == self.server.cookie:
                    yield value

    def _opener(self) -> tuple[str, ...]:
        return tuple(self.headers.get(name, "") for name in ("User-Agent", "Accept-Language"))

    def _of_another(self) -> str:
        key = self.server.desk.key
        now = f"向导现在接入的是「{key}」" if key else "还没有选企业"
        return f"这一页是为另一个企业打开的（可能在别的标签页里换过），没有收下您刚填的。{now}，请从那里继续"

    def _form(self) -> dict[str, str] | None:
        length = self.headers.get("Content-Length", "")
        if (
            not (length.isascii() and length.isdigit())
            or int(length) > LONGEST_BODY
            or self.headers.get_content_type() != FORM
        ):
            return None
        try:
            found = parse_qs(self.rfile.read(int(length)).decode(), keep_blank_values=True, max_num_fields=30)
        except ValueError:
            return None
        return {name: values[0] for name, values in found.items()}

    # pages

    def _guarded(self, do: Callable[[], None]) -> None:
        """What AWS refuses is said by its own code; of anything else by its kind alone."""
        try:
            do()
        except Half as half:
            self._review(HTTPStatus.BAD_GATEWAY, half=half)
        except ProvisionError as error:
            self._refuse(HTTPStatus.CONFLICT, str(error))
        except ClientError as error:
            why = f"AWS 拒绝了 {error.operation_name}（{said(error)}）。请检查您的 AWS 权限后再试，已填写的仍然保留"
            self._refuse(HTTPStatus.BAD_GATEWAY, why)
        except BotoCoreError as error:
            why = f"连不上 AWS（{said(error)}）。请检查网络与 AWS 登录后再试，已填写的仍然保留"
            self._refuse(HTTPStatus.BAD_GATEWAY, why)
        except (BrokenPipeError, ConnectionResetError):
            return
        except Exception as error:
            self._refuse(HTTPStatus.INTERNAL_SERVER_ERROR, f"遇到意外错误（{type(error).__name__}），已填写的仍然保留")

    def _show(self, path: str) -> None:
        desk, name = self.server.desk, path.strip("/")
        step = step_of(name)
        if desk.is_written:
            self._done() if name == "done" else self._go("/done")
        elif name == "choose" or not (desk.key or name):
            self._choices()
        elif not desk.key:
            self._go("/")
        elif step:
            self._page("step", step=step, wrong=desk.wrong(step))
        elif name == "review":
            desk.look()
            self._review()
        else:
            self._go(f"/{STEPS[0].name}")

    def _take(self, path: str, form: Form) -> None:
        desk, name = self.server.desk, path.strip("/")
        step = step_of(name)
        if desk.is_written:
            self._take_written(name)
        elif name == "choose":
            self._choose(form)
        elif not desk.key:
            self._go("/")
        elif step:
            self._fill(step, form)
        elif name == "write":
            self._go("/done") if desk.write(form) else self._review(HTTPStatus.UNPROCESSABLE_ENTITY, asks=True)
        else:
            self._refuse(HTTPStatus.NOT_FOUND, "没有这一页")

    def _take_written(self, name: str) -> None:
        """Of a corp that is written: nothing is filled in any more."""
        desk = self.server.desk
        if name == "test":
            desk.test()
        elif name == "begin":
            desk.begin()
        self._go("/done")

    def _choices(self, wrong: str = "", status: HTTPStatus = HTTPStatus.OK) -> None:
        self._page("choose", corps=sorted(self.server.desk.cloud.corps()), wrong=wrong, status=status)

    def _choose(self, form: Form) -> None:
        wrong = self.server.desk.choose(form.get("new", ""), form.get("key", ""))
        self._choices(wrong, HTTPStatus.UNPROCESSABLE_ENTITY) if wrong else self._go(f"/{STEPS[0].name}")

    def _fill(self, step: Step, form: Form) -> None:
        desk = self.server.desk
        if form.get("clear") or (form.get("drop") and step.name == "domain"):
            desk.drop(form["drop"]) if form.get("drop") else desk.clear(step)
            self._go(f"/{step.name}")
        elif wrong := desk.fill(step, form):
            self._page("step", step=step, wrong=wrong, status=HTTPStatus.UNPROCESSABLE_ENTITY)
        else:
            self._go(f"/{step_after(step)}")

    def _review(self, status: HTTPStatus = HTTPStatus.OK, *, asks: bool = False, half: Half | None = None) -> None:
        desk = self.server.desk
        missing = desk.missing()
        given = {"lines": desk.lines(), "questions": desk.questions(), "asks": asks and not missing, "half": half}
        self._page("review", status, missing=missing, **given)

    def _done(self) -> None:
        """What is written stays said, whether or not the stack can be asked about it."""
        desk = self.server.desk
        try:
            lines, unread = desk.after(), ""
        except (ClientError, BotoCoreError) as error:
            lines, unread = desk.lines(), said(error)
        self._page("done", lines=lines, unread=unread, wait=desk.wait())

    # answers

    def _page(self, name: str, status: HTTPStatus = HTTPStatus.OK, **given: Any) -> None:
        desk = self.server.desk
        text = PAGES.get_template(f"{name}.html").render(
            desk=desk, steps=STEPS, form=self.server.form_token, at=given.get("step"), **given
        )
        self._answer(text, "text/html", status)

    def _refuse(self, status: HTTPStatus, why: str) -> None:
        self._answer(PAGES.get_template("refused.html").render(why=why), "text/html", status)

    def _go(self, where: str, more: Mapping[str, str] | None = None) -> None:
        self._answer("", "text/plain", HTTPStatus.SEE_OTHER, {"Location": where, **(more or {})})

    def _answer(
        self, text: str, kind: str, status: HTTPStatus = HTTPStatus.OK, more: Mapping[str, str] | None = None
    ) -> None:
        raw = text.encode()
        self.send_response(status)
        headers = {**HEADERS, "Content-Type": f"{kind}; charset=utf-8", "Content-Length": str(len(raw)), **(more or {})}
        for name, value in headers.items():
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(raw)
