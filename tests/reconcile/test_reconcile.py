"""What no callback told is found: joins and losses, once, without harm to what comes late."""

from __future__ import annotations

from collections import Counter
from typing import Any

import msgspec
import pytest

from chalicelib.core.context import Ctx
from chalicelib.core.ids import ExternalUserId, UserId
from chalicelib.platforms.wecom import client, customers
from chalicelib.platforms.wecom.errors import refusal
from tests.support import make
from tests.support.http import Http
from tests.support.lost import HOUR, SETTLED, as_we_know, at_wecom, lost, pass_time, reconcile
from tests.support.stack import Stack
from tests.support.story import Shop
from tests.support.wecom import CORPS, STAFF, Customer, join_event, sealed


@pytest.fixture
def shop(stack: Stack) -> Shop:
    return Shop(stack)


def _way(code: dict[str, Any], userid: str = "liming") -> str:
    return next(str(way["config_id"]) for way in code["contact_ways"] if way["userid"] == userid)


def _joined(shop: Shop, code: dict[str, Any], name: str = "小红") -> Customer:
    customer = shop.stack.platform.customer(name)
    shop.stack.platform.add(customer, _way(code))
    return customer


def _calls(stack: Stack) -> Counter[str]:
    return Counter(entry["api"] for entry in stack.platform.ledger("api"))


def test_a_lost_join_is_a_member_within_the_hour_with_all_but_the_welcome(shop: Shop) -> None:
    """The clock finds it: first source, tags, coupon by the live code's rule, no welcome, marked as found."""
    stack, code = shop.stack, shop.live_code()
    with lost(stack):
        customer = _joined(shop, code)
    stack.work_off()
    assert shop.owner.get("/admin/v1/members").json()["items"] == []
    pass_time(stack, HOUR)
    shop.owner = stack.operator()
    member = shop.only_member()
    assert (member["first_state"], member["first_userid"], member["name"]) == (code["code"], "liming", "小红")
    assert member["first_at"] == "2026-11-21T02:00:00.000Z", "as WeCom says, not when it was found"
    assert [(one["status"], one["tags"]) for one in member["relations"]] == [("friend", ["新客"])]
    assert len(stack.member(customer).get("/mini/v1/wallet").json()["items"]) == 1
    assert shop.welcomes(customer) == []
    events = shop.owner.get(f"/admin/v1/members/{member['member_id']}/timeline").json()["items"]
    assert [one["data"]["how"] for one in events if one["kind"] == "staff.added"] == ["found"]
    assert not stack.queues.dead


def test_a_callback_that_comes_after_all_tells_nothing_twice_but_welcomes(shop: Shop) -> None:
    """A second's difference between both is the same join: one fact, one coupon; the welcome is sent while it lives."""
    stack, code = shop.stack, shop.live_code()
    with lost(stack):
        customer = _joined(shop, code)
    external = stack.platform.call("GET", f"customers/{customer.id}")["external_userids"][CORPS["demo"].corp_id]
    reconcile(stack, shop.owner)
    (welcome,) = stack.sandbox.world.state.welcome_codes
    event = join_event("demo", "liming", external, int(stack.clock.time()) + 1, State=code["code"], WelcomeCode=welcome)
    path, body = sealed("demo", event)
    assert stack.http.call("POST", path, body, {}, "text/xml").status == 200
    stack.work_off()
    kinds = Counter(shop.timeline(shop.only_member()["member_id"]))
    assert (kinds["member.joined"], kinds["staff.added"], kinds["coupon.issued"], kinds["welcome.sent"]) == (1, 1, 1, 1)
    assert shop.welcomes(customer) == ["你好，欢迎光临"]


def test_nothing_differs_nothing_is_asked_and_nothing_written(shop: Shop) -> None:
    """One call a member of staff and no detail; rows and facts stay, only the job and its row move."""
    stack, code = shop.stack, shop.live_code()
    for name in ("甲", "乙"):
        _joined(shop, code, name)
    stack.work_off()
    reconcile(stack, shop.owner, "whole")
    before = _calls(stack)
    state = reconcile(stack, shop.owner)
    new = _calls(stack) - before
    assert new == {"externalcontact/get_follow_user_list": 1, "externalcontact/list": len(STAFF)}
    assert (state["last_ids"]["customers"], state["last_ids"]["joins"], state["last_ids"]["losses"]) == (2, 0, 0)
    assert (state["last_whole"]["customers"], state["last_whole"]["profiles"]) == (2, 0)


def test_who_has_left_stays_listed_and_is_not_brought_back(shop: Shop) -> None:
    """A customer who deleted the member of staff is in WeCom's list still; no comparison makes them a friend again."""
    stack, code = shop.stack, shop.live_code()
    customer = _joined(shop, code)
    stack.work_off()
    stack.clock.advance(60)
    stack.platform.delete(customer, "liming")
    stack.work_off()
    pass_time(stack, SETTLED)
    for depth in ("ids", "whole"):
        reconcile(stack, stack.operator(), depth)
        shop.owner = stack.operator()
        assert [one["status"] for one in shop.only_member()["relations"]] == ["lost"]


