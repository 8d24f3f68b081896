"""Rows of payments, and the writes that decide: paid once, and never more given back than came."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta

from pynamodb.attributes import UnicodeAttribute, UnicodeSetAttribute
from pynamodb.expressions.condition import Condition
from pynamodb.expressions.update import Action

from chalicelib.core.audited import Audited
from chalicelib.core.context import Ctx
from chalicelib.core.moments import Moment, iso
from chalicelib.core.money import Fen
from chalicelib.core.storage import due
from chalicelib.core.storage.attributes import EnumAttribute, FenAttribute, IdAttribute, MomentAttribute
from chalicelib.core.storage.due import Due
from chalicelib.core.storage.lists import parent_of
from chalicelib.core.storage.table import Keys, Refused, Row, change, get, get_many, key, put_new
from chalicelib.core.storage.transaction import Refusal, Transaction
from chalicelib.members.ids import MemberId
from chalicelib.payments import rules
from chalicelib.payments.shapes import PAYMENT, Payable
from chalicelib.payments.states import (
    PAYMENT_MOVES,
    PaymentState,
    Standing,
    before,
)
from chalicelib.platforms.wechatpay.provider import Account, PaymentNumber, PaymentReport

SELF = "-"
PAYMENT_TOPIC = "payment"


class PaymentRow(Row, discriminator="payment"):
    """Money to take. All that the provider is asked is here, so a repeat asks the same, whatever the settings are then.

    close_asked_at: from then on nobody is helped to pay. returned: the sum of its refunds, whatever their state, but of
    those withdrawn; never more than `amount`. trouble: `time what` of every report that we did not ask for; amiss: what
    of it is not in the books, so that somebody has to see to it. unbooked: numbers of refunds made in the merchant
    console for which it had no room left. settled: which of both somebody has seen to; acknowledged: `time who: why`.
    It is listed once there was trouble, among those that are open or those that were seen to.
    """

    keys = Keys(
        pk="payment#<number>",
        sk=SELF,
        parent="payments#<standing>#<shard>",
        place="<trouble_at><number>",
        due=PAYMENT_TOPIC,
    )
    audited = Audited(thing=PAYMENT, id="number", shows=("standing",), hides=("acknowledged",))

    number = IdAttribute[PaymentNumber]()
    member_id = IdAttribute[MemberId]()
    openid = UnicodeAttribute()
    amount = FenAttribute()
    currency = UnicodeAttribute()
    description = UnicodeAttribute()
    expires_at = MomentAttribute()
    mchid = UnicodeAttribute()
    appid = UnicodeAttribute()
    notify_url = UnicodeAttribute()
    state = EnumAttribute(PaymentState)
    asked_at = MomentAttribute()
    close_asked_at = MomentAttribute(null=True)
    closed_at = MomentAttribute(null=True)
    transaction_id = UnicodeAttribute(null=True)
    paid_at = MomentAttribute(null=True)
    returned = FenAttribute(default=Fen(0))
    trouble = UnicodeSetAttribute(null=True)
    amiss = UnicodeSetAttribute(null=True)
    unbooked = UnicodeSetAttribute(null=True)
    settled = UnicodeSetAttribute(null=True)
    acknowledged = UnicodeSetAttribute(null=True)
    standing = EnumAttribute(Standing, default=Standing.FINE)

    @property
    def open_trouble(self) -> set[str]:
        """What of it is not in the books and nobody has seen to yet."""
        return {*(self.amiss or ()), *(self.unbooked or ())} - set(self.settled or ())


def payment_key(ctx: Ctx, number: PaymentNumber) -> tuple[str, str]:
    """Where a payment lies."""
    return key(ctx, "payment", number), SELF


def number_of(waiting: Due) -> PaymentNumber:
    """The payment's number in the key of a row that is due."""
    return PaymentNumber(waiting.pk.rpartition("#")[2])


def after(ctx: Ctx, seconds: int) -> Moment:
    """So many seconds from now."""
    return iso(ctx.now + timedelta(seconds=seconds))


def ask(ctx: Ctx, payable: Payable, account: Account, notify_url: str) -> PaymentRow:
    """The payment of this number, written now or before; it is looked at in 3 minutes. 1 WU +1."""
    number = PaymentNumber(payable.number)
    waits, until = due.place(ctx, PAYMENT_TOPIC, number, after(ctx, rules.LOOK_AGAIN_SECONDS))
    row = PaymentRow(
        *payment_key(ctx, number),
        number=number,
        member_id=payable.member_id,
        openid=payable.openid,
        amount=payable.amount,
        currency=rules.CURRENCY,
        description=payable.description,
        expires_at=payable.expires_at,
        mchid=account.mchid,
        appid=account.appid,
        notify_url=notify_url,
        state=PaymentState.ASKED,
        asked_at=ctx.at,
        due=waits,
        due_at=until,
    )
    try:
        return put_new(ctx, row)
    except Refused as refused:
        return refused.own_lost_answer(PaymentRow)


def payment(ctx: Ctx, number: PaymentNumber) -> PaymentRow | None:
    """One payment, read consistently. 1 RU."""
    return get(PaymentRow, *payment_key(ctx, number), consistent=True)


def some(ctx: Ctx, numbers: Sequence[PaymentNumber]) -> list[PaymentRow]:
    """These payments, of those that there are. 0.5 RU each, one call for 100."""
    return [row for row in get_many([payment_key(ctx, one) for one in numbers]) if isinstance(row, PaymentRow)]


