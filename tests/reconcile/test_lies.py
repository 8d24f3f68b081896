"""Lists of WeCom's that lie: none of them stops a comparison, makes it run for ever, or loses a friend."""

from __future__ import annotations

import msgspec
import pytest

from chalicelib.core.context import Ctx
from chalicelib.core.errors import UpstreamUnknown
from chalicelib.core.ids import ExternalUserId, UserId
from chalicelib.core.storage import rounds
from chalicelib.platforms.wecom import client, customers
from chalicelib.platforms.wecom.errors import refusal
from chalicelib.reconcile import comparing, service, store
from chalicelib.reconcile.shapes import NewReconciliation
from chalicelib.reconcile.states import Depth
from tests.support.lost import SETTLED, as_we_know, at_wecom, lost, pass_time, reconcile
from tests.support.stack import Stack
from tests.support.story import Shop
from tests.support.wecom import STAFF


@pytest.fixture
def shop(stack: Stack) -> Shop:
    return Shop(stack)


def _joined(shop: Shop, names: str) -> None:
    code = shop.live_code()
    (way,) = [way["config_id"] for way in code["contact_ways"] if way["userid"] == "liming"]
    for name in names:
        shop.stack.platform.add(shop.stack.platform.customer(name), way)


def test_a_list_that_lacks_many_friends_is_looked_at_to_its_end(shop: Shop, monkeypatch: pytest.MonkeyPatch) -> None:
    """More than a step looks up, all of them friends still: the job ends, and nobody is lost."""
    _joined(shop, "甲乙丙丁")
    shop.stack.work_off()
    pass_time(shop.stack, SETTLED)
    shop.owner = shop.stack.operator()
    monkeypatch.setattr(comparing, "LOOKED_UP", 2)
    monkeypatch.setattr(customers, "customer_ids", lambda ctx, userid: [])
    state = reconcile(shop.stack, shop.owner)
    assert shop.owner.get(f"/admin/v1/jobs/{state['job_id']}").json()["state"] == "done"
    assert as_we_know() == at_wecom(shop.stack)


def test_one_customer_of_whom_wecom_tells_nothing_hides_no_other(shop: Shop, monkeypatch: pytest.MonkeyPatch) -> None:
    """Whom WeCom refuses is a reject of the job; the others of the same member of staff are found."""
    with lost(shop.stack):
        _joined(shop, "甲乙丙")
    whole, refused = client.contact, list[ExternalUserId]()

    def contact(ctx: Ctx, external_userid: ExternalUserId) -> client.Contact:
        if not refused or external_userid in refused:
            refused.append(external_userid)
            raise refusal("externalcontact/get", 40096)
        return whole(ctx, external_userid)

    monkeypatch.setattr(client, "contact", contact)
    state = reconcile(shop.stack, shop.owner)
    job = shop.owner.get(f"/admin/v1/jobs/{state['job_id']}").json()
    assert (state["last_ids"]["joins"], state["last_ids"]["refused"], job["failed"]) == (2, 0, 1)


@pytest.mark.parametrize("cursors", [("a", "a"), ("a", "b")])
def test_pages_that_lead_back_come_to_an_end(
    shop: Shop, monkeypatch: pytest.MonkeyPatch, cursors: tuple[str, str]
) -> None:
    """A cursor that is its own next, and two that are each other's: the job ends and has what was told."""
    with lost(shop.stack):
        _joined(shop, "甲乙")
    whole, calls = customers.pairs, list[str]()

    def pairs(ctx: Ctx, userid: UserId, cursor: str) -> customers.Pairs:
        calls.append(cursor)
        following = cursors[1] if cursor == cursors[0] else cursors[0]
        return msgspec.structs.replace(whole(ctx, userid, ""), next_cursor=following)

    monkeypatch.setattr(comparing, "MOST_PAGES", 5)
    monkeypatch.setattr(customers, "pairs", pairs)
    assert reconcile(shop.stack, shop.owner, "whole")["last_whole"]["joins"] == 2
    assert len(calls) <= len(STAFF) * 6


