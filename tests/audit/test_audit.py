"""The audit: who did what to which thing, when, before and after."""

from __future__ import annotations

import re
from collections.abc import Iterator
from types import SimpleNamespace
from typing import Any

import pytest

from chalicelib import functions, rooms
from chalicelib.audit import wording
from chalicelib.core import errors
from chalicelib.core.audited import Audited, Part
from chalicelib.core.events.acts import of_change
from chalicelib.core.http import acts as doors
from chalicelib.core.storage import acts
from chalicelib.core.storage.lists import ALWAYS
from chalicelib.core.storage.table import Row
from chalicelib.coupons.store import TemplateRow
from chalicelib.members.store import RefusalRow
from tests.support import make
from tests.support.make.things import made
from tests.support.stack import Stack, running_stack

STAMPED = {"changed_at": {"S": "2026-11-21T02:00:00.000Z"}, "cause": {"S": "req-1"}}
BY_LIMING = {**STAMPED, "changed_by": {"S": "operator:liming"}, "act": {"S": "coupons.end_claims"}}


def _template(**held: Any) -> dict[str, Any]:
    row = {"pk": {"S": "demo#coupon_template#t1"}, "sk": {"S": "-"}, "kind": {"S": "coupon_template"}}
    return {**row, **BY_LIMING, "template_id": {"S": "t1"}, "name": {"S": "新客券"}, **held}


def _part(new: dict[str, Any], old: dict[str, Any] | None) -> Part:
    told = of_change(new, old)
    assert told is not None and told[1].part is not None
    return told[1].part


def test_a_change_is_told_with_what_was_before_and_what_is_after() -> None:
    """By the row as it was and as it is; what did not change is not told."""
    old = _template(stock={"N": "100"}, amount_off={"N": "2000"}, changed_at={"S": "2026-11-20T02:00:00.000Z"})
    part = _part(_template(stock={"N": "200"}, amount_off={"N": "2000"}), old)
    assert [(one.field, one.before, one.after) for one in part.changes] == [("stock", 100, 200)]
    assert not part.is_new


@pytest.mark.parametrize("by", ["member:m1", "system:on_due"])
def test_what_members_and_the_system_change_is_no_act(by: str) -> None:
    """They leave no line, so what a member does costs nothing more."""
    assert of_change(_template(changed_by={"S": by}), None) is None


def test_what_is_written_without_saying_who_is_not_the_last_ones() -> None:
    """A count that moves on a row that an operator changed last week is not theirs."""
    old = _template(stock={"N": "100"})
    assert of_change(_template(stock={"N": "99"}), old) is None


def test_what_says_something_of_a_person_is_masked() -> None:
    """That it changed is told, and neither what it was nor what it is."""
    base = {"pk": {"S": "demo#member#m1"}, "sk": {"S": "posts"}, "kind": {"S": "refusal"}, "member_id": {"S": "m1"}}
    new = {
        **base,
        **BY_LIMING,
        "external_userid": {"S": "wm1"},
        "blocked": {"BOOL": True},
        "reason": {"S": "王女士投诉"},
    }
    part = _part(new, None)
    assert [(one.field, one.after, one.is_hidden) for one in part.changes] == [
        ("blocked", True, False),
        ("reason", None, True),
    ]
    assert "王女士" not in repr(part)
    assert RefusalRow.audited and RefusalRow.audited.hides == ("reason",)


def test_long_texts_and_many_changes_are_cut() -> None:
    """A line is bounded, and says how much more there was."""
    long = _part(_template(name={"S": "长" * 500}), None)
    assert all(len(str(one.after)) <= 121 for one in long.changes)


def _audited() -> Iterator[tuple[str, type[Row], Audited]]:
    rooms.flow_table()
    for row in Row.kind.get_registered_subclasses(Row):
        if row.audited:
            yield str(Row.kind.get_discriminator(row)), row, row.audited


# Members of staff are told of by their userids, as everywhere; nothing else of a person is shown.
STAFF = {"userid", "manager", "staff", "clerks"}


