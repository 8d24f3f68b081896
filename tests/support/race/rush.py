"""A rush at a coupon template, and what must hold after it whoever won."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from typing import Any

from chalicelib.core import aws
from chalicelib.core.context import Ctx
from chalicelib.core.errors import AppError, OutcomeUnknown, TooBusy
from chalicelib.coupons import service
from chalicelib.coupons.ids import TemplateId
from chalicelib.coupons.shapes import Coupon, TemplateTerms
from chalicelib.members.ids import MemberId
from tests.support.claims import tap
from tests.support.race.crowd import Outcome, crowd
from tests.support.race.engine import Engine

LOSSES = {"SoldOut", "AlreadyClaimed", "TooBusy"}
TRIES = 20
Claim = Callable[..., Any]
Tap = tuple[str, str]


def double_taps(members: int, twice: int) -> list[Tap]:
    """(member, request) of a rush: the first `twice` members tap twice, half of those with the same request again."""
    taps = [(f"m{number}", f"r{number}") for number in range(members)]
    again = [(f"m{number}", f"r{number}" if number % 2 else f"again{number}") for number in range(twice)]
    return [tap for pair in zip(taps, again, strict=False) for tap in pair] + taps[twice:]


def tapped(ctx: Ctx, template_id: TemplateId, member_id: MemberId, request: str) -> Coupon:
    """A claim as the product makes it."""
    return service.claim(ctx, template_id, member_id, tap(request))


def insistent(ctx: Ctx, template_id: TemplateId, member_id: MemberId, request: str) -> Coupon:
    """The same as people do it: what got no answer is asked for again by the same request, until something is said.

    A machine with much to do answers late, which is no fault of the promise. The try without an answer may still be
    under way, so being too busy is no last word after it.
    """
    waits: tuple[type[AppError], ...] = (OutcomeUnknown,)
    for _ in range(TRIES):
        try:
            return tapped(ctx, template_id, member_id, request)
        except waits:
            waits = (OutcomeUnknown, TooBusy)
        except Exception as error:  # a read without an answer, of which the door says the same
            if not aws.is_away(error):
                raise
    return tapped(ctx, template_id, member_id, request)


def rush(engine: Engine, template: TemplateTerms, taps: Sequence[Tap], claim: Claim = tapped) -> list[Outcome]:
    """Everybody claims at once."""
    acts = [
        partial(claim, engine.ctx(request, member), template.template_id, member, request) for member, request in taps
    ]
    return crowd(acts)


def assert_fair(engine: Engine, template: TemplateTerms, taps: Sequence[Tap], outcomes: Sequence[Outcome]) -> None:
    """Nothing over-issued, nothing lost, nobody over the limit, every answer true, every refusal typed."""
    count = engine.count(template)
    stock, limit = int(template.stock), int(template.per_member)
    assert count.left + len(count.coupons) == stock
    demand = sum(min(limit, len({r for m, r in taps if m == member})) for member in {member for member, _ in taps})
    assert len(count.coupons) == min(stock, demand)
    assert max(count.per_member().values(), default=0) <= limit
    _assert_answers_true(taps, outcomes, {row["code"]["S"]: row["request"]["S"] for row in count.coupons})


def _assert_answers_true(taps: Sequence[Tap], outcomes: Sequence[Outcome], stored: dict[str, str]) -> None:
    assert {outcome.name for outcome in outcomes if outcome.error} <= LOSSES, [o.error for o in outcomes if o.error]
    won = {(outcome.value.code, request) for (_, request), outcome in zip(taps, outcomes, strict=True) if outcome.value}
    assert won == set(stored.items())
