"""Sunday: another brand on the same stack looks at each thing once, and sees nothing."""

from __future__ import annotations

import json

from infra import provision
from local import cloud, demo
from local.stories.tale import Tale
from local.stories.week.cast import Week
from local.web import Client

KEY, NAME = "neighbour", "隔壁茶铺"
# Their owner's userid is that of ours: a userid is a corp's own.
OWNER = "boss"
LISTS = (
    "stores", "store-regions", "live-codes", "coupon-templates", "content-items", "posts", "products", "members",
    "orders", "refunds", "payment-notices", "departures", "operators", "roles", "staff", "tag-groups", "acts", "jobs",
    "exports",
)  # fmt: skip


def move_in(tale: Tale) -> None:
    """The other brand is provisioned on the same stack, and has an owner."""
    stack = tale.stack
    with tale.step("另一家企业也用这套系统", "another brand is on the same stack"):
        corp = demo.another(NAME, OWNER)
        where = provision.named(stack.outputs, cloud.STACK)
        provision.write(cloud.client(stack.places, "secretsmanager"), where, {KEY: corp})
        stack.sandbox.put(f"/corps/{corp.corp_id}", demo.at_wecom(stack.places, corp, KEY, {OWNER: "隔壁店长"}))


def look(week: Week) -> None:
    """Each thing is not there for them, each list holds nothing of ours, a refund of ours is not theirs to give."""
    tale = week.tale
    with tale.step("隔壁的店长逐一查看，什么也看不到", "its owner looks at each thing once, and sees nothing"):
        theirs = tale.until(lambda: _signed_in(tale), "the neighbour's owner signs in", 90)
        for path, thing in week.things:
            status, said = theirs.ask("GET", path)
            is_none = status == 404 and said["code"].startswith("Unknown") and said["message_zh"]
            tale.promise(is_none, f"{path} is not there: {status} {said}")
            tale.promise(thing not in json.dumps({**said, "instance": ""}), f"nothing of it is told: {said}")
        for name in LISTS:
            status, said = theirs.ask("GET", f"/admin/v1/{name}")
            told = json.dumps(said, ensure_ascii=False)
            mine = [one for _, one in week.things if one in told] + [one for one in _names(week) if one in told]
            tale.promise(status in (200, 400) and not mine, f"{name} has nothing of ours: {status} {mine}")
        path = f"/admin/v1/orders/{week.ids['梅']}/refunds"
        status, said = theirs.ask("POST", path, {"reason": "退款"}, tale.key("neighbour"))
        tale.promise((status, said["code"]) == (404, "UnknownOrder"), f"no money of ours: {status} {said}")
        page = tale.stack.api.raw("GET", f"/c/{KEY}-{week.code('SH01')}")
        tale.promise(page.status == 404, f"our code under their name is no page: {page.status}")
        tale.note(f"{len(week.things)} 样东西、{len(LISTS)} 个列表 · things, lists")


def _names(week: Week) -> list[str]:
    return [store.name for store in week.stores] + [friend.name for friend in week.friends.values()] + ["周玥"]


def _signed_in(tale: Tale) -> Client | None:
    """Their owner's session, once the functions have read that there is such a corp."""
    corps = tale.stack.sandbox.get("/corps")["corps"]
    corp_id = next(one["corp_id"] for one in corps if one["name"] == NAME)
    code = tale.stack.sandbox.post(f"/corps/{corp_id}/staff/{OWNER}/oauth-code", status=200)["code"]
    status, said = tale.stack.api.ask("POST", "/admin/v1/sessions", {"corp": KEY, "code": code})
    return Client(tale.stack.places.url, said["token"]) if status == 201 else None
