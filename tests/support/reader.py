"""A customer who reads our pages inside WeChat, and signs in there by the brand's official account."""

from __future__ import annotations

from urllib.parse import urlencode, urlsplit

from tests.support.browser import LINK, OURS, Browser, page
from tests.support.http import Answer
from tests.support.stack import Stack
from tests.support.wecom import CORPS, Customer

WECHAT = "Mozilla/5.0 (iPhone) MicroMessenger/8.0.50"


class Reader(Browser):
    """Somebody's WeChat. customer: whose phone it is."""

    def __init__(self, stack: Stack, customer: Customer) -> None:
        super().__init__(stack, WECHAT)
        self.customer = customer

    def begin(self, corp: str = "demo", following: str = "/k/demo-01ABC") -> str:
        """Off to WeChat: the address of its page."""
        answer = self.follow(f"/mini/v1/sign-in?{urlencode({'corp': corp, 'next': following})}")
        assert answer.status == 302, answer.body
        return answer.headers["location"]

    def at_wechat(self, url: str) -> str:
        """WeChat's page: the reader is known, or agrees. Our path with code and state."""
        self._stack.platform.call("POST", f"customers/{self.customer.id}/phone", {})
        status, back = page(url, agent=WECHAT)
        assert status == 302, back
        parts = urlsplit(back)
        return f"{parts.path}?{parts.query}"

    def arrive(self, corp: str = "demo", following: str = "/k/demo-01ABC") -> Answer:
        """The whole way, with consent where it is asked for: what our door answers at last."""
        answer = self.follow(self.at_wechat(self.begin(corp, following)))
        if answer.status == 302 and "snsapi_userinfo" in answer.headers["location"]:
            answer = self.follow(self.at_wechat(answer.headers["location"]))
        return answer

    def knows(self, corp: str = "demo") -> None:
        """They agreed before, so the silent way tells who they are."""
        appid = CORPS[corp].settings()["account_appid"]
        self._stack.sandbox.world.state.agreed.append((appid, self.customer.id))


__all__ = ["LINK", "OURS", "WECHAT", "Reader"]
