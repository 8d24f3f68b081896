"""Facts are written whole, and the same change writes the same fact."""

from __future__ import annotations

from typing import Any

import msgspec
import pytest

from chalicelib.core.events import facts
from chalicelib.core.events.errands import Errand, errand
from chalicelib.core.events.facts import Fact, FactData, Told
from chalicelib.core.events.lanes import SendLane
from chalicelib.core.moments import Moment
from chalicelib.core.storage.table import Row
from chalicelib.coupons.facts import CouponTemplateCreated
from chalicelib.coupons.ids import TemplateId
from tests.support.stack import Stack


def _fact(number: int) -> Fact[CouponTemplateCreated]:
    return Fact(
        corp="demo",
        subject="member#x",
        id=f"01{number:024}",
        at=Moment("2026-11-21T02:00:00.000Z"),
        actor="system:test",
        cause="test",
        data=CouponTemplateCreated(coupon_template=TemplateId("t"), name="x", stock=number),
    )


def test_a_fact_that_is_written_again_is_the_same_fact(stack: Stack) -> None:
    """60 facts, of which some come twice: 60 on the timeline, newest first, in pages."""
    facts.write([_fact(number) for number in [*range(60), *range(10)]])
    first = facts.timeline(stack.ctx(), "member#x", 40, "")
    second = facts.timeline(stack.ctx(), "member#x", 40, first.cursor)
    assert [getattr(fact.data, "stock", None) for fact in [*first.items, *second.items]] == list(range(59, -1, -1))
    assert second.cursor == ""


def test_a_change_tells_only_what_the_old_row_did_not_say() -> None:
    """What both rows say is no news; what is told again has the same id."""
    row = Row("demo#member#x", "-")
    row.changed_at, row.changed_by, row.cause = Moment("2026-11-21T02:00:00.000Z"), "system:test", "test"

    def says(marks: str) -> facts.Says:
        return lambda _: [
            Told(
                data=CouponTemplateCreated(coupon_template=TemplateId("t"), name="x", stock=1),
                subject="member#x",
                at=row.changed_at,
                mark=mark,
            )
            for mark in marks
        ]

    first, second = facts.news(says("ab"), None, row)
    assert first.id != second.id
    known = Row("demo#member#x", "-")
    assert [fact.id for fact in facts.news(lambda seen: says("a" if seen is known else "ab")(seen), known, row)] == [
        second.id
    ]


def test_money_in_a_sentence_is_yuan() -> None:
    """`{amount:yuan}` reads as people write money; other fields as they are."""
    paid = facts.CHINESE.vformat("付了 {amount:yuan}，单号 {order}", (), {"amount": 6950, "order": "A1"})
    assert paid == "付了 ¥69.50，单号 A1"


@pytest.mark.parametrize("name", ["kind", "version", "sample"])
def test_a_field_may_not_be_called_as_the_declaration_is(name: str) -> None:
    """It would be stored as it is and read as the declaration's: `fact.data.version` of a text's version would be 1."""
    data: Any = msgspec.defstruct("Published", [(name, int)], bases=(FactData,), frozen=True, kw_only=True)
    with pytest.raises(ValueError, match=name):
        facts.fact("text.published", zh="发布了", en="Published", sample={name: 7})(data)


@pytest.mark.parametrize("name", ["name", "version", "lane"])
def test_an_errands_field_may_not_be_called_as_its_declaration_is(name: str) -> None:
    """The verb would be given the declaration's word in the place of what was asked for."""
    struct: Any = msgspec.defstruct("Publish", [(name, str)], bases=(Errand,), frozen=True, kw_only=True)
    with pytest.raises(ValueError, match=name):
        errand("publish", SendLane.MARKS)(struct)


def test_a_sentence_names_its_fields() -> None:
    """Empty braces name none: the timeline would fail at the first such fact."""
    data: Any = msgspec.defstruct("Counted", [("many", int)], bases=(FactData,), frozen=True, kw_only=True)
    with pytest.raises(ValueError, match="no fields"):
        facts.fact("things.counted", zh="数了{}个", en="{many} were counted", sample={"many": 7})(data)


def test_a_sentence_is_whole_however_the_struct_is_stored() -> None:
    """A field that has its default, or another name in what is stored, stands in the timeline all the same."""
    data: Any = msgspec.defstruct(
        "Paid", [("many", int, 1)], bases=(FactData,), frozen=True, kw_only=True, omit_defaults=True, rename="upper"
    )
    facts.fact("things.paid", zh="{many}个", en="{many} of them", sample={})(data)
    told = Fact(corp="demo", subject="x#1", id="1", at=Moment(""), actor="a", cause="c", data=data())
    assert facts.sentence(told) == ("1个", "1 of them")