def test_a_lost_loss_is_found_and_a_fresh_join_survives_a_stale_list(shop: Shop) -> None:
    """Whom staff deleted is lost; who joined a moment before the list was made is not, though it lacks them."""
    stack, code = shop.stack, shop.live_code()
    old = _joined(shop, code, "甲")
    stack.work_off()
    stack.clock.advance(SETTLED)
    with lost(stack):
        _deleted_by_staff(stack, old)
    new = _joined(shop, code, "乙")
    stack.work_off()
    relation = stack.sandbox.world.state.relations
    fresh = next(key for key, one in relation.items() if one.customer_id == new.id)
    held = relation[fresh].status
    relation[fresh].status = type(held).STAFF_DELETED  # as a list that is older than the callback
    state = reconcile(stack, shop.owner)
    relation[fresh].status = held
    assert (state["last_ids"]["losses"], state["last_ids"]["joins"]) == (1, 0)
    assert {key[0] for key in as_we_know()} == {relation[fresh].external_userid}


def _deleted_by_staff(stack: Stack, customer: Customer) -> None:
    corp_id = CORPS["demo"].corp_id
    external = stack.platform.call("GET", f"customers/{customer.id}")["external_userids"][corp_id]
    stack.platform.call("POST", f"corps/{corp_id}/staff/liming/delete", {"external_userid": external})


def test_a_list_that_lacks_somebody_is_not_believed_alone(shop: Shop) -> None:
    """An empty list of one who has customers loses nobody whom WeCom, asked about each, still knows as a friend."""
    stack, code = shop.stack, shop.live_code()
    _joined(shop, code)
    stack.work_off()
    stack.clock.advance(SETTLED)
    stack.platform.fault(kind="error", api="externalcontact/list", errcode=84061, times=None)
    state = reconcile(stack, shop.owner)
    assert state["last_ids"]["losses"] == 0
    assert as_we_know() == at_wecom(stack)


def test_a_half_add_whose_confirmation_was_lost_is_a_friend_in_the_end(shop: Shop) -> None:
    """Pending as far as we know, listed at WeCom: confirmed."""
    stack = shop.stack
    code = shop.live_code()
    customer = stack.platform.customer("小红")
    added = stack.platform.call("POST", f"customers/{customer.id}/add", {"config_id": _way(code), "flow": "half"})
    stack.work_off()
    with lost(stack):
        member = f"corps/{CORPS['demo'].corp_id}/staff/liming"
        stack.platform.call("POST", f"{member}/confirm", {"external_userid": added["external_userid"]})
    reconcile(stack, shop.owner)
    assert [one["status"] for one in shop.only_member()["relations"]] == ["friend"]


def test_one_of_whom_wecom_tells_nothing_keeps_no_other_from_being_compared(shop: Shop) -> None:
    """The job lists the member of staff as refused and goes on with the next."""
    stack, code = shop.stack, shop.live_code()
    with lost(stack):
        _joined(shop, code)
    stack.platform.fault(kind="error", api="externalcontact/list", errcode=60011, times=1)
    state = reconcile(stack, shop.owner)
    job = shop.owner.get(f"/admin/v1/jobs/{state['job_id']}").json()
    rejects = shop.owner.get(f"/admin/v1/jobs/{state['job_id']}/rejects").json()["items"]
    assert (job["state"], job["failed"], state["last_ids"]["refused"]) == ("done", 1, 1)
    assert [one["reference"] for one in rejects] == [min(STAFF)]  # who is asked about first
    pass_time(stack, HOUR)
    assert as_we_know() == at_wecom(stack)


def test_a_busy_platform_is_asked_again_later(shop: Shop) -> None:
    """The step comes again by itself, and what it found before stays found once."""
    stack, code = shop.stack, shop.live_code()
    with lost(stack):
        _joined(shop, code)
    stack.platform.fault(kind="error", api="externalcontact/list", errcode=-1, times=2)
    state = reconcile(stack, shop.owner)
    assert state["last_ids"]["joins"] == 1


def test_lost_tags_and_names_are_read_again_at_night(shop: Shop) -> None:
    """An edit that no callback told of shows after the whole comparison, and only the one it concerns is asked for."""
    stack, code = shop.stack, shop.live_code()
    for name in ("甲", "乙\u0007\u202e"):  # what nobody is shown of a name is no difference
        _joined(shop, code, name)
    stack.work_off()
    reconcile(stack, shop.owner, "whole")
    (external, _), *_ = at_wecom(stack)
    vip = make.tag(stack, "VIP", by=shop.owner).id
    with lost(stack):
        member = f"corps/{CORPS['demo'].corp_id}/staff/liming"
        stack.platform.call("POST", f"{member}/edit", {"external_userid": external, "tags": [vip]})
    before = _calls(stack)
    stack.clock.advance(1)
    state = reconcile(stack, shop.owner, "whole")
    assert (state["last_whole"]["profiles"], (_calls(stack) - before)["externalcontact/get"]) == (1, 1)
    assert as_we_know() == at_wecom(stack)


