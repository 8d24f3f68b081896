"""Notifications on their way: encrypted, signed, POSTed, retried on the shared clock (docs/platform I6)."""

import json
import uuid
from collections.abc import Callable

from local.servers.basics import Json
from local.servers.courier import Courier
from local.servers.wire import Answer, send
from local.wechatpay import crypto
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


class Notifier(Courier[Notice]):
    """Owns the notifications of a world; `ripen` does what falls due besides."""

    world: World

    def __init__(self, world: World, faults: Faults, timeout: float) -> None:
        super().__init__(world, timeout, WORKERS)
        self.faults = faults
        self.ripen: Callable[[], None] = nothing

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
        if self.faults.take("drop_notification", mchid=mchid, event=event):
            notice.state = "lost"
            self._shelve(notice)
            return
        if delay := self.faults.take("delay", mchid=mchid, event=event):
            notice.due += delay.seconds
        fault = self.faults.take("duplicate", mchid=mchid, event=event)
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

    def number(self, job: Notice) -> int:
        """Its own; a duplicate has another."""
        return job.job

    def _waiting(self) -> list[Notice]:
        return [n for n in self.world.state.waiting.values() if not self.flying(n)]

    def due_job(self) -> Notice | None:
        """The oldest that is due on the clock."""
        self.ripen()
        now = self.world.time()
        return next((notice for notice in self._waiting() if notice.due <= now), None)

    def seconds_to_next(self) -> float | None:
        """None, that is until woken, when nothing waits or time moves by hand only."""
        dues = [n.due for n in self._waiting()] + [t.due for t in self.world.state.timers]
        if not dues or self.world.clock.frozen:
            return None
        return max(0.001, min(dues) - self.world.time())

    def attempt(self, job: Notice) -> None:
        """POST once and decide what follows."""
        merchant = self.world.state.merchants.get(job.mchid)
        answer = self._post(merchant, job) if merchant else Answer(0, b"", 0, "merchant is gone")
        with self._wake:
            self._finish(job, Attempt(self.world.time(), answer.status, answer.ms, answer.error))

    def _post(self, merchant: Merchant, notice: Notice) -> Answer:
        plain = notice.plain
        if fault := self.faults.take("wrong_amount", mchid=notice.mchid, event=notice.event):
            plain = _wrong_amount(plain, fault.amount)
        forged = self.faults.take("bad_signature", mchid=notice.mchid, event=notice.event) is not None
        raw = envelope(merchant, notice, plain)
        headers = signed_headers(self.world, raw, merchant.verify_with == "certificate", forged)
        headers |= {"Content-Type": "application/json", "User-Agent": "Mozilla/4.0", "Accept": "*/*"}
        return send("POST", notice.url, raw, self.timeout, headers)

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
    """The POST's body; every attempt is encrypted anew, the id stays (docs/platform I6)."""
    original = "transaction" if notice.event.startswith("TRANSACTION") else "refund"
    text = json.dumps(plain, ensure_ascii=False, separators=(",", ":")).encode()
    body = {
        "id": notice.id, "create_time": rfc3339(notice.created), "resource_type": "encrypt-resource",
        "event_type": notice.event, "summary": SUMMARY[notice.event],
        "resource": {"original_type": original} | crypto.seal(merchant.apiv3_key, text, original),
    }  # fmt: skip
    return json.dumps(body, ensure_ascii=False, separators=(",", ":")).encode()
