"""What was done under an Idempotency-Key, kept for a day, so that a repeat gets the first answer.

A record is as old as the key's first use. After a day it counts no more, although DynamoDB may keep it for days yet:
the key is a new one then, and what was written under it before is not its own (docs/adr/0010).
"""

from __future__ import annotations

from datetime import datetime, timedelta

import msgspec

from chalicelib.core.context import Ctx
from chalicelib.core.moments import Moment, iso, moment
from chalicelib.core.storage import records
from chalicelib.core.storage.driver import Item
from chalicelib.core.storage.table import key

KEPT = timedelta(hours=24)
RUNNING_FOR = timedelta(seconds=30)


class Once(msgspec.Struct, frozen=True, kw_only=True):
    """A write that carries an Idempotency-Key. act: the door; fingerprint: of what was asked."""

    idempotency_key: str
    act: str
    fingerprint: str


class Ours(msgspec.Struct, frozen=True):
    """It is ours to do now. first_at: when the key was used first, now or by a try that was refused or never ended."""

    first_at: Moment

    @property
    def day(self) -> str:
        """The day (UTC) of the key's first use. A record lasts a day, so its key's next use is on another."""
        return self.first_at[:10]


class Before(msgspec.Struct, frozen=True):
    """What was done under the same key before. answer: None while that is still running."""

    fingerprint: str
    answer: str | None


def is_fresh(now: datetime, at: Moment) -> bool:
    """True for what a key may still be recognised in: it was done less than a day ago."""
    return moment(at) > now - KEPT


def begin(ctx: Ctx, once: Once) -> Ours | Before:
    """Whether it is ours to do, or what was done before. 1 WU, 2 for the next try of what was refused or never ended.

    What ran and never ended may be taken over by the same request body after a while.
    """
    old = records.put_if_absent(
        {
            **_place(ctx, once),
            "first_at": {"S": ctx.at},
            "fingerprint": {"S": once.fingerprint},
            "request": {"S": ctx.request_id},
            "running_until": _running_until(ctx),
            "ttl": records.ttl(ctx.now + KEPT),
        },
        "attribute_not_exists(pk) OR first_at <= :over",
        {":over": {"S": str(iso(ctx.now - KEPT))}},
    )
    if old is None:
        return Ours(ctx.at)
    ours, same = Ours(Moment(old["first_at"]["S"])), old["fingerprint"]["S"] == once.fingerprint
    # The client repeats a write whose answer was late: a record of this very request is our own first try.
    if "answer" not in old and (old["request"]["S"] == ctx.request_id or (same and _taken_over(ctx, once, old))):
        return ours
    return Before(old["fingerprint"]["S"], old["answer"]["S"] if "answer" in old else None)


def _running_until(ctx: Ctx) -> dict[str, str]:
    return {"N": str((ctx.now + RUNNING_FOR).timestamp())}


def _taken_over(ctx: Ctx, once: Once, old: Item) -> bool:
    """True when an earlier try is over without an answer, and no rival takes it over before us. 1 WU if it is."""
    if float(old["running_until"]["N"]) >= ctx.now.timestamp():
        return False
    taken = records.update(
        _place(ctx, once),
        "SET #request = :request, running_until = :until",
        {":request": {"S": ctx.request_id}, ":until": _running_until(ctx), ":old": old["running_until"]},
        "running_until = :old AND attribute_not_exists(answer)",
        {"#request": "request"},
    )
    return taken is not None


def finish(ctx: Ctx, once: Once, answer: str) -> None:
    """Keep the answer. 1 WU."""
    records.update(_place(ctx, once), "SET answer = :answer", {":answer": {"S": answer}})


def give_up(ctx: Ctx, once: Once) -> None:
    """It was refused or failed: the next one under the key may try at once. 1 WU."""
    records.update(_place(ctx, once), "SET running_until = :over", {":over": {"N": "0"}})


def _place(ctx: Ctx, once: Once) -> Item:
    return {"pk": {"S": key(ctx, "once", ctx.actor, once.act)}, "sk": {"S": once.idempotency_key}}
