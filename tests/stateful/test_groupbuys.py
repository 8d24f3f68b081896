"""Group-buys, the shop and their money under any order of taps, payments, notices, clock, partial work and crashes."""

from __future__ import annotations

import contextlib
from collections import Counter
from collections.abc import Callable, Iterator
from functools import partial
from typing import Any, ClassVar

import pytest
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, rule, run_state_machine_as_test

from chalicelib import clock
from chalicelib.core import instance
from chalicelib.core.config import config
from chalicelib.core.errors import AppError
from chalicelib.core.storage import due
from chalicelib.groupbuys import service
from chalicelib.orders import paying, pickup, refunding
from chalicelib.orders.ids import OrderId
from chalicelib.orders.shapes import Order
from chalicelib.payments import refunds as payment_refunds
from chalicelib.payments import service as payments
from chalicelib.payments.errors import PaymentMismatched
from chalicelib.payments.shapes import Refund
from chalicelib.shop import service as shop
from chalicelib.shop.shapes import NewOrder
from tests.stateful.cases import Acts, acts_of, cases
from tests.stateful.team_model import OK, Model, difference, snapshot
from tests.support.audit import ENDED
from tests.support.bank import Bank
from tests.support.crash import Countdown, Crash, counting
from tests.support.race.engine import Engine, running_engine
from tests.support.race.teams import Teams

EXAMPLES, STEPS = 10, 48
SOAK_EXAMPLES = 200
STOCK, SIZE, PER_MEMBER = 5, 2, 2
members = st.sampled_from(["an", "bo", "cui"])
picks = st.integers(0, 7)
# What may happen, how often, and how.
ACTS: Acts = {
    "opens": (2, {"member": members, "coupon": st.booleans()}),
    "joins": (6, {"member": members, "pick": picks, "coupon": st.booleans()}),
    "leaves": (1, {"member": members, "pick": picks}),
    "pays": (11, {"pick": picks, "notices": st.sampled_from([1, 1, 1, 2, 0])}),
    "pays_late": (1, {"pick": picks}),
    "is_told": (2, {"pick": picks}),
    "picks_up": (6, {"pick": picks}),
    "buys": (4, {"member": members, "quantity": st.integers(1, 2), "coupon": st.booleans()}),
    "cancels": (1, {"pick": picks}),
    "refunds": (
        6,
        {
            "pick": picks,
            "amount": st.sampled_from([None, None, None, 1, 700, 9000]),
            "taken": st.sampled_from([0, 0, 0, 1, 2]),
        },
    ),
    "is_refunded_in_the_console": (2, {"pick": picks, "part": st.sampled_from([1, 2, 3, 3])}),
    "withdraws": (3, {"pick": picks}),
    "time_passes": (2, {"minutes": st.sampled_from([1] * 8 + [4, 4, 4, 10, 16, 60, 24 * 60])}),
    "ticks": (2, {}),
    "all_follows": (5, {}),
    "rows_are_told": (1, {}),
    "some_facts_are_followed": (2, {"some": st.integers(1, 4), "copies": st.integers(1, 2)}),
    "some_tasks_are_done": (1, {}),
    "the_provider_falls_silent": (1, {"calls": st.integers(1, 3)}),
    "somebody_dies_soon": (2, {"write": st.integers(1, 12)}),
}
# Every hold ends, the provider is asked a last time, every team fails or is complete.
END = ({"minutes": 16}, {"minutes": 2}, {"hours": 24, "minutes": 3})


