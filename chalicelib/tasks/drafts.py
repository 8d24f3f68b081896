"""Drafts: the targets of tasks to come, written by one planner under its fence, by sender, in bounded memory.

Which segments of which planner count is for whoever leads the planners to note (docs/adr/0017); what lies under another
fence is never read.
"""

from __future__ import annotations

from chalicelib.audience.shapes import Channel
from chalicelib.core.context import Ctx
from chalicelib.core.ids import UserId
from chalicelib.platforms.wecom import mass
from chalicelib.tasks import store
from chalicelib.tasks.packing import Buffers
from chalicelib.tasks.shapes import LEFT_OUT, Segment
from chalicelib.touches.shapes import Origin
from chalicelib.touches.states import LeftOut

IN_MEMORY = 50_000


class Draft:
    """What one planner decides about the people whom an origin means."""

    def __init__(self, ctx: Ctx, origin: Origin, channel: Channel, fence: int) -> None:
        self._ctx = ctx
        self._origin = origin
        self._fence = fence
        self._buffers = Buffers(self._write, most_targets(channel), IN_MEMORY)
        self._written = 0

    def add(self, sender: UserId, target: str) -> None:
        """Somebody shall be sent to. N targets of 32 bytes are about N/32 WU."""
        self._buffers.add(sender, target)

    def leave_out(self, reason: LeftOut, target: str) -> None:
        """Somebody is meant, and gets nothing. Costs the same."""
        self._buffers.add(LEFT_OUT + reason, target)

    def flush(self) -> int:
        """Write what is still held: how many segments lie under the fence now."""
        self._buffers.flush_all()
        return self._written

    def _write(self, name: str, targets: list[str]) -> None:
        store.put_segment(self._ctx, self._origin, Segment(self._fence, self._written, name, len(targets)), targets)
        self._written += 1


def most_targets(channel: Channel) -> int:
    """How many targets WeCom takes in one call (docs/platform D8, E1)."""
    if channel is Channel.CUSTOMERS:
        return mass.MOST_CUSTOMERS
    return mass.MOST_GROUPS if channel is Channel.GROUPS else mass.MOST_STAFF
