"""What people see: the workbench, QR codes, the page behind a QR code."""

from __future__ import annotations

import re
from urllib.parse import quote
from urllib.request import Request, urlopen

import pytest

from local.wecom import Sandbox
from local.wecom.testing import CORP, Client

BROWSER = "text/html,application/xhtml+xml,application/xml;q=0.9,image/webp,*/*;q=0.8"
IMG_TAG = "image/avif,image/webp,image/apng,image/svg+xml,image/*,*/*;q=0.8"


def fetch(url: str, accept: str = BROWSER) -> tuple[str, bytes]:
    with urlopen(Request(url, headers={"Accept": accept}), timeout=5) as answer:
        return answer.headers["Content-Type"], answer.read()


@pytest.mark.parametrize("accept", ["*/*", "image/png", IMG_TAG])
def test_a_qr_code_is_a_real_png_for_whoever_wants_an_image(client: Client, accept: str) -> None:
    """An <img> and a download get the picture, not the page."""
    kind, image = fetch(client.contact_way()["qr_code"], accept)
    assert kind == "image/png"
    assert image.startswith(b"\x89PNG\r\n\x1a\n")


def test_suffixes_choose_the_kind_of_image(client: Client) -> None:
    """.png and .svg, whatever the reader says it accepts."""
    url = client.contact_way()["qr_code"]
    assert fetch(f"{url}.png")[0] == "image/png"
    kind, image = fetch(f"{url}.svg")
    assert kind.startswith("image/svg+xml")
    assert b"<svg" in image


def test_a_browser_gets_a_page_that_asks_who_is_scanning(client: Client) -> None:
    """It names the member and offers the customers that there are."""
    kind, page = fetch(client.contact_way()["qr_code"])
    assert kind.startswith("text/html")
    assert "添加员工 李小美" in page.decode()
    assert "王芳" in page.decode()


def test_a_dead_code_says_so(client: Client, sandbox: Sandbox) -> None:
    """In the words that WeChat shows."""
    assert "二维码已失效" in fetch(f"{sandbox.url}/qr/{'0' * 32}")[1].decode()


@pytest.mark.parametrize("path", ["/", "/mass"])
def test_a_page_needs_nothing_from_outside(client: Client, sandbox: Sandbox, path: str) -> None:
    """Every script, style and picture is the sandbox's own."""
    _, page = fetch(sandbox.url + path)
    for link in re.findall(r'(?:src|href)="([^"]+)"', page.decode()):
        assert link.startswith("/"), link
        fetch(sandbox.url + quote(link))


def test_panels_show_both_sides(client: Client, friend: str, sandbox: Sandbox) -> None:
    """Phone and desk show the same message, with what people wrote escaped."""
    said = {"corp_id": CORP, "userid": "li", "text": "<b>有热的吗</b>"}
    client.control("POST", "/customers/fang/chat", said)
    phone = fetch(f"{sandbox.url}/panels/phone?customer=fang&chat={quote(CORP + '|li')}")[1].decode()
    desk = fetch(f"{sandbox.url}/panels/desk?corp={CORP}&staff=li&peer={friend}")[1].decode()
    for panel in (phone, desk):
        assert "&lt;b&gt;有热的吗" in panel, "what people write is escaped"
    assert "s-1" in desk


def test_on_a_phone_the_desk_stacks_its_customers(client: Client, friend: str, sandbox: Sandbox) -> None:
    """A narrow window has no heads, so each cell carries the head of its column, and the buttons are in view."""
    style = fetch(f"{sandbox.url}/static/sandbox.css")[1].decode()
    assert re.search(
        r"@media \(max-width: 820px\) {[^@]*#desk td { display: block; } #desk thead { display: none; }", style
    )
    desk = fetch(f"{sandbox.url}/panels/desk?corp={CORP}&staff=li")[1].decode()
    [_, *heads] = re.findall("<th>(.+?)</th>", desk)
    assert re.findall('<td data-name="(.*?)">', desk) == heads


def test_scanning_in_the_phone_shows_the_card_or_the_reason(client: Client, sandbox: Sandbox) -> None:
    """A living code leads to the button, a dead one to words."""
    config_id = client.contact_way()["config_id"]
    phone = f"{sandbox.url}/panels/phone?customer=fang&scan="
    assert "添加到通讯录" in fetch(phone + config_id)[1].decode()
    assert "二维码已失效" in fetch(phone + "nonsense")[1].decode()


