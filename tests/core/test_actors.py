"""A request's line in the log ties a person's requests together, and names nobody."""

from __future__ import annotations

import json
from typing import Any

import pytest

from chalicelib.core.http.signing_in import CODE
from chalicelib.core.ops import actors, log, secrets
from infra import who
from tests.support import make
from tests.support.stack import Stack


@pytest.fixture
def loud() -> Any:
    """The log at INFO, as it is in the cloud."""
    log.start("INFO")
    yield
    log.start("WARNING")


def lines(capsys: pytest.CaptureFixture[str]) -> list[dict[str, Any]]:
    """The request lines that were written since the last look."""
    told = [json.loads(line) for line in capsys.readouterr().out.splitlines() if '"event": "request"' in line]
    return [line for line in told if line["event"] == "request"]


def test_a_line_says_which_corp_and_who_by_a_number(
    stack: Stack, capsys: pytest.CaptureFixture[str], loud: None
) -> None:
    """The sign-in and what follows have one number; another person and the same one at another corp have others."""
    owner = stack.operator()
    owner.get("/admin/v1/operators")
    stack.operator(corp="rival").get("/admin/v1/operators")
    make.member(stack).wallet()
    told = lines(capsys)
    assert "zhangwei" not in json.dumps(told)
    of_owner, of_rival = ([line["actor"] for line in told if line["corp"] == corp] for corp in ("demo", "rival"))
    assert len({*of_owner[:2]}) == 1 == len({*of_rival})
    assert not {*of_owner} & {*of_rival}
    assert {actor.partition(":")[0] for actor in of_owner} == {"operator", "member"}
    assert {len(actor.partition(":")[2]) for actor in of_owner} == {13}


def test_a_refusal_says_its_code_and_who_was_refused(
    stack: Stack, capsys: pytest.CaptureFixture[str], loud: None
) -> None:
    """Somebody whose role does not suffice is seen; of whom nothing is proved nothing is written."""
    viewer = make.operator(stack, "viewer", "wangfang")
    lines(capsys)
    viewer.put("/admin/v1/operators/liming", {"role": "owner"})
    stack.http.post("/admin/v1/sessions", {"corp": "13800138000", "code": "x" * 32})
    stack.http.get("/c/13800138000-zhangsan")
    refused, junk, page = lines(capsys)
    assert (refused["code"], refused["corp"]) == ("RoleNotAllowed", "demo")
    assert refused["actor"].startswith("operator:")
    assert [(line["corp"], line["actor"]) for line in (junk, page)] == [("", "")] * 2
    assert "13800138000" not in json.dumps([junk, page])


def test_no_request_fails_for_its_line(
    stack: Stack, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], loud: None
) -> None:
    """Without the key the number is unknown, and the answer is the same."""

    def gone(_: str) -> secrets.Index:
        raise RuntimeError("zhangwei")

    monkeypatch.setattr(secrets, "index", gone)
    assert stack.operator().get("/admin/v1/operators").status == 200
    assert {line["actor"] for line in lines(capsys)} == {f"operator:{actors.UNKNOWN}"}


def test_a_number_leads_back_to_a_person_by_the_command(
    stack: Stack, capsys: pytest.CaptureFixture[str], loud: None
) -> None:
    """Whoever may read the index secret sees each operator's number, former ones' too, and members' when asked."""
    member = make.member(stack)
    wangfang = make.operator(stack, "viewer", "wangfang")
    wangfang.get("/admin/v1/members")
    seen = lines(capsys)[-1]["actor"]
    stack.operator().put("/admin/v1/operators/wangfang", {"role": ""})
    told = dict(who.numbers("demo", [member.id]))
    assert told["operator:wangfang"] == seen
    assert {"operator:zhangwei", "operator:wangfang", f"member:{member.id}"} <= set(told)


def test_the_codes_of_the_sandbox_are_codes(stack: Stack) -> None:
    """What is refused for its shape is no code that a platform gives."""
    codes = [
        stack.platform.oauth_code("demo", "zhangwei"),
        stack.platform.login_code("demo", stack.platform.customer()),
    ]
    assert [bool(CODE.fullmatch(code)) for code in codes] == [True, True]
