"""What became of a post, summed over its facts."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from chalicelib.core.context import Ctx
from chalicelib.core.events import facts
from chalicelib.core.events.facts import Fact
from chalicelib.core.instance import Cache
from chalicelib.posts import rules, store
from chalicelib.posts.shapes import Report

SOURCE = "post:"
_known = Cache()


def note_claim(ctx: Ctx, fact: Fact[Any]) -> None:
    """After a coupon was issued: if a post led to it, the post's report counts it. 1 WU, no read when warm."""
    _note(ctx, fact, "post.claimed_coupon", "claims")


def note_redemption(ctx: Ctx, fact: Fact[Any]) -> None:
    """After a coupon was redeemed: the same for its use."""
    _note(ctx, fact, "post.redeemed_coupon", "redemptions")


def _note(ctx: Ctx, fact: Fact[Any], kind: str, counted: str) -> None:
    """A fact of its own, whose id follows from the coupon's: told twice it is counted once.

    A member may send any source; only that of a post of this corp which names the template counts.
    """
    source = fact.data.source
    post_id = source.removeprefix(SOURCE)
    if not source.startswith(SOURCE) or _template_of(ctx, post_id) != fact.data.coupon_template:
        return
    data = facts.OldData(old_kind=kind, values={"member": fact.subject, "code": fact.data.coupon})
    told = facts.after(ctx, fact, f"post#{post_id}#{counted}", data)
    facts.write([told])


def _template_of(ctx: Ctx, post_id: str) -> str | None:
    def load() -> str | None:
        post = store.post(ctx, post_id)
        return post.coupon_template_id if post else None

    found: str | None = _known.get(f"{ctx.corp}#{post_id}", load)
    return found


def report(ctx: Ctx, post_id: str) -> Report:
    """The sum of a post's facts. An occurrence that is over told its sums; of an open one its tasks' facts are read."""
    told: dict[str, dict[str, Any]] = {"post.claimed": {}, "post.planned": {}, "post.closed": {}, "post.failed": {}}
    for fact in _all(ctx, f"post#{post_id}"):
        if fact.kind in told:
            told[fact.kind][fact.data["at"]] = fact.data
    planned, closed = told["post.planned"], {**told["post.closed"], **told["post.failed"]}
    sums = [closed.get(at) or _of_tasks(ctx, post_id, at) for at in planned]
    counts = rules.summed([one["counts"] for one in sums] + [data["excluded"] for data in planned.values()])
    return Report(
        post_id=post_id,
        occurrences=len(told["post.claimed"]),
        closed=len(closed),
        targeted=sum(data["targeted"] for data in planned.values()),
        created=sum(one["created"] for one in sums),
        confirmed=sum(one["confirmed"] for one in sums),
        delivered=counts.pop(rules.DELIVERED, 0),
        refused=counts,
        claims=facts.count(ctx, f"post#{post_id}#claims"),
        redemptions=facts.count(ctx, f"post#{post_id}#redemptions"),
    )


def _of_tasks(ctx: Ctx, post_id: str, at: str) -> Mapping[str, Any]:
    created = confirmed = 0
    counts = []
    for fact in _all(ctx, f"post#{post_id}#{at}"):
        created += fact.data["targets"] - fact.data["left_out"] if fact.kind == "post.task_created" else 0
        confirmed += fact.data["targets"] if fact.kind == "post.task_confirmed" else 0
        if fact.kind == "post.task_closed":
            counts.append(fact.data["counts"])
    return {"created": created, "confirmed": confirmed, "counts": rules.summed(counts)}


def _all(ctx: Ctx, subject: str) -> Iterator[Fact[Any]]:
    cursor = ""
    while True:
        page = facts.timeline(ctx, subject, 100, cursor)
        yield from page.items
        cursor = page.cursor
        if not cursor:
            return
