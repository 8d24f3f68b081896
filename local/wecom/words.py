"""The ledger in words, for the page: when, what kind, what happened, good or bad."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import cast

from local.servers.basics import Json
from local.wecom.mass_records import Bubble
from local.wecom.states import Arrival, FaultKind, Outcome, Sender, SendingStatus
from local.wecom.views import SENDING, local_time, summary

KIND = {
    "api": "接口", "event": "事件", "delivery": "回调", "message": "消息", "clock": "时钟",
    "fault": "故障", "verify": "验证", "setup": "配置", "customer": "客户", "reset": "重置",
    "request": "申请", "limit": "限频", "mass": "群发", "mass_delivery": "群发送达", "group": "客户群",
    "media": "素材", "app_message": "应用消息", "staff": "员工",
}  # fmt: skip
FAULT: dict[str, str] = {
    FaultKind.SLOW: "接口变慢",
    FaultKind.ERROR: "接口报错",
    FaultKind.DROP_REPLY: "做完不应答",
    FaultKind.HTTP_500: "做完回 500",
    FaultKind.DUPLICATE: "回调重复",
    FaultKind.DELAY: "回调迟到",
    FaultKind.DROP_EVENT: "丢弃事件",
    FaultKind.REORDER: "回调乱序",
    FaultKind.BAD_SIGNATURE: "签名错误",
    FaultKind.WRONG_RECEIVEID: "接收者错误",
    FaultKind.BLOCK: "限频",
    FaultKind.INVALIDATE_TOKENS: "令牌失效",
    FaultKind.PERMANENT: "接口一直拒绝",
    FaultKind.STAFF_REFUSED: "员工被拒绝",
    FaultKind.MEDIA_EXPIRED: "素材过期",
    FaultKind.STAFF_LEFT: "员工离职无通知",
}
SENDER: dict[str, str] = {
    Sender.CUSTOMER: "客户",
    Sender.STAFF: "员工",
    Sender.WELCOME: "欢迎语",
    Sender.MASS: "群发",
}
OUTCOME: dict[str, str] = {Outcome.DELIVERED: "已送达", Outcome.WILL_RETRY: "将重试", Outcome.GIVEN_UP: "已放弃"}
MASS = {"created": "建立任务", "confirmed": "成员确认", "reminded": "提醒成员", "cancelled": "取消未发"}
MANY = 20
HIDDEN = ("seq", "at", "kind", "corp_id")
Words = tuple[str, str]


def ledger_row(entry: Json) -> Json:
    """A line of the ledger; `detail` shows of long lists only how long they are."""
    kind = str(entry["kind"])
    text, tint = WORDS.get(kind, _plain)(entry)
    return {
        "seq": entry["seq"], "at": local_time(str(entry["at"])), "kind": kind,
        "label": KIND.get(kind, kind), "corp": entry.get("corp_id", ""), "text": text,
        "tint": tint, "detail": {name: _short(value) for name, value in entry.items()},
    }  # fmt: skip


def _short(value: object) -> object:
    return f"{len(value)} items" if isinstance(value, list) and len(value) > MANY else value


def _plain(entry: Json) -> Words:
    return _fields(entry, HIDDEN), ""


def _fields(entry: Json, hidden: tuple[str, ...]) -> str:
    return " · ".join(f"{name}={value}" for name, value in entry.items() if name not in hidden)


def _limit(entry: Json) -> Words:
    return _fields(entry, HIDDEN), "amber"


def _api(entry: Json) -> Words:
    code = entry["errcode"]
    text = f"{entry['api']} → errcode {code} · {entry['ms']} ms"
    if entry.get("reply") != "sent":
        text += f" · {entry['reply']}"
    for warning in cast(list[str], entry.get("warnings") or []):
        text += f" · ⚠ {warning}"
    return text, "green" if code == 0 else "red"


def _delivery(entry: Json) -> Words:
    if "attempt" not in entry:
        return f"{entry['change']} · 被故障丢弃", "red"
    how = entry["error"] or f"HTTP {entry['status']}"
    text = f"{entry['change']} · 第 {entry['attempt']} 次 · {how} · {entry['ms']} ms"
    good = entry["outcome"] == Outcome.DELIVERED
    return f"{text} · {OUTCOME[str(entry['outcome'])]}", "green" if good else "red"


def _event(entry: Json) -> Words:
    fields = cast(Json, entry["fields"])
    state = f" · state={fields['State']}" if fields.get("State") else ""
    code = " · 带 WelcomeCode" if fields.get("WelcomeCode") else ""
    return f"{entry['change']} · {fields.get('UserID') or fields.get('Id', '')}{state}{code}", "blue"


def _message(entry: Json) -> Words:
    return f"{SENDER[str(entry['sender'])]} → {_line(entry)}", ""


def _line(entry: Json) -> str:
    return summary(Bubble(str(entry["msgtype"]), cast(Json, entry["content"])))


def _clock(entry: Json) -> Words:
    return f"快进 {timedelta(seconds=float(str(entry['advanced'])))}", "amber"


def _verify(entry: Json) -> Words:
    good = bool(entry["ok"])
    return "回调地址验证通过" if good else str(entry["problem"]), "green" if good else "red"


def _fault(entry: Json) -> Words:
    action = {"added": "加上", "removed": "解除", "used": "生效"}[str(entry["action"])]
    kind = str(entry.get("fault", ""))
    return f"{action} {FAULT.get(kind, entry.get('count'))} {kind}", "amber"


def _mass(entry: Json) -> Words:
    return f"{MASS[str(entry['action'])]} · {_fields(entry, (*HIDDEN, 'action', 'targets', 'attachments'))}", "blue"


def _mass_delivery(entry: Json) -> Words:
    label, tint = SENDING[SendingStatus(int(str(entry["status"])))]
    return f"{entry['userid']} → {entry['to']} · {label}", tint


def _app_message(entry: Json) -> Words:
    arrival = str(entry["outcome"])
    text = f"应用 {entry['agent_id']} → {entry['userid']} · {_line(entry)} · {arrival}"
    return text, "" if arrival == Arrival.DELIVERED else "red"


WORDS: dict[str, Callable[[Json], Words]] = {
    "api": _api, "delivery": _delivery, "event": _event, "message": _message, "clock": _clock, "verify": _verify,
    "fault": _fault, "limit": _limit, "mass": _mass, "mass_delivery": _mass_delivery, "app_message": _app_message,
}  # fmt: skip
