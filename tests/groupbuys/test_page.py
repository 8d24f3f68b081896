"""A team's page, for everybody who has the link; and what no page may say."""

from __future__ import annotations

import ast
import base64
import hashlib
import re
from datetime import timedelta
from pathlib import Path

import pytest

from chalicelib.content import rules, standards
from chalicelib.core.text import Written
from chalicelib.groupbuys import rules as groupbuy_rules
from tests.support.groupbuy import Market

ROOT = Path(__file__).resolve().parents[2]
TEMPLATES = sorted((ROOT / "chalicelib").rglob("pages/*.html"))


def _page(market: Market, team: str) -> str:
    answer = market.stack.http.get(f"/g/demo-{team}")
    assert (answer.status, answer.headers["content-type"]) == (200, "text/html; charset=utf-8")
    return answer.body.decode()


def test_an_open_team_shows_seats_price_and_time(market: Market) -> None:
    """Two of three are missing, and the time that is left is counted down."""
    page = _page(market, market.opened("an")["team"]["team_id"])
    assert "还差 2 人" in page and "¥69.00" in page and "¥99.00" in page
    assert 'data-left="86400">24:00:00<' in page
    assert page.count('class="free"') == 2


def test_the_script_of_the_page_is_the_one_that_the_policy_lets_run(market: Market) -> None:
    """Nothing else runs: the policy names the script by its hash."""
    answer = market.stack.http.get(f"/g/demo-{market.opened('an')['team']['team_id']}")
    script = re.search(r"<script>(.*?)</script>", answer.body.decode(), re.DOTALL)
    assert script
    fingerprint = base64.b64encode(hashlib.sha256(script[1].encode()).digest()).decode()
    assert f"script-src 'sha256-{fingerprint}'" in answer.headers["content-security-policy"]


def test_names_are_shown_by_their_first_character_only(market: Market) -> None:
    """Nor are ids of members, orders or WeChat on the page."""
    from chalicelib.members import store

    http = market.customer("an")
    member_id = store.member_id_of(market.ctx, "wm-an")
    market.stack.clock.advance(1)
    store.set_profile(market.ctx, member_id, Written("欧阳修"), "", 0, "")
    entered = http.post(f"/mini/v1/groupbuys/{market.activity}/teams", {}).json()
    page = _page(market, entered["team"]["team_id"])
    assert "欧**" in page
    for private in ("欧阳", member_id, entered["order"]["order_id"], "wm-an", "openid-an"):
        assert private not in page


def test_a_complete_team_says_so_and_a_failed_one_that_money_goes_back(market: Market) -> None:
    """Each end has its own words, and no countdown."""
    first = market.opened("an")["order"]
    orders = [first, *(market.joined(name, first["seat"])["order"] for name in ("bo", "cui"))]
    for name, order in zip(("an", "bo", "cui"), orders, strict=True):
        market.pays(name, order["order_id"])
    page = _page(market, first["seat"])
    assert "已成团" in page and "<script>" not in page
    other = market.opened("dong")["team"]["team_id"]
    market.stack.clock.advance(timedelta(hours=24).total_seconds())
    assert "正在核对付款" in _page(market, other)
    market.passes(minutes=3)
    assert "未成团" in _page(market, other)


@pytest.mark.parametrize("entry", ["demo-nothing", "nowhere-x", "demo", "-"])
def test_a_link_that_leads_nowhere_says_what_to_do(market: Market, entry: str) -> None:
    """404 with a page for people, not JSON."""
    answer = market.stack.http.get(f"/g/{entry}")
    assert answer.status == 404 and "<h1>" in answer.body.decode()


def _words(text: str) -> list[str]:
    """What of a text a reader sees: no styles, no template code, no tags."""
    text = re.sub(r"<style>.*?</style>|{#.*?#}", " ", text, flags=re.DOTALL)
    return [part.strip() for part in re.split(r"<[^>]*>|{%.*?%}|{{.*?}}", text) if part.strip()]


def _luring(text: str) -> list[str]:
    found = rules.forbidden_words(text, standards.shipped_words())
    return [word.text for word in found if word.severity == "error"]


@pytest.mark.parametrize("template", TEMPLATES, ids=lambda path: path.name)
def test_no_page_lures_into_sharing(template: Path) -> None:
    """WeChat's rules on external links (docs/platform J1), read over every template."""
    assert [word for part in _words(template.read_text()) for word in _luring(part)] == []


@pytest.mark.parametrize("seed", ["local/demo.py", *(f"local/stories/{name}.py" for name in ("first", "team"))])
def test_no_seed_text_lures_into_sharing(seed: str) -> None:
    """The same for what the demo and the stories say to customers."""
    nodes = ast.walk(ast.parse((ROOT / seed).read_text()))
    texts = [node.value for node in nodes if isinstance(node, ast.Constant) and isinstance(node.value, str)]
    assert [word for text in texts for word in _luring(text)] == []


def test_the_reading_sees_a_lure() -> None:
    """The negative control: split by a tag's attribute or by spaces, it is found."""
    assert _luring("".join(_words("<p>转发后领取</p>")))
    assert _luring("帮我 助 力 一下")


@pytest.mark.parametrize(
    ("name", "seen"),
    [
        ("欧阳修", "欧**"),
        ("李", "顾客"),
        ("👨\u200d👩\u200d👧", "顾客"),
        ("👨\u200d👩\u200d👧一家", "👨\u200d👩\u200d👧**"),
        ("e\u0301", "顾客"),
        ("\u202e", "顾客"),
        (None, "顾客"),
    ],
)
def test_a_name_of_one_sign_is_not_shown_at_all(name: str | None, seen: str) -> None:
    """Its first sign would be all of it; no emoji is cut."""
    assert groupbuy_rules.masked(name) == seen


def test_seats_are_told_by_words_and_marks(market: Market) -> None:
    """Who paid, who has not, who leads and what is free, for eyes that see no colours and for ears."""
    page = _page(market, market.opened("an")["team"]["team_id"])
    assert "团长·待支付" in page
    assert page.count("<b>空位</b>") == 2 and 'aria-label="名额：3 个，已支付 0 个"' in page


def test_a_link_that_is_passed_on_says_what_it_is(market: Market) -> None:
    """Title, a sentence and the address; outside of WeChat there is a way into it."""
    page = _page(market, market.opened("an")["team"]["team_id"])
    assert '<meta property="og:title" content="明前龙井 · 3 人团">' in page
    assert '<meta property="og:description" content="还差 2 人' in page and 'property="og:url"' in page
    assert "请在微信中打开本页参团" in page
