"""WeCom finds at the domain's root the file that it asked for, and nobody finds anything else."""

from __future__ import annotations

import msgspec
import pytest

from chalicelib.core.ops import secrets
from infra import provision
from tests.support.stack import Stack
from tests.support.wecom import CORPS

NAME = "WW_verify_AbC123.txt"


@pytest.fixture
def proved(stack: Stack, monkeypatch: pytest.MonkeyPatch) -> Stack:
    """A stack whose second corp was provisioned with a file."""
    corps = {"demo": CORPS["demo"].settings(), "rival": {**CORPS["rival"].settings(), "domain_files": {NAME: "AbC123"}}}
    held = provision.merged(provision.Held(), provision.read(msgspec.json.encode(corps)))
    monkeypatch.setattr(secrets, "_read", lambda power, _: getattr(held, power))
    return stack


def test_the_file_is_there_as_it_was_given(proved: Stack) -> None:
    """Byte for byte, as plain text, without a session."""
    answer = proved.http.get(f"/{NAME}")
    assert (answer.status, answer.body) == (200, b"AbC123")
    assert answer.headers["content-type"].startswith("text/plain")


@pytest.mark.parametrize("name", ["WW_verify_other.txt", "WW_verify_AbC123", "corps.json", "agent_secret"])
def test_no_other_file_is_there(proved: Stack, name: str) -> None:
    """A name that nobody was given proves nothing: who claims our domain as theirs is not helped."""
    answer = proved.http.get(f"/{name}")
    assert (answer.status, answer.code) == (404, "UnknownPath")


@pytest.mark.parametrize("files", [{"../corps.json": "x"}, {"a.html": "x"}, {NAME: ""}, {NAME: "x" * 501}])
def test_what_is_no_such_file_is_refused(files: dict[str, str]) -> None:
    """Nothing that a browser would run, and no way out of the root."""
    with pytest.raises(provision.ProvisionError, match="domain_files"):
        provision.read(msgspec.json.encode({"demo": {**CORPS["demo"].settings(), "domain_files": files}}))


def test_a_person_at_an_address_that_is_not_there_sees_a_page(proved: Stack) -> None:
    """A mistyped address is opened in a browser as often as by a program, which is told as ever."""
    seen, told = proved.http.get("/nothing", accept="text/html,*/*"), proved.http.get("/nothing")
    assert (seen.status, told.status) == (404, 404)
    assert seen.headers["content-type"].startswith("text/html") and "没有找到您要的内容" in seen.body.decode()
    assert told.code == "UnknownPath"
