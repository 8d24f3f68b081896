"""The page that a coupon's link leads to, for whoever holds the link."""

from __future__ import annotations

import base64
import gzip
import hashlib
import re
from datetime import timedelta
from typing import Any

import pytest

from chalicelib.core import instance
from chalicelib.core.moments import iso
from chalicelib.core.ops import secrets
from chalicelib.core.ops.secrets import Platforms
from chalicelib.coupons import landing
from chalicelib.coupons.ids import TemplateId
from tests.support import make
from tests.support.browser import PC, PHONE
from tests.support.http import Answer
from tests.support.reader import WECHAT, Reader
from tests.support.stack import Stack


def _open(stack: Stack, entry: str, agent: str = WECHAT) -> Answer:
    instance.forget()
    return stack.http.get(f"/k/{entry}", **{"user-agent": agent})


def _text(stack: Stack, entry: str, agent: str = WECHAT) -> str:
    answer = _open(stack, entry, agent)
    assert (answer.status, answer.headers["content-type"]) == (200, "text/html; charset=utf-8"), answer.body
    return answer.body.decode()


def test_it_shows_worth_threshold_end_and_how_to_claim_before_any_script_runs(stack: Stack) -> None:
    """In yuan, and in the zone of the shop."""
    until = iso(stack.clock.now() + timedelta(days=1))
    template = make.coupon_template(stack, usage="到店出示券码", claim_until=until)
    page = _text(stack, f"demo-{template.id}")
    for said in ("新客满100减20", "¥20", "满 ¥100 可用", "7 天有效", "2026-11-22 10:00 前可领取", "到店出示券码"):
        assert said in page
    assert f'href="/mini/v1/sign-in?corp=demo&amp;next=/k/demo-{template.id}"' in page
    assert "100 张" not in page and "salt" not in page


@pytest.mark.parametrize("agent", [PC, PHONE, ""], ids=["PC", "WeCom", "nothing"])
def test_outside_of_wechat_it_says_to_open_it_there(stack: Stack, agent: str) -> None:
    """No sign-in is offered where WeChat would refuse it."""
    page = _text(stack, f"demo-{make.coupon_template(stack).id}", agent)
    assert "请在微信中打开本页领取" in page and "sign-in" not in page


def test_it_leads_into_the_mini_program_with_its_source(stack: Stack, monkeypatch: pytest.MonkeyPatch) -> None:
    """By the address that the corp's settings give, which may be of WeChat's own scheme."""
    template = make.coupon_template(stack)
    whole = secrets.platforms

    def linked(corp: str) -> Platforms:
        import msgspec

        link = "weixin://dl/business/?appid=wxdemo01&path=coupon&query=id%3D{coupon}%26from%3D{source}"
        return msgspec.structs.replace(whole(corp), mini_coupon_link=link)

    monkeypatch.setattr(secrets, "platforms", linked)
    page = _text(stack, f"demo-{template.id}.live_code-7ab", PC)
    assert f"query=id%3D{template.id}%26from%3Dlive_code%3A7ab" in page


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"claim_until": timedelta(seconds=1)}, "优惠券领取已结束"),
        ({"claim_from": timedelta(days=1)}, "尚未开始领取"),
        ({"claimable_by": ["live_code"]}, "由商家发放"),
    ],
)
def test_it_says_why_there_is_nothing_to_claim(stack: Stack, changes: dict[str, Any], said: str) -> None:
    """And neither offers a way nor runs a script."""
    now = stack.clock.now()
    given: dict[str, Any] = {
        name: iso(now + value) if isinstance(value, timedelta) else value for name, value in changes.items()
    }
    template = make.coupon_template(stack, **given)
    stack.clock.advance(2)
    page = _text(stack, f"demo-{template.id}")
    assert said in page and "<script" not in page and "sign-in" not in page


def test_sold_out_is_said(stack: Stack) -> None:
    """To whoever comes later."""
    template = make.coupon_template(stack, stock=1)
    make.coupon(stack, template)
    assert "优惠券已领完" in _text(stack, f"demo-{template.id}")


