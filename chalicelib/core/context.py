"""Who acts, for which corp, when, and with what chance: passed in, first argument, everywhere below a door."""

from __future__ import annotations

import hashlib
import json
import random
import urllib.request
from collections.abc import Callable
from datetime import UTC, datetime, timedelta, timezone
from typing import Protocol

import msgspec

from chalicelib.core.config import config

CROCKFORD = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
SHANGHAI = timezone(timedelta(hours=8))
CODE_ALPHABET = "0123456789abcdefghjkmnpqrstvwxyz"


class Chance(Protocol):
    """The part of `random.Random` that we use."""

    def random(self) -> float: ...
    def getrandbits(self, k: int, /) -> int: ...


class Ctx(msgspec.Struct, frozen=True, kw_only=True):
    """The circumstances of one act.

    corp: the tenant's key; every storage key is built from it, so another corp's row cannot be reached.
    actor: who acts, as `operator:zhangwei`, `member:<id>`, `staff:<userid>` or `system:<function>`.
    cause: the request, event or fact that this act follows from.
    """

    corp: str
    actor: str
    now: datetime
    request_id: str
    cause: str
    rng: Chance
    new_id: Callable[[], str]

    @property
    def at(self) -> str:
        """`now` as it is stored: UTC, ISO 8601 with milliseconds."""
        return iso(self.now)

    @property
    def who(self) -> str:
        """The id part of the actor: a userid or a member id."""
        return self.actor.partition(":")[2]

    def acting(self, actor: str, cause: str = "") -> Ctx:
        """The same circumstances under another actor (and cause)."""
        return msgspec.structs.replace(self, actor=actor, cause=cause or self.cause)


def iso(moment: datetime) -> str:
    """A moment as stored text: UTC with milliseconds, which also sorts by time."""
    return moment.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S.") + f"{moment.microsecond // 1000:03d}Z"


def moment(text: str) -> datetime:
    """The inverse of `iso`."""
    return datetime.fromisoformat(text.replace("Z", "+00:00"))


def epoch_iso(seconds: int) -> str:
    """A platform's unix seconds as stored text."""
    return iso(datetime.fromtimestamp(seconds, UTC))


def shanghai_day(at: datetime) -> str:
    """The calendar day of a moment where our operators are. China has kept one offset since 1991."""
    return at.astimezone(SHANGHAI).strftime("%Y-%m-%d")


def base32(data: bytes, alphabet: str = CROCKFORD) -> str:
    """Crockford base 32 of whole bytes, most significant first, padded to full characters."""
    bits = len(data) * 8
    length = -(-bits // 5)
    value = int.from_bytes(data, "big") << (length * 5 - bits)
    return "".join(alphabet[(value >> (5 * i)) & 31] for i in reversed(range(length)))


def ulid(at: datetime, entropy: bytes) -> str:
    """A ULID: 48 bits of milliseconds, then 10 bytes of entropy."""
    millis = int(at.timestamp() * 1000)
    value = (millis << 80) | int.from_bytes(entropy[:10], "big")
    return "".join(CROCKFORD[(value >> (5 * i)) & 31] for i in reversed(range(26)))


def random_code(rng: Chance, length: int = 10) -> str:
    """A customer-facing code: never sequential, five bits a character."""
    bits = rng.getrandbits(5 * length)
    return "".join(CODE_ALPHABET[(bits >> (5 * i)) & 31] for i in range(length))


def digest(*parts: str) -> bytes:
    """A stable 32-byte hash of parts; the separator keeps ('a','bc') and ('ab','c') apart."""
    return hashlib.sha256("\x1f".join(parts).encode()).digest()


def wall_clock() -> datetime:
    """The time. On one machine it is the sandbox's controllable clock, so a day can pass in a second."""
    url = config().clock_url
    if not url:
        return datetime.now(UTC)
    with urllib.request.urlopen(url, timeout=3) as answer:
        return moment(json.load(answer)["now"])


def new_ctx(
    corp: str, actor: str, request_id: str, cause: str = "", *, seed: str = "", now: datetime | None = None
) -> Ctx:
    """The context of a real request or event.

    seed: an Idempotency-Key's digest. With one, ids follow from it, so a retry after a crash
    writes the same keys instead of minting a second thing.
    """
    at = now or wall_clock()
    rng = random.SystemRandom()
    counter = iter(range(1_000_000))

    def new_id() -> str:
        if seed:
            return ulid(datetime.fromtimestamp(0, UTC), digest(corp, seed, str(next(counter))))
        return ulid(at, rng.randbytes(10))

    return Ctx(corp=corp, actor=actor, now=at, request_id=request_id, cause=cause or request_id, rng=rng, new_id=new_id)
