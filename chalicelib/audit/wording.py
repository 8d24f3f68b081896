"""What the states that stand in the audit are called, by their room where one word means several things."""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import cache

from chalicelib.core import errors
from chalicelib.core.http.rights import NAMES

WORDS: Mapping[str, tuple[str, str]] = {
    "on": ("上架", "on the shelf"),
    "off": ("下架", "off the shelf"),
    "lead": ("引流款", "draws customers"),
    "profit": ("利润款", "earns money"),
    "expand": ("拓展款", "widens the range"),
    "open": ("开放中", "open"),
    "stores.open": ("营业中", "open"),
    "payments.open": ("待处理", "to be seen to"),
    "payments.fine": ("正常", "fine"),
    "payments.seen": ("已处理", "seen to"),
    "losses.each": ("每次", "each time"),
    "losses.daily": ("每天汇总", "daily"),
    "losses.off": ("关闭", "off"),
    "paused": ("已暂停", "paused"),
    "archived": ("已归档", "archived"),
    "closed": ("已关闭", "closed"),
    "stores.closed": ("已停业", "closed"),
    "posts.closed": ("已完成", "done"),
    "scheduled": ("已排期", "scheduled"),
    "claimed": ("准备中", "getting ready"),
    "planning": ("计划中", "being planned"),
    "sending": ("发送中", "being sent"),
    "ending": ("结束中", "ending"),
    "skipped": ("已跳过", "skipped"),
    "failed": ("失败", "failed"),
    "cancelling": ("取消中", "being cancelled"),
    "cancelled": ("已取消", "cancelled"),
    "finished": ("已结束", "finished"),
    "customers": ("客户", "customers"),
    "groups": ("客户群", "customer groups"),
    "draft": ("草稿", "draft"),
    "content_review": ("素材审核中", "under content review"),
    "compliance_review": ("合规审核中", "under compliance review"),
    "business_review": ("业务审核中", "under business review"),
    "approved": ("已通过", "approved"),
    "replaced": ("已被新版本取代", "replaced by a newer version"),
    "rejected": ("已驳回", "rejected"),
    "recalled": ("已撤回", "recalled"),
    "issued": ("可用", "good"),
    "reserved": ("已用于未完成的订单", "held by an order"),
    "redeemed": ("已核销", "redeemed"),
    "voided": ("已作废", "voided"),
    "placed": ("待支付", "to be paid"),
    "paid": ("已支付", "paid"),
    "paid_late": ("逾时到账", "paid late"),
    "ready": ("待提货", "ready"),
    "exports.ready": ("可下载", "ready"),
    "picked_up": ("已提货", "picked up"),
    "refunding": ("退款中", "being refunded"),
    "refunded": ("已退款", "refunded"),
    "asked": ("已申请", "asked for"),
    "processing": ("处理中", "under way"),
    "succeeded": ("已到账", "arrived"),
    "abnormal": ("异常", "abnormal"),
    "withdrawn": ("已撤销", "withdrawn"),
    "finish": ("等已开的团结束", "lets teams finish"),
    "refund": ("退还全部款项", "refunds everybody"),
    "asking": ("交接中", "being handed over"),
    "stopping": ("停止中", "stopping"),
    "waiting": ("等待结果", "waiting"),
    "done": ("已完成", "done"),
    "running": ("进行中", "running"),
    "making": ("生成中", "being made"),
    "expired": ("已过期", "expired"),
    "members": ("会员", "members"),
    "coupons": ("优惠券", "coupons"),
    "redemptions": ("核销", "redemptions"),
    "orders": ("订单", "orders"),
    "visits": ("访问", "visits"),
    "audit": ("操作日志", "audit"),
    "service": ("客户服务", "service"),
    "marketing": ("营销", "marketing"),
    "analysis": ("分析", "analysis"),
    "check": ("核对", "a check"),
    "staff": ("员工", "staff"),
    "coupons.anyone": ("小程序自行领取", "anybody in the mini-program"),
    "coupons.live_code": ("活码发放", "a live code"),
    "coupons.post": ("群发发放", "a post"),
    "coupons.operator": ("运营人员发放", "an operator"),
    **{f"access.{role}": words for role, words in NAMES.items()},
    "access.all": ("全部", "the whole corp"),
    "access.regions": ("按区域", "regions"),
    "access.stores": ("按门店", "stores"),
    "access.departments": ("按部门", "departments"),
    "access.own": ("本人的客户", "their own customers"),
}
# Fields with such words that are no states of a row.
FIELDS = {("access", "role"), ("access", "scope.kind"), ("coupons", "claimable_by")}


def said(room: str, state: str) -> tuple[str, str]:
    """A state, or several, in both languages; as it is where nobody has a word for it, such as a corp's own role."""
    found = [WORDS.get(f"{room}.{one}") or WORDS.get(one) or (one, one) for one in state.split(", ")]
    return "、".join(zh for zh, _ in found), ", ".join(en for _, en in found)


def refusal(code: str) -> tuple[str, str]:
    """Why something was refused, in both languages: what the refusal says first, without what to do next.

    As it is where the running version knows no such refusal.
    """
    kind = _refusals().get(code)
    return (_first(kind.zh, "[，。：；]"), _first(kind.en, r"[.:;](?= |$)")) if kind else (code, code)


@cache
def _refusals() -> Mapping[str, type[errors.AppError]]:
    return {one.__name__: one for one in errors.every()}


def _first(text: str, ends: str) -> str:
    """Up to the first of the ends; of a figure that only the answer had, a gap."""
    without = re.sub(r"\s?[（(][^（）()]*\{[^（）()]*[）)]", "", text)
    return re.sub(r"\{\w+\}", "…", re.split(ends, without, maxsplit=1)[0])
