"""A coupon works once, at one till, in time."""

from __future__ import annotations

from functools import partial

from chalicelib.core.context import new_ctx
from chalicelib.core.money import Fen
from chalicelib.coupons import service
from chalicelib.coupons.ids import CouponCode
from chalicelib.members.ids import MemberId
from tests.support.claims import tap
from tests.support.race.crowd import Outcome, crowd
from tests.support.race.engine import Engine
from tests.support.race.rounds import rounds

DAY = 86_400.0


def issued(engine: Engine, member: str) -> CouponCode:
    """A coupon that lives one day from the start."""
    template = engine.template(1, valid_days=1)
    return service.claim(engine.ctx("claim", member), template.template_id, MemberId(member), tap("claim")).code


def redeem(engine: Engine, code: CouponCode, till: str, after: float = 0.0, amount: int = 5000) -> str:
    """Redeem at a till; who the row says did it."""
    ctx = new_ctx("demo", f"operator:{till}", f"request of {till}", now=engine.at(after))
    return str(service.redeem(ctx, code, Fen(amount)).redeemed_by)


def names(outcomes: list[Outcome]) -> list[str]:
    """The refusals among outcomes, by name."""
    return [outcome.name for outcome in outcomes if outcome.error]


@rounds(1, 3)
def test_of_thirty_two_tills_exactly_one_redeems(engine: Engine, rounds: int) -> None:
    """One till wins; each of the others is told that the coupon was redeemed, when and by the winner."""
    for round_ in range(rounds):
        code = issued(engine, f"m{round_}")
        outcomes = crowd([partial(redeem, engine, code, f"till{till}") for till in range(32)])
        (winner,) = [outcome.value for outcome in outcomes if outcome.value]
        assert names(outcomes) == ["AlreadyRedeemed"] * 31
        assert {outcome.error.details["redeemed_by"] for outcome in outcomes if outcome.error} == {winner}  # type: ignore[attr-defined]


@rounds(1, 3)
def test_at_the_hour_of_expiry_only_a_till_that_is_in_time_wins(engine: Engine, rounds: int) -> None:
    """Tills on both sides of the expiry race: one that is in time wins, one that is late never does."""
    for round_ in range(rounds):
        code = issued(engine, f"m{round_}")
        early = [partial(redeem, engine, code, f"early{till}", DAY - 0.001) for till in range(4)]
        late = [partial(redeem, engine, code, f"late{till}", DAY) for till in range(28)]
        outcomes = crowd([*late, *early])
        (winner,) = [outcome.value for outcome in outcomes if outcome.value]
        assert winner.startswith("operator:early")
        assert set(names(outcomes)) <= {"AlreadyRedeemed", "CouponExpired"}


def test_a_coupon_past_its_time_is_redeemed_by_nobody(engine: Engine) -> None:
    """When all are late all are told that it expired, and the coupon stays as it was."""
    code = issued(engine, "m1")
    outcomes = crowd([partial(redeem, engine, code, f"late{till}", DAY) for till in range(8)])
    assert names(outcomes) == ["CouponExpired"] * 8
    assert [row["status"]["S"] for row in engine.rows("main", "coupon")] == ["issued"]
