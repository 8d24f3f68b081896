"""Each operation once, where there is something to show. A room may add scenes in `tests/<room>/examples.py`."""

from __future__ import annotations

import importlib.util
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

from chalicelib import clock
from chalicelib.core.moments import iso
from chalicelib.core.storage import files
from chalicelib.core.storage.files import Area
from chalicelib.payments import service as payments
from chalicelib.platforms.wecom import client
from tests.support import files as browser
from tests.support import make, world
from tests.support.album import Album, recording
from tests.support.stack import Stack
from tests.support.wecom import CORPS, Customer, join_event, sealed
from tests.support.world import Names

TESTS = Path(__file__).resolve().parents[2]
PUBLIC_STAFF = "wangfang"


def taken(stack: Stack) -> Album:
    """An album of the whole document."""
    album = Album()
    with recording(album):
        names = world.build(stack)
        for scene in (who, reach, sold, group_buys, money, before, said, posts, uses):
            scene(stack, names)
        for path in sorted(TESTS.glob("*/examples.py")):
            _scenes_of(path)(stack, names)
    return album


def _scenes_of(path: Path) -> Callable[[Stack, Names], None]:
    spec = importlib.util.spec_from_file_location(f"examples_of_{path.parent.name}", path)
    assert spec is not None and spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    play: Callable[[Stack, Names], None] = module.play
    return play


def who(stack: Stack, names: Names) -> None:
    """Signing in, roles, staff, members, jobs."""
    owner = stack.operator()
    owner.put("/admin/v1/operators/zhaolei", {"role": "store_staff"})
    owner.get("/admin/v1/operators")
    owner.get("/admin/v1/me")
    make.session(stack, "zhaolei").get("/staff/v1/me")
    owner.delete("/admin/v1/operators/zhaolei/sessions")
    for path in ("/admin/v1/sessions", "/staff/v1/sessions"):
        make.session(stack, "zhaolei").delete(path)
    make.session(stack, corp="rival").delete("/admin/v1/all-sessions")
    code = stack.platform.oauth_code("demo", "zhaolei")
    stack.http.post("/staff/v1/sessions", {"corp": "demo", "code": code})
    owner.post("/admin/v1/staff-reconciles")
    stack.work_off()
    for path in ("departments", "staff?limit=2&state=active", f"staff/{names['userid']}"):
        owner.get(f"/admin/v1/{path}")
    member = f"/admin/v1/members/{names['member_id']}"
    for path in ("/admin/v1/members?limit=2&since=2026-11-01", member, "/admin/v1/tag-groups"):
        owner.get(path)
    owner.post("/admin/v1/tag-groups", {"name": "来源", "tags": ["门店", "展会"]})
    owner.post(f"{member}/retries")
    operators_hands(stack, names)
    http = make.member_session(stack, names["member_id"])
    http.get("/mini/v1/preferences")
    http.put("/mini/v1/preferences", {"accept_posts": True})
    stack.work_off()
    stack.clock.advance(1)  # so that what comes now is the newest of the timeline
    owner.put(f"{member}/block", {"blocked": True, "reason": "本人要求不再联系"})
    stack.work_off()
    owner.get(f"{member}/timeline?limit=1")
    owner.put(f"{member}/block", {"blocked": False})
    stack.clock.advance(1)  # so that it is the newest
    job = f"/admin/v1/jobs/{make.job(stack).id}"
    owner.get("/admin/v1/jobs?limit=1")
    owner.get(job)
    for verb in ("pause", "resume", "cancel"):
        owner.post(f"{job}/{verb}")


def operators_hands(stack: Stack, names: Names) -> None:
    """What operators do to members: tags, remarks, notes, and what is hidden."""
    owner, member = stack.operator(), f"/admin/v1/members/{names['member_id']}"
    (tag, *_) = owner.get("/admin/v1/tag-groups").json()["items"][0]["tags"]
    owner.post(f"{member}/tags", {"add": [tag["id"]]})
    owner.put(f"{member}/remarks/{names['userid']}", {"remark": "小红", "phones": ["13800138000"]})
    owner.get(f"{member}/remarks")
    stack.clock.advance(1)  # so that it is the newest
    note = owner.post(f"{member}/notes", {"text": "喜欢靠窗的位置"}).json()["note_id"]
    owner.put(f"{member}/notes/{note}", {"text": "喜欢靠窗的位置，怕辣"})
    owner.get(f"{member}/notes?limit=1")
    owner.post(f"{member}/unmaskings", {"reason": "顾客来电核对"})
    owner.delete(f"{member}/notes/{note}")
    owner.post("/admin/v1/member-taggings", {"add": [tag["id"]], "which": {"since": "2026-11-01"}, "preview": True})


