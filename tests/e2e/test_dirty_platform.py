"""A platform whose every answer and event is dirty: a customer joins, is known, signs in and leaves all the same."""

from __future__ import annotations

from tests.support.stack import Stack
from tests.support.story import Shop


def test_a_dirty_platform_has_the_effect_of_a_clean_one(stack: Stack) -> None:
    """Every answer of WeCom and every callback is dirty, from the sign-in of the owner on; nothing is put aside."""
    for kind in ("dirty_json", "dirty_xml"):
        stack.platform.fault(kind=kind, times=None)
    shop = Shop(stack)
    code = shop.live_code()
    customer = stack.platform.customer("王🧋小明")
    stack.platform.add(customer, code["contact_ways"][0]["config_id"])
    stack.work_off()
    member = shop.only_member()
    assert member["name"] == "王🧋小明"
    (relation,) = member["relations"]
    assert (relation["userid"], relation["status"], len(relation["tags"])) == ("liming", "friend", 1)
    assert len(shop.welcomes(customer)) == 1
    assert stack.sign_in(customer).status == 201
    stack.platform.delete(customer, "liming")
    stack.work_off()
    assert shop.only_member()["relations"][0]["status"] == "lost"
    assert {"member.joined", "staff.lost"} <= set(shop.timeline(member["member_id"]))
    assert stack.queues.dead == []
    assert shop.owner.get("/admin/v1/asides").json()["items"] == []
