"""Coupons, and redemptions, as lines of a file."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

from chalicelib.core import called
from chalicelib.core.context import Ctx
from chalicelib.core.ids import StoreId
from chalicelib.coupons import service as coupons
from chalicelib.coupons.ids import TemplateId
from chalicelib.coupons.shapes import CouponInFile, CouponsAsked
from chalicelib.coupons.states import ClaimWay, WalletState
from chalicelib.exports.columns import Asked, Column, Kind, Lines, at, cells, within, yes, yuan
from chalicelib.exports.states import ExportKind, LineState, Purpose

STATES = {
    WalletState.ISSUED: "未使用",
    WalletState.RESERVED: "订单占用",
    WalletState.REDEEMED: "已核销",
    WalletState.VOIDED: "已作废",
    WalletState.EXPIRED: "已过期",
}
WAYS = {
    ClaimWay.ANYONE: "自行领取",
    ClaimWay.LIVE_CODE: "扫活码",
    ClaimWay.POST: "群发",
    ClaimWay.OPERATOR: "手工发放",
}
FILTERS = frozenset({"since", "until", "store", "template"})

Named = tuple[CouponInFile, dict[str, str], dict[str, str]]
"""A coupon, what stores are called, and what staff are."""

WHAT: tuple[Column[Named], ...] = (
    Column("券码", lambda one: one[0].code),
    Column("优惠券", lambda one: one[0].template_name),
    Column("会员", lambda one: one[0].member_name),
    Column("会员编号", lambda one: one[0].member_id),
    Column("优惠金额（元）", lambda one: yuan(one[0].amount_off)),
    Column("使用门槛（元）", lambda one: yuan(one[0].threshold)),
)
REDEEMED: tuple[Column[Named], ...] = (
    Column("核销时间", lambda one: at(one[0].redeemed_at)),
    Column("核销门店", lambda one: one[1].get(one[0].redeemed_at_store, "")),
    Column("核销员工", lambda one: one[2].get(one[0].redeemed_by, "")),
    Column("核销员工账号", lambda one: one[0].redeemed_by),
    Column("订单号", lambda one: one[0].order_id),
    Column("订单金额（元）", lambda one: yuan(one[0].order_amount)),
)
COUPONS: tuple[Column[Named], ...] = (
    *WHAT,
    Column("状态", lambda one: STATES[one[0].state]),
    Column("领取方式", lambda one: WAYS[one[0].way]),
    Column("领取时间", lambda one: at(one[0].issued_at)),
    Column("领取门店", lambda one: one[1].get(one[0].claimed_at_store, "")),
    Column("有效期至", lambda one: at(one[0].expires_at)),
    *REDEEMED,
    Column("作废时间", lambda one: at(one[0].voided_at)),
    Column("接收群发", lambda one: yes(one[0].accepts_posts)),
)
REDEMPTIONS: tuple[Column[Named], ...] = (*REDEEMED, *WHAT)


def page(columns: Sequence[Column[Named]], redeemed: bool, ctx: Ctx, asked: Asked, cursor: str) -> Lines:
    """At most 100, by template, the newest first; for advertising without those who said no to it."""
    which = asked.which
    wanted = CouponsAsked(
        redeemed=redeemed,
        template_id=TemplateId(which.template),
        store_id=StoreId(which.store),
        state=WalletState(which.state.value) if which.state else None,
        within=within(asked),
        is_masked=asked.is_masked,
    )
    found = coupons.for_file(ctx, wanted, cursor)
    meant = [one for one in found.items if one.accepts_posts or asked.purpose is not Purpose.MARKETING]
    stores = [str(store) for one in meant for store in (one.claimed_at_store, one.redeemed_at_store)]
    named = called.of(ctx, {"store": stores, "staff": [str(one.redeemed_by) for one in meant]})
    stores_called, staff_called = dict(named.get("store", {})), dict(named.get("staff", {}))
    lines = cells(columns, [(one, stores_called, staff_called) for one in meant])
    return Lines(lines, found.cursor, len(found.items) - len(meant))


KINDS = (
    Kind(
        kind=ExportKind.COUPONS,
        zh="优惠券",
        takes=FILTERS | {"state"},
        states=tuple(LineState(one.value) for one in WalletState),
        head=tuple(column.zh for column in COUPONS),
        page=partial(page, COUPONS, False),
    ),
    Kind(
        kind=ExportKind.REDEMPTIONS,
        zh="核销记录",
        takes=FILTERS,
        head=tuple(column.zh for column in REDEMPTIONS),
        page=partial(page, REDEMPTIONS, True),
    ),
)
