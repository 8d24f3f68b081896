"""Lint, without a table and without a clock: what is found, where, and what is left alone."""

from __future__ import annotations

from typing import Any

import msgspec
import pytest

from chalicelib.content import links, lint, rules, standards
from chalicelib.content.ids import PictureId
from chalicelib.content.shapes import ContentBody, ContentRules

APPID = "wx0123456789abcdef"
PICTURE = PictureId("0" * 26)
LINK = {"kind": "link", "title": "领券", "url": "https://m.example.com/w"}
MINI = {"kind": "miniprogram", "title": "去逛逛", "appid": APPID, "page": "pages/a.html?x=1", "picture_id": PICTURE}
OPEN = standards.standards(ContentRules())
CLOSED = standards.standards(ContentRules(extra_words=["竞品甲"], allowed_hosts=["example.com", "shop.example.org"]))


def body(**fields: Any) -> ContentBody:
    """What a version says."""
    return msgspec.convert({"text": "您好", **fields}, ContentBody)


def found(given: ContentBody, measure: standards.Standards = OPEN, sides: Any = (520, 416)) -> list[tuple[str, str]]:
    """What lint finds, as (code, place)."""
    return [(one.code, one.place) for one in lint.findings(given, measure, {PICTURE: sides})]


def text(name: str, most: int, fallback: str = "好") -> dict[str, Any]:
    """A declared text variable."""
    return {"name": name, "type": "text", "fallback": fallback, "max_length": most}


@pytest.mark.parametrize(
    "given",
    [
        body(),
        body(attachment=LINK),
        body(text="", attachment=LINK),
        body(attachment=MINI),
        body(attachment={"kind": "image", "picture_id": PICTURE}),
        body(text="{{staff_name}}，{{ corp_name }}，{{send_date}}"),
        body(text="满{{a}}减{{b}}", variables=[{"name": n, "type": "money", "fallback": 1} for n in "ab"]),
        body(attachment={**LINK, "title": "{{x}}", "desc": "{{x}}"}, variables=[text("x", 9)]),
        body(text="看这里https://m.example.com/a?b=c，或者https://m.example.com。"),
        body(text="单花括号 {name} 没有意思"),
    ],
)
def test_good_content_has_no_findings(given: ContentBody) -> None:
    """Nothing is said of what is right, under closed rules too."""
    assert found(given) == found(given, CLOSED) == []


@pytest.mark.parametrize(
    ("fields", "code", "place"),
    [
        ({"text": " \n"}, "empty", "text"),
        ({"text": "{{x}}"}, "undeclared_variable", "text"),
        ({"attachment": {**LINK, "desc": "{{x}}"}}, "undeclared_variable", "desc"),
        ({"variables": [text("x", 9)]}, "unused_variable", "variables.x"),
        ({"text": "{{Name}}"}, "broken_variable", "text"),
        ({"text": "{{staff_name"}, "broken_variable", "text"),
        ({"text": "{{staff name}}"}, "broken_variable", "text"),
        ({"text": "您好}}"}, "broken_variable", "text"),
        ({"text": "您好\x00"}, "control", "text"),
        ({"attachment": {**MINI, "appid": "gh_0123456789ab"}}, "appid", "appid"),
        ({"attachment": {**MINI, "appid": APPID.upper()}}, "appid", "appid"),
        ({"attachment": {**MINI, "appid": APPID + "0"}}, "appid", "appid"),
        ({"attachment": {**MINI, "page": "https://m.example.com/"}}, "page", "page"),
        ({"attachment": {**MINI, "page": ""}}, "page", "page"),
        ({"attachment": {**MINI, "picture_id": "1" * 26}}, "picture", "picture_id"),
        ({"attachment": {"kind": "image", "picture_id": "1" * 26}}, "picture", "picture_id"),
        ({"text": "国家级"}, "forbidden_word", "text"),
        ({"attachment": {**LINK, "title": "转发后领取"}}, "forbidden_word", "title"),
        ({"attachment": {**MINI, "title": "集 赞"}}, "forbidden_word", "title"),
        ({"text": "http://m.example.com/"}, "link_not_https", "text"),
        ({"attachment": {**LINK, "picurl": "http://m.example.com/x.png"}}, "link_not_https", "picurl"),
    ],
)
def test_each_mistake_is_found_in_its_place(fields: dict[str, Any], code: str, place: str) -> None:
    """And it alone."""
    assert found(body(**fields)) == [(code, place)]


