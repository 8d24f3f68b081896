"""Customer pages look as the brand says, readable, and with no style or script that is not the page's own."""

from __future__ import annotations

import base64
import hashlib
import re
from collections.abc import Iterator

import pytest

from chalicelib.brand import rules
from tests.support import make
from tests.support.http import Answer, Http
from tests.support.make.content import PIXEL
from tests.support.stack import Stack, forget_everything, running_stack

BRAND = {
    "name": "茶语",
    "colour": "#FFD400",
    "logo": PIXEL,
    "entry_title": "添加茶艺师",
    "entry_hint": "长按二维码",
    "foot": "客服 400-000-0000",
    "mini_program_link": "https://wxaurl.cn/abc",
    "revision": 0,
}


@pytest.fixture(scope="module")
def house() -> Iterator[Stack]:
    with running_stack() as stack:
        yield stack


@pytest.fixture(scope="module")
def owner(house: Stack) -> Http:
    return house.operator()


def policy_holds(page: Answer) -> bool:
    """Every style of a page is one that its policy names, and nothing is inline."""
    text, policy = page.body.decode(), page.headers["content-security-policy"]
    styles = re.findall("<style>(.*?)</style>", text, re.DOTALL)
    hashes = [base64.b64encode(hashlib.sha256(style.encode()).digest()).decode() for style in styles]
    return bool(styles) and all(f"'sha256-{one}'" in policy for one in hashes) and "unsafe" not in policy


def test_pages_look_as_the_brand_says(house: Stack, owner: Http) -> None:
    """With its store and adviser where they are known, on a page that says why there is nothing too."""
    store = make.store(house, by=owner, name="人民广场店", address="人民大道 1 号", staff=["liming"])
    owner.post("/admin/v1/staff-reconciles")
    house.drain()
    code = make.live_code(house, store_id=store.id)
    plain = house.http.get(f"/c/demo-{code.id}")
    assert policy_holds(plain) and "添加专属顾问" in plain.body.decode()
    saved = owner.put("/admin/v1/brand", BRAND)
    assert (saved.json()["on_colour"], saved.json()["revision"]) == (rules.DARK, 1)
    shown = house.http.get(f"/c/demo-{code.id}")
    text = shown.body.decode()
    said = (
        "茶语",
        "添加茶艺师",
        "#FFD400",
        "data:image/png;base64,",
        "人民广场店",
        "人民大道",
        "顾问 liming",
        "wxaurl",
    )
    assert [one for one in said if one not in text] == []
    assert policy_holds(shown)
    sorry = house.http.get("/c/demo-nothing")
    assert (sorry.status, "茶语" in sorry.body.decode(), policy_holds(sorry)) == (404, True, True)
    assert "茶语" not in house.http.get("/c/rival-nothing").body.decode()


def test_two_who_change_the_brand_do_not_lose_ones_change(owner: Http) -> None:
    """Whoever saves second is told to look again; the same save again is no conflict."""
    now = owner.get("/admin/v1/brand").json()["revision"]
    body = {**BRAND, "foot": "甲", "revision": now}
    assert [owner.put("/admin/v1/brand", body).json()["revision"] for _ in range(2)] == [now + 1, now + 1]
    refused = owner.put("/admin/v1/brand", {**body, "foot": "乙"})
    assert (refused.status, refused.code) == (409, "BrandChanged")


@pytest.mark.parametrize(
    ("change", "path"),
    [
        ({"text_colour": "#FFFFFF"}, "text_colour"),
        ({"logo": base64.b64encode(b"GIF89a").decode()}, "logo"),
        ({"logo": base64.b64encode(b"\xff\xd8\xff" + bytes(31 * 1024)).decode()}, "logo"),
        ({"colour": "red"}, "colour"),
        ({"mini_program_link": "javascript:alert(1)"}, "mini_program_link"),
        ({"entry_title": "全国第一"}, "entry_title"),
    ],
)
def test_what_customers_could_not_read_or_must_not_is_refused(owner: Http, change: dict[str, str], path: str) -> None:
    """At its field, with a sentence that says what to take instead."""
    refused = owner.put("/admin/v1/brand", {**BRAND, **change})
    assert refused.status in (400, 422)
    assert path in refused.body.decode()


def test_some_text_can_be_read_on_any_colour() -> None:
    """4.5 to 1 on every sixteenth of red, green and blue; too light a colour gets dark text, black where it must."""
    steps = [f"{part:02x}" for part in (*range(0, 256, 16), 255)]
    colours = [f"#{red}{green}{blue}" for red in steps for green in steps for blue in steps]
    assert [one for one in colours if rules.contrast(one, rules.on(one)) < rules.READABLE] == []
    assert (rules.on("#FFD400"), rules.on("#ffffff"), rules.on("#116149")) == (rules.DARK, rules.DARK, rules.WHITE)
    assert rules.on("#777777") == rules.BLACK


def test_contrast_is_as_the_guidelines_reckon_it() -> None:
    """Black on white is 21, a colour on itself 1, whichever comes first."""
    assert rules.contrast("#000000", "#ffffff") == pytest.approx(21)
    assert rules.contrast("#ffffff", "#000000") == pytest.approx(21)
    assert rules.contrast("#777777", "#777777") == pytest.approx(1)
    forget_everything()
