"""What is exported, what for, and how an export stands."""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum


class ExportKind(StrEnum):
    """What the lines of a file are."""

    MEMBERS = "members"
    COUPONS = "coupons"
    REDEMPTIONS = "redemptions"
    ORDERS = "orders"
    VISITS = "visits"
    AUDIT = "audit"


class LineState(StrEnum):
    """What the lines of a file may be asked to be in; which of these a kind has it says itself."""

    FRIEND = "friend"
    PENDING = "pending"
    LOST = "lost"
    ISSUED = "issued"
    RESERVED = "reserved"
    REDEEMED = "redeemed"
    VOIDED = "voided"
    EXPIRED = "expired"
    PLACED = "placed"
    PAID = "paid"
    PAID_LATE = "paid_late"
    READY = "ready"
    PICKED_UP = "picked_up"
    CANCELLED = "cancelled"
    REFUNDING = "refunding"
    REFUNDED = "refunded"


class Purpose(StrEnum):
    """What a file is for. SERVICE: to serve and deliver. MARKETING: to advertise; who said no to that is left out.

    ANALYSIS: to count; nobody's name is needed. CHECK: to look for faults, and for whom the law lets look.
    """

    SERVICE = "service"
    MARKETING = "marketing"
    ANALYSIS = "analysis"
    CHECK = "check"


class ExportState(StrEnum):
    """MAKING: its job is at it. READY: the file may be downloaded. EXPIRED: its time is over and the file deleted.

    CANCELLED: it was stopped, or deleted before its time; nothing of it is kept.
    """

    MAKING = "making"
    READY = "ready"
    EXPIRED = "expired"
    CANCELLED = "cancelled"


MOVES: Mapping[ExportState, frozenset[ExportState]] = {
    ExportState.MAKING: frozenset({ExportState.READY, ExportState.CANCELLED, ExportState.EXPIRED}),
    ExportState.READY: frozenset({ExportState.CANCELLED, ExportState.EXPIRED}),
    ExportState.EXPIRED: frozenset(),
    ExportState.CANCELLED: frozenset(),
}


class ShownState(StrEnum):
    """The same as operators see it: while it is made, as its job stands.

    PAUSED, FAILED: its job is, and can be resumed.
    """

    MAKING = "making"
    PAUSED = "paused"
    FAILED = "failed"
    READY = "ready"
    EXPIRED = "expired"
    CANCELLED = "cancelled"
