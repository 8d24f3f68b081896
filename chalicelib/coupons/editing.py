"""What operators change of a template that is there: its words, end and stock; pausing; another one like it."""

from __future__ import annotations

from chalicelib.core.context import Ctx
from chalicelib.core.errors import Fault
from chalicelib.core.moments import NEVER
from chalicelib.core.sanity import judge
from chalicelib.core.storage import retry, stock
from chalicelib.core.storage.table import Refused
from chalicelib.coupons import promises, rules, service, store
from chalicelib.coupons.errors import BadTemplate, TemplateChanged, UnknownTemplate
from chalicelib.coupons.ids import TemplateId
from chalicelib.coupons.shapes import CopyTemplate, Edits, EditTemplate, NewTemplate, TemplateTerms
from chalicelib.coupons.store import TemplateRow


def edit(ctx: Ctx, template_id: TemplateId, wanted: EditTemplate) -> TemplateTerms:
    """A template as it shall be, if nobody changed it since `wanted.revision`. 1 RU, 2 WU and the stock.

    What was promised stays: amounts, threshold, validity. Of the stock at least what was issued remains, whoever claims
    meanwhile. Holds at once here, within 5 s elsewhere. Safe to repeat.
    Raises UnknownTemplate, TemplateChanged, BadTemplate, NeedsConfirmation.
    """
    # A customer may claim between our look at the stock and our write: then we look again.
    edited = retry.on_collision(lambda: _edit(ctx, template_id, wanted), stock.BucketEmpty)
    service.forget(ctx, template_id)
    return edited


def _edit(ctx: Ctx, template_id: TemplateId, wanted: EditTemplate) -> TemplateTerms:
    terms = _terms(ctx, template_id)
    changed = rules.changed_by(terms, wanted)
    if not changed:
        return terms
    if terms.revision != wanted.revision:
        raise TemplateChanged(revision=terms.revision)
    held = stock.levels(ctx, store.stock_of(terms)) if "stock" in changed else [terms.stock]
    issued = terms.stock - sum(held)
    judge(
        BadTemplate,
        list(rules.wrong_edit(terms, wanted, issued, ctx.now)),
        [] if wanted.confirm else _unusual(ctx, terms, wanted),
        confirm=wanted.confirm,
    )
    until = wanted.claim_until or NEVER
    edits = Edits(name=wanted.name, usage=wanted.usage, claim_until=until, stock=wanted.stock, changed=changed)
    try:
        store.edit(ctx, terms, edits, held)
    except Refused as refused:
        return _edited_before(refused.row(TemplateRow), wanted)
    return _terms(ctx, template_id)


def _terms(ctx: Ctx, template_id: TemplateId) -> TemplateTerms:
    terms = store.template(ctx, template_id, consistent=True)
    if terms is None:
        raise UnknownTemplate()
    return terms


def _unusual(ctx: Ctx, terms: TemplateTerms, wanted: EditTemplate) -> list[Fault]:
    unusual = list(rules.unusual_edit(terms, wanted, ctx.at))
    if rules.ends_earlier(terms, wanted.claim_until or NEVER):
        unusual += promises.faults(ctx, terms.template_id, "claim_until")
    return unusual


def _edited_before(row: TemplateRow | None, wanted: EditTemplate) -> TemplateTerms:
    """The template, when it is as this editor wants it already: by an earlier try whose answer was lost."""
    if row is None:
        raise UnknownTemplate()
    terms = store.terms_of(row)
    if rules.changed_by(terms, wanted):
        raise TemplateChanged(revision=terms.revision)
    return terms


def pause(ctx: Ctx, template_id: TemplateId, *, confirm: bool) -> TemplateTerms:
    """Nobody claims until it is resumed; it holds at once here, within 5 s elsewhere. 1 WU. Safe to repeat.

    What was claimed works as before. Unless that is confirmed, all live codes and posts are read.
    Raises UnknownTemplate, and NeedsConfirmation while some of them promise the coupon.
    """
    terms = _terms(ctx, template_id)
    if not (confirm or terms.is_paused):
        judge(BadTemplate, [], list(promises.faults(ctx, template_id, "state", for_good=False)), confirm=False)
    return _pause(ctx, template_id, is_paused=True)


def resume(ctx: Ctx, template_id: TemplateId) -> TemplateTerms:
    """Claiming goes on. 1 WU. Safe to repeat. Raises UnknownTemplate."""
    return _pause(ctx, template_id, is_paused=False)


def _pause(ctx: Ctx, template_id: TemplateId, *, is_paused: bool) -> TemplateTerms:
    try:
        moved = store.pause(ctx, template_id, is_paused=is_paused)
    except Refused as refused:
        row = refused.row(TemplateRow)
        if row is None:
            raise UnknownTemplate() from None
        moved = store.terms_of(row)
    service.forget(ctx, template_id)
    return moved


def copy(ctx: Ctx, template_id: TemplateId, other: CopyTemplate) -> TemplateTerms:
    """Another template of the same terms, paused, with a stock of its own. Under one Idempotency-Key it is made once.

    Raises UnknownTemplate, BadTemplate, NeedsConfirmation.
    """
    terms = _terms(ctx, template_id)
    new = NewTemplate(
        name=other.name or terms.name,
        usage=terms.usage,
        amount_off=terms.amount_off,
        threshold=terms.threshold,
        stock=other.stock or terms.stock,
        per_member=terms.per_member,
        valid_days=terms.valid_days,
        claim_from=other.claim_from,
        claim_until=other.claim_until,
        buckets=terms.buckets,
        claimable_by=terms.claimable_by,
        confirm=other.confirm,
    )
    service.judge_template(ctx, new)
    return service.create_judged(ctx, new, is_paused=True)
