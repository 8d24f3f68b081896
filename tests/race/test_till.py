"""Queued redemptions, reversals and other tills cross: each act is made once, and what is told is what is stored."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Any
from unittest import mock

import msgspec
import pytest

from chalicelib.core.context import new_ctx
from chalicelib.core.money import Fen
from chalicelib.coupons import held_rows, redeeming, reversing, rules, service, store
from chalicelib.coupons.ids import CouponCode
from chalicelib.coupons.room import REVERSE
from chalicelib.coupons.states import CouponState
from chalicelib.members.ids import MemberId
from tests.support.claims import tap
from tests.support.race.crowd import Outcome, crowd
from tests.support.race.engine import Engine
from tests.support.race.rivals import between, without_conditions

AMOUNT = Fen(5000)
ROUNDS = 4
CLERK, OTHER, MANAGER = "zhaolei", "liming", "zhangwei"


def issued(engine: Engine, member: str) -> CouponCode:
    template = engine.template(1, valid_days=1)
    return service.claim(engine.ctx("claim", member), template.template_id, MemberId(member), tap("claim")).code


def acting(engine: Engine, who: str, request: str, after: float = 0.0) -> Any:
    """The context of a request under its key; an owner holds every right."""
    ctx = new_ctx("demo", f"operator:{who}", request, f"key:{request}", now=engine.at(after))
    held = frozenset({REVERSE.name}) if who == MANAGER else frozenset[str]()
    return msgspec.structs.replace(ctx, rights=held)


def redeem(engine: Engine, code: CouponCode, who: str, request: str, after: float = 0.0) -> bool:
    """True when it was made by this call."""
    return redeeming.redeem_once(acting(engine, who, request, after), code, AMOUNT).is_new


def undo(engine: Engine, code: CouponCode, who: str, request: str, after: float = 1.0) -> bool:
    """Likewise for a reversal."""
    return reversing.reverse(acting(engine, who, request, after), code, "扫错了券").is_new


def row_of(engine: Engine, code: CouponCode) -> store.CouponRow:
    found = store.coupon(engine.ctx(), code)
    assert found is not None
    return found


def assert_whole(engine: Engine, code: CouponCode, redeemed: list[Outcome], undone: list[Outcome]) -> None:
    """As many redemptions and reversals as were told, no act twice, and the state is what they come to."""
    row = row_of(engine, code)
    history = row.undone or ()
    made, taken = ([one for one in outcomes if one.value] for outcomes in (redeemed, undone))
    assert len(made) == len(history) + (row.status is CouponState.REDEEMED)
    assert len(taken) == len(history)
    acts = [one.act for one in history]
    acts += [rules.act_of(row.redeemed_by, row.cause)] if row.status is CouponState.REDEEMED else []
    assert len(set(acts)) == len(acts)
    known = {"", "AlreadyRedeemed", "RedemptionReversed", "NotRedeemed", "NotYourRedemption", "TooBusy"}
    assert {one.name for one in (*redeemed, *undone)} <= known


@pytest.mark.parametrize("round_", range(ROUNDS))
def test_a_queued_tap_reversals_and_other_tills_cross(engine: Engine, round_: int) -> None:
    """One tap sent eight times, eight taps of another clerk, sixteen reversals of three people, all at once."""
    code = issued(engine, f"m{round_}")
    taps: list[Callable[[], Any]] = [partial(redeem, engine, code, CLERK, "queued") for _ in range(8)]
    taps += [partial(redeem, engine, code, OTHER, f"other-{number}") for number in range(8)]
    undos: list[Callable[[], Any]] = [partial(undo, engine, code, CLERK, "undo") for _ in range(4)]
    undos += [partial(undo, engine, code, MANAGER, f"manager-{number}") for number in range(8)]
    undos += [partial(undo, engine, code, OTHER, f"other-undo-{number}") for number in range(4)]
    mixed = [act for pair in zip(taps, undos, strict=True) for act in pair]
    outcomes = crowd(mixed)
    assert_whole(engine, code, outcomes[::2], outcomes[1::2])


def test_of_many_reversals_one_is_made(engine: Engine) -> None:
    """Each of the others is told that there is nothing to reverse, and the same request that it was made."""
    code = issued(engine, "m1")
    redeem(engine, code, CLERK, "tap")
    outcomes = crowd([partial(undo, engine, code, MANAGER, f"undo-{number % 8}") for number in range(32)])
    assert sum(bool(one.value) for one in outcomes) == 1
    assert {one.name for one in outcomes} == {"", "NotRedeemed"}
    assert len(row_of(engine, code).undone or ()) == 1


def _crossed(engine: Engine, code: CouponCode) -> Outcome:
    """A clerk takes theirs back; between their look and their write it is reversed, and redeemed by another."""
    redeem(engine, code, CLERK, "tap")

    def rival() -> bool:
        return undo(engine, code, MANAGER, "manager") and redeem(engine, code, OTHER, "other", after=2.0)

    with between((store, "coupon"), (held_rows, "reverse"), rival):
        (outcome,) = crowd([partial(undo, engine, code, CLERK, "undo")])
    return outcome


def test_a_reversal_takes_no_other_redemption_back_than_the_one_it_looked_at(engine: Engine) -> None:
    """The other's redemption stands, and the clerk is told that it is not theirs."""
    code = issued(engine, "m1")
    assert _crossed(engine, code).name == "NotYourRedemption"
    row = row_of(engine, code)
    assert (row.status, row.redeemed_by, len(row.undone or ())) == (CouponState.REDEEMED, f"operator:{OTHER}", 1)


def test_a_naive_reversal_takes_anothers_redemption_back(engine: Engine) -> None:
    """Negative control: what reads, decides and then writes without a condition loses what came between."""
    code = issued(engine, "m1")
    with without_conditions("chalicelib.coupons.held_rows"):
        assert _crossed(engine, code).value
    row = row_of(engine, code)
    assert (row.status, [one.redeemed_by for one in row.undone or ()]) == (
        CouponState.ISSUED,
        [f"operator:{CLERK}"],
    ), "the other's redemption left no trace, and the manager's reversal neither"


def test_a_tap_that_arrives_after_its_reversal_redeems_nothing(engine: Engine) -> None:
    """The answer was lost, the phone sends it again, and meanwhile a manager took it back."""
    code = issued(engine, "m1")
    assert redeem(engine, code, CLERK, "tap") and undo(engine, code, MANAGER, "undo")
    outcomes = crowd([partial(redeem, engine, code, CLERK, "tap", 2.0) for _ in range(16)])
    assert {one.name for one in outcomes} == {"RedemptionReversed"}
    assert row_of(engine, code).status is CouponState.ISSUED


def test_without_the_list_of_what_was_undone_a_late_tap_redeems_again(engine: Engine) -> None:
    """Negative control: the same with a redemption that does not ask."""
    code = issued(engine, "m1")
    assert redeem(engine, code, CLERK, "tap") and undo(engine, code, MANAGER, "undo")
    with mock.patch.object(rules, "act_of", return_value=""):
        (outcome,) = crowd([partial(redeem, engine, code, CLERK, "tap", 2.0)])
    assert outcome.value and row_of(engine, code).status is CouponState.REDEEMED
