"""What people are sent, by every door: filled, with no brace, no account id and no empty card."""

from __future__ import annotations

from tests.support import make
from tests.support.desk import CORP, Desk
from tests.support.stack import Stack
from tests.support.story import Shop

EVERYTHING = "{{customer_name}}好，{{staff_name}}代表{{corp_name}}在{{send_date}}祝您{{wish}}"
WISH = {"name": "wish", "type": "text", "fallback": "愉快"}
STAFF = ("liming", "wangfang", "zhangwei")


def test_nobody_reads_a_brace_an_account_id_or_an_empty_card(stack: Stack) -> None:
    """Welcomes of their own and of content, posts to customers, groups and staff, and the word of a recall."""
    # Of some the directory may know the name by then; none is called as their account is.
    for person in stack.sandbox.world.state.corps[CORP].staff.values():
        person.name = "李小明"
    shop, desk = Shop(stack), Desk(stack)
    link = {"kind": "link", "title": "{{staff_name}}的邀请", "url": "https://a.example/", "desc": "{{wish}}"}
    channels = ["customers", "groups", "staff"]
    item = make.content(stack, text=EVERYTHING, attachment=link, variables=[WISH], channels=channels).id
    card = {"msgtype": "link", "title": "{{staff_name}}的邀请", "url": "https://a.example/", "desc": "{{corp_name}}"}
    own = {"text": EVERYTHING.replace("{{wish}}", "愉快"), "attachments": [card]}
    for name, welcome in (("小红{{x}}", own), ("\u200b", {"content": {"item_id": item, "version": 1}})):
        code = make.live_code(stack, by=shop.owner, welcome=welcome).body
        stack.platform.add(stack.platform.customer(name), code["contact_ways"][0]["config_id"])
        stack.work_off()
    friend = desk.friend("老客")
    stack.platform.call(
        "POST", f"corps/{CORP}/groups", {"name": "群", "owner": "liming", "customers": ["老客"], "chat_id": "wr1"}
    )
    content = {"item_id": item, "version": 1}
    for audience in (
        {"channel": "customers"},
        {"channel": "groups", "owners": ["liming"]},
        {"channel": "staff", "staff": list(STAFF)},
    ):
        desk.post(content=content, audience=audience)
    desk.after(hours=1)
    desk.confirm()
    desk.post(content=content)
    desk.after(hours=1)
    shop.owner.post(f"/admin/v1/content-items/{item}/versions/1/recalls", {"reason": "改价"})
    stack.work_off()
    world = stack.sandbox.world.state
    assert [message for message in world.messages if message.sender == "mass" and message.external_userid == friend]
    assert [message for message in world.app_messages if "素材撤回" in str(message.content)]
    said = [message.content for message in world.messages if message.sender in ("welcome", "mass")]
    said += [message.content for message in world.app_messages]
    assert len(said) >= 2 * 2 + 2 + 2
    for content_of in said:
        text = "".join(str(content_of.get(name, "")) for name in ("content", "title", "desc", "description"))
        assert not [shown for shown in ("{", "}", *STAFF) if shown in text], text
        assert str(content_of.get("title", "x")).strip(), text
