"""Rows of content as the doors show them."""

from __future__ import annotations

from typing import Any

import msgspec

from chalicelib.content import checks, rules
from chalicelib.content.shapes import (
    CheckedContentVersion,
    ContentBody,
    ContentItemLine,
    ContentReview,
    ContentVersion,
    ContentVersionLine,
)
from chalicelib.content.store import ItemRow, VersionRow
from chalicelib.core.context import Ctx


def body(source: Any) -> ContentBody:
    """What a version says, of its row or of a request."""
    return msgspec.convert({name: getattr(source, name) for name in ContentBody.__struct_fields__}, ContentBody)


def version(row: VersionRow) -> ContentVersion:
    """A version and how far it has come."""
    return ContentVersion(**_fields(row))


def checked(ctx: Ctx, row: VersionRow) -> CheckedContentVersion:
    """A version with what lint finds in it."""
    return CheckedContentVersion(**_fields(row), lint=checks.findings(ctx, body(row)))


def missing(row: VersionRow) -> list[str]:
    """What a version lacks before it may be sent."""
    return rules.missing(row.status, int(row.superseded_by or 0))


def _fields(row: VersionRow) -> dict[str, Any]:
    return {
        **msgspec.structs.asdict(body(row)),
        **_names(row),
        "is_latest": not row.superseded_by,
        "may_be_sent": not missing(row),
        "created_at": row.created_at,
        "reviews": [msgspec.convert(step, ContentReview, from_attributes=True) for step in row.reviews],
    }


def _names(row: VersionRow) -> dict[str, Any]:
    return {
        "item_id": row.item_id,
        "name": row.name,
        "kind": row.form,
        "version": int(row.version),
        "status": row.status,
        "author": row.author,
    }


def item_fields(row: ItemRow) -> dict[str, Any]:
    """The fields of an item that every answer about it has."""
    latest = int(row.latest)
    return {
        "item_id": row.item_id,
        "name": row.name,
        "kind": row.form,
        "latest": latest,
        "created_at": row.created_at,
    }


def item_line(row: ItemRow) -> ContentItemLine:
    """An item in a list."""
    return ContentItemLine(**item_fields(row))


def version_line(row: VersionRow) -> ContentVersionLine:
    """A version in a list."""
    fields = {**_names(row), "changed_at": row.changed_at}
    return ContentVersionLine(**fields)
