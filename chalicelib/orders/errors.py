"""Why an order was refused."""

from __future__ import annotations

from chalicelib.core.errors import Conflict, NotFound, Refused


class UnknownOrder(NotFound):
    zh = "没有找到该订单，请核对订单号。"
    en = "No order under that number. Check the number."
    customers = ("没有找到该订单，请在“我的订单”中重新打开。", "This order is not there. Open it from your orders.")


class BadPickup(Refused):
    zh = "该门店不能提货：{reason}请换一家门店，或在任意门店提货。"
    en = "This cannot be picked up there: {reason} Choose another store, or none to pick it up anywhere."
    customers = ("该门店暂时不能提货，请换一家门店。", "You cannot pick this up there now. Choose another store.")


class HoldOver(Conflict):
    zh = "支付时间已过，名额已释放，请重新下单。"
    en = "The time to pay is over and the place was given back. Order again."


class NothingToPay(Conflict):
    zh = "该订单无需支付。"
    en = "There is nothing to pay for this order."


class NotPayable(Conflict):
    zh = "该订单当前状态不能支付，请刷新后查看。"
    en = "This order cannot be paid as it stands. Reload it to see why."


class NotReady(Conflict):
    zh = "该订单还不能提货：尚未付款、尚未成团或已退款。请让顾客在“我的订单”中查看进度，可提货后再来。"
    en = (
        "This order cannot be picked up: it is not paid, its team is not complete, or the money went back. The customer"
        " sees in their orders how it stands, and comes again once it is ready."
    )


class AlreadyPickedUp(Conflict):
    zh = "该订单已提货，不能重复提货。请核对订单号；顾客说没有收到时，打开该订单查看何时由谁交付。"
    en = (
        "This order was picked up already. Check the number; if the customer has not got it, open the order to see who"
        " handed it out, and when."
    )


class NotANewCustomer(Conflict):
    zh = "该活动仅限新客参加：您已有成交的订单，或正在参加另一个新客活动。"
    en = "For new customers only: you have bought before, or hold another new customers' offer."


class TooManyUnpaid(Conflict):
    zh = "您有多笔订单尚未支付，请先支付或取消后再下单。"
    en = "You hold several unpaid orders. Pay or cancel one before you order again."


class PlaceUnpaid(Conflict):
    zh = "您在该活动中已有一个待支付的名额，请先支付；如不需要，退出该团后再试。"
    en = "You hold a place in this activity that is not paid yet. Pay for it, or leave that team first."


class NotCancellable(Conflict):
    zh = "该订单已支付或已结束，不能取消；如需退款请联系门店。"
    en = "This order is paid or over and cannot be cancelled. Ask the store for a refund."


class NothingLeft(Conflict):
    zh = "该订单的款项已全部退还，没有可退金额。"
    en = "All money of this order has gone back, or is on its way. There is nothing left to refund."


class RefundReferenceUsed(Conflict):
    zh = "该订单已有一笔使用此参考号、金额或原因不同的退款。若是同一笔，请按原内容提交；若是另一笔，请更换参考号。"
    en = (
        "Another refund of this order, of another amount or for another reason, has this reference. Send that one's"
        " amount and reason, or take another reference for another refund."
    )


class MoneyNotNoted(Conflict):
    zh = "该订单尚未记录到账，暂不能退款，请稍后重试。"
    en = "This order's money is not noted yet, so none can go back. Try again in a moment."