def reach(stack: Stack, names: Names) -> None:
    """Live codes, what was there before them, what was set aside."""
    owner, code = stack.operator(), f"/admin/v1/live-codes/{names['code']}"
    stack.http.get(f"/c/demo-{names['code']}")
    stack.drain.count()
    for path in ("/admin/v1/live-codes?limit=2", code, f"{code}/visits?day=2026-11-21"):
        owner.get(path)
    owner.put(f"{code}/welcome", {"welcome": make.WELCOME})
    owner.post(f"{code}/retries")
    wanted = {"type": 1, "scene": 2, "state": "shop12", "remark": "门口", "user": ["wangfang"]}
    way = client.ask(stack.ctx(), "externalcontact/add_contact_way", wanted, client.ContactWay)
    owner.post("/admin/v1/adopted-ways", {"config_id": way.config_id, "code": names["code"]})
    owner.get("/admin/v1/adopted-ways?limit=2")
    for verb in ("replays", "dismissals"):
        now = int(stack.clock.time())
        path, body = sealed("demo", join_event("demo", "", f"wm-{verb}", now), timestamp=str(now))
        stack.http.call("POST", path, body, {}, "text/xml")
        stack.drain()
        (aside, *_) = owner.get("/admin/v1/asides?limit=2").json()["items"]
        owner.post(f"/admin/v1/asides/{verb}", {"ids": [aside["id"]]})


def before(stack: Stack, names: Names) -> None:
    """Comparisons with WeCom, and the first sources of another system."""
    owner = stack.operator()
    browser.open_bucket()
    file = owner.post("/admin/v1/first-sources").json()["file"]
    files.put(
        stack.ctx(), Area.IMPORTS, file, "wmnobody,展会,2024-03-01T10:00:00+08:00,wangfang\n".encode(), "text/csv"
    )
    job = owner.post("/admin/v1/first-sources/imports", {"file": file}).json()["job_id"]
    owner.post("/admin/v1/reconciliations", {"depth": "whole"})
    stack.work_off()
    owner.get(f"/admin/v1/jobs/{job}/rejects")
    owner.get("/admin/v1/reconciliation")
    owner.post("/admin/v1/setup/checks", {"checks": []})
    owner.get("/admin/v1/setup")


def said(stack: Stack, names: Names) -> None:
    """Content: written, looked at, reviewed, withdrawn, edited; pictures and rules."""
    owner = stack.operator()
    item = make.content_item(stack).id
    version = f"/admin/v1/content-items/{item}/versions/1"
    author = make.operator(stack, "marketer", "liming")
    author.post(f"{version}/previews", {"channel": "customers", "values": {"customer_name": "小红"}})
    author.post(f"{version}/submissions")
    author.post(f"{version}/withdrawals")
    author.post(f"/admin/v1/content-items/{item}/versions", {"text": "周末第二杯半价。", "based_on": 1})
    stack.clock.advance(1)
    make.content(stack)
    for path in (
        "content-items?limit=1",
        f"content-items/{item}",
        f"content-items/{item}/versions/2/differences?against=1",
        "content-versions?limit=2&status=approved",
        f"pictures/{names['picture_id']}",
    ):
        owner.get(f"/admin/v1/{path}")
    author.put(f"/admin/v1/content-items/{item}/name", {"name": "周末第二杯"})
    author.post(f"/admin/v1/content-items/{item}/archive")
    author.post(f"/admin/v1/content-items/{item}/restore")
    owner.put("/admin/v1/content-rules", {"extra_words": ["秒杀价"], "allowed_hosts": ["shop.example.com"]})
    owner.get("/admin/v1/content-rules")
    owner.put("/admin/v1/content-rules", {})


