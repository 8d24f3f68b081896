"""A reviewed weekly post with a coupon: 三审、排期、预估、生成任务、员工确认、结果、领券核销.

A text passes lint and three reviews by three people. A weekly post goes to tagged customers by the minute's tick: one
task for each sender at WeCom, confirmed by staff. One customer wants no posts, one has used up the month's quota: both
are accounted for. The report shows the claim and the redemption that followed. A week later the text is recalled when
it is half sent.
"""

from __future__ import annotations

import calendar
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from functools import partial
from typing import Any

from chalicelib.core.moments import SHANGHAI, moment
from local import cloud
from local.stories.first import signed_in
from local.stories.friends import Friend, befriended
from local.stories.tale import Tale
from local.web import Client

TITLE = "每周群发 · a reviewed weekly post with a coupon, from three reviews to its report"
NAMES = ("甘", "何", "江", "柯", "林")
TEXT = "{{staff_name}}：本周好茶到店，会员满 100 减 20，{{until}}前有效。不想再收到可在小程序里关闭。"
NEW_TEXT = TEXT.replace("减 20", "减 30")
ROLES = {"ming": "marketer", "lily": "marketer", "hui": "compliance", "store": "store_staff"}
# The minute's tick comes within a minute; MiniStack runs it as EventBridge does.
A_MINUTE = 75.0


@dataclass
class Told:
    """What the story has learnt so far."""

    tale: Tale
    by_cron: bool
    friends: dict[str, Friend] = field(default_factory=dict)
    template_id: str = ""
    content: dict[str, Any] = field(default_factory=dict)
    post: dict[str, Any] = field(default_factory=dict)

    def operator(self) -> Client:
        """Our API as the owner sees it, signed in now."""
        return signed_in(self.tale, "boss", "/admin/v1/sessions", "owner")

    def staff(self, userid: str) -> Client:
        """Our API as a member of staff sees it, signed in now."""
        return signed_in(self.tale, userid, "/admin/v1/sessions", ROLES[userid])

    def now(self) -> datetime:
        """The clock that everybody shares, in Shanghai."""
        return moment(self.tale.stack.sandbox.get("/clock")["now"]).astimezone(SHANGHAI)

    def report(self) -> dict[str, Any]:
        """What a report says of the post that is asked for now."""
        operator, path = self.operator(), f"/admin/v1/posts/{self.post['post_id']}/report"
        job = operator.post(path)["job_id"]
        self.tale.until(lambda: operator.get(f"/admin/v1/jobs/{job}")["state"] == "done", "the report is added up")
        report: dict[str, Any] = operator.get(path)
        return report


def play(tale: Tale, *, by_cron: bool = True) -> Told:
    """Tell it; what it has learnt. by_cron: wait for the minute's own tick, else run one now.

    Raises PromiseBroken, or WrongAnswer from a door.
    """
    told = Told(tale, by_cron)
    for chapter in (gather, review, schedule, foresee, go_out, confirm, claim, report, recall, mend):
        chapter(told)
    return told


def gather(told: Told) -> None:
    """Roles, five customers of two members of staff, a coupon, one who wants no posts, one whose quota is used up."""
    tale, operator = told.tale, told.operator()
    with tale.step("分配撰稿、初审、合规与核销角色", "roles: who writes, who reviews, who redeems"):
        for userid, role in ROLES.items():
            given = operator.put(f"/admin/v1/operators/{userid}", {"role": role})
            tale.promise(given["role"] == role, f"{userid} is {role}")
    with tale.step("五位顾客，两位顾问，打上标签", "five customers of two advisors, tagged"):
        tag = operator.post(
            "/admin/v1/tag-groups", {"name": "偏好", "tags": [f"绿茶 {tale.mark[:4]}"]}, tale.key("tag")
        )
        found = befriended(tale, operator, NAMES, ("lily", "ming"), [one["id"] for one in tag["tags"]])
        told.friends = {friend.name: friend for friend in found}
    with tale.step("林不愿接收群发；柯本月额度已用完", "one wants no posts; one has used up this month's quota"):
        told.friends["林"].signed_in().put("/mini/v1/preferences", {"accept_posts": False})
        _use_up_the_quota(told, told.friends["柯"])
    new = {"name": "周券", "amount_off": 2000, "threshold": 10000, "stock": 100, "valid_days": 7}
    told.template_id = operator.post("/admin/v1/coupon-templates", new, tale.key("coupon"))["template_id"]


