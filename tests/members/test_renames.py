"""A member of staff has another userid: their customers stay theirs."""

from __future__ import annotations

import itertools
from typing import Any

import pytest

from chalicelib.core.config import config
from chalicelib.core.ids import ExternalUserId, UserId
from chalicelib.members import rules, store
from tests.support import make
from tests.support.stack import Stack, forget_everything
from tests.support.state import items
from tests.support.story import Shop
from tests.support.wecom import Customer, join_event, sealed


@pytest.fixture
def shop(stack: Stack) -> Shop:
    return Shop(stack)


def _join(shop: Shop, code: dict[str, Any], userid: str = "liming") -> tuple[Customer, str]:
    (way,) = [way for way in code["contact_ways"] if way["userid"] == userid]
    customer = shop.stack.platform.customer()
    external = shop.stack.platform.add(customer, way["config_id"])["external_userid"]
    shop.stack.work_off()
    return customer, external


def _rename(shop: Shop, former: str = "liming", new: str = "LiMing2") -> None:
    shop.stack.clock.advance(60)
    shop.stack.platform.staff("rename", former, userid=new)
    _end(shop)


def _end(shop: Shop) -> None:
    shop.stack.work_off()
    assert not shop.stack.queues.dead
    forget_everything()


def _kinds() -> list[str]:
    """The kinds of all facts."""
    return [str(row["kind"]["S"]) for row in items(config().facts_table)]


def _friends(shop: Shop) -> list[tuple[str, str, list[str]]]:
    relations = shop.only_member()["relations"]
    return [(one["userid"], one["status"], one["tags"]) for one in relations]


def test_friendships_go_on_under_the_new_userid_and_nothing_is_told_twice(shop: Shop) -> None:
    """One relation, with its tags and its beginning; no second coupon, no second join in the numbers."""
    code = shop.live_code()
    customer, _ = _join(shop, code)
    before, kinds = _friends(shop), sorted(_kinds())
    _rename(shop)
    assert before == [("liming", "friend", before[0][2])]
    assert _friends(shop) == [("liming2", "friend", before[0][2])]
    told = sorted(_kinds())
    assert told.count("staff.added") == kinds.count("staff.added") == 1
    assert told.count("coupon.issued") == 1
    assert told.count("friend.renamed") == 1
    for userid, found in (("liming2", 1), ("liming", 0)):
        assert len(shop.owner.get(f"/admin/v1/members?staff={userid}").json()["items"]) == found
    shop.stack.clock.advance(60)
    shop.stack.platform.delete(customer, "liming2")
    _end(shop)
    assert [status for _, status, _ in _friends(shop)] == ["lost"]


def test_the_next_customers_join_the_new_userid(shop: Shop) -> None:
    """The contact way is the same, the event has the new userid, and the code is known by it."""
    code = shop.live_code()
    _rename(shop)
    found = make.session(shop.stack).get(f"/admin/v1/live-codes/{code['code']}").json()
    _join(shop, found, "liming2")
    assert [userid for userid, _, _ in _friends(shop)] == ["liming2"]


def _events(stack: Stack) -> list[str]:
    """What happened to one customer around a change of the userid, as callbacks."""
    at = int(stack.clock.time())
    rename = join_event("demo", "liming", "", at + 10, "update_user", NewUserID="liming2")
    rename = rename.replace("change_external_contact", "change_contact")
    return [
        join_event("demo", "liming", "wm1", at, "add_external_contact"),
        join_event("demo", "liming", "wm1", at + 5, "del_follow_user"),
        rename,
        join_event("demo", "liming2", "wm1", at + 20, "add_external_contact"),
    ]


@pytest.mark.parametrize("order", [*itertools.permutations(range(4))][::5])
def test_in_any_order_a_new_userid_ends_in_one_friendship(stack: Stack, order: tuple[int, ...]) -> None:
    """Callbacks overtake each other, and come twice; all is noted once, under the new userid."""
    events = _events(stack)
    for number in (*order, order[0]):
        path, body = sealed("demo", events[number])
        assert stack.http.call("POST", path, body, {}, "text/xml").status == 200
        stack.drain()
        forget_everything()
    rows = [row for row in items(config().main_table) if row["kind"]["S"] == "relation" and "moved_to" not in row]
    assert [row["userid"]["S"] for row in rows] == ["liming2"]
    assert (len(rows[0]["adds"]["SS"]), len(rows[0]["losses"]["SS"])) == (2, 1)
    assert (_kinds().count("staff.added"), _kinds().count("staff.lost")) == (2, 1)


def test_what_is_noted_under_the_old_userid_lands_under_the_new_one(shop: Shop) -> None:
    """Somebody who has not heard of the change yet writes to the old relation, which says where it went."""
    _join(shop, shop.live_code())
    _rename(shop)
    ctx, external = shop.stack.ctx(), ExternalUserId(shop.only_member()["external_userid"])
    store.lose(ctx, external, UserId("liming"), rules.loss_entry(ctx.at, "customer"))
    assert [(userid, status) for userid, status, _ in _friends(shop)] == [("liming2", "lost")]
    assert shop.owner.get("/admin/v1/members?staff=liming").json()["items"] == []
