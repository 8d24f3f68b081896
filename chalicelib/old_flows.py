"""Temporary: lines of rooms that have no flows.py yet.

Every verb named here is safe to run again with the same event, change, fact or task.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from chalicelib.audience import service as audience
from chalicelib.catalogue import changes as catalogue_changes
from chalicelib.core.context import Ctx
from chalicelib.core.events.facts import Says
from chalicelib.core.storage.due import Due
from chalicelib.groupbuys import changes as groupbuy_changes
from chalicelib.groupbuys import settle as groupbuys
from chalicelib.orders import changes as order_changes
from chalicelib.orders import service as orders
from chalicelib.payments import changes as payment_changes
from chalicelib.payments import refunds
from chalicelib.payments import service as payments
from chalicelib.platforms.wecom.events import Event

EventVerb = Callable[[Ctx, Event], None]
FactVerb = Callable[[Ctx, Any], None]
DueVerb = Callable[[Ctx, Due], None]

# A platform event, and the verbs it calls, the most urgent first. Events not named here are stored and acknowledged.
ON_EVENT: dict[str, Sequence[EventVerb]] = {}

# A kind of row, and the pure function that lists what it says has happened. What a change adds to it becomes facts.
SAYS: dict[str, Says] = {
    "product": catalogue_changes.product,
    "restock": catalogue_changes.restock,
    "groupbuy": groupbuy_changes.activity,
    "groupbuy_team": groupbuy_changes.session,
    "order": order_changes.order,
    "payment": payment_changes.payment,
    "refund": payment_changes.refund,
}

# A fact, and what follows from it.
ON_FACT: dict[str, Sequence[FactVerb]] = {
    "order.paid": (audience.gather,),
    "order.cancelled": (orders.close_payment,),
    "payment.received": (groupbuys.money_came,),
    "seat.paid": (groupbuys.note_paid,),
    "team.succeeded": (groupbuys.hand_over,),
    "team.failed": (groupbuys.unwind,),
    "refund.succeeded": (orders.refunded,),
    "refund.asked": (refunds.send_later,),
    "refund.retried": (refunds.send_later,),
}

# A task of the send queue, and the verb that makes its calls to WeCom or WeChat Pay.
ON_SEND: dict[str, Callable[..., None]] = {
    "query_payment": payments.query_payment,
    "close_payment": payments.close_payment,
    "send_refund": refunds.send_refund,
    "query_refund": refunds.query_refund,
}

# A topic of the due index, and what is done with a row whose time has come.
ON_DUE: dict[str, DueVerb] = {
    "hold": groupbuys.hold_is_over,
    "team": groupbuys.time_is_over,
    "payment": payments.look_again,
    "refund": refunds.look_again,
}
