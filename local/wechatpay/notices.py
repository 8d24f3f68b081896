"""Notifications on their way: encrypted, signed, POSTed, retried on the shared clock (wecom-api.md I6)."""

import http.client
import json
import threading
import time
import uuid
from collections.abc import Callable
from urllib.parse import urlsplit

from local.wechatpay import crypto
from local.wechatpay.errors import Json
from local.wechatpay.faults import Faults
from local.wechatpay.gate import signed_headers
from local.wechatpay.records import Attempt, Merchant, Notice
from local.wechatpay.world import DONE_KEEPS, World, rfc3339

GAPS = (15, 15, 30, 180, 600, 1200, 1800, 1800, 1800, 3600, 10800, 10800, 10800, 21600, 21600)
ACCEPTED = (200, 204)
WORKERS = 4
SUMMARY = {
    "TRANSACTION.SUCCESS": "支付成功",
    "REFUND.SUCCESS": "退款成功",
    "REFUND.ABNORMAL": "退款异常",
    "REFUND.CLOSED": "退款关闭",
}


def nothing() -> None:
    """Nothing is due."""


class Notifier:
    """Owns the notifications of a world and the threads that carry them out."""

    def __init__(self, world: World, faults: Faults, timeout: float) -> None:
        self.world = world
        self.faults = faults
        self.timeout = timeout
        self.ripen: Callable[[], None] = nothing
        self._wake = threading.Condition(world.lock)
        self._in_flight: set[int] = set()
        self._closing = False
        self._threads: list[threading.Thread] = []

    # life

    def start(self) -> None:
        """Start the workers; what a saved state left over goes on."""
        self.world.clock.subscribe(self.wake)
        for number in range(WORKERS):
            thread = threading.Thread(target=self._work, name=f"notify-{number}", daemon=True)
            thread.start()
            self._threads.append(thread)

    def stop(self) -> None:
        """Let running attempts finish, then end the workers."""
        self.world.clock.unsubscribe(self.wake)
        with self._wake:
            self._closing = True
            self._wake.notify_all()
        for thread in self._threads:
            thread.join(self.timeout + 1)

    def wake(self) -> None:
        """Look again at what is due."""
        with self._wake:
            self._wake.notify_all()

    def settle(self, timeout: float = 10.0) -> bool:
        """Wait until nothing is due and nothing is in flight; False when that took too long."""
        with self._wake:
            return self._wake.wait_for(self._quiet, timeout)

    def _quiet(self) -> bool:
        return not self._in_flight and self._due() is None

    def clear(self) -> None:
        """Forget everything that waits."""
        with self._wake:
            self.world.state.waiting.clear()

    # creating

    def emit(self, mchid: str, event: str, subject: str, url: str, plain: Json) -> None:
        """Create a notification and send it, bent by the faults in force."""
        with self._wake:
            self.world.record("notice", mchid=mchid, event=event, subject=subject, url=url, plain=plain)
            if url:
                self._route(mchid, event, subject, url, plain)
            self._wake.notify_all()

    def _route(self, mchid: str, event: str, subject: str, url: str, plain: Json) -> None:
        now, state = self.world.time(), self.world.state
        notice = Notice(self.world.next_seq(), str(uuid.uuid4()), mchid, event, subject, url, plain, now, now)
        if self.faults.take("drop_notification", mchid, event=event):
            notice.state = "lost"
            self._shelve(notice)
            return
        if delay := self.faults.take("delay", mchid, event=event):
            notice.due += delay.seconds
        fault = self.faults.take("duplicate", mchid, event=event)
        twice = 2 if self.world.merchant(mchid).duplicate_first else 1
        state.waiting[notice.job] = notice
        for _ in range((fault.n if fault else twice) - 1):
            again = Notice(self.world.next_seq(), notice.id, mchid, event, subject, url, plain, now, now)
            state.waiting[again.job] = again

    def _shelve(self, notice: Notice) -> None:
        self.world.state.waiting.pop(notice.job, None)
        self.world.state.done.append(notice)
        del self.world.state.done[:-DONE_KEEPS]

    # working

    def _work(self) -> None:
        while (notice := self._next()) is not None:
            try:
                self._attempt(notice)
            finally:
                with self._wake:
                    self._in_flight.discard(notice.job)
                    self._wake.notify_all()

    def _next(self) -> Notice | None:
        with self._wake:
            while not self._closing:
                if (notice := self._due()) is not None:
                    self._in_flight.add(notice.job)
                    return notice
                self._wake.wait(self._seconds_to_next())
        return None

    def _waiting(self) -> list[Notice]:
        return [n for n in self.world.state.waiting.values() if n.job not in self._in_flight]

    def _due(self) -> Notice | None:
        self.ripen()
        now = self.world.time()
        return next((notice for notice in self._waiting() if notice.due <= now), None)

    def _seconds_to_next(self) -> float | None:
        """None, that is until woken, when nothing waits or time moves by hand only."""
        dues = [n.due for n in self._waiting()] + [t.due for t in self.world.state.timers]
        if not dues or self.world.clock.frozen:
            return None
        return max(0.001, min(dues) - self.world.time())

    def _attempt(self, notice: Notice) -> None:
        merchant = self.world.state.merchants.get(notice.mchid)
        started = time.monotonic()
        try:
            status, error = (self._post(merchant, notice), "") if merchant else (0, "merchant is gone")
        except TimeoutError:
            status, error = 0, "timeout"
        except (OSError, http.client.HTTPException, ValueError) as problem:
            status, error = 0, f"{type(problem).__name__}: {problem}"
        spent = time.monotonic() - started
        if spent > self.timeout:
            status, error = 0, "timeout"
        with self._wake:
            self._finish(notice, Attempt(self.world.time(), status, round(spent * 1000), error))

    def _post(self, merchant: Merchant, notice: Notice) -> int:
        plain = notice.plain
        if fault := self.faults.take("wrong_amount", notice.mchid, event=notice.event):
            plain = _wrong_amount(plain, fault.amount)
        forged = self.faults.take("bad_signature", notice.mchid, event=notice.event) is not None
        raw = envelope(merchant, notice, plain)
        headers = signed_headers(self.world, raw, merchant.verify_with == "certificate", forged)
        headers |= {"Content-Type": "application/json", "User-Agent": "Mozilla/4.0", "Accept": "*/*"}
        return send(notice.url, raw, headers, self.timeout)

    def _finish(self, notice: Notice, attempt: Attempt) -> None:
        notice.attempts.append(attempt)
        tried = len(notice.attempts)
        if attempt.status in ACCEPTED:
            notice.state = "delivered"
        elif tried > len(GAPS):
            notice.state = "given up"
        else:
            notice.due = self.world.time() + GAPS[tried - 1]
        if notice.state != "waiting" and notice.job in self.world.state.waiting:
            self._shelve(notice)
        self.world.record(
            "delivery", mchid=notice.mchid, event=notice.event, subject=notice.subject, id=notice.id,
            attempt=tried, status=attempt.status, ms=attempt.ms, error=attempt.error, outcome=notice.state,
        )  # fmt: skip


