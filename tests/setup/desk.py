"""The wizard over HTTP, as a browser asks it, on a cloud that is the stack of the test."""

from __future__ import annotations

import http.client
import re
import threading
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from typing import Any
from urllib.parse import urlencode

from botocore.exceptions import ClientError

from chalicelib.core.config import config
from chalicelib.core.ops.secrets import Power
from chalicelib.reconcile import service as reconciliations
from chalicelib.reconcile.shapes import NewReconciliation
from chalicelib.setup import service
from chalicelib.setup.shapes import SetupLine
from infra import provision
from infra.onboarding.desk import Desk
from infra.onboarding.server import Wizard
from infra.provision import Corps
from infra.settings import CorpSettings
from tests.support.stack import Stack


class Vault:
    """Stands where Secrets Manager stands. is_closed: it refuses to be written to."""

    class exceptions:  # noqa: N801  as boto3 calls it
        """What a client has."""

        class ResourceNotFoundException(Exception):
            """Nothing was written yet."""

    def __init__(self) -> None:
        self.held: dict[str, str] = {}
        self.is_closed = False

    def get_secret_value(self, SecretId: str) -> dict[str, str]:  # noqa: N803
        if SecretId not in self.held:
            raise self.exceptions.ResourceNotFoundException
        return {"SecretString": self.held[SecretId]}

    def put_secret_value(self, SecretId: str, SecretString: str) -> None:  # noqa: N803
        if self.is_closed:
            raise ClientError({"Error": {"Code": "AccessDeniedException"}}, "PutSecretValue")
        self.held[SecretId] = SecretString


class TestCloud:
    """The test's stack, with secrets of its own."""

    __test__ = False

    def __init__(self, stack: Stack) -> None:
        self.stack = stack
        self.vault: Any = Vault()
        self.where: provision.Secrets = {power: power.value for power in Power}
        self.does_begin = True

    @property
    def public(self) -> str:
        return config().public_url

    def corps(self) -> Corps:
        return provision.known(self.vault, self.where)

    def write(self, key: str, to: Callable[[Corps], CorpSettings]) -> None:
        provision.change(self.vault, self.where, lambda corps: {key: to(corps)})

    def begin(self, key: str) -> None:
        if not self.does_begin:
            raise ClientError({"Error": {"Code": "AccessDeniedException"}}, "SendMessage")
        ctx = self.stack.ctx(key, "system:onboard")
        reconciliations.begin(ctx)
        reconciliations.ask(ctx, NewReconciliation())

    def lines(self, key: str) -> list[SetupLine]:
        return service.by_themselves(self.stack.ctx(key, "system:onboard"))


class Answer:
    """What came back."""

    def __init__(self, raw: http.client.HTTPResponse) -> None:
        self.status, self.headers = raw.status, dict(raw.getheaders())
        self.text = raw.read().decode()


class Browser:
    """One browser at the wizard; `seen` is all that it was ever shown."""

    def __init__(self, wizard: Wizard, cloud: TestCloud, passed: list[float]) -> None:
        self.wizard, self.cloud, self._passed = wizard, cloud, passed
        self.cookie = ""
        self.seen: list[str] = []

    def wait(self, seconds: float) -> None:
        """Let time pass for the wizard."""
        self._passed[0] += seconds

    def ask(self, method: str, path: str, body: str | None = None, headers: Mapping[str, str] | None = None) -> Answer:
        """As it is; nothing is added but the cookie."""
        connection = http.client.HTTPConnection("127.0.0.1", self.wizard.server_port, timeout=20)
        held = {"Cookie": self.cookie} if self.cookie else {}
        connection.request(method, path, body, {**held, **(headers or {})})
        answer = Answer(connection.getresponse())
        connection.close()
        self.seen.append(answer.text + str(answer.headers))
        return answer

    def open(self) -> Answer:
        """The address of the terminal."""
        answer = self.ask("GET", f"/?token={self.wizard.token}")
        self.cookie = answer.headers["Set-Cookie"].partition(";")[0]
        return self.get("/")

    def get(self, path: str) -> Answer:
        """A page, wherever it leads."""
        answer = self.ask("GET", path)
        return self.get(answer.headers["Location"]) if answer.status == 303 else answer

    def send(self, path: str, **given: str) -> Answer:
        """A form of our own page, and where it leads."""
        shown = "".join(self.seen)
        token = re.findall(r'name="form" value="([^"]+)"', shown)[-1]
        corp = re.findall(r'name="corp" value="([^"]*)"', shown)[-1]
        headers = {"Origin": self.wizard.origin, "Content-Type": "application/x-www-form-urlencoded"}
        names = {name.replace("__", "."): value for name, value in given.items()}
        answer = self.ask("POST", path, urlencode({"form": token, "corp": corp, **names}), headers)
        return self.get(answer.headers["Location"]) if answer.status == 303 else answer


@contextmanager
def browsing(stack: Stack) -> Iterator[Browser]:
    """A wizard that runs, and a browser before it."""
    cloud, passed = TestCloud(stack), [0.0]
    wizard = Wizard(Desk(cloud, lambda: passed[0]))
    thread = threading.Thread(target=wizard.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True)
    thread.start()
    try:
        yield Browser(wizard, cloud, passed)
    finally:
        wizard.shutdown()
        wizard.server_close()
        thread.join()
