"""docs/developers/errors.md lists every error, in both languages."""

from __future__ import annotations

import re

from tests.docs import errors_page
from tests.support.markdown import quoted, rows

STALE = "stale: run make reference"


def test_the_page_is_what_the_classes_say() -> None:
    """Whoever adds or changes an error writes the page again."""
    assert errors_page.PATH.read_text() == errors_page.render(), STALE


def test_every_error_class_is_on_the_page_in_both_languages() -> None:
    """Chinese has Chinese characters, English has none, and both end as sentences."""
    told = {quoted(row[0])[0]: row for row in rows(errors_page.PATH.read_text(), "code")}
    assert set(told) == {error.__name__ for error in errors_page.classes()}
    assert len(told) == len(errors_page.classes()), "two errors share a name"
    for _, _, zh, en, _ in told.values():
        assert re.search("[\u4e00-\u9fff]", zh)
        assert not re.search("[\u4e00-\u9fff]", en)
        assert zh.endswith("。")
        assert en.endswith(".")


def test_errors_of_every_room_are_found() -> None:
    """The negative control of the collecting: rooms, core and platform are all among them."""
    assert {error.__module__.split(".")[1] for error in errors_page.classes()} >= {
        "core",
        "platforms",
        "access",
        "members",
        "coupons",
        "livecodes",
    }
