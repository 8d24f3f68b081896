"""Joins that come at once, twice or in any order end as if they had come once, in order."""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from functools import partial

import pytest

from chalicelib import functions
from chalicelib.core.context import Ctx, new_ctx
from chalicelib.core.ids import ExternalUserId, UserId
from chalicelib.core.moments import Moment
from chalicelib.core.storage import inbox
from chalicelib.livecodes import service as livecodes
from chalicelib.livecodes import store as live_codes
from chalicelib.livecodes import way_rows, ways, welcome_rows
from chalicelib.livecodes.errands import PrepareLiveCode
from chalicelib.livecodes.ids import LiveCode
from chalicelib.livecodes.shapes import NewLiveCode, StaffShare, Welcome
from chalicelib.livecodes.states import WelcomeState
from chalicelib.members import store as members
from chalicelib.members.ids import MemberId
from chalicelib.platforms.wecom import events
from tests.race.platform import Platform
from tests.support.drain import SQS_RECORD
from tests.support.race.crowd import crowd
from tests.support.race.engine import Engine
from tests.support.stack import START
from tests.support.wecom import join_event

NOW = int(START.timestamp())
LIMING, WM1 = UserId("liming"), ExternalUserId("wm1")


@pytest.fixture
def live_code(engine: Engine, platform: Platform, monkeypatch: pytest.MonkeyPatch) -> LiveCode:
    """A live code with a welcome and a coupon for those who join through it."""
    monkeypatch.setattr(functions, "new_ctx", partial(new_ctx, now=START))
    new = NewLiveCode(
        name="门店海报",
        staff=[StaffShare(userid=UserId("liming"), weight=1)],
        welcome=Welcome(text="你好"),
        coupon_template_id=engine.template(100, buckets=2, per_member=2).template_id,
    )
    return livecodes.create(_operator(engine), new).code


def _operator(engine: Engine) -> Ctx:
    return new_ctx("demo", "operator:zhangwei", "setup", now=START)


def accept(engine: Engine, plaintext: str) -> dict[str, str]:
    """Store a callback as the door does; the queue message it leaves."""
    content = plaintext.encode()
    stored = inbox.accept_callback(engine.ctx("door"), events.digest_of(content), content)
    return {"pk": stored.pk, "sk": stored.sk}


def work_on(messages: Sequence[dict[str, str]]) -> list[str]:
    """What on_callback reports as failed, when each message is another worker's."""
    records = [
        {**SQS_RECORD, "messageId": str(number), "body": json.dumps(message)} for number, message in enumerate(messages)
    ]
    outcomes = crowd(
        [partial(functions.on_callback, {"Records": [record]}, f"w{record['messageId']}") for record in records]
    )
    errors = [outcome.error for outcome in outcomes if outcome.error]
    assert errors == []
    return [failure["itemIdentifier"] for outcome in outcomes for failure in outcome.value["batchItemFailures"]]


def test_two_joins_at_one_member_of_staff_in_one_second_both_survive(engine: Engine, live_code: LiveCode) -> None:
    """Two customers, one member of staff, one second, one live code: two members, two relations, two welcomes."""
    joins = [
        join_event("demo", "liming", customer, NOW, State=live_code, WelcomeCode=f"code-{customer}")
        for customer in ("wm1", "wm2")
    ]
    assert work_on([accept(engine, join) for join in joins]) == []
    assert sorted(row["external_userid"]["S"] for row in engine.rows("main", "member")) == ["wm1", "wm2"]
    assert sorted(row["external_userid"]["S"] for row in engine.rows("main", "relation")) == ["wm1", "wm2"]
    assert len(engine.rows("main", "welcome")) == 2


def test_one_event_worked_on_by_eight_workers_ends_as_once(
    engine: Engine, live_code: LiveCode, platform: Platform
) -> None:
    """Eight workers, one event: one member, one relation, one add, one welcome sent, one coupon, a fact of each."""
    event = join_event("demo", "liming", "wm1", NOW, State=live_code, WelcomeCode="code-1")
    assert work_on([accept(engine, event)] * 8) == []
    engine.drain()()
    (relation,) = engine.rows("main", "relation")
    assert (len(engine.rows("main", "member")), len(relation["adds"]["SS"])) == (1, 1)
    assert platform.welcomes == ["code-1"]
    assert len(engine.rows("main", "coupon")) == 1
    for kind in ("member.joined", "staff.added", "welcome.sent", "coupon.issued"):
        assert len(engine.rows("facts", kind)) == 1, kind


def test_facts_followed_by_eight_workers_at_once_give_one_coupon(engine: Engine, live_code: LiveCode) -> None:
    """A fact delivered to eight workers at once leads to one coupon, although the member may have two."""
    assert work_on([accept(engine, join_event("demo", "liming", "wm1", NOW, State=live_code))]) == []
    drain = engine.drain()
    drain.changes()
    added = [record for record in drain.facts.pending() if "staff.added" in json.dumps(record["dynamodb"], default=str)]
    followers = [partial(functions.on_fact, {"Records": [record]}, "drain") for record in added * 8]
    assert [outcome.value for outcome in crowd(followers)] == [{"batchItemFailures": []}] * 8
    assert len(engine.rows("main", "coupon")) == 1


