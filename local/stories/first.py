"""From a QR code on a shelf to a redeemed coupon: 扫码、加好友、欢迎语、标签、发券、核销.

Every value comes from the system's own answers, and what matters is asserted on both sides: what our API says and
what the WeCom sandbox recorded.
"""

from __future__ import annotations

import io
import re
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

import zxingcpp
from PIL import Image

from local import demo
from local.stories.tale import Tale
from local.web import Client

TITLE = "扫码入会 · from a QR code to a redeemed coupon"
GROUP = "来源"
TAGS = ["门店扫码", "新客"]
COUPON = "入会满减券"
WELCOME = "你好，我是溪雨茶铺的顾问。入会券已放进你的卡包：满 100 减 20，7 天内有效。"
EXPECTED = ["member.joined", "staff.added", "welcome.sent", "coupon.issued", "member.tagged", "coupon.redeemed"]


@dataclass
class Story:
    """What the story has learnt so far."""

    tale: Tale
    operator: Client
    live_code: dict[str, Any] = field(default_factory=dict)
    template_id: str = ""
    tag_ids: list[str] = field(default_factory=list)
    customer: dict[str, Any] = field(default_factory=dict)
    joined: dict[str, Any] = field(default_factory=dict)
    member_id: str = ""
    coupon: dict[str, Any] = field(default_factory=dict)


def play(tale: Tale) -> Story:
    """Tell it; what it has learnt. Raises PromiseBroken, or WrongAnswer from a door."""
    story = begin(tale)
    for chapter in (prepare, publish, scan, join, follow_up, redeem, look_back):
        chapter(story)
    return story


def begin(tale: Tale) -> Story:
    """The callback URL is known to WeCom, and the owner has signed in."""
    with tale.step("验证回调地址", "WeCom verified our callback URL"):
        tale.promise(tale.stack.verified.ok, f"callback verification: {tale.stack.verified.problem}")
        tale.note(f"{tale.stack.places.url}/wecom/callback/{demo.KEY}")
    with tale.step("店长登录后台", "the owner signs in with a WeCom code"):
        return Story(tale, signed_in(tale, "boss", "/admin/v1/sessions", "owner"))


def signed_in(tale: Tale, userid: str, door: str, role: str) -> Client:
    """Our API as a member of staff sees it, after signing in at `door`."""
    code = tale.stack.sandbox.post(f"/corps/{tale.stack.corp.corp_id}/staff/{userid}/oauth-code", status=200)["code"]
    session = tale.stack.api.post(door, {"corp": demo.KEY, "code": code})
    tale.promise(
        (session["who"], session["role"]) == (userid, role),
        f"signed in as {userid}, {role}: {session['who']}, {session['role']}",
    )
    return Client(tale.stack.places.url, session["token"])


def prepare(story: Story) -> None:
    """Roles, tags, a coupon."""
    tale = story.tale
    with tale.step("授予门店员工核销权限", "store staff get their role"):
        operator = story.operator.put("/admin/v1/operators/store", {"role": "store_staff"}, tale.key("role"))
        given = (operator["userid"], operator["role"])
        tale.promise(given == ("store", "store_staff"), f"the role given is the role answered: {operator}")
    with tale.step("创建企业标签", "corp tags in a group"):
        if not _tag_ids(story):
            story.operator.post("/admin/v1/tag-groups", {"name": GROUP, "tags": TAGS}, tale.key("tags"))
        story.tag_ids = _tag_ids(story)
        tale.promise(len(story.tag_ids) == len(TAGS), "every tag asked for is there")
    with tale.step("创建优惠券：满 100 减 20，库存 100", "a coupon template, 100 in stock, one per member"):
        new = {
            "name": COUPON,
            "amount_off": 2000,
            "threshold": 10000,
            "stock": 100,
            "per_member": 1,
            "valid_days": 7,
        }
        story.template_id = story.operator.post("/admin/v1/coupon-templates", new, tale.key("template"))["template_id"]


def _tag_ids(story: Story) -> list[str]:
    groups = story.operator.get("/admin/v1/tag-groups")["items"]
    return [tag["id"] for group in groups if group["name"] == GROUP for tag in group["tags"] if tag["name"] in TAGS]