def receive(ctx: Ctx, report: PaymentReport) -> PaymentRow:
    """Asked or closed to paid, if the money is what was asked for. 1 WU +1, no read. Raises Refused with the row."""
    fits = (
        PaymentRow.state.is_in(*before(PAYMENT_MOVES, PaymentState.PAID))
        & (PaymentRow.mchid == report.mchid)
        & (PaymentRow.appid == report.appid)
        & (PaymentRow.amount == report.total)
        & (PaymentRow.currency == report.currency)
    )
    actions = [
        PaymentRow.state.set(PaymentState.PAID),
        PaymentRow.transaction_id.set(report.transaction_id),
        PaymentRow.paid_at.set(report.paid_at),
        *due.never(),
    ]
    return change(ctx, PaymentRow(*payment_key(ctx, report.number)), actions, fits)


def ask_to_close(ctx: Ctx, number: PaymentNumber) -> PaymentRow:
    """From now on nobody is helped to pay this. 1 WU. Raises Refused when it is settled, or was to be closed before."""
    open_still = (PaymentRow.state == PaymentState.ASKED) & PaymentRow.close_asked_at.does_not_exist()
    return change(ctx, PaymentRow(*payment_key(ctx, number)), [PaymentRow.close_asked_at.set(ctx.at)], open_still)


def close(ctx: Ctx, number: PaymentNumber) -> PaymentRow:
    """Asked to closed, as the provider confirmed. 1 WU +1. Raises Refused when it is settled already."""
    actions = [PaymentRow.state.set(PaymentState.CLOSED), PaymentRow.closed_at.set(ctx.at), *due.never()]
    asked = PaymentRow.state.is_in(*before(PAYMENT_MOVES, PaymentState.CLOSED))
    return change(ctx, PaymentRow(*payment_key(ctx, number)), actions, asked)


def look_at_payment_later(ctx: Ctx, waiting: Due) -> PaymentRow:
    """Look again in 3 minutes. 1 WU +2. Raises Refused when it is settled, or another tick was first."""
    actions = due.at(ctx, PAYMENT_TOPIC, number_of(waiting), after(ctx, rules.LOOK_AGAIN_SECONDS))
    return change(ctx, PaymentRow(waiting.pk, waiting.sk), actions, Row.due_at == waiting.due_at)


def note_payment_trouble(ctx: Ctx, number: PaymentNumber, line: str, unbooked: str = "") -> PaymentRow:
    """Keep a line of trouble, which opens the payment. 1 WU +1 listed. Raises Refused when that very line is there.

    unbooked: the number of a refund for which there was no room.
    """
    is_new = PaymentRow.pk.exists() & ~PaymentRow.trouble.contains(line)
    actions: list[Action] = [PaymentRow.trouble.add({line}), *_listed(ctx, number, Standing.OPEN)]
    actions.append(PaymentRow.unbooked.add({unbooked}) if unbooked else PaymentRow.amiss.add({line}))
    actions.append(PaymentRow.place.set(ctx.at + number))
    return change(ctx, PaymentRow(*payment_key(ctx, number)), actions, is_new)


def _listed(ctx: Ctx, number: PaymentNumber, standing: Standing) -> list[Action]:
    listed = parent_of(PaymentRow, key(ctx, "payments", standing), number)
    return [PaymentRow.standing.set(standing), PaymentRow.parent.set(listed)]


def closed(ctx: Ctx, row: PaymentRow) -> list[Action]:
    """What a payment becomes of which nothing is open any more, although nobody said so since."""
    if row.acknowledged:
        return _listed(ctx, row.number, Standing.SEEN)
    return [PaymentRow.standing.set(Standing.FINE), PaymentRow.parent.remove(), PaymentRow.place.remove()]


def settle_trouble(ctx: Ctx, row: PaymentRow, line: str) -> PaymentRow:
    """Somebody has seen to all that is open of it as it was read: what is reported since then opens it again.

    1 WU +1 listed. Raises Refused when something was reported, or seen to, since it was read.
    """
    actions = [PaymentRow.acknowledged.add({line}), *_listed(ctx, row.number, Standing.SEEN)]
    if row.open_trouble:
        actions.append(PaymentRow.settled.add(row.open_trouble))
    as_read = is_as_read(PaymentRow.trouble, row.trouble) & is_as_read(PaymentRow.settled, row.settled)
    return change(ctx, PaymentRow(row.pk, row.sk), actions, as_read)


def is_as_read(attribute: UnicodeSetAttribute, read: set[str] | None) -> Condition:
    """True while a set is what it was when it was read; an empty one is not there."""
    is_same: Condition = attribute == read if read else attribute.does_not_exist()
    return is_same


def set_aside_in(
    transaction: Transaction,
    paid: PaymentRow,
    amount: Fen,
    more: Sequence[Action],
    too_large: Refusal[PaymentRow],
    only_if: Condition | None = None,
) -> None:
    """Add: so much more of a payment goes back, and never more than came. 2 WU.

    only_if: what must hold besides; `too_large` is told the row as it is, by which both can be told apart.
    """
    row = PaymentRow(*payment_key(transaction.ctx, paid.number))
    holds = _holds(paid, amount) if only_if is None else _holds(paid, amount) & only_if
    transaction.change(row, [PaymentRow.returned.add(amount), *more], holds, too_large)


def _holds(paid: PaymentRow, amount: Fen) -> Condition:
    holds: Condition = (PaymentRow.state == PaymentState.PAID) & (PaymentRow.returned <= Fen(paid.amount - amount))
    return holds
