"""The scan in the app's menu: a clerk scans a customer's code in WeCom, and is told what it is worth.

The scan only looks. What it leads to is the page, where the clerk sees the order's amount and presses themselves: a
scan that redeemed at once would take a coupon whose threshold nobody compared.
"""

from __future__ import annotations

import msgspec

from chalicelib.access import service as access
from chalicelib.core.config import config
from chalicelib.core.context import Ctx
from chalicelib.core.errors import AppError, Outlook
from chalicelib.core.events.errands import send
from chalicelib.core.ids import StoreId, userid
from chalicelib.core.moments import SHANGHAI, Moment, epoch_iso, moment
from chalicelib.core.money import yuan
from chalicelib.core.ops import refusals
from chalicelib.core.text import in_link, typed
from chalicelib.coupons import service as coupons
from chalicelib.coupons.errors import UnknownCoupon
from chalicelib.coupons.ids import CODE_SIGNS, CouponCode
from chalicelib.platforms.wecom import mass, menu
from chalicelib.platforms.wecom.errors import WeComRefused
from chalicelib.platforms.wecom.events import Event
from chalicelib.platforms.wecom.menu import Button
from chalicelib.platforms.wecom.messages import Message, Text, TextCard, without_braces
from chalicelib.till.errands import TellScan
from chalicelib.till.errors import MenuIsFull
from chalicelib.till.shapes import Menu

KEY = "siyu_till_scan"
SCAN_BUTTON = Button(type=menu.SCAN, name="扫码核销", key=KEY)
# Nothing longer is a code, whatever somebody holds before a camera.
MOST_SCANNED = 200


def make_menu(ctx: Ctx) -> Menu:
    """Put the scan into the app's menu beside what is there. Safe to repeat. Two calls.

    Raises MenuIsFull when there are three other buttons.
    """
    there = menu.buttons(ctx)
    if any(one.key == KEY for one in there):
        return Menu(is_new=False, buttons=[one.name for one in there])
    if len(there) >= menu.MOST_BUTTONS:
        raise MenuIsFull(buttons=[one.name for one in there])
    wanted = [*there, SCAN_BUTTON]
    menu.create(ctx, wanted)
    return Menu(is_new=True, buttons=[one.name for one in wanted])


def came(ctx: Ctx, event: Event) -> None:
    """Somebody scanned through the menu: whoever it was is told. Another button's scan is not ours. One message queued.

    Safe to repeat: what is told says when it was scanned, and WeCom drops the same text to the same person.
    """
    clerk, scanned = userid(event.fields.get("FromUserName", "")), menu.scanned(event)
    if event.fields.get("EventKey") == KEY and clerk and scanned:
        send(ctx, TellScan(clerk=clerk, scanned=scanned[:MOST_SCANNED], at=epoch_iso(event.created)))


def tell(ctx: Ctx, errand: TellScan) -> None:
    """Look as the clerk who scanned, and tell them by the app, with a link to the page. One call.

    What WeCom refuses for good is noted: nothing else would come of trying again.
    """
    try:
        mass.send_to_staff(ctx, [errand.clerk], _message(ctx, errand))
    except WeComRefused as refused:
        if refused.outlook is not Outlook.NEVER:
            raise
        refusals.note(ctx, refused)


def _message(ctx: Ctx, errand: TellScan) -> Message:
    theirs = access.standing(ctx.corp, errand.clerk)
    if theirs is None or not coupons.may_redeem(theirs.rights):
        return _text("您还没有「核销优惠券」的权限，请联系企业所有者开通。", errand.at)
    acting = msgspec.structs.replace(ctx.acting(f"operator:{errand.clerk}"), rights=theirs.rights, scope=theirs.scope)
    try:
        return _card(_look(acting, errand.scanned), errand.at)
    except AppError as error:
        return _text(error.zh, errand.at)


def _look(ctx: Ctx, scanned: str) -> coupons.CouponAtTill:
    code = typed(in_link(scanned))
    if len(code) != CODE_SIGNS:
        raise UnknownCoupon()
    return coupons.look(ctx, CouponCode(code), None, StoreId(""))


def _card(coupon: coupons.CouponAtTill, at: Moment) -> Message:
    state = "可核销" if coupon.can_redeem else "不能核销"
    terms = f"满 {yuan(coupon.threshold)} 可用" if coupon.threshold else "无门槛"
    what = coupon.why.zh if coupon.why else "点开填写订单金额并核销，现在尚未核销。"
    lines = [f"减 {yuan(coupon.amount_off)}，{terms}", what, f"扫码时间 {_clock(at)}"]
    card = TextCard(
        title=without_braces(f"{state} · {coupon.template_name}"),
        description=without_braces("\n".join(lines)),
        # Behind # it reaches no server and no log.
        url=f"{config().public_url}/till#{coupon.code}",
    )
    return Message(msgtype="textcard", textcard=card)


def _text(said: str, at: Moment) -> Message:
    return Message(msgtype="text", text=Text(without_braces(f"{said}\n扫码时间 {_clock(at)}")))


def _clock(at: Moment) -> str:
    return moment(at).astimezone(SHANGHAI).strftime("%H:%M:%S")
