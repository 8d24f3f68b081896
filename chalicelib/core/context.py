"""Who acts, for which corp, when, and with what chance: passed in, first argument, everywhere below a door."""

from __future__ import annotations

import json
import random
import urllib.request
from collections.abc import Callable
from datetime import UTC, datetime

import msgspec

from chalicelib.core.config import config
from chalicelib.core.ids import Chance, UserId, digest, ulid
from chalicelib.core.moments import NEVER, Moment, iso, moment
from chalicelib.core.scope import EVERYTHING, Scope
from chalicelib.core.shapes import Person


class OpenSession(msgspec.Struct, frozen=True, kw_only=True):
    """The session that somebody acts in: which one it is, and until when at most.

    begun_at: when they signed in. in_browser: a cookie brought it.
    """

    id: str
    ends_at: Moment
    begun_at: Moment = NEVER
    in_browser: bool = False


class Ctx(msgspec.Struct, frozen=True, kw_only=True):
    """The circumstances of one act.

    corp: the tenant's key; every storage key is built from it, so another corp's row cannot be reached.
    actor: who acts, as `operator:zhangwei`, `member:<id>`, `staff:<userid>` or `system:<function>`.
    cause: the request, event or fact that this act follows from.
    rights: what the actor may do, by the names of the rights, where a session asks. scope: how far these reach;
    everything for members, who reach only their own, and for the system.
    act: the door that an operator came through, as `posts.pause_post`; '' for everybody else. What is written under it
    is told in the audit (core/events/acts.py).
    session: which one asks, where one does. right: the name of the right that the door asks for, '' without one.
    """

    corp: str
    actor: str
    now: datetime
    request_id: str
    cause: str
    rng: Chance
    new_id: Callable[[], str]
    rights: frozenset[str] = frozenset()
    scope: Scope = EVERYTHING
    act: str = ""
    session: OpenSession | None = None
    right: str = ""

    @property
    def at(self) -> Moment:
        """`now` as it is stored: UTC, ISO 8601 with milliseconds."""
        return iso(self.now)

    @property
    def who(self) -> str:
        """The id part of the actor: a userid or a member id."""
        return self.actor.partition(":")[2]

    @property
    def operator(self) -> UserId:
        """The member of staff who acts through a door of operators or of stores; '' for everybody else."""
        return UserId(self.who) if self.actor.startswith("operator:") else UserId("")

    @property
    def person(self) -> Person | None:
        """The same as somebody whom answers show; None for everybody else."""
        return Person(self.operator) if self.operator else None

    def acting(self, actor: str, cause: str = "") -> Ctx:
        """The same circumstances under another actor (and cause): rights and scope are their holder's."""
        other = {} if actor == self.actor else {"rights": frozenset(), "scope": EVERYTHING, "session": None}
        return msgspec.structs.replace(self, actor=actor, cause=cause or self.cause, **other)


def wall_clock() -> datetime:
    """The time. On one machine it is the sandbox's controllable clock, so a day can pass in a second."""
    url = config().clock_url
    return told_at(url) if url else datetime.now(UTC)


def told_at(url: str) -> datetime:
    """The time that a clock of the sandbox tells."""
    with urllib.request.urlopen(url, timeout=3) as answer:
        return moment(json.load(answer)["now"])


def new_ctx(
    corp: str,
    actor: str,
    request_id: str,
    cause: str = "",
    *,
    act: str = "",
    seed: str = "",
    now: datetime | None = None,
    rights: frozenset[str] = frozenset(),
    scope: Scope = EVERYTHING,
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

    return Ctx(
        corp=corp,
        actor=actor,
        now=at,
        request_id=request_id,
        cause=cause or request_id,
        rng=rng,
        new_id=new_id,
        rights=rights,
        scope=scope,
        act=act,
    )
