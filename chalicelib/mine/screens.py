"""A customer's own pages: what stands on each. What they tell is what the mini-program is told, by the same verbs."""

from __future__ import annotations

import contextlib
import re
from collections.abc import Callable, Mapping
from functools import partial
from typing import Any, Final, NamedTuple

import msgspec

from chalicelib.brand import service as brand
from chalicelib.core import masks, scannable
from chalicelib.core.config import config
from chalicelib.core.context import Ctx
from chalicelib.core.errors import InvalidQuery, NotAMember, Unauthenticated, UnknownPath
from chalicelib.core.http import browsers, forms
from chalicelib.core.http.cursors import list_name, seal, unseal
from chalicelib.core.http.looks import Look
from chalicelib.core.http.page import Shown, page
from chalicelib.core.ids import StoreId, UserId
from chalicelib.core.money import yuan
from chalicelib.coupons import service as coupons
from chalicelib.coupons.shapes import Coupon
from chalicelib.coupons.states import WalletState
from chalicelib.groupbuys.ids import SELLER as GROUPBUY
from chalicelib.members import service as members
from chalicelib.members.ids import MemberId
from chalicelib.members.states import FriendState
from chalicelib.mine import wording
from chalicelib.orders import service as orders
from chalicelib.orders.ids import OrderId
from chalicelib.orders.shapes import TAIL, Order
from chalicelib.orders.states import OrderState
from chalicelib.shop.ids import SELLER as SHOP
from chalicelib.stores import service as stores

ENTRY = re.compile(r"(?P<page>[a-z]{1,20})(?:\.(?P<of>[0-9A-Za-z]{1,64}))?", re.ASCII)
# So many fit on some screens, and a page stays light.
SHOWN = 20
COUPONS, COUPON, ORDERS, ORDER, SETTINGS = "coupons", "coupon", "orders", "order", "settings"


# What a template is filled with.
Values = Mapping[str, Any]


class CouponTold(NamedTuple):
    """A coupon in words. threshold, redeemed_at: '' for none; ends: how near its end is; why_not: '' for a good one."""

    path: str
    name: str
    off: str
    threshold: str
    is_good: bool
    state: str
    why_not: str
    ends_at: str
    ends: str
    redeemed_at: str
    usage: str


class OrderTold(NamedTuple):
    """An order in words. is_open: there is something to do; paid, going_back, back: its money, '' for none."""

    path: str
    state: str
    about: str
    is_open: bool
    names: str
    payable: str
    placed_at: str
    paid: str
    going_back: str
    back: str


class Asked(NamedTuple):
    """Which page is asked for. of: the coupon or the order; after: where a list goes on."""

    page: str
    of: str = ""
    after: str = ""


def asked(ctx: Ctx, entry: str, after: str = "") -> Asked:
    """The page that a path names, `<corp>-<page>` or `<corp>-<page>.<thing>`.

    Raises Unauthenticated for whoever is signed in at another corp, UnknownPath.
    """
    corp, _, rest = entry.partition("-")
    found = ENTRY.fullmatch(rest)
    if found is None:
        raise UnknownPath()
    if corp != ctx.corp:
        raise Unauthenticated()
    named = Asked(found["page"], found["of"] or "", after)
    if named.page not in PAGES or bool(named.of) != (named.page in (COUPON, ORDER)):
        raise UnknownPath()
    return named


def address(ctx: Ctx, name: str, of: str = "") -> str:
    """The path of one of a customer's own pages."""
    return f"/m/{ctx.corp}-{name}{f'.{of}' if of else ''}"


def shown(ctx: Ctx, wanted: Asked) -> Shown:
    """A page of the acting member's. 1 RU per 4 KB of them beside what the page tells.

    Raises NotAMember for whom nothing is known of any more, and what its verbs raise.
    """
    look = _look(ctx)
    template, fill = PAGES[wanted.page]
    values = fill(ctx, wanted)
    script = "mine/shown.js" if values.get("qr") else ""
    made = page(
        f"mine/{template}",
        script=script,
        look=look,
        asks=bool(script),
        sends=True,
        mark=forms.mark_of(ctx),
        at=wanted.page,
        path=lambda name, of="": address(ctx, name, of),
        **values,
    )
    cookie = browsers.kept_on(ctx)
    return msgspec.structs.replace(made, headers={**made.headers, "Set-Cookie": cookie}) if cookie else made


def _look(ctx: Ctx) -> Look:
    """The brand's, with the member's adviser and store."""
    member_id = MemberId(ctx.who)
    stands = members.standing(ctx, member_id)
    if stands is None:
        raise NotAMember()
    friends = [one for one in stands.friendships if one.status is FriendState.FRIEND]
    adviser = max(friends, key=lambda one: one.since).userid if friends else UserId("")
    return brand.look(ctx, members.store_of(ctx, member_id), adviser)


def _turned(ctx: Ctx, wanted: Asked) -> tuple[str, Callable[[str], str]]:
    """Where a list of theirs goes on, and how its next place is told; what is no place in it begins it anew."""
    of = list_name(ctx.corp, ctx.actor, wanted.page, {}, {})
    place = ""
    if wanted.after:
        with contextlib.suppress(InvalidQuery):
            place = unseal(of, wanted.after)
    return place, partial(seal, of)