class GroupBuy(RuleBasedStateMachine):
    """One activity for two at a time and a shop; each step is compared with the model; in the end all is settled."""

    engine: ClassVar[Engine]
    countdown: ClassVar[Countdown]
    ends: ClassVar[Counter[str]] = Counter()
    met: ClassVar[Counter[str]] = Counter()

    @initialize(new_only=st.booleans(), coupon=st.booleans())
    def begin(self, new_only: bool, coupon: bool) -> None:
        """An activity begins, every customer has a coupon, and the first of them opens a team."""
        self.patch = pytest.MonkeyPatch()
        self.patch.setattr(due, "SHARDS", 1)  # a tick then asks for little, and there are many
        self.countdown.arm(0)
        self.teams = Teams(
            self.engine, self.patch, team_size=SIZE, stock=STOCK, buckets=2, per_member=PER_MEMBER, new_only=new_only
        )
        self.coupons = {member: self.teams.coupon(member) for member in ("an", "bo", "cui")}
        self.model = Model(STOCK, PER_MEMBER, new_only)
        self.requests = 0
        self.opens("an", coupon)

    @rule(act=acts_of(ACTS))
    def happens(self, act: tuple[str, dict[str, Any]]) -> None:
        """One more thing."""
        name, how = act
        getattr(self, name)(**how)

    # ---- what customers do

    def opens(self, member: str, coupon: bool) -> None:
        """A customer opens a team."""
        expected = self.model.open(member, coupon)
        answer = self._answered(member, service.open_team, self.teams.activity, self.coupons[member] * coupon)
        self._placed(expected, answer, {} if isinstance(answer, str) else self._new_team(answer.seat))

    def _new_team(self, team_id: str) -> dict[str, Any]:
        row = self.teams.team(team_id)
        return {"size": SIZE, "deadline": row.deadline, "fails_at": row.fails_at}

    def joins(self, member: str, pick: int, coupon: bool) -> None:
        """A customer joins a team, perhaps one where they sit."""
        team = _picked(self.model.teams, pick)
        self._step()
        expected = self.model.join(member, team, coupon, self.teams.ctx().at)
        sits = self.model.teams[team]["seats"].get(member)
        answer = self._answered(member, service.join, team, self.coupons[member] * coupon)
        if sits:
            assert answer.order_id == sits
            self._is(self.model.state)
        else:
            self._placed(expected, answer, None)

    def leaves(self, member: str, pick: int) -> None:
        """A customer leaves a team, perhaps one where they do not sit."""
        team = _picked(self.model.teams, pick)
        expected, sits = self.model.leave(member, team), self.model.teams[team]["seats"].get(member)
        left = self._left(sits) if sits else 0
        answer = self._answered(member, service.leave, team)
        assert (answer if isinstance(answer, str) else OK) == expected
        self._is(self.model.without(member, team, left or 0) if sits and expected == OK else self.model.state)

    def buys(self, member: str, quantity: int, coupon: bool) -> None:
        """A customer orders in the shop."""
        expected = self.model.buy(member, quantity, coupon)
        new = NewOrder(sku_id=self.teams.goods, quantity=quantity, coupon_code=self.coupons[member] * coupon)
        answer = self._answered(member, shop.order, new)
        assert (answer if isinstance(answer, str) else OK) == expected
        self._is(self.model.state if expected else self.model.bought(_placed(answer), answer.order_id))

    def cancels(self, pick: int) -> None:
        """A customer cancels an order, mostly one of the shop."""
        of_shop = [name for name, order in self.model.orders.items() if not order["team"]]
        order_id = _picked(of_shop if of_shop and pick % 4 else self.model.orders, pick)
        expected = self.model.cancel(order_id)
        answer = self._answered(self.model.orders[order_id]["member"], shop.cancel, order_id)
        assert (answer if isinstance(answer, str) else OK) == expected
        self._is(self.model.cancelled(order_id) if expected == OK else self.model.state)

    # ---- what operators do

    def _left(self, order_id: str) -> int | None:
        """What a payment still holds; None when its money is not booked."""
        payment = payments.received(self.teams.ctx(), order_id)
        return payment.amount - payment.returned if payment and payment.paid_at else None

    def refunds(self, pick: int, amount: int | None, taken: int) -> None:
        """An operator gives money back: all that is left, or a part, mostly of an order that is paid.

        taken: before WeChat Pay hears of it somebody gives that part of all of it back in the merchant console.
        """
        paid = [name for name in self.model.orders if name in self.teams.bank.paid]
        order_id = _picked(paid if paid and pick % 4 else self.model.orders, pick)
        left = self._left(order_id)
        expected = self.model.refund(order_id, amount, left)
        answer = self._answered("boss", refunding.refund, order_id, amount, "门店缺货")
        assert (answer if isinstance(answer, str) else OK) == expected
        if expected == OK and left is not None:
            self.met["part" if amount not in (None, left) else "rest"] += 1
            self._is(self.model.refunded(order_id, amount, left))
            if taken and self.teams.bank.left(order_id):
                self._in_the_console(order_id, taken)
        else:
            self._is(self.model.state)

    def is_refunded_in_the_console(self, pick: int, part: int) -> None:
        """Somebody gives back all or a part of what is left in the merchant console; its notice comes, or more.

        What we have asked back ourselves and WeChat Pay does not have yet may be among it: then there is no room for it
        in our books, and ours will be refused for good.
        """
        booked = [name for name in self.model.orders if self._left(name) is not None and self.teams.bank.left(name)]
        if booked:
            self._in_the_console(_picked(booked, pick), part)

    def _in_the_console(self, order_id: str, part: int) -> None:
        report = self.teams.bank.give_back(order_id, max(1, self.teams.bank.left(order_id) // part))
        assert report is not None
        self.met["console" if report.amount <= (self._left(order_id) or 0) else "contested"] += 1
        for _ in range(part):
            with contextlib.suppress(PaymentMismatched):
                self._worked(partial(payment_refunds.apply, self.teams.ctx(), report))
        self._is(self.model.state)

    def withdraws(self, pick: int) -> None:
        """An operator lets go of a refund, mostly of one that was refused for good."""
        asked = [one for name in self.model.orders for one in payments.refunds_of(self.teams.ctx(), name)]
        refused = [one for one in asked if one.is_refused_for_good]
        if not asked:
            return
        refund = (refused or asked)[pick % len(refused or asked)]
        expected = _withdrawn(refund, self.teams.bank)
        answer = self._answered("boss", refunding.withdraw, refund.number, refund.refund_number, "已线下退款")
        assert (answer if isinstance(answer, str) else OK) == expected
        if expected == OK and refund.state != "withdrawn":
            self.met["withdrawn"] += 1
            self.model.orders[refund.number]["asked"] -= refund.amount
        self._is(self.model.state)

    def pays(self, pick: int, notices: int) -> None:
        """A customer asks to pay and pays; the notice comes at once, twice, or not now and perhaps never."""
        if not self._unpaid():
            return
        order_id = _picked(self._unpaid(), pick)
        answer = self._answered(self.model.orders[order_id]["member"], paying.pay, order_id)
        if isinstance(answer, str):
            assert answer != "AlreadyPaid" or order_id in self.teams.bank.paid
            assert answer in ("AlreadyPaid", "HoldOver", "PayOutcomeUnknown", "PaymentClosed"), answer
        elif self.teams.bank.pay(order_id, self.teams.ctx().at):
            for _ in range(notices):
                self._worked(partial(self.teams.bank.notify, self.teams.ctx(), order_id))
        self._is(self.model.state)

    def pays_late(self, pick: int) -> None:
        """A customer who was helped to pay pays now, whatever became of the order; no notice comes."""
        if self.teams.bank.charges:
            self.teams.bank.pay(_picked(self.teams.bank.charges, pick), self.teams.ctx().at)

    def is_told(self, pick: int) -> None:
        """A notice arrives: late, or once more."""
        if not self.teams.bank.paid:
            return
        order_id = _picked(self.teams.bank.paid, pick)
        self._worked(partial(self.teams.bank.notify, self.teams.ctx(), order_id))
        self._is(self.model.state)

    def picks_up(self, pick: int) -> None:
        """Somebody asks the store for an order: mostly for one that is ready, when there is one."""
        ready = [name for name, order in self.model.orders.items() if order["status"] == "ready"]
        order_id = _picked(ready if ready and pick % 4 else self.model.orders, pick)
        expected = self.model.pick_up(order_id)
        answer = self._answered("clerk", pickup.pick_up, order_id)
        assert (answer if isinstance(answer, str) else OK) == expected
        if expected == OK:
            self.model.orders[order_id]["status"] = "picked_up"
        self._is(self.model.state)

    # ---- what happens by itself

    def time_passes(self, minutes: int) -> None:
        """Minutes pass, and no tick comes."""
        self.teams.passes(minutes=minutes)

    def ticks(self) -> None:
        """What is due is begun."""
        self._worked(partial(clock.tick, "tick"))
        self._worked(self.teams.drain.due)
        self._became()

    def all_follows(self) -> None:
        """Everything that waits is worked on."""
        self._worked(self.teams.drain)
        self._became()

    def rows_are_told(self) -> None:
        """Changes become facts, and nothing follows yet."""
        self._worked(self.teams.drain.changes)
        self._became()

    def some_facts_are_followed(self, some: int, copies: int) -> None:
        """The oldest facts are followed, perhaps twice; the others wait."""
        self._worked(partial(self.teams.follow_some, some, copies))
        self._became()

    def some_tasks_are_done(self) -> None:
        """The tasks that wait are done."""
        self._worked(self.teams.drain.sends)
        self._became()

    def the_provider_falls_silent(self, calls: int) -> None:
        """The next calls to the provider are not answered, whether they were done or not."""
        self.teams.bank.silent = calls

    def somebody_dies_soon(self, write: int) -> None:
        """The process dies right after one of the next writes."""
        self.countdown.arm(write)

    def teardown(self) -> None:
        """Time enough, and everybody works again: every paid order is handed over or refunded, the others cancelled."""
        if not hasattr(self, "teams"):
            return
        self.countdown.arm(0)
        self.teams.bank.silent = 0
        try:
            for step in END:
                self.all_follows()
                self._redrive()
                self._mend()
                self.teams.passes(**step)
                self.ticks()
            self._mend()
            self.all_follows()
            self.teams.settled()
            self.model.has_ended(self.teams.bank)
            self.ends.update(order["status"] for order in self.model.orders.values())
            self.teams.close()
        finally:
            self.patch.undo()

    def _mend(self) -> None:
        """Operators let go of what is refused for good, and give back what an order that has ended still holds."""
        for order_id in self.model.orders:
            for refund in payments.refunds_of(self.teams.ctx(), order_id):
                if refund.is_refused_for_good and refund.state == "asked":
                    refunding.withdraw(self.teams.ctx("boss"), OrderId(order_id), refund.refund_number, "核对")
                    self.model.orders[order_id]["asked"] -= refund.amount
        self.all_follows()
        for order_id, order in self.model.orders.items():
            if order["status"] == "refunding" and self._left(order_id):
                refunding.refund(self.teams.ctx("boss"), OrderId(order_id), None, "核对")
        self.all_follows()

    # ---- how it is done and compared

    def _unpaid(self) -> list[str]:
        return [name for name, order in self.model.orders.items() if order["status"] == "placed"]

    def _step(self) -> None:
        """Every tap has a time of its own, and may meet a new instance."""
        self.teams.passes(seconds=1)
        instance.forget()

    def _answered(self, member: str, verb: Callable[..., Any], *args: Any) -> Any:
        """What a careful client hears, who asks again when nobody answers: an answer, or a refusal's name."""
        self._step()
        self.requests += 1
        request = f"request {self.requests}"
        try:
            return self._worked(lambda: verb(self.teams.ctx(member, request, seed=f"{member} {request}"), *args))
        except AppError as refused:
            return refused.code

    def _worked(self, act: Callable[[], Any]) -> Any:
        """Do it; after a crash, once more, as a client or an event source does."""
        try:
            return act()
        except Crash:
            self.countdown.restart()
            return act()

    def _placed(self, expected: str, answer: Any, team: dict[str, Any] | None) -> None:
        assert (answer if isinstance(answer, str) else OK) == expected
        if expected != OK:
            self._is(self.model.state)
            return
        self._is(self.model.seated(answer.seat, _placed(answer), answer.order_id, team))

    def _is(self, expected: Any) -> None:
        """What is stored is exactly what the model says."""
        self.model.state = expected
        assert difference(snapshot(self.teams.sound()), expected) == []

    def _became(self) -> None:
        """What is stored may have come of what the model says."""
        after = snapshot(self.teams.sound())
        self.model.may_become(after, self.teams.bank, self.teams.ctx().at)
        self.model.state = after

    def _redrive(self) -> None:
        """Operators send given-up tasks again."""
        queues, url = self.engine.queues, config().money_queue_url
        while queues.dead:
            message = queues.dead.pop()
            message.receives = 0
            queues.waiting[url].append(message)


def _withdrawn(refund: Refund, bank: Bank) -> str:
    """What withdrawing a refund comes to: only what WeChat Pay has not, and said that it never will."""
    if refund.refund_number in bank.refunds:
        return "RefundDone"
    is_refused = refund.state == "asked" and refund.is_refused_for_good
    return OK if is_refused or refund.state == "withdrawn" else "RefundNotRefused"


def _placed(order: Order) -> dict[str, Any]:
    """What a new order says for good."""
    return {
        "member": order.member_id,
        "coupon": bool(order.coupon_code),
        "pay_until": order.pay_until,
        "placed_at": order.placed_at,
        "payable": order.payable,
        "quantity": order.hold.quantity,
    }


def _picked(some: Any, pick: int) -> str:
    """One of those there are."""
    names = list(some)
    return str(names[pick % len(names)])


@pytest.fixture(scope="module")
def machine(place: str) -> Iterator[type[GroupBuy]]:
    """The machine on one set of tables for all examples: each is a corp of its own."""
    with running_engine(place) as engine, counting() as countdown:
        GroupBuy.engine, GroupBuy.countdown = engine, countdown
        yield GroupBuy


def test_whatever_happens_every_paid_order_is_handed_over_or_refunded(machine: type[GroupBuy]) -> None:
    """And at every step: seats, stock, limits, coupons and money are what the model says, of both sellers."""
    machine.ends.clear()
    machine.met.clear()
    run_state_machine_as_test(machine, settings=cases(EXAMPLES, STEPS))
    assert min(machine.ends[end] for end in ENDED) >= 2, machine.ends
    assert min(machine.met[kind] for kind in ("part", "rest", "console", "contested", "withdrawn")) >= 2, machine.met


@pytest.mark.soak
def test_the_same_for_many_more_cases(machine: type[GroupBuy]) -> None:
    """Rare orders of events need many tries."""
    run_state_machine_as_test(machine, settings=cases(SOAK_EXAMPLES, STEPS, fresh=True))
