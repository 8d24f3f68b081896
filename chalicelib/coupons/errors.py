"""Why a coupon was not given or taken."""

from __future__ import annotations

from chalicelib.core.errors import Conflict, Forbidden, NotFound, Refused, TurnedAway


class UnknownTemplate(NotFound):
    zh = "没有找到该优惠券模板，请检查编号。"
    en = "No coupon template under that id. Check the id."
    customers = ("没有找到这张优惠券，请返回后重新打开。", "This coupon is not there. Go back and open it again.")


class BadTemplate(Refused):
    zh = "优惠券模板有误：{reason}请修改后重试。"
    en = "The template cannot be so: {reason} Correct it and try again."


class BadClaimEnd(Refused):
    zh = "领取结束时间有误：{reason}请修改后重试。"
    en = "Claiming cannot end then: {reason} Correct it and try again."


class ClaimsEndEarlier(Conflict):
    zh = "领取结束时间只能提前：现有的结束时间更早或已过，已领的券不受影响。"
    en = "Claiming can only end earlier than it does: it ends before that already. Coupons that were claimed stay."


class TemplateChanged(Conflict):
    zh = "该优惠券已被他人修改，请刷新后在最新版本上重新编辑。"
    en = "Somebody changed this coupon meanwhile. Reload and edit the latest revision."


class UnknownCoupon(NotFound):
    zh = "没有找到该优惠券，请核对 16 位券码；仍不对时，请顾客打开“我的优惠券”再扫一次。"
    en = "No coupon under that code. Check its 16 signs, or have the customer open their wallet and scan it again."
    customers = (
        "没有找到该优惠券，请在“我的优惠券”中重新选择。",
        "This coupon is not there. Choose it again in your wallet.",
    )


class SoldOut(Conflict):
    zh = "优惠券已领完，请换一张，或新建优惠券模板。"
    en = "All coupons of this template have been claimed. Take another, or make a new template."
    customers = ("优惠券已领完，请留意下次活动。", "All of these coupons are gone. Look out for the next ones.")


class AlreadyClaimed(Conflict):
    zh = "该会员领取这张优惠券已达每人限领，不能再发；请换一张优惠券。"
    en = "The member has as many of this coupon as a member may have. Take another coupon."
    customers = (
        "您已领取过该优惠券，可在“我的优惠券”中查看。",
        "You have claimed this coupon already. It is in your wallet.",
    )


class ClaimNotOpen(Conflict):
    zh = "优惠券尚未开始领取，请在开始时间后再发。"
    en = "Claiming has not begun. Give it after it starts."
    customers = ("优惠券尚未开始领取，请在开始时间后再来。", "Claiming has not begun. Come back after it starts.")


class ClaimClosed(Conflict):
    zh = "优惠券领取已结束，请换一张优惠券。"
    en = "Claiming has ended. Take another coupon."
    customers = ("优惠券领取已结束，请留意下次活动。", "Claiming has ended. Look out for the next coupons.")


class ClaimPaused(Conflict):
    zh = "该优惠券已暂停领取，请先恢复领取，或换一张优惠券。"
    en = "Claiming of this coupon is paused. Resume it, or take another coupon."
    customers = (
        "这张优惠券暂停领取，请稍后再来；已领到的券照常可用。",
        "Claiming is paused for the moment. Come back later; coupons that you have work as before.",
    )


class NotClaimableHere(Conflict):
    zh = "这张优惠券由商家发放，不能在这里直接领取。请向您的专属顾问询问，或留意商家发给您的消息。"
    en = "The store gives this coupon itself; it cannot be taken here. Ask your advisor, or look out for our messages."


class WayNotOpen(Conflict):
    zh = "该优惠券的「领取方式」不含此方式，请先加上，或换一张优惠券。"
    en = "This coupon is not given by this way. Add it to its ways to claim, or take another coupon."