# ---- coupons


def _coupons(ctx: Ctx, wanted: Asked) -> Values:
    place, seal_next = _turned(ctx, wanted)
    found = coupons.wallet(ctx, MemberId(ctx.who), SHOWN, place)
    held = sorted(found.items, key=lambda one: one.status is not WalletState.ISSUED)
    return {"coupons": [_coupon_told(ctx, one) for one in held], "more": seal_next(found.cursor), "after": place}


def _coupon(ctx: Ctx, wanted: Asked) -> Values:
    one = coupons.own(ctx, coupons.code_of(wanted.of), MemberId(ctx.who))
    told: Values = {"coupon": _coupon_told(ctx, one), "state": one.status.value}
    if one.status is not WalletState.ISSUED:
        return told
    return {**told, "qr": scannable.drawn(one.code, fits=True), "groups": wording.groups(one.code)}


def _coupon_told(ctx: Ctx, one: Coupon) -> CouponTold:
    return CouponTold(
        path=address(ctx, COUPON, one.code),
        name=one.template_name,
        off=yuan(one.amount_off),
        threshold=yuan(one.threshold) if one.threshold else "",
        is_good=one.status is WalletState.ISSUED,
        state=wording.COUPONS[one.status],
        why_not=wording.WHY_NOT.get(one.status, ""),
        ends_at=wording.at(one.expires_at),
        ends=wording.ends(one.expires_at, ctx.now),
        redeemed_at=wording.at(one.redeemed_at),
        usage=one.usage,
    )


# ---- orders


def _orders(ctx: Ctx, wanted: Asked) -> Values:
    place, seal_next = _turned(ctx, wanted)
    found = orders.page_of_mine(ctx, SHOWN, place)
    told = [_order_told(ctx, one) for one in found.items]
    return {"orders": told, "more": seal_next(found.cursor), "after": place}


def _order(ctx: Ctx, wanted: Asked) -> Values:
    one = orders.own(ctx, OrderId(wanted.of))
    is_unpaid = one.status is OrderState.PLACED
    is_in_time = is_unpaid and one.pay_until > ctx.at
    return {
        "order": _order_told(ctx, one),
        "number": wording.groups(one.order_id),
        "lines": [(f"{line.product_name} {line.sku_name} × {line.quantity}", yuan(line.amount)) for line in one.lines],
        "off": yuan(one.off) if one.off else "",
        "qr": scannable.drawn(one.order_id, fits=True) if one.status is OrderState.READY else "",
        "tail": one.order_id[-TAIL:],
        "state": one.status.value,
        "pay_until": wording.at(one.pay_until) if is_in_time else "",
        "is_too_late": is_unpaid and not is_in_time,
        "can_pay": is_in_time and one.payable > 0,
        "can_cancel": is_unpaid and one.seller_kind in (SHOP, GROUPBUY),
        "team": f"{config().public_url}/g/{ctx.corp}-{one.seat}" if one.seller_kind == GROUPBUY and one.seat else "",
        "pickup": _pickup(ctx, one.pickup_store),
    }


def _order_told(ctx: Ctx, one: Order) -> OrderTold:
    state, about = wording.ORDERS[one.status]
    money = orders.with_ledger(one).money
    return OrderTold(
        path=address(ctx, ORDER, one.order_id),
        state=state,
        about=about,
        is_open=one.status in (OrderState.PLACED, OrderState.READY),
        names="、".join(f"{line.product_name} {line.sku_name} × {line.quantity}" for line in one.lines),
        payable=yuan(one.payable),
        placed_at=wording.at(one.placed_at),
        paid=yuan(money.came_in) if money.came_in else "",
        going_back=yuan(money.going_back) if money.going_back else "",
        back=yuan(money.went_back) if money.went_back else "",
    )


def _pickup(ctx: Ctx, store_id: StoreId) -> tuple[str, str]:
    found = stores.known(ctx, store_id) if store_id else None
    return (found.name, found.address) if found else ("", "")


# ---- settings


def _settings(ctx: Ctx, wanted: Asked) -> Values:
    """hears: whether posts reach them: nobody's friend gets none, whatever they want. is_blocked: by an operator."""
    member_id = MemberId(ctx.who)
    stands = members.standing(ctx, member_id)
    refuses = stands is not None and bool(stands.refused_at)
    is_blocked = stands is not None and bool(stands.blocked_at)
    is_friend = stands is not None and any(one.status is FriendState.FRIEND for one in stands.friendships)
    return {
        "accepts_posts": not refuses,
        "is_blocked": is_blocked,
        "hears": is_friend and not refuses and not is_blocked,
        "who": masks.name(members.name_of(ctx, member_id)),
    }


PAGES: Final[Mapping[str, tuple[str, Callable[[Ctx, Asked], Values]]]] = {
    COUPONS: ("coupons.html", _coupons),
    COUPON: ("coupon.html", _coupon),
    ORDERS: ("orders.html", _orders),
    ORDER: ("order.html", _order),
    SETTINGS: ("settings.html", _settings),
}
