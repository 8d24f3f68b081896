"""Welcomes: filled with names, their pictures renewed, and what WeCom will not take left out of the rest."""

from __future__ import annotations

import json
import urllib.request
from datetime import UTC, datetime
from typing import Any

import msgspec
import pytest

from chalicelib.livecodes import rules
from chalicelib.livecodes.known import Terms
from chalicelib.livecodes.shapes import HourlyWelcome, Welcome
from tests.support import make
from tests.support.stack import Stack, forget_everything
from tests.support.story import Shop
from tests.support.wecom import CORPS, Customer

SEND = "externalcontact/send_welcome_msg"
DAY = 86_400
IMAGE = {"msgtype": "image"}


@pytest.fixture
def shop(stack: Stack) -> Shop:
    return Shop(stack)


def _card(**picture: str) -> dict[str, Any]:
    return {"msgtype": "miniprogram", "title": "去逛逛", "appid": "wx0123456789abcdef", "page": "pages/a", **picture}


def _code(shop: Shop, **welcome: Any) -> dict[str, Any]:
    return make.live_code(shop.stack, by=shop.owner, welcome=welcome).body


def _join(shop: Shop, code: dict[str, Any], name: str = "小红") -> Customer:
    customer = shop.stack.platform.customer(name)
    shop.stack.platform.add(customer, code["contact_ways"][0]["config_id"])
    shop.stack.work_off()
    return customer


def _got(shop: Shop, customer: Customer) -> list[str]:
    return [message["msgtype"] for message in shop.stack.platform.messages(customer)["messages"]]


def _ends(shop: Shop) -> list[tuple[str, list[str]]]:
    """How welcomes ended, and what was left out, the newest first."""
    found = []
    for line in shop.owner.get("/admin/v1/members").json()["items"]:
        timeline = shop.owner.get(f"/admin/v1/members/{line['member_id']}/timeline?limit=100").json()["items"]
        facts = [fact["data"] for fact in timeline if fact["kind"].startswith("welcome.")]
        found += [(data["outcome"], data["left_out"]) for data in facts]
    return found


def _problem(shop: Shop, code: dict[str, Any]) -> Any:
    return shop.owner.get(f"/admin/v1/live-codes/{code['code']}").json()["welcome_problem"]


def _upload(shop: Shop) -> str:
    """A media id that an operator got from WeCom by hand."""
    corp, url = CORPS["demo"], shop.stack.sandbox.url
    query = f"corpid={corp.corp_id}&corpsecret={corp.settings()['agent_secret']}"
    token = json.load(urllib.request.urlopen(f"{url}/cgi-bin/gettoken?{query}"))["access_token"]
    data = b'--x\r\nContent-Disposition: form-data; name="media"; filename="a.png"\r\n\r\n\x89PNG\r\n\x1a\n'
    body = data + bytes(60) + b"\r\n--x--\r\n"
    headers = {"Content-Type": "multipart/form-data; boundary=x"}
    address = f"{url}/cgi-bin/media/upload?access_token={token}&type=image"
    return str(json.load(urllib.request.urlopen(urllib.request.Request(address, body, headers)))["media_id"])


def test_a_picture_of_a_card_is_renewed_for_as_long_as_the_card_is_used(shop: Shop) -> None:
    """Four days later WeCom has forgotten its upload; the customer gets the whole welcome all the same."""
    picture = make.picture(shop.stack, by=shop.owner).id
    code = _code(
        shop, text="你好", attachments=[_card(picture_id=picture), {"msgtype": "image", "picture_id": picture}]
    )
    shop.stack.clock.advance(4 * DAY)
    shop.owner = shop.stack.operator()
    assert _got(shop, _join(shop, code)) == ["text", "miniprogram", "image"]
    assert _ends(shop) == [("sent", [])]


def test_a_picture_that_wecom_lost_early_is_given_anew_inside_the_20_seconds(shop: Shop) -> None:
    """40007 for an id that should live: one more upload, one more try."""
    picture = make.picture(shop.stack, by=shop.owner).id
    code = _code(shop, text="你好", attachments=[_card(picture_id=picture)])
    shop.stack.platform.fault(kind="media_expired", corp_id=CORPS["demo"].corp_id)
    assert _got(shop, _join(shop, code)) == ["text", "miniprogram"]
    assert _problem(shop, code) is None


