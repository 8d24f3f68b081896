"""What WeCom sent and nobody could act on: kept, listed, read again, or dismissed."""

from __future__ import annotations

from typing import Any

import pytest

from chalicelib import clock, functions
from chalicelib.core.config import config
from chalicelib.core.errors import MalformedMessage
from chalicelib.core.ops.queues import StoredCallback
from chalicelib.core.storage import asides, inbox
from chalicelib.core.storage.inbox import Why
from chalicelib.platforms.wecom import events
from tests.support import make
from tests.support.http import Http
from tests.support.stack import Stack
from tests.support.state import items
from tests.support.wecom import join_event, sealed

YEAR = 31_536_000


def send(stack: Stack, plain: str | bytes, age: int = 0) -> None:
    """A callback that WeCom signed so many seconds ago."""
    path, body = sealed("demo", plain, timestamp=str(int(stack.clock.time()) - age))
    assert stack.http.call("POST", path, body, {}, "text/xml").status == 200


def join(stack: Stack, external: str = "wm1", staff: str = "liming") -> str:
    return join_event("demo", staff, external, int(stack.clock.time()), WelcomeCode="secret-of-wm1")


def listed(by: Http) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = by.get("/admin/v1/asides").json()["items"]
    return found


def members(by: Http) -> int:
    return len(by.get("/admin/v1/members").json()["items"])


def decide(by: Http, verb: str, *ids: str) -> dict[str, Any]:
    answer = by.post(f"/admin/v1/asides/{verb}", {"ids": ids})
    assert answer.status == 200, answer.body
    outcome: dict[str, Any] = answer.json()
    return outcome


@pytest.mark.parametrize(("external", "staff"), [("", "liming"), ("wm1", ""), ("w m", "liming")])
def test_a_join_that_says_not_who_makes_nobody(stack: Stack, external: str, staff: str) -> None:
    """It is kept and acknowledged; there is no ghost among the members and no dead letter."""
    send(stack, join(stack, external, staff))
    stack.drain()
    owner = stack.operator()
    assert ([one["why"] for one in listed(owner)], members(owner)) == (["incomplete"], 0)
    assert stack.queues.dead == []


def test_what_cannot_be_read_is_listed_without_what_it_says(stack: Stack, capsys: pytest.CaptureFixture[str]) -> None:
    """Why, when, how long and how it is built; counted once, however often it is delivered."""
    plain = join(stack).replace("</xml>", "")
    for _ in range(2):
        send(stack, plain)
        stack.drain()
    (one,) = listed(stack.operator("zhangwei"))
    assert (one["why"], one["bytes"]) == ("unreadable", len(plain.encode()))
    assert one["received_at"] == one["aside_at"] == "2026-11-21T02:00:00.000Z"
    assert "<ChangeType><![CDATA[add_external_contact]]></ChangeType>" in one["outline"]
    assert not {"secret-of-wm1", "wm1", "liming"} & set(one["outline"].replace("[", "]").split("]"))


def test_a_version_that_can_read_it_acts_on_it_and_only_once(stack: Stack, monkeypatch: pytest.MonkeyPatch) -> None:
    """Asked for twice, it is the same: the second time there is nothing to read again."""
    owner = stack.operator()

    def old_version(plain: bytes, received: int) -> events.Event:
        raise MalformedMessage

    with monkeypatch.context() as patch:
        patch.setattr(events, "parse", old_version)
        send(stack, join(stack))
        stack.drain()
        (one,) = listed(owner)
        assert decide(owner, "replays", one["id"]) == {"done": [one["id"]], "gone": []}
        clock.tick("r")
        stack.drain()
        assert ([again["id"] for again in listed(owner)], members(owner)) == ([one["id"]], 0)
    assert decide(owner, "replays", one["id"])["done"] == [one["id"]]
    assert decide(owner, "replays", one["id"])["gone"] == [one["id"]]
    clock.tick("r")
    stack.drain()
    assert (listed(owner), members(owner)) == ([], 1)


