"""What a post cannot be, what it seldom is on purpose, and whom it names."""

from __future__ import annotations

from datetime import datetime
from typing import Any

import msgspec
import pytest

from chalicelib.audience.shapes import Audience, Customers
from chalicelib.core.ids import UserId
from chalicelib.core.moments import moment
from chalicelib.posts import rules
from chalicelib.posts.shapes import Once
from chalicelib.staff import store as directory
from tests.support import make
from tests.support.desk import Desk
from tests.support.perf.meter import metered

NOW = moment("2026-11-21T02:00:00.000Z")


def _faults(desk: Desk, code: str, **changes: Any) -> list[tuple[str, str]]:
    """What is told of a post at its fields."""
    answer = desk.owner.post("/admin/v1/posts", desk.body(**changes))
    assert answer.code == code, answer.body
    return [(fault["path"], fault["rule"]) for fault in answer.json()["details"]["errors"]]


def _customers(**narrowed: Any) -> Customers:
    return msgspec.convert({"channel": "customers", **narrowed}, Customers)


@pytest.mark.parametrize(
    ("clock", "rule"),
    [("07:59", ["everybody_at_night"]), ("08:00", []), ("21:59", []), ("22:00", ["everybody_at_night"])],
)
def test_night_is_from_ten_to_eight_in_shanghai(clock: str, rule: list[str]) -> None:
    """Told once, whichever of several times it is."""
    at = datetime.fromisoformat(f"2026-11-22T{clock}:00+08:00")
    assert [fault.rule for fault in rules.faults_of_night([at, at])] == rule


def test_a_year_ahead_content_and_people_are_others() -> None:
    """Later than that no post can be scheduled to begin."""
    schedule = Once(at=msgspec.convert("2028-01-01T00:00:00Z", str))  # type: ignore[arg-type]  # read as it is made
    assert [fault.path for fault in rules.faults_of_lead(schedule, moment(schedule.at), NOW)] == ["schedule.at"]
    assert list(rules.faults_of_lead(schedule, NOW, NOW)) == []


@pytest.mark.parametrize(
    ("audience", "number"),
    [
        ({"all_tags": ["a"], "no_tags": ["b", "a"]}, 1),
        ({"any_tags": ["a"], "no_tags": ["a"]}, 1),
        ({"any_tags": ["a", "b"], "no_tags": ["a"]}, 0),
    ],
)
def test_nobody_has_a_tag_and_has_it_not(audience: dict[str, Any], number: int) -> None:
    """One of several may still be another."""
    meant: Audience = _customers(**audience)
    assert len(list(rules.faults_of_audience(meant))) == number


def test_everything_that_is_wrong_with_a_post_is_told_at_once(desk: Desk) -> None:
    """Its time, its people, its coupon and its content, each at its field; nothing is made."""
    audience = {"channel": "staff", "staff": ["liming", "nobody"]}
    content = {"item_id": "nothing", "version": 1}
    schedule = {"kind": "once", "at": "2026-11-21T09:00:00+08:00"}
    changes = {"audience": audience, "content": content, "schedule": schedule, "coupon_template_id": "nothing"}
    assert _faults(desk, "BadPost", **changes) == [
        ("schedule.at", "future"),
        ("audience.staff[1]", "unknown"),
        ("coupon_template_id", "unknown"),
        ("content.item_id", "unknown"),
    ]
    assert desk.owner.get("/admin/v1/posts").json()["items"] == []


def test_tags_and_live_codes_that_are_not_ours_are_asked_about(desk: Desk) -> None:
    """Staff make tags of their own and other systems channel parameters, so whoever means them confirms."""
    make.tag(desk.stack, "新客", by=desk.owner)
    audience = {"channel": "customers", "any_tags": ["新客", "熟客"], "live_codes": ["abcdefabcdef"]}
    assert _faults(desk, "NeedsConfirmation", audience=audience) == [
        ("audience.any_tags[1]", "unknown"),
        ("audience.live_codes[0]", "unknown"),
    ]
    assert desk.owner.post("/admin/v1/posts", desk.body(audience=audience, confirm=True)).status == 201


def test_tags_are_not_refused_while_wecom_cannot_be_asked(desk: Desk) -> None:
    """That they were not checked is said, and may be confirmed."""
    desk.stack.platform.fault(kind="error", api="externalcontact/get_corp_tag_list", errcode=-1, times=4)
    audience = {"channel": "customers", "any_tags": ["新客"]}
    assert _faults(desk, "NeedsConfirmation", audience=audience) == [("audience", "unchecked")]


def test_a_post_to_everybody_at_night_is_confirmed_or_kept_from_the_night(desk: Desk) -> None:
    """Quiet hours move it to the morning, so then nothing is asked."""
    night = {"kind": "once", "at": "2026-11-21T23:00:00+08:00"}
    assert _faults(desk, "NeedsConfirmation", schedule=night) == [("schedule", "everybody_at_night")]
    assert desk.owner.post("/admin/v1/posts", desk.body(schedule=night, confirm=True)).status == 201
    desk.rules(quiet_hours={"from": "21:00", "to": "09:00"})
    assert desk.owner.post("/admin/v1/posts", desk.body(schedule=night)).status == 201


def test_an_occurrence_is_found_by_its_moment_however_it_is_written(desk: Desk) -> None:
    """In a path too any offset is taken; what is no moment is no occurrence."""
    desk.friends(1)
    post = desk.post()
    desk.after(hours=1)
    path = f"/admin/v1/posts/{post}/occurrences"
    assert desk.owner.get(f"{path}/2026-11-21T11:00:00+08:00/tasks").status == 200
    assert desk.owner.get(f"{path}/2026-11-32T11:00:00Z/tasks").code == "UnknownOccurrence"


def test_many_who_are_named_are_looked_up_in_one_call(desk: Desk) -> None:
    """A post of 90 members of staff and 20 live codes reads as often as one of one each, in batches."""
    userids = [UserId(f"s{number}") for number in range(90)]
    for userid in userids:
        directory.there(desk.ctx(), userid, desk.at())

    def reads(staff: list[UserId], codes: list[str]) -> list[str]:
        desk.restart()
        audience = {"channel": "customers", "staff": staff, "live_codes": codes}
        with metered() as cost:
            desk.post(audience=audience, confirm=True)
        return cost.reads

    few, many = reads(userids[:1], ["a"]), reads(userids, [f"c{number}" for number in range(20)])
    # One for the members of staff, one for who asks; what may be confirmed is not looked up when it is.
    assert few == many and many.count("BatchGetItem") == 2