def test_what_wecom_no_longer_has_is_left_out_and_the_rest_arrives(shop: Shop) -> None:
    """A media id that nobody can renew: text and link go; the live code says what is missing until it is changed."""
    link = {"msgtype": "link", "title": "领券", "url": "https://example.com/w"}
    code = _code(shop, text="你好", attachments=[_card(pic_media_id=_upload(shop)), link])
    shop.stack.clock.advance(4 * DAY)
    shop.owner = shop.stack.operator()
    assert _got(shop, _join(shop, code)) == ["text", "link"]
    assert _ends(shop) == [("in_part", ["attachments[0]"])]
    problem = _problem(shop, code)
    assert (problem["errcode"], problem["about"], problem["remedy"]) == (40007, "attachments[0]", "edit")
    (line,) = shop.owner.get("/admin/v1/live-codes").json()["items"]
    assert line["problem"] == problem
    changed = shop.owner.put(f"/admin/v1/live-codes/{code['code']}/welcome", {"welcome": {"text": "你好"}})
    assert (changed.status, changed.json()["welcome_problem"]) == (200, None)
    shop.stack.clock.advance(6)
    assert shop.welcomes(_join(shop, code, "小明")) == ["你好"]


def test_when_every_picture_is_refused_the_words_are_said(shop: Shop) -> None:
    """Twice, with ids given anew as well: text and link go, both pictures are named as missing, the code says so."""
    picture = make.picture(shop.stack, by=shop.owner).id
    link = {"msgtype": "link", "title": "领券", "url": "https://example.com/w"}
    pictures = [{"msgtype": "image", "picture_id": picture}, _card(picture_id=picture)]
    code = _code(shop, text="你好", attachments=[*pictures, link])
    shop.stack.platform.fault(kind="error", api=SEND, errcode=40007, times=2)
    assert _got(shop, _join(shop, code)) == ["text", "link"]
    assert _ends(shop) == [("in_part", ["attachments[0]", "attachments[1]"])]
    assert (_problem(shop, code)["errcode"], _problem(shop, code)["about"]) == (40007, "attachments[0], attachments[1]")


def test_when_wecom_takes_no_picture_the_words_are_said(shop: Shop) -> None:
    """No upload goes through at all: whoever joins meanwhile hears the rest, and the next whole welcome mends it."""
    picture = make.picture(shop.stack, by=shop.owner).id
    refused = shop.stack.platform.fault(kind="permanent", api="media/upload", errcode=48002)
    code = _code(
        shop, text="你好", attachments=[_card(picture_id=picture), {"msgtype": "image", "picture_id": picture}]
    )
    assert _got(shop, _join(shop, code)) == ["text"]
    assert _ends(shop) == [("in_part", ["attachments[0]", "attachments[1]"])]
    shop.stack.platform.call("DELETE", f"faults/{refused['id']}")
    forget_everything()
    shop.stack.clock.advance(60)
    assert _got(shop, _join(shop, code, "小明")) == ["text", "miniprogram", "image"]
    assert _problem(shop, code) is None


def test_a_welcome_of_refused_pictures_alone_says_nothing_and_says_why(shop: Shop) -> None:
    """There are no words to say instead: failed, shown with the errcode, and nothing is tried over and over."""
    picture = make.picture(shop.stack, by=shop.owner).id
    code = _code(shop, attachments=[{"msgtype": "image", "picture_id": picture}])
    shop.stack.platform.fault(kind="permanent", api=SEND, errcode=40007)
    assert _got(shop, _join(shop, code)) == []
    assert [outcome for outcome, _ in _ends(shop)] == ["failed"]
    assert _problem(shop, code)["errcode"] == 40007
    assert shop.stack.queues.dead == []


def test_a_card_that_wecom_refuses_for_another_reason_leaves_the_text(shop: Shop) -> None:
    """Refused twice it is one problem, and the next whole welcome takes it away."""
    code = _code(shop, text="你好", attachments=[{"msgtype": "link", "title": "领券", "url": "https://example.com/w"}])
    shop.stack.platform.fault(kind="error", api=SEND, errcode=41065, times=1)
    assert _got(shop, _join(shop, code)) == ["text"]
    assert _problem(shop, code)["errcode"] == 41065
    forget_everything()
    shop.stack.clock.advance(6)
    assert _got(shop, _join(shop, code, "小明")) == ["text", "link"]
    assert _problem(shop, code) is None
    assert shop.stack.queues.dead == []


