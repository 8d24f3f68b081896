"""Tools for tests that talk to a sandbox: a plain client and a callback receiver."""

from __future__ import annotations

import json
import threading
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from urllib.parse import urlencode
from xml.etree import ElementTree

from local.servers import testing
from local.servers.testing import ControlClient, Data, Post, receiving_at
from local.wecom.crypto import CallbackCrypto

CORP = "wwc0ffee0000000001"
SECRET = "app-secret-of-tests"
TOKEN = "QDG6eK"
KEY = "jWmYm7qr5nMoAUwZRjGtBxmz3KA1tkAj3ykkR6q2B2C"
APPID, APP_SECRET = "wx00000000000000aa", "mini-secret-of-tests"
PICTURE = b"\x89PNG\r\n\x1a\n" + bytes(60)


class Client(ControlClient):
    """Calls a sandbox as a corp's backend would, and its control API as a tester would."""

    def __init__(self, url: str, corp_id: str = CORP, secret: str = SECRET) -> None:
        super().__init__(url)
        self.corp_id = corp_id
        self.secret = secret

    def send(self, method: str, path: str, body: object = None, content_type: str = "") -> tuple[int, bytes]:
        """One request; the HTTP status and the raw answer."""
        raw = body if isinstance(body, bytes) else None
        if body is not None and raw is None:
            raw = json.dumps(body, ensure_ascii=False).encode()
        answer = self.request(method, path, raw, {"Content-Type": content_type} if content_type else {})
        return answer.status, answer.raw

    def gettoken(self, corpid: str | None = None, corpsecret: str | None = None) -> Data:
        """Ask for a token; empty strings leave the parameter out."""
        corpid = self.corp_id if corpid is None else corpid
        corpsecret = self.secret if corpsecret is None else corpsecret
        query = {"corpid": corpid, "corpsecret": corpsecret}
        return self.get("gettoken", token="", **query)

    def get(self, api: str, token: str | None = None, **query: str) -> Data:
        """GET a business call."""
        return self._call("GET", api, token, None, query)

    def post(self, api: str, body: object, token: str | None = None) -> Data:
        """POST a business call."""
        return self._call("POST", api, token, body, {})

    def _call(self, method: str, api: str, token: str | None, body: object, query: dict[str, str]) -> Data:
        token = self.gettoken()["access_token"] if token is None else token
        values = {"access_token": token, **query}
        encoded = urlencode({name: value for name, value in values.items() if value})
        _, raw = self.send(method, f"/cgi-bin/{api}?{encoded}", body)
        answer: Data = json.loads(raw)
        return answer

    def contact_way(self, **changes: object) -> Data:
        """Create a contact way; by default a QR code of the member `li`."""
        body = {"type": 1, "scene": 2, "user": ["li"], "state": "s-1", **changes}
        return self.post("externalcontact/add_contact_way", body)

    def upload(self, kind: str = "image", data: bytes = PICTURE, filename: str = "海报.png", token: str = "") -> Data:
        """media/upload as a real multipart body; `kind` "" calls media/uploadimg."""
        head = f'Content-Disposition: form-data; name="media"; filename="{filename}"\r\n\r\n'.encode()
        body = b"--x\r\n" + head + data + b"\r\n--x--\r\n"
        path = f"/cgi-bin/media/upload?type={kind}&" if kind else "/cgi-bin/media/uploadimg?"
        path += f"access_token={token or self.gettoken()['access_token']}"
        answer: Data = json.loads(self.send("POST", path, body, "multipart/form-data; boundary=x")[1])
        return answer

    def befriend(self, customer_id: str, userid: str = "li") -> str:
        """A customer, made if need be, who is now the member's friend; the external_userid."""
        self.control("POST", "/customers", {"id": customer_id, "name": customer_id})
        body = {"config_id": self.contact_way(user=[userid])["config_id"]}
        return str(self.control("POST", f"/customers/{customer_id}/add", body)["external_userid"])

    def group(self, *customers: str, owner: str = "li", name: str = "老客群") -> str:
        """A customer group; the chat_id."""
        body = {"name": name, "owner": owner, "customers": customers}
        return str(self.control("POST", f"/corps/{self.corp_id}/groups", body)["chat_id"])

    def mass(self, *targets: str, **changes: object) -> Data:
        """add_msg_template to external_userids, by default a text."""
        body = {"external_userid": targets, "text": {"content": "周末第二杯半价"}, **changes}
        return self.post("externalcontact/add_msg_template", body)

    def confirm(self, msgid: str, userid: str = "li", **more: object) -> Data:
        """The member taps "send"."""
        return self.control("POST", f"/corps/{self.corp_id}/staff/{userid}/mass/confirm", {"msgid": msgid, **more})

    def results(self, msgid: str, userid: str = "li") -> dict[str, int]:
        """The status of every receiver of one member, as the API tells it."""
        body = {"msgid": msgid, "userid": userid, "limit": 1000}
        sendings = self.post("externalcontact/get_groupmsg_send_result", body)["send_list"]
        return {sending.get("external_userid") or sending["chat_id"]: sending["status"] for sending in sendings}


def corp_setup(callback_url: str = "", **changes: object) -> Data:
    """The body that sets up the corp of the tests."""
    return {
        "name": "测试茶饮", "secrets": [{"agent_id": 1000002, "secret": SECRET}],
        "callback_url": callback_url, "token": TOKEN, "encoding_aes_key": KEY,
        "mini_appid": APPID, "mini_secret": APP_SECRET,
        "staff": [{"userid": "li", "name": "李小美"}, {"userid": "wang", "name": "王强"}],
        **changes,
    }  # fmt: skip


class Receiver(testing.Receiver):
    """A callback URL of a corp. delay: seconds until it answers. echo: what it makes of an echostr in plain."""

    path = "/callback?corp=1"

    def __init__(self) -> None:
        super().__init__()
        self.crypto = CallbackCrypto(TOKEN, KEY, CORP)
        self.delay = 0.0
        self.body = b"success"
        self.echo: Callable[[str], bytes] = str.encode
        self.most_at_once = 0
        self._at_once = 0
        self._counting = threading.Lock()

    def verify(self, query: Mapping[str, str]) -> bytes | None:
        """Open the echostr (docs/platform B2)."""
        plain = self.crypto.open(query["msg_signature"], query["timestamp"], query["nonce"], query["echostr"])
        time.sleep(self.delay)
        return self.echo(plain)

    def dwell(self) -> None:
        """Take `delay` seconds, and see how many POSTs are answered at once."""
        self._count(1)
        time.sleep(self.delay)
        self._count(-1)

    def _count(self, change: int) -> None:
        with self._counting:
            self._at_once += change
            self.most_at_once = max(self.most_at_once, self._at_once)

    def open(self, post: Post) -> dict[str, str]:
        """Check and decrypt one POST: the event's fields. Raises CryptoError."""
        root = ElementTree.fromstring(post.raw)
        query = post.query
        plain = self.crypto.open(
            query["msg_signature"], query["timestamp"], query["nonce"],
            root.findtext("Encrypt") or "",
        )  # fmt: skip
        return {child.tag: child.text or "" for child in ElementTree.fromstring(plain)}

    @property
    def events(self) -> list[dict[str, str]]:
        """All events in the order of arrival."""
        return [self.open(post) for post in self.posts]

    @property
    def changes(self) -> list[str]:
        """The ChangeType of every arrival."""
        return [event["ChangeType"] for event in self.events]


@contextmanager
def receiving() -> Iterator[Receiver]:
    """A receiver on an ephemeral port."""
    receiver = Receiver()
    with receiving_at(receiver):
        yield receiver
