"""Callbacks on their way: a worker pool that signs, encrypts, POSTs and retries (docs/platform B7).

First attempts about one customer keep their order, unless a fault says otherwise; everything else
runs in parallel. A job falls due on the shared clock or in real time, whichever comes first.
"""

import secrets
import time
from urllib.parse import urlencode

from local.servers.courier import Courier
from local.servers.wire import Answer, send
from local.wecom.crypto import CallbackCrypto, CryptoError
from local.wecom.events import envelope, event_xml, reply_kind
from local.wecom.faults import Faults
from local.wecom.records import Corp, Delivery
from local.wecom.world import World

RETRY_DELAYS = (0.0, 5.0, 10.0)
HOLD_SECONDS = 10.0
WORKERS = 8


class Deliverer(Courier[Delivery]):
    """Owns the pending deliveries of a world."""

    world: World

    def __init__(self, world: World, faults: Faults, timeout: float = 5.0) -> None:
        super().__init__(world, timeout, WORKERS)
        self.faults = faults
        self._real_due: dict[int, float] = {}

    def start(self) -> None:
        """Deliveries left over from a saved state are due at once."""
        for job in self.world.state.deliveries.values():
            self._real_due[job.id] = time.monotonic()
        super().start()

    def clear(self) -> None:
        """Forget everything that waits."""
        with self._wake:
            self.world.state.deliveries.clear()
            self._real_due.clear()

    # creating

    def emit(self, corp: Corp, change: str, fields: dict[str, str]) -> None:
        """Create a change_external_contact event and send it, bent by the faults in force."""
        world = self.world
        with self._wake:
            unix = world.unix()
            body = {"ChangeType": change, **fields}
            plaintext = event_xml(corp.corp_id, unix, "change_external_contact", body)
            subject = fields.get("ExternalUserID", "")
            world.record("event", corp_id=corp.corp_id, change=change, fields=fields, plaintext=plaintext)
            if corp.callback_url:
                self._route(corp.corp_id, change, subject, plaintext)
            self._wake.notify_all()

    def _route(self, corp_id: str, change: str, subject: str, plaintext: str) -> None:
        if self.faults.take("drop_event", corp_id=corp_id, change=change):
            self.world.record("delivery", corp_id=corp_id, change=change, outcome="dropped by fault")
            return
        job = self._new(corp_id, change, subject, plaintext)
        if duplicate := self.faults.take("duplicate", corp_id=corp_id, change=change):
            for _ in range(duplicate.n - 1):
                self._new(corp_id, change, subject, plaintext).after = job.after
        if delay := self.faults.take("delay", corp_id=corp_id, change=change):
            self._postpone(job, delay.seconds)
        elif reorder := self.faults.take("reorder", corp_id=corp_id, change=change):
            self._hold(job, reorder.n)

    def _new(self, corp_id: str, change: str, subject: str, plaintext: str) -> Delivery:
        job = Delivery(
            id=self.world.next_seq(), corp_id=corp_id, change=change, subject=subject,
            plaintext=plaintext, due=self.world.time(), after=self._predecessor(corp_id, subject),
        )  # fmt: skip
        self.world.state.deliveries[job.id] = job
        self._real_due[job.id] = time.monotonic()
        return job

    def _predecessor(self, corp_id: str, subject: str) -> int | None:
        for job in reversed(self.world.state.deliveries.values()):
            if (job.corp_id, job.subject, job.attempt) == (corp_id, subject, 0):
                return None if job.held or job.due > self.world.time() else job.id
        return None

    def _postpone(self, job: Delivery, seconds: float) -> None:
        job.due = self.world.time() + seconds
        self._real_due[job.id] = time.monotonic() + seconds

    def _hold(self, job: Delivery, count: int) -> None:
        """Keep the job back until `count` are held, then release them in reverse."""
        job.held, job.after = True, None
        self._postpone(job, HOLD_SECONDS)
        held = [d for d in self.world.state.deliveries.values() if d.held]
        held = [d for d in held if d.corp_id == job.corp_id]
        if len(held) < count:
            return
        previous: int | None = None
        for waiting in reversed(held):
            waiting.held, waiting.after = False, previous
            self._postpone(waiting, 0)
            previous = waiting.id

    # working

    def number(self, job: Delivery) -> int:
        """Its id."""
        return job.id

    def _waiting(self) -> list[Delivery]:
        jobs = self.world.state.deliveries
        return [
            job
            for job in jobs.values()
            if not self.flying(job) and not ((first := jobs.get(job.after or 0)) and first.attempt == 0)
        ]

    def due_job(self) -> Delivery | None:
        """Due on the shared clock or in real time."""
        now, real = self.world.time(), time.monotonic()
        for job in self._waiting():
            if job.due <= now or self._real_due.get(job.id, 0.0) <= real:
                return job
        return None

    def seconds_to_next(self) -> float | None:
        """Until the next one is due in real time."""
        real = time.monotonic()
        waits = [self._real_due.get(job.id, 0.0) - real for job in self._waiting()]
        return max(0.0, min(waits)) if waits else None

    def attempt(self, job: Delivery) -> None:
        """POST once and decide what follows."""
        corp = self.world.state.corps.get(job.corp_id)
        try:
            answer = self._post(corp, job) if corp else Answer(0, b"", 0, "corp is gone")
        except CryptoError as error:
            answer = Answer(0, b"", 0, f"cannot encrypt: {error}")
        with self._wake:
            self._finish(job, answer)

    def _post(self, corp: Corp, job: Delivery) -> Answer:
        receiver, signature_of = corp.corp_id, _honest
        if self.faults.take("wrong_receiveid", corp_id=corp.corp_id, change=job.change):
            receiver = "ww0000000000000000"
        if self.faults.take("bad_signature", corp_id=corp.corp_id, change=job.change):
            signature_of = _forged
        crypto = CallbackCrypto(corp.token, corp.encoding_aes_key, receiver)
        encrypted = crypto.encrypt(job.plaintext)
        stamp, nonce = str(self.world.unix()), str(secrets.randbelow(10**10))
        signed = signature_of(crypto.sign(stamp, nonce, encrypted))
        url = with_query(corp.callback_url, msg_signature=signed, timestamp=stamp, nonce=nonce)
        agent_first = secrets.randbelow(2) == 0
        body = envelope(corp.corp_id, str(corp.callback_agent_id), encrypted, agent_first)
        return send("POST", url, body, self.timeout, {"Content-Type": "text/xml; charset=utf-8"})

    def _finish(self, job: Delivery, answer: Answer) -> None:
        job.attempt += 1
        retry = not answer.ok and job.attempt <= len(RETRY_DELAYS)
        outcome = "delivered" if answer.ok else "will retry" if retry else "given up"
        if retry:
            self._postpone(job, RETRY_DELAYS[job.attempt - 1])
        else:
            self.world.state.deliveries.pop(job.id, None)
            self._real_due.pop(job.id, None)
        self.world.record(
            "delivery", corp_id=job.corp_id, change=job.change, subject=job.subject,
            delivery=job.id, attempt=job.attempt, status=answer.status, ms=answer.ms,
            error=answer.error, body=answer.body[:200].decode("utf-8", "replace"),
            reply=reply_kind(answer.body) if answer.ok else "", outcome=outcome,
        )  # fmt: skip


def _honest(signature: str) -> str:
    return signature


def _forged(signature: str) -> str:
    return signature[::-1]


def with_query(url: str, **values: str) -> str:
    """Add query parameters to a callback URL that may have some already."""
    return url + ("&" if "?" in url else "?") + urlencode(values)
