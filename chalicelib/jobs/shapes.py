"""What the doors of jobs take and give."""

from __future__ import annotations

from typing import Annotated

import msgspec
from msgspec import Meta

from chalicelib.core.http.shapes import Cursor, PageQuery
from chalicelib.core.moments import Moment
from chalicelib.core.storage.jobs import JobState, Problem


class Job(msgspec.Struct, frozen=True):
    """Long work, and how far it is.

    total: null until it is known. failed: how many were rejected, listed: how many of those are listed. problem: why
    the last try failed, null when it did not. result: what was made, such as a file's name, '' for nothing.
    """

    job_id: str
    kind: str
    name_zh: str
    name_en: str
    state: JobState
    done: int
    failed: int
    total: int | None
    listed: int
    asked_by: str
    created_at: Moment
    changed_at: Moment
    problem: Problem | None
    result: str


class Rejected(msgspec.Struct, frozen=True):
    """Something that the job did not take.

    line: where it stands, from 1; field: in which column, where one is to blame; reference: an id, or ''. is_there: it
    was there already, which is no failure.
    """

    line: int
    reference: str
    reason_zh: str
    reason_en: str
    field: Annotated[str, Meta(description="列 / the column")] = ""
    is_there: Annotated[bool, Meta(description="已存在，不算失败 / there already, no failure")] = False


class JobsQuery(PageQuery, frozen=True, forbid_unknown_fields=True):
    """Which jobs. mine: one's own only, for whoever may see everybody's."""

    mine: bool = False


class RejectsQuery(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Which page of rejects, of at most 100; pass the `cursor` of the last answer to go on."""

    cursor: Cursor = ""


class Rejects(msgspec.Struct, frozen=True):
    """A page of rejects and the cursor that continues them ('' ends). beyond: so many more were only counted."""

    items: list[Rejected]
    cursor: str
    beyond: int