def leaks() -> set[str]:
    """Values of a person that the audit would show."""
    personal = {(one.row, field) for room in rooms.rooms() for one in room.personal for field in {*one.fields} - STAFF}
    return {
        f"{kind}.{field}"
        for kind, _, told in _audited()
        for field in (*told.shows, told.name)
        if (kind, field) in personal
    }


def test_no_row_shows_what_its_room_declares_personal(monkeypatch: pytest.MonkeyPatch) -> None:
    """What a room holds of a person is hidden or left out; one that would be shown is noticed."""
    assert leaks() == set()
    assert RefusalRow.audited
    monkeypatch.setattr(RefusalRow, "audited", Audited(thing=RefusalRow.audited.thing, shows=("reason",)))
    assert leaks() == {"refusal.reason"}


def test_what_is_told_exists_and_has_a_word() -> None:
    """Every attribute that a row names is one of its own, and people have a word for it."""
    for kind, row, told in _audited():
        named = {told.id, told.name, told.part, *told.shows, *told.hides} - {""}
        assert all(hasattr(row, name) for name in named), kind
        room = row.__module__.split(".")[1]
        assert [name for name in (*told.shows, *told.hides) if doors.word_of(room, name).zh == name] == [], kind


@pytest.fixture(scope="module")
def office() -> Iterator[Stack]:
    """A corp in which two operators have done some things."""
    with running_stack() as stack:
        owner = make.session(stack)
        template = make.coupon_template(stack)
        marketer = make.operator(stack, "marketer", "liming")
        stack.clock.advance(86_400)
        owner, marketer = make.session(stack), make.session(stack, "liming")
        made(marketer.post(f"/admin/v1/coupon-templates/{template.id}/ends", {}))
        assert owner.post("/admin/v1/members/nobody/retries").status == 404
        stack.work_off()
        stack.template = template.id  # type: ignore[attr-defined]
        yield stack


def _acts(stack: Stack, query: str = "") -> list[dict[str, Any]]:
    return list(made(make.session(stack).get(f"/admin/v1/acts?limit=100{query}"))["items"])


def test_a_things_lines_say_in_sentences_what_was_done(office: Stack) -> None:
    """Newest first, in the operators' words, with the names of who did it and of what it was done to."""
    ended, opened = _acts(office, f"&thing=coupon_template&thing_id={office.template}")  # type: ignore[attr-defined]
    assert (ended["by"]["userid"], opened["by"]["userid"]) == ("liming", "zhangwei")
    assert ended["thing_zh"] == "优惠券模板" and ended["thing_name"] == "新客满100减20"
    assert ended["act"] == "coupons.end_claims"
    assert ended["sentence_zh"].startswith("提前结束领取：领取结束时间为 2026-11-22")
    assert "优惠金额为 ¥20" in opened["sentence_zh"]


def test_lists_are_by_person_by_day_and_by_act(office: Stack) -> None:
    """Each filter alone and together; a day is Shanghai's."""
    assert {one["by"]["userid"] for one in _acts(office, "&by=LIMING")} == {"liming"}
    assert {one["act"] for one in _acts(office, "&day=2026-11-22")} == {
        "coupons.end_claims",
        "members.try_member_again",
    }
    assert _acts(office, "&day=2026-11-20") == []
    assert [one["thing"] for one in _acts(office, "&by=zhangwei&act=access.give_role")] == _things(office)


def _things(stack: Stack) -> list[str]:
    return [
        one["thing"] for one in _acts(stack) if (one["act"], one["by"]["userid"]) == ("access.give_role", "zhangwei")
    ]


def test_pages_go_on_where_they_ended(office: Stack) -> None:
    """One by one they are the whole list, and a cursor of another list is refused."""
    whole, found, cursor = _acts(office), list[Any](), ""
    owner = make.session(office)
    while True:
        page = made(owner.get(f"/admin/v1/acts?limit=1{cursor and '&cursor='}{cursor}"))
        found += page["items"]
        cursor = page["cursor"]
        if not cursor:
            break
    assert found == whole


def test_an_act_that_was_refused_says_why(office: Stack) -> None:
    """A door whose act changes no row writes its line before, and the refusal into it."""
    (tried,) = _acts(office, "&act=members.try_member_again")
    assert (tried["refused"], tried["thing_id"]) == ("UnknownMember", "nobody")
    assert tried["sentence_zh"].endswith("未执行（没有找到该会员）")
    assert tried["sentence_en"].endswith("was refused (No member under that id)"), tried["sentence_en"]


