"""Customers are handed from one member to another (docs/platform D5): asked for, refused, or done after a day."""

from __future__ import annotations

import math
from collections.abc import Iterator

from local.wecom.errors import ApiError
from local.wecom.life import Life, Refused
from local.wecom.mass_records import Bubble
from local.wecom.records import Corp, Relation, Staff, Transfer
from local.wecom.states import AFTER_DROPPING, LISTED, Change, Handing, Sender, Status
from local.wecom.world import World, external_id

A_DAY = 86_400.0
NINETY_DAYS = 90 * A_DAY
MOST_IN_NINETY_DAYS = 2
ADD_WAY_HANDED_OVER = 202


class Transfers:
    """Who is handed over to whom, and what a day later comes of it."""

    def __init__(self, world: World, life: Life) -> None:
        self.world = world
        self.life = life
        self._next = 0.0

    def ask(self, corp: Corp, handover: Staff, takeover: Staff, external: str, said: str = "") -> None:
        """Begin to hand one customer over. Raises ApiError: an errcode of its own for each of a list."""
        with self.world.lock:
            self.settle()
            relation = self.world.relation(corp.corp_id, handover.userid, external)
            self.world.customer_behind(corp.corp_id, external)
            if relation is None or relation.status not in LISTED:
                raise ApiError(40131, external)
            if self._waiting(corp.corp_id, external):
                raise ApiError(40129, external)
            if self._often(corp.corp_id, external) >= MOST_IN_NINETY_DAYS:
                raise ApiError(40128, external)
            now = self.world.time()
            has_left = handover.userid in corp.left
            transfer = Transfer(
                corp.corp_id, handover.userid, takeover.userid, external, now, now + A_DAY, has_left=has_left, said=said
            )
            self.world.state.transfers.setdefault(_key(corp.corp_id, external), []).append(transfer)
            self._next = min(self._next, transfer.takes_over)
            self._record("asked", transfer)

    def refuse(self, customer_id: str, corp_id: str) -> None:
        """The customer does not want to be handed over: transfer_fail. Raises Refused when nobody asked."""
        with self.world.lock:
            self.settle()
            self.world.customer(customer_id)
            waiting = self._waiting(corp_id, external_id(corp_id, customer_id))
            if waiting is None or waiting.has_left:
                raise Refused("没有可拒绝的接替 / nobody asked to hand this customer over")
            self._fail(waiting, Handing.REFUSED, "customer_refused")

    def of(self, corp_id: str, handover: str, takeover: str) -> list[Transfer]:
        """What was asked for last of each customer between two members, in the order of asking."""
        with self.world.lock:
            self.settle()
            pair = (corp_id, handover, takeover)
            mine = [one for one in self._all() if (one.corp_id, one.handover, one.takeover) == pair]
            return list({one.external_userid: one for one in mine}.values())

    def unassigned(self, corp: Corp) -> list[tuple[Staff, Relation]]:
        """The customers of who has left, for whom nobody asked yet."""
        with self.world.lock:
            self.settle()
            return [
                (gone, relation)
                for gone in corp.left.values()
                for relation in self.world.customers_of(corp.corp_id, gone.userid)
                if self._waiting(corp.corp_id, relation.external_userid) is None
            ]

    def settle(self) -> None:
        """Let happen what the passing of time brings: each that nobody refused in a day is done."""
        with self.world.lock:
            now = self.world.time()
            if now < self._next:
                return
            waiting = [one for one in self._all() if one.status is Handing.WAITING]
            for transfer in waiting:
                if transfer.takes_over <= now:
                    self._take_over(transfer)
            rest = [one.takes_over for one in waiting if one.status is Handing.WAITING]
            self._next = min(rest, default=math.inf)

    # inside

    def _all(self) -> Iterator[Transfer]:
        for some in self.world.state.transfers.values():
            yield from some

    def _of_customer(self, corp_id: str, external: str) -> list[Transfer]:
        return self.world.state.transfers.get(_key(corp_id, external), [])

    def _waiting(self, corp_id: str, external: str) -> Transfer | None:
        last = self._of_customer(corp_id, external)[-1:]
        return last[0] if last and last[0].status is Handing.WAITING else None

    def _often(self, corp_id: str, external: str) -> int:
        since = self.world.time() - NINETY_DAYS
        done = [one for one in self._of_customer(corp_id, external) if one.status is Handing.DONE]
        return sum(one.takes_over > since for one in done)

    def _take_over(self, transfer: Transfer) -> None:
        """The customer is the other's: the former one loses them, the new one has them, and both are told."""
        corp = self.world.corp(transfer.corp_id)
        old = self.world.relation(corp.corp_id, transfer.handover, transfer.external_userid)
        if old is None or old.status not in LISTED or transfer.takeover not in corp.staff:
            self._fail(transfer, Handing.REFUSED, "customer_refused")
            return
        if self._has(corp, transfer.takeover) >= corp.limits.customers_per_member:
            self._fail(transfer, Handing.FULL, "customer_limit_exceed")
            return
        transfer.status = Handing.DONE
        new = self._given(transfer, old)
        if transfer.handover in corp.staff:
            self.life.drop(corp.corp_id, transfer.handover, transfer.external_userid, "DELETE_BY_TRANSFER")
        else:
            old.status = AFTER_DROPPING.get(old.status, old.status)
        self._record("done", transfer)
        self.life.emit(new, Change.ADD)
        if transfer.said:
            self.world.say(new, Sender.STAFF, Bubble("text", {"content": transfer.said}))

    def _has(self, corp: Corp, userid: str) -> int:
        return len(self.world.customers_of(corp.corp_id, userid))

    def _given(self, transfer: Transfer, old: Relation) -> Relation:
        """What the new one has of the customer: friends, without the former one's remark and tags (D5)."""
        known = self.world.relation(transfer.corp_id, transfer.takeover, transfer.external_userid)
        if known is not None and known.status is Status.FRIENDS:
            return known
        relation = Relation(
            corp_id=transfer.corp_id, userid=transfer.takeover, external_userid=transfer.external_userid,
            customer_id=old.customer_id, status=Status.FRIENDS, createtime=self.world.unix(),
            add_way=ADD_WAY_HANDED_OVER, serial=self.world.next_seq(), welcomed=True,
        )  # fmt: skip
        self.world.put_relation(relation)
        return relation

    def _fail(self, transfer: Transfer, status: Handing, reason: str) -> None:
        """Not handed over: of who is still there the platform tells why."""
        transfer.status = status
        self._record(reason, transfer)
        if not transfer.has_left:
            fields = {
                "FailReason": reason, "UserID": transfer.takeover, "ExternalUserID": transfer.external_userid,
            }  # fmt: skip
            self.life.deliverer.emit(self.world.corp(transfer.corp_id), Change.TRANSFER_FAILED, fields)

    def _record(self, action: str, transfer: Transfer) -> None:
        self.world.record(
            "transfer", action=action, corp_id=transfer.corp_id, handover=transfer.handover,
            takeover=transfer.takeover, external_userid=transfer.external_userid,
        )  # fmt: skip


def _key(corp_id: str, external: str) -> str:
    return f"{corp_id}\n{external}"
