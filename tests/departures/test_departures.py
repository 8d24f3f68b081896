"""“X goes, Y and Z take over”: customers and groups go to others with their tags, and it is seen how it stands."""

from __future__ import annotations

from typing import Any

import pytest

from chalicelib.core.errors import OutcomeUnknown
from chalicelib.core.events import facts
from chalicelib.core.ops import jobs
from chalicelib.departures import handing
from chalicelib.departures.shapes import Parts
from chalicelib.platforms.wecom import transfers
from tests.support import make
from tests.support.leaver import CORP, Leaver


def test_customers_of_who_has_left_go_to_others_by_their_share(leaver: Leaver) -> None:
    """Asked for at once, the others' a day later, with the corp's tags; a timeline says so."""
    leaver.leaves()
    begun = leaver.begin([{"userid": "wangfang", "weight": 2}, "zhaolei"])
    assert (begun["state"], begun["has_left"]) == ("waiting", True)
    assert (begun["counts"]["customers"], begun["counts"]["waiting"]) == (3, 3)
    leaver.a_day_passes()
    ended = leaver.now(begun["departure_id"])
    assert (ended["state"], ended["counts"]["done"], ended["counts"]["waiting"]) == ("done", 3, 0)
    takers = [leaver.followers(customer) for customer in leaver.customers]
    assert sorted(userid for one in takers for userid in one) == ["wangfang", "wangfang", "zhaolei"]
    assert all(tags == ["新客"] for one in takers for tags in one.values())
    handed = leaver.customers_of(begun["departure_id"])
    assert sorted((one["name"], one["state"]) for one in handed) == [("丙", "done"), ("乙", "done"), ("甲", "done")]
    told = [fact.kind for fact in facts.timeline(leaver.stack.ctx(), f"member#{handed[0]['member_id']}", 50, "").items]
    assert told.count("customer.offered") == 1 and told.count("customer.handed_over") == 1
    assert told.count("staff.lost") == 1 and told.count("staff.added") == 2
    member = leaver.owner.get(f"/admin/v1/members/{handed[0]['member_id']}").json()
    assert {one["userid"]: one["status"] for one in member["relations"]}["liming"] == "lost"


def test_a_colleague_who_stays_hands_over_and_a_customer_may_refuse(leaver: Leaver) -> None:
    """The customer is told who serves them now; who refuses stays, which a look shows before the day is over."""
    begun = leaver.begin(message="您好，以后由我为您服务")
    leaver.stack.platform.call("POST", f"customers/{leaver.customers[1].id}/refuse-transfer", {"corp_id": CORP})
    leaver.owner.post(f"/admin/v1/departures/{begun['departure_id']}/look")
    leaver.stack.work_off()
    seen = leaver.now(begun["departure_id"])["counts"]
    assert (seen["waiting"], seen["refused"], seen["done"]) == (2, 1, 0)
    leaver.a_day_passes()
    ended = leaver.now(begun["departure_id"])
    assert (ended["state"], ended["counts"]["done"], ended["counts"]["refused"]) == ("done", 2, 1)
    assert [one["name"] for one in leaver.customers_of(begun["departure_id"], "refused")] == ["乙"]
    assert list(leaver.followers(leaver.customers[1])) == ["liming"]
    said = [one["content"].get("content") for one in leaver.stack.platform.messages(leaver.customers[0])["messages"]]
    assert "您好，以后由我为您服务" in said
    assert leaver.owner.get("/admin/v1/asides").json()["items"] == []


def test_what_wecom_will_not_do_is_shown_at_each_customer(leaver: Leaver) -> None:
    """Handed over twice in ninety days: the third time WeCom says no, and the list says why and until when."""
    for former, taker in (("liming", "wangfang"), ("wangfang", "liming")):
        body = {"staff": former, "takers": [{"userid": taker}]}
        assert leaver.owner.post("/admin/v1/departures", body).status == 201
        leaver.stack.work_off()
        leaver.a_day_passes()
    begun = leaver.begin()
    assert (begun["state"], begun["counts"]["failed"], begun["counts"]["waiting"]) == ("done", 3, 0)
    problem = leaver.customers_of(begun["departure_id"], "failed")[0]["problem"]
    assert problem["errcode"] == 40128 and "90 天" in problem["zh"]
    rejects = leaver.owner.get(f"/admin/v1/jobs/{begun['job_id']}/rejects").json()["items"]
    assert len(rejects) == 3


