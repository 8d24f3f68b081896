"""The wizard's pages, on this machine alone: one address that opens once, one browser, forms of our own pages.

Nothing is logged, nothing is kept by the browser, and no answer holds what was pasted.
"""

from __future__ import annotations

import secrets
from collections.abc import Callable, Mapping
from http import HTTPStatus
from http.cookies import CookieError, SimpleCookie
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import RLock
from typing import Any
from urllib.parse import parse_qs, urlsplit

from botocore.exceptions import BotoCoreError, ClientError
from jinja2 import Environment, FileSystemLoader, StrictUndefined

from infra.onboarding.desk import Desk, Wrong, step_after, step_of
from infra.onboarding.steps import STEPS
from infra.provision import ProvisionError

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
HERE = Path(__file__).parent
PAGES = Environment(loader=FileSystemLoader(HERE), autoescape=True, undefined=StrictUndefined, trim_blocks=True)
Form = Mapping[str, str]


class Wizard(ThreadingHTTPServer):
    """The server and what it knows: the desk, the token that opens it once, and what says that a page is ours."""

    daemon_threads = True

    def __init__(self, desk: Desk, port: int = 0) -> None:
        super().__init__((HOST, port), Page)
        self.desk = desk
        self.lock = RLock()
        self.token = secrets.token_urlsafe(32)
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

    def open_with(self, token: str) -> bool:
        """Take the token, once: from then on there is one session."""
        with self.lock:
            if not (self.token and secrets.compare_digest(token.encode(), self.token.encode())):
                return False
            self.token, self.session = "", secrets.token_urlsafe(32)
            return True

    def handle_error(self, request: Any, client_address: Any) -> None:
        """Say nothing: what failed may hold what was pasted."""


class Page(BaseHTTPRequestHandler):
    """One request."""

    server: Wizard
    protocol_version = "HTTP/1.0"
    server_version, sys_version = "Siyu", ""

    def log_message(self, format: str, *args: Any) -> None:
        """Nothing is logged: an address holds the token."""

    def do_GET(self) -> None:
        path, query = urlsplit(self.path).path, parse_qs(urlsplit(self.path).query)
        if not self._is_at_home():
            self._refuse(HTTPStatus.MISDIRECTED_REQUEST, "请用终端里给出的地址打开")
        elif path == "/style.css":
            self._answer((HERE / "style.css").read_text(), "text/css")
        elif "token" in query and self.server.open_with(query["token"][0]):
            cookie = f"{self.server.cookie}={self.server.session}; HttpOnly; SameSite=Strict; Path=/"
            self._go("/", {"Set-Cookie": cookie})
        elif not self._is_signed_in():
            self._refuse(HTTPStatus.FORBIDDEN, "这个地址已经用过，或不是终端里给出的那一个。请重新运行 make onboard")
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
            else:
                self._guarded(lambda: self._take(urlsplit(self.path).path, form))

    # who asks

    def _is_at_home(self) -> bool:
        """By the name that the browser asked for: another one that leads here is somebody's trick."""
        return self.headers.get("Host") == f"{HOST}:{self.server.server_port}"

    def _is_signed_in(self) -> bool:
        try:
            held = SimpleCookie(self.headers.get("Cookie", "")).get(self.server.cookie)
        except CookieError:
            return False
        session = self.server.session
        return bool(held and session and secrets.compare_digest(held.value.encode(), session.encode()))

    def _form(self) -> dict[str, str] | None:
        length = self.headers.get("Content-Length", "")
        if not length.isdigit() or int(length) > LONGEST_BODY or self.headers.get_content_type() != FORM:
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
            with self.server.lock:
                do()
        except ProvisionError as error:
            self._refuse(HTTPStatus.CONFLICT, str(error))
        except ClientError as error:
            code, call = error.response.get("Error", {}).get("Code", ""), error.operation_name
            self._refuse(HTTPStatus.BAD_GATEWAY, f"AWS 拒绝了 {call}（{code}）。请检查您的 AWS 权限后再试")
        except BotoCoreError as error:
            self._refuse(HTTPStatus.BAD_GATEWAY, f"连不上 AWS（{type(error).__name__}）。请检查网络与 AWS 登录后再试")
        except (BrokenPipeError, ConnectionResetError):
            return
        except Exception as error:
            self._refuse(HTTPStatus.INTERNAL_SERVER_ERROR, f"遇到意外错误（{type(error).__name__}），已填写的仍然保留")

    def _show(self, path: str) -> None:
        desk, name = self.server.desk, path.strip("/")
        step = step_of(name)
        if not desk.key:
            return self._page("choose", corps=sorted(desk.cloud.corps()), wrong="") if not name else self._go("/")
        if desk.is_written:
            return self._page("done", lines=desk.after()) if name == "done" else self._go("/done")
        if step:
            return self._page("step", step=step, wrong={})
        if name == "review":
            return self._page("review", missing=desk.missing(), lines=desk.lines(), asks=False)
        return self._go(f"/{STEPS[0].name}")

    def _take(self, path: str, form: Form) -> None:
        desk, name = self.server.desk, path.strip("/")
        step = step_of(name)
        if name == "choose":
            self._choose(form)
        elif not desk.key:
            self._go("/")
        elif name == "test" and desk.is_written:
            desk.test()
            self._go("/done")
        elif desk.is_written:
            self._go("/done")
        elif step and form.get("clear"):
            desk.clear(step)
            self._go(f"/{step.name}")
        elif step:
            wrong: Wrong = desk.fill(step, form)
            if wrong:
                self._page("step", step=step, wrong=wrong, status=HTTPStatus.UNPROCESSABLE_ENTITY)
            else:
                self._go(f"/{step_after(step)}")
        elif name == "write":
            self._write(form)
        else:
            self._refuse(HTTPStatus.NOT_FOUND, "没有这一页")

    def _choose(self, form: Form) -> None:
        desk = self.server.desk
        wrong = desk.choose(form.get("new", "") or form.get("key", ""))
        if wrong:
            corps = sorted(desk.cloud.corps())
            self._page("choose", corps=corps, wrong=wrong, status=HTTPStatus.UNPROCESSABLE_ENTITY)
        else:
            self._go(f"/{STEPS[0].name}")

    def _write(self, form: Form) -> None:
        desk = self.server.desk
        missing = desk.missing()
        if missing or (desk.is_doubtful() and form.get("sure") != "yes"):
            status = HTTPStatus.UNPROCESSABLE_ENTITY
            self._page("review", missing=missing, lines=desk.lines(), asks=not missing, status=status)
            return
        desk.write()
        desk.test()
        self._go("/done")

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