def test_the_first_source_is_the_earliest_event_however_they_race(engine: Engine) -> None:
    """Sixteen joins of one customer at sixteen times arrive at once: the earliest is the member's first source."""
    for round_ in range(5):
        customer = ExternalUserId(f"wm{round_}")
        acts = [
            partial(members.meet, engine.ctx(f"e{after}"), customer, _at(engine, after), f"code{after:02}", LIMING)
            for after in range(16)
        ]
        assert not [outcome.error for outcome in crowd(acts) if outcome.error]
        (row,) = [row for row in engine.rows("main", "member") if row["external_userid"]["S"] == customer]
        assert (row["first_at"]["S"], row["first_state"]["S"]) == (_at(engine, 0), "code00")


def test_sixteen_first_meetings_at_once_give_one_name_for_the_lake(engine: Engine) -> None:
    """Each brings a random one; the first that is stored stays, whatever earlier events come after it."""
    crowd([partial(members.meet, engine.ctx(f"e{n}"), WM1, _at(engine, n), "", LIMING) for n in range(1, 17)])
    (met,) = engine.rows("main", "member")
    members.meet(engine.ctx("early"), WM1, _at(engine, 0), "", LIMING)
    (row,) = engine.rows("main", "member")
    assert (row["first_at"]["S"], row["lake_id"]) == (_at(engine, 0), met["lake_id"])


def _at(engine: Engine, after: int) -> Moment:
    return engine.ctx(after=after).at


def test_joins_of_one_second_end_the_same_in_either_order(engine: Engine) -> None:
    """Two joins of one second through two codes at one member of staff: the first source is the same in any order."""
    found = []
    for number, codes in enumerate([("codeA", "codeB"), ("codeB", "codeA")]):
        for code in codes:
            members.meet(engine.ctx(), ExternalUserId(f"wm{number}"), _at(engine, 0), code, LIMING)
        rows = engine.rows("main", "member")
        found += [row["first_state"]["S"] for row in rows if row["external_userid"]["S"] == f"wm{number}"]
    assert len(set(found)) == 1


def test_adds_and_losses_that_race_are_all_kept(engine: Engine) -> None:
    """Sixteen adds and sixteen losses of one relation arrive at once: all thirty-two are noted."""
    acts: list[Callable[[], object]] = []
    acts += [partial(members.add, engine.ctx(), WM1, LIMING, f"{_at(engine, n)}|full|") for n in range(16)]
    acts += [partial(members.lose, engine.ctx(), WM1, LIMING, f"{_at(engine, n)}|customer") for n in range(16)]
    crowd(acts)
    (relation,) = engine.rows("main", "relation")
    assert (len(relation["adds"]["SS"]), len(relation["losses"]["SS"])) == (16, 16)


def test_a_unionid_belongs_to_one_member_whoever_was_first(engine: Engine) -> None:
    """Sixteen members claim one unionid at once: one has it, and all are told who."""
    acts = [partial(members.identify, engine.ctx(), "union-1", MemberId(f"member{number}")) for number in range(16)]
    owners = {outcome.value for outcome in crowd(acts)}
    assert owners == {members.owner_of(engine.ctx(), "union-1")}


def test_a_welcome_ends_once(engine: Engine) -> None:
    """Eight workers say what became of one welcome at once: the first word stands, and a late worker meets it."""
    place = (engine.ctx(), MemberId("m1"), LIMING)
    assert not welcome_rows.has_ended(*place, _at(engine, 0))

    def end(errcode: int) -> None:
        ended = welcome_rows.Ended(_at(engine, 0), WelcomeState.FAILED, errcode)
        welcome_rows.keep_welcome(*place, LiveCode("code"), ended)

    crowd([partial(end, number) for number in range(1, 9)])
    (stored,) = engine.rows("main", "welcome")
    end(9)
    assert int(stored["errcode"]["N"]) in range(1, 9)
    assert engine.rows("main", "welcome") == [stored]
    assert welcome_rows.has_ended(*place, _at(engine, 0))


def test_one_delivery_of_a_join_is_the_first(engine: Engine) -> None:
    """Sixteen deliveries note one add at once: one is told that it is news, so only that one may say `expired`."""
    note = partial(members.add, engine.ctx(), WM1, LIMING, f"{_at(engine, 0)}|full|code")
    assert sorted(outcome.value for outcome in crowd([note] * 16)) == [*[False] * 15, True]
    assert not members.add(engine.ctx(), WM1, LIMING, f"{_at(engine, 0)}|half|code"), "another of the same second"
    assert members.add(engine.ctx(), WM1, LIMING, f"{_at(engine, 1)}|full|code")


def test_only_the_first_to_ask_wecom_may_make_without_looking(engine: Engine, live_code: LiveCode) -> None:
    """Eight workers note that they ask for one contact way: one is first, the others must look for its outcome."""
    found = live_codes.live_code(engine.ctx(), live_code)
    assert found is not None
    (way,) = found.ways
    outcomes = crowd([partial(way_rows.ask, engine.ctx(f"w{number}"), live_code, way.userid) for number in range(8)])
    assert sorted(outcome.name for outcome in outcomes) == ["", *["Refused"] * 7]


def test_contact_ways_are_made_once_by_rival_workers(engine: Engine, live_code: LiveCode, platform: Platform) -> None:
    """Eight workers prepare one live code at once: WeCom is asked for one contact way, whoever was first."""
    acts = [
        partial(ways.prepare, engine.ctx(f"worker-{number}"), PrepareLiveCode(code=live_code)) for number in range(8)
    ]
    outcomes = crowd(acts)
    assert {outcome.name for outcome in outcomes} <= {"", "TooBusy"}
    assert platform.asked["add_contact_way"] == 1
