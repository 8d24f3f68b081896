"""The message that is sent: exact parts, values, media ids. The sandbox judges what WeCom takes."""

from __future__ import annotations

from typing import Any

import msgspec
import pytest

from chalicelib.content import rendering, rules, service, speaking
from chalicelib.content.errors import BadValues, ChannelNotApproved
from chalicelib.content.ids import PictureId
from chalicelib.content.shapes import ContentBody
from chalicelib.core.ids import UserId
from chalicelib.platforms.wecom import client
from chalicelib.platforms.wecom.errors import WeComRefused
from chalicelib.staff import service as staff
from tests.content.studio import LINK, PASS, Studio, image
from tests.support.stack import Stack

PICTURE = PictureId("0" * 26)
MEDIA = {PICTURE: "media-1"}
MINI = {
    "kind": "miniprogram", "title": "去逛{{x}}", "appid": "wx0123456789abcdef", "page": "pages/a.html",
    "picture_id": PICTURE,
}  # fmt: skip
SENT = {"staff_name": "小王", "corp_name": "品牌", "send_date": "2026-11-21"}
X = {"name": "x", "type": "text", "fallback": "逛吧", "max_length": 4}


def body(**fields: Any) -> ContentBody:
    """What a version says."""
    return msgspec.convert(fields, ContentBody)


def _json(messages: Any) -> Any:
    """As WeCom receives them, to the last field."""
    return msgspec.json.decode(msgspec.json.encode(messages))


@pytest.mark.parametrize(
    ("attachment", "mass", "staff"),
    [
        (None, [], []),
        (
            LINK,
            [{"msgtype": "link", "link": {name: LINK[name] for name in ("title", "url", "desc")}}],
            [
                {
                    "msgtype": "textcard",
                    "textcard": {"title": "领券", "description": "到店可用", "url": LINK["url"]},
                }
            ],
        ),
        (
            MINI,
            [
                {
                    "msgtype": "miniprogram",
                    "miniprogram": {
                        "title": "去逛逛吧",
                        "pic_media_id": "media-1",
                        "appid": "wx0123456789abcdef",
                        "page": "pages/a.html",
                    },
                }
            ],
            [
                {
                    "msgtype": "miniprogram_notice",
                    "miniprogram_notice": {
                        "appid": "wx0123456789abcdef",
                        "page": "pages/a.html",
                        "title": "去逛逛吧",
                    },
                }
            ],
        ),
        (
            {"kind": "image", "picture_id": PICTURE},
            [{"msgtype": "image", "image": {"media_id": "media-1"}}],
            [{"msgtype": "image", "image": {"media_id": "media-1"}}],
        ),
    ],
)
def test_the_parts_are_those_that_wecom_takes(attachment: Any, mass: Any, staff: Any) -> None:
    """Text and attachment in one mass message, one app message each to staff; without a text there is no text part."""
    given = body(text="您好{{x}}", attachment=attachment, variables=[X])
    assert _json(rendering.render(given, SENT, MEDIA)) == {"text": {"content": "您好逛吧"}, "attachments": mass}
    text = [{"msgtype": "text", "text": {"content": "您好逛吧"}}]
    assert _json(rendering.render_for_staff(given, SENT, MEDIA)) == text + staff
    if attachment:
        silent = msgspec.structs.replace(given, text="")
        assert _json(rendering.render(silent, SENT, MEDIA)) == {"attachments": mass}
        assert _json(rendering.render_for_staff(silent, SENT, MEDIA)) == staff


def test_a_textcard_without_a_description_shows_its_title() -> None:
    """WeCom wants one for staff, and a link card has none to give."""
    (message,) = rendering.render_for_staff(body(attachment={**LINK, "desc": ""}), SENT, {})
    assert message.textcard and message.textcard.description == "领券"