def _wrong_amount(plain: Json, by: int) -> Json:
    amount = plain["amount"]
    assert isinstance(amount, dict)
    name = "refund" if "refund" in amount else "total"
    return plain | {"amount": amount | {name: amount[name] + by, f"payer_{name}": amount[f"payer_{name}"] + by}}


def envelope(merchant: Merchant, notice: Notice, plain: Json) -> bytes:
    """The POST's body; every attempt is encrypted anew, the id stays (wecom-api.md I6)."""
    original = "transaction" if notice.event.startswith("TRANSACTION") else "refund"
    text = json.dumps(plain, ensure_ascii=False, separators=(",", ":")).encode()
    body = {
        "id": notice.id, "create_time": rfc3339(notice.created), "resource_type": "encrypt-resource",
        "event_type": notice.event, "summary": SUMMARY[notice.event],
        "resource": {"original_type": original} | crypto.seal(merchant.apiv3_key, text, original),
    }  # fmt: skip
    return json.dumps(body, ensure_ascii=False, separators=(",", ":")).encode()


def send(url: str, body: bytes, headers: dict[str, str], timeout: float) -> int:
    """One POST: no redirects, no proxies; its HTTP status alone decides (wecom-api.md I6)."""
    parts = urlsplit(url)
    kind = http.client.HTTPSConnection if parts.scheme == "https" else http.client.HTTPConnection
    connection = kind(parts.hostname or "", parts.port, timeout=timeout)
    try:
        connection.request("POST", parts.path or "/", body, headers)
        response = connection.getresponse()
        response.read(64 * 1024)
        return response.status
    finally:
        connection.close()
