"""Templates as an instance knows them, at most 5 s old."""

from __future__ import annotations

from chalicelib.core.context import Ctx
from chalicelib.core.instance import Cache
from chalicelib.coupons import store
from chalicelib.coupons.errors import UnknownTemplate
from chalicelib.coupons.ids import TemplateId
from chalicelib.coupons.shapes import TemplateTerms

_templates: Cache[TemplateTerms | None] = Cache()


def template(ctx: Ctx, template_id: TemplateId) -> TemplateTerms:
    """A template, up to 5 s old. Raises UnknownTemplate."""
    terms = _templates.get(f"{ctx.corp}#{template_id}", lambda: store.template(ctx, template_id))
    if terms is None:
        raise UnknownTemplate()
    return terms


def keep(ctx: Ctx, terms: TemplateTerms) -> None:
    """The template was read just now: for 5 s nobody here reads it again."""
    _templates.put(f"{ctx.corp}#{terms.template_id}", terms)


def forget(ctx: Ctx, template_id: TemplateId) -> None:
    """The template was changed: this instance reads it again."""
    _templates.drop(f"{ctx.corp}#{template_id}")
