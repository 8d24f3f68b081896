"""Rows of content as the doors and other rooms see them."""

from __future__ import annotations

import msgspec

from chalicelib.content import checks, rules
from chalicelib.content.shapes import (
    CheckedContentVersion,
    ContentItemLine,
    ContentReview,
    ContentVersion,
    ContentVersionLine,
    Picture,
    VersionLine,
)
from chalicelib.content.states import ItemState, VersionState
from chalicelib.content.steps import Step
from chalicelib.content.store import ItemRow, PictureRow, VersionRow
from chalicelib.core.context import Ctx


def version(row: VersionRow) -> ContentVersion:
    """A version and how far it has come."""
    return ContentVersion(
        text=row.body.text,
        attachment=row.body.attachment,
        variables=row.body.variables,
        channels=row.body.channels,
        item_id=row.item_id,
        name=row.name,
        kind=row.form,
        version=row.version,
        status=row.status,
        is_latest=not row.superseded_by,
        may_be_sent=not missing(row),
        author=row.author,
        created_at=row.created_at,
        reviews=[_review(step) for step in row.reviews],
    )


def _review(step: Step) -> ContentReview:
    return ContentReview(step.who, step.stage or "", step.verdict, step.reason, step.at)


def checked(ctx: Ctx, row: VersionRow) -> CheckedContentVersion:
    """A version with what lint finds in it."""
    return CheckedContentVersion(**msgspec.structs.asdict(version(row)), lint=checks.findings(ctx, row.body))


def missing(row: VersionRow) -> list[str]:
    """What a version lacks before it may be sent."""
    return rules.missing(row.status, row.superseded_by)


def item_line(row: ItemRow, latest: VersionRow | None) -> ContentItemLine:
    """An item in a list, with its newest version."""
    return ContentItemLine(
        row.item_id,
        row.name,
        row.form,
        row.latest,
        row.created_at,
        status=latest.status if latest else VersionState.DRAFT,
        approved=row.approved,
        state=ItemState.ARCHIVED if row.archived_at else ItemState.ACTIVE,
        archived_at=row.archived_at,
        created_by=row.created_by,
        edited_by=row.edited_by,
        edited_at=row.edited_at,
    )


def version_line(line: VersionLine) -> ContentVersionLine:
    """A version in a list."""
    return ContentVersionLine(
        line.item_id, line.name, line.form, line.version, line.status, line.author, changed_at=line.changed_at
    )


def picture(row: PictureRow) -> Picture:
    """A picture without its bytes."""
    return Picture(
        row.picture_id,
        row.name,
        row.media_type,
        row.width,
        row.height,
        row.size,
        row.created_at,
        created_by=row.created_by,
        edited_by=row.edited_by,
        edited_at=row.edited_at,
    )
