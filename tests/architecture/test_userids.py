"""A userid has one form, and whatever comes in from outside is given it: WeCom ignores its case."""

from __future__ import annotations

import ast

import msgspec

from chalicelib.audience.shapes import Audience
from chalicelib.core.ops.secrets import Platforms
from chalicelib.livecodes.shapes import StaffShare
from tests.architecture.sources import PRODUCT

# Where a userid is read back from what we have stored in another text: it had its form before.
STORED = {
    "core/events/acts.py",
    "core/storage/attributes.py",
    "coupons/rules.py",
    "orders/changes.py",
    "tasks/service.py",
    "tasks/create.py",
    "livecodes/service.py",
}
# Who speaks, by a session that we gave.
WHO = {"UserId(ctx.who)", "UserId(self.who)"}


def _made(source: str) -> list[str]:
    """Each call that makes a UserId of a text without giving it its form."""
    calls = [node for node in ast.walk(ast.parse(source)) if isinstance(node, ast.Call)]
    made = [call for call in calls if ast.unparse(call.func) == "UserId" and not isinstance(call.args[0], ast.Constant)]
    return [text for text in map(ast.unparse, made) if text not in WHO]


def test_nobody_makes_a_userid_but_by_its_one_form() -> None:
    """`core/ids.userid` does; what is stored was given it before."""
    names = {path.relative_to(PRODUCT).as_posix(): path for path in PRODUCT.rglob("*.py")}
    found = {name: _made(path.read_text()) for name, path in names.items() if name != "core/ids.py"}
    assert {name for name, made in found.items() if made} <= STORED


def test_what_operators_write_is_given_the_form() -> None:
    """Live codes, audiences, and the owners of the settings; the same in two cases is one."""
    assert msgspec.convert({"userid": "LiMing"}, StaffShare).userid == "liming"
    for raw in ({"channel": "customers", "staff": ["LiMing", "liming"]}, {"channel": "staff", "staff": ["LIMING"]}):
        audience = msgspec.convert(raw, Audience)
        assert getattr(audience, "staff") == ["liming"]  # noqa: B009
    assert msgspec.convert({"channel": "groups", "owners": ["WangFang"]}, Audience).owners == ["wangfang"]
    settings = {"name": "n", "corp_id": "c", "agent_id": "1", "agent_secret": "s", "owners": ["Boss", "boss", ""]}
    assert msgspec.convert(settings, Platforms).owners == {"boss"}
