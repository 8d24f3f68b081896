"""Who is meant, part by part of an audience, and for each of them the sender or the reason why not.

A part is walked as a whole, so planning can stop and go on between two parts. Nothing here writes.
"""

from __future__ import annotations

from collections.abc import Iterator

import msgspec

from chalicelib.audience import service as audiences
from chalicelib.audience.shapes import Audience, Customers, Groups
from chalicelib.core.context import Ctx
from chalicelib.platforms.wecom import mass
from chalicelib.touches import service as touches
from chalicelib.touches.service import Sheet
from chalicelib.touches.shapes import Origin

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


class Walk:
    """A look at an audience under a corp's rules, as they were when it began."""

    def __init__(self, ctx: Ctx, audience: Audience, origin: Origin) -> None:
        self._ctx = ctx
        self._audience = audience
        self._ledger = touches.Ledger(ctx, origin)

    def sheet(self, part: int) -> Sheet:
        """Where the touches of a part are counted."""
        name = audiences.part_name(self._audience, part)
        return self._ledger.sheet(name, is_capped=isinstance(self._audience, Customers))

    def choices(self, part: int, sheet: Sheet) -> Iterator[Choice]:
        """Everybody of a part who is meant. Raises WeComRefused, UpstreamUnknown when groups cannot be listed."""
        for meant in audiences.meant(self._ctx, self._audience, part):
            reason = sheet.why_not(meant)
            yield Choice(meant.target, LEFT_OUT + reason if reason else meant.sender, meant.who)