def test_a_word_is_found_where_a_fallback_completes_it() -> None:
    """Split over a variable's border it is read as the customer will read it."""
    given = body(text="国家{{x}}", variables=[text("x", 5, "级")])
    assert found(given) == [("forbidden_word", "text")]


def test_findings_say_error_first_and_each_thing_once() -> None:
    """Two languages, a place, and no repetition for a word that is used twice."""
    given = body(text="最新的国家级，国家级 {{x}}{{x}}", variables=[text("y", 1)])
    all_of_them = lint.findings(given, OPEN, {})
    assert [one.severity for one in all_of_them] == ["error", "error", "warning", "warning"]
    assert len(set(all_of_them)) == 4
    assert all(one.zh and one.en and one.place for one in all_of_them)


@pytest.mark.parametrize(
    ("place", "limit", "fields"),
    [
        ("text", 4000, lambda size: {"text": "a" * size}),
        ("title", 128, lambda size: {"attachment": {**LINK, "title": "a" * size}}),
        ("desc", 512, lambda size: {"attachment": {**LINK, "desc": "a" * size}}),
        ("url", 2048, lambda size: {"attachment": {**LINK, "url": "https://a.example/".ljust(size, "x")}}),
        ("picurl", 2048, lambda size: {"attachment": {**LINK, "picurl": "https://a.example/".ljust(size, "x")}}),
        ("title", 64, lambda size: {"attachment": {**MINI, "title": "a" * size}}),
    ],
)
def test_lengths_are_counted_in_bytes_up_to_the_limit(place: str, limit: int, fields: Any) -> None:
    """The limit itself is fine, one more is not, for customers as for groups."""
    for channel in ("customers", "groups"):
        assert found(body(**fields(limit), channels=[channel])) == []
        assert found(body(**fields(limit + 1), channels=[channel])) == [("too_long", place)]


def test_a_chinese_character_counts_three() -> None:
    """42 of them and two bytes fill a title of 128."""
    assert found(body(attachment={**LINK, "title": "汉" * 42 + "ab"})) == []
    assert found(body(attachment={**LINK, "title": "汉" * 43})) == [("too_long", "title")]


@pytest.mark.parametrize(
    ("variable", "longest"),
    [
        (text("x", 10), 30),
        ({"name": "x", "type": "number", "fallback": 1}, 10),
        ({"name": "x", "type": "money", "fallback": 1}, 12),
        ({"name": "x", "type": "date", "fallback": "2026-01-01"}, 10),
        ({"name": "x", "type": "link", "fallback": "https://a.example/", "max_length": 50}, 50),
    ],
)
def test_a_variable_counts_as_long_as_it_may_become(variable: dict[str, Any], longest: int) -> None:
    """Not as long as its fallback is."""
    for spare, wanted in ((0, []), (-1, [("too_long", "title")])):
        title = "a" * (128 - longest - spare) + "{{x}}"
        assert found(body(attachment={**LINK, "title": title}, variables=[variable])) == wanted


@pytest.mark.parametrize(
    ("variable", "values"),
    [
        (text("x", 10), ["汉" * 10, "a" * 10, "🎁" * 7]),
        ({"name": "x", "type": "number", "fallback": 1}, [999_999_999, -999_999_999]),
        ({"name": "x", "type": "money", "fallback": 1}, [100_000_000, 99_999_999]),
        ({"name": "x", "type": "date", "fallback": "2026-01-01"}, ["2026-12-31"]),
    ],
)
def test_no_value_that_fits_is_longer_than_lint_counted(variable: dict[str, Any], values: list[Any]) -> None:
    """What lint passed cannot become too long when it is sent."""
    given = body(text="{{x}}", variables=[variable])
    most = rules.at_the_longest(given).text
    for value in values:
        full = rules.with_values(given, {"x": value}).text
        assert len(full.encode()) <= len(most.encode()) and len(full) <= len(most)


