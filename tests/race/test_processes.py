"""The same promise over processes, one of which dies."""

from __future__ import annotations

from chalicelib.coupons import service
from chalicelib.members.ids import MemberId
from tests.support.claims import tap
from tests.support.race.engine import Engine
from tests.support.race.processes import Workers
from tests.support.race.rush import LOSSES, double_taps


def test_four_processes_rush_at_a_hundred_coupons(engine: Engine) -> None:
    """Thirty-two threads in four processes: a hundred coupons, each told to exactly the member who has it."""
    template = engine.template(100, buckets=4)
    with Workers(template, double_taps(members=120, twice=10)) as workers:
        workers.start()
        told = workers.finish()
    count = engine.count(template)
    assert (count.left, len(count.coupons), max(count.per_member().values())) == (0, 100, 1)
    assert {answer["error"] for answer in told} <= LOSSES | {""}
    assert {answer["code"] for answer in told if answer["code"]} == {row["code"]["S"] for row in count.coupons}


def test_a_process_that_is_killed_loses_and_invents_nothing(engine: Engine) -> None:
    """One of four processes dies at work: the stock adds up, and who asks again gets the coupon the dead one issued."""
    taps = [(f"m{number}", f"r{number}") for number in range(100)]
    template = engine.template(130, buckets=4)
    with Workers(template, taps) as workers:
        workers.start()
        workers.kill_first(after=10)
        told = workers.finish()
    count = engine.count(template)
    assert count.left + len(count.coupons) == 130
    assert {answer["code"] for answer in told if answer["code"]} <= {row["code"]["S"] for row in count.coupons}
    assert len(told) < len(taps), "the process was done before it was killed: give it more to do"
    stored = {row["member_id"]["S"]: row["code"]["S"] for row in count.coupons}
    for member, request in taps:
        again = service.claim(engine.ctx(request, member), template.template_id, MemberId(member), tap(request))
        assert again.code == stored.get(member, again.code)
    assert (engine.count(template).left, len(engine.count(template).coupons)) == (30, 100)