def test_a_welcome_that_is_refused_whatever_is_said_is_not_tried_over_and_over(shop: Shop) -> None:
    """With the text alone, and no more; the member is there."""
    code = _code(shop, text="你好", attachments=[{"msgtype": "link", "title": "领券", "url": "https://example.com/w"}])
    shop.stack.platform.fault(kind="permanent", api=SEND, errcode=48002)
    customer = _join(shop, code)
    assert (_got(shop, customer), _ends(shop)) == ([], [("failed", [])])
    assert (_problem(shop, code)["errcode"], shop.stack.queues.dead) == (48002, [])
    assert sum(call["api"] == SEND for call in shop.stack.platform.ledger("api")) == 2
    assert shop.stack.sign_in(customer).status == 201


def test_a_welcome_names_the_customer_and_no_account(shop: Shop) -> None:
    """Their own name as WeCom tells it, without what is in it; whose name nobody knows is an adviser."""
    code = _code(shop, text="{{customer_name}}，我是{{staff_name}}")
    assert shop.welcomes(_join(shop, code, "小\n红{{corp_name}}")) == ["小 红corp_name，我是您的专属顾问"]


def test_a_customer_whose_name_is_not_told_is_greeted_all_the_same(shop: Shop) -> None:
    """WeCom is busy with the profile: the fallback, and no brace."""
    code = _code(shop, text="{{ customer_name }}好")
    shop.stack.platform.fault(kind="error", api="externalcontact/get", errcode=-1, times=1)
    assert shop.welcomes(_join(shop, code)) == ["您好"]


@pytest.mark.parametrize(
    ("name", "said"),
    [("{{}}", "您"), ("}}}}", "您"), ("👩\u200d👧", "👩\u200d👧"), ("\u202eمريم", "مريم"), ("\u3164", "您")],
)
def test_a_welcome_of_nothing_but_a_name_always_says_something(shop: Shop, name: str, said: str) -> None:
    """Whatever customers call themselves."""
    assert shop.welcomes(_join(shop, _code(shop, text="{{customer_name}}"), name)) == [said]


def test_a_name_that_content_may_not_say_keeps_nobody_from_the_welcome(shop: Shop) -> None:
    """An approved version greets whoever calls themselves an absolute claim without their name; nothing is wrong."""
    item = make.content(shop.stack, text="{{customer_name}}好，周末愉快")
    code = _code(shop, content={"item_id": item.id, "version": 1})
    assert shop.welcomes(_join(shop, code, "最美的时光")) == ["您好，周末愉快"]
    assert shop.welcomes(_join(shop, code, "小红")) == ["小红好，周末愉快"]
    assert _problem(shop, code) is None


@pytest.mark.parametrize(
    ("welcome", "word"),
    [
        ({"text": "全网最低价！转发后领取"}, "转发后领取"),
        ({"text": "{{nickname}}你好"}, "nickname"),
        ({"text": " {{nickname}} "}, "nickname"),
        ({"text": "{{}}"}, "花括号"),
        ({"text": "你好}}"}, "花括号"),
        ({"text": "x", "attachments": [{"msgtype": "link", "title": "国家级", "url": "https://a.example/"}]}, "国家级"),
        ({"text": "x", "attachments": [{"msgtype": "link", "title": "t", "url": "http://a.example/"}]}, "https"),
    ],
)
def test_a_welcome_is_held_to_the_lint_of_content(shop: Shop, welcome: dict[str, Any], word: str) -> None:
    """Refused with the place and the reason, and nothing is made."""
    answer = shop.owner.post(
        "/admin/v1/live-codes", {"name": "码", "staff": [{"userid": "liming"}], "welcome": welcome}
    )
    assert (answer.status, answer.code) == (422, "LintErrors")
    assert word in answer.body.decode()
    assert all(fault["path"].startswith("welcome.") for fault in answer.json()["details"]["errors"])


def test_words_of_every_welcome_are_told_with_whatever_else_is_wrong(shop: Shop) -> None:
    """Each at its field, at once: nobody mends the staff to hear of a word afterwards."""
    hours = [{"since": "22:00", "until": "08:00", "welcome": {"text": "夜间国家级"}}]
    body = {"name": "码", "staff": [{"userid": "liming"}], "welcome": {"text": "世界级"}, "welcome_hours": hours}
    worded = shop.owner.post("/admin/v1/live-codes", body)
    wrong = shop.owner.post("/admin/v1/live-codes", {**body, "staff": [{"userid": "nobody"}]})
    words = ["welcome.text", "welcome_hours[0].welcome.text"]
    assert (worded.code, [one["path"] for one in worded.json()["details"]["errors"]]) == ("LintErrors", words)
    assert wrong.code == "BadLiveCode"
    assert [one["path"] for one in wrong.json()["details"]["errors"]] == ["staff[0].userid", *words]


