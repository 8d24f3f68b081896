"""The app's menu, which members of staff see below its chat (docs/platform E2)."""

from __future__ import annotations

from collections.abc import Sequence

import msgspec

from chalicelib.core.context import Ctx
from chalicelib.core.ops import secrets
from chalicelib.platforms.wecom import client
from chalicelib.platforms.wecom.errors import WeComRefused
from chalicelib.platforms.wecom.events import Event
from chalicelib.platforms.wecom.transport import fitted

MOST_BUTTONS, MOST_SUB_BUTTONS = 3, 5
NO_MENU = 46003
# A button that scans and waits for an answer; its event is called so too.
SCAN = "scancode_waitmsg"


class SubButton(msgspec.Struct, frozen=True, omit_defaults=True):
    """A button of whatever type, also of somebody else."""

    name: str = ""
    type: str = ""
    key: str = ""
    url: str = ""
    appid: str = ""
    pagepath: str = ""


class Button(SubButton, frozen=True, omit_defaults=True):
    """A button, or with `sub_button` several behind one."""

    sub_button: list[SubButton] = []


class _Menu(msgspec.Struct, frozen=True):
    button: list[Button] = []


def buttons(ctx: Ctx) -> list[Button]:
    """The menu as it is; nothing where there is none."""
    try:
        return fitted(client.get(ctx, "menu/get", _agent(ctx)), _Menu).button
    except WeComRefused as refused:
        if refused.errcode != NO_MENU:
            raise
        return []


def create(ctx: Ctx, wanted: Sequence[Button]) -> None:
    """Put the whole menu, in the place of the one before. Safe to repeat."""
    client.post(ctx, "menu/create", {"button": msgspec.to_builtins(list(wanted))}, query=_agent(ctx))


def scanned(event: Event) -> str:
    """What was scanned through a button (docs/platform E2); '' for nothing."""
    return next((info.value("ScanResult") for info in event.body.all("ScanCodeInfo")), "").strip()


def _agent(ctx: Ctx) -> dict[str, str]:
    return {"agentid": str(secrets.platforms(ctx.corp).agent_id)}
