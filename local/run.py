"""make run: the whole cloud on this machine, its stories told on it, then up until Ctrl-C."""

from __future__ import annotations

import sys
import time

from infra.package import PackageError
from local import cloud
from local.cloud import CloudError
from local.places import PortTaken, standard
from local.processes import Ended, ProcessError, ending_in_order
from local.stack import Stack, running
from local.stories import first, post, team
from local.stories.tale import PromiseBroken, Tale, Teller
from local.web import WrongAnswer

PROBLEMS = (PortTaken, PackageError, CloudError, ProcessError, PromiseBroken, WrongAnswer)


def main() -> None:
    """Run until asked to end. Exits 1 with what to do when something does not come up or a promise is broken."""
    places, began, teller = standard(), time.monotonic(), Teller()
    teller.say("\n  私域 Siyu · 本机云 the whole cloud on this machine\n")
    if not cloud.VENV.exists():
        teller.say("  首次运行需下载依赖，约一分钟 · the first run fetches packages, about a minute\n")
    try:
        with ending_in_order(), running(places, teller.step) as stack:
            promises, took = sum(tale.promises for tale in tell(stack, teller)), time.monotonic() - began
            teller.say(f"\n  {promises} 项承诺全部兑现 · every promise kept, up for {took:.1f} s\n")
            while True:
                time.sleep(3600)
    except PROBLEMS as problem:
        sys.exit(f"\n  ✗ {type(problem).__name__}: {problem}\n\n  日志 logs: {places.folder / 'logs'}\n")
    except Ended:
        teller.say("\n  已停止，数据保留在 .local/run · stopped, data kept (`make reset` starts afresh)")


def tell(stack: Stack, teller: Teller) -> list[Tale]:
    """Tell the stories, and show where they can be looked at; when one fails, show what the functions logged."""
    try:
        teller.say(f"\n  {first.TITLE}\n")
        joined = first.play(Tale(stack, teller))
        teller.say(f"\n  {team.TITLE}\n")
        bought = team.play(Tale(stack, teller))
        teller.say(f"\n  {post.TITLE}\n")
        heard = post.play(Tale(stack, teller), by_cron=False)
    except PROBLEMS:
        show_troubles(stack, teller)
        raise
    _show_links(joined, bought, teller)
    return [joined.tale, bought.tale, heard.tale]


def show_troubles(stack: Stack, teller: Teller) -> None:
    """What the functions logged that may explain a failure."""
    teller.say("\n  函数日志 what the functions logged:")
    for line in cloud.troubles(stack.places) or ["(nothing unusual)"]:
        teller.say(f"    {line}")


def _show_links(joined: first.Story, bought: team.Told, teller: Teller) -> None:
    places = joined.tale.stack.places
    url, wecom = places.url, places.wecom_url
    lines = [
        (joined.live_code["entry_url"], "活码入口页 the live code's entry page"),
        (joined.live_code["qr_png"], "可打印的二维码 its QR code, to print (.svg too)"),
        (bought.team["page_url"], "团的页面 a team's page"),
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
