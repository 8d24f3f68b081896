"""Orders as lines of a file: one an order, its goods in one cell."""

from __future__ import annotations

from chalicelib.core import called
from chalicelib.core.context import Ctx
from chalicelib.exports.columns import Asked, Column, Kind, Lines, at, cells, yes, yuan
from chalicelib.exports.states import ExportKind, LineState, Purpose
from chalicelib.orders import service as orders
from chalicelib.orders.shapes import Line, OrderInFile, OrdersQuery
from chalicelib.orders.states import OrderState

STATES = {
    OrderState.PLACED: "待支付",
    OrderState.PAID: "已支付",
    OrderState.PAID_LATE: "超时后付款",
    OrderState.READY: "待提货",
    OrderState.PICKED_UP: "已提货",
    OrderState.CANCELLED: "已取消",
    OrderState.REFUNDING: "退款中",
    OrderState.REFUNDED: "已退款",
}
SELLERS = {"shop": "小店", "groupbuy": "拼团"}

Named = tuple[OrderInFile, dict[str, str], dict[str, str]]
"""An order, what stores are called, and what staff are."""

COLUMNS: tuple[Column[Named], ...] = (
    Column("订单号", lambda one: one[0].order_id),
    Column("下单时间", lambda one: at(one[0].placed_at)),
    Column("状态", lambda one: STATES[one[0].status]),
    Column("会员", lambda one: one[0].member_name),
    Column("会员编号", lambda one: one[0].member_id),
    Column("商品", lambda one: "；".join(_goods(line) for line in one[0].lines)),
    Column("件数", lambda one: sum(line.quantity for line in one[0].lines)),
    Column("商品总额（元）", lambda one: yuan(one[0].total)),
    Column("优惠（元）", lambda one: yuan(one[0].off)),
    Column("应付（元）", lambda one: yuan(one[0].payable)),
    Column("实收（元）", lambda one: yuan(one[0].money.came_in)),
    Column("退款中（元）", lambda one: yuan(one[0].money.going_back)),
    Column("已退款（元）", lambda one: yuan(one[0].money.went_back)),
    Column("销售方式", lambda one: SELLERS.get(one[0].seller_kind, one[0].seller_kind)),
    Column("活动", lambda one: one[0].seller_name),
    Column("门店", lambda one: one[1].get(one[0].store_id, "")),
    Column("提货门店", lambda one: one[1].get(one[0].pickup_store, "")),
    Column("提货时间", lambda one: at(one[0].handed_out_at)),
    Column("经手门店", lambda one: one[1].get(one[0].handed_out_store, "")),
    Column("经手员工", lambda one: one[2].get(one[0].handed_out_by, "")),
    Column("券码", lambda one: one[0].coupon_code),
    Column("微信支付单号", lambda one: one[0].transaction),
    Column("接收群发", lambda one: yes(one[0].accepts_posts)),
)


def _goods(line: Line) -> str:
    return f"{' '.join(dict.fromkeys((line.product_name, line.sku_name)))} ×{line.quantity}"


def page(ctx: Ctx, asked: Asked, cursor: str) -> Lines:
    """At most 100, the newest first; for advertising without those who said no to it."""
    which = asked.which
    query = OrdersQuery(
        limit=100,
        cursor=cursor,
        since=which.since,
        until=which.until,
        store=which.store,
        status=OrderState(which.state.value) if which.state else None,
    )
    found = orders.for_file(ctx, query, is_masked=asked.is_masked)
    meant = [one for one in found.items if one.accepts_posts or asked.purpose is not Purpose.MARKETING]
    at_stores = {store for one in meant for store in (one.store_id, one.pickup_store, one.handed_out_store)}
    named = called.of(ctx, {"store": sorted(at_stores), "staff": sorted({one.handed_out_by for one in meant})})
    stores, staff = dict(named.get("store", {})), dict(named.get("staff", {}))
    lines = cells(COLUMNS, [(one, stores, staff) for one in meant])
    return Lines(lines, found.cursor, len(found.items) - len(meant))


KIND = Kind(
    kind=ExportKind.ORDERS,
    zh="订单",
    takes=frozenset({"since", "until", "store", "state"}),
    states=tuple(LineState(one.value) for one in OrderState),
    head=tuple(column.zh for column in COLUMNS),
    page=page,
)
