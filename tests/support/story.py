"""A shop with a campaign: what several tests begin from."""

from __future__ import annotations

from typing import Any

from tests.support.http import Answer, Http
from tests.support.stack import Stack
from tests.support.wecom import Customer

TEMPLATE = {
    "name": "新客满100减20",
    "amount_off": 2000,
    "threshold": 10000,
    "stock": 100,
    "per_member": 1,
    "valid_days": 7,
}
WELCOME = {
    "text": "你好，欢迎光临",
    "attachments": [{"msgtype": "link", "title": "领券", "url": "https://example.com/w"}],
}


class Shop:
    """An owner's client and what they set up."""

    def __init__(self, stack: Stack) -> None:
        self.stack = stack
        self.owner = stack.operator()

    def tag(self) -> str:
        made = self.owner.post("/admin/v1/tag-groups", {"name": "来源", "tags": ["新客"]})
        assert made.status == 201, made.body
        return str(made.json()["tags"][0]["id"])

    def template(self, **changes: Any) -> str:
        made = self.owner.post("/admin/v1/coupon-templates", {**TEMPLATE, **changes})
        assert made.status == 201, made.body
        return str(made.json()["template_id"])

    def live_code(self, **changes: Any) -> dict[str, Any]:
        body = {
            "name": "门店海报",
            "staff": [{"userid": "liming", "weight": 3}, {"userid": "wangfang", "weight": 1}],
            "tag_ids": [self.tag()],
            "welcome": WELCOME,
            "coupon_template_id": self.template(),
            **changes,
        }
        made = self.owner.post("/admin/v1/live-codes", body)
        assert made.status == 201, made.body
        self.stack.drain()
        code: dict[str, Any] = self.owner.get(f"/admin/v1/live-codes/{made.json()['code']}").json()
        assert code["status"] == "ready", code
        return code

    def visits(self, code: dict[str, Any]) -> int:
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
        given = self.owner.put("/admin/v1/operators/zhaolei", {"role": "store_staff"})
        assert given.status == 200, given.body
        return self.stack.operator("zhaolei")

    def redeem(self, code: str, order_amount: int = 12000) -> Answer:
        return self.store_staff().post("/staff/v1/redemptions", {"code": code, "order_amount": order_amount})

    def timeline(self, member_id: str) -> list[str]:
        return [
            item["kind"] for item in self.owner.get(f"/admin/v1/members/{member_id}/timeline?limit=100").json()["items"]
        ]
