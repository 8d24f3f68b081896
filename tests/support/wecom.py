"""WeCom as a test sees it: the sandbox, through the same control API a person uses."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from chalicelib.core.context import wall_clock
from local.servers.testing import told
from local.wecom import Sandbox
from local.wecom.crypto import CallbackCrypto

# Of the stack's PublicUrl.
DOMAIN = "localhost:8080"
STAFF = ["zhangwei", "liming", "wangfang", "zhaolei", "chenyu"]


@dataclass(frozen=True)
class Corp:
    """A corp's settings, as both sides hold them."""

    corp_id: str
    token: str
    aes_key: str
    mini_appid: str

    def settings(self) -> dict[str, Any]:
        return {
            "name": f"品牌 {self.corp_id}",
            "corp_id": self.corp_id,
            "agent_id": "1000002",
            "agent_secret": f"secret-of-{self.corp_id}",
            "contacts_secret": f"contacts-secret-of-{self.corp_id}",
            "callback_token": self.token,
            "callback_aes_key": self.aes_key,
            "mini_appid": self.mini_appid,
            "mini_secret": f"mini-secret-of-{self.corp_id}",
            "account_appid": f"{self.mini_appid}gzh",
            "account_secret": f"account-secret-of-{self.corp_id}",
            "owners": ["zhangwei"],
        }


CORPS = {
    "demo": Corp("wwdemo0000000001", "DemoToken1", "abcdefghijklmnopqrstuvwxyz0123456789ABCDEFG", "wxdemo01"),
    "rival": Corp("wwrival000000002", "RivalToken2", "GFEDCBA9876543210zyxwvutsrqponmlkjihgfedcba", "wxrival02"),
}


@dataclass(frozen=True)
class Customer:
    id: str
    unionid: str


class Platform:
    """What people do at WeCom."""

    def __init__(self, sandbox: Sandbox) -> None:
        self._sandbox = sandbox

    def call(self, method: str, path: str, body: Any = None) -> Any:
        return told(self._sandbox, method, f"/{path}", body)

    def register(self, name: str, callback_url: str) -> None:
        corp = CORPS[name]
        body = {
            "name": name,
            "secrets": [
                {"agent_id": "1000002", "secret": corp.settings()["agent_secret"], "trusted_domain": DOMAIN},
                {"agent_id": "contacts", "secret": corp.settings()["contacts_secret"], "contacts": True},
            ],
            "callback_url": callback_url,
            "token": corp.token,
            "encoding_aes_key": corp.aes_key,
            "mini_appid": corp.mini_appid,
            "mini_secret": corp.settings()["mini_secret"],
            "account_appid": corp.settings()["account_appid"],
            "account_secret": corp.settings()["account_secret"],
            "account_domain": DOMAIN,
            "staff": [{"userid": userid, "name": userid} for userid in STAFF],
        }
        self.call("PUT", f"corps/{corp.corp_id}", body)

    def verify(self, name: str) -> Any:
        return self.call("POST", f"corps/{CORPS[name].corp_id}/verify")

    def customer(self, name: str = "小红") -> Customer:
        made = self.call("POST", "customers", {"name": name})
        return Customer(made["id"], made["unionid"])

    def add(self, customer: Customer, config_id: str) -> Any:
        return self.call("POST", f"customers/{customer.id}/add", {"config_id": config_id})

    def delete(self, customer: Customer, userid: str, corp: str = "demo") -> Any:
        return self.call("POST", f"customers/{customer.id}/delete", {"corp_id": CORPS[corp].corp_id, "userid": userid})

    def messages(self, customer: Customer) -> Any:
        return self.call("GET", f"customers/{customer.id}/messages")

    def oauth_code(self, corp: str, userid: str) -> str:
        return str(self.call("POST", f"corps/{CORPS[corp].corp_id}/staff/{userid}/oauth-code")["code"])

    def staff(self, verb: str, who: str, corp: str = "demo", **body: Any) -> Any:
        """What an administrator does with a member of staff: `change`, `rename`, `disable`, `leave`, `return` ..."""
        return self.call("POST", f"corps/{CORPS[corp].corp_id}/staff/{who}/{verb}", body)

    def login_code(self, corp: str, customer: Customer) -> str:
        return str(
            self.call("POST", f"customers/{customer.id}/login-code", {"appid": CORPS[corp].mini_appid})["js_code"]
        )

    def ledger(self, kind: str = "") -> list[dict[str, Any]]:
        found = self.call("GET", f"ledger?kind={kind}&limit=1000")
        return list(found["entries"])

    def fault(self, **fault: Any) -> Any:
        return self.call("POST", "faults", fault)


def join_event(
    corp: str, userid: str, external_userid: str, created: int, change: str = "add_external_contact", **more: str
) -> str:
    """The plaintext of a customer-contact event (docs/platform C1)."""
    fields = {"UserID": userid, "ExternalUserID": external_userid, **more}
    body = "".join(f"<{name}><![CDATA[{value}]]></{name}>" for name, value in fields.items())
    return (
        f"<xml><ToUserName><![CDATA[{CORPS[corp].corp_id}]]></ToUserName><FromUserName><![CDATA[sys]]></FromUserName>"
        f"<CreateTime>{created}</CreateTime><MsgType><![CDATA[event]]></MsgType>"
        f"<Event><![CDATA[change_external_contact]]></Event><ChangeType><![CDATA[{change}]]></ChangeType>{body}</xml>"
    )


def sealed(
    corp: str, plaintext: str | bytes, nonce: str = "nonce1", timestamp: str = "", token: str = "", aes_key: str = ""
) -> tuple[str, str]:
    """A callback as WeCom posts it: (path with query, body). The sandbox's own crypto seals it, not ours.

    timestamp: of the signature, now when left out. token, aes_key: the corp's own when left out.
    """
    settings = CORPS[corp]
    crypto = CallbackCrypto(token or settings.token, aes_key or settings.aes_key, settings.corp_id)
    encrypted = crypto.encrypt(plaintext)
    timestamp = timestamp or str(int(wall_clock().timestamp()))
    signature = crypto.sign(timestamp, nonce, encrypted)
    body = (
        f"<xml><ToUserName><![CDATA[{settings.corp_id}]]></ToUserName><Encrypt><![CDATA[{encrypted}]]></Encrypt></xml>"
    )
    return f"/wecom/callback/{corp}?msg_signature={signature}&timestamp={timestamp}&nonce={nonce}", body