def test_groups_get_another_owner_at_once(leaver: Leaver) -> None:
    """Those that WeCom will not give on are counted and listed with the job; the customers go on."""
    group, gone = leaver.group("老客一群"), leaver.group("老客二群")
    leaver.leaves()
    state = leaver.stack.sandbox.world.state
    state.groups_handed[f"{CORP}\n{gone}"] = [leaver.stack.clock.time()] * 2
    begun = leaver.begin()
    assert (begun["counts"]["groups"], begun["counts"]["groups_failed"], begun["counts"]["customers"]) == (1, 1, 3)
    assert (state.groups[group].owner, state.groups[gone].owner) == ("wangfang", "liming")


def test_a_group_whose_answer_was_lost_is_counted_all_the_same(leaver: Leaver, monkeypatch: pytest.MonkeyPatch) -> None:
    """WeCom gave it on, and lists it no more as theirs: the step that is repeated still knows it."""
    group = leaver.group("老客一群")
    leaver.leaves()
    ask, lost = transfers.hand_groups, [True]

    def loses(*args: Any, **kwargs: Any) -> Any:
        answer = ask(*args, **kwargs)
        if lost.pop() if lost else False:
            raise OutcomeUnknown()
        return answer

    monkeypatch.setattr(transfers, "hand_groups", loses)
    begun = leaver.begin()
    assert (begun["counts"]["groups"], begun["counts"]["groups_failed"], lost) == (1, 0, [])
    assert leaver.stack.sandbox.world.state.groups[group].owner == "wangfang"


def test_others_stand_behind_the_live_codes(leaver: Leaver) -> None:
    """What is printed shows the takers at once, by their share, and the problem of who is away is gone."""
    leaver.leaves()
    begun = leaver.begin([{"userid": "wangfang", "weight": 2}, "zhaolei"])
    code = leaver.owner.get(f"/admin/v1/live-codes/{leaver.code.id}").json()
    assert {one["userid"] for one in code["contact_ways"]} == {"wangfang", "zhaolei"}
    assert (begun["counts"]["live_codes"], code["problem"]) == (1, None)
    assert leaver.owner.get("/admin/v1/staff/liming/holdings").json()["live_codes"] == []


def test_what_somebody_has_is_seen_before_it_is_handed_over(leaver: Leaver) -> None:
    """Customers, groups and live codes by name, and whether it is being handed over already; nothing is done."""
    leaver.group("老客群")
    held = leaver.owner.get("/admin/v1/staff/liming/holdings").json()
    assert (held["customers"], held["groups"], held["live_codes"]) == (3, 1, ["门店海报"])
    assert held["being_handed_over"] is None
    begun = leaver.begin()
    assert leaver.owner.get("/admin/v1/staff/LiMing/holdings").json()["being_handed_over"] == begun["departure_id"]
    assert leaver.owner.get("/admin/v1/staff/nobody/holdings").code == "UnknownStaff"


def test_one_handing_over_at_a_time(leaver: Leaver) -> None:
    """A second one of the same person is refused until the first is over; the same request again is the same one."""
    body = {"staff": "liming", "takers": [{"userid": "wangfang"}]}
    first = leaver.owner.post("/admin/v1/departures", body, idempotency_key="a-departure-of-liming")
    again = leaver.owner.post("/admin/v1/departures", body, idempotency_key="a-departure-of-liming")
    assert first.json()["departure_id"] == again.json()["departure_id"]
    assert leaver.owner.post("/admin/v1/departures", body).code == "BeingHandedOver"
    leaver.stack.work_off()
    leaver.a_day_passes()
    assert leaver.owner.post("/admin/v1/departures", body).status == 201


