"""A week in which a fifth of all callbacks never comes: after each night we know what WeCom knows."""

from __future__ import annotations

import random
from typing import Any

from local.wecom.states import AFTER_DROPPING, IN_CHAT, LISTED, Status
from tests.support import make
from tests.support.lost import HOUR, as_we_know, at_wecom, reconcile
from tests.support.stack import Stack
from tests.support.wecom import CORPS, STAFF, Customer

DAYS, ACTS_A_DAY, CUSTOMERS = 7, 6, 8
LOST = 0.2
CORP = CORPS["demo"].corp_id


class Week:
    """What people do at random, each act told by one callback or by none."""

    def __init__(self, stack: Stack, seed: int) -> None:
        self.stack = stack
        self.chance = random.Random(seed)
        tags = [make.tag(stack, name, "等级").id for name in ("金卡", "银卡")]
        self.tags = [[], tags[:1], tags]
        code = make.live_code(stack, staff=[{"userid": userid} for userid in STAFF])
        self.ways = [str(way["config_id"]) for way in code["contact_ways"]]
        self.customers = [stack.platform.customer(f"客户{number}") for number in range(CUSTOMERS)]
        self.dropped = 0

    def day(self) -> None:
        """Some acts, a while between them."""
        for _ in range(ACTS_A_DAY):
            if self.chance.random() < LOST:
                self.dropped += 1
                self.stack.platform.fault(kind="drop_event", change="*", times=1)
            self._act()
            self.stack.sandbox.deliver_all()
            self.stack.platform.call("DELETE", "faults")
            self.stack.clock.advance(self.chance.choice((2, 30, 600, 3000)))
        self.stack.work_off()

    def _act(self) -> None:
        pairs = [one for one in self.stack.sandbox.world.state.relations.values() if one.corp_id == CORP]
        listed = [one for one in pairs if one.status in LISTED]
        act = self.chance.choice(("add", "add", "add", "leave", "drop", "edit", "edit"))
        if act == "add" or not listed:
            self.stack.platform.add(self.chance.choice(self.customers), self.chance.choice(self.ways))
            return
        pair = self.chance.choice(listed)
        if act == "leave" and pair.status in IN_CHAT:
            self.stack.platform.delete(Customer(pair.customer_id, ""), pair.userid)
        elif act == "drop" and pair.status in AFTER_DROPPING:
            self._by_staff(pair, "delete")
        elif pair.status is Status.FRIENDS:
            self._by_staff(pair, "edit", tags=self.chance.choice(self.tags))

    def _by_staff(self, pair: Any, act: str, **more: Any) -> None:
        path = f"corps/{CORP}/staff/{pair.userid}/{act}"
        self.stack.platform.call("POST", path, {"external_userid": pair.external_userid, **more})


def _left(stack: Stack) -> set[tuple[str, str]]:
    """Who has deleted a member of staff in whose list they stay: no list tells it."""
    relations = stack.sandbox.world.state.relations.values()
    return {(one.external_userid, one.userid) for one in relations if one.status is Status.CUSTOMER_LEFT}


def test_after_each_night_we_know_who_is_whose_friend_with_which_tags(stack: Stack) -> None:
    """Members, relations and tags are WeCom's, whatever was lost; who left and stays listed may be either."""
    week, differed = Week(stack, seed=20), 0
    for day in range(DAYS):
        week.day()
        stack.clock.advance(HOUR)
        differed += as_we_know() != at_wecom(stack)
        reconcile(stack, stack.operator(), "whole")
        theirs, ours, left = at_wecom(stack), as_we_know(), _left(stack)
        assert {pair: tags for pair, tags in ours.items() if pair not in left} == {
            pair: tags for pair, tags in theirs.items() if pair not in left
        }, f"day {day}"
        assert ours.keys() <= theirs.keys()
    assert week.dropped > DAYS and differed, "else nothing was lost that mattered"
    assert not stack.queues.dead and not stack.drain.main.dead and not stack.drain.facts.dead
