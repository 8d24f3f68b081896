"""The mini-program as it is built, in a WeChat that stands in: a customer's day with it, against the doors."""

from __future__ import annotations

import base64
import json
import os
import re
import shutil
import subprocess
from pathlib import Path
from typing import Any

import pytest

from chalicelib.core.moments import iso
from infra import console, mini
from local import tools
from tests.support import make, needs
from tests.support.bank import use_bank
from tests.support.front import fronted
from tests.support.groupbuy import Market
from tests.support.make.people import contact_way
from tests.support.stack import Stack, running_stack

SOURCES = mini.MINI / "src"


@pytest.fixture(scope="module")
def dist(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The mini-program, built."""
    into = tmp_path_factory.mktemp("mini") / "dist"
    try:
        mini.build(into)
    except console.NoNode as missing:
        needs.skip_without(tools.Missing(str(missing)))
        raise
    return into


def _run(script: str, *arguments: str, **env: str) -> Any:
    """What a script of the mini-program's tests tells."""
    done = subprocess.run(
        [tools.node(), str(mini.MINI / "tests" / script), *arguments],
        env={**os.environ, **env}, capture_output=True, text=True, timeout=300, check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout)


def test_every_page_binds_what_it_has(dist: Path) -> None:
    """Names of data, handlers, templates, pictures, pages: what WeChat would leave blank without a word."""
    assert _run("pages.mjs", str(dist)) == []


@pytest.mark.parametrize(
    ("path", "old", "new", "problem"),
    [
        ("pages/team/team.wxml", "{{team.name}}", "{{tem.name}}", "pages/team/team: no data tem"),
        ("pages/team/team.wxml", 'bind:tap="leave"', 'bind:tap="leaf"', "pages/team/team: no handler leaf"),
        ("pages/order/order.wxml", 'is="notice"', 'is="note"', "pages/order/order: no template note"),
        ("app.json", '"pages/offers/offers",', "", "offers is not in app.json"),
    ],
)
def test_a_slip_in_a_page_is_found(dist: Path, tmp_path: Path, path: str, old: str, new: str, problem: str) -> None:
    """Else the check above would prove nothing."""
    broken = tmp_path / "dist"
    shutil.copytree(dist, broken)
    text = (broken / path).read_text()
    assert old in text
    (broken / path).write_text(text.replace(old, new))
    assert problem in _run("pages.mjs", str(broken))


def test_one_that_is_too_heavy_or_wrongly_typed_is_not_built(
    dist: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """And it says which of the two it is."""
    monkeypatch.setattr(mini, "BUDGET", 1)
    with pytest.raises(mini.Unbuilt, match=r"over budget: .* kB of 1 kB"):
        mini.build(tmp_path / "heavy")
    (tmp_path / "tsconfig.json").write_text('{"compilerOptions": {"noEmit": true, "types": []}, "include": ["*.ts"]}')
    (tmp_path / "wrong.ts").write_text("export const count: number = 'one';\n")
    monkeypatch.setattr(mini, "MINI", tmp_path)
    with pytest.raises(mini.Unbuilt, match="its types are wrong"):
        mini.build(tmp_path / "wrong")


def test_only_one_file_speaks_with_wechat() -> None:
    """All else is plain TypeScript; and no page knows a name of a browser, nor asks for a phone's number."""
    for path in sorted(SOURCES.rglob("*.ts")):
        code = re.sub(r"/\*.*?\*/|//[^\n]*", "", path.read_text(), flags=re.DOTALL)
        assert path.name in ("weixin.ts", "wechat.d.ts") or not re.search(r"\bwx\.", code), path
        assert not re.search(r":\s*any\b|<any>|\bas any\b|@ts-", code), path
        assert path.name == "wechat.d.ts" or not re.search(r"\b(crypto|window|document|URLSearchParams)\b", code), path
        assert len(path.read_text().splitlines()) <= 260, path
    for path in sorted(SOURCES.rglob("*.wxml")):
        assert "getPhoneNumber" not in path.read_text(), path


# What stands on what, by the names that the styles give their colours.
PAIRS = [(text, ground) for text in ("ink", "soft", "accent", "price") for ground in ("card", "off", "ground")]
PAIRS += [("trouble", "trouble-ground"), ("trouble", "card"), ("on-main", "main"), ("on-plain", "plain")]


def test_every_text_can_be_read_on_its_ground() -> None:
    """4.5 to 1 at least, for each pair that the styles bring together, by day and by night; no colour stands beside."""
    styles = (SOURCES / "app.wxss").read_text()
    day, night = (dict(re.findall(r"--([\w-]+): (#[0-9a-f]{6});", part)) for part in styles.split("@media")[:2])
    assert set(day) == set(night) == {name for pair in PAIRS for name in pair} | {"line"}
    assert not re.search(r"(?<!-): #", re.sub(r"--[\w-]+: #[0-9a-f]{6};", "", styles))
    for colours in (day, night):
        for text, ground in PAIRS:
            lights = sorted((_light(colours[text]), _light(colours[ground])))
            assert (lights[1] + 0.05) / (lights[0] + 0.05) >= 4.5, (text, ground)


def test_bars_follow_the_day_and_the_night() -> None:
    """Every colour of WeChat's own bars is told for both, as the pages' are."""
    app = (SOURCES / "app.json").read_text()
    themes = json.loads((SOURCES / "theme.json").read_text())
    used = set(re.findall(r'"@(\w+)"', app))
    assert json.loads(app)["darkmode"] and used == set(themes["light"]) == set(themes["dark"])
    for theme in themes.values():
        for text in ("tab", "tabOn"):
            lights = sorted((_light(theme[text]), _light(theme["bar"])))
            assert (lights[1] + 0.05) / (lights[0] + 0.05) >= 4.5


def _light(colour: str) -> float:
    parts = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    linear = [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts]
    return sum(share * part for share, part in zip((0.2126, 0.7152, 0.0722), linear, strict=True))


@pytest.fixture(scope="module")
def day(dist: Path) -> dict[str, Any]:
    """What a customer sees from the first link to the last switch: each test below looks at a part of it."""
    with pytest.MonkeyPatch.context() as patch, running_stack() as stack:
        return _lived(dist, stack, Market(stack, use_bank(patch)))


def _lived(dist: Path, stack: Stack, market: Market) -> dict[str, Any]:
    template = make.coupon_template(stack, usage="到店出示券码即可使用")
    customers = {name: stack.platform.customer(name) for name in ("小红", "大明")}

    def code(asked: dict[str, Any]) -> dict[str, Any]:
        return {"code": stack.platform.login_code("demo", customers[asked["name"]])}

    def befriend(asked: dict[str, Any]) -> dict[str, Any]:
        stack.platform.add(customers[asked["name"]], contact_way(stack, "liming", "demo"))
        stack.work_off()
        return {}

    def pay(asked: dict[str, Any]) -> dict[str, Any]:
        number = str(asked["prepaid"]).removeprefix("prepay_id=")
        assert market.bank.pay(number, iso(stack.clock.now()))
        market.bank.notify(market.ctx, number)
        stack.drain()
        return {}

    def settle(_: dict[str, Any]) -> dict[str, Any]:
        stack.work_off()
        return {}

    def redeem(asked: dict[str, Any]) -> dict[str, Any]:
        till = make.operator(stack, "store_staff")
        answer = till.post("/staff/v1/redemptions", {"code": asked["code"], "order_amount": 12000})
        assert answer.status == 201, answer.body
        return {}

    acts = {"redeem": redeem, "code": code, "befriend": befriend, "pay": pay, "settle": settle}
    with fronted(acts) as address:
        told: dict[str, Any] = _run(
            "customer.mjs",
            SIYU_URL=address,
            SIYU_DIST=str(dist),
            SIYU_TEMPLATE=template.id,
            SIYU_NOW=str(int(stack.clock.now().timestamp() * 1000)),
        )
    owner = make.session(stack)
    coupons = owner.get(f"/admin/v1/coupon-templates/{template.id}/coupons").json()["items"]
    counted = owner.get(f"/admin/v1/coupon-templates/{template.id}").json()
    return {**told, "template": counted, "sources": [coupon["source"] for coupon in coupons]}


def test_a_stranger_is_told_how_to_become_a_friend_and_goes_on_where_they_were(day: dict[str, Any]) -> None:
    """From the coupon's link to the way in, and back to the coupon once a member of staff is added."""
    page, text = day["stranger"]
    assert page == "pages/welcome/welcome" and "加门店顾问为好友" in text
    assert "还没有看到您添加顾问" in day["notYet"]
    page, text = day["offer"]
    assert page == "pages/claim/claim" and "¥20" in text and "满 ¥100 可用" in text and "立即领取" in text


def test_a_claim_whose_answer_was_lost_is_made_once(day: dict[str, Any]) -> None:
    """Four requests of two taps are one coupon, which keeps what led to it."""
    assert "再点一次就好，不会重复" in day["lost"]
    assert (day["claims"], day["template"]["issued"], day["wallet"]) == (4, 1, 1)
    assert day["sources"] == ["live_code:poster"]


def test_the_code_is_drawn_read_aloud_and_lit_while_it_is_shown(day: dict[str, Any]) -> None:
    """The picture is the API's; the screen is as it was when the page is left."""
    page, text = day["coupon"]
    head, _, body = day["picture"].partition(",")
    assert page == "pages/coupon/coupon" and head == "data:image/svg+xml;base64"
    assert base64.b64decode(body).decode().startswith("<svg")
    spoken = day["spoken"].removeprefix("券码 ").replace(" ", "")
    assert spoken in text.replace(" ", "") and len(spoken) == 16
    assert (day["bright"], day["dim"]) == ([1, True], [0.4, False])


def test_without_a_network_there_is_a_way_to_try_again(day: dict[str, Any]) -> None:
    """What was read before stays; a page that has nothing yet says why, and has it after one tap."""
    assert day["stale"].startswith("没有连上") and "已付款，等成团" in day["stale"]
    assert day["down"].endswith("没有连上，请检查网络后重试。 重试")
    assert "满 ¥100 可用" in day["up"] and "没有连上" not in day["up"]


def test_a_session_that_ends_in_the_middle_is_begun_again_once(day: dict[str, Any]) -> None:
    """For one request and for two at once; nothing but the token with its times is kept on the phone."""
    assert (day["logins"], day["loginsOfTwo"]) == (1, 1)
    assert day["stored"] == [["ends", "got", "token"]]


def test_a_team_is_opened_paid_shared_and_left(day: dict[str, Any]) -> None:
    """Its seats in words; the second tap opened no second one; a paid seat that is left is money that goes back."""
    assert "3 人成团，单独买 ¥99" in day["activity"] and "24 小时内满 3 人" in day["activity"]
    assert "下单后 15 分钟内付款" in day["activity"]
    page, text = day["team"]
    assert page == "pages/team/team" and "还差 2 人" in text and "小**（团长） 待支付 空位" in text
    team = day["shared"]["path"].removeprefix("/pages/team/team?team=")
    assert day["shared"]["title"] == "¥69 拼「明前龙井」，还差 2 人" and team and team.isalnum()
    assert "小**（团长） 已支付" in day["paid"] and "付款 ¥69" not in day["paid"]
    assert day["orders"][0] == 1 and "已付款，等成团" in day["orders"][1]
    assert "已付款，等成团" in day["order"] and "看我的团" in day["order"]
    assert day["stays"] == day["joinedToo"] and "已退款" in day["left"]


def test_a_friend_joins_by_what_was_shared_once_and_pays_at_once(day: dict[str, Any]) -> None:
    """They see who is in; a lost answer takes no second seat, and the leader sees them."""
    assert "还差 2 人" in day["invited"] and "参团 ¥69" in day["invited"] and "退出" not in day["invited"]
    assert "不会重复" in day["joinLost"]
    assert "还差 1 人" in day["joined"] and "大** 已支付 空位" in day["joined"] and "参团" not in day["joined"]
    assert "还差 1 人" in day["joinedToo"] and day["joinedToo"].count("已支付") == 2


def test_the_wallet_has_its_parts_and_leads_to_what_can_be_claimed(day: dict[str, Any]) -> None:
    """What was had already says so, and offers no button."""
    assert "还没有用过券" in day["used"] and "¥20" not in day["used"]
    assert "新客满100减20" in day["offers"]
    assert "每人限领 1 张，您已领 1 张" in day["again"] and "立即领取" not in day["again"]


def test_an_unpaid_order_is_cancelled_on_its_page(day: dict[str, Any]) -> None:
    """It says until when it may be paid; afterwards, that nothing is left to do."""
    assert "待付款" in day["unpaid"] and "还剩 15 分钟" in day["unpaid"] and "取消订单" in day["unpaid"]
    assert "已取消" in day["cancelled"] and "取消订单" not in day["cancelled"]


def test_going_deeper_than_wechat_keeps_pages_goes_on(day: dict[str, Any]) -> None:
    """The eleventh page stands in the place of the tenth."""
    assert day["deep"] == 10


def test_a_coupon_that_the_till_takes_says_so_by_itself(day: dict[str, Any]) -> None:
    """And from then on nobody asks any more."""
    assert "请店员扫码" in day["shownAt"]
    assert "已使用" in day["redeemed"] and "请店员扫码" not in day["redeemed"]
    assert day["timers"] == 0


def test_who_wants_no_posts_says_so_and_the_program_knows_it_when_it_is_opened_again(day: dict[str, Any]) -> None:
    """The effect is told, and no second sign-in is needed for it."""
    assert "会收到上新" in day["hears"] and "不会再收到任何群发消息" in day["silent"]
    assert day["still"] == [day["silent"], 0]


# What people and operators called things stays as they called it.
NAMES = ("新客满100减20", "到店出示券码即可使用", "明前龙井", "克")


def test_a_phone_in_english_is_spoken_to_in_english(day: dict[str, Any]) -> None:
    """Every page, what its parts are called aloud, its title and the tabs; names stay as they are."""
    english: dict[str, str] = day["english"]
    assert len(english) == 13
    for name, text in english.items():
        own = re.sub("|".join(NAMES), "", text)
        assert re.findall(r"[\u4e00-\u9fff]+(?!\*)", own) == [], name
    assert "from ¥100 on" in english["claim"] and "No connection." in english["down"]
    assert "a team of 3" in english["groupbuy"] and "of the money comes back by itself" in english["groupbuy"]
    assert day["tabs"] == [[], ["Coupons", "Teams", "Orders", "Me"]]
