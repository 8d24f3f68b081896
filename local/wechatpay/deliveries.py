"""Notifications on their way: encrypted, signed, POSTed, retried on the shared clock (docs/platform I6)."""

from __future__ import annotations

import json
import uuid
from collections.abc import Callable

from local.servers import deliveries
from local.servers.basics import Json
from local.servers.wire import Answer, send
from local.wechatpay import crypto
from local.wechatpay.faults import Faults
from local.wechatpay.records import Attempt, Fault, Merchant, Notice
from local.wechatpay.signing import signed_headers
from local.wechatpay.states import FaultKind, NoticeState, VerifyWith
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

ORIGINAL = {"TRANSACTION": "transaction", "REFUND": "refund"}


def nothing() -> None:
    """Nothing is due."""


class Deliverer(deliveries.Deliverer[Notice]):
    """Owns the notices of a world. ripen: does what falls due besides them."""

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
        """Create a notice and send it, bent by the faults in force; without a url nobody hears of it."""
        with self._wake:
            self.world.record("notice", mchid=mchid, event=event, subject=subject, url=url, plain=plain)
            if url:
                now = self.world.time()
                self._route(Notice(0, str(uuid.uuid4()), mchid, event, subject, url, plain, now, now))
            self._wake.notify_all()

    def _route(self, notice: Notice) -> None:
        notice.number = self.world.next_seq()
        if self._take(FaultKind.DROP_NOTIFICATION, notice):
            notice.state = NoticeState.LOST
            self._shelve(notice)
            return
        self.world.state.waiting[notice.number] = notice
        if delay := self._take(FaultKind.DELAY, notice):
            notice.due += delay.seconds
        for _ in range(self._copies(notice) - 1):
            self._repeat(notice)

    def _copies(self, notice: Notice) -> int:
        """How often the first delivery comes at once."""
        if fault := self._take(FaultKind.DUPLICATE, notice):
            return fault.n
        return 2 if self.world.merchant(notice.mchid).duplicate_first else 1

    def _repeat(self, notice: Notice) -> None:
        copy = Notice(
            self.world.next_seq(), notice.id, notice.mchid, notice.event, notice.subject, notice.url, notice.plain,
            notice.created, notice.due,
        )  # fmt: skip
        self.world.state.waiting[copy.number] = copy

    def _take(self, kind: FaultKind, notice: Notice) -> Fault | None:
        return self.faults.take(kind, mchid=notice.mchid, event=notice.event)

    def _shelve(self, notice: Notice) -> None:
        self.world.state.waiting.pop(notice.number, None)
        self.world.state.done.append(notice)
        del self.world.state.done[:-DONE_KEEPS]

    # working

    def number(self, delivery: Notice) -> int:
        """Its own; a duplicate has another."""
        return delivery.number

    def _waiting(self) -> list[Notice]:
        return [notice for notice in self.world.state.waiting.values() if not self.is_in_flight(notice)]

    def next_due(self) -> Notice | None:
        """The oldest that is due on the clock."""
        self.ripen()
        now = self.world.time()
        return next((notice for notice in self._waiting() if notice.due <= now), None)

    def seconds_to_next(self) -> float | None:
        """None, that is until woken, when nothing waits or time moves by hand only."""
        dues = [notice.due for notice in self._waiting()] + [timer.due for timer in self.world.state.timers]
        if not dues or self.world.clock.frozen:
            return None
        return max(0.001, min(dues) - self.world.time())

    def attempt(self, delivery: Notice) -> None:
        """POST once and decide what follows."""
        merchant = self.world.state.merchants.get(delivery.mchid)
        answer = self._post(merchant, delivery) if merchant else Answer.none("merchant is gone")
        with self._wake:
            self._finish(delivery, Attempt(self.world.time(), answer.status, answer.ms, answer.error))

    def _post(self, merchant: Merchant, notice: Notice) -> Answer:
        plain = notice.plain
        if fault := self._take(FaultKind.WRONG_AMOUNT, notice):
            plain = _wrong_amount(plain, fault.amount)
        if self._take(FaultKind.NULLS, notice):
            plain = _with_nulls(plain)
        forged = self._take(FaultKind.BAD_SIGNATURE, notice) is not None
        raw = envelope(merchant, notice, plain)
        headers = signed_headers(self.world, raw, merchant.verify_with == VerifyWith.CERTIFICATE, forged)
        headers |= {"Content-Type": "application/json", "User-Agent": "Mozilla/4.0", "Accept": "*/*"}
        return send("POST", notice.url, raw, self.timeout, headers)

    def _finish(self, notice: Notice, attempt: Attempt) -> None:
        notice.attempts.append(attempt)
        attempts = len(notice.attempts)
        if attempt.status in ACCEPTED:
            notice.state = NoticeState.DELIVERED
        elif attempts > len(GAPS):
            notice.state = NoticeState.GIVEN_UP
        else:
            notice.due = self.world.time() + GAPS[attempts - 1]
        if notice.state != NoticeState.WAITING and notice.number in self.world.state.waiting:
            self._shelve(notice)
        self.world.record(
            "delivery", mchid=notice.mchid, event=notice.event, subject=notice.subject, id=notice.id,
            attempt=attempts, status=attempt.status, ms=attempt.ms, error=attempt.error, outcome=notice.state,
        )  # fmt: skip


def _wrong_amount(plain: Json, by: int) -> Json:
    amount = plain["amount"]
    assert isinstance(amount, dict)
    name = "refund" if "refund" in amount else "total"
    return plain | {"amount": amount | {name: amount[name] + by, f"payer_{name}": amount[f"payer_{name}"] + by}}


def _with_nulls(plain: Json) -> Json:
    """What may be left out is there and null, as other sides write it."""
    amount = plain["amount"]
    assert isinstance(amount, dict)
    optional = dict.fromkeys(("attach", "bank_type", "promotion_detail", "user_received_account"))
    return plain | optional | {"amount": amount | {"currency": None, "payer_total": None, "payer_currency": None}}


def envelope(merchant: Merchant, notice: Notice, plain: Json) -> bytes:
    """The POST's body; every attempt is encrypted anew, the id stays (docs/platform I6)."""
    original = ORIGINAL.get(notice.event.partition(".")[0], notice.event.partition(".")[0].lower())
    text = json.dumps(plain, ensure_ascii=False, separators=(",", ":")).encode()
    body = {
        "id": notice.id, "create_time": rfc3339(notice.created), "resource_type": "encrypt-resource",
        "event_type": notice.event, "summary": SUMMARY.get(notice.event, notice.event),
        "resource": {"original_type": original} | crypto.seal(merchant.apiv3_key, text, original),
    }  # fmt: skip
    return json.dumps(body, ensure_ascii=False, separators=(",", ":")).encode()