def posts(stack: Stack, names: Names) -> None:
    """Posts: forecast, edited, paused, taken up again, cancelled, retried, reported."""
    owner, sent = stack.operator(), f"/admin/v1/posts/{names['post_id']}"
    for path in ("/admin/v1/posts?limit=2", sent, f"{sent}/occurrences/{names['at']}/tasks?limit=2", f"{sent}/report"):
        owner.get(path)
    text = make.content(stack)
    post = make.post(stack, text)
    path, revision = f"/admin/v1/posts/{post.id}", post["revision"]
    forecast = make.forecast(stack, post)
    stack.work_off()
    owner.get(f"{path}/forecasts/{forecast.id}")
    changed = {name: post[name] for name in ("content", "audience", "schedule")}
    owner.put(path, {**changed, "name": "周末到店", "revision": revision})
    owner.post(f"{path}/pause")
    owner.post(f"{path}/resume")
    owner.post(f"{path}/new-version", {})
    owner.post(f"{path}/cancel")
    owner.put("/admin/v1/post-rules", {"quota": "month", "cap": {"count": 4, "days": 7}})
    owner.get("/admin/v1/post-rules")
    _post_with_a_coupon(stack, names)
    _refused_post(stack)


def _post_with_a_coupon(stack: Stack, names: Names) -> None:
    """It goes out, and a member takes what it brings."""
    template = make.coupon_template(stack, name="周末券", claimable_by=["post"])
    post = make.post(stack, coupon_template_id=template.id)
    make.occurrence(stack, post)
    member = make.member_session(stack, names["member_id"])
    member.post(f"/mini/v1/posts/{post.id}/coupon-templates/{template.id}/claims")


def _refused_post(stack: Stack) -> None:
    """WeCom refuses the task of one sender; they are back, and it is asked for again."""
    owner = stack.operator()
    make.member(stack, staff=PUBLIC_STAFF)
    staff = stack.sandbox.world.state.corps[CORPS["demo"].corp_id].staff[PUBLIC_STAFF]
    staff.active = False
    post = make.post(stack)
    at = make.occurrence(stack, post).id
    staff.active = True
    stack.operator().post(f"/admin/v1/posts/{post.id}/occurrences/{at}/retries")
    owner.get(f"/admin/v1/posts/{post.id}")


def uses(stack: Stack, names: Names) -> None:
    """Who uses content, its new version for all, its recall."""
    owner, text = stack.operator(), make.content(stack)
    make.post(stack, text, schedule={"kind": "once", "at": iso(stack.clock.now() + timedelta(days=2))})
    item = f"/admin/v1/content-items/{text.id}"
    owner.get(f"{item}/uses?limit=2")
    owner.post(f"{item}/new-version")
    owner.post(f"{item}/versions/1/recalls", {"reason": "活动改期"})
    owner.get(f"{item}/versions/1/reach")


def sold(stack: Stack, names: Names) -> None:
    """Coupons, products, the shop."""
    owner, member = stack.operator(), make.member_session(stack, names["member_id"])
    stack.clock.advance(1)  # so that what is made now is the newest
    template, product = make.coupon_template(stack, name="满200减30"), names["product_id"]
    member.post(f"/mini/v1/coupon-templates/{template.id}/claims", {"source": "poster:spring"})
    owner.put(f"/admin/v1/coupon-templates/{template.id}/claimable-by", {"claimable_by": ["anyone", "operator"]})
    stack.clock.advance(1)
    limited = make.coupon_template(stack, name="周年券", claim_until=iso(stack.clock.now() + timedelta(days=7)))
    sooner = {"claim_until": iso(stack.clock.now() + timedelta(days=3))}
    owner.post(f"/admin/v1/coupon-templates/{limited.id}/ends", sooner)
    stack.clock.advance(1)
    given = make.coupon_template(stack, name="补偿券")
    given_to = {"member_id": names["member_id"], "reason": "补偿等待"}
    owner.post(f"/admin/v1/coupon-templates/{given.id}/grants", given_to)
    for what in ("coupons", "orders"):
        owner.get(f"/admin/v1/members/{names['member_id']}/{what}?limit=1")
    member.get("/mini/v1/wallet?limit=1")
    make.redemption(stack, make.Thing(names["coupon"], {}))
    for path in (
        "coupon-templates?limit=1",
        f"coupon-templates/{template.id}",
        "products?limit=2",
        f"products/{product}",
    ):
        owner.get(f"/admin/v1/{path}")
    owner.post(f"/admin/v1/skus/{names['sku_id']}/restocks", {"quantity": 10})
    member.get(f"/mini/v1/skus/{names['sku_id']}")
    order = member.post("/mini/v1/shop-orders", {"sku_id": names["sku_id"]}).json()["order_id"]
    owner.get(f"/admin/v1/skus/{names['sku_id']}/orders?limit=2")
    member.post(f"/mini/v1/shop-orders/{order}/cancellations")


