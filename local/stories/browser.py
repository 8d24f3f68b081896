"""A browser of a story: it keeps cookies and goes where it is sent, to WeCom's pages and back."""

from __future__ import annotations

import re
from typing import Any
from urllib.parse import urlencode

import msgspec
import urllib3

from local import demo
from local.stories.tale import Tale

PC, PHONE = "Mozilla/5.0 (Windows NT 10.0; Win64; x64)", "Mozilla/5.0 (iPhone) wxwork/4.1 MicroMessenger/8.0"
OURS = {"X-Siyu-Console": "1", "Sec-Fetch-Site": "same-origin", "Accept": "application/json"}


class Browser:
    """Somebody's browser; what it keeps is of our own host alone."""

    def __init__(self, tale: Tale, agent: str = PC) -> None:
        self._tale, self._agent = tale, agent
        self.cookies: dict[str, str] = {}

    def go(self, url: str) -> urllib3.BaseHTTPResponse:
        """Open an address of ours or of WeCom's."""
        return self._send("GET", url, {"Accept": "text/html", "Sec-Fetch-Mode": "navigate"})

    def ask(self, method: str, path: str, **more: str) -> tuple[int, Any]:
        """What a script of our own page is answered."""
        answer = self._send(method, path, {**OURS, **more})
        return answer.status, msgspec.json.decode(answer.data)

    def _send(self, method: str, url: str, headers: dict[str, str]) -> urllib3.BaseHTTPResponse:
        kept = "; ".join(f"{name}={value}" for name, value in self.cookies.items())
        ours = url.startswith(("/", self._tale.stack.places.url))
        sent = {"User-Agent": self._agent, **headers, **({"Cookie": kept} if kept and ours else {})}
        answer = self._tale.stack.api.raw(method, url, b"", sent)
        for cookie in answer.headers.getlist("Set-Cookie") if ours else []:
            name, value = re.findall(r"^([^=]+)=([^;]*)", cookie)[0]
            self.cookies.pop(name, None)
            if value:
                self.cookies[name] = value
        return answer

    def sign_in(self, who: str) -> str:
        """To WeCom and back, as a member of staff: where it ends."""
        query = urlencode({"corp": demo.KEY, "next": "/console"})
        url = str(self.go(f"/admin/v1/sign-in?{query}").headers["Location"])
        member = f"/corps/{self._tale.stack.corp.corp_id}/staff/{who}"
        if "wxwork" in self._agent:
            self._tale.stack.sandbox.post(f"{member}/phone", {}, status=200)
            back = str(self.go(url).headers["Location"])
        else:
            found = re.search(r'name="key" value="(\w+)"', self.go(url).data.decode())
            key = found[1] if found else ""
            back = str(self._tale.stack.sandbox.post(f"{member}/scan", {"key": key}, status=200)["location"])
        return str(self.go(back).headers.get("Location", ""))