def publish(story: Story) -> None:
    """A live code, ready and printed."""
    tale = story.tale
    body = {
        "name": f"前台立牌 {tale.mark}",
        "staff": [{"userid": "lily", "weight": 2}, {"userid": "ming", "weight": 1}],
        "tag_ids": story.tag_ids,
        "welcome": {"text": WELCOME},
        "coupon_template_id": story.template_id,
    }
    with tale.step("创建渠道活码（两名员工，2:1）", "a live code for two members of staff"):
        created = story.operator.post("/admin/v1/live-codes", body, tale.key("code"))
        again = story.operator.post("/admin/v1/live-codes", body, tale.key("code"))
        tale.promise(again["code"] == created["code"], "the same Idempotency-Key makes it once")
    with tale.step("企业微信生成联系我", "WeCom makes its contact ways"):
        story.live_code = tale.until(lambda: _ready(story, created["code"]), "the live code is ready")
        ways = story.live_code["contact_ways"]
        tale.promise({way["userid"] for way in ways} == {"lily", "ming"}, "one contact way for each member of staff")
        tale.promise(all(way["config_id"] for way in ways), "each has WeCom's config id")
    with tale.step("下载并识别二维码", "the printed QR code leads to the entry page"):
        answer = tale.stack.api.raw("GET", story.live_code["qr_png"])
        tale.promise(answer.headers["Content-Type"] == "image/png", "the QR code is a PNG")
        tale.promise(_read_qr(answer.data) == story.live_code["entry_url"], "the QR code holds the entry URL")
        tale.note(story.live_code["entry_url"])


def _ready(story: Story, code: str) -> dict[str, Any] | None:
    live_code: dict[str, Any] = story.operator.get(f"/admin/v1/live-codes/{code}")
    return live_code if live_code["status"] == "ready" else None


def _read_qr(png: bytes) -> str:
    barcodes = zxingcpp.read_barcodes(Image.open(io.BytesIO(png)))
    return str(barcodes[0].text) if barcodes else ""


def scan(story: Story) -> None:
    """A customer opens the entry page."""
    tale = story.tale
    with tale.step("顾客扫码打开入口页", "a customer opens the entry page"):
        story.customer = tale.stack.sandbox.post("/customers", {"name": f"顾客 {tale.mark[:4]}"}, status=200)
        page = tale.stack.api.raw("GET", story.live_code["entry_url"])
        config_id = re.search(r'data-config-id="([^"]+)"', page.data.decode())
        members = {way["config_id"]: way["userid"] for way in story.live_code["contact_ways"]}
        tale.promise(
            page.status == 200 and config_id and config_id[1] in members, "the page shows one of the contact ways"
        )
        assert config_id
        story.joined = {"config_id": config_id[1], "userid": members[config_id[1]]}


def join(story: Story) -> None:
    """The customer adds the member of staff, and is welcomed."""
    tale = story.tale
    add(story)
    with tale.step("欢迎语送达（时限 20 秒）", "the welcome arrives within its 20 s"):
        message = tale.until(lambda: _welcome(story), "the welcome is in the customer's chat")
        tale.promise(message["content"]["content"] == WELCOME, "it says what the live code says")
        waited = _moment(message["at"]) - _moment(_event(story)["at"])
        tale.promise(waited < 20, f"it came after {waited:.1f} s")
        tale.note(f"添加后 {waited * 1000:,.0f} ms 送达 · after the join, by WeCom's clock")


def add(story: Story) -> None:
    """The customer adds the member of staff whom the page showed."""
    tale, config_id = story.tale, story.joined["config_id"]
    with tale.step("顾客添加员工为好友", "the customer adds the member of staff"):
        added = tale.stack.sandbox.post(f"/customers/{story.customer['id']}/add", {"config_id": config_id}, status=200)
        tale.promise(added["state"] == story.live_code["code"], "WeCom knows the join by the live code's state")
        tale.promise(added["userid"] == story.joined["userid"], "it is the member of staff whom the page showed")
        story.joined = {**story.joined, **added}


def _welcome(story: Story) -> dict[str, Any] | None:
    messages = story.tale.stack.sandbox.get(f"/customers/{story.customer['id']}/messages")["messages"]
    return next((message for message in messages if message["sender"] == "welcome"), None)


def _event(story: Story) -> dict[str, Any]:
    entries: list[dict[str, Any]] = story.tale.stack.sandbox.get("/ledger?kind=event&limit=1000")["entries"]
    return next(entry for entry in entries if story.joined["external_userid"] in entry["plaintext"])


def _moment(text: str) -> float:
    return datetime.fromisoformat(text.replace("Z", "+00:00")).timestamp()


