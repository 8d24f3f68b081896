"""Somebody who goes, with customers, groups and colleagues, as a test sees them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from chalicelib import clock
from chalicelib.platforms.wecom import client
from tests.support import make
from tests.support.http import Http
from tests.support.make import Thing
from tests.support.stack import Stack
from tests.support.wecom import CORPS, Customer

CORP = CORPS["demo"].corp_id
A_DAY = 25 * 3600.0 + 60


@dataclass(frozen=True)
class Everything:
    """What else somebody has.

    way: a printed one of before, of `named`, whose welcome says their name. sent: a post that they have not sent;
    waits: one whose times lie ahead.
    """

    way: str
    named: Thing
    store: Thing
    sent: Thing
    waits: Thing


@dataclass
class Leaver:
    """`liming`, who has customers through one live code; `wangfang` and `zhaolei` are there to take over."""

    stack: Stack
    customers: list[Customer] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.owner.post("/admin/v1/staff-reconciles")
        self.stack.work_off()
        self.tag = make.tag(self.stack)
        self.code = make.live_code(self.stack, tag_ids=[self.tag.id])

    @property
    def owner(self) -> Http:
        """Signed in at this moment: sessions end while time is advanced."""
        return make.session(self.stack)

    def meet(self, *names: str) -> None:
        """Customers add them."""
        way = self.code["contact_ways"][0]["config_id"]
        for name in names:
            customer = self.stack.platform.customer(name)
            self.stack.platform.add(customer, way)
            self.customers.append(customer)
        self.stack.work_off()

    def group(self, name: str) -> str:
        """A customer group of theirs."""
        body = {"name": name, "owner": "liming", "customers": [self.customers[0].id]}
        return str(self.stack.platform.call("POST", f"corps/{CORP}/groups", body)["chat_id"])

    def holdings(self, userid: str = "liming") -> dict[str, Any]:
        """What somebody has in hand."""
        found: dict[str, Any] = self.owner.get(f"/admin/v1/staff/{userid}/holdings").json()
        return found

    def everything(self) -> Everything:
        """One of each other kind: a printed way of before, a store, a post that waits, one that they have to send, a
        role, and a welcome that says their name.
        """
        owner, stack = self.owner, self.stack
        body = {"type": 2, "scene": 2, "state": "old", "user": ["liming", "chenyu"]}
        way = client.ask(stack.ctx(), "externalcontact/add_contact_way", body, client.ContactWay).config_id
        named = make.live_code(
            stack, by=owner, name="东门", staff=[{"userid": "liming"}], welcome={"text": "您好，我是 liming"}
        )
        assert owner.post("/admin/v1/adopted-ways", {"config_id": way, "code": named.id}).status == 201
        store = make.store(stack, by=owner, manager="liming", staff=["liming", "chenyu"], clerks=["liming"])
        sent = make.post(stack, by=owner, name="已发出", audience={"channel": "customers", "staff": ["liming"]})
        make.occurrence(stack, sent)
        daily = {"kind": "recurring", "rrule": "FREQ=DAILY", "starts_at": "2026-01-01T10:00"}
        audience = {"channel": "customers", "staff": ["liming", "chenyu"]}
        waits = make.post(stack, by=self.owner, name="每日", audience=audience, schedule=daily)
        make.operator(stack, "marketer", "liming")
        return Everything(way, named, store, sent, waits)

    def leaves(self) -> None:
        """They are out of the corp."""
        self.stack.platform.staff("leave", "liming")
        self.stack.work_off()

    def begin(self, takers: Sequence[Any] = ("wangfang",), **more: Any) -> dict[str, Any]:
        """“liming goes, these take over”; worked off as far as it goes today."""
        named = [one if isinstance(one, dict) else {"userid": one} for one in takers]
        answer = self.owner.post("/admin/v1/departures", {"staff": "liming", "takers": named, **more})
        assert answer.status == 201, answer.body
        self.stack.work_off()
        return self.now(str(answer.json()["departure_id"]))

    def now(self, departure: str) -> dict[str, Any]:
        """How it stands."""
        found: dict[str, Any] = self.owner.get(f"/admin/v1/departures/{departure}").json()
        return found

    def customers_of(self, departure: str, state: str = "") -> list[dict[str, Any]]:
        """Each customer of it."""
        query = f"?state={state}" if state else ""
        answer = self.owner.get(f"/admin/v1/departures/{departure}/customers{query}")
        assert answer.status == 200, answer.body
        return list(answer.json()["items"])

    def a_day_passes(self) -> None:
        """What waits for it happens."""
        self.stack.clock.advance(A_DAY)
        self.stack.sandbox.deliver_all()
        clock.tick("tick")
        self.stack.work_off()

    def followers(self, customer: Customer) -> dict[str, list[str]]:
        """Who has a customer at WeCom, with the tags that each has put on."""
        world = self.stack.sandbox.world
        names = {tag.id: tag.name for group in world.state.tag_groups.get(CORP, []) for tag in group.tags}
        external = next(
            one.external_userid for one in world.state.relations.values() if one.customer_id == customer.id
        )  # fmt: skip
        return {one.userid: [names[tag] for tag in one.tags] for one in world.followers(CORP, external)}


def told_of(leaver: Leaver, userid: str = "zhangwei") -> list[str]:
    """What the owner heard of handings over."""
    found = leaver.stack.platform.call("GET", f"corps/{CORP}/staff/{userid}/messages")["messages"]
    return [message["content"]["content"] for message in found if "交接提醒" in message["content"]["content"]]
