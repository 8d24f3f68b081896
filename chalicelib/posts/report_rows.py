"""Rows of posts' reports."""

from __future__ import annotations

from chalicelib.core.context import Ctx
from chalicelib.core.moments import Moment
from chalicelib.core.storage.attributes import MomentAttribute, StructAttribute
from chalicelib.core.storage.table import Keys, Row, get, key
from chalicelib.core.storage.transaction import Transaction
from chalicelib.posts.ids import PostId
from chalicelib.posts.shapes import Sums

REPORT = "report"


class ReportRow(Row, discriminator="post_report"):
    """The last report of a post. as_of: since when it was added up."""

    keys = Keys(pk="post#<post>", sk=REPORT)

    as_of = MomentAttribute()
    sums = StructAttribute(Sums)


class LaterReport(Exception):
    """A report that was begun later is kept already."""


def report(ctx: Ctx, post_id: PostId) -> ReportRow | None:
    """The last report of a post. 1 RU."""
    return get(ReportRow, key(ctx, "post", post_id), REPORT, consistent=True)


def keep_report_in(transaction: Transaction, post_id: PostId, as_of: Moment, sums: Sums) -> None:
    """Add: keep a report, unless one is kept that was begun later. 2 WU.

    One that is kept while this is written makes the commit raise LaterReport; asked again, nothing is added.
    """
    ctx = transaction.ctx
    kept = report(ctx, post_id)
    if kept is not None and kept.as_of >= as_of:
        return
    actions = [ReportRow.kind.set(ReportRow), ReportRow.as_of.set(as_of), ReportRow.sums.set(sums)]
    is_newer = ReportRow.as_of.does_not_exist() | (ReportRow.as_of < as_of)
    transaction.change(ReportRow(key(ctx, "post", post_id), REPORT), actions, is_newer, lambda _: LaterReport())
