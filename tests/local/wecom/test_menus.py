"""An app's menu (docs/platform E2)."""

from __future__ import annotations

from typing import Any

import pytest

from local.wecom.testing import CORP, Client

SCAN = {"type": "scancode_waitmsg", "name": "扫码核销", "key": "till"}


def create(client: Client, *buttons: dict[str, Any]) -> int:
    answer = client._call("POST", "menu/create", None, {"button": list(buttons)}, {"agentid": "1000002"})
    return int(answer["errcode"])


def test_a_menu_takes_the_place_of_the_one_before(client: Client) -> None:
    """What is read is what was put last; none at all has a code of its own."""
    assert client.get("menu/get", agentid="1000002")["errcode"] == 46003
    site = {"type": "view", "name": "官网", "url": "https://x.example"}
    assert [create(client, SCAN), create(client, site)] == [0, 0]
    (button,) = client.get("menu/get", agentid="1000002")["button"]
    assert (button["type"], button["name"]) == ("view", "官网")


@pytest.mark.parametrize(
    ("buttons", "errcode"),
    [
        ([SCAN] * 4, 40016),
        ([], 40016),
        ([SCAN | {"type": "dance"}], 40017),
        ([SCAN | {"name": "一二三四五六"}], 45002),
        ([SCAN | {"key": ""}], 40019),
        ([{"type": "view", "name": "官网"}], 40020),
        ([{"name": "门店", "sub_button": [SCAN] * 6}], 40023),
        ([{"name": "门店", "sub_button": [SCAN] * 5}], 0),
    ],
)
def test_a_menu_that_is_none_is_refused(client: Client, buttons: list[dict[str, Any]], errcode: int) -> None:
    """Too many, unknown types, long names, missing keys."""
    assert create(client, *buttons) == errcode


def test_another_apps_menu_is_refused(client: Client) -> None:
    """The token says which app it is."""
    assert client.get("menu/get", agentid="1")["errcode"] == 40056
    assert client.get("menu/get")["errcode"] == 41011


def test_nobody_scans_without_a_menu(client: Client) -> None:
    """A member taps what is not there: the control API says so."""
    status, _ = client.send("POST", f"/_sandbox/corps/{CORP}/staff/li/menu-scan", {"result": "x"})
    assert status == 404
