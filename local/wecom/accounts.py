"""Official accounts: the page on which WeChat says who reads (docs/platform G3).

It opens inside WeChat alone. Asked silently, nobody notices; asked for more, the reader agrees here at once.
"""

from __future__ import annotations

from urllib.parse import urlencode, urlsplit

from flask import redirect, render_template, request
from flask.typing import ResponseReturnValue

from local.servers.basics import Json
from local.servers.control import Rules
from local.wecom.api.auth import issue
from local.wecom.parts import Parts
from local.wecom.records import Corp

SCOPES = ("snsapi_base", "snsapi_userinfo")
MOST_STATE = 128
ELSEWHERE, APPID, SCOPE = "请在微信客户端打开链接", "appid 参数错误", "scope 参数错误"
BACK, STATE, KIND = "redirect_uri 域名与后台配置不一致", "state 参数错误", "response_type 参数错误"
NOBODY = "没有人正在用微信阅读 / let a customer take the phone"


class Accounts:
    """The page, and what customers do with it."""

    def __init__(self, parts: Parts) -> None:
        self.world = parts.world

    def rules(self) -> Rules:
        """What the control API is given. Raises NotFound."""
        return [("POST", "/customers/<customer_id>/phone", self.take_phone)]

    def take_phone(self, customer_id: str) -> Json:
        """The phone on which pages are opened inside WeChat is this customer's from now on."""
        with self.world.lock:
            self.world.state.reading = self.world.customer(customer_id).id
        return {"phone": customer_id}

    def has(self, appid: str) -> bool:
        """True for the appid of some corp's official account."""
        return self._corp(appid) is not None

    def authorize(self) -> ResponseReturnValue:
        """Off with a code of whoever reads, at once."""
        asked = request.args
        with self.world.lock:
            corp = self._corp(asked.get("appid", ""))
            wrong = self._wrong(corp)
            if wrong or corp is None:
                return render_template("login.html", wrong=wrong or APPID), 403
            reader, appid, scope = self.world.state.reading, corp.account_appid, asked["scope"]
            code = issue(self.world, self.world.state.page_codes, appid, reader)
            self.world.state.page_codes[code].scope = scope
            if scope == "snsapi_userinfo" and (appid, reader) not in self.world.state.agreed:
                self.world.state.agreed.append((appid, reader))
        return redirect(with_code(asked["redirect_uri"], code, asked.get("state", "")))

    def _corp(self, appid: str) -> Corp | None:
        corps = self.world.state.corps.values()
        return next((corp for corp in corps if appid and corp.account_appid == appid), None)

    def _wrong(self, corp: Corp | None) -> str:
        """What the platform's page says instead of going on; '' for nothing."""
        asked, domain = request.args, corp.account_domain if corp else ""
        checks = (
            ("MicroMessenger" in request.headers.get("User-Agent", ""), ELSEWHERE),
            (asked.get("response_type") == "code", KIND),
            (asked.get("scope") in SCOPES, SCOPE),
            (bool(domain) and urlsplit(asked.get("redirect_uri", "")).netloc == domain, BACK),
            (len(asked.get("state", "").encode()) <= MOST_STATE, STATE),
            (bool(self.world.state.reading), NOBODY),
        )
        return next((said for is_right, said in checks if not is_right), "")


def with_code(back: str, code: str, state: str) -> str:
    """Where a browser is sent back to."""
    return f"{back}{'&' if '?' in back else '?'}{urlencode({'code': code, 'state': state})}"