def test_staff_messages_have_limits_of_their_own() -> None:
    """2048 bytes of text; a mini-program notice is titled with 4 to 12 characters; for that channel alone."""
    long = body(text="a" * 2049, channels=["staff"])
    assert found(long) == [("too_long", "text")]
    assert found(msgspec.structs.replace(long, channels=["customers"])) == []
    for title, wanted in (("去逛", [("notice_title", "title")]), ("去逛逛吧", []), ("长" * 12, []), ("长" * 13, None)):
        given = body(attachment={**MINI, "title": title}, channels=["customers", "staff"])
        assert found(given) == ([("notice_title", "title")] if wanted is None else wanted)
    open_ended = {**MINI, "title": "去逛逛吧{{x}}"}
    assert found(body(attachment=open_ended, channels=["staff"], variables=[text("x", 9)])) == [
        ("notice_title", "title")
    ]


def test_a_card_picture_of_another_shape_is_a_warning() -> None:
    """It will be cropped; a plain picture may have any shape."""
    given = body(attachment=MINI)
    assert found(given, sides=(500, 500)) == [("picture_ratio", "picture_id")]
    assert lint.findings(given, OPEN, {PICTURE: (500, 500)})[0].severity == "warning"
    assert found(body(attachment={"kind": "image", "picture_id": PICTURE}), sides=(10, 900)) == []


@pytest.mark.parametrize(
    ("link", "code"),
    [
        ("https://m.example.com/a", ""),
        ("HTTPS://M.EXAMPLE.COM", ""),
        ("https://example.com:8443/a?b#c", ""),
        ("https://shop.example.org", ""),
        ("http://m.example.com", "link_not_https"),
        ("https://badexample.com", "link_host"),
        ("https://example.com.evil.net/", "link_host"),
        ("https://other.example.org", "link_host"),
        ("https://127.0.0.1/a", "link_ip"),
        ("https://127.1/", "link_ip"),
        ("https://2130706433/", "link_ip"),
        ("https://0x7f000001/", "link_ip"),
        ("https://0x7f.0.0.0x1/", "link_ip"),
        ("https://localhost/", "link_ip"),
        ("https://[::1]/", "link_invalid"),
        ("https://t.cn/A6x", "link_short"),
        ("https://a.dwz.cn/x", "link_short"),
        ("https://T.CN/A6x", "link_short"),
        ("https://t.cn./A6x", "link_short"),
        ("https://example.com@evil.net/", "link_invalid"),
        ("https://example.com:80@evil.net/", "link_invalid"),
        ("https://evil.net\\@example.com/", "link_invalid"),
        ("https://例子.com/", "link_invalid"),
        ("https://example.com/中文", "link_invalid"),
        ("https://", "link_invalid"),
        ("ftp://example.com", "link_invalid"),
        ("javascript:alert(1)", "link_invalid"),
        ("m.example.com/a", "link_invalid"),
        ("https://example.com /a", "link_invalid"),
        ("https://example.com/a\nb", "link_invalid"),
        ("", "link_invalid"),
    ],
)
def test_a_link_leads_to_an_allowed_host_over_https_or_is_found(link: str, code: str) -> None:
    """Whatever form an address is hidden in; hosts below an allowed one are allowed."""
    problem = links.problem_of(link, CLOSED)
    assert (problem[0] if problem else "") == code
    card = body(attachment={**LINK, "url": link})
    assert found(card, CLOSED) == ([(code, "url")] if code else [])


def test_without_a_list_every_public_host_is_allowed() -> None:
    """But short links and addresses never."""
    assert links.problem_of("https://elsewhere.example.net/", OPEN) is None
    assert links.problem_of("https://bit.ly/x", OPEN) and links.problem_of("https://10.0.0.1/", OPEN)


def test_links_in_texts_and_link_variables_are_judged_too() -> None:
    """The fallback as well as what stands in the text; a link ends where Chinese begins."""
    variable = {"name": "x", "type": "link", "fallback": "https://evil.net/a"}
    given = body(text="点{{x}}", variables=[variable])
    assert set(found(given, CLOSED)) == {("link_host", "text"), ("link_host", "variables.x")}
    assert found(body(text="点http://evil.net/a看看"), CLOSED) == [("link_not_https", "text")]
    assert list(links.links_in("看https://a.example/x。和(https://b.example/y).")) == [
        "https://a.example/x",
        "https://b.example/y",
    ]
