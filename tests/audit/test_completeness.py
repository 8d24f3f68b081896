"""Nothing that operators edit is missing from the audit, and what stands there is in words."""

from __future__ import annotations

from enum import StrEnum

import pytest

import app as _  # noqa: F401  the app registers every route and row
from chalicelib.audit import views, wording
from chalicelib.core.audited import Change, Part
from chalicelib.core.http.routes import REGISTRY, Route
from chalicelib.core.ids import UserId
from chalicelib.core.moments import Moment
from chalicelib.core.storage.acts import Line
from chalicelib.core.storage.attributes import EnumAttribute
from chalicelib.core.storage.table import Row

AUDITED = [row for row in Row.kind.get_registered_subclasses(Row) if row.audited]
# Fields of edits whose value stands in no attribute of that name, and where it is told instead, or why nowhere.
ELSEWHERE = {
    "revision": "which state was seen: no value of the thing",
    "based_on": "the same",
    "version": "the same",
    "stores": "in the post's bounds",
    "confirm": "an answer to a question",
    "skus": "each has a row of its own, told by its name and prices",
    "text": "a note's is hidden; a content's stands in its body",
    "attachments": "in the content's body",
    "picture": "in the content's body",
    "phone": "a person's or a desk's number: that it changed is not told",
    "remark": "kept at WeCom; the door leaves a line",
    "description": "kept at WeCom; the door leaves a line",
    "logo": "hidden: a picture",
    "quota": "in the rules",
}
EDITS = [route for route in REGISTRY if route.method == "PUT" and route.path.startswith("/admin") and route.body]


def told(room: str) -> set[str]:
    """The attributes of a room's rows that the audit shows, or says that they changed."""
    rows = [row.audited for row in AUDITED if row.__module__.split(".")[1] == room]
    return {name for audited in rows if audited for name in (*audited.shows, *audited.hides, "rules")}


@pytest.mark.parametrize("route", EDITS, ids=lambda route: route.act)
def test_every_field_of_an_edit_is_told_in_the_audit(route: Route) -> None:
    """Shown, hidden, or named here with a reason; a door that leaves a line of its own tells that it was done."""
    fields = set(getattr(route.body, "__struct_fields__", ()))
    missing = fields - told(route.room.name) - set(ELSEWHERE)
    assert not missing or route.leaves is not None or route.room.name == "touches", (route.act, sorted(missing))


def test_every_state_in_the_audit_has_words() -> None:
    """In Chinese and English: no line says `paused` to an operator."""
    without = set()
    for row in AUDITED:
        room = row.__module__.split(".")[1]
        for name in row.audited.shows if row.audited else ():
            kind = row.get_attributes().get(name)
            values = list(_values(kind)) if isinstance(kind, EnumAttribute) else []
            without |= {f"{room}.{one}" for one in values if wording.said(room, one)[0] == one}
    assert without == set()


def _values(attribute: EnumAttribute[StrEnum]) -> list[str]:
    kinds = [kind for kind in vars(attribute).values() if isinstance(kind, type) and issubclass(kind, StrEnum)]
    return [str(one) for kind in kinds for one in kind]


def test_a_sentence_says_states_as_people_do() -> None:
    """In both languages, several of them too, and what a corp calls a role of its own as it is."""
    part = Part(room="access", changes=(Change("role", "viewer", "marketer"),))
    line = Line(
        at=Moment("2026-11-21T02:00:00.000Z"), by=UserId("zhangwei"), act="access.give_role", cause="c",
        thing="operator", thing_id="wangfang", name="", outcome="", parts=(part,), place="p",
    )  # fmt: skip
    told = views.act(line)
    assert "从 只读 改为 运营" in told.sentence_zh and "from viewer to marketer" in told.sentence_en
    assert wording.said("coupons", "live_code, post") == ("活码发放、群发发放", "a live code, a post")
    assert wording.said("access", "01ABC") == ("01ABC", "01ABC")
