"""Money that somebody has to see to: what is open, and that somebody says what came of it.

A payment or a refund is open from the write that makes it so, and by it; an acknowledgement is one write on its row.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence

from chalicelib.core.context import Ctx
from chalicelib.core.problems import Problem
from chalicelib.core.storage import retry
from chalicelib.core.storage.lists import Page
from chalicelib.core.storage.table import Refused
from chalicelib.members import service as members
from chalicelib.payments import problems, refund_rows, store, views
from chalicelib.payments.errors import RefundStillOwed, UnknownPayment, UnknownRefund
from chalicelib.payments.shapes import Payment, Refund, RefundInList, Trouble, TroubleQuery
from chalicelib.payments.states import Standing
from chalicelib.platforms.wechatpay.provider import PaymentNumber, RefundNumber


def page(ctx: Ctx, query: TroubleQuery) -> Page[Trouble]:
    """What is open, or was seen to, of payments and refunds, newest first, with names. See `refund_rows.troubles`."""
    found = refund_rows.troubles(ctx, Standing(query.standing), query.limit, query.cursor)
    names = members.names_shown(ctx, [row.member_id for row in found.items])
    return found.map(lambda row: views.trouble(row, names))


def with_names(ctx: Ctx, found: Page[Refund]) -> Page[RefundInList]:
    """Refunds, each with the name of its member. 0.5 RU each, one call for 100."""
    names = members.names_shown(ctx, [one.member_id for one in found.items])
    return found.map(lambda one: views.in_list(one, names))


def problems_of(ctx: Ctx, numbers: Sequence[str], refunded: Collection[str]) -> dict[str, Problem]:
    """What is wrong with the money of orders, of those of which something is: the payment's, else the first refund's.

    refunded: those that have refunds. 0.5 RU each, one call for 100, and 1 RU for each that has refunds.
    """
    rows = store.some(ctx, [PaymentNumber(number) for number in numbers])
    found = {str(row.number): problem for row in rows if (problem := problems.of_payment(row))}
    for number in refunded:
        of_refunds = [problems.of_refund(row) for row in refund_rows.refunds_of(ctx, PaymentNumber(number))]
        first = next((problem for problem in of_refunds if problem), None)
        found |= {number: first} if first and number not in found else {}
    return found


def acknowledge_payment(ctx: Ctx, number: PaymentNumber, reason: str) -> Payment:
    """Somebody saw to all that does not fit: its problem is gone until something else is reported. 1 RU, 1 WU +1.

    Safe to repeat: the same words of the same person are noted once. What somebody else says of what was seen to, or
    they otherwise, stands beside it. Raises UnknownPayment.
    """
    return retry.on_collision(lambda: _acknowledge_payment(ctx, number, reason), Refused)


def _acknowledge_payment(ctx: Ctx, number: PaymentNumber, reason: str) -> Payment:
    row = store.payment(ctx, number)
    if row is None:
        raise UnknownPayment()
    is_news = row.open_trouble or _is_another(ctx, row.acknowledged, reason)
    return views.payment(store.settle_trouble(ctx, row, _line(ctx, reason)) if is_news else row)


def acknowledge_refund(ctx: Ctx, number: PaymentNumber, refund_number: RefundNumber, reason: str) -> Refund:
    """The same of a refund that did not arrive, or does not fit. 1 RU, 1 WU +2.

    What the provider did not take is owed still. Raises UnknownRefund, RefundStillOwed.
    """
    return retry.on_collision(lambda: _acknowledge_refund(ctx, number, refund_number, reason), Refused)


def _acknowledge_refund(ctx: Ctx, number: PaymentNumber, refund_number: RefundNumber, reason: str) -> Refund:
    row = refund_rows.refund(ctx, number, refund_number)
    if row is None:
        raise UnknownRefund()
    if row.is_owed_still:
        raise RefundStillOwed(state=row.state, refused=row.refused or "")
    is_news = row.open_trouble or _is_another(ctx, row.acknowledged, reason)
    return views.refund(refund_rows.settle_trouble(ctx, row, _line(ctx, reason)) if is_news else row)


def _is_another(ctx: Ctx, told: Collection[str] | None, reason: str) -> bool:
    """Something was acknowledged, and not by these words of this person."""
    return bool(told) and not any(line.endswith(_said(ctx, reason)) for line in told or ())


def _line(ctx: Ctx, reason: str) -> str:
    return ctx.at + _said(ctx, reason)


def _said(ctx: Ctx, reason: str) -> str:
    return f" {ctx.who}: {reason}"
