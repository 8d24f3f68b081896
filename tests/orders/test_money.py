"""Money that comes: each fen is in one line of one ledger, or kept as trouble with its payment, and rings."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

from chalicelib.core.events.facts import Fact
from chalicelib.core.moments import iso
from chalicelib.core.money import Fen
from chalicelib.members.ids import MemberId
from chalicelib.orders import paying
from chalicelib.payments import service as payments
from chalicelib.payments.facts import PaymentReceived
from chalicelib.payments.shapes import Payable
from tests.support.bank import Bank
from tests.support.groupbuy import Market

PRICE = Fen(9900)
MEMBER = MemberId("m")


def came(market: Market, order: str, transaction: str) -> None:
    """The news that money came for an order, twice."""
    ctx = market.ctx
    data = PaymentReceived(order=order, member=MEMBER, amount=PRICE, transaction_id=transaction, paid_at=ctx.at)
    fact = Fact(corp=ctx.corp, subject="member#m", id="01K", at=ctx.at, actor="", cause="", data=data)
    for _ in range(2):
        paying.money_came(ctx, fact)


def trouble(market: Market, order: str) -> list[str]:
    """What stands with an order's payment, without its time."""
    payment = payments.received(market.ctx, order)
    assert payment is not None
    return [line.partition(" ")[2] for line in payment.trouble]


def test_money_that_an_order_does_not_take_is_kept_with_its_payment(market: Market, bank: Bank) -> None:
    """Another transaction than the ledger's, in whatever state: a line of trouble each, and the ledger as it was."""
    order = market.bought("an")["order_id"]
    market.pays("an", order)
    steps: dict[str, Callable[[], object]] = {
        "ready": lambda: None,
        "picked_up": lambda: market.owner.post("/staff/v1/pickups", {"order_id": order}),
        "refunding": lambda: market.refund(order),
        "refunded": market.stack.drain,
    }
    for number, (state, step) in enumerate(steps.items(), 1):
        step()
        before = market.ledger(order)
        assert before["status"] == state
        came(market, order, f"42{order}")
        came(market, order, f"OTHER{number}")
        after = market.ledger(order)
        assert [after[name] for name in ("status", "ledger", "money")] == [
            before[name] for name in ("status", "ledger", "money")
        ]
        assert after["problem"]["code"] == "PaymentTroubled"
        assert len(trouble(market, order)) == number, "what the ledger has is told again, and the other is kept once"
        assert any(
            f"OTHER{number} of 9900: came for an order that is {state}" in line for line in trouble(market, order)
        )


def test_money_that_belongs_to_no_order_is_kept_with_its_payment(market: Market) -> None:
    """A payment was asked for under a number that no order has."""
    until = iso(market.stack.clock.now() + timedelta(minutes=9))
    payable = Payable(number="0" * 32, member_id=MEMBER, openid="o", amount=PRICE, description="茶", expires_at=until)
    payments.prepay(market.ctx, payable)
    came(market, payable.number, "4200ALONE")
    [line] = trouble(market, payable.number)
    assert line.startswith("transaction 4200ALONE of 9900: belongs to no order")
