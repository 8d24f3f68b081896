"""What the doors of uses take and give."""

from __future__ import annotations

from typing import Annotated

import msgspec
from msgspec import Meta

from chalicelib.content.ids import ContentId
from chalicelib.content.shapes import ContentUse
from chalicelib.content.states import VersionState
from chalicelib.core.http.shapes import WORDS
from chalicelib.core.ids import UserId
from chalicelib.core.moments import Moment
from chalicelib.core.problems import Problem
from chalicelib.posts.shapes import Sent


class RecallContent(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Why an approved version must not be sent any more. Staff who hold a task of it read it."""

    reason: Annotated[str, WORDS, Meta(max_length=500)]


class RecallStep(msgspec.Struct, frozen=True):
    """Who recalled a version, when and why."""

    who: UserId
    at: Moment
    reason: str


class Reach(msgspec.Struct, frozen=True, kw_only=True):
    """How far a version of content has come.

    out: targets that have it, as far as is known; waiting: those that may still get it from a member of staff; both are
    of the times in `posts`: of the 100 latest posts, 50 each. is_settled: no time of it is open, so that the numbers
    are final. users: who names the item now, the first hundred, whichever version.
    """

    item_id: ContentId
    name: str
    version: int
    status: VersionState
    recall: RecallStep | None
    out: int
    waiting: int
    is_settled: bool
    posts: list[Sent]
    users: list[ContentUse]


class RenewedUse(ContentUse, frozen=True, kw_only=True):
    """Somebody who uses an item, and the version that they name now. problem: why that is not the newest."""

    problem: Problem | None


class Renewed(msgspec.Struct, frozen=True, kw_only=True):
    """What came of having all who use an item use its new version, each alone.

    version: the newest that is approved. left: more than 100 use an older one; the same again goes on.
    """

    version: int
    users: list[RenewedUse]
    left: bool
