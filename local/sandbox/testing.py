"""Tools for tests that talk to a sandbox: a plain client and a callback receiver."""

import json
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.error import HTTPError
from urllib.parse import parse_qs, urlencode, urlsplit
from urllib.request import Request, urlopen
from xml.etree import ElementTree

from msgspec import Struct

from local.sandbox.crypto import CallbackCrypto

CORP = "wwc0ffee0000000001"
SECRET = "app-secret-of-tests"
TOKEN = "QDG6eK"
KEY = "jWmYm7qr5nMoAUwZRjGtBxmz3KA1tkAj3ykkR6q2B2C"
APPID, APP_SECRET = "wx00000000000000aa", "mini-secret-of-tests"
Data = dict[str, Any]


class Client:
    """Calls a sandbox as a corp's backend would, and its control API as a tester would."""

    def __init__(self, url: str, corp_id: str = CORP, secret: str = SECRET) -> None:
        self.url = url
        self.corp_id = corp_id
        self.secret = secret

    def send(self, method: str, path: str, body: object = None) -> tuple[int, bytes]:
        """One request; the HTTP status and the raw answer."""
        raw = body if isinstance(body, bytes) else None
        if body is not None and raw is None:
            raw = json.dumps(body, ensure_ascii=False).encode()
        request = Request(self.url + path, raw, method=method)
        try:
            with urlopen(request, timeout=10) as answer:
                return answer.status, answer.read()
        except HTTPError as error:
            with error:
                return error.code, error.read()

    def control(self, method: str, path: str, body: object = None) -> Data:
        """A control call that must succeed."""
        status, raw = self.send(method, f"/_sandbox{path}", body)
        answer: Data = json.loads(raw)
        if status != 200:
            raise AssertionError(f"{method} {path}: {status} {answer}")
        return answer

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


def corp_setup(callback_url: str = "", **changes: object) -> Data:
    """The body that sets up the corp of the tests."""
    return {
        "name": "测试茶饮", "secrets": [{"agent_id": 1000002, "secret": SECRET}],
        "callback_url": callback_url, "token": TOKEN, "encoding_aes_key": KEY,
        "mini_appid": APPID, "mini_secret": APP_SECRET,
        "staff": [{"userid": "li", "name": "李小美"}, {"userid": "wang", "name": "王强"}],
        **changes,
    }  # fmt: skip


class Received(Struct):
    """One POST that reached the receiver."""

    query: dict[str, str]
    raw: bytes


class Receiver:
    """A callback URL of a corp: records every POST and answers as told."""

    def __init__(self) -> None:
        self.crypto = CallbackCrypto(TOKEN, KEY, CORP)
        self.posts: list[Received] = []
        self.statuses: list[int] = []
        self.delay = 0.0
        self.body = b"success"
        self.echo: Callable[[str], bytes] = str.encode
        self.url = ""
        self.most_at_once = 0
        self._at_once = 0
        self._counting = threading.Lock()

    def busy(self, change: int) -> None:
        """Count POSTs being answered, to see how many ran at once."""
        with self._counting:
            self._at_once += change
            self.most_at_once = max(self.most_at_once, self._at_once)

    def open(self, post: Received) -> dict[str, str]:
        """Check and decrypt one POST; the event's fields."""
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
    server = ThreadingHTTPServer(("127.0.0.1", 0), _handler(receiver))
    receiver.url = f"http://127.0.0.1:{server.server_port}/callback?corp=1"
    thread = threading.Thread(target=server.serve_forever, args=(0.01,), daemon=True)
    thread.start()
    try:
        yield receiver
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


def _handler(receiver: Receiver) -> type[BaseHTTPRequestHandler]:
    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            query = self._query()
            plain = receiver.crypto.open(query["msg_signature"], query["timestamp"], query["nonce"], query["echostr"])
            time.sleep(receiver.delay)
            self._answer(200, receiver.echo(plain))

        def do_POST(self) -> None:
            raw = self.rfile.read(int(self.headers["Content-Length"]))
            receiver.posts.append(Received(self._query(), raw))
            status = receiver.statuses.pop(0) if receiver.statuses else 200
            receiver.busy(1)
            time.sleep(receiver.delay)
            receiver.busy(-1)
            self._answer(status, receiver.body)

        def _query(self) -> dict[str, str]:
            return {k: v[0] for k, v in parse_qs(urlsplit(self.path).query).items()}

        def _answer(self, status: int, body: bytes) -> None:
            try:
                self.send_response(status)
                self.send_header("Content-Length", str(len(body)))
                self.end_headers()
                self.wfile.write(body)
            except ConnectionError:
                pass

        def log_message(self, format: str, *args: object) -> None:
            return None

    return Handler
