"""A till that asks for money, and a forger of notices: what the tests of payments begin from."""

from __future__ import annotations

import itertools
import json
import secrets
from datetime import timedelta
from typing import Any, TypeVar

from chalicelib import clock
from chalicelib.core import aws
from chalicelib.core.config import config
from chalicelib.core.events import facts
from chalicelib.core.events.facts import FactData
from chalicelib.core.moments import SHANGHAI, iso
from chalicelib.core.money import Fen
from chalicelib.core.storage import retry
from chalicelib.core.storage.transaction import Transaction
from chalicelib.members.ids import MemberId
from chalicelib.payments import service
from chalicelib.payments.shapes import Payable, Payment, PayParams, Refund
from chalicelib.platforms.wechatpay.provider import PaymentNumber
from local.wechatpay import crypto
from tests.support.http import Answer
from tests.support.pay import MCHIDS, OPENID, apiv3_key
from tests.support.stack import Stack
from tests.support.state import items
from tests.support.wecom import CORPS

NUMBER = PaymentNumber("01JD0000000000000000000001")
MINUTE = timedelta(minutes=1)
QUARTER = 15 * MINUTE
Json = dict[str, Any]
Data = TypeVar("Data", bound=FactData)
_members = itertools.count(1)
_notices = itertools.count(1)


class Till:
    """Takes money for one corp, and looks at both sides' books."""

    def __init__(self, stack: Stack) -> None:
        self.stack = stack
        self.pay = stack.pay
        self.member = MemberId("m0")

    def start_over(self) -> None:
        """Nobody has paid anything yet: a fresh stack costs more than most tests, so they share one."""
        self.pay.deliver_all()  # a notice of the test before, still on its way, would pay this one's number
        config.cache_clear()
        drain, queues = self.stack.drain, self.stack.queues
        self._empty(config().inbox_table)
        for table, stream in ((config().main_table, drain.main), (config().facts_table, drain.facts)):
            if self._empty(table):  # DynamoDB Local loses a stream that is read before anything is in it
                stream.pending()
                stream.advance(set())
        queues.dead.clear()
        queues.waiting.clear()
        self.pay.start_over()
        self.stack.pay_with({name: self.pay.settings(name) for name in CORPS})
        self.member = MemberId(f"m{next(_members)}")

    def _empty(self, table: str) -> int:
        rows = items(table)
        for row in rows:
            aws.client("dynamodb").delete_item(TableName=table, Key={"pk": row["pk"], "sk": row["sk"]})
        return len(rows)

    # ---- what the product does

    def payable(self, number: str = NUMBER, **changes: Any) -> Payable:
        """Ten yuan, to be paid within 15 minutes."""
        values: Json = {
            "number": number,
            "member_id": self.member,
            "openid": OPENID,
            "amount": 1000,
            "description": "拿铁咖啡 大杯",
            "expires_at": iso(self.stack.clock.now() + QUARTER),
        }
        return Payable(**{**values, **changes})

    def prepay(self, number: str = NUMBER, **changes: Any) -> PayParams:
        """The member taps "pay"."""
        payable = self.payable(number, **changes)
        return service.prepay(self.stack.ctx(actor=f"member:{payable.member_id}"), payable)

    def refund(self, number: str = NUMBER, amount: int = 1000) -> None:
        """Somebody's transaction gives money back."""
        ctx = self.stack.ctx()

        def attempt() -> None:
            transaction = Transaction(ctx)
            service.ask_refund_in(transaction, number, Fen(amount), "门店缺货")
            transaction.commit()

        retry.on_collision(attempt, service.RefundsMoved)

    def paid(self, number: str = NUMBER) -> None:
        """A payment that was asked for, paid and booked."""
        self.prepay(number)
        self.pay.pay(number)
        self.stack.work_off()

    def close(self, number: str = NUMBER) -> None:
        """Somebody wants no more money under this number."""
        service.close_later(self.stack.ctx(), number)
        self.stack.work_off()

    def minutes(self, *steps: int) -> None:
        """Minutes pass; after each step comes a tick, and all that follows from it."""
        for step in steps:
            self.stack.clock.advance(step * MINUTE.total_seconds())
            clock.tick("tick")
            self.stack.work_off()

    # ---- both sides' books

    def payment(self, number: str = NUMBER) -> Payment:
        """Our book."""
        payment = service.received(self.stack.ctx(), number)
        assert payment is not None
        return payment

    def only_refund(self) -> Refund:
        """Our book of refunds, which holds one."""
        [refund] = service.refund_page(self.stack.ctx(), 10, "").items
        return refund

    def facts(self, kind: type[Data]) -> list[Data]:
        """What happened to the member, of one kind, oldest first."""
        self.stack.drain()
        newest_first = facts.timeline(self.stack.ctx(), f"member#{self.member}", 100, "").items
        return [fact.data for fact in reversed(newest_first) if isinstance(fact.data, kind)]

    # ---- notices made by hand

    def plain(self, number: str = NUMBER, **changes: Any) -> Json:
        """What WeChat Pay would tell of a payment of ten yuan."""
        return {
            "mchid": MCHIDS["demo"],
            "appid": CORPS["demo"].mini_appid,
            "out_trade_no": number,
            "transaction_id": "4200000000202611211234567890",
            "trade_state": "SUCCESS",
            "success_time": self.stack.clock.now().astimezone(SHANGHAI).isoformat(timespec="seconds"),
            "payer": {"openid": OPENID},
            "amount": {"total": 1000, "payer_total": 1000, "currency": "CNY", "payer_currency": "CNY"},
            **changes,
        }

    def sealed(
        self,
        plain: Json,
        event: str = "TRANSACTION.SUCCESS",
        *,
        age: float = 0.0,
        key: str = "",
        serial: str = "",
        apiv3: str = "",
        notice_id: str = "",
    ) -> tuple[dict[str, str], str]:
        """A notice as WeChat Pay posts it, sealed by the sandbox's crypto: (headers, body)."""
        original = "refund" if event.startswith("REFUND") else "transaction"
        resource = crypto.seal(apiv3 or apiv3_key("demo"), json.dumps(plain).encode(), original)
        name = notice_id or f"n{next(_notices)}"
        body = json.dumps({"id": name, "event_type": event, "resource_type": "encrypt-resource", "resource": resource})
        stamp, nonce = str(int(self.stack.clock.time() - age)), secrets.token_hex(8)
        platform = self.pay.platform
        headers = {
            "Wechatpay-Timestamp": stamp,
            "Wechatpay-Nonce": nonce,
            "Wechatpay-Signature": crypto.sign(key or platform.private_key, crypto.lines(stamp, nonce, body)),
            "Wechatpay-Serial": serial or platform.public_key_id,
            "Wechatpay-Signature-Type": "WECHATPAY2-SHA256-RSA2048",
        }
        return headers, body

    def notify(self, headers: dict[str, str], body: str, corp: str = "demo", kind: str = "application/json") -> Answer:
        """Knock at the door with a notice, and do what follows."""
        answer = self.knock(headers, body, corp, kind)
        self.stack.drain()
        return answer

    def kept(self) -> list[Json]:
        """The notices that lie in the inbox."""
        return [row for row in items(config().inbox_table) if "#notice#" in row["pk"]["S"]]

    def knock(self, headers: dict[str, str], body: str, corp: str = "demo", kind: str = "application/json") -> Answer:
        """Knock at the door with a notice."""
        return self.stack.http.call("POST", f"/pay/notify/{corp}", body, headers, kind)