def _use_up_the_quota(told: Told, friend: Friend) -> None:
    """As many messages as the month has days, sent by staff on their own: WeCom counts those too (docs/platform D8)."""
    tale, today = told.tale, told.now()
    path = f"/corps/{tale.stack.corp.corp_id}/staff/{friend.userid}/mass/send"
    for _ in range(calendar.monthrange(today.year, today.month)[1]):
        sent = tale.stack.sandbox.post(path, {"text": "早安", "customers": [friend.external_userid]}, status=200)
    tale.promise(sent["sent"] == 1, "the last one of the month was still delivered")


def _body(told: Told, text: str) -> dict[str, Any]:
    until = (told.now() + timedelta(days=7)).strftime("%Y-%m-%d")
    return {"text": text, "variables": [{"type": "date", "name": "until", "fallback": until}]}


def review(told: Told) -> None:
    """Lint, a rejection, an edit, three passes by three people; an edit drops the approval."""
    tale = told.tale
    with tale.step("违禁词与断链变量被自动检查拦下", "lint keeps back a forbidden word and a dead variable"):
        bad = {"name": f"周五推荐 {tale.mark}", "text": "全网最低价！转发后领取 {{nothing}}"}
        item = told.staff("ming").post("/admin/v1/content-items", bad, tale.key("item"))
        codes = {finding["code"] for finding in item["lint"] if finding["severity"] == "error"}
        tale.promise(len(codes) >= 2, f"two kinds of findings: {sorted(codes)}")
        path = f"/admin/v1/content-items/{item['item_id']}"
        told.staff("ming").post(f"{path}/versions/1/submissions", status=422)
    with tale.step("改稿提交，作者不能自审", "an edit is submitted; its author cannot review it"):
        version = told.staff("ming").post(f"{path}/versions", {**_body(told, TEXT), "based_on": 1}, tale.key("v2"))
        tale.promise(version["version"] == 2 and not version["lint"], f"nothing is found: {version['lint']}")
        told.staff("ming").post(f"{path}/versions/2/submissions", key=tale.key("submit"), status=200)
        verdict = {"stage": "content", "verdict": "passed"}
        refused = told.staff("ming").post(f"{path}/versions/2/reviews", verdict, status=403)
        tale.promise(refused["code"], "refused to its author")
    with tale.step("三审：内容、合规、业务", "three reviews: content, compliance, business"):
        pass_reviews(told, f"{path}/versions/2")
        tale.promise(told.content["may_be_sent"], "approved: it may be sent")


def pass_reviews(told: Told, version: str) -> None:
    """Three people pass a version."""
    for userid, stage in (("lily", "content"), ("hui", "compliance"), ("boss", "business")):
        client = told.operator() if userid == "boss" else told.staff(userid)
        verdict, key = {"stage": stage, "verdict": "passed"}, told.tale.key(f"{stage} {version[-1]}")
        told.content = client.post(f"{version}/reviews", verdict, key, status=200)


def schedule(told: Told) -> None:
    """Every week from in six minutes on."""
    tale = told.tale
    with tale.step("排期：每周一次", "a post every week"):
        first = told.now() + timedelta(minutes=6)
        day = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")[first.weekday()]
        body = {
            "name": f"周五推荐 {tale.mark}",
            "content": {"item_id": told.content["item_id"], "version": 2, "values": {}},
            "audience": {"channel": "customers", "any_tags": [f"绿茶 {tale.mark[:4]}"]},
            "schedule": {
                "kind": "recurring",
                "rrule": f"FREQ=WEEKLY;BYDAY={day};COUNT=8",
                "starts_at": first.strftime("%Y-%m-%dT%H:%M"),
            },
            "coupon_template_id": told.template_id,
        }
        told.post = told.staff("ming").post("/admin/v1/posts", body, tale.key("post"))
        tale.promise(told.post["status"] == "scheduled", "it is scheduled")
        tale.note(f"首次 {told.post['next_at']} · first")


