"""Records as the pages show them: Chinese first, times in Shanghai."""

from datetime import UTC, datetime, timedelta, timezone
from typing import cast

from local.sandbox.records import Json, Message, Relation
from local.sandbox.world import World

SHANGHAI = timezone(timedelta(hours=8))
STATUS = {
    "requested": ("待通过", "amber"),
    "half": ("半添加·待确认", "amber"),
    "friends": ("好友", "green"),
    "customer_left": ("客户已删除员工", "red"),
    "staff_deleted": ("员工已删除", "red"),
    "gone": ("已断开", "grey"),
}
KIND = {
    "api": "接口", "event": "事件", "delivery": "回调", "message": "消息", "clock": "时钟",
    "fault": "故障", "verify": "验证", "setup": "配置", "customer": "客户", "reset": "重置",
    "request": "申请", "limit": "限频",
}  # fmt: skip
PART = {"image": "图片", "link": "链接", "miniprogram": "小程序", "video": "视频", "file": "文件"}
FAULT = {
    "slow": "接口变慢",
    "error": "接口报错",
    "drop_reply": "做完不应答",
    "http_500": "做完回 500",
    "duplicate": "回调重复",
    "delay": "回调迟到",
    "drop_event": "丢弃事件",
    "reorder": "回调乱序",
    "bad_signature": "签名错误",
    "wrong_receiveid": "接收者错误",
    "block": "限频",
    "invalidate_tokens": "令牌失效",
}
SENDER = {"customer": "客户", "staff": "员工", "welcome": "欢迎语"}


def local_time(text: str, pattern: str = "%H:%M:%S") -> str:
    """An ISO time as a clock on the wall in Shanghai."""
    return datetime.fromisoformat(text).astimezone(SHANGHAI).strftime(pattern)


def relation_view(world: World, relation: Relation) -> Json:
    """A relation with the names a person wants to read."""
    corp = world.state.corps.get(relation.corp_id)
    staff = corp.staff.get(relation.userid) if corp else None
    customer = world.state.customers[relation.customer_id]
    label, tint = STATUS[relation.status]
    names = {tag.id: tag.name for group in world.state.tag_groups.get(relation.corp_id, []) for tag in group.tags}
    since = datetime.fromtimestamp(relation.createtime, UTC).astimezone(SHANGHAI)
    return {
        "corp_id": relation.corp_id, "userid": relation.userid, "status": relation.status,
        "external_userid": relation.external_userid, "state": relation.state,
        "corp_name": corp.name if corp else relation.corp_id,
        "staff_name": staff.name if staff else relation.userid,
        "name": customer.name, "customer_id": customer.id, "remark": relation.remark,
        "label": label, "tint": tint, "since": since.strftime("%m-%d %H:%M:%S"),
        "tags": [names.get(tag_id, tag_id) for tag_id in relation.tags],
        "tag_ids": relation.tags,
    }  # fmt: skip


def chat_view(world: World, relation: Relation) -> Json:
    """A relation with the last thing said."""
    return relation_view(world, relation) | {"last": _last(world, relation)}


def _last(world: World, relation: Relation) -> str:
    pair = (relation.corp_id, relation.userid, relation.customer_id)
    for message in reversed(world.state.messages):
        if (message.corp_id, message.userid, message.customer_id) == pair:
            return summary(message.msgtype, message.content)
    return ""


def summary(msgtype: str, content: Json) -> str:
    """One line of a message."""
    if msgtype == "text":
        return str(content.get("content", ""))
    return f"[{PART.get(msgtype, msgtype)}] {content.get('title', '')}".strip()


def message_view(message: Message) -> Json:
    """A bubble."""
    return {
        "sender": message.sender, "msgtype": message.msgtype, "content": message.content,
        "at": local_time(message.at, "%H:%M"),
    }  # fmt: skip


def ledger_row(entry: Json) -> Json:
    """A line of the ledger: when, what kind, in words, good or bad."""
    kind = str(entry["kind"])
    text, tint = _words(kind, entry)
    return {
        "seq": entry["seq"], "at": local_time(str(entry["at"])), "kind": kind,
        "label": KIND.get(kind, kind), "corp": entry.get("corp_id", ""), "text": text,
        "tint": tint, "detail": entry,
    }  # fmt: skip


def _words(kind: str, entry: Json) -> tuple[str, str]:
    if kind == "api":
        return _api(entry)
    if kind == "delivery":
        return _delivery(entry)
    if kind == "event":
        fields = cast(Json, entry["fields"])
        state = f" · state={fields['State']}" if fields.get("State") else ""
        code = " · 带 WelcomeCode" if fields.get("WelcomeCode") else ""
        return f"{entry['change']} · {fields['UserID']}{state}{code}", "blue"
    if kind == "message":
        line = summary(str(entry["msgtype"]), cast(Json, entry["content"]))
        return f"{SENDER[str(entry['sender'])]} → {line}", ""
    if kind == "clock":
        return f"快进 {timedelta(seconds=float(str(entry['advanced'])))}", "amber"
    if kind == "verify":
        good = bool(entry["ok"])
        return "回调地址验证通过" if good else str(entry["problem"]), "green" if good else "red"
    if kind == "fault":
        action = {"added": "加上", "removed": "解除", "used": "生效"}[str(entry["action"])]
        kind = str(entry.get("fault", ""))
        return f"{action} {FAULT.get(kind, entry.get('count'))} {kind}", "amber"
    return _plain(entry), "amber" if kind == "limit" else ""


def _api(entry: Json) -> tuple[str, str]:
    code = entry["errcode"]
    text = f"{entry['api']} → errcode {code} · {entry['ms']} ms"
    if entry.get("reply") != "sent":
        text += f" · {entry['reply']}"
    for warning in cast(list[str], entry.get("warnings") or []):
        text += f" · ⚠ {warning}"
    return text, "green" if code == 0 else "red"


def _delivery(entry: Json) -> tuple[str, str]:
    if "attempt" not in entry:
        return f"{entry['change']} · 被故障丢弃", "red"
    outcome = {"delivered": "已送达", "will retry": "将重试", "given up": "已放弃"}
    how = entry["error"] or f"HTTP {entry['status']}"
    text = f"{entry['change']} · 第 {entry['attempt']} 次 · {how} · {entry['ms']} ms"
    good = entry["outcome"] == "delivered"
    return f"{text} · {outcome[str(entry['outcome'])]}", "green" if good else "red"


def _plain(entry: Json) -> str:
    hidden = ("seq", "at", "kind", "corp_id")
    return " · ".join(f"{k}={v}" for k, v in entry.items() if k not in hidden)