class AlreadyPromised(Conflict):
    zh = "已有会员领取了该优惠券，不能再取消领取方式，只能增加。如需停止领取，请提前结束领取时间（ends）。"
    en = "Members have coupons of it already, so no way can be taken away. Add ways, or end claiming (ends)."


class AlreadyRedeemed(Conflict):
    zh = "该券已核销，只能使用一次。请换一张券，或不使用优惠券。"
    en = "This coupon was redeemed already and works only once. Take another coupon, or go on without one."
    customers = (
        "这张券已使用过，请在“我的优惠券”中换一张，或不使用优惠券下单。",
        "This coupon was used before. Choose another in your wallet, or order without one.",
    )


class CouponInUse(Conflict):
    zh = "该券已用于一笔未完成的订单，订单取消后会自动退回。请换一张券，或先取消那笔订单。"
    en = (
        "This coupon is held by an order that is not finished, and comes back by itself if that is cancelled. Take"
        " another coupon, or cancel the order first."
    )
    customers = (
        "这张券已用于您的另一笔未完成的订单。请换一张券，或先取消那笔订单。",
        "Another order of yours holds this coupon. Take another coupon, or cancel that order first.",
    )


class CouponVoided(Conflict):
    zh = "该券已作废，不能使用；如需补偿，可为顾客补发一张。"
    en = "This coupon was taken back and works no more. Another one may be issued in its place."
    customers = (
        "这张券已作废，请联系门店员工。",
        "This coupon was taken back. Ask the shop's staff.",
    )


class StillGood(Conflict):
    zh = "该券仍可使用，无需补发；如需换一张，请先作废这张。"
    en = "This coupon still works, so there is nothing to make good. Void it first to issue another one."


class CouponExpired(Conflict):
    zh = "该券已过有效期，不能使用。请换一张券；需要补偿时，由运营人员补发（reissues）。"
    en = "This coupon has expired. Take another one; an operator can issue one in its place (reissues)."
    customers = (
        "这张券已过有效期，请在“我的优惠券”中换一张，或不使用优惠券下单。",
        "This coupon has expired. Choose another in your wallet, or order without one.",
    )


class BelowThreshold(Conflict):
    zh = "订单金额未达到用券门槛。请加购后再用，或不使用此券。"
    en = "The order's amount is below what this coupon asks for. Add to the order, or leave the coupon for another one."


class RedemptionReversed(Conflict):
    zh = "这次核销已被撤销，没有再次核销。如顾客仍要使用此券，请重新查询并核销。"
    en = "This very redemption was reversed, and is not made again. If the customer still uses it, redeem it anew."


class NotRedeemed(Conflict):
    zh = "该券没有核销记录，无需撤销。"
    en = "This coupon is not redeemed, so there is nothing to reverse."


class RedeemedByOrder(Conflict):
    zh = "该券由订单使用，不能在收银台撤销；请为该订单退款。"
    en = "An order used this coupon, so no till can take that back. Refund the order."


class NotYourRedemption(Forbidden):
    zh = "这次核销由其他员工操作，您不能撤销。请联系该门店店长、客服或企业所有者。"
    en = "Somebody else redeemed it. Ask the store's manager, customer service or an owner to reverse it."


class ReversalTooLate(Forbidden):
    zh = "核销已超过 10 分钟，您不能再撤销。请联系该门店店长、客服或企业所有者。"
    en = "It was redeemed over 10 minutes ago. Ask the store's manager, customer service or an owner to reverse it."


class TooManyReversals(Conflict):
    zh = "该券已被撤销多次，不能再撤销。请由运营人员另发一张券。"
    en = "Redemptions of this coupon were reversed too often. Have an operator give the customer another one."


class TooManyWrongCodes(TurnedAway):
    zh = "输错的券码过多，请 {wait} 秒后再试；也可请顾客出示二维码扫码。"
    en = "Too many codes that no coupon has. Try again in {wait} seconds, or scan the customer's QR code."