@pytest.mark.parametrize(("forgets", "joins", "refused"), [(1, 3, 0), (99, 2, 1)])
def test_a_cursor_that_wecom_forgot_begins_the_pages_anew(
    shop: Shop, monkeypatch: pytest.MonkeyPatch, forgets: int, joins: int, refused: int
) -> None:
    """Once or twice, and all are found; again and again, and that member of staff is refused, and the job ends."""
    stack, code = shop.stack, shop.live_code()
    with lost(stack):
        for name in "甲乙丙":
            _joined(shop, code, name)
    whole, left = customers.pairs, [forgets]

    def forgetful(ctx: Ctx, userid: UserId, cursor: str) -> customers.Pairs:
        if cursor and left[0]:
            left[0] -= 1
            raise refusal("externalcontact/batch/get_by_user", 50100)
        return whole(ctx, userid, cursor)

    monkeypatch.setattr(customers, "PAIRS_A_PAGE", 2)
    monkeypatch.setattr(customers, "pairs", forgetful)
    found = reconcile(stack, shop.owner, "whole")["last_whole"]
    assert (found["joins"], found["refused"]) == (joins, refused)


def test_one_comparison_at_a_time_and_the_next_hour_has_its_own(shop: Shop) -> None:
    """Whoever asks while one is under way is answered that one; the first whole one is the import."""
    stack = shop.stack
    first = shop.owner.post("/admin/v1/reconciliations", {"depth": "ids"}).json()
    again = shop.owner.post("/admin/v1/reconciliations", {"depth": "whole"}).json()
    assert first["job_id"] == again["job_id"] != ""
    stack.work_off()
    assert shop.owner.get("/admin/v1/reconciliation").json()["imported_at"] is None
    pass_time(stack, HOUR)
    second = stack.operator().get("/admin/v1/reconciliation").json()
    assert second["imported_at"] and second["last_whole"]["job_id"] == second["job_id"] != first["job_id"]
    pass_time(stack, HOUR)
    third = stack.operator().get("/admin/v1/reconciliation").json()
    assert third["last_ids"]["job_id"] == third["job_id"] != second["job_id"]


def test_a_viewer_sees_and_does_not_ask(stack: Stack) -> None:
    """Seeing is every reader's, asking the campaigners'."""
    make.operator(stack, "viewer", "liming")
    viewer: Http = stack.operator("liming")
    assert viewer.get("/admin/v1/reconciliation").status == 200
    assert viewer.post("/admin/v1/reconciliations", {}).status == 403


def test_who_is_refused_in_both_halves_of_a_whole_comparison_counts_once(shop: Shop) -> None:
    """Neither ids nor pages are told of one; of another the pages alone are not: two members of staff, two rejects."""
    stack, code = shop.stack, shop.live_code()
    with lost(stack):
        _joined(shop, code)
    stack.platform.fault(kind="staff_refused", userid="liming", errcode=60011)
    stack.platform.fault(
        kind="staff_refused", userid="wangfang", api="externalcontact/batch/get_by_user", errcode=60011
    )
    found = reconcile(stack, shop.owner, "whole")
    rejects = shop.owner.get(f"/admin/v1/jobs/{found['job_id']}/rejects").json()["items"]
    assert found["last_whole"]["refused"] == 2
    assert sorted(one["reference"] for one in rejects) == ["liming", "wangfang"]


def test_a_personal_tag_that_is_called_like_one_of_the_corp_is_no_difference(
    shop: Shop, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The list has corp tags alone: the customer is not read again every night, but when the corp's tag is put on."""
    stack, code, whole = shop.stack, shop.live_code(), client.contact
    vip = make.tag(stack, "VIP", by=shop.owner)

    def contact(ctx: Ctx, external_userid: ExternalUserId) -> client.Contact:
        told = whole(ctx, external_userid)
        own = [msgspec.structs.replace(one, tags=[*one.tags, client.MarkedTag("VIP")]) for one in told.follow_user]
        return msgspec.structs.replace(told, follow_user=own)

    monkeypatch.setattr(client, "contact", contact)
    _joined(shop, code)
    stack.work_off()
    assert shop.only_member()["relations"][0]["tags"] == ["新客", "VIP"]
    assert reconcile(stack, shop.owner, "whole")["last_whole"]["profiles"] == 0
    (external, _), *_ = at_wecom(stack)
    with lost(stack):
        member = f"corps/{CORPS['demo'].corp_id}/staff/liming"
        stack.platform.call("POST", f"{member}/edit", {"external_userid": external, "tags": [vip.id]})
    stack.clock.advance(1)
    assert reconcile(stack, shop.owner, "whole")["last_whole"]["profiles"] == 1
