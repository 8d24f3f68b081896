"""A group-buy and the shop on the engine: customers who tap, pay and leave, a bank, and a clock that the test sets."""

from __future__ import annotations

import contextlib
import copy
import itertools
import threading
from collections.abc import Callable, Iterator
from datetime import datetime, timedelta
from functools import partial
from typing import Any

import pytest

from chalicelib import clock, functions
from chalicelib.catalogue import service as catalogue
from chalicelib.catalogue.shapes import NewProduct, NewSku
from chalicelib.core import context
from chalicelib.core.context import Ctx, new_ctx
from chalicelib.core.events import facts
from chalicelib.core.events.facts import Data, Fact, FactData
from chalicelib.core.moments import iso, moment
from chalicelib.core.money import Fen
from chalicelib.core.storage import fact_log
from chalicelib.core.storage.due import Due
from chalicelib.coupons import service as coupons
from chalicelib.coupons.ids import CouponCode
from chalicelib.coupons.shapes import NewTemplate
from chalicelib.coupons.states import ClaimWay
from chalicelib.groupbuys import activities, endings, service, store
from chalicelib.groupbuys.facts import TeamFailed, TeamSucceeded
from chalicelib.groupbuys.ids import ActivityId, TeamId
from chalicelib.groupbuys.shapes import NewActivity
from chalicelib.groupbuys.store import TeamRow
from chalicelib.members import service as members
from chalicelib.members.ids import MemberId
from chalicelib.orders import changes as order_changes
from chalicelib.orders import paying, refunding
from chalicelib.orders import service as orders
from chalicelib.orders import store as order_store
from chalicelib.orders.facts import OrderHoldOver, OrderPaid, OrderPaidLate
from chalicelib.orders.ids import OrderId
from chalicelib.orders.shapes import Order
from chalicelib.orders.states import OrderState
from chalicelib.payments import refunds
from chalicelib.payments.errors import PaymentMismatched
from chalicelib.payments.facts import PaymentReceived
from chalicelib.shop import service as shop
from chalicelib.shop.shapes import NewOrder
from tests.support.audit import Audit, Goods
from tests.support.bank import Bank, use_bank
from tests.support.claims import tap
from tests.support.drain import _failed, _sqs_record, _stream_record
from tests.support.due import tick_alone
from tests.support.race.crowd import Outcome, crowd
from tests.support.race.engine import Engine
from tests.support.stack import START

Begin = Callable[..., "Teams"]
PRICE = 6900
SHOP_PRICE, SHOP_STOCK = 2500, 5
HEARD: dict[type[FactData], Callable[[Ctx, Any], None]] = {
    OrderPaid: endings.order_paid,
    OrderPaidLate: endings.order_paid_late,
    OrderHoldOver: endings.order_hold_over,
}
_corps = itertools.count(1)


