"""Who may claim is changed while everybody claims: it is changed before the first coupon, or not at all."""

from __future__ import annotations

from functools import partial

import pytest

from chalicelib.coupons import rules, service, store
from chalicelib.coupons.shapes import TemplateTerms
from chalicelib.coupons.states import ClaimWay
from tests.support.race.crowd import crowd
from tests.support.race.engine import Engine
from tests.support.race.rush import tapped

ROUNDS = 4
CROWD = 10


def closed_in_a_rush(engine: Engine) -> tuple[bool, int]:
    """Whether the template was closed to its claimers in the middle of a rush, and how many had a coupon."""
    template: TemplateTerms = engine.template(stock=100, buckets=2)
    service.template(engine.ctx(), template.template_id)
    closes = partial(service.open_to, engine.ctx(), template.template_id, (ClaimWay.POST,), confirm=True)
    claims = [partial(tapped, engine.ctx("r", f"m{n}"), template.template_id, f"m{n}", "r") for n in range(CROWD)]  # type: ignore[arg-type]
    outcomes = crowd([*claims[: CROWD // 2], closes, *claims[CROWD // 2 :]], workers=CROWD)
    refusals = {outcome.name for outcome in outcomes}
    assert refusals <= {"", "NotClaimableHere", "AlreadyPromised", "TooBusy"}, outcomes
    now = store.template(engine.ctx(), template.template_id, consistent=True)
    return now is not None and now.claimable_by == (ClaimWay.POST,), len(engine.count(template).coupons)


def test_a_template_is_closed_before_its_first_coupon_or_not_at_all(engine: Engine) -> None:
    """Nobody has a coupon of a template that was closed to them, and nobody is closed out once somebody has one."""
    for _ in range(ROUNDS):
        is_closed, issued = closed_in_a_rush(engine)
        assert not (is_closed and issued)


def test_a_claim_that_goes_by_what_it_read_gets_through(engine: Engine, monkeypatch: pytest.MonkeyPatch) -> None:
    """The negative control: without the condition at the stock, what an instance remembers lets a member in."""
    template = engine.template(stock=10)
    service.template(engine.ctx(), template.template_id)
    crowd([partial(service.open_to, engine.ctx(), template.template_id, (ClaimWay.POST,), confirm=True)])
    monkeypatch.setattr(rules, "names_of", lambda way: ())
    monkeypatch.setattr(rules, "is_open", lambda given, way: True)
    assert tapped(engine.ctx(), template.template_id, "m1", "r").code  # type: ignore[arg-type]
