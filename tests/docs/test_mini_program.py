"""What the page for mini-programs tells to do works, command by command."""

from __future__ import annotations

import json
import re
import shlex
from typing import Any

from tests.support import make
from tests.support.http import Answer, Http
from tests.support.markdown import ROOT, blocks
from tests.support.stack import Stack

PAGE = (ROOT / "docs" / "developers" / "mini-program.md").read_text()


def _run(command: str, known: dict[str, str]) -> Answer:
    """What a curl command would ask of the app."""
    for name, value in known.items():
        command = command.replace(f"${name}", value)
    words = iter(shlex.split(command)[1:])
    method, headers, body, url = "GET", dict[str, str](), None, ""
    for word in words:
        match word:
            case "-s":
                continue
            case "-X":
                method = next(words)
            case "-H":
                name, _, value = next(words).partition(": ")
                headers[name.lower()] = value
            case "-d":
                body = json.loads(next(words))
            case _:
                url = word
    assert "$" not in url, command
    return Http().call(method, url.removeprefix("https://stack"), body, headers)


def test_every_command_of_the_page_works_in_its_order(stack: Stack) -> None:
    """From a code to a coupon in the wallet; after signing out the session is over."""
    template = make.coupon_template(stack)
    member = make.member(stack)
    known = {
        "URL": "https://stack",
        "CORP": "demo",
        "JS_CODE": stack.platform.login_code("demo", member.customer),
        "TEMPLATE": template.id,
    }
    commands = [line for block in blocks(PAGE) if block.language == "sh" for line in block.text.splitlines()]
    answers: dict[str, Any] = {}
    for command in commands:
        answer = _run(command, known)
        assert answer.status in (200, 201), (command, answer.body)
        answers[re.sub(r"\?.*", "", command.partition("$URL")[2].split('"')[0])] = answer.json()
        if "token" in answer.json():
            known["TOKEN"] = answer.json()["token"]
    assert len(commands) == 10
    assert answers["/mini/v1/coupon-templates"]["items"][0]["template_id"] == template.id
    assert (
        answers["/mini/v1/wallet"]["items"][0]["code"] == answers["/mini/v1/coupon-templates/$TEMPLATE/claims"]["code"]
    )
    assert Http().as_(known["TOKEN"]).get("/mini/v1/me").code == "SessionExpired"


def test_the_program_on_the_page_is_the_one_that_is_compiled() -> None:
    """Quoted whole."""
    (quoted,) = [block.text for block in blocks(PAGE) if block.language == "ts"]
    assert quoted == (ROOT / "web" / "client" / "test" / "wechat.ts").read_text()
