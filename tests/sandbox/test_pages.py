"""What people see: the workbench, QR codes, the page behind a QR code."""

import re
from urllib.parse import quote
from urllib.request import Request, urlopen

import pytest

from local.sandbox import Sandbox
from local.sandbox.testing import CORP, Client

BROWSER = "text/html,application/xhtml+xml,application/xml;q=0.9,image/webp,*/*;q=0.8"
IMG_TAG = "image/avif,image/webp,image/apng,image/svg+xml,image/*,*/*;q=0.8"


def fetch(url: str, accept: str = BROWSER) -> tuple[str, bytes]:
    with urlopen(Request(url, headers={"Accept": accept}), timeout=5) as answer:
        return answer.headers["Content-Type"], answer.read()


@pytest.mark.parametrize("accept", ["*/*", "image/png", IMG_TAG])
def test_a_qr_code_is_a_real_png_for_whoever_wants_an_image(client: Client, accept: str) -> None:
    kind, image = fetch(client.contact_way()["qr_code"], accept)
    assert kind == "image/png"
    assert image.startswith(b"\x89PNG\r\n\x1a\n")


def test_suffixes_choose_the_kind_of_image(client: Client) -> None:
    url = client.contact_way()["qr_code"]
    assert fetch(f"{url}.png")[0] == "image/png"
    kind, image = fetch(f"{url}.svg")
    assert kind.startswith("image/svg+xml")
    assert b"<svg" in image


def test_a_browser_gets_a_page_that_asks_who_is_scanning(client: Client) -> None:
    kind, page = fetch(client.contact_way()["qr_code"])
    assert kind.startswith("text/html")
    assert "添加员工 李小美" in page.decode()
    assert "王芳" in page.decode()


def test_a_dead_code_says_so(client: Client, sandbox: Sandbox) -> None:
    assert "二维码已失效" in fetch(f"{sandbox.url}/qr/{'0' * 32}")[1].decode()


def test_the_workbench_needs_nothing_from_outside(client: Client, sandbox: Sandbox) -> None:
    _, page = fetch(f"{sandbox.url}/")
    for link in re.findall(r'(?:src|href)="([^"]+)"', page.decode()):
        assert link.startswith("/"), link
        fetch(sandbox.url + quote(link))


def test_panels_show_both_sides(client: Client, friend: str, sandbox: Sandbox) -> None:
    said = {"corp_id": CORP, "userid": "li", "text": "<b>有热的吗</b>"}
    client.control("POST", "/customers/fang/chat", said)
    phone = fetch(f"{sandbox.url}/panels/phone?customer=fang&chat={quote(CORP + '|li')}")[1].decode()
    desk = fetch(f"{sandbox.url}/panels/desk?corp={CORP}&staff=li&peer={friend}")[1].decode()
    for panel in (phone, desk):
        assert "&lt;b&gt;有热的吗" in panel, "what people write is escaped"
    assert "s-1" in desk


def test_scanning_in_the_phone_shows_the_card_or_the_reason(client: Client, sandbox: Sandbox) -> None:
    config_id = client.contact_way()["config_id"]
    phone = f"{sandbox.url}/panels/phone?customer=fang&scan="
    assert "添加到通讯录" in fetch(phone + config_id)[1].decode()
    assert "二维码已失效" in fetch(phone + "nonsense")[1].decode()


def test_every_panel_renders_in_every_state(client: Client, sandbox: Sandbox) -> None:
    for state in ("full", "empty"):
        for panel in ("phone", "desk", "side", "ledger", "phone?customer=fang", "ledger?kind=api"):
            assert fetch(f"{sandbox.url}/panels/{panel}")[1], (state, panel)
        client.control("POST", "/reset")


def test_the_ledger_panel_reads_in_words(client: Client, friend: str, sandbox: Sandbox) -> None:
    client.control("POST", "/clock", {"advance": "24h"})
    client.control("POST", "/faults", {"kind": "slow", "ms": 1})
    client.control("POST", f"/corps/{CORP}/verify")
    client.get("getcallbackip", "no")
    words = fetch(f"{sandbox.url}/panels/ledger")[1].decode()
    for expected in (
        "add_external_contact",
        "快进 1 day",
        "加上 接口变慢 slow",
        "errcode 40014",
        "没有配置回调",
    ):
        assert expected in words


def test_an_iframe_only_opens_web_addresses(client: Client, sandbox: Sandbox) -> None:
    phone = f"{sandbox.url}/panels/phone?customer=fang&page="
    assert "<iframe" in fetch(phone + quote("http://127.0.0.1/c/AB"))[1].decode()
    assert "<iframe" not in fetch(phone + quote("javascript:alert(1)"))[1].decode()
