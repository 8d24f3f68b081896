"""Lint of a version as things stand: the corp's own rules, the pictures that exist."""

from __future__ import annotations

import msgspec

from chalicelib.content import lint, store
from chalicelib.content.ids import PictureId
from chalicelib.content.shapes import (
    ContentBody,
    ContentFinding,
    ContentImage,
    ContentMiniProgram,
    ContentRules,
    ContentRulesShown,
    SetContentRules,
)
from chalicelib.content.standards import Standards, standards
from chalicelib.content.store import RulesRow
from chalicelib.core.context import Ctx
from chalicelib.core.instance import Cache

_rules: Cache[ContentRules] = Cache()


def content_rules(ctx: Ctx) -> ContentRules:
    """The corp's own words and hosts, up to 5 s old."""
    return _rules.get(ctx.corp, lambda: _stored_rules(ctx))


def _stored_rules(ctx: Ctx) -> ContentRules:
    row = store.content_rules(ctx)
    return ContentRules(row.extra_words, row.allowed_hosts) if row else ContentRules()


def read_content_rules(ctx: Ctx) -> ContentRulesShown:
    """The same as they are now, with who set them. 1 RU."""
    row = store.content_rules(ctx)
    return _shown(row) if row else ContentRulesShown(extra_words=[], allowed_hosts=[], revision=0)


def set_content_rules(ctx: Ctx, new: SetContentRules) -> ContentRulesShown:
    """Replace the corp's own words and hosts. Works at once here, within 5 s elsewhere. Raises SettingsChanged."""
    row = store.set_content_rules(ctx, new.extra_words, new.allowed_hosts, new.revision)
    _rules.drop(ctx.corp)
    return _shown(row)


def _shown(row: RulesRow) -> ContentRulesShown:
    return msgspec.convert(row, ContentRulesShown, from_attributes=True)


def measure(ctx: Ctx) -> Standards:
    """What lint measures by in this corp."""
    return standards(content_rules(ctx))


def findings(ctx: Ctx, body: ContentBody) -> list[ContentFinding]:
    """Everything lint finds, errors first."""
    sides: dict[PictureId, lint.Sides | None] = {}
    if isinstance(body.attachment, ContentImage | ContentMiniProgram):
        picture = store.picture(ctx, body.attachment.picture_id)
        sides[body.attachment.picture_id] = (picture.width, picture.height) if picture else None
    return lint.findings(body, measure(ctx), sides)