def follow_up(story: Story) -> None:
    """The member is known here and tagged at WeCom."""
    tale, userid = story.tale, story.joined["userid"]
    with tale.step("会员入库，来源归到活码", "the member is known, with the source"):
        story.member_id = tale.until(lambda: _member_id(story), "the member is in the list")["member_id"]
    with tale.step("企业微信侧打上标签", "the tags are marked at WeCom"):
        relation = tale.until(lambda: _tagged_there(story), "the tags are on the relation at WeCom")
        tale.promise(set(relation["tags"]) == set(story.tag_ids), "they are the live code's tags")
    with tale.step("会员档案含昵称与标签", "the member's file shows name and tags"):
        member = tale.until(lambda: _tagged_here(story), "name and tags are in the member's file")
        tale.promise(member["name"] == story.customer["name"], "the name is the customer's")
        tale.promise(
            [line["userid"] for line in member["relations"]] == [userid], "one relation, to that member of staff"
        )
        tale.promise(member["relations"][0]["status"] == "friend", "they are friends")


def _member_id(story: Story) -> dict[str, Any] | None:
    lines = story.operator.get("/admin/v1/members?limit=100")["items"]
    return next((line for line in lines if line["first_state"] == story.live_code["code"]), None)


def _tagged_there(story: Story) -> dict[str, Any] | None:
    path = f"/corps/{story.tale.stack.corp.corp_id}/staff/{story.joined['userid']}/customers"
    mine = [
        line for line in story.tale.stack.sandbox.get(path)["customers"] if line["customer_id"] == story.customer["id"]
    ]
    return mine[0] if mine and mine[0]["tags"] else None


def _tagged_here(story: Story) -> dict[str, Any] | None:
    member: dict[str, Any] = story.operator.get(f"/admin/v1/members/{story.member_id}")
    tags = {tag for relation in member["relations"] for tag in relation["tags"]}
    return member if member["name"] and tags >= set(TAGS) else None


def redeem(story: Story) -> None:
    """The coupon is found in the wallet and redeemed, once."""
    tale = story.tale
    with tale.step("顾客登录小程序，券在卡包", "the coupon is in the mini-program's wallet"):
        login = tale.stack.sandbox.post(
            f"/customers/{story.customer['id']}/login-code", {"appid": tale.stack.corp.mini_appid}, status=200
        )
        session = tale.stack.api.post("/mini/v1/sessions", {"corp": demo.KEY, "js_code": login["js_code"]})
        tale.promise(session["member_id"] == story.member_id, "the mini-program's customer is that member")
        member = Client(tale.stack.places.url, session["token"])
        wallet = tale.until(lambda: member.get("/mini/v1/wallet")["items"], "a coupon is in the wallet")
        tale.promise([one["template_name"] for one in wallet] == [COUPON], "exactly one, of that template")
        story.coupon = wallet[0]
    with tale.step("门店核销，订单 168 元", "store staff redeem it on an order of ¥168"):
        store = signed_in(tale, "store", "/staff/v1/sessions", "store_staff")
        redeemed = store.post(
            "/staff/v1/redemptions", {"code": story.coupon["code"], "order_amount": 16800}, tale.key("redeem")
        )
        tale.promise(redeemed["amount_off"] == 2000, "¥20 off")
    with tale.step("再次核销被拒绝", "a second redemption is refused"):
        body = {"code": story.coupon["code"], "order_amount": 16800}
        refused = store.post("/staff/v1/redemptions", body, tale.key("redeem-again"), status=409)
        tale.promise(refused["code"] == "AlreadyRedeemed", f"refused as AlreadyRedeemed, not {refused['code']}")
        left = story.operator.get(f"/admin/v1/coupon-templates/{story.template_id}")
        tale.promise((left["left"], left["issued"]) == (99, 1), "99 left and 1 issued are the 100 of the stock")


def look_back(story: Story) -> None:
    """The timeline has it all."""
    tale = story.tale
    with tale.step("会员时间线完整", "the member's timeline tells it all"):
        kinds = tale.until(lambda: _whole_timeline(story), f"the timeline has {', '.join(EXPECTED)}")
        tale.promise(all(kinds.count(kind) == 1 for kind in EXPECTED), f"each of them once: {kinds}")
        tale.note(" → ".join(reversed(kinds)))
    with tale.step("活码今天有一位访客", "the live code's visit is counted, once"):
        visits = tale.until(lambda: _visits(story), "the visit is counted")
        tale.promise(visits == 1, f"once, not {visits} times")


def _visits(story: Story) -> int:
    """Numbers are counted some seconds after what they count."""
    answer = story.operator.get(f"/admin/v1/live-codes/{story.live_code['code']}/visits")
    return int(answer["visits"])


def _whole_timeline(story: Story) -> list[str] | None:
    items = story.operator.get(f"/admin/v1/members/{story.member_id}/timeline?limit=100")["items"]
    kinds = [item["kind"] for item in items]
    return kinds if set(EXPECTED) <= set(kinds) else None
