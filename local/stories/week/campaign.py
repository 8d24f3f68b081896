"""Tuesday: a campaign, from its coupon and welcomes behind printed codes to a post that a second person approves."""

from __future__ import annotations

from datetime import timedelta
from functools import partial
from typing import Any

from chalicelib.content.errors import OwnVersion
from chalicelib.core.moments import iso, moment
from chalicelib.livecodes.errors import UnknownLiveCode
from chalicelib.posts.errors import OwnPost
from local.stories.week import customers
from local.stories.week.cast import BOSS, GU, HE, HUI, LAN, LIN, SONG, TANG, ZHOU, Week
from local.stories.week.customers import joins

# One sign too many, as they happen: 卷 is not 券.
COUPON, COUPON_MENDED = "入会满减卷", "入会满减券"
WELCOME = "您好，我是{{staff_name}}。入会卷已放进您的卡包：满 100 减 20，七天内有效。"
WELCOME_MENDED = WELCOME.replace("入会卷", "入会券")
TEXT = "{{staff_name}}：周末新茶到店，满 100 减 200，周日前有效。"
TEXT_MENDED = TEXT.replace("减 200", "减 20")
# After the day that the leaver's customers take to change hands.
POST_IN = timedelta(hours=27)


def make_coupon(week: Week) -> None:
    """A coupon template, and codes that bring it with a welcome."""
    tale = week.tale
    with week.step("新建优惠券“入会满减卷”", "makes a coupon (with a slip in its name)", ZHOU, SONG):
        body = {"name": COUPON, "amount_off": 2000, "threshold": 10000, "stock": 100, "valid_days": 7}
        made = week.does(ZHOU, "POST", "/admin/v1/coupon-templates", body, but=SONG)
        week.ids["coupon"] = made["template_id"]
        week.seen_at(f"/admin/v1/coupon-templates/{made['template_id']}", made["template_id"])
    with week.step("给三个活码挂上券和欢迎语", "puts coupon and welcome behind three printed codes", ZHOU, HE):
        for number, who in (("SH01", TANG), ("SH02", GU), ("SH01", LAN)):
            path = f"/admin/v1/live-codes/{week.code(number, who)}"
            edited = week.does(ZHOU, "PUT", path, _edited(week, path), but=HE)
            tale.promise(edited["coupon_template_id"] == made["template_id"], "the code brings the coupon")
    with week.step("只改得了自己门店的欢迎语", "changes the welcome of her own store alone", TANG, GU):
        path = f"/admin/v1/live-codes/{week.code('SH01', TANG, 1)}/welcome"
        week.does(TANG, "PUT", path, {"welcome": {"text": f"静安店欢迎您，{WELCOME}"}}, but=GU)
        other = f"/admin/v1/live-codes/{week.code('SH02', GU)}/welcome"
        week.refused(TANG, "PUT", other, {"welcome": {"text": WELCOME}}, UnknownLiveCode)


def _edited(week: Week, path: str) -> dict[str, Any]:
    """The live code as it is, with coupon and welcome."""
    seen = week.sees(ZHOU, path)
    return {
        **{name: seen[name] for name in ("name", "tag_ids", "store_id", "revision")},
        "staff": [{"userid": way["userid"], "weight": way["weight"]} for way in seen["contact_ways"]],
        "welcome": {"text": WELCOME},
        "coupon_template_id": week.ids["coupon"],
    }


def welcome(week: Week) -> None:
    """Three customers scan; each is welcomed, tagged and has the coupon."""
    tale = week.tale
    with tale.step(
        "梅、竹、兰三位顾客扫码：欢迎语、标签、券都到了", "three customers scan: welcome, tag and coupon arrive"
    ):
        for name, number, who in (("梅", "SH01", TANG), ("竹", "SH02", GU), ("兰", "SH01", LAN)):
            friend = week.friends[name] = joins(week, name, week.code(number, who))
            said = WELCOME.replace("{{staff_name}}", who.name)
            tale.promise(friend.userid == who.userid and said in customers.texts(week, friend), f"{name} is welcomed")
        for name, friend in week.friends.items():
            tale.until(partial(_is_known, week, friend.name), f"{name} is a member with a name", 60)
            held = tale.until(partial(customers.wallet, week, name), f"{name} has a coupon")
            tale.promise([one["template_name"] for one in held] == [COUPON], f"one, by its name: {held}")
        tale.note(customers.texts(week, week.friends["梅"]))


def _is_known(week: Week, name: str) -> bool:
    found = week.sees(ZHOU, "/admin/v1/members?limit=100")["items"]
    return any(one["name"] == name and one["tags"] for one in found)


def write(week: Week) -> None:
    """A text that three others pass; its author may not."""
    with week.step("写群发素材", "writes what the post shall say", ZHOU, HE):
        body = {"name": f"周末新茶 {week.tale.mark[:4]}", "text": TEXT}
        item = week.does(ZHOU, "POST", "/admin/v1/content-items", body, but=HE)["item_id"]
        week.ids["item"] = item
        week.seen_at(f"/admin/v1/content-items/{item}", item)
    with week.step("初审，陆慧、王店长再审", "reviews it first, then Hui and Wang", LIN, ZHOU):
        review(week, 1)


def review(week: Week, version: int) -> None:
    """The version is handed in, and passes three reviews by three people; each is refused to somebody."""
    path = f"/admin/v1/content-items/{week.ids['item']}/versions/{version}"
    week.does(ZHOU, "POST", f"{path}/submissions", but=HE)
    for who, stage, but in ((LIN, "content", HE), (HUI, "compliance", LIN), (BOSS, "business", HUI)):
        verdict = {"stage": stage, "verdict": "passed"}
        if stage == "content":
            week.refused(ZHOU, "POST", f"{path}/reviews", verdict, OwnVersion)
        passed = week.does(who, "POST", f"{path}/reviews", verdict, but=but)
    week.tale.promise(passed["may_be_sent"], "three have passed it: it may be sent")


def schedule(week: Week) -> None:
    """A post for the weekend; where the brand wants it so, somebody else than its maker approves it."""
    tale = week.tale
    with week.step("要求群发须他人审批", "has posts approved by a second person", BOSS, ZHOU):
        week.does(BOSS, "PUT", "/admin/v1/post-approval", {"is_needed": True}, but=ZHOU)
    with week.step("给扫码的顾客排一次群发", "schedules a post to all who scanned", ZHOU, TANG):
        now = moment(tale.stack.sandbox.get("/clock")["now"])
        body = {
            "name": f"周末新茶 {tale.mark[:4]}",
            "content": {"item_id": week.ids["item"], "version": 1},
            "audience": {"channel": "customers", "any_tags": [f"门店 {tale.mark[:4]}"]},
            "schedule": {"kind": "once", "at": iso(now + POST_IN)},
        }
        post = week.does(ZHOU, "POST", "/admin/v1/posts", body, but=TANG)
        week.ids["post"], week.at = post["post_id"], now + POST_IN
        tale.promise(post["needs_approval"], "it waits for somebody else")
        week.seen_at(f"/admin/v1/posts/{post['post_id']}", post["post_id"])
    with week.step("审批群发", "approves the post", LIN, ZHOU):
        approve(week, post["post_id"])


def approve(week: Week, post_id: str) -> None:
    """Lin approves what Zhou made, and Zhou may not."""
    path = f"/admin/v1/posts/{post_id}"
    body = {"revision": week.sees(LIN, path)["revision"]}
    approved = week.does(LIN, "POST", f"{path}/approvals", body, but=ZHOU, why=OwnPost)
    week.tale.promise(approved["is_approved"], "it is approved")