def test_what_cannot_be_is_told_at_each_field(leaver: Leaver) -> None:
    """Oneself, somebody twice, somebody who has left, nobody at all, nothing to hand over: all at once."""
    leaver.stack.platform.staff("leave", "zhaolei")
    leaver.stack.work_off()
    takers = [{"userid": name} for name in ("liming", "wangfang", "wangfang", "zhaolei")]
    body = {"staff": "liming", "takers": takers, **dict.fromkeys(Parts.__struct_fields__, False)}
    refused = leaver.owner.post("/admin/v1/departures", body)
    assert (refused.status, refused.code) == (422, "BadDeparture")
    assert sorted((one["path"], one["rule"]) for one in refused.json()["details"]["errors"]) == [
        ("customers", "nothing_to_hand_over"),
        ("takers[0].userid", "takes_over_from_themselves"),
        ("takers[2].userid", "named_twice"),
        ("takers[3].userid", "away"),
    ]
    stranger = leaver.owner.post("/admin/v1/departures", body | {"staff": "whoever", "customers": True})
    assert ("staff", "unknown") in [(one["path"], one["rule"]) for one in stranger.json()["details"]["errors"]]


def test_stopped_before_wecom_was_asked_nobody_is_handed_over(leaver: Leaver) -> None:
    """Who stops it is told so, and when all was asked there is nothing to stop."""
    body = {"staff": "liming", "takers": [{"userid": "wangfang"}]}
    begun = leaver.owner.post("/admin/v1/departures", body).json()
    path = f"/admin/v1/departures/{begun['departure_id']}/stop"
    assert leaver.owner.post(path).json()["state"] == "stopping"
    leaver.stack.work_off()
    ended = leaver.now(begun["departure_id"])
    assert (ended["state"], ended["counts"]["customers"]) == ("done", 0)
    assert leaver.owner.post(path).code == "NothingToStop"
    leaver.a_day_passes()
    assert [list(leaver.followers(one)) for one in leaver.customers] == [["liming"]] * 3


@pytest.mark.parametrize("verb", ["cancel", "pause"])
def test_a_job_that_somebody_ended_keeps_nobody_from_being_handed_over(
    leaver: Leaver, verb: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Whoever cancelled or paused the job stops it: it ends with what was asked for, and the rest can follow."""
    monkeypatch.setattr(handing, "A_STEP", 2)
    body = {"staff": "liming", "takers": [{"userid": "wangfang"}], "live_codes": False, "groups": False}
    begun = leaver.owner.post("/admin/v1/departures", body).json()["departure_id"]
    stack = leaver.stack
    while not leaver.customers_of(begun):
        for work in (stack.drain.changes, stack.drain.follow, stack.drain.lanes, stack.drain.jobs):
            work()
    assert leaver.now(begun)["problem"] is None
    leaver.owner.post(f"/admin/v1/jobs/{leaver.now(begun)['job_id']}/{verb}")
    stack.work_off()
    halted = leaver.now(begun)
    assert (halted["state"], halted["problem"]["code"]) == ("asking", "NotGoingOn")
    assert {"cancel": "已取消", "pause": "已暂停"}[verb] in halted["problem"]["zh"]
    leaver.owner.post(f"/admin/v1/departures/{begun}/stop")
    ending = leaver.owner.get("/admin/v1/jobs").json()["items"][0]["job_id"]
    leaver.owner.post(f"/admin/v1/jobs/{ending}/cancel")
    leaver.owner.post(f"/admin/v1/departures/{begun}/stop")
    stack.work_off()
    stopped = leaver.now(begun)
    assert (stopped["state"], stopped["counts"]["customers"], stopped["counts"]["waiting"]) == ("waiting", 2, 2)
    leaver.a_day_passes()
    assert leaver.now(begun)["state"] == "done"
    assert leaver.begin(live_codes=False, groups=False)["counts"]["customers"] == 1


def test_another_corp_sees_nothing_of_it(leaver: Leaver) -> None:
    """Neither the list, nor one, nor its customers."""
    begun = leaver.begin()
    rival = make.session(leaver.stack, corp="rival")
    assert rival.get("/admin/v1/departures").json()["items"] == []
    for path in ("", "/customers"):
        assert rival.get(f"/admin/v1/departures/{begun['departure_id']}{path}").code == "UnknownDeparture"
    assert jobs.status(leaver.stack.ctx("rival"), begun["job_id"]) is None
