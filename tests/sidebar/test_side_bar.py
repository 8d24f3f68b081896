"""The side bar: a customer of one's own in one look, tagged, noted, and sent what is approved."""

from __future__ import annotations

import pytest

from tests.support import make
from tests.support.http import Http
from tests.support.make import Member
from tests.support.stack import Stack

PATH = "/staff/v1/contacts/"


def of(member: Member, rest: str = "") -> str:
    return f"{PATH}{member.external_userid}{rest}"


@pytest.fixture
def adviser(stack: Stack) -> Http:
    """`liming`, an adviser."""
    return make.operator(stack, "adviser", "liming")


def test_a_customer_in_one_look(stack: Stack, adviser: Http) -> None:
    """Name, remark, tags, stage, first source, usable coupons, consent: to whoever has them as a friend."""
    template = make.coupon_template(stack)
    code = make.live_code(stack, coupon_template_id=template.id, tag_ids=[make.tag(stack).id])
    member = make.member(stack, through=code)
    make.session(stack).put(f"/admin/v1/members/{member.id}/remarks/liming", {"remark": "小红-茶友"})
    seen = adviser.get(of(member)).json()
    assert (seen["member_id"], seen["name"], seen["remark"]) == (member.id, "小红", "小红-茶友")
    assert (seen["mine"]["status"], seen["mine"]["tags"], seen["others"]) == ("friend", ["新客"], 0)
    assert (seen["source"]["code"], seen["source"]["staff"]["userid"]) == (code.id, "liming")
    assert seen["source"]["name"] == code["name"]
    assert [one["template_id"] for one in seen["coupons"]] == [template.id]
    assert seen["coupons"][0]["code"].startswith("****")
    assert (seen["accepts_posts"], seen["blocked"], seen["orders"], seen["follow_ups"]) == (True, False, [], [])


def test_a_colleagues_customer_is_refused_and_named_whom_to_ask(stack: Stack, adviser: Http) -> None:
    """At every door of the side bar, also for an owner: the id comes from a client, and anybody can type one."""
    theirs = make.member(stack, staff="wangfang")
    for http in (adviser, make.session(stack)):
        for method, rest, body in (
            ("GET", "", None),
            ("GET", "/offers", None),
            ("POST", "/tags", {"add": ["et1"]}),
            ("POST", "/notes", {"text": "x"}),
            ("POST", "/sendings", {"coupon_template": "t"}),
            ("POST", "/follow-ups", {"what": "x", "due": "2026-11-22T10:00:00+08:00"}),
        ):
            path = of(theirs, rest)
            answer = http.get(path) if method == "GET" else http.post(path, body)
            assert (answer.status, answer.code) == (403, "NotYourCustomer"), (method, rest)
            assert answer.json()["details"]["staff"], rest
    assert adviser.get(f"{PATH}wmNobody").code == "UnknownContact"
    rival = make.operator(stack, "adviser", "liming", "rival")
    mine = make.member(stack)
    assert rival.get(of(mine)).code == "UnknownContact"


def test_who_was_lost_is_not_ones_customer_any_more(stack: Stack, adviser: Http) -> None:
    """And is again, once they come back."""
    member = make.member(stack)
    stack.platform.delete(member.customer, "liming")
    stack.work_off()
    assert adviser.get(of(member)).code == "UnknownContact"


def test_a_remark_that_wecom_will_not_tell_hides_nothing_else(stack: Stack, adviser: Http) -> None:
    """The rest is ours to show."""
    member = make.member(stack)
    stack.platform.fault(kind="error", api="externalcontact/get", errcode=48002, times=1)
    seen = adviser.get(of(member)).json()
    assert (seen["remark"], seen["name"]) == (None, "小红")


def test_tags_go_to_wecom_as_ones_own_alone(stack: Stack, adviser: Http) -> None:
    """On and off; a tag that the corp does not have is refused, and a colleague's tags stay as they are."""
    tag, member = make.tag(stack), make.member(stack)
    stack.clock.advance(1)
    mine = adviser.post(of(member, "/tags"), {"add": [tag.id]}).json()
    assert mine["tags"] == ["新客"]
    assert adviser.get(of(member)).json()["mine"]["tags"] == ["新客"]
    stack.clock.advance(1)
    assert adviser.post(of(member, "/tags"), {"remove": [tag.id]}).json()["tags"] == []
    assert adviser.post(of(member, "/tags"), {"add": ["nosuch"]}).code == "BadTagging"
    assert adviser.post(of(member, "/tags"), {}).status == 400


