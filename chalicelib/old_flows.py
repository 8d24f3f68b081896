"""Temporary: lines of rooms that have no flows.py yet.

Every verb named here is safe to run again with the same event, change, fact or task.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from chalicelib.core.context import Ctx
from chalicelib.core.events.facts import Says
from chalicelib.core.storage.due import Due
from chalicelib.members import service as members
from chalicelib.platforms.wecom.events import Event
from chalicelib.posts import changes as post_changes
from chalicelib.posts import report as post_report
from chalicelib.posts.planning import verbs as planning
from chalicelib.posts.sending import create as post_tasks
from chalicelib.posts.sending import drive as posts
from chalicelib.posts.sending import results as post_results

EventVerb = Callable[[Ctx, Event], None]
FactVerb = Callable[[Ctx, Any], None]
DueVerb = Callable[[Ctx, Due], None]

# A platform event, and the verbs it calls, the most urgent first. Events not named here are stored and acknowledged.
ON_EVENT: dict[str, Sequence[EventVerb]] = {}

# A kind of row, and the pure function that lists what it says has happened. What a change adds to it becomes facts.
SAYS: dict[str, Says] = {
    "post": post_changes.post,
    "post_occurrence": post_changes.occurrence,
    "post_task": post_changes.task,
}

# A fact, and what follows from it.
ON_FACT: dict[str, Sequence[FactVerb]] = {
    "staff.added": (members.gather,),
    "staff.lost": (members.gather,),
    "member.joined": (members.gather,),
    "member.source_corrected": (members.gather,),
    "member.tagged": (members.gather,),
    "member.refused_posts": (members.gather,),
    "member.accepted_posts": (members.gather,),
    "member.blocked": (members.gather,),
    "member.unblocked": (members.gather,),
    "coupon.issued": (post_report.note_claim,),
    "coupon.redeemed": (members.gather, post_report.note_redemption),
    "post.claimed": (planning.plan_later,),
    "post.forecast_asked": (planning.plan_later,),
    "post.planned": (posts.drive_later,),
    "post.cancelled": (posts.cancel_later,),
}

# A task of the send queue, and the verb that makes its calls to WeCom or WeChat Pay.
ON_SEND: dict[str, Callable[..., None]] = {
    "plan_post": planning.plan,
    "drive_post": posts.drive,
    "cancel_post": posts.cancel,
    "create_mass_task": post_tasks.create,
    "pull_post_results": post_results.pull,
}

# A topic of the due index, and what is done with a row whose time has come.
ON_DUE: dict[str, DueVerb] = {
    "post": posts.claim,
    "post_occurrence": posts.wake,
}
