"""Every error says what to do, in both languages, under a code of its own."""

from __future__ import annotations

import re

import app as _  # noqa: F401  loads every room, and with it every error
from chalicelib.core.errors import every
from chalicelib.core.http.rights import known, not_held
from tests.support.stack import Stack


def test_every_error_speaks_both_languages() -> None:
    """A Chinese and an English text, each a whole sentence."""
    for error in every():
        assert re.search("[一-鿿]", error.zh) and error.zh.endswith("。"), error
        assert error.en.endswith(".") and error.en[0].isupper(), error


def test_every_code_names_one_error() -> None:
    """The class's name is the public code, so no two classes share one."""
    names = [error.__name__ for error in dict.fromkeys(every())]
    assert len(names) == len(set(names))


def test_every_error_has_an_http_status_of_its_kind() -> None:
    """Refusals are 4xx, failures 5xx."""
    assert all(400 <= error.status < 600 for error in every())


def test_who_lacks_a_right_reads_which_one() -> None:
    """In both languages, as the list of rights calls it, so that an owner knows what to give."""
    for right in known().values():
        refused = not_held(right)
        assert f"“{right.zh}”" in refused.zh and f"“{right.en}”" in refused.en, right
        assert (refused.details["right"], "{" in refused.zh + refused.en) == (right.name, False)


def test_every_error_leads_to_its_place_on_the_docs_page(stack: Stack) -> None:
    """A problem's `type` is a link that works."""
    page = stack.http.get("/docs").body.decode()
    assert stack.http.get("/admin/v1/members").json()["type"] == "/docs#Unauthenticated"
    ours = [error for error in every() if error.__module__.startswith("chalicelib.")]
    assert [error.__name__ for error in ours if f'id="{error.__name__}"' not in page] == []
