"""The wizard as an administrator meets it: in a browser, by the keyboard."""

from __future__ import annotations

import json
import shutil
import subprocess

import pytest

from infra import console
from local import tools
from local.stories.screens import BROWSERS
from tests.setup.desk import browsing
from tests.setup.test_onboard import APP, CALLBACK, COMPANY, FILE, SETTINGS
from tests.support.stack import Stack

SCRIPT = console.WEB / "tests" / "browser" / "onboard.mjs"
CHROMIUM = next((found for name in BROWSERS if (found := shutil.which(name))), "")
GIVEN = {
    "company": COMPANY,
    "app": APP,
    "domain": FILE,
    "callback": CALLBACK,
    "contacts": {"contacts_secret": SETTINGS["contacts_secret"]},
    "wechat": {name: SETTINGS[name] for name in ("mini_appid", "mini_secret")},
    "pay": {},
}


@pytest.mark.skipif(
    not (CHROMIUM and (console.WEB / "node_modules" / "playwright-core").is_dir()),
    reason="no Chromium here, or no Node packages",
)
def test_a_corp_is_connected_in_a_browser(stack: Stack) -> None:
    """Opened, keys pasted, an error at its field, tried, written, and never shown again."""
    with browsing(stack) as browser:
        asked = {"url": browser.wizard.address, "chromium": CHROMIUM, "given": GIVEN}
        done = subprocess.run(
            [tools.node(), str(SCRIPT), json.dumps(asked)], capture_output=True, text=True, timeout=120, check=False
        )
    assert done.returncode == 0, done.stdout[-1000:] + done.stderr[-2000:]
