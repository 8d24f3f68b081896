"""Who is meant, part by part of an audience, and for each of them the sender or the reason why not.

A part (a shard of the members, the groups of one owner, all staff) is walked as a whole, so planning can stop and go on
between two parts. Nothing here writes.
"""

from __future__ import annotations

from array import array
from collections import Counter
from collections.abc import Iterator
from hashlib import blake2b

import msgspec

from chalicelib.audience import service as audiences
from chalicelib.audience.shapes import Audience, Customers, Groups, Meant
from chalicelib.core.context import Ctx
from chalicelib.platforms.wecom import mass
from chalicelib.posts import rules
from chalicelib.posts import store as posts
from chalicelib.posts.planning import store
from chalicelib.posts.rules import Window
from chalicelib.posts.shapes import PostRules

# Who is meant and gets nothing is held under the reason, marked so that it cannot be a userid.
LEFT_OUT = "!"


class Choice(msgspec.Struct, frozen=True):
    """One who is meant. name: the sender, or `!` and the reason. who: what operators know them by."""

    target: str
    name: str
    who: str


def most_a_task(audience: Audience) -> int:
    """How many targets WeCom takes in one call (docs/platform D8, E1)."""
    if isinstance(audience, Customers):
        return mass.MOST_CUSTOMERS
    return mass.MOST_GROUPS if isinstance(audience, Groups) else mass.MOST_STAFF


def hash_of(target: str) -> int:
    """A target in eight bytes. Two of 100,000 share one in one of four billion cases, and then one may be left out."""
    return int.from_bytes(blake2b(target.encode(), digest_size=8).digest(), "little")


class Walk:
    """A look at an audience under a corp's rules, as they were when it began."""

    def __init__(self, ctx: Ctx, audience: Audience, occurrence: str) -> None:
        self._ctx = ctx
        self._audience = audience
        self._occurrence = occurrence
        self._rules: PostRules = posts.rules(ctx)
        self._day = rules.today(ctx.now)
        self._cancelled: dict[str, bool] = {}

    def part_name(self, part: int) -> str:
        """What a part is called where its targets' days are kept; '' for staff, who have no quota."""
        return audiences.part_name(self._audience, part)

    def choices(self, part: int) -> Iterator[Choice]:
        """Everybody of a part who is meant. Raises WeComRefused, UpstreamUnknown when groups cannot be listed."""
        spent = self._spent(part) if self.part_name(part) else None
        for meant in audiences.meant(self._ctx, self._audience, part):
            reason = _why_not(meant) or (spent.over(meant.target) if spent else "")
            yield Choice(meant.target, LEFT_OUT + reason if reason else meant.sender, meant.who)

    def _spent(self, part: int) -> Spent:
        """How often each of a part was planned for within the rules' windows, by others than this occurrence."""
        quota = rules.quota_window(self._rules, self._day)
        cap = rules.cap_window(self._rules, self._day) if isinstance(self._audience, Customers) else None
        spent = Spent(quota, cap)
        since = min(quota.since, cap.since) if cap else quota.since
        for touched in store.touched(self._ctx, self.part_name(part), since):
            if touched.occurrence != self._occurrence and not self._was_cancelled(touched.occurrence):
                spent.add(touched.day, touched.hashes)
        return spent

    def _was_cancelled(self, occurrence: str) -> bool:
        """True when it was taken back before anybody got it, so it used up nothing."""
        if occurrence not in self._cancelled:
            row = posts.occurrence(self._ctx, *occurrence.split("/"))
            gone = row is not None and row.status in (posts.CANCELLED, posts.FAILED)
            self._cancelled[occurrence] = bool(gone and row and not (row.counts or {}).get(rules.DELIVERED))
        return self._cancelled[occurrence]


def _why_not(meant: Meant) -> str:
    if meant.card:
        return rules.why_not(meant.card)
    return rules.OWNER_LEFT if meant.owner_has_left else ""


class Spent:
    """How often targets were planned for, within the quota's window and within the cap's."""

    def __init__(self, quota: Window, cap: Window | None) -> None:
        self._quota = quota
        self._cap = cap
        self._by_quota: Counter[int] = Counter()
        self._by_cap: Counter[int] = Counter()

    def add(self, day: str, hashes: array[int]) -> None:
        """Count what was planned on a day."""
        if day >= self._quota.since:
            self._by_quota.update(hashes)
        if self._cap and day >= self._cap.since:
            self._by_cap.update(hashes)

    def over(self, target: str) -> str:
        """Why one post more is one too many for a target, or ''."""
        if not self._by_quota and not self._by_cap:
            return ""
        known = hash_of(target)
        if self._by_quota[known] >= self._quota.most:
            return rules.QUOTA
        if self._cap and self._by_cap[known] >= self._cap.most:
            return rules.CAP
        return ""
