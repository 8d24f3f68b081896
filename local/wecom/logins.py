"""Where a browser signs in: the page inside WeCom, and the one that shows a code to be scanned (docs/platform G5, G8).

Inside WeCom the phone's owner consents at once. On a PC the page shows a code and, here, who could scan it; a member's
own verb (`scan`) does the same from a script.
"""

from __future__ import annotations

import io
import secrets
from urllib.parse import urlsplit

import segno
from flask import Blueprint, Response, jsonify, redirect, render_template, request
from flask.typing import ResponseReturnValue
from msgspec import Struct

from local.servers.basics import Json, NotFound
from local.servers.control import Rules, body_as
from local.wecom.accounts import Accounts, with_code
from local.wecom.api.auth import issue
from local.wecom.life import Refused
from local.wecom.parts import Parts
from local.wecom.records import AppSecret, Corp, Staff

# Assumed (docs/platform G8).
QR_LIVES = 300.0
MOST_STATE = 128
APPID, AGENT, STATE = "appid 参数错误", "agentid 参数错误", "state 参数错误"
BACK = "redirect_uri 参数错误：域名与可信域名不一致"
ABSENT, UNSEEN = "账号未激活或已禁用，无法登录", "你不在该应用的可见范围内，无法登录"


class Wrong(Exception):
    """What the platform's page says instead of going on."""


class ScanIn(Struct, forbid_unknown_fields=True):
    """Body of a member's scan: the code's key, or the link that it holds."""

    key: str


class Ticket(Struct):
    """A code on somebody's screen. location: where the browser goes once it was scanned."""

    key: str
    corp_id: str
    back: str
    state: str
    made: float
    location: str = ""


class Logins:
    """The pages, and what people do with them."""

    def __init__(self, parts: Parts) -> None:
        self.world = parts.world
        self.accounts = Accounts(parts)
        self.tickets: dict[str, Ticket] = {}

    def rules(self) -> Rules:
        """What the control API is given. All raise NotFound; Refused for whom the platform keeps out."""
        member = "/corps/<corp_id>/staff/<userid>"
        return [
            ("POST", f"{member}/phone", self.take_phone),
            ("POST", f"{member}/scan", self.scan),
            *self.accounts.rules(),
        ]

    def take_phone(self, corp_id: str, userid: str) -> Json:
        """The phone on which pages are opened inside WeCom is this member's from now on."""
        with self.world.lock:
            self.world.state.phones[corp_id] = self.world.staff(corp_id, userid).userid
        return {"phone": userid}

    def scan(self, corp_id: str, userid: str) -> Json:
        """The member scans a code and agrees: where the browser that shows it goes."""
        key = body_as(ScanIn).key.rsplit("/", 1)[-1]
        with self.world.lock:
            ticket = self._ticket(key)
            if ticket is None or ticket.corp_id != corp_id:
                raise NotFound("二维码已失效 / the code has expired")
            try:
                return {"location": self._scanned(ticket, userid)}
            except Wrong as wrong:
                raise Refused(str(wrong)) from None

    # pages

    def authorize(self) -> ResponseReturnValue:
        """Inside WeCom: off with a code of the phone's owner at once. An official account's page is WeChat's own."""
        if self.accounts.has(request.args.get("appid", "")):
            return self.accounts.authorize()
        with self.world.lock:
            try:
                corp = self._checked()
                if request.args.get("response_type") != "code":
                    raise Wrong("response_type 参数错误")
                code = self._code(corp, self.world.state.phones.get(corp.corp_id) or next(iter(corp.staff), ""))
            except Wrong as wrong:
                return render_template("login.html", wrong=str(wrong)), 403
        return redirect(with_code(request.args["redirect_uri"], code, request.args.get("state", "")))

    def login(self) -> ResponseReturnValue:
        """On a PC: a code to be scanned."""
        with self.world.lock:
            try:
                corp = self._checked()
                if request.args.get("login_type") != "CorpApp":
                    raise Wrong("login_type 参数错误")
            except Wrong as wrong:
                return render_template("login.html", wrong=str(wrong)), 403
            key = secrets.token_hex(16)
            now = self.world.time()
            self.tickets = {old.key: old for old in self.tickets.values() if old.made > now - 2 * QR_LIVES}
            back, state = request.args["redirect_uri"], request.args.get("state", "")
            self.tickets[key] = Ticket(key, corp.corp_id, back, state, now)
            return render_template("login.html", corp=corp, key=key, staff=list(corp.staff.values()))

    def choose(self) -> ResponseReturnValue:
        """Somebody of the list scans the code that the page shows."""
        with self.world.lock:
            ticket = self._ticket(request.form.get("key", ""))
            try:
                if ticket is None:
                    raise Wrong("二维码已失效，请刷新后重试")
                return redirect(self._scanned(ticket, request.form.get("userid", "")))
            except Wrong as wrong:
                return render_template("login.html", wrong=str(wrong)), 403

    def ticket(self, key: str) -> Response:
        """What the page asks each second: was it scanned, is it too old."""
        with self.world.lock:
            ticket = self._ticket(key)
            return jsonify({"expired": ticket is None, "location": ticket.location if ticket else ""})

    def picture(self, key: str) -> Response:
        """The code itself."""
        out = io.BytesIO()
        segno.make(f"{self.world.public_url}/wwlogin/sso/{key}", error="m", micro=False).save(out, kind="svg", scale=6)
        return Response(out.getvalue(), mimetype="image/svg+xml")

    # what they stand on

    def _checked(self) -> Corp:
        """The corp of a request that the platform would take. Raises Wrong."""
        corp = self.world.state.corps.get(request.args.get("appid", ""))
        if corp is None:
            raise Wrong(APPID)
        app = _app(corp, request.args.get("agentid", ""))
        if app is None:
            raise Wrong(AGENT)
        if urlsplit(request.args.get("redirect_uri", "")).netloc != app.trusted_domain or not app.trusted_domain:
            raise Wrong(BACK)
        if len(request.args.get("state", "").encode()) > MOST_STATE:
            raise Wrong(STATE)
        return corp

    def _ticket(self, key: str) -> Ticket | None:
        ticket = self.tickets.get(key)
        return ticket if ticket and ticket.made > self.world.time() - QR_LIVES else None

    def _scanned(self, ticket: Ticket, userid: str) -> str:
        code = self._code(self.world.corp(ticket.corp_id), userid)
        ticket.location = with_code(ticket.back, code, ticket.state)
        return ticket.location

    def _code(self, corp: Corp, userid: str) -> str:
        member: Staff | None = corp.staff.get(corp.spelling(userid))
        if member is None or not member.active:
            raise Wrong(ABSENT)
        if not member.visible:
            raise Wrong(UNSEEN)
        return issue(self.world, self.world.state.oauth_codes, corp.corp_id, member.userid)


def _app(corp: Corp, agent_id: str) -> AppSecret | None:
    return next((app for app in corp.secrets if not app.contacts and str(app.agent_id) == agent_id), None)


def login_pages(logins: Logins) -> Blueprint:
    """The routes of the pages."""
    blueprint = Blueprint("logins", __name__)
    blueprint.add_url_rule("/connect/oauth2/authorize", "authorize", logins.authorize)
    blueprint.add_url_rule("/wwlogin/sso/login", "login", logins.login)
    blueprint.add_url_rule("/wwlogin/sso/scan", "scan", logins.choose, methods=["POST"])
    blueprint.add_url_rule("/wwlogin/sso/tickets/<key>", "ticket", logins.ticket)
    blueprint.add_url_rule("/wwlogin/sso/codes/<key>.svg", "code", logins.picture)
    return blueprint