def foresee(told: Told) -> None:
    """Who would not receive it, and why."""
    tale, path = told.tale, f"/admin/v1/posts/{told.post['post_id']}/forecasts"
    with tale.step("预估：谁收不到、为什么", "the forecast: who will not receive it, and why"):

        def done() -> dict[str, Any] | None:
            begun = told.staff("ming").post(path)
            found: dict[str, Any] = tale.until(
                lambda: _done(told.staff("ming").get(f"{path}/{begun['forecast_id']}")), "the forecast is done"
            )
            return found if (found["targeted"], found["excluded"]) == (4, {"refused": 1}) else None

        seen = tale.until(done, "four of five would be sent it, one has refused", 30)
        tale.note(f"可发送 {seen['targeted']}，不发送 {seen['excluded']} · would be sent, would not")


def _done(forecast: dict[str, Any]) -> dict[str, Any] | None:
    return forecast if forecast["status"] == "done" else None


def go_out(told: Told) -> None:
    """The minute's tick claims it; WeCom gets one task for each sender."""
    tale = told.tale
    with tale.step("到点由 tick 生成任务", "its time comes: the minute's tick, one task for each sender"):
        tale.stack.sandbox.post("/clock", {"advance": "7m"}, status=200)
        if not told.by_cron:
            cloud.tick(tale.stack.places)
        mine = tale.until(lambda: _tasks(told, 2), "two tasks at WeCom, one for each advisor", A_MINUTE)
        senders = sorted(userid for task in mine for userid in task["parts"])
        tale.promise(senders == ["lily", "ming"], f"one for each: {senders}")
        targets = sorted(target for task in mine for part in task["parts"].values() for target in part["sendings"])
        wanted = sorted(told.friends[name].external_userid for name in NAMES if name != "林")
        tale.promise(targets == wanted, "everybody once, but the one who wants no posts")
        post = told.operator().get(f"/admin/v1/posts/{told.post['post_id']}")
        tale.promise(moment(post["next_at"]) - moment(told.post["next_at"]) == timedelta(days=7), "the next in a week")


def _tasks(told: Told, wanted: int) -> list[dict[str, Any]] | None:
    mine = {friend.external_userid for friend in told.friends.values()}
    tasks = told.tale.stack.sandbox.get(f"/corps/{told.tale.stack.corp.corp_id}/mass")["tasks"]
    found = [
        task
        for task in tasks
        if any(mine & set(part["sendings"]) for part in task["parts"].values()) and task["creator"] != "personal"
    ]
    found = [task for task in found if "本周好茶" in task["text"]]
    return found if len(found) == wanted else None


def confirm(told: Told) -> None:
    """Staff confirm; the results are pulled."""
    tale = told.tale
    with tale.step("员工在企业微信确认发送", "staff confirm in WeCom"):
        confirmed = tale.stack.sandbox.post(f"/corps/{tale.stack.corp.corp_id}/mass/confirm", {}, status=200)
        sent = sum(one["sent"] for one in confirmed["confirmed"])
        over = sum(one["over_quota"] for one in confirmed["confirmed"])
        tale.promise((sent, over) == (3, 1), f"WeCom delivered 3 and refused 1 over quota: {sent}, {over}")
    with tale.step("拉取结果：3 送达，1 超额度", "results: three delivered, one over quota"):
        tale.stack.sandbox.post("/clock", {"advance": "6m"}, status=200)
        cloud.tick(tale.stack.places)
        tale.until(lambda: told.report()["delivered"] == 3, "three are reported as delivered", A_MINUTE)
        refused = told.report()["refused"]
        tale.promise(refused == {"quota": 1, "refused": 1}, f"two are reported with their reasons: {refused}")


def claim(told: Told) -> None:
    """One of them claims the coupon of the post, and uses it."""
    tale = told.tale
    with tale.step("甘领券并到店核销", "one claims the coupon and uses it"):
        gan = told.friends["甘"].signed_in()
        path = f"coupon-templates/{told.template_id}/claims"
        refused = gan.post(f"/mini/v1/{path}", key=tale.key("no link"), status=409)
        tale.promise(refused["code"] == "NotClaimableHere", "without the post's link it is not to be had")
        coupon = gan.post(f"/mini/v1/posts/{told.post['post_id']}/{path}", key=tale.key("claim"))
        store = signed_in(tale, "store", "/staff/v1/sessions", "store_staff")
        used = store.post("/staff/v1/redemptions", {"code": coupon["code"], "order_amount": 16800}, tale.key("use"))
        tale.promise(used["amount_off"] == 2000, "¥20 off")


