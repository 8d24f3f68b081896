"""What the doors of scripts cost, counted on the client."""

from __future__ import annotations

from chalicelib.content.ids import ContentId
from chalicelib.scripts import listing, service
from chalicelib.scripts.shapes import Mark, StaffScriptQuery, UseScript
from tests.scripts.test_scripts import placed
from tests.support.perf.meter import metered
from tests.support.stack import Stack


def test_a_use_writes_one_fact_and_a_mark_one_row(stack: Stack) -> None:
    """Each decides in one write of one unit; a use reads the place and the version."""
    item = ContentId(placed(stack))
    with metered() as cost:
        service.use(stack.ctx(), item, UseScript(version=1))
    assert [(write.table, write.units, write.index_units) for write in cost.writes] == [("facts", 1, 0)]
    assert (cost.reads, cost.read_units) == (["GetItem", "GetItem"], 1.5)
    with metered() as cost:
        service.mark(stack.ctx(), item, Mark(is_favourite=True))
    assert (len(cost.writes), cost.write_units, cost.reads) == (1, 1, ["GetItem"])


def test_a_page_is_read_in_batches_however_many_scripts_it_holds(stack: Stack) -> None:
    """Favourites, the list, its rows, their items, what is approved of these: five calls, of one or of three."""
    for number in range(3):
        placed(stack, f"话术{number}")
        with metered() as cost:
            found = listing.for_staff(stack.ctx(), StaffScriptQuery())
        assert (len(found.items), cost.calls, cost.writes) == (number + 1, 5, [])