def test_a_callback_that_was_signed_a_year_ago_waits_for_a_person(stack: Stack) -> None:
    """It is genuine, so it is kept and acknowledged; who sent it again is not known, so nothing follows by itself."""
    send(stack, join(stack), YEAR)
    stack.drain()
    stack.clock.advance(7200)
    clock.tick("r")
    stack.drain()
    owner = stack.operator()
    (one,) = listed(owner)
    assert (one["why"], members(owner)) == ("stale", 0)
    decide(owner, "replays", one["id"])
    clock.tick("r")
    stack.drain()
    assert (listed(owner), members(owner)) == ([], 1)


def test_what_is_set_aside_is_queued_by_no_repeat_and_worked_on_by_no_message(stack: Stack) -> None:
    """Neither another delivery nor a message that was on its way acts on it; nobody sets it aside a second time."""
    plain = join(stack)
    for _ in range(2):
        stack.clock.advance(1)
        send(stack, plain, YEAR)
    assert stack.queues.size() == 0
    (row,) = (row for row in items(config().inbox_table) if "plaintext" in row)
    message = StoredCallback(row["pk"]["S"], row["sk"]["S"])
    stored = inbox.callback(message.pk, message.sk)
    assert stored is not None
    functions._work_on(stack.ctx(), message)
    owner = stack.operator()
    assert (len(listed(owner)), members(owner)) == (1, 0)
    assert not asides.set_aside(stack.ctx(), stored, Why.UNREADABLE, "")
    decide(owner, "dismissals", stored.sk)
    assert not asides.set_aside(stack.ctx(), stored, Why.UNREADABLE, "")
    assert listed(owner) == []


def test_retries_of_an_hour_are_no_replay(stack: Stack) -> None:
    """WeCom may try again under the first try's timestamp."""
    send(stack, join(stack), 3500)
    stack.drain()
    assert members(stack.operator()) == 1


def test_a_stale_repeat_takes_nothing_from_the_fresh_one(stack: Stack) -> None:
    """In either order: what came freshly signed is acted on."""
    owner, first, second = stack.operator(), join(stack, "wm1"), join(stack, "wm2")
    send(stack, first)
    send(stack, first, YEAR)
    send(stack, second, YEAR)
    send(stack, second)
    stack.drain()
    assert (listed(owner), members(owner)) == ([], 2)


def test_what_is_dismissed_leaves_the_list_for_good(stack: Stack) -> None:
    """A repeat of it does not come back; what nobody knows is said to be gone."""
    owner = stack.operator()
    send(stack, b"\xff")
    stack.drain()
    (one,) = listed(owner)
    assert decide(owner, "dismissals", one["id"], "0" * 64) == {"done": [one["id"]], "gone": ["0" * 64]}
    send(stack, b"\xff")
    stack.drain()
    assert listed(owner) == []
    assert decide(owner, "replays", one["id"])["gone"] == [one["id"]]


def test_the_list_is_paged_and_each_corps_own(stack: Stack) -> None:
    """Newest first, none twice; another corp sees and decides nothing of it."""
    for number in range(5):
        stack.clock.advance(1)
        send(stack, bytes([0xFF, number]))
    stack.drain()
    owner, rival = stack.operator(), stack.operator(corp="rival")
    seen, cursor = [], ""
    for _ in range(3):
        page = owner.get(f"/admin/v1/asides?limit=2{f'&cursor={cursor}' if cursor else ''}").json()
        seen += page["items"]
        cursor = page["cursor"]
    assert cursor == ""
    assert [one["received_at"] for one in seen] == sorted((one["received_at"] for one in seen), reverse=True)
    assert len({one["id"] for one in seen}) == 5
    assert listed(rival) == []
    assert decide(rival, "replays", seen[0]["id"])["done"] == []


def test_only_owners_decide_about_messages_set_aside(stack: Stack) -> None:
    """Whoever reads the console sees them."""
    make.operator(stack, "marketer", "liming")
    marketer = stack.operator("liming")
    assert marketer.get("/admin/v1/asides").status == 200
    assert marketer.post("/admin/v1/asides/replays", {"ids": ["0" * 64]}).code == "RoleNotAllowed"