def test_every_refusal_has_words_in_the_audit() -> None:
    """A code, a gap of a text or half a bracket is nothing that a person reads; a code of later is shown as it is."""
    for refused in errors.every():
        for said in wording.refusal(refused.__name__):
            assert said.strip("… ") and not re.search(r"[{}]|[（(][^）)]*$", said), (refused.__name__, said)
    assert wording.refusal("OfLater") == ("OfLater", "OfLater")


def test_signing_in_is_told_also_when_nobody_gave_a_role(office: Stack) -> None:
    """Of whoever has no role the line says so."""
    office.operator()
    code = office.platform.oauth_code("demo", "chenyu")
    assert office.http.post("/admin/v1/sessions", {"corp": "demo", "code": code}).code == "NotAnOperator"
    told = {(one["by"]["userid"], one["refused"]) for one in _acts(office, "&act=access.sign_in_operator")}
    assert told == {("zhangwei", ""), ("chenyu", "NotAnOperator")}


def test_only_the_owner_and_compliance_see_it(office: Stack) -> None:
    """A marketer does not see what others did."""
    assert make.session(office, "liming").get("/admin/v1/acts").status == 403
    assert make.session(office).get("/admin/v1/acts").status == 200


def test_what_the_stream_tells_twice_is_one_line(office: Stack, monkeypatch: pytest.MonkeyPatch) -> None:
    """A line's key follows from the act and the thing, so a redelivery writes nothing new; nor do rows of one act."""
    before = acts.of_all(office.ctx(), 100, "", ALWAYS).items
    ctx = office.ctx()
    for _ in range(2):
        told = of_change(_template(), None)
        assert told is not None
        acts.write(ctx, told[1])
    assert len(acts.of_all(ctx, 100, "", ALWAYS).items) == len(before) + 1
    assert len(acts.on_thing(ctx, "coupon_template", "t1", 100, "", ALWAYS).items) == 1


def test_no_line_says_a_code_that_a_till_takes(office: Stack) -> None:
    """Neither of the coupon that it is about nor of the one in its place; whoever has the code finds its lines."""
    coupon = make.coupon(office, make.coupon_template(office, name="换一张"), make.member(office, "小兰"))
    owner = make.session(office)
    made(owner.post(f"/admin/v1/coupons/{coupon.id}/voids", {"reason": "错发"}))
    office.clock.advance(1)
    new = made(owner.post(f"/admin/v1/coupons/{coupon.id}/reissues", {"reason": "补偿"}))["code"]
    office.work_off()
    lines = owner.get("/admin/v1/acts?limit=100&thing=coupon")
    assert coupon.id not in lines.body.decode() and new not in lines.body.decode()
    assert {one["thing_id"] for one in lines.json()["items"]} >= {f"****{coupon.id[-4:]}", f"****{new[-4:]}"}
    assert len(_acts(office, f"&thing=coupon&thing_id={coupon.id}")) == 2


def test_a_kind_of_thing_that_there_is_not_is_told(office: Stack) -> None:
    """An empty list would say that nobody did anything."""
    refused = make.session(office).get("/admin/v1/acts?thing=coupons")
    assert (refused.status, refused.code) == (400, "InvalidQuery")
    assert [one["path"] for one in refused.json()["details"]["errors"]] == ["thing"]


def test_a_line_that_could_not_be_written_comes_again(office: Stack, monkeypatch: pytest.MonkeyPatch) -> None:
    """The change fails alone and is told once more, so no act goes without a line."""
    failing = [True]
    write = acts.write

    def once(ctx: Any, act: Any) -> None:
        if failing.pop() if failing else False:
            raise RuntimeError("away")
        write(ctx, act)

    monkeypatch.setattr(functions, "audit", SimpleNamespace(write=once))
    template = make.coupon_template(office, name="再来一次")
    office.work_off()
    assert len(_acts(office, f"&thing=coupon_template&thing_id={template.id}")) == 1
    assert isinstance(TemplateRow.audited, Audited)
