"""make run: the whole cloud on this machine, its stories told on it, then up until Ctrl-C.

A story that fails is told, and the stack stays up: whoever came to look can look at what is there.
"""

from __future__ import annotations

import sys
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import partial
from typing import Any

import botocore.exceptions

from infra.package import PackageError
from local import cloud, demo
from local.cloud import CloudError
from local.phone.doors import Phone
from local.places import PortTaken, standard
from local.processes import Ended, ProcessError, ending_in_order
from local.stack import Stack, running
from local.stories import first, post, team
from local.stories.tale import PromiseBroken, Tale, Teller
from local.web import WrongAnswer

PROBLEMS = (
    PortTaken,
    PackageError,
    CloudError,
    ProcessError,
    PromiseBroken,
    WrongAnswer,
    botocore.exceptions.BotoCoreError,
    botocore.exceptions.ClientError,
)
STORIES: tuple[tuple[str, Callable[[Tale], Any]], ...] = (
    (first.TITLE, first.play),
    (team.TITLE, team.play),
    (post.TITLE, partial(post.play, by_cron=False)),
)
# What /phone tells step by step.
PLAYS = {"first": STORIES[0], "team": STORIES[1], "post": STORIES[2]}


@dataclass
class Told:
    """What the stories showed, by title, and which of them failed."""

    seen: dict[str, Any] = field(default_factory=dict)
    failed: list[str] = field(default_factory=list)
    promises: int = 0


def main() -> None:
    """Run until asked to end. Exits 1 with what to do when the stack does not come up, and when a story failed."""
    places, began, teller = standard(), time.monotonic(), Teller()
    teller.say("\n  私域 Siyu · 本机云 the whole cloud on this machine\n")
    if not cloud.VENV.exists():
        teller.say("  首次运行需下载依赖，约一分钟 · the first run fetches packages, about a minute\n")
    told = Told()
    try:
        with ending_in_order(), running(places, teller.step) as stack:
            stack.front.show(Phone(stack, PLAYS, demo.STAFF))
            told = tell(stack, teller)
            show_links(stack, told, teller)
            _sum_up(told, time.monotonic() - began, teller)
            while True:
                time.sleep(3600)
    except PROBLEMS as problem:
        sys.exit(f"\n  ✗ {type(problem).__name__}: {problem}\n\n  日志 logs: {places.folder / 'logs'}\n")
    except Ended:
        teller.say("\n  已停止，数据保留在 .local/run · stopped, data kept (`make reset` starts afresh)")
        sys.exit(1 if told.failed else 0)


def tell(stack: Stack, teller: Teller) -> Told:
    """Tell each story; of one that fails, say why and what the functions logged, and go on."""
    told = Told()
    for title, play in STORIES:
        teller.say(f"\n  {title}\n")
        tale = Tale(stack, teller)
        try:
            told.seen[title] = play(tale)
        except Exception as problem:  # whatever it was: what runs stays up, and the reader is told
            told.failed.append(title)
            teller.say(f"\n  ✗ {type(problem).__name__}: {problem}")
            show_troubles(stack, teller)
        told.promises += tale.promises
    return told


def show_troubles(stack: Stack, teller: Teller) -> None:
    """What the functions logged that may explain a failure; where the cloud does not even answer that, it says so."""
    teller.say("\n  函数日志 what the functions logged:")
    try:
        lines = cloud.troubles(stack.places) or ["(nothing unusual)"]
    except PROBLEMS as problem:
        lines = [f"(the local cloud does not answer: {type(problem).__name__})"]
    for line in lines:
        teller.say(f"    {line}")


def _sum_up(told: Told, took: float, teller: Teller) -> None:
    if not told.failed:
        teller.say(f"\n  {told.promises} 项承诺全部兑现 · every promise kept, up for {took:.1f} s\n")
        return
    teller.say(
        f"\n  {told.promises} 项承诺兑现，但有故事未讲完 · {told.promises} promises kept, but not told to the end:"
    )
    for title in told.failed:
        teller.say(f"    ✗ {title}")
    teller.say("  本机云仍在运行，可打开上面的链接查看；机器繁忙时请稍后重试 make run")
    teller.say(
        "  The stack is still up: look at the links above. On a busy machine, stop it and try `make run` later.\n"
    )


def show_links(stack: Stack, told: Told, teller: Teller) -> None:
    """Where what is there can be looked at, and what the stories that were told have made."""
    places = stack.places
    url, wecom = places.url, places.wecom_url
    joined, bought = told.seen.get(first.TITLE), told.seen.get(team.TITLE)
    lines = [
        (f"{url}/phone", "三部手机与后台 try it all: customer, staff, clerk, console"),
        *([(joined.live_code["entry_url"], "活码入口页 the live code's entry page")] if joined else []),
        *([(joined.live_code["qr_png"], "可打印的二维码 its QR code, to print (.svg too)")] if joined else []),
        *([(bought.team["page_url"], "团的页面 a team's page")] if bought else []),
        (f"{wecom}/mass", "群发与客户群 mass messages: staff confirm here"),
        (wecom, "企业微信沙箱 the WeCom sandbox: scan, add, chat by hand"),
        (f"{url}/docs", "接口文档 the API's documentation"),
        (f"{url}/openapi.json", "接口定义 the OpenAPI document"),
        (f"{wecom}/_sandbox/ledger", "账本 what WeCom saw"),
        (places.wechatpay_url, "微信支付沙箱 the WeChat Pay sandbox: pay, pay late, fail, refund"),
        (places.cloud_url, "本机云 the cloud's own API (access key and secret: test)"),
    ]
    teller.say("")
    for where, what in lines:
        teller.say(f"  {where:<58} {what}")
    teller.say("\n  时间快进 advance the clock:  make clock ADVANCE=24h\n  停止 stop:  Ctrl-C\n")


if __name__ == "__main__":
    main()
