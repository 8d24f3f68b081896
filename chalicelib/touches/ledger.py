"""The ledger of touches: who was touched how often of late, and who is touched now.

It has a sheet for each part of an audience, so that planning can stop and go on between two parts. Whoever plans for an
origin again, under a newer fence, writes over what the older planner wrote.
"""

from __future__ import annotations

from array import array

from chalicelib.audience.shapes import Meant
from chalicelib.core.context import Ctx
from chalicelib.touches import rules, store
from chalicelib.touches.rules import Spent
from chalicelib.touches.shapes import Origin
from chalicelib.touches.states import LeftOut


class Ledger:
    """The touches of a corp as one origin looks at them, under the corp's rules as they were when the look began."""

    def __init__(self, ctx: Ctx, origin: Origin) -> None:
        self.ctx = ctx
        self.origin = origin
        self.today = rules.today(ctx.now)
        self._rules = store.rules(ctx)
        self._forgiven: dict[str, bool] = {}

    def sheet(self, part: str, *, is_capped: bool) -> Sheet:
        """The sheet of one part. is_capped: the corp's frequency cap holds there, beside the quota.

        0.5 RU per 4 KB, and 1 RU an origin of late.
        """
        quota = rules.quota_window(self._rules, self.today)
        spent = Spent(quota, rules.cap_window(self._rules, self.today) if is_capped else None)
        for touched in store.touched(self.ctx, part, spent.since) if part else ():
            if touched.origin != self.origin.name and not self._is_forgiven(touched.origin):
                spent.add(touched.day, touched.hashes)
        return Sheet(self, part, spent)

    def _is_forgiven(self, origin: str) -> bool:
        if origin not in self._forgiven:
            self._forgiven[origin] = store.is_forgiven(self.ctx, origin)
        return self._forgiven[origin]


class Sheet:
    """One part of the ledger. A part without a name (staff) is not counted."""

    def __init__(self, ledger: Ledger, part: str, spent: Spent) -> None:
        self._ledger = ledger
        self._part = part
        self._spent = spent
        self._hashes = array("Q")

    def why_not(self, meant: Meant) -> LeftOut | None:
        """Why somebody who is meant is not written to now, the strongest reason, or None."""
        return rules.why_not(meant) or self._spent.over(meant.target)

    def touch(self, target: str) -> None:
        """They will be written to; it counts from `keep` on."""
        if self._part:
            self._hashes.append(rules.hash_of(target))

    def keep(self, fence: int) -> None:
        """Write down who is touched for the origin today, unless a planner under a newer fence did.

        N targets are about N/128 WU.
        """
        ledger = self._ledger
        store.touch(ledger.ctx, self._part, ledger.today.isoformat(), ledger.origin, fence, self._hashes)
