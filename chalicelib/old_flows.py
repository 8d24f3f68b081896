"""Temporary: lines of rooms that have no flows.py yet.

Every verb named here is safe to run again with the same event, change, fact or task.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from chalicelib.access import changes as staff_changes
from chalicelib.audience import service as audience
from chalicelib.catalogue import changes as catalogue_changes
from chalicelib.content import changes as content_changes
from chalicelib.core.context import Ctx
from chalicelib.core.events.facts import Says
from chalicelib.core.storage.due import Due
from chalicelib.coupons import changes as coupon_changes
from chalicelib.groupbuys import changes as groupbuy_changes
from chalicelib.groupbuys import settle as groupbuys
from chalicelib.livecodes import changes as live_code_changes
from chalicelib.livecodes import service as livecodes
from chalicelib.members import changes as member_changes
from chalicelib.members import service as members
from chalicelib.orders import changes as order_changes
from chalicelib.orders import service as orders
from chalicelib.payments import changes as payment_changes
from chalicelib.payments import refunds
from chalicelib.payments import service as payments
from chalicelib.platforms.wecom.events import Event
from chalicelib.posts import report as post_report

EventVerb = Callable[[Ctx, Event], None]
FactVerb = Callable[[Ctx, Any], None]
DueVerb = Callable[[Ctx, Due], None]

# A platform event, and the verbs it calls, the most urgent first. Events not named here are stored and acknowledged.
ON_EVENT: dict[str, Sequence[EventVerb]] = {
    "change_external_contact/add_external_contact": (livecodes.greet, members.joined),
    "change_external_contact/add_half_external_contact": (livecodes.greet, members.half_joined),
    "change_external_contact/edit_external_contact": (members.edited,),
    "change_external_contact/del_external_contact": (members.let_go,),
    "change_external_contact/del_follow_user": (members.left,),
}

# A kind of row, and the pure function that lists what it says has happened. What a change adds to it becomes facts.
SAYS: dict[str, Says] = {
    "operator": staff_changes.operator,
    "member": member_changes.member,
    "relation": member_changes.relation,
    "refusal": member_changes.refusal,
    "coupon_template": coupon_changes.template,
    "coupon": coupon_changes.coupon,
    "live_code": live_code_changes.live_code,
    "contact_way": live_code_changes.contact_way,
    "welcome": live_code_changes.welcome,
    "content_version": content_changes.version,
    "content_rules": content_changes.content_rules,
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
    "live_code.created": (livecodes.prepare_later,),
    "staff.added": (livecodes.give_coupon, livecodes.settle_join, audience.gather),
    "staff.lost": (audience.gather,),
    "member.joined": (audience.gather,),
    "member.source_corrected": (audience.gather,),
    "member.tagged": (audience.gather,),
    "member.refused_posts": (audience.gather,),
    "member.accepted_posts": (audience.gather,),
    "member.blocked": (audience.gather,),
    "member.unblocked": (audience.gather,),
    "coupon.issued": (post_report.note_claim,),
    "coupon.redeemed": (audience.gather, post_report.note_redemption),
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
    "prepare_live_code": livecodes.prepare,
    "refresh_member": members.settle,
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