def test_a_welcome_may_be_an_approved_version_and_says_when_it_may_not_be_sent(shop: Shop) -> None:
    """With names filled in; after its recall nothing goes out, and the live code says why."""
    item = make.content(shop.stack, text="{{staff_name}}祝您周末愉快")
    code = _code(shop, content={"item_id": item.id, "version": 1})
    assert shop.welcomes(_join(shop, code)) == ["您的专属顾问祝您周末愉快"]
    shop.owner.post(f"/admin/v1/content-items/{item.id}/versions/1/recalls", {"reason": "改价"})
    shop.stack.clock.advance(6)
    assert shop.welcomes(_join(shop, code, "小明")) == []
    assert _problem(shop, code)["code"] == "VersionRecalled"
    shop.owner.post(f"/admin/v1/live-codes/{code['code']}/retries")
    assert _problem(shop, code)["remedy"] == "new_version", "neither a join nor another try hides what is to be done"


def test_a_live_code_goes_on_with_what_went_into_the_archive(shop: Shop) -> None:
    """It says it, and keeps it beside what is said newly at another hour; another code may not name it."""
    item = make.content(shop.stack, text="晚上好")
    content = {"content": {"item_id": item.id, "version": 1}}
    code = _code(shop, **content)
    assert shop.owner.post(f"/admin/v1/content-items/{item.id}/archive").status == 200
    hours = [{"since": "09:00", "until": "18:00", "welcome": {"text": "白天好"}}]
    path = f"/admin/v1/live-codes/{code['code']}/welcome"
    assert shop.owner.put(path, {"welcome": content, "welcome_hours": hours}).status == 200
    other = {"name": "另一个", "staff": [{"userid": "liming"}], "welcome": content}
    assert shop.owner.post("/admin/v1/live-codes", other).code == "ContentArchived"


def test_the_welcome_of_one_hour_does_not_hide_that_anothers_was_recalled(shop: Shop) -> None:
    """By day somebody is greeted; that nobody will be at night stays on the live code."""
    item = make.content(shop.stack, text="晚上好")
    night = {"since": "22:00", "until": "06:00", "welcome": {"content": {"item_id": item.id, "version": 1}}}
    code = make.live_code(shop.stack, by=shop.owner, welcome={"text": "白天好"}, welcome_hours=[night]).body
    shop.owner.post(f"/admin/v1/content-items/{item.id}/versions/1/recalls", {"reason": "改价"})
    shop.stack.work_off()
    shop.stack.clock.advance(6)
    assert shop.welcomes(_join(shop, code)) == ["白天好"]
    assert _problem(shop, code)["remedy"] == "new_version"


def _terms(**hours: tuple[str, str]) -> Terms:
    slots = tuple(HourlyWelcome(since, until, Welcome(text=name)) for name, (since, until) in hours.items())
    return msgspec.convert(
        {"code": "c", "name": "n", "tag_ids": [], "welcome": {"text": "else"}, "welcome_hours": slots,
         "coupon_template_id": "", "staff": [], "created_at": "2026-11-21T00:00:00.000Z"}, Terms, from_attributes=True,
    )  # fmt: skip


@pytest.mark.parametrize(
    ("clock", "said"),
    [("00:30", "day"), ("08:59", "day"), ("09:00", "else"), ("14:00", "night"), ("21:59", "night"), ("22:00", "else")],
)
def test_the_hours_are_those_of_the_corps_clocks(clock: str, said: str) -> None:
    """By Shanghai's day, from the first minute to before the last, past midnight too; `clock` is in UTC."""
    terms = _terms(day=("08:00", "17:00"), night=("22:00", "06:00"))
    hour, minute = map(int, clock.split(":"))
    assert rules.welcome_at(terms, datetime(2026, 11, 21, hour, minute, tzinfo=UTC)).text == said


def test_hours_of_two_welcomes_do_not_meet() -> None:
    """Nor is there one of no length."""
    assert _rules(a=("22:00", "06:00"), b=("05:00", "07:00")) == ["overlap"]
    assert _rules(a=("08:00", "08:00")) == ["differs"]
    assert _rules(a=("22:00", "06:00"), b=("06:00", "22:00")) == []


def _rules(**hours: tuple[str, str]) -> list[str]:
    return [fault.rule for fault in rules.faults_of_hours(_terms(**hours).welcome_hours)]