def group_buys(stack: Stack, names: Names) -> None:
    """Activities and teams, as operators and customers see them."""
    owner, member = stack.operator(), make.member_session(stack, names["member_id"])
    activity, team = names["activity_id"], names["team_id"]
    stack.http.get(f"/g/demo-{team}")
    for path in ("groupbuys?limit=2", f"groupbuys/{activity}", f"groupbuys/{activity}/orders?limit=2"):
        owner.get(f"/admin/v1/{path}")
    owner.get(f"/admin/v1/groupbuys/{activity}/teams?limit=2")
    owner.get(f"/admin/v1/groupbuy-teams/{team}")
    for path in (
        f"groupbuys/{activity}",
        f"groupbuys/{activity}/teams?limit=2",
        "groupbuy-teams?limit=2",
        f"groupbuy-teams/{team}",
    ):
        member.get(f"/mini/v1/{path}")
    make.paid_order(stack, make.Order(names["order_id"], {}, _known(stack, names)))
    friend = make.order(stack, make.Team(team, {}, make.Order(names["order_id"], {}, _known(stack, names))))
    make.paid_order(stack, friend)
    friend.member.http.post(f"/mini/v1/groupbuy-teams/{team}/departures")
    running = make.activity(stack, make.product(stack))
    sooner = {"closes_at": iso(stack.clock.now() + timedelta(days=3))}
    owner.post(f"/admin/v1/groupbuys/{running.id}/ends", sooner)
    over = make.activity(stack, make.product(stack), closes_at=iso(stack.clock.now() + timedelta(hours=1)))
    stack.clock.advance(2 * 86400)
    clock.tick("tick")
    stack.work_off()
    stack.operator().post(f"/admin/v1/groupbuys/{over.id}/stock-returns")


def _known(stack: Stack, names: Names) -> make.Member:
    return make.Member(names["member_id"], "", Customer("", ""), "demo", stack)


def money(stack: Stack, names: Names) -> None:
    """Orders, payments, refunds, and a refund that WeChat Pay refuses for good."""
    order = make.shop_order(stack)
    stack.pay.pay(make.payment(stack, order).id)
    stack.work_off()
    owner = stack.operator()
    order.member.http.get("/mini/v1/orders?limit=2")
    of_seller = f"orders?limit=2&seller_id={order['seller_id']}"
    for path in (of_seller, f"orders/{order.id}", f"payments/{order.id}"):
        owner.get(f"/admin/v1/{path}")
    till = make.operator(stack, "store_staff")
    till.get(f"/staff/v1/orders/{order.id}")
    till.post("/staff/v1/pickups", {"order_id": order.id})
    for number, amount, verb, body in (
        (1, 500, "/admin/v1/payments/{order}/refunds/{refund}/retries", None),
        (2, 300, "/admin/v1/orders/{order}/refunds/{refund}/withdrawals", {"reason": "已线下退款"}),
    ):
        stack.pay.fault("error", api="refund", code="USER_ACCOUNT_ABNORMAL")
        stack.clock.advance(1)
        owner.post(f"/admin/v1/orders/{order.id}/refunds", {"reason": "包装破损补偿", "amount": amount})
        stack.work_off()
        owner.post(verb.format(order=order.id, refund=f"R{order.id}-{number}"), body)
        stack.work_off()
    payments.keep_trouble(stack.ctx(), order.id, stack.ctx().at, "transaction 4200: mchid 1900000002 is not 1900000001")
    owner.post(f"/admin/v1/payments/{order.id}/acknowledgements", {"reason": "已在商户平台核对并退款"})
    owner.post(f"/admin/v1/orders/{order.id}/refunds", {"reason": "运费补偿", "amount": 200})
    stack.work_off()
    stack.pay.move_refund(f"R{order.id}-3", "abnormal")
    stack.work_off()
    owner.get("/admin/v1/payment-troubles?limit=1")
    path = f"/admin/v1/payments/{order.id}/refunds/R{order.id}-3/acknowledgements"
    owner.post(path, {"reason": "已在商户平台改退至银行卡"})
    for path in ("refunds?limit=1", f"payments/{order.id}/refunds", "payment-notices?limit=1"):
        owner.get(f"/admin/v1/{path}")
