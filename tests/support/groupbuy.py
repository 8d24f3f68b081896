"""A shop with a group-buy on, its customers and its bank: what several tests begin from."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from chalicelib import clock
from chalicelib.core.context import Ctx
from chalicelib.core.http.session import Session, issue
from chalicelib.core.ids import ExternalUserId, UserId
from chalicelib.core.moments import iso
from chalicelib.members import store as members
from tests.support.bank import Bank
from tests.support.http import Answer, Http
from tests.support.stack import Stack

SKU = {"name": "250 克", "list_price": 12000, "private_price": 9900, "stock": 50}


class Market:
    """An owner's client, an activity, and customers who open teams, join and pay."""

    def __init__(self, stack: Stack, bank: Bank, **activity: Any) -> None:
        self.stack = stack
        self.bank = bank
        self.provider_is_down = False
        self.product = self.made("/admin/v1/products", {"name": "明前龙井", "skus": [SKU]})
        self.activity = self.made("/admin/v1/groupbuys", self.wanted(**activity))["activity_id"]

    @property
    def owner(self) -> Http:
        """The owner, signed in at this moment: sessions end while time is advanced."""
        return self._signed_in("zhangwei", is_member=False)

    def _signed_in(self, who: str, *, is_member: bool) -> Http:
        token, _ = issue(Session(corp="demo", who=who, is_member=is_member), self.stack.clock.now())
        return self.stack.http.as_(token)

    def wanted(self, **changes: Any) -> dict[str, Any]:
        """The body of an activity that is on for a week."""
        now = self.stack.clock.now()
        return {
            "name": "三人团",
            "sku_id": self.product["skus"][0]["sku_id"],
            "team_size": 3,
            "team_price": 6900,
            "opens_at": iso(now),
            "closes_at": iso(now + timedelta(days=7)),
            "stock": 20,
            **changes,
        }

    def made(self, path: str, body: Any) -> dict[str, Any]:
        """What the owner created."""
        answer = self.owner.post(path, body)
        assert answer.status == 201, answer.body
        made: dict[str, Any] = answer.json()
        return made

    @property
    def ctx(self) -> Ctx:
        """The system at this moment."""
        return self.stack.ctx(actor="system:test")

    def customer(self, name: str) -> Http:
        """A session of a customer whom WeChat Pay knows."""
        ctx, external = self.ctx, ExternalUserId(f"wm-{name}")
        member_id = members.member_id_of(ctx, external)
        if members.member(ctx, member_id) is None:
            members.meet(ctx, external, ctx.at, "", UserId("zhangwei"))
            members.set_openid(ctx, member_id, f"openid-{name}")
        return self._signed_in(member_id, is_member=True)

    def open(self, name: str, activity: str = "", coupon_code: str = "", **headers: str) -> Answer:
        """A customer opens a team."""
        path = f"/mini/v1/groupbuys/{activity or self.activity}/teams"
        return self.customer(name).post(path, {"coupon_code": coupon_code}, **headers)

    def opened(self, name: str, **more: Any) -> dict[str, Any]:
        """The same, and it must work: the team and the order."""
        answer = self.open(name, **more)
        assert answer.status == 201, answer.body
        entered: dict[str, Any] = answer.json()
        return entered

    def join(self, name: str, team: str, coupon_code: str = "") -> Answer:
        """A customer joins a team."""
        return self.customer(name).post(f"/mini/v1/groupbuy-teams/{team}/seats", {"coupon_code": coupon_code})

    def joined(self, name: str, team: str, **more: Any) -> dict[str, Any]:
        """The same, and it must work."""
        answer = self.join(name, team, **more)
        assert answer.status == 201, answer.body
        entered: dict[str, Any] = answer.json()
        return entered

    @property
    def sku(self) -> str:
        """The SKU that the activity and the shop sell."""
        return str(self.product["skus"][0]["sku_id"])

    def left(self) -> int:
        """What is left of the SKU for the shop."""
        product = self.owner.get(f"/admin/v1/products/{self.product['product_id']}").json()
        return int(product["skus"][0]["left"])

    def buy(self, name: str, quantity: int = 1, coupon_code: str = "", **headers: str) -> Answer:
        """A customer orders in the shop."""
        body = {"sku_id": self.sku, "quantity": quantity, "coupon_code": coupon_code}
        return self.customer(name).post("/mini/v1/shop-orders", body, **headers)

    def bought(self, name: str, quantity: int = 1, **more: Any) -> dict[str, Any]:
        """The same, and it must work: the order."""
        answer = self.buy(name, quantity, **more)
        assert answer.status == 201, answer.body
        order: dict[str, Any] = answer.json()
        return order

    def refund(self, order_id: str, amount: int | None = None, **headers: str) -> Answer:
        """The owner gives money of an order back; what follows waits."""
        body = {"reason": "门店缺货"} if amount is None else {"reason": "包装破损补偿", "amount": amount}
        return self.owner.post(f"/admin/v1/orders/{order_id}/refunds", body, **headers)

    def ledger(self, order_id: str) -> dict[str, Any]:
        """An order as operators see it."""
        answer = self.owner.get(f"/admin/v1/orders/{order_id}")
        assert answer.status == 200, answer.body
        order: dict[str, Any] = answer.json()
        return order

    def complete_team(self, *names: str) -> tuple[str, list[str]]:
        """A team in which everybody has paid: its id, and their orders'."""
        first = self.opened(names[0])
        team = str(first["team"]["team_id"])
        placed = [first["order"], *(self.joined(name, team)["order"] for name in names[1:])]
        for name, order in zip(names, placed, strict=True):
            self.pays(name, order["order_id"])
        return team, [str(order["order_id"]) for order in placed]

    def pays(self, name: str, order_id: str, *, notice: bool = True) -> bool:
        """A customer pays, and perhaps the notice arrives; then everything follows."""
        asked = self.customer(name).post(f"/mini/v1/orders/{order_id}/payments")
        assert asked.status == 201, asked.body
        paid = self.bank.pay(order_id, iso(self.stack.clock.now()))
        if paid and notice:
            self.bank.notify(self.ctx, order_id)
        self.stack.drain()
        return paid

    def work_off(self) -> None:
        """Everything that follows; while the provider is down, what is to be asked of it waits in the queue."""
        drain = self.stack.drain
        while self.provider_is_down and any(
            [drain.due(), drain.changes(), drain.follow(), drain.lanes(), drain.jobs()]
        ):
            pass
        if not self.provider_is_down:
            self.stack.drain()

    def ticks(self, minutes: int = 1) -> None:
        """Minutes pass, each with its tick and all that follows."""
        for _ in range(minutes):
            self.stack.clock.advance(60)
            clock.tick("tick")
            self.work_off()

    def passes(self, **time: float) -> None:
        """Time passes at once, then a tick and all that follows."""
        self.stack.clock.advance(timedelta(**time).total_seconds())
        self.ticks(3)

    def order(self, name: str, order_id: str) -> dict[str, Any]:
        """An order as its customer sees it."""
        order: dict[str, Any] = self.customer(name).get(f"/mini/v1/orders/{order_id}").json()
        return order

    def team(self, team: str) -> dict[str, Any]:
        """A team as operators see it."""
        found: dict[str, Any] = self.owner.get(f"/admin/v1/groupbuy-teams/{team}").json()
        return found

    def books(self, activity: str = "") -> dict[str, Any]:
        """The activity's books, counted now, which must balance whatever happened."""
        self.made(f"/admin/v1/groupbuys/{activity or self.activity}/books", None)
        self.work_off()
        answer = self.owner.get(f"/admin/v1/groupbuys/{activity or self.activity}/books")
        assert answer.status == 200, answer.body
        books: dict[str, Any] = answer.json()
        assert books["money_in"] == books["money_kept"] + books["money_refunding"] + books["money_refunded"], books
        assert books["stock"] == books["left"] + books["held"] + books["sold"], books
        return books
