"""A thousand tags changed by hand at once: what that asks of WeCom."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest

from chalicelib.core.moments import iso
from chalicelib.members import service as members
from chalicelib.posts import audiences
from chalicelib.posts.errands import LookAtAudiences
from tests.support.library import Library
from tests.support.stack import Stack

Calls = list[str]


@pytest.fixture
def calls(monkeypatch: pytest.MonkeyPatch) -> Calls:
    """What WeCom was asked: for the list of tags, or about one that was deleted."""
    made: Calls = []
    for name in ("tag_groups", "deleted_tags"):
        verb = getattr(members, name)

        def asked(*args: object, verb: Callable[..., object] = verb, name: str = name, **more: object) -> object:
            made.append(name)
            return verb(*args, **more)

        monkeypatch.setattr(members, name, asked)
    return made


def _look(library: Library, about: str = "", *, ago: int = 0) -> None:
    ctx = library.stack.ctx()
    audiences.look(ctx, LookAtAudiences(about=about, asked_at=iso(ctx.now - timedelta(seconds=ago))))


def test_what_was_told_before_the_last_look_is_seen_already(stack: Stack, calls: Calls) -> None:
    """One call for all of it, renamed or deleted; what is told since then is looked at anew."""
    library = Library(stack)
    ((_, name),) = library.tags("留")
    library.post(any_tags=[name])
    calls.clear()
    _look(library)
    for number in range(50):
        _look(library, "" if number % 2 else f"et{number}", ago=60)
    assert calls == ["tag_groups"]
    _look(library, ago=1)
    assert calls == ["tag_groups"] * 2


def test_a_deletion_is_asked_about_as_long_as_a_post_names_what_is_not_there(stack: Stack, calls: Calls) -> None:
    """It may be this one, and only WeCom knows what it was called."""
    library = Library(stack)
    library.tags("企业")
    library.post(any_tags=["员工自建"])
    calls.clear()
    _look(library)
    _look(library, ago=60)
    assert calls == ["tag_groups"]
    _look(library, "etgone", ago=60)
    assert calls == ["tag_groups"] * 2 + ["deleted_tags"]


def test_nobody_is_asked_while_no_post_names_a_tag(stack: Stack, calls: Calls) -> None:
    """Whoever chooses by stores or by staff has nothing to lose by a tag."""
    library = Library(stack)
    library.post(staff=["liming"])
    _look(library, "etgone")
    assert calls == []


def test_an_empty_list_of_wecoms_is_not_taken_for_a_look(
    stack: Stack, calls: Calls, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The next message asks again, and holds what it has to."""
    library = Library(stack)
    ((_, name),) = library.tags("空")
    library.post(any_tags=[name])
    calls.clear()
    with monkeypatch.context() as lying:
        lying.setattr(members, "tag_groups", lambda _: [])
        _look(library)
    _look(library, ago=60)
    assert calls == ["tag_groups"]
