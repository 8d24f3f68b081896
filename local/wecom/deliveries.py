"""Callbacks on their way: a worker pool that signs, encrypts, POSTs and retries (docs/platform B7).

First attempts about one customer keep their order, unless a fault says otherwise; everything else
runs in parallel. A delivery falls due on the shared clock or in real time, whichever comes first.
"""

from __future__ import annotations

import secrets
import time
from collections.abc import Callable
from urllib.parse import urlencode

from local.servers import deliveries
from local.servers.wire import Answer, send
from local.wecom.crypto import CallbackCrypto, CryptoError
from local.wecom.dirt import dirty_xml
from local.wecom.events import envelope, event_xml, reply_kind
from local.wecom.faults import Faults
from local.wecom.records import Corp, Delivery, Fault
from local.wecom.states import Change, FaultKind, Outcome
from local.wecom.world import World

RETRY_DELAYS = (0.0, 5.0, 10.0)
HOLD_SECONDS = 10.0
WORKERS = 8
NOBODY = "ww0000000000000000"


class Deliverer(deliveries.Deliverer[Delivery]):
    """Owns the pending deliveries of a world. timers: what else the passing of time may bring to be told."""

    world: World

    def __init__(self, world: World, faults: Faults, timeout: float = 5.0) -> None:
        super().__init__(world, timeout, WORKERS)
        self.faults = faults
        self._real_due: dict[int, float] = {}
        self.timers: list[Callable[[], None]] = []

    def start(self) -> None:
        """Deliveries left over from a saved state are due at once."""
        for delivery in self.world.state.deliveries.values():
            self._real_due[delivery.id] = time.monotonic()
        super().start()

    def clear(self) -> None:
        """Forget everything that waits."""
        with self._wake:
            self.world.state.deliveries.clear()
            self._real_due.clear()

    # creating

    def emit(self, corp: Corp, change: Change, fields: dict[str, str], sender: str = "sys", inner: str = "") -> None:
        """Create an event and send it, bent by the faults in force. sender, inner: of one that a member caused."""
        world = self.world
        with self._wake:
            kind = {} if change.value == change.event else {"ChangeType": change.value}
            plaintext = event_xml(corp.corp_id, world.unix(), change.event, {**kind, **fields}, sender, inner)
            world.record("event", corp_id=corp.corp_id, change=change, fields=fields, plaintext=plaintext)
            if corp.callback_url:
                subject = fields.get("ExternalUserID") or fields.get("UserID", "") or sender
                self._route(corp.corp_id, change, subject, plaintext)
            self._wake.notify_all()

    def _route(self, corp_id: str, change: Change, subject: str, plaintext: str) -> None:
        if self.faults.take(FaultKind.DROP_EVENT, corp_id=corp_id, change=change):
            self.world.record("delivery", corp_id=corp_id, change=change, outcome="dropped by fault")
            return
        delivery = self._new(corp_id, change, subject, plaintext)
        if duplicate := self._take(FaultKind.DUPLICATE, delivery):
            for _ in range(duplicate.n - 1):
                self._new(corp_id, change, subject, plaintext).after = delivery.after
        if delay := self._take(FaultKind.DELAY, delivery):
            self._postpone(delivery, delay.seconds)
        elif reorder := self._take(FaultKind.REORDER, delivery):
            self._hold(delivery, reorder.n)

    def _take(self, kind: FaultKind, delivery: Delivery) -> Fault | None:
        return self.faults.take(kind, corp_id=delivery.corp_id, change=delivery.change)

    def _new(self, corp_id: str, change: Change, subject: str, plaintext: str) -> Delivery:
        delivery = Delivery(
            id=self.world.next_seq(), corp_id=corp_id, change=change, subject=subject,
            plaintext=plaintext, due=self.world.time(), after=self._predecessor(corp_id, subject),
        )  # fmt: skip
        self.world.state.deliveries[delivery.id] = delivery
        self._real_due[delivery.id] = time.monotonic()
        return delivery

    def _predecessor(self, corp_id: str, subject: str) -> int | None:
        """The last delivery about the same customer that has not been attempted, unless it is late on purpose."""
        for delivery in reversed(self.world.state.deliveries.values()):
            if (delivery.corp_id, delivery.subject, delivery.attempt) == (corp_id, subject, 0):
                return None if delivery.held or delivery.due > self.world.time() else delivery.id
        return None

    def _postpone(self, delivery: Delivery, seconds: float) -> None:
        delivery.due = self.world.time() + seconds
        self._real_due[delivery.id] = time.monotonic() + seconds

    def _hold(self, delivery: Delivery, count: int) -> None:
        """Keep a delivery back until `count` of the corp are held, then release them in reverse."""
        delivery.held, delivery.after = True, None
        self._postpone(delivery, HOLD_SECONDS)
        held = [each for each in self.world.state.deliveries.values() if each.held and each.corp_id == delivery.corp_id]
        if len(held) < count:
            return
        previous: int | None = None
        for waiting in reversed(held):
            waiting.held, waiting.after = False, previous
            self._postpone(waiting, 0)
            previous = waiting.id

    # working

    def number(self, delivery: Delivery) -> int:
        """Its id."""
        return delivery.id

    def _waiting(self) -> list[Delivery]:
        return [
            delivery
            for delivery in self.world.state.deliveries.values()
            if not self.is_in_flight(delivery) and not self._is_behind(delivery)
        ]

    def _is_behind(self, delivery: Delivery) -> bool:
        """True while another's first attempt has to come before."""
        predecessor = self.world.state.deliveries.get(delivery.after or 0)
        return predecessor is not None and predecessor.attempt == 0

    def next_due(self) -> Delivery | None:
        """Due on the shared clock or in real time."""
        for fall_due in self.timers:
            fall_due()
        now, real = self.world.time(), time.monotonic()
        for delivery in self._waiting():
            if delivery.due <= now or self._real_due.get(delivery.id, 0.0) <= real:
                return delivery
        return None

    def seconds_to_next(self) -> float | None:
        """Until the next one is due in real time."""
        real = time.monotonic()
        waits = [self._real_due.get(delivery.id, 0.0) - real for delivery in self._waiting()]
        return max(0.0, min(waits)) if waits else None

    def attempt(self, delivery: Delivery) -> None:
        """POST once and decide what follows."""
        corp = self.world.state.corps.get(delivery.corp_id)
        try:
            answer = self._post(corp, delivery) if corp else Answer.none("corp is gone")
        except CryptoError as error:
            answer = Answer.none(f"cannot encrypt: {error}")
        with self._wake:
            self._finish(delivery, answer)

    def _post(self, corp: Corp, delivery: Delivery) -> Answer:
        if self._take(FaultKind.DOOR_DOWN, delivery):
            return Answer.none("the door is down, by fault")
        receiver = NOBODY if self._take(FaultKind.WRONG_RECEIVEID, delivery) else corp.corp_id
        forged = self._take(FaultKind.BAD_SIGNATURE, delivery) is not None
        crypto = CallbackCrypto(corp.token, corp.encoding_aes_key, receiver)
        dirty = self._take(FaultKind.DIRTY_XML, delivery)
        encrypted = crypto.encrypt(dirty_xml(delivery.plaintext) if dirty else delivery.plaintext)
        stamp, nonce = str(self.world.unix()), str(secrets.randbelow(10**10))
        signature = crypto.sign(stamp, nonce, encrypted)
        signature = signature[::-1] if forged else signature
        url = with_query(corp.callback_url, msg_signature=signature, timestamp=stamp, nonce=nonce)
        agent_first = secrets.randbelow(2) == 0
        body = envelope(corp.corp_id, str(corp.callback_agent_id), encrypted, agent_first)
        return send("POST", url, body, self.timeout, {"Content-Type": "text/xml; charset=utf-8"})

    def _finish(self, delivery: Delivery, answer: Answer) -> None:
        delivery.attempt += 1
        outcome = self._outcome(delivery, answer)
        if outcome == Outcome.WILL_RETRY:
            self._postpone(delivery, RETRY_DELAYS[delivery.attempt - 1])
        else:
            self.world.state.deliveries.pop(delivery.id, None)
            self._real_due.pop(delivery.id, None)
        self.world.record(
            "delivery", corp_id=delivery.corp_id, change=delivery.change, subject=delivery.subject,
            delivery=delivery.id, attempt=delivery.attempt, status=answer.status, ms=answer.ms,
            error=answer.error, body=answer.body[:200].decode("utf-8", "replace"),
            reply=reply_kind(answer.body) if answer.ok else "", outcome=outcome,
        )  # fmt: skip

    @staticmethod
    def _outcome(delivery: Delivery, answer: Answer) -> Outcome:
        if answer.ok:
            return Outcome.DELIVERED
        return Outcome.WILL_RETRY if delivery.attempt <= len(RETRY_DELAYS) else Outcome.GIVEN_UP


def with_query(url: str, **values: str) -> str:
    """Add query parameters to a callback URL that may have some already."""
    return url + ("&" if "?" in url else "?") + urlencode(values)
