"""The console in a real browser: what an operator does on each of its screens, at a desk and on a phone.

The steps are told by web/tests/browser/console.mjs, which Chromium plays on this very stack: no policy is broken,
nothing is wider than its window, a machine's rules of accessibility hold, errors stand at their fields, and a slip is
taken back.
"""

from __future__ import annotations

import json
import shutil
import subprocess

from infra import console
from local import demo, tools
from local.stories.tale import Tale

TITLE = "控制台：在浏览器里 · the console in a browser"
SCRIPT = console.WEB / "tests" / "browser" / "console.mjs"
BROWSERS = ("chromium", "chromium-browser", "google-chrome")


def play(tale: Tale) -> None:
    """Tell it; nothing, and why, where there is no browser or no console. Raises PromiseBroken."""
    browser = next((found for name in BROWSERS if (found := shutil.which(name))), None)
    if browser is None or not console.built_of():
        why = "本机没有 Chromium（apt-get install chromium）" if console.built_of() else "控制台未构建"
        tale.say(f"  跳过：{why} · left out: no browser here, or no console was built")
        return
    with tale.step("店长在浏览器里用活码的每个页面", "the owner uses each page of the live codes in a browser"):
        asked = {
            "url": tale.stack.places.url,
            "sandbox": f"{tale.stack.places.wecom_url}/_sandbox",
            "corp": demo.KEY,
            "corpId": tale.stack.corp.corp_id,
            "chromium": browser,
            "owner": "boss",
            "clerk": "store",
            "mark": tale.mark[:4],
        }
        done = subprocess.run(
            [tools.node(), str(SCRIPT), json.dumps(asked)], capture_output=True, text=True, check=False, timeout=300
        )
        for line in done.stdout.splitlines():
            tale.promise(line, line)
        tale.promise(done.returncode == 0, f"the browser meets what it should: {done.stderr[-2000:]}")
        tale.note(f"{len(done.stdout.splitlines())} 项 · things seen")
