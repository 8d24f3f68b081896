"""The console in a real browser: what an operator does on each of its screens, at a desk and on a phone.

The steps are told by web/tests/browser/console.mjs, which Chromium plays on this very stack: no policy is broken,
nothing is wider than its window, a machine's rules of accessibility hold, errors stand at their fields, and a slip is
taken back.
"""

from __future__ import annotations

import json
import os
import shutil
import subprocess
from datetime import UTC, datetime
from pathlib import Path

from infra import console
from local import cloud, demo, tools
from local.phone.doors import Phone
from local.stories import first
from local.stories.tale import Tale
from local.stories.week import neighbour

TITLE = "控制台：在浏览器里 · the console in a browser"
SCRIPT = console.WEB / "tests" / "browser" / "console.mjs"
# What operators' pages show, taken anew by `make pictures`.
SHOWN = console.ROOT / "docs" / "operators" / "pictures"
BROWSERS = ("chromium", "chromium-browser", "google-chrome")


def play(tale: Tale) -> None:
    """Tell it; nothing, and why, where there is no browser or no console. Raises PromiseBroken."""
    browser = next((found for name in BROWSERS if (found := shutil.which(name))), None)
    if browser is None or not console.built_of():
        why = "本机没有 Chromium（apt-get install chromium）" if console.built_of() else "控制台未构建"
        tale.say(f"  跳过：{why} · left out: no browser here, or no console was built")
        return
    # Something to look at, and a directory to choose from.
    story = first.play(tale)
    with tale.step("首次同步通讯录", "the directory is read for the first time"):
        job = story.operator.post("/admin/v1/staff-reconciles", {}, tale.key("directory"), status=202)["job_id"]
        tale.until(lambda: story.operator.get(f"/admin/v1/jobs/{job}")["state"] == "done", "the directory is read", 60)
    # Another brand, which has nothing yet: each screen as it looks on the first day.
    neighbour.move_in(tale)
    tale.stack.front.show(Phone(tale.stack, {"first": (first.TITLE, first.play)}, demo.STAFF))
    with tale.step("在浏览器里走完每个页面", "each page in a browser, at a desk and on a phone"):
        done = subprocess.run(
            [tools.node(), str(SCRIPT), json.dumps(_asked(tale, browser))],
            capture_output=True,
            text=True,
            check=False,
            timeout=1800,  # all rooms; a fifth of them takes five minutes
        )
        for line in done.stdout.splitlines():
            tale.promise(line, line)
        seen = done.stdout.splitlines()[-3:]
        tale.promise(done.returncode == 0, f"the browser meets what it should, after {seen}: {done.stderr[-2000:]}")
        tale.note(f"{len(done.stdout.splitlines())} 项 · things seen; {_pictures(tale)}")


def _pictures(tale: Tale) -> Path:
    """Where each page lies as it looked, at its width."""
    folder = tale.stack.places.folder / "pictures"
    folder.mkdir(exist_ok=True)
    return folder


def _asked(tale: Tale, browser: str) -> dict[str, object]:
    return {
        "url": tale.stack.places.url,
        "sandbox": f"{tale.stack.places.wecom_url}/_sandbox",
        "bank": f"{tale.stack.places.wechatpay_url}/_sandbox",
        "corp": demo.KEY,
        "corpId": tale.stack.corp.corp_id,
        "mini": tale.stack.corp.mini_appid,
        "tick": {"url": cloud.tick_door(tale.stack.places), "payload": cloud.SCHEDULED.decode()},
        "chromium": browser,
        "day": str(datetime.now(UTC).toordinal()) if os.environ.get("SIYU_PART_OF_THE_SCREENS") else "",
        "owner": "boss",
        "clerk": "store",
        "mark": tale.mark[:4],
        "failed": str(tale.stack.places.folder / "logs"),
        "pictures": str(_pictures(tale)),
        "shown": str(SHOWN) if os.environ.get("SIYU_PICTURES") else "",
    }