def report(told: Told) -> None:
    """The report has it all."""
    tale = told.tale
    with tale.step("报告", "the report: targeted, delivered, claimed, redeemed"):
        tale.until(lambda: told.report()["redemptions"] == 1, "the redemption is counted")
        seen = told.report()
        wanted = {"targeted": 4, "created": 4, "confirmed": 4, "delivered": 3, "claims": 1, "redemptions": 1}
        tale.promise({name: seen[name] for name in wanted} == wanted, f"the report: {seen}")
        tale.note(" · ".join(f"{name} {seen[name]}" for name in wanted))


def recall(told: Told) -> None:
    """A week later the text goes out again while its next version is written; half sent, it is recalled."""
    tale, item = told.tale, f"/admin/v1/content-items/{told.content['item_id']}"
    with tale.step("改稿：先看谁在用，改稿不影响群发", "an edit: who uses it is told, and the post goes on"):
        edited = told.staff("ming").post(f"{item}/versions", {**_body(told, NEW_TEXT), "based_on": 2}, tale.key("v3"))
        tale.promise([use["user_id"] for use in edited["used_by"]] == [told.post["post_id"]], "the post uses it")
        tale.stack.sandbox.post("/clock", {"advance": "7d"}, status=200)
        # That the minute's own tick does it was seen the week before.
        cloud.tick(tale.stack.places)
        tale.until(lambda: _tasks(told, 4), "two more tasks with the approved text", A_MINUTE)
    corp = f"/corps/{tale.stack.corp.corp_id}"
    with tale.step("一位员工已发送，此时撤回素材", "one of the staff has sent it when it is recalled"):
        (waiting,) = tale.stack.sandbox.get(f"{corp}/staff/lily/mass")["tasks"]
        tale.stack.sandbox.post(f"{corp}/staff/lily/mass/confirm", {"msgid": waiting["msgid"]}, status=200)
        owner = told.operator()
        answer = owner.post(f"{item}/versions/2/recalls", {"reason": "价格有误"}, tale.key("recall"), status=200)
        tale.promise(answer["waiting"] > 0 and not answer["is_settled"], f"who may still get it is told: {answer}")
    with tale.step("另一位的任务被收回，员工收到通知", "the other's task is taken back, and the staff are told"):
        tale.until(lambda: not tale.stack.sandbox.get(f"{corp}/staff/ming/mass")["tasks"], "nothing waits for a tap")
        for userid in ("lily", "ming"):
            tale.until(partial(_is_told, told, userid), f"{userid} is told why", A_MINUTE)
        tale.stack.sandbox.post("/clock", {"advance": "6m"}, status=200)
        cloud.tick(tale.stack.places)
        reach = f"{item}/versions/2/reach"
        tale.until(lambda: told.operator().get(reach)["is_settled"], "the numbers are final", A_MINUTE)
        seen = told.operator().get(reach)
        tale.promise(seen["waiting"] == 0 and seen["out"] > answer["out"], f"sent stays sent, the rest is back: {seen}")
        tale.note(f"已收到 {seen['out']} · have it")


def _is_told(told: Told, userid: str) -> bool:
    """The member of staff has an app message that says why."""
    path = f"/corps/{told.tale.stack.corp.corp_id}/staff/{userid}/messages"
    found = told.tale.stack.sandbox.get(path)["messages"]
    return any("价格有误" in str(message["content"]) for message in found)


def mend(told: Told) -> None:
    """The next version passes the reviews, and the post uses it."""
    tale, item = told.tale, f"/admin/v1/content-items/{told.content['item_id']}"
    with tale.step("新版本通过三审，群发改用新版本", "the next version is approved, and the post uses it"):
        shown = told.operator().get(f"/admin/v1/posts/{told.post['post_id']}")
        tale.promise(shown["problem"]["code"] == "VersionRecalled", "the post says why it does not go out")
        told.staff("ming").post(f"{item}/versions/3/submissions", key=tale.key("submit3"), status=200)
        pass_reviews(told, f"{item}/versions/3")
        renewed = told.staff("ming").post(f"{item}/new-version", key=tale.key("renew"), status=200)
        tale.promise([use["problem"] for use in renewed["users"]] == [None], "all who use it use the new version")
        shown = told.operator().get(f"/admin/v1/posts/{told.post['post_id']}")
        tale.promise((shown["content"]["version"], shown["problem"]) == (3, None), "it goes out again next week")