def test_every_panel_renders_in_every_state(client: Client, sandbox: Sandbox) -> None:
    """Also when there is nothing to show."""
    for state in ("full", "empty"):
        for panel in ("phone", "desk", "side", "mass", "ledger", "phone?customer=fang", "ledger?kind=api"):
            assert fetch(f"{sandbox.url}/panels/{panel}")[1], (state, panel)
        client.control("POST", "/reset")


def test_staff_see_and_confirm_mass_tasks_on_their_page(client: Client, friend: str, sandbox: Sandbox) -> None:
    """A waiting part has its button, a confirmed one its outcome; what people write is escaped."""
    link = {"msgtype": "link", "link": {"title": "菜单", "url": "https://x.example"}}
    msgid = client.mass(friend, text={"content": "<b>半价</b>"}, attachments=[link])["msgid"]
    panel = f"{sandbox.url}/panels/mass?corp={CORP}"
    waiting = fetch(panel)[1].decode()
    [(url, body)] = re.findall(r'data-url="(/_sandbox/corps/[^"]+)" data-body=\'([^\']+)\'', waiting)
    assert "&lt;b&gt;半价" in waiting and "王芳" in waiting
    assert client.send("POST", url, body.encode())[0] == 200
    assert client.results(msgid) == {friend: 1}
    done = fetch(panel)[1].decode()
    assert "已发送 1" in done and "data-url" not in done
    phone = fetch(f"{sandbox.url}/panels/phone?customer=fang&chat={quote(CORP + '|li')}")[1].decode()
    assert "<i>群发</i>" in phone and "菜单" in phone


def test_groups_and_app_messages_are_on_the_page(client: Client, sandbox: Sandbox) -> None:
    """A task, its message in the group and a card to a member."""
    client.group("fang", name="老客群")
    client.confirm(client.mass(chat_type="group", sender="li")["msgid"])
    card = {"title": "待确认", "description": "去确认", "url": "https://x.example"}
    client.post("message/send", {"touser": "li", "agentid": 1000002, "msgtype": "textcard", "textcard": card})
    page = fetch(f"{sandbox.url}/panels/mass")[1].decode()
    assert page.count("周末第二杯半价") == 2, "the task, and the message in the group"
    assert "老客群" in page and "去确认" in page


def test_a_task_of_thousands_does_not_flood_the_ledger_panel(client: Client, friend: str, sandbox: Sandbox) -> None:
    """Neither the call's long list nor the task's own is written out."""
    client.mass(sender="li", external_userid=[friend, *(f"wm-{n}" for n in range(9_000))])
    sandbox.world.record("mass", action="created", targets=[f"wm-{n}" for n in range(9_000)])
    assert len(fetch(f"{sandbox.url}/panels/ledger")[1]) < 20_000


def test_the_ledger_panel_reads_in_words(client: Client, friend: str, sandbox: Sandbox) -> None:
    """Each kind of line is a phrase that a person understands."""
    client.control("POST", "/clock", {"advance": "24h"})
    client.control("POST", "/faults", {"kind": "slow", "ms": 1})
    client.control("POST", f"/corps/{CORP}/verify")
    client.get("getcallbackip", "no")
    client.confirm(client.mass(friend)["msgid"])
    words = fetch(f"{sandbox.url}/panels/ledger")[1].decode()
    for expected in (
        "add_external_contact",
        "快进 1 day",
        "加上 接口变慢 slow",
        "errcode 40014",
        "没有配置回调",
        "建立任务",
        "成员确认",
        "已发送",
    ):
        assert expected in words


def test_an_iframe_only_opens_web_addresses(client: Client, sandbox: Sandbox) -> None:
    """A javascript: address is not opened."""
    phone = f"{sandbox.url}/panels/phone?customer=fang&page="
    assert "<iframe" in fetch(phone + quote("http://127.0.0.1/c/AB"))[1].decode()
    assert "<iframe" not in fetch(phone + quote("javascript:alert(1)"))[1].decode()
