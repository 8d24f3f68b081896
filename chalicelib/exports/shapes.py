"""What the doors of exports take and give."""

from __future__ import annotations

from typing import Annotated

import msgspec
from msgspec import Meta

from chalicelib.core.audited import Thing
from chalicelib.core.http import given
from chalicelib.core.http.shapes import Confirm, PageQuery
from chalicelib.core.ids import NOBODY
from chalicelib.core.moments import NO_DAY, Moment
from chalicelib.core.shapes import Person
from chalicelib.core.storage.jobs import Problem
from chalicelib.exports.ids import ExportId
from chalicelib.exports.states import ExportKind, LineState, Purpose, ShownState

EXPORT = Thing("export", "导出", "export")


class Filters(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """Which lines; all that is given must hold. Which of them a kind takes says docs/operators/exports.md.

    since, until: days in Shanghai, both included. thing: of the audit, the kind of thing; thing_id: one of them.
    """

    since: given.DayOrNone = NO_DAY
    until: given.DayOrNone = NO_DAY
    store: Annotated[str, Meta(max_length=40)] = ""
    staff: given.StaffOrNone = NOBODY
    code: Annotated[str, Meta(max_length=100)] = ""
    tag: Annotated[str, Meta(max_length=100)] = ""
    template: Annotated[str, Meta(max_length=40)] = ""
    thing: Annotated[str, Meta(max_length=40)] = ""
    thing_id: Annotated[str, Meta(max_length=128)] = ""
    state: LineState | None = None

    def __post_init__(self) -> None:
        given.read_all(self)
        given.check_days(self.since, self.until)


class NewExport(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """A file to be made. recipient: who outside the corp gets it, '' for nobody."""

    kind: ExportKind
    purpose: Purpose
    recipient: Annotated[str, Meta(max_length=80)] = ""
    which: Filters = Filters()
    confirm: Confirm = False


class Export(msgspec.Struct, frozen=True, kw_only=True):
    """An export, and how far it is.

    is_masked: names and outside ids are hidden. done: lines so far; lines: of the file, null until it is ready.
    left_out: who said no to advertising. problem: why the last try failed. expires_at: when the file is deleted.
    """

    export_id: ExportId
    kind: ExportKind
    purpose: Purpose
    recipient: str
    which: Filters
    is_masked: bool
    state: ShownState
    done: int
    lines: int | None
    left_out: int
    problem: Problem | None
    downloads: int
    created_by: Person
    made_at: Moment
    expires_at: Moment | None


class ExportsQuery(PageQuery, frozen=True, forbid_unknown_fields=True):
    """Which exports. mine: one's own only, for whoever may see everybody's."""

    mine: bool = False


class ExportLink(msgspec.Struct, frozen=True):
    """Where the file may be downloaded, until `expires_at`."""

    url: str
    expires_at: Moment