@pytest.mark.parametrize(
    ("declared", "value", "shown"),
    [
        ({"type": "text", "fallback": "您"}, "王女士", "王女士"),
        ({"type": "text", "fallback": "您"}, None, "您"),
        ({"type": "number", "fallback": 3}, 0, "0"),
        ({"type": "number", "fallback": 3}, None, "3"),
        ({"type": "money", "fallback": 1250}, None, "¥12.50"),
        ({"type": "money", "fallback": 0}, 5, "¥0.05"),
        ({"type": "money", "fallback": 0}, 100_000_000, "¥1000000.00"),
        ({"type": "date", "fallback": "2026-01-02"}, None, "1月2日"),
        ({"type": "date", "fallback": "2026-01-02"}, "2026-11-21", "11月21日"),
        ({"type": "link", "fallback": "https://a.example/"}, "https://b.example/", "https://b.example/"),
    ],
)
def test_values_are_shown_as_people_read_them(declared: Any, value: Any, shown: str) -> None:
    """By type; a value that is left out is the fallback, and 0 is not left out."""
    given = body(text="[{{x}}|{{ x }}]", variables=[{"name": "x", **declared}])
    values = {} if value is None else {"x": value}
    assert rules.with_values(given, values).text == f"[{shown}|{shown}]"


def test_a_value_is_never_read_as_a_variable() -> None:
    """Nobody can pull another value in, and no brace of theirs reaches anybody."""
    given = body(text="{{x}}{{staff_name}}", variables=[{"name": "x", "type": "text", "fallback": "a"}])
    assert rules.with_values(given, {**SENT, "x": "{{staff_name}}"}).text == "staff_name小王"


def test_what_has_no_value_falls_back() -> None:
    """A name that nobody knows, a value of nothing but blanks, a variable that nobody declared."""
    given = body(text="{{customer_name}}{{x}}{{staff_name}}{{nobody}}", variables=[X])
    assert rules.with_values(given, {"staff_name": "", "x": "  "}).text == "您逛吧您的专属顾问"


def test_what_the_sender_supplies_is_required_when_used_and_cut_when_long() -> None:
    """A post cannot forget its day; a name of 64 characters does not stop a campaign."""
    given = body(text="{{staff_name}} {{send_date}}")
    with pytest.raises(BadValues, match="send_date is missing"):
        rules.with_values(given, {"staff_name": "小王"})
    assert rules.with_values(given, {**SENT, "staff_name": "长" * 64}).text == "长" * 32 + " 11月21日"
    with pytest.raises(BadValues):
        rules.with_values(given, {**SENT, "send_date": "今天"})
    assert rules.with_values(body(text="您好"), {}).text == "您好"


def _approved(studio: Studio, **changes: Any) -> service.Approved:
    item_id = studio.bring(studio.written(**changes), "approved")
    return service.approved(studio.stack.ctx(), item_id, 1)


def _customer(studio: Studio) -> str:
    way = client.add_contact_way(studio.stack.ctx(), UserId("liming"), "s", "r")
    return str(studio.stack.platform.add(studio.stack.platform.customer(), way.config_id)["external_userid"])


def _shapes(studio: Studio) -> dict[str, dict[str, Any]]:
    picture_id = studio.picture(image())
    card = {**MINI, "title": "去逛逛吧", "picture_id": picture_id}
    both = {"channels": ["customers", "staff"], "variables": []}
    return {
        "text": {**both, "text": "{{staff_name}} {{corp_name}} {{send_date}}"},
        "link": {**both, "text": "", "attachment": {**LINK, "picurl": "https://m.example.com/a.png"}},
        "miniprogram": {**both, "attachment": card, "text": "看看"},
        "image": {**both, "attachment": {"kind": "image", "picture_id": picture_id}, "text": "看看"},
        "long": {"variables": [], "text": "汉" * 1333 + "a", "attachment": {**LINK, "title": "汉" * 42 + "ab"}},
    }


def test_wecom_takes_every_kind_of_approved_content(studio: Studio) -> None:
    """Mass messages and app messages, with pictures uploaded on the way, and a text as long as lint allows."""
    ctx, customer = studio.stack.ctx(), _customer(studio)
    for kind, fields in _shapes(studio).items():
        content = _approved(studio, **fields)
        (mass,) = service.messages(ctx, content, "customers", SENT)
        body = {"chat_type": "single", "external_userid": [customer], "sender": "liming", **_json(mass)}
        assert client.post(ctx, "externalcontact/add_msg_template", body)["fail_list"] == [], kind
        if "staff" in content.body.channels:
            for message in service.messages(ctx, content, "staff", SENT):
                sent = {"touser": "liming", "agentid": 1000002, **_json(message)}
                assert client.post(ctx, "message/send", sent)["invaliduser"] == "", kind


