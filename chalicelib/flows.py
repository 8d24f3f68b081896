"""What happens after what: six tables. Read them to know the whole product's cause and effect.

Every verb named here is safe to run again with the same event, change, fact or task.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

from chalicelib.core.context import Ctx
from chalicelib.core.due import Due
from chalicelib.core.facts import Fact, Says
from chalicelib.coupons import changes as coupon_changes
from chalicelib.livecodes import changes as live_code_changes
from chalicelib.livecodes import service as livecodes
from chalicelib.members import changes as member_changes
from chalicelib.members import service as members
from chalicelib.staff import changes as staff_changes
from chalicelib.wecom.events import Event

EventVerb = Callable[[Ctx, Event], None]
FactVerb = Callable[[Ctx, Fact], None]
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
    "coupon_template": coupon_changes.template,
    "coupon": coupon_changes.coupon,
    "live_code": live_code_changes.live_code,
    "contact_way": live_code_changes.contact_way,
    "welcome": live_code_changes.welcome,
}

# A fact, and what follows from it.
ON_FACT: dict[str, Sequence[FactVerb]] = {
    "live_code.created": (livecodes.prepare_later,),
    "staff.added": (livecodes.give_coupon, livecodes.settle_join),
}

# A task of the send queue, and the verb that makes its calls to WeCom.
ON_SEND: dict[str, Callable[..., None]] = {
    "prepare_live_code": livecodes.prepare,
    "refresh_member": members.settle,
}

# A topic of the due index, and what is done with a row whose time has come.
ON_DUE: dict[str, DueVerb] = {}
