"""The ledger of touches: whoever writes to many, one count; what was taken back counts no more."""

from __future__ import annotations

import pytest

from chalicelib.audience.shapes import Meant
from chalicelib.core.ids import UserId
from chalicelib.core.moments import Moment
from chalicelib.core.storage.table import Refused
from chalicelib.core.storage.transaction import Transaction
from chalicelib.touches import service, store
from chalicelib.touches.service import Ledger
from chalicelib.touches.shapes import Cap, Origin, SetTouchRules
from chalicelib.touches.states import LeftOut
from tests.support.stack import Stack

POST = Origin("post", "p1", Moment("2026-11-21T02:00:00.000Z"))
JOURNEY = Origin("journey", "j1", Moment("2026-11-21T03:00:00.000Z"))
GROUP = Meant("wr1", "wr1", UserId("liming"))


def _touched(stack: Stack, origin: Origin, *targets: str, fence: int = 1, part: str = "0") -> None:
    sheet = Ledger(stack.ctx(), origin).sheet(part, is_capped=True)
    for target in targets:
        sheet.touch(target)
    sheet.keep(fence)


def _why_not(stack: Stack, origin: Origin, *, part: str = "0", is_capped: bool = True) -> LeftOut | None:
    return Ledger(stack.ctx(), origin).sheet(part, is_capped=is_capped).why_not(GROUP)


def test_a_post_and_a_journey_share_one_count(stack: Stack) -> None:
    """Who heard of one today is over the quota for the other; in another part nobody was touched."""
    service.set_rules(stack.ctx(), SetTouchRules(quota="day"))
    _touched(stack, POST, "wr1", "wr2")
    assert _why_not(stack, JOURNEY) is LeftOut.QUOTA
    assert _why_not(stack, JOURNEY, part="1") is None


def test_an_origin_does_not_stand_in_its_own_way(stack: Stack) -> None:
    """Planned again, it finds everybody as free as before."""
    service.set_rules(stack.ctx(), SetTouchRules(quota="day"))
    _touched(stack, POST, "wr1")
    assert _why_not(stack, POST) is None


def test_the_cap_holds_only_where_it_is_asked_for(stack: Stack) -> None:
    """Customers have one, groups have not."""
    service.set_rules(stack.ctx(), SetTouchRules(cap=Cap(count=1, days=3)))
    _touched(stack, POST, "wr1")
    assert _why_not(stack, JOURNEY) is LeftOut.FREQUENCY_CAP
    assert _why_not(stack, JOURNEY, is_capped=False) is None


def test_what_an_older_planner_writes_later_does_not_count(stack: Stack) -> None:
    """The newer fence has the row; the older one's word is dropped."""
    service.set_rules(stack.ctx(), SetTouchRules(quota="day"))
    _touched(stack, POST, "wr2", fence=2)
    _touched(stack, POST, "wr1", fence=1)
    assert _why_not(stack, JOURNEY) is None


def test_forgiven_touches_do_not_count_and_are_forgiven_once(stack: Stack) -> None:
    """From the transaction that ends the origin on; a second one is refused with its own word."""
    service.set_rules(stack.ctx(), SetTouchRules(quota="day"))
    _touched(stack, POST, "wr1")
    _forgive(stack)
    assert _why_not(stack, JOURNEY) is None
    with pytest.raises(Refused):
        _forgive(stack)


def _forgive(stack: Stack) -> None:
    transaction = Transaction(stack.ctx())
    service.forgive_in(transaction, POST, Refused)
    transaction.commit()


def test_a_part_without_a_name_is_not_counted(stack: Stack) -> None:
    """Staff have no quota: nothing is read or written for them."""
    service.set_rules(stack.ctx(), SetTouchRules(quota="day"))
    _touched(stack, POST, "wr1", part="")
    assert list(store.touched(stack.ctx(), "", "2026")) == []
    assert _why_not(stack, JOURNEY, part="") is None


def test_more_than_an_item_holds_is_kept_in_several(stack: Stack, monkeypatch: pytest.MonkeyPatch) -> None:
    """Two a row here; each target counts."""
    monkeypatch.setattr(store, "MOST_TOUCHED", 2)
    _touched(stack, POST, *(f"wr{number}" for number in range(5)))
    rows = list(store.touched(stack.ctx(), "0", "2026"))
    assert [(row.origin, len(row.hashes)) for row in rows] == [(POST.name, 2), (POST.name, 2), (POST.name, 1)]


def _last(stack: Stack, target: str = "wr1", *, since: str = "2026-11-01", until: str = "2026-11-30") -> Origin | None:
    return service.last(stack.ctx(), "0", target, Moment(f"{since}T00:00:00.000Z"), Moment(f"{until}T00:00:00.000Z"))


def test_somebody_was_written_to_last_for_the_newest_that_counts(stack: Stack) -> None:
    """Of a day the later one; of none that was forgiven, that is to come, or that was before; of others nothing."""
    _touched(stack, POST, "wr1", "wr2")
    _touched(stack, JOURNEY, "wr1")
    stack.clock.advance(24 * 3600)
    next_day = Origin("post", "p2", Moment("2026-11-22T02:00:00.000Z"))
    _touched(stack, next_day, "wr2")
    assert (_last(stack), _last(stack, "wr2"), _last(stack, "wr3")) == (JOURNEY, next_day, None)
    assert _last(stack, "wr2", until="2026-11-22") == POST
    assert _last(stack, since="2026-11-22") is None
    _forgive(stack)
    assert _last(stack, "wr2", until="2026-11-22") is None
