"""What a till asks of coupons and is told: looking, redeeming, reversing. Money is an integer of fen."""

from __future__ import annotations

from typing import Annotated

import msgspec
from msgspec import Meta

from chalicelib.core import moments, money
from chalicelib.core.errors import Fault, Misfit
from chalicelib.core.http.given import Moment, read_all
from chalicelib.core.http.shapes import Fen
from chalicelib.core.ids import StoreId
from chalicelib.core.shapes import Person
from chalicelib.core.text import typed
from chalicelib.coupons.ids import CouponCode
from chalicelib.coupons.shapes import Code, Reason
from chalicelib.coupons.states import WalletState

AtStore = Annotated[StoreId, Meta(max_length=40, description="核销门店，可不填 / at which store")]


class Redeem(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A coupon presented at the till, and the order's amount in fen.

    store_id: at which of their stores the clerk redeems it; the one that they are of first when left out. tapped_at:
    when they pressed, where the phone kept it until it was back in the net: noted, and it decides nothing.
    """

    code: Code
    order_amount: Fen
    store_id: AtStore = StoreId("")
    tapped_at: Moment | None = None

    def __post_init__(self) -> None:
        read_all(self)
        msgspec.structs.force_setattr(self, "code", typed(self.code))


class Redemption(msgspec.Struct, frozen=True):
    """A redeemed coupon: what to take off the order, and what the customer pays then.

    tapped_at: when the clerk pressed, null where nothing was said, or nothing that can be.
    """

    code: CouponCode
    template_name: str
    amount_off: money.Fen
    order_amount: money.Fen
    redeemed_at: moments.Moment
    redeemed_by: str
    payable: money.Fen
    store_id: Annotated[StoreId, Meta(description="核销门店 / at which store")] = StoreId("")
    tapped_at: moments.Moment | None = None


class Redeemed(msgspec.Struct, frozen=True):
    """What a redemption answers. is_new: it was made just now, not by an earlier try of the same request."""

    redemption: Redemption
    is_new: bool


class TillQuery(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What a clerk knows before they redeem. yuan: the order's amount as they type it (128.5); '' for not yet."""

    yuan: Annotated[str, Meta(max_length=24, description="订单金额，单位元，例如 128.5 / in yuan, as typed")] = ""
    store_id: AtStore = StoreId("")

    def __post_init__(self) -> None:
        if self.yuan.strip() and money.fen_of(self.yuan) is None:
            zh, en = "请填写金额，单位元，例如 128.5。", "Write an amount in yuan, such as 128.5."
            raise Misfit(Fault("yuan", "amount", "128.5", zh, en))

    @property
    def order_amount(self) -> money.Fen | None:
        """The amount in fen, None while there is none."""
        return money.fen_of(self.yuan)


class WhyNot(msgspec.Struct, frozen=True):
    """Why a coupon cannot be redeemed, as a redemption would be refused, and what to do."""

    code: str
    zh: str
    en: str


class RedeemedAt(msgspec.Struct, frozen=True, kw_only=True):
    """A redemption that counts. by: the clerk, null where an order used the coupon up. store_name: '' for no store.

    is_own: whoever looks did it. can_reverse: they may take it back now, as the clerk until `reversible_until`.
    """

    at: moments.Moment
    by: Person | None
    store_id: StoreId
    store_name: str
    order_id: str
    order_amount: money.Fen
    is_own: bool
    can_reverse: bool
    reversible_until: moments.Moment | None = None


class CouponAtTill(msgspec.Struct, frozen=True, kw_only=True):
    """A coupon as a clerk sees it before they redeem it; nothing is changed by looking.

    owner: the first sign of what they are called. why: why it cannot be redeemed, null when it can. With an order's
    amount: missing, what it is short of the threshold; off and payable, what the coupon takes off and what is paid;
    null without one.
    """

    code: CouponCode
    template_name: str
    usage: str
    amount_off: money.Fen
    threshold: money.Fen
    state: WalletState
    owner: str
    expires_at: moments.Moment
    can_redeem: bool
    why: WhyNot | None = None
    order_amount: money.Fen | None = None
    missing: money.Fen | None = None
    off: money.Fen | None = None
    payable: money.Fen | None = None
    redemption: RedeemedAt | None = None


class Undo(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Why a redemption is reversed."""

    reason: Reason


class UndoAtTill(Undo, frozen=True, forbid_unknown_fields=True):
    """The coupon whose redemption a clerk takes back, and why."""

    code: Code

    def __post_init__(self) -> None:
        msgspec.structs.force_setattr(self, "code", typed(self.code))


class Reversal(msgspec.Struct, frozen=True, kw_only=True):
    """A redemption that counts no more. payable: what the customer pays without the coupon, the whole order.

    state: the coupon works again (issued), or has expired meanwhile; to make good for that, an operator issues another.
    """

    code: CouponCode
    template_name: str
    amount_off: money.Fen
    order_amount: money.Fen
    payable: money.Fen
    redeemed_at: moments.Moment
    redeemed_by: Person
    store_id: StoreId
    reversed_at: moments.Moment
    reversed_by: Person
    reason: str
    state: WalletState
    expires_at: moments.Moment
