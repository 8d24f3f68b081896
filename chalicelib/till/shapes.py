"""What the till's doors take and give. Money is an integer of fen."""

from __future__ import annotations

import msgspec

from chalicelib.core.audited import Thing
from chalicelib.core.http import given
from chalicelib.core.ids import StoreId, UserId
from chalicelib.core.moments import NEVER, NO_DAY, Day, Moment
from chalicelib.core.money import Fen
from chalicelib.core.shapes import Person
from chalicelib.till.states import ActKind

MENU = Thing("till_menu", "收银台菜单", "menu of the till")


class Act(msgspec.Struct, frozen=True, kw_only=True):
    """Something that a clerk did. thing: the coupon's code or the order. by: who reversed; of_at: which redemption."""

    at: Moment
    kind: ActKind
    thing: str
    name: str = ""
    order_amount: Fen = Fen(0)
    off: Fen = Fen(0)
    store_id: StoreId = StoreId("")
    by: UserId = UserId("")
    of_at: Moment = NEVER


class DayQuery(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Which day (Shanghai); today when it is left out, and 40 days back at most."""

    day: given.DayOrNone = NO_DAY

    def __post_init__(self) -> None:
        given.read_all(self)


class Sum(msgspec.Struct, frozen=True, kw_only=True):
    """Acts of one kind in all: how many, of orders of how much, and how much was taken off."""

    count: int = 0
    order_amount: Fen = Fen(0)
    off: Fen = Fen(0)


class ActShown(msgspec.Struct, frozen=True, kw_only=True):
    """One act. code: of the coupon, '' for an order; order_id: likewise. by: who reversed it, null for nothing else.

    undo_until: the clerk may take it back until then; null when they may not.
    """

    at: Moment
    kind: ActKind
    code: str
    order_id: str
    name: str
    order_amount: Fen
    off: Fen
    store_id: StoreId
    by: Person | None = None
    undo_until: Moment | None = None


class MyDay(msgspec.Struct, frozen=True, kw_only=True):
    """What a clerk did on a day, a few seconds late. acts: the newest first, 100 at most; the sums are of all.

    reversed: of the clerk's own redemptions, by whomever; these may be of another day.
    """

    day: Day
    store_id: StoreId
    store_name: str
    redeemed: Sum
    reversed: Sum
    picked_up: int
    acts: list[ActShown]


class Menu(msgspec.Struct, frozen=True):
    """The app's menu at WeCom has the till's scan. is_new: it was put there just now. buttons: what the menu says."""

    is_new: bool
    buttons: list[str]
