"""A shop with a campaign: what several tests begin from."""

from __future__ import annotations

from typing import Any

from tests.support import make
from tests.support.http import Answer, Http
from tests.support.make import TEMPLATE, WELCOME
from tests.support.stack import Stack
from tests.support.wecom import Customer

__all__ = ["TEMPLATE", "WELCOME", "Shop"]


class Shop:
    """An owner's client and what they set up."""

    def __init__(self, stack: Stack) -> None:
        self.stack = stack
        self.owner = stack.operator()

    def tag(self) -> str:
        return make.tag(self.stack, by=self.owner).id

    def template(self, **changes: Any) -> str:
        return make.coupon_template(self.stack, by=self.owner, **changes).id

    def live_code(self, **changes: Any) -> dict[str, Any]:
        """Of two members of staff, with a tag and a coupon."""
        wanted = {
            "staff": [{"userid": "liming", "weight": 3}, {"userid": "wangfang", "weight": 1}],
            "tag_ids": [self.tag()],
            "coupon_template_id": self.template(),
            **changes,
        }
        return make.live_code(self.stack, by=self.owner, **wanted).body

    def visits(self, code: dict[str, Any]) -> int:
        self.stack.drain.count()
        return int(self.owner.get(f"/admin/v1/live-codes/{code['code']}/visits").json()["visits"])

    def only_member(self) -> dict[str, Any]:
        (line,) = self.owner.get("/admin/v1/members").json()["items"]
        member: dict[str, Any] = self.owner.get(f"/admin/v1/members/{line['member_id']}").json()
        return member

    def welcomes(self, customer: Customer) -> list[str]:
        """The welcome texts the customer sees at WeCom."""
        found = self.stack.platform.messages(customer)
        return [item["content"]["content"] for item in found["messages"] if item["msgtype"] == "text"]

    def store_staff(self) -> Http:
        make.operator(self.stack, "store_staff", "zhaolei")
        return self.stack.operator("zhaolei")

    def redeem(self, code: str, order_amount: int = 12000) -> Answer:
        return self.store_staff().post("/staff/v1/redemptions", {"code": code, "order_amount": order_amount})

    def timeline(self, member_id: str) -> list[str]:
        return [
            item["kind"] for item in self.owner.get(f"/admin/v1/members/{member_id}/timeline?limit=100").json()["items"]
        ]
