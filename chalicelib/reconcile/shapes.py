"""What the doors of reconciliation take and give, and how far a comparison is."""

from __future__ import annotations

from typing import Annotated

import msgspec
from msgspec import Meta

from chalicelib.core.audited import Thing
from chalicelib.core.http.shapes import LINE, Confirm, said
from chalicelib.core.ids import UserId
from chalicelib.core.moments import Moment
from chalicelib.core.problems import Problem
from chalicelib.livecodes.ids import LiveCode
from chalicelib.members.shapes import Late
from chalicelib.reconcile.states import Depth

ADOPTED_WAY = Thing("adopted_way", "接管的联系我", "adopted contact way")
SOURCES = Thing("first_sources", "首次来源", "first sources")


class NewReconciliation(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """How deep to compare now."""

    depth: Depth = Depth.WHOLE


class Outcome(msgspec.Struct, frozen=True, kw_only=True):
    """What a comparison came to.

    customers: how many WeCom lists, each member of staff's own. joins, losses: found late; profiles: read again since
    profile or tags differ. refused: members of staff of whom WeCom told nothing, listed as the job's rejects.
    """

    job_id: str
    began_at: Moment
    ended_at: Moment
    customers: int
    joins: int
    losses: int
    profiles: int
    refused: int


class Reconciliation(msgspec.Struct, frozen=True, kw_only=True):
    """When this corp is compared with WeCom, and what came of it.

    job_id: of the comparison under way, or the last one; '' before the first. next_at: when the clock begins the next
    one. imported_at: when the first whole one had ended, which brought in the friends of before; null until then.
    """

    job_id: str
    next_at: Moment
    imported_at: Moment | None
    last_ids: Outcome | None
    last_whole: Outcome | None


class NewAdoptedWay(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A contact way that is printed already, by WeCom's id, and the live code that it shall belong to."""

    config_id: Annotated[str, Meta(min_length=1, max_length=128)]
    code: Annotated[str, LINE, Meta(max_length=64)]
    confirm: Confirm = False


class AdoptedWay(msgspec.Struct, frozen=True, kw_only=True):
    """A contact way of before: its QR code stays, and joins through it are the live code's.

    staff: whom it leads to. former_state: the channel parameter that it had; friends of before keep it. problem: who is
    behind it and has left, which handing over mends, or why WeCom would not let others take their place.
    """

    config_id: str
    code: LiveCode
    staff: tuple[UserId, ...]
    former_state: str
    adopted_at: Moment
    problem: Problem | None = None


class SourcesUpload(msgspec.Struct, frozen=True):
    """Where to upload a file of first sources: a form of `fields` and then `file`, posted to `url` in 15 minutes.

    file: its name, by which the import is begun.
    """

    file: str
    url: str
    fields: dict[str, str]
    expires_at: Moment


class NewImport(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A file that was uploaded, by its name."""

    file: Annotated[
        str,
        Meta(pattern=r"^first-sources-[0-9A-Z]{26}\.csv$(?!\n)"),
        said("上传时得到的文件名", "the name that the upload gave"),
    ]


class ImportBegun(msgspec.Struct, frozen=True):
    """The job that reads the file; its rejects say which lines were not taken."""

    job_id: str


class Place(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """Where the next step of a comparison begins.

    after: the last member of staff who is done with. item: the last difference of the next one that is done with.
    of, page: whose customers are being read page by page, and where. is_paging: all ids are compared, of everybody the
    pages follow. again: how often `of` was begun anew; pages: how many of theirs were read. total: how many customers
    were listed.
    """

    after: UserId = UserId("")
    item: str = ""
    of: UserId = UserId("")
    page: str = ""
    is_paging: bool = False
    again: int = 0
    pages: int = 0
    total: int = 0
    refused: int = 0
    began_at: Moment = Moment("")
    late: Late = Late()