class Teams:
    """An activity with its teams; `now` is the time of whatever is done next."""

    def __init__(self, engine: Engine, patch: pytest.MonkeyPatch, **activity: Any) -> None:
        self.now: datetime = START
        self.corp = f"corp{next(_corps)}"
        tick_alone(patch, self.corp)
        patch.setattr(context, "wall_clock", lambda: self.now)
        patch.setattr(clock, "wall_clock", lambda: self.now)
        # Everybody has signed in from the mini-program; who that is matters to no race.
        patch.setattr(members, "openid_of", lambda ctx, member: f"openid-{member}")
        self.bank: Bank = use_bank(patch)
        self.engine = engine
        self.drain = engine.shared_drain
        sku = NewSku(name="250 克", list_price=12000, private_price=9900, stock=100_000)
        made = catalogue.create(self.ctx(), NewProduct(name="明前龙井", skus=[sku]))
        self.sku = made.skus[0].sku_id
        plain = NewSku(name="50 克", list_price=3000, private_price=SHOP_PRICE, stock=SHOP_STOCK)
        self.goods = catalogue.create(self.ctx(), NewProduct(name="试饮装", skus=[plain])).skus[0].sku_id
        self.shelf = Goods(catalogue.stock_of(catalogue.sku(self.ctx(), self.goods)), SHOP_STOCK)
        self.activities: list[ActivityId] = []
        self.activity = self.begin(**activity)

    def begin(self, **changes: Any) -> ActivityId:
        """One more activity, on for a week."""
        wanted: dict[str, Any] = {
            "name": "三人团",
            "sku_id": self.sku,
            "team_size": 3,
            "team_price": PRICE,
            "opens_at": iso(START),
            "closes_at": iso(START + timedelta(days=7)),
            "stock": 1000,
            "confirm": True,
            **changes,
        }
        self.activities.append(activities.create(self.ctx(), NewActivity(**wanted)).activity_id)
        return self.activities[-1]

    def ctx(self, member: str = "", request: str = "req", seed: str = "") -> Ctx:
        """A member, or the system, at this moment. seed: an Idempotency-Key's, so that a repeat is the same request."""
        actor = f"member:{member}" if member else "system:test"
        return new_ctx(self.corp, actor, request, seed=seed, now=self.now)

    def passes(self, **time: float) -> None:
        """Time passes."""
        self.now += timedelta(**time)

    def at(self, text: str, **more: float) -> Teams:
        """The same as somebody sees it at another time: stored text, and so much later."""
        other = copy.copy(self)
        other.now = moment(text) + timedelta(**more)
        return other

    # ---- what customers do

    def open(self, member: str, activity: str = "", coupon: str = "", seed: str = "") -> Order:
        """A member opens a team."""
        activity_id = ActivityId(activity or self.activity)
        return service.open_team(self.ctx(member, seed=seed), activity_id, CouponCode(coupon))

    def join(self, member: str, team: str, coupon: str = "") -> Order:
        """A member joins a team."""
        return service.join(self.ctx(member), TeamId(team), CouponCode(coupon))

    def leave(self, member: str, team: str) -> Order:
        """A member leaves a team."""
        return service.leave(self.ctx(member), TeamId(team))

    def pay(self, order: Order) -> None:
        """A member pays; what the shop hears of it is another matter."""
        paying.pay(self.ctx(order.member_id), order.order_id)
        assert self.bank.pay(order.order_id, self.ctx().at)

    def hears(self, order: Order) -> None:
        """The notice of a payment arrives, and nothing follows yet."""
        self.bank.notify(self.ctx(), order.order_id)

    def paid(self, *orders: Order) -> None:
        """Members pay, the shop hears of it, and all that follows is done."""
        for order in orders:
            self.pay(order)
            self.hears(order)
        self.drain()

    def refund(self, order_id: str, amount: int | None = None, seed: str = "") -> Order:
        """An operator gives money of an order back."""
        ctx = new_ctx(self.corp, "operator:boss", "req", seed=seed, now=self.now)
        return refunding.refund(ctx, OrderId(order_id), None if amount is None else Fen(amount), "门店缺货")

    def in_console(self, order_id: str, amount: int) -> bool:
        """Somebody refunds in the merchant console, and the notice of it arrives; False when WeChat Pay refuses."""
        report = self.bank.give_back(order_id, amount)
        if report is not None:
            with contextlib.suppress(PaymentMismatched):
                refunds.apply(self.ctx(), report)
        return report is not None

    def buy(self, member: str, quantity: int = 1, coupon: str = "", seed: str = "") -> Order:
        """A member orders in the shop."""
        return shop.order(
            self.ctx(member, seed=seed), NewOrder(sku_id=self.goods, quantity=quantity, coupon_code=coupon)
        )

    def seated(self, *names: str) -> tuple[str, list[Order]]:
        """A team, and the orders of those who sit there; the first one opened it."""
        first = self.open(names[0])
        return first.seat, [first, *(self.join(name, first.seat) for name in names[1:])]

    def coupon(self, member: str) -> str:
        """A coupon of the member's."""
        new = NewTemplate(name="满100减20", amount_off=2000, threshold=0, stock=5, claimable_by=(ClaimWay.ANYONE,))
        template = coupons.create_template(self.ctx(), new).template_id
        return str(coupons.claim(self.ctx(member), template, MemberId(member), tap("tap")).code)

    # ---- what follows

    def money_came(self, order: Order, fact: Fact[PaymentReceived] | None = None) -> None:
        """What follows from the money: the order is paid, and its seat confirmed, or it ends otherwise.

        fact: the news of the money, for a crowd, in which nobody may read the stream.
        """
        paying.money_came(self.ctx(), fact or self.money_fact(order))
        self.seller_hears(order)

    def seller_hears(self, order: Order) -> None:
        """What a group-buy makes of the news that an order is paid, or paid late, or was not paid in time."""
        for kind, verb in HEARD.items():
            for fact in self.news_of(order, kind):
                verb(self.ctx(), fact)

    def news_of(self, order: Order, kind: type[Data]) -> list[Fact[Data]]:
        """What an order's row says has happened, of one kind."""
        row = order_store.order(self.ctx(), order.order_id)
        assert row is not None
        news: list[Fact[Any]] = facts.news(order_changes.order, None, row)
        return [fact for fact in news if isinstance(fact.data, kind)]

    def money_fact(self, order: Order) -> Fact[PaymentReceived]:
        """The fact that an order's money came, written but not followed."""
        self.drain.changes()
        received = self.facts_of(f"member#{order.member_id}", PaymentReceived)
        return next(fact for fact in received if fact.data.order == order.order_id)

    def money_facts(self) -> list[Fact[PaymentReceived]]:
        """The facts of all money that came, written but not followed."""
        self.drain.changes()
        rows = self.engine.rows("facts", PaymentReceived.kind)
        ours = (fact_log.of_item(row) for row in rows if row["pk"]["S"].startswith(f"{self.corp}#"))
        received: list[Any] = [facts.of_stored(one) for one in ours]
        return received

    def release(self, order: Order) -> None:
        """What a tick does with an order that is due, and what its seller makes of it."""
        paying.hold_is_over(self.ctx(), Due(f"{self.corp}#orders#{order.order_id[:6]}", order.order_id, self.ctx().at))
        self.seller_hears(order)

    def deadline(self, team: str) -> None:
        """What a tick does with a team that is due."""
        endings.time_is_over(self.ctx(), Due(f"{self.corp}#groupbuy_team#{team}", "-", self.ctx().at))

    def end(self) -> None:
        """All that is under way comes to its end: holds, deadlines, lost notices, refunds."""
        for step in ({"minutes": 16}, {"minutes": 2}, {"hours": 24}, {"minutes": 3}, {"minutes": 2}):
            self.drain()
            self.passes(**step)
            clock.tick("tick")
            self.drain()

    def follow_some(self, some: int, copies: int) -> None:
        """The oldest facts are followed, each in so many copies; the others wait."""
        records = [_stream_record(record) for record in self.drain.facts.pending()[:some]]
        for _ in range(copies):
            failed = _failed(functions.on_fact({"Records": records}, "some"))
            assert not failed, failed
        del self.drain.facts._waiting[: len(records)]

    def follow_in_a_crowd(self) -> None:
        """All that follows, every fact and every message at two workers at once; what failed at one comes again."""
        drain, queues = self.drain, self.engine.queues
        while True:
            drain.changes()
            taken = [(url, work, queues.take(url, 1000)) for url, work in drain.workers()]
            facts_ = [_stream_record(record) for record in drain.facts.pending()]
            if not facts_ and not any(messages for _, _, messages in taken):
                return
            acts = [partial(functions.on_fact, {"Records": [record]}, "crowd") for record in facts_]
            for _, work, messages in taken:
                acts += [partial(work, {"Records": [_sqs_record(one)]}, "crowd") for one in messages]
            outcomes = crowd([act for act in acts for _ in range(2)])
            failed = set().union(*(_failed(outcome.value) for outcome in outcomes))
            drain.facts.advance(failed)
            for url, _, messages in taken:
                for message in messages:
                    if message.id in failed:
                        queues.put_back(url, message)

    # ---- what is found afterwards

    def team(self, team: str) -> TeamRow:
        """A team as it is stored."""
        row = store.team(self.ctx(), TeamId(team))
        assert row is not None
        return row

    def facts_of(self, subject: str, kind: type[Data]) -> list[Fact[Data]]:
        """The facts of a kind that are told of a subject."""
        told: list[Fact[Any]] = list(facts.timeline(self.ctx(), subject, 100, "").items)
        return [fact for fact in told if isinstance(fact.data, kind)]

    def failure(self, team: str) -> Fact[TeamFailed]:
        """The fact that a team failed, written but not followed."""
        self.drain.changes()
        (fact,) = self.facts_of(f"groupbuy_team#{team}", TeamFailed)
        return fact

    def success(self, team: str) -> Fact[TeamSucceeded]:
        """The fact that a team succeeded, written but not followed."""
        self.drain.changes()
        (fact,) = self.facts_of(f"groupbuy_team#{team}", TeamSucceeded)
        return fact

    def status(self, order: Order) -> OrderState:
        """An order's state as it is stored."""
        return orders.order(self.ctx(), order.order_id).status

    def close(self) -> None:
        """Nothing is left for the next test, and nothing was given up."""
        self.drain()
        assert not self.engine.queues.dead and not self.drain.main.dead and not self.drain.facts.dead

    def audit(self) -> Audit:
        """Everything, read now."""
        return Audit(self.ctx(), self.engine.mirror.rows(self.corp), self.activities, {self.goods: self.shelf})

    def sound(self) -> Audit:
        """What must hold at every moment holds."""
        return self.audit().sound(self.bank)

    def settled(self) -> Audit:
        """All that was under way is done, and nobody is owed anything."""
        return self.audit().settled(self.bank)


class Lasts:
    """Counts the confirmations that saw a team complete."""

    def __init__(self, patch: pytest.MonkeyPatch) -> None:
        self.seen: list[str] = []
        self._gate = threading.Lock()
        real = store.confirm

        def confirm(*args: Any) -> TeamRow:
            row = real(*args)
            if row.paid == row.size:
                with self._gate:
                    self.seen.append(row.team_id)
            return row

        patch.setattr(store, "confirm", confirm)


def at_once(*acts: Callable[[], Any]) -> list[Outcome]:
    """Each act in a thread of its own, all begun together."""
    return crowd(acts, workers=len(acts))


@pytest.fixture
def begin(shared_engine: Engine, monkeypatch: pytest.MonkeyPatch) -> Iterator[Begin]:
    """Begins a group-buy for this test, and ends all it began."""
    begun: list[Teams] = []

    def begin(**activity: Any) -> Teams:
        begun.append(Teams(shared_engine, monkeypatch, **activity))
        return begun[-1]

    yield begin
    for teams in begun:
        teams.close()
