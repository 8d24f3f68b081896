"""What the door of what waits gives."""

from __future__ import annotations

from enum import StrEnum

import msgspec

from chalicelib.core.moments import Moment
from chalicelib.core.problems import Problem


class Kind(StrEnum):
    """What may wait for somebody, in the order in which it is shown."""

    MONEY = "money"
    POST_PROBLEMS = "post_problems"
    LIVE_CODES = "live_codes"
    LEAVERS = "leavers"
    REVIEW_CONTENT = "review_content"
    REVIEW_COMPLIANCE = "review_compliance"
    REVIEW_BUSINESS = "review_business"
    UNSENT = "unsent"
    SOLD_OUT = "sold_out"
    COUPONS_LOW = "coupons_low"
    COUPONS_ENDING = "coupons_ending"
    GROUPBUYS_ENDING = "groupbuys_ending"
    ASIDES = "asides"
    DEAD_LETTERS = "dead_letters"


class TodoThing(msgspec.Struct, frozen=True, kw_only=True):
    """One thing that waits. note, note_en: why, in Chinese and English, or a figure or a moment in UTC, the same in
    both; '' where the kind says all.
    """

    id: str
    name: str
    note: str
    note_en: str


class TodoItem(msgspec.Struct, frozen=True, kw_only=True):
    """A kind of what waits. count: how many were seen, 25 at most, and is_more: perhaps there are more.

    first: the first five. path: the list of all of them, '' where engineers alone have it. problem: why this kind could
    not be read; count is 0 then, and says nothing.
    """

    kind: Kind
    zh: str
    en: str
    count: int
    is_more: bool
    first: tuple[TodoThing, ...]
    path: str
    problem: Problem | None


class Todo(msgspec.Struct, frozen=True, kw_only=True):
    """What waits for whoever asks; what is done, or is nobody's to do, is not in it. as_of: when it was looked at."""

    items: tuple[TodoItem, ...]
    as_of: Moment
