"""What the shop's doors take and give. Money is an integer of fen."""

from __future__ import annotations

from typing import Annotated

import msgspec
from msgspec import Meta

from chalicelib.catalogue.ids import SkuId
from chalicelib.catalogue.states import ShelfState
from chalicelib.core.http.shapes import said
from chalicelib.core.ids import StoreId
from chalicelib.core.money import Fen
from chalicelib.coupons.shapes import CouponOfMember
from chalicelib.members.ids import MemberId
from chalicelib.orders.shapes import OrderWithLedger

CouponGiven = Annotated[
    str,
    Meta(pattern=r"^([0-9a-hjkmnp-tv-z]{16})?$(?!\n)", description="券码，可不填 / may be empty"),
    said("16 位小写字母与数字，可不填", "16 small letters and digits, or nothing"),
]


PickupStore = Annotated[StoreId, Meta(max_length=40, description="提货门店，可不填 / where to pick it up")]


class NewOrder(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """So many pieces of a SKU, with a coupon or without."""

    sku_id: Annotated[str, Meta(min_length=1, max_length=40)]
    quantity: Annotated[int, Meta(ge=1, le=20)] = 1
    coupon_code: CouponGiven = ""
    store_id: PickupStore = StoreId("")


class ForSale(msgspec.Struct, frozen=True, kw_only=True):
    """A SKU as a member may buy it, for its private price."""

    sku_id: SkuId
    product_name: str
    name: str
    picture_url: str
    list_price: Fen
    private_price: Fen
    state: ShelfState


class Purchases(msgspec.Struct, frozen=True, kw_only=True):
    """The latest coupons and orders of a member, ten of each; more are on pages of their own.

    coupons, orders: null for whoever may not see them.
    """

    member_id: MemberId
    coupons: list[CouponOfMember] | None
    has_more_coupons: bool
    orders: list[OrderWithLedger] | None
    has_more_orders: bool