def test_a_list_that_leads_back_is_no_answer(stack: Stack, monkeypatch: pytest.MonkeyPatch) -> None:
    """Every other list of WeCom's: what was looked for in it nobody can tell."""
    monkeypatch.setattr(client, "ask", lambda *_: client.Page(next_cursor="a"))
    with pytest.raises(UpstreamUnknown):
        list(client.pages(stack.ctx(), "externalcontact/list_contact_way", {}, client.Page))


def test_who_is_listed_without_a_time_joined_once(shop: Shop, monkeypatch: pytest.MonkeyPatch) -> None:
    """Each night the same list: one add, and no friendship that begins anew."""
    with lost(shop.stack):
        _joined(shop, "甲")
    whole = customers.pairs

    def pairs(ctx: Ctx, userid: UserId, cursor: str) -> customers.Pairs:
        page = whole(ctx, userid, cursor)
        untimed = [
            msgspec.structs.replace(one, follow_info=msgspec.structs.replace(one.follow_info, createtime=0))
            for one in page.external_contact_list
        ]
        return msgspec.structs.replace(page, external_contact_list=untimed)

    monkeypatch.setattr(customers, "pairs", pairs)
    joins = []
    for _ in range(2):
        joins.append(reconcile(shop.stack, shop.owner, "whole")["last_whole"]["joins"])
        pass_time(shop.stack, SETTLED)
        shop.owner = shop.stack.operator()
    assert joins == [1, 0]
    assert shop.timeline(shop.only_member()["member_id"]).count("staff.added") == 1


def test_a_secret_that_ends_meanwhile_refuses_nobody(shop: Shop) -> None:
    """What the whole app is refused for is tried again, and is no word about a member of staff."""
    with lost(shop.stack):
        _joined(shop, "甲")
    shop.stack.platform.fault(kind="error", api="externalcontact/list", errcode=60020, times=1)
    found = reconcile(shop.stack, shop.owner)["last_ids"]
    assert (found["joins"], found["refused"]) == (1, 0)


@pytest.mark.parametrize("depths", [(Depth.IDS, Depth.IDS), (Depth.WHOLE, Depth.IDS), (Depth.IDS, Depth.WHOLE)])
def test_two_who_ask_at_once_are_answered_one_comparison(
    stack: Stack, monkeypatch: pytest.MonkeyPatch, depths: tuple[Depth, Depth]
) -> None:
    """Both looked before either began."""
    service.begin(stack.ctx())
    row = rounds.row(stack.ctx(), store.ReconciliationRow)
    first = service.ask(stack.ctx(), NewReconciliation(depths[0]))
    with monkeypatch.context() as patch:
        seen = iter([row])
        real = rounds.row
        patch.setattr(rounds, "row", lambda ctx, kind: next(seen, None) or real(ctx, kind))
        second = service.ask(stack.ctx(), NewReconciliation(depths[1]))
    assert first.job_id == second.job_id != ""
    stack.work_off()
    third = service.ask(stack.ctx(), NewReconciliation(depths[0]))
    assert third.job_id not in ("", first.job_id)


def test_an_import_that_was_told_of_nobody_is_still_to_come(shop: Shop) -> None:
    """The app saw none of the staff: the next whole comparison is the import, and alarms nobody."""
    with lost(shop.stack):
        _joined(shop, "甲")
    apis = ("externalcontact/list", "externalcontact/batch/get_by_user")
    faults = [shop.stack.platform.fault(kind="error", api=api, errcode=48002, times=None) for api in apis]
    assert reconcile(shop.stack, shop.owner, "whole")["imported_at"] is None
    for fault in faults:
        shop.stack.platform.call("DELETE", f"faults/{fault['id']}")
    assert reconcile(shop.stack, shop.owner, "whole")["imported_at"]
    assert as_we_know() == at_wecom(shop.stack)
