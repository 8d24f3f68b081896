"""Whose customers somebody sees."""

from __future__ import annotations

from typing import Any

import msgspec

from chalicelib.core.ids import UserId
from chalicelib.core.scope import Scope
from chalicelib.members import finding, scoping
from chalicelib.members.shapes import MemberQuery
from tests.support import make
from tests.support.make.people import contact_way
from tests.support.stack import Stack


def _found(stack: Stack, *staff: str, limit: int = 2, **query: Any) -> list[str]:
    """The names that a scope of staff finds, page by page to the end."""
    ctx = msgspec.structs.replace(stack.ctx(), scope=Scope(staff=frozenset(UserId(one) for one in staff)))
    names, cursor = [], ""
    while True:
        page = finding.members(ctx, MemberQuery(limit=limit, cursor=cursor, **query))
        names += [str(one.name) for one in page.items]
        cursor = page.cursor
        if not cursor:
            return names


def test_a_scope_of_several_finds_each_of_their_customers_once(stack: Stack) -> None:
    """However it is asked: all, by name, by one of them; of somebody else none; by few together or by many."""
    both = make.member(stack, "王小红", staff="liming")
    stack.platform.add(both.customer, contact_way(stack, "wangfang", "demo"))
    stack.work_off()
    make.member(stack, "王小明", staff="wangfang")
    make.member(stack, "王小刚", staff="chenyu")
    assert sorted(_found(stack, "liming", "wangfang")) == ["王小明", "王小红"]
    assert sorted(_found(stack, "liming", "wangfang", q="王小")) == ["王小明", "王小红"]
    assert sorted(_found(stack, "liming", "wangfang", limit=1)) == ["王小明", "王小红"]
    assert _found(stack, "liming", "wangfang", staff="liming") == ["王小红"]
    assert _found(stack, "liming", "wangfang", staff="chenyu") == []
    assert _found(stack, "liming") == ["王小红"] and _found(stack) == []
    many = [f"u{number}" for number in range(scoping.MOST_TOGETHER)]
    assert sorted(_found(stack, "liming", "chenyu", *many)) == ["王小刚", "王小红"]
