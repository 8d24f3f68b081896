"""A browser that signs in: it keeps cookies, follows where it is sent, and says what browsers say of themselves."""

from __future__ import annotations

import re
import urllib.error
import urllib.request
from typing import Any
from urllib.parse import urlencode, urlsplit

from tests.support.http import Answer, Http
from tests.support.stack import Stack
from tests.support.wecom import CORPS

PC, PHONE = "Mozilla/5.0 (Windows NT 10.0)", "Mozilla/5.0 (iPhone) wxwork/4.1 MicroMessenger"
# What our own page sends along, and what a browser says of it.
OURS = {"sec-fetch-site": "same-origin", "x-siyu-console": "1"}
LINK = {"sec-fetch-mode": "navigate", "sec-fetch-site": "cross-site"}


class _Stay(urllib.request.HTTPRedirectHandler):
    def redirect_request(self, *args: Any) -> None:
        return None


class Browser:
    """Somebody's browser. cookies: what it keeps of us, by name."""

    def __init__(self, stack: Stack, agent: str = PC) -> None:
        self._stack, self._agent = stack, agent
        self.cookies: dict[str, str] = {}

    def ask(
        self, path: str, method: str = "GET", body: Any = None, kind: str = "application/json", **headers: str
    ) -> Answer:
        """One request to us, as a page of ours makes it unless the headers say otherwise. kind: of the body."""
        sent = {name.replace("_", "-"): value for name, value in {**OURS, **headers}.items() if value}
        kept = "; ".join(f"{name}={value}" for name, value in self.cookies.items())
        given = {"user-agent": self._agent, **({"cookie": kept} if kept else {}), **sent}
        answer = Http().call(method, path, body, given, kind)
        for cookie in answer.cookies:
            name, value = re.findall(r"^([^=]+)=([^;]*)", cookie)[0]
            self.cookies.pop(name, None)
            if value:
                self.cookies[name] = value
        return answer

    def follow(self, path: str) -> Answer:
        """One request to us, as by a link from elsewhere."""
        return self.ask(path, **{**dict.fromkeys(OURS, ""), **LINK})

    def begin(self, corp: str = "demo", following: str = "/console") -> str:
        """Off to WeCom: the address of its page."""
        answer = self.follow(f"/admin/v1/sign-in?{urlencode({'corp': corp, 'next': following})}")
        assert answer.status == 302, answer.body
        return answer.headers["location"]

    def at_wecom(self, url: str, who: str = "zhangwei", corp: str = "demo") -> str:
        """WeCom's page: on a PC somebody scans its code, on a phone its owner agrees. Our path with code and state."""
        if "/wwlogin/" in url:
            key = re.search(r'name="key" value="(\w+)"', page(url)[1])
            assert key, page(url)
            back = str(self._stack.platform.staff("scan", who, corp, key=key[1])["location"])
        else:
            self._stack.platform.call("POST", f"corps/{CORPS[corp].corp_id}/staff/{who}/phone", {})
            status, back = page(url)
            assert status == 302, back
        parts = urlsplit(back)
        return f"{parts.path}?{parts.query}"

    def sign_in(self, who: str = "zhangwei", corp: str = "demo", following: str = "/console") -> Answer:
        """The whole way: what our door answers when WeCom has sent the browser back."""
        return self.follow(self.at_wecom(self.begin(corp, following), who, corp))


def page(url: str, form: dict[str, str] | None = None, agent: str = PC) -> tuple[int, str]:
    """A page of WeCom's or WeChat's: its status, and its text or where it sends a browser."""
    opener = urllib.request.build_opener(_Stay)
    opener.addheaders = [("User-Agent", agent)]
    try:
        with opener.open(url, data=urlencode(form).encode() if form else None, timeout=10) as answer:
            return int(answer.status), str(answer.read().decode())
    except urllib.error.HTTPError as error:
        return error.code, str(error.headers.get("Location") or error.read().decode())
