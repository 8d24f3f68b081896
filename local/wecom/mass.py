"""Members send: they confirm mass tasks or send on their own, within the receivers' quota (docs/platform D8)."""

from calendar import monthrange
from collections.abc import Callable
from datetime import datetime, timedelta
from functools import partial
from typing import Literal

from local.servers.basics import SHANGHAI, Json, NotFound, day_start
from local.wecom.life import Refused
from local.wecom.mass_records import MassTask, Part, Sending
from local.wecom.records import Message, Quota
from local.wecom.world import World

SENT, NO_FRIEND, OVER_QUOTA = 1, 2, 3
RECEIVED_KEEPS = 32 * 86_400.0
Put = Callable[[str, Json], Message]


def quota_of(rule: Quota, at: float) -> tuple[float, int]:
    """Since when a receiver's messages count, and how many may come: natural months, weeks and days in Shanghai."""
    today = datetime.fromtimestamp(day_start(at), SHANGHAI)
    if rule == "day":
        return today.timestamp(), 1
    if rule == "week":
        return (today - timedelta(days=today.weekday())).timestamp(), 7
    return today.replace(day=1).timestamp(), monthrange(today.year, today.month)[1]


class Mass:
    """What members do with mass messages in their client."""

    def __init__(self, world: World) -> None:
        self.world = world

    def waiting(self, corp_id: str, userid: str = "") -> list[tuple[MassTask, str]]:
        """Unconfirmed parts with their members, oldest first."""
        return [
            (task, member)
            for task in self.world.state.mass.values()
            for member, part in task.parts.items()
            if task.corp_id == corp_id and not task.cancelled and not part.confirmed and userid in ("", member)
        ]

    def confirm(self, corp_id: str, userid: str, msgid: str, select: list[str] | None = None) -> Json:
        """The member taps "send": every receiver gets it or not; how many got what."""
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

    def send_own(
        self, corp_id: str, userid: str, targets: list[str], chat_type: Literal["single", "group"], text: str
    ) -> Json:
        """A mass message that the member made; it uses up the same quota (docs/platform D8)."""
        with self.world.lock:
            self.world.staff(corp_id, userid)
            if not text.strip() or not targets:
                raise Refused("内容和对象不能为空 / text and targets are required")
            part = Part({target: Sending() for target in targets})
            task = MassTask(
                self.world.new_id("msg", 32), corp_id, chat_type, self.world.unix(),
                [("text", {"content": text})], {userid: part}, creator=userid,
            )  # fmt: skip
            self.world.state.mass[task.msgid] = task
            return self._send(task, userid, part, None)

    def _send(self, task: MassTask, userid: str, part: Part, select: list[str] | None) -> Json:
        part.confirmed = self.world.unix()
        counts = {SENT: 0, NO_FRIEND: 0, OVER_QUOTA: 0}
        chosen = part.sendings if select is None else dict.fromkeys(select)
        for target in chosen:
            sending = part.sendings[target]
            sending.status, sending.at = self._deliver(task, userid, target), part.confirmed
            counts[sending.status] += 1
            self.world.record(
                "mass_delivery", corp_id=task.corp_id, msgid=task.msgid, userid=userid, to=target,
                status=sending.status, own=bool(task.creator),
            )  # fmt: skip
        told: Json = {"sent": counts[SENT], "not_friend": counts[NO_FRIEND], "over_quota": counts[OVER_QUOTA]}
        self.world.record("mass", action="confirmed", corp_id=task.corp_id, msgid=task.msgid, userid=userid, **told)
        return {"msgid": task.msgid, **told}

    def _deliver(self, task: MassTask, userid: str, target: str) -> int:
        """1 and the messages are there, or the reason why not."""
        put = self._to_customer(task, userid, target) if task.chat_type == "single" else self._to_group(userid, target)
        if put is None:
            return NO_FRIEND
        if not self._take_quota(task.corp_id, target):
            return OVER_QUOTA
        for msgtype, content in task.content:
            put(msgtype, content)
        return SENT

    def _to_customer(self, task: MassTask, userid: str, target: str) -> Put | None:
        relation = self.world.relation(task.corp_id, userid, target)
        if relation is None or relation.status != "friends":
            return None
        return partial(self.world.put_message, relation, "mass")

    def _to_group(self, userid: str, target: str) -> Put | None:
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
