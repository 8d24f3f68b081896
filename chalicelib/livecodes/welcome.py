"""The welcome of a join: one message, within 20 s, told apart by outcome (docs/platform D7).

The join is noted before the call (in the relation), the welcome's row written after it. A crash in between is met again
by the queue's redelivery: asking twice is safe, because the code works once and 41051 then means delivered.
"""

from __future__ import annotations

import time
from collections.abc import Mapping
from datetime import datetime, timedelta

import msgspec

from chalicelib.core.context import Ctx
from chalicelib.core.errors import UpstreamUnknown
from chalicelib.core.moments import epoch_iso, moment
from chalicelib.core.ops import metrics
from chalicelib.livecodes import store
from chalicelib.livecodes.ids import LiveCode
from chalicelib.livecodes.shapes import Attachment, Welcome
from chalicelib.livecodes.states import WelcomeState
from chalicelib.members.ids import MemberId
from chalicelib.platforms.wecom import client
from chalicelib.platforms.wecom.errors import WeComBusy, WeComRefused, WelcomeAlreadySent, WelcomeExpired
from chalicelib.platforms.wecom.events import Event

WelcomeMessage = Mapping[str, object]

CODE_LIVES = timedelta(seconds=20)
PAUSES = (0.1, 0.3, 0.9)
# The queue gives an unanswered message again after 9 s, so an attempt must end well before.
ATTEMPT_SECONDS = 4.0


class Join(msgspec.Struct, frozen=True):
    """Who came through which live code. is_first: the join was not noted before, so no welcome was tried."""

    member_id: MemberId
    code: LiveCode
    is_first: bool


def send(ctx: Ctx, event: Event, join: Join, welcome: Welcome) -> None:
    """Send the welcome of a join and store what became of it. 1 WU; 1 RU where an earlier delivery broke off.

    Raises WeComBusy or UpstreamUnknown only while the code still lives, so that the queue tries again.
    """
    joined_at, userid = epoch_iso(event.created), event.userid
    if not join.is_first and store.has_ended(ctx, join.member_id, userid, joined_at):
        return
    dies_at = moment(joined_at) + CODE_LIVES
    outcome, errcode = _try(ctx, event.welcome_code, message_of(welcome), dies_at)
    if outcome is WelcomeState.EXPIRED and not join.is_first:
        # The earlier try may have come through: WeCom forgets used codes after their 20 s.
        outcome = WelcomeState.UNKNOWN
    store.keep_welcome(ctx, join.member_id, userid, join.code, store.Ended(joined_at, outcome, errcode))
    metrics.count("Welcomes", corp=ctx.corp, outcome=outcome.value)


def message_of(welcome: Welcome) -> WelcomeMessage:
    """A welcome as WeCom takes it (docs/platform D0)."""
    text: WelcomeMessage = {"text": {"content": welcome.text}} if welcome.text else {}
    return {**text, "attachments": [_attachment(one) for one in welcome.attachments]}


def _attachment(one: Attachment) -> Mapping[str, object]:
    fields = msgspec.to_builtins(one)
    kind = fields.pop("msgtype")
    return {"msgtype": kind, kind: fields}


def _try(ctx: Ctx, welcome_code: str, message: WelcomeMessage, dies_at: datetime) -> tuple[WelcomeState, int]:
    began = time.monotonic()
    for pause in (*PAUSES, 0.0):
        try:
            client.send_welcome(ctx, welcome_code, message)
            return WelcomeState.SENT, 0
        except WelcomeAlreadySent as refused:
            return WelcomeState.ALREADY, refused.errcode
        except WelcomeExpired as refused:
            return WelcomeState.EXPIRED, refused.errcode
        except (WeComBusy, UpstreamUnknown) as error:
            elapsed = time.monotonic() - began
            if ctx.now + timedelta(seconds=elapsed) >= dies_at:
                return WelcomeState.EXPIRED, getattr(error, "errcode", 0)
            if not pause or elapsed > ATTEMPT_SECONDS:
                raise
            time.sleep(pause)
        except WeComRefused as refused:
            return WelcomeState.FAILED, refused.errcode
    raise AssertionError("unreachable")
