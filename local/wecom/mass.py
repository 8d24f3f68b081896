"""Members send: they confirm mass tasks or send on their own, within the receivers' quota (docs/platform D8)."""

from __future__ import annotations

from calendar import monthrange
from collections import Counter
from collections.abc import Callable
from datetime import datetime, timedelta
from functools import partial

from msgspec import Struct

from local.servers.basics import SHANGHAI, NotFound, day_start
from local.wecom.life import Refused
from local.wecom.mass_records import Bubble, MassTask, Part, Sending
from local.wecom.records import Message
from local.wecom.states import ChatType, Quota, Sender, SendingStatus, Status
from local.wecom.world import World

RECEIVED_KEEPS = 32 * 86_400.0
Put = Callable[[Bubble], Message]


class Sent(Struct, frozen=True):
    """How many receivers got what, when a member sent a task or his part of it."""

    msgid: str
    sent: int
    not_friend: int
    over_quota: int


def quota_of(quota: Quota, at: float) -> tuple[float, int]:
    """Since when a receiver's messages count, and how many may come: natural months, weeks and days in Shanghai."""
    today = datetime.fromtimestamp(day_start(at), SHANGHAI)
    if quota == Quota.DAY:
        return today.timestamp(), 1
    if quota == Quota.WEEK:
        return (today - timedelta(days=today.weekday())).timestamp(), 7
    return today.replace(day=1).timestamp(), monthrange(today.year, today.month)[1]


class Mass:
    """What members do with mass messages in their client. Raises NotFound, and Refused for what they cannot do."""

    def __init__(self, world: World) -> None:
        self.world = world

    def waiting(self, corp_id: str, userid: str = "") -> list[tuple[MassTask, str]]:
        """Tasks of the corp with a member who has not confirmed, oldest first; of one member, or of all."""
        return [
            (task, member)
            for task in self.world.state.mass.values()
            if task.corp_id == corp_id and not task.cancelled
            for member in task.waiting
            if userid in ("", member)
        ]

    def confirm(self, corp_id: str, userid: str, msgid: str, select: list[str] | None = None) -> Sent:
        """The member taps "send": every receiver gets it or not. select: other customers than the corp chose."""
        with self.world.lock:
            self.world.staff(corp_id, userid)
            task = self.world.state.mass.get(msgid)
            if task is None or task.corp_id != corp_id or userid not in task.parts:
                raise NotFound(f"no mass task {msgid!r} for {userid!r}")
            part = task.parts[userid]
            if task.cancelled or part.confirmed:
                raise Refused("任务已取消或已发送 / the task is cancelled or sent already")
            if select is not None:
                self._reselect(task, userid, part, select)
            return self._send(task, userid, part, select)

    def _reselect(self, task: MassTask, userid: str, part: Part, select: list[str]) -> None:
        """Other customers than the corp chose, where it lets the member choose (docs/platform D8 allow_select)."""
        if not task.allow_select:
            raise Refused("不允许重新选择客户 / this task cannot be re-selected")
        mine = {relation.external_userid for relation in self.world.customers_of(task.corp_id, userid)}
        if unknown := set(select) - mine:
            raise NotFound(f"{userid!r} has no customer {sorted(unknown)[0]!r}")
        for external in select:
            part.sendings.setdefault(external, Sending())

    def send_own(self, corp_id: str, userid: str, targets: list[str], chat_type: ChatType, text: str) -> Sent:
        """A mass message that the member made; it uses up the same quota (docs/platform D8)."""
        with self.world.lock:
            self.world.staff(corp_id, userid)
            if not text.strip() or not targets:
                raise Refused("内容和对象不能为空 / text and targets are required")
            part = Part({target: Sending() for target in targets})
            task = MassTask(
                self.world.new_id("msg", 32), corp_id, chat_type, self.world.unix(),
                [Bubble("text", {"content": text})], {userid: part}, creator=userid,
            )  # fmt: skip
            self.world.state.mass[task.msgid] = task
            return self._send(task, userid, part, None)

    def _send(self, task: MassTask, userid: str, part: Part, select: list[str] | None) -> Sent:
        part.confirmed = self.world.unix()
        counts: Counter[SendingStatus] = Counter()
        for target in part.sendings if select is None else dict.fromkeys(select):
            sending = part.sendings[target]
            sending.status, sending.at = self._deliver(task, userid, target), part.confirmed
            counts[sending.status] += 1
            self.world.record(
                "mass_delivery", corp_id=task.corp_id, msgid=task.msgid, userid=userid, to=target,
                status=sending.status, own=bool(task.creator),
            )  # fmt: skip
        sent = Sent(
            task.msgid, counts[SendingStatus.SENT], counts[SendingStatus.NOT_FRIEND], counts[SendingStatus.OVER_QUOTA]
        )
        self.world.record(
            "mass", action="confirmed", corp_id=task.corp_id, msgid=task.msgid, userid=userid,
            sent=sent.sent, not_friend=sent.not_friend, over_quota=sent.over_quota,
        )  # fmt: skip
        return sent

    def _deliver(self, task: MassTask, userid: str, target: str) -> SendingStatus:
        """The messages are there, or the reason why not."""
        single = task.chat_type == ChatType.SINGLE
        put = self._to_customer(task, userid, target) if single else self._to_group(userid, target)
        if put is None:
            return SendingStatus.NOT_FRIEND
        if not self._take_quota(task.corp_id, target):
            return SendingStatus.OVER_QUOTA
        for bubble in task.content:
            put(bubble)
        return SendingStatus.SENT

    def _to_customer(self, task: MassTask, userid: str, target: str) -> Put | None:
        """How a friend is written to."""
        relation = self.world.relation(task.corp_id, userid, target)
        if relation is None or relation.status != Status.FRIENDS:
            return None
        return partial(self.world.put_message, relation, Sender.MASS)

    def _to_group(self, userid: str, target: str) -> Put | None:
        """How a group of the member's own is written to."""
        group = self.world.state.groups.get(target)
        if group is None or group.dismissed or group.owner != userid:
            return None
        return partial(self.world.put_group_message, group, userid)

    def _take_quota(self, corp_id: str, target: str) -> bool:
        """Count one mass message for a customer or a group, unless it has had its share."""
        now = self.world.time()
        since, most = quota_of(self.world.corp(corp_id).mass_quota, now)
        received = self.world.state.received.setdefault(f"{corp_id}\n{target}", [])
        received[:] = [at for at in received if now - at < RECEIVED_KEEPS]
        if sum(at >= since for at in received) >= most:
            return False
        received.append(now)
        return True