def test_a_note_is_written_and_seen_by_its_author_whole(stack: Stack, adviser: Http) -> None:
    """A colleague sees how it begins."""
    member = make.member(stack)
    note = adviser.post(of(member, "/notes"), {"text": "电话 13800138000，怕辣"}, idempotency_key="n")
    assert note.status == 201
    assert adviser.get(of(member)).json()["notes"][0]["text"] == "电话 13800138000，怕辣"
    (seen,) = make.session(stack).get(f"/admin/v1/members/{member.id}/notes").json()["items"]
    assert seen["is_masked"]


def test_a_coupon_is_given_once_and_its_message_handed_to_the_client(stack: Stack, adviser: Http) -> None:
    """Under one key one coupon; the limit of a member holds; the stock goes down by what was given."""
    member = make.member(stack)
    template = make.coupon_template(stack, stock=2)
    (offer,) = adviser.get(of(member, "/offers")).json()["coupons"]
    assert (offer["template_id"], offer["left"], offer["held"], offer["can_send"]) == (template.id, 2, 0, True)
    wanted = {"coupon_template": template.id}
    sent = adviser.post(of(member, "/sendings"), wanted, idempotency_key="k")
    again = adviser.post(of(member, "/sendings"), wanted, idempotency_key="k")
    assert (sent.status, again.json()) == (201, sent.json())
    (message,) = sent.json()["messages"]
    assert message["msgtype"] == "text" and "优惠券" in message["text"]["content"]
    assert len(member.wallet()) == 1 and member.wallet()[0].id not in str(sent.json())
    assert adviser.post(of(member, "/sendings"), wanted, idempotency_key="k2").code == "AlreadyClaimed"
    (offer,) = adviser.get(of(member, "/offers")).json()["coupons"]
    assert (offer["left"], offer["held"], offer["can_send"]) == (1, 1, False)
    stack.drain()
    events = make.session(stack).get(f"/admin/v1/members/{member.id}/timeline?limit=100").json()["items"]
    assert [one["kind"] for one in events].count("sidebar.taken") == 1
    assert adviser.post(of(member, "/sendings"), {}).status == 400


def test_only_coupons_that_staff_may_give_are_offered(stack: Stack, adviser: Http) -> None:
    """Not one for live codes alone, nor one that has ended; and by a part of the name."""
    member = make.member(stack)
    make.coupon_template(stack, name="活码券", claimable_by=["live_code"])
    given = make.coupon_template(stack, name="老客券")
    ended = make.coupon_template(stack, name="旧券")
    make.session(stack).post(f"/admin/v1/coupon-templates/{ended.id}/ends", {"confirm": True})
    stack.clock.advance(10)
    offered = adviser.get(of(member, "/offers")).json()["coupons"]
    assert [one["template_id"] for one in offered] == [given.id]
    assert adviser.get(of(member, "/offers?q=新客")).json()["coupons"] == []


def test_approved_content_is_offered_and_sent_with_both_names(stack: Stack, adviser: Http) -> None:
    """A draft is neither; the message is what the client sends, and that it was taken is told."""
    make.session(stack).post("/admin/v1/staff-reconciles")
    stack.work_off()
    member = make.member(stack)
    draft = make.content_item(stack, name="草稿", text="还没审")
    content = make.content(stack, name="问候", text="{{customer_name}}您好，我是{{staff_name}}。")
    offers = adviser.get(of(member, "/offers")).json()["items"]
    assert [(one["item_id"], one["text"]) for one in offers] == [(content.id, "小红您好，我是liming。")]
    sent = adviser.post(of(member, "/sendings"), {"content": content.id})
    assert sent.json()["messages"][0] == {"msgtype": "text", "text": {"content": "小红您好，我是liming。"}}
    assert adviser.post(of(member, "/sendings"), {"content": draft.id}).code == "NotApproved"
