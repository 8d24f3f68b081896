"""What was done under an Idempotency-Key, kept for a day, so that a repeat gets the first answer."""

from __future__ import annotations

from datetime import timedelta

import msgspec

from chalicelib.core.context import Ctx
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


class Before(msgspec.Struct, frozen=True):
    """What was done under the same key before. answer: None while that is still running."""

    fingerprint: str
    answer: str | None


def begin(ctx: Ctx, once: Once) -> Before | None:
    """None when it is ours to do now, else what was done before. 1 WU.

    What ran and never ended may be taken over by the same request body after a while.
    """
    old = records.put_if_absent(
        {
            **_place(ctx, once),
            "fingerprint": {"S": once.fingerprint},
            "request": {"S": ctx.request_id},
            "running_until": {"N": str((ctx.now + RUNNING_FOR).timestamp())},
            "ttl": records.ttl(ctx.now + KEPT),
        },
        "attribute_not_exists(pk)"
        " OR (attribute_not_exists(answer) AND running_until < :now AND fingerprint = :fingerprint)",
        {":now": {"N": str(ctx.now.timestamp())}, ":fingerprint": {"S": once.fingerprint}},
    )
    # The client repeats a write whose answer was late: a record of this very request is our own first try.
    if old is None or ("answer" not in old and old["request"]["S"] == ctx.request_id):
        return None
    return Before(old["fingerprint"]["S"], old["answer"]["S"] if "answer" in old else None)


def finish(ctx: Ctx, once: Once, answer: str) -> None:
    """Keep the answer. 1 WU."""
    records.update(_place(ctx, once), "SET answer = :answer", {":answer": {"S": answer}})


def give_up(ctx: Ctx, once: Once) -> None:
    """It was refused or failed: the next one under the key may try at once. 1 WU."""
    records.update(_place(ctx, once), "SET running_until = :over", {":over": {"N": "0"}})


def _place(ctx: Ctx, once: Once) -> Item:
    return {"pk": {"S": key(ctx, "once", ctx.actor, once.act)}, "sk": {"S": once.idempotency_key}}