def test_wecom_refuses_what_lint_refuses(studio: Studio) -> None:
    """One byte more than lint allows: the limits are WeCom's, not ours."""
    ctx, customer = studio.stack.ctx(), _customer(studio)
    for given in (body(text="汉" * 1333 + "ab"), body(attachment={**LINK, "title": "汉" * 43})):
        parts = {"external_userid": [customer], "sender": "liming", **_json(rendering.render(given, {}, {}))}
        with pytest.raises(WeComRefused):
            client.post(ctx, "externalcontact/add_msg_template", parts)


def test_approval_holds_for_the_channels_that_were_reviewed(studio: Studio) -> None:
    """Content for staff is not sent to customers."""
    content = _approved(studio, text="内部通知", variables=[], channels=["staff"])
    assert service.messages(studio.stack.ctx(), content, "staff", {})
    for channel in ("customers", "groups"):
        with pytest.raises(ChannelNotApproved):
            service.messages(studio.stack.ctx(), content, channel, {})


@pytest.mark.parametrize("value", ["国家级", "国 家 级", "https://t.cn/a", "http://m.example.com"])
def test_values_cannot_bring_in_what_nobody_reviewed(studio: Studio, value: str) -> None:
    """Forbidden words and links in a value are refused when the message is made; a good value is not."""
    variable = {"name": "x", "type": "text", "fallback": "好礼", "max_length": 30}
    content = _approved(studio, text="送{{x}}", variables=[variable])
    with pytest.raises(BadValues):
        service.messages(studio.stack.ctx(), content, "customers", {"x": value})
    assert service.messages(studio.stack.ctx(), content, "customers", {"x": "https://m.example.com"})


def test_a_value_cannot_complete_a_forbidden_word(studio: Studio) -> None:
    """What matters is the text that the customer reads."""
    variable = {"name": "x", "type": "text", "fallback": "层面", "max_length": 4}
    content = _approved(studio, text="国家{{x}}", variables=[variable])
    with pytest.raises(BadValues):
        service.messages(studio.stack.ctx(), content, "customers", {"x": "级"})


def test_a_later_rule_does_not_take_approval_away(studio: Studio) -> None:
    """What was reviewed stays approved; only what a value brings in is judged by the new rule."""
    content = _approved(studio, text="老口号{{x}}", variables=[X])
    rule = {"extra_words": ["老口号", "新口号"]}
    assert studio.owner.put("/admin/v1/content-rules", rule).status == 200
    assert service.messages(studio.stack.ctx(), content, "customers", {})
    with pytest.raises(BadValues):
        service.messages(studio.stack.ctx(), content, "customers", {"x": "新口号"})
    assert studio.owner.put("/admin/v1/content-rules", {}).status == 200


def test_the_whole_way_through_the_doors(studio: Studio) -> None:
    """Written, submitted, reviewed three times, sent: nothing but HTTP until it is made into a message."""
    item_id = studio.draft()
    assert studio.take(item_id, "author", "submissions").json()["status"] == "content_review"
    statuses = [studio.take(item_id, *step).json()["status"] for step in PASS.values()]
    assert statuses == ["compliance_review", "business_review", "approved"]
    content = service.approved(studio.stack.ctx(), item_id, 1)
    (message,) = service.messages(studio.stack.ctx(), content, "groups", {**SENT, "amount": 30000})
    assert message.text and message.text.content == "您好，我是小王。满¥300.00可用券，11月21日见。"


def test_a_name_that_content_may_not_say_is_its_fallback(stack: Stack, monkeypatch: pytest.MonkeyPatch) -> None:
    """Whoever of the staff is called an absolute claim, or a link, speaks without their name; nobody's post fails."""
    names = {"a": "王第一", "b": "看 http://t.cn/x", "c": "王小明"}
    monkeypatch.setattr(staff, "name_of", lambda ctx, userid: names[userid])
    said = [speaking.built_in(stack.ctx(), UserId(userid), stack.ctx().at)["staff_name"] for userid in names]
    assert said == ["", "", "王小明"]