@pytest.mark.parametrize(
    ("wrong", "right"),
    [
        ("<CreateTime>1795226400</CreateTime>", ""),
        ("<Event>", "<InfoType>"),
        ("</xml>", "<A><B><C><D><E><F><G/></F></E></D></C></B></A></xml>"),
        ("</xml>", "<Remark>\x08\x14</Remark></xml>"),
        ("liming", "LiMing"),
    ],
)
def test_an_event_in_another_form_makes_the_same_member(stack: Stack, wrong: str, right: str) -> None:
    """Without a time, as a provider is told, deeply nested, with control characters, a userid in another case."""
    plain = join(stack).replace(wrong, right).replace("</Event>", "</InfoType>" if "InfoType" in right else "</Event>")
    send(stack, plain)
    stack.drain()
    owner = stack.operator()
    (line,) = owner.get("/admin/v1/members").json()["items"]
    assert (line["first_userid"], line["first_at"][:19], listed(owner)) == ("liming", "2026-11-21T02:00:00", [])


def test_a_userid_in_another_case_is_the_same_friendship(stack: Stack) -> None:
    """Two events that name the member of staff in two ways are of one relation."""
    for staff in ("liming", "LiMing"):
        stack.clock.advance(2)
        send(stack, join(stack, "wm1", staff))
        stack.drain()
    owner = stack.operator()
    (line,) = owner.get("/admin/v1/members").json()["items"]
    relations = owner.get(f"/admin/v1/members/{line['member_id']}").json()["relations"]
    assert [one["userid"] for one in relations] == ["liming"]


def became(by: Http, *ids: str) -> list[str]:
    """How some stand, whatever became of them."""
    return [one["standing"] for one in by.get(f"/admin/v1/asides?ids={','.join(ids)}").json()["items"]]


def test_what_became_of_a_message_is_told_by_its_id(stack: Stack) -> None:
    """It waits, is in hand, and worked or waits again; of another corp's and of what never was nothing is said."""
    owner = stack.operator()
    send(stack, join(stack), YEAR)
    send(stack, b"\xff")
    stack.drain()
    stale, unread = sorted(listed(owner), key=lambda one: str(one["why"]))
    ids = [stale["id"], unread["id"]]
    assert became(owner, *ids, "0" * 64) == ["waiting", "waiting"]
    decide(owner, "replays", *ids)
    assert (became(owner, *ids), listed(owner)) == (["in_hand", "in_hand"], [])
    stack.clock.advance(60)
    clock.tick("r")
    stack.drain()
    assert became(owner, *ids) == ["done", "waiting"]
    (again,) = listed(owner)
    assert again["received_at"] < again["aside_at"]
    assert became(stack.operator(corp="rival"), *ids) == []


def test_a_dismissal_is_taken_back(stack: Stack) -> None:
    """It waits where it stood; what is not dismissed is said to be gone, and what worked does not come back."""
    owner = stack.operator()
    send(stack, b"\xff")
    stack.drain()
    (one,) = listed(owner)
    undo = {"ids": [one["id"]], "undo": True}
    assert owner.post("/admin/v1/asides/dismissals", undo).json()["gone"] == [one["id"]]
    decide(owner, "dismissals", one["id"])
    assert became(owner, one["id"]) == ["dismissed"]
    assert owner.post("/admin/v1/asides/dismissals", undo).json()["done"] == [one["id"]]
    assert listed(owner) == [one]


def test_a_stale_screen_takes_no_colleagues_dismissal_back(stack: Stack) -> None:
    """Taken back and dismissed again by somebody else, or told anew and worked on since: it is theirs, and stays."""
    mine = stack.operator()
    mine.put("/admin/v1/operators/chenyu", {"role": "owner"})
    theirs = stack.operator("chenyu")
    send(stack, b"\xff")
    stack.drain()
    (one,) = listed(mine)
    undo = {"ids": [one["id"]], "undo": True}
    decide(mine, "dismissals", one["id"])
    assert theirs.post("/admin/v1/asides/dismissals", undo).json()["gone"] == [one["id"]]
    assert mine.post("/admin/v1/asides/dismissals", undo).json()["done"] == [one["id"]]
    decide(theirs, "dismissals", one["id"])
    assert mine.post("/admin/v1/asides/dismissals", undo).json()["gone"] == [one["id"]]
    (row,) = (row for row in items(config().inbox_table) if "dismissed_by" in row)
    stored = inbox.callback(row["pk"]["S"], row["sk"]["S"])
    assert stored is not None and inbox.told_anew(stack.ctx(), stored) is not None
    assert theirs.post("/admin/v1/asides/dismissals", undo).json()["gone"] == [one["id"]]
    assert listed(mine) == []