def test_a_post_gives_what_cannot_be_found_without_it(stack: Stack) -> None:
    """The link of a post leads to the post's own claim, where the post has to prove that it offered the coupon."""
    template = make.coupon_template(stack, claimable_by=["post"])
    page = _text(stack, f"demo-{template.id}.post-01XYZ")
    assert f'data-claim="/mini/v1/posts/01XYZ/coupon-templates/{template.id}/claims"' in page
    assert "sign-in" in page
    assert "由商家发放" in _text(stack, f"demo-{template.id}.live_code-1")
    refused = make.member(stack).http.post(f"/mini/v1/posts/01XYZ/coupon-templates/{template.id}/claims")
    assert refused.code == "NotOffered"


@pytest.mark.parametrize(
    "rest",
    [
        "",
        "01ABC",
        "{id}.",
        "{id}.post-",
        "{id}.POST-1",
        "{id}.post-<b>",
        "{id}%0a",
        "{id}/x",
        "..",
        "{id}é",
    ],
)
def test_what_is_no_link_is_kindly_not_found(stack: Stack, rest: str) -> None:
    """404, a page in both languages, with nothing of what was asked in it."""
    entry = rest.format(id=make.coupon_template(stack).id)
    answer = _open(stack, f"demo-{entry}")
    assert answer.status == 404 and "没有找到" in answer.body.decode() and "<b>" not in answer.body.decode()


def test_another_corps_coupon_is_not_found(stack: Stack) -> None:
    """Under its own key it is there."""
    template = make.coupon_template(stack)
    assert _open(stack, f"rival-{template.id}").status == 404
    assert _open(stack, f"nobody-{template.id}").status == 404
    assert _open(stack, f"demo-{template.id}").status == 200


def test_nothing_runs_but_what_the_policy_names(stack: Stack) -> None:
    """One style sheet a block and one script, each by its hash; it asks our own doors and no others; it is light."""
    answer = _open(stack, f"demo-{make.coupon_template(stack, name='<script>alert(1)</script>').id}")
    page, policy = answer.body.decode(), answer.headers["content-security-policy"]
    (script,) = re.findall(r"<script>(.*?)</script>", page, re.DOTALL)
    assert f"script-src {_hash(script)}; connect-src 'self'" in policy and "unsafe" not in policy
    assert all(_hash(style) in policy for style in re.findall(r"<style>(.*?)</style>", page, re.DOTALL))
    assert "style=" not in page and "onclick" not in page and "&lt;script&gt;" in page
    assert len(gzip.compress(answer.body)) <= 25_000


def _hash(text: str) -> str:
    return f"'sha256-{base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()}'"


def test_a_reader_claims_on_the_page_and_the_source_is_kept(stack: Stack) -> None:
    """Signed in by the official account; the coupon is in the wallet that the mini-program shows."""
    member = make.member(stack)
    template = make.coupon_template(stack)
    entry = f"/k/demo-{template.id}.live_code-7ab"
    reader = Reader(stack, member.customer)
    assert reader.arrive(following=entry).headers["location"] == entry
    page = reader.ask(entry).body.decode()
    claim, source, offer = (re.findall(rf'data-{name}="([^"]*)"', page)[0] for name in ("claim", "source", "offer"))
    assert reader.ask(offer).json()["why_not"] is None
    key = {"idempotency-key": "h5-1"}
    claimed = reader.ask(claim, "POST", {"source": source}, **key)
    assert claimed.status == 201
    assert reader.ask(claim, "POST", {"source": source}, **key).json() == claimed.json()
    assert [coupon.id for coupon in member.wallet()] == [claimed.json()["code"]]
    held = make.session(stack).get(f"/admin/v1/coupons/{claimed.json()['code']}").json()
    assert held["source"] == "live_code:7ab"
    assert reader.ask(offer).json()["why_not"]["code"] == "AlreadyClaimed"


def test_a_link_is_what_the_page_takes(stack: Stack) -> None:
    """Made here, read here."""
    template = make.coupon_template(stack)
    link = landing.link(stack.ctx(), TemplateId(template.id), "post", "01XYZ")
    assert link == f"http://localhost:8080/k/demo-{template.id}.post-01XYZ"
    assert _open(stack, link.rpartition("/k/")[2]).status == 200


def test_a_flood_of_pages_costs_no_read_for_five_seconds(stack: Stack) -> None:
    """However many hold the link."""
    from tests.support.perf.meter import metered

    template = make.coupon_template(stack)
    _open(stack, f"demo-{template.id}")
    with metered() as cost:
        for _ in range(5):
            stack.http.get(f"/k/demo-{template.id}", **{"user-agent": WECHAT})
    assert (cost.reads, cost.writes) == ([], [])
