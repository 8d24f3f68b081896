"""The welcome of a join: one message, within 20 s, told apart by outcome (docs/platform D7).

The join is noted before the call (in the relation), the welcome's row written after it. A crash in between is met again
by the queue's redelivery: asking twice is safe, because the code works once and 41051 then means delivered.
What WeCom refuses for good is said without the part that it refuses, as long as the code lives; what was left out is
kept with the welcome, and as the live code's problem.
"""

from __future__ import annotations

import time
from collections.abc import Sequence
from datetime import datetime, timedelta

import msgspec

from chalicelib.content.errors import VersionRecalled
from chalicelib.core.config import config
from chalicelib.core.context import Ctx
from chalicelib.core.errors import AppError, Outlook
from chalicelib.core.moments import epoch_iso, moment
from chalicelib.core.ops import metrics, refusals
from chalicelib.core.problems import Remedy
from chalicelib.livecodes import renewing, rules, store, welcome_rows
from chalicelib.livecodes import speech as speeches
from chalicelib.livecodes.ids import LiveCode
from chalicelib.livecodes.known import Terms
from chalicelib.livecodes.shapes import Welcome
from chalicelib.livecodes.speech import Heard, LeftOut, Speech
from chalicelib.livecodes.states import ARRIVED, WelcomeState
from chalicelib.members.ids import MemberId
from chalicelib.platforms.wecom import client
from chalicelib.platforms.wecom.errors import MediaRefused, WelcomeAlreadySent, WelcomeExpired
from chalicelib.platforms.wecom.events import Event

CODE_LIVES = timedelta(seconds=20)
PAUSES = (0.1, 0.3, 0.9)
# The queue gives an unanswered message again after 9 s, so an attempt must end well before.
ATTEMPT_SECONDS = 4.0


# Refusals that tell of the customer, not of the welcome.
OF_THE_CUSTOMER = (41053, 84061)


class Join(msgspec.Struct, frozen=True):
    """Who came through which live code. is_first: the join was not noted before, so no welcome was tried."""

    member_id: MemberId
    code: LiveCode
    is_first: bool


class Outcome(msgspec.Struct, frozen=True):
    """What became of a try. refused: why not, if WeCom said so."""

    state: WelcomeState
    refused: AppError | None = None

    @property
    def errcode(self) -> int:
        """WeCom's, 0 without one."""
        return int(self.refused.details.get("errcode", 0)) if self.refused else 0


def send(ctx: Ctx, event: Event, join: Join, terms: Terms) -> None:
    """Send the welcome of a join and store what became of it. 1 WU; 1 RU where an earlier delivery broke off.

    1 WU more where something is wrong with it that was not before, or no longer. Raises WeComBusy or UpstreamUnknown
    only while the code still lives, so that the queue tries again.
    """
    joined_at, userid = epoch_iso(event.created), event.userid
    if not join.is_first and welcome_rows.has_ended(ctx, join.member_id, userid, joined_at):
        return
    call = Call(event.welcome_code, moment(joined_at) + CODE_LIVES, time.monotonic())
    outcome, left_out = _deliver(ctx, call, rules.welcome_at(terms, ctx.now), Heard(userid, event.external_userid))
    state = outcome.state
    if state is WelcomeState.EXPIRED and not join.is_first:
        # The earlier try may have come through: WeCom forgets used codes after their 20 s.
        state = WelcomeState.UNKNOWN
    elif state is WelcomeState.SENT and left_out:
        state = WelcomeState.IN_PART
    places = tuple(one.place for one in left_out)
    ended = welcome_rows.Ended(joined_at, state, outcome.errcode, places)
    welcome_rows.keep_welcome(ctx, join.member_id, userid, join.code, ended)
    metrics.count("Welcomes", corp=ctx.corp, outcome=state.value)
    if state not in ARRIVED:
        metrics.count("WelcomesMissed", corp=ctx.corp, stage=config().stage)
    _tell(ctx, terms, state, left_out, outcome)


class Call(msgspec.Struct, frozen=True):
    """One use of a welcome code: until when it works, and since when (monotonic) we are at it."""

    welcome_code: str
    dies_at: datetime
    began: float


def _deliver(ctx: Ctx, call: Call, welcome: Welcome, heard: Heard) -> tuple[Outcome, tuple[LeftOut, ...]]:
    """Say it, or what WeCom lets us say of it."""
    try:
        speech = speeches.compose(ctx, welcome, heard)
    except AppError as error:
        if error.outlook is not Outlook.NEVER:
            raise
        return Outcome(WelcomeState.FAILED, error), ()
    outcome = _say(ctx, call, speech)
    if isinstance(outcome.refused, MediaRefused) and outcome.state is WelcomeState.FAILED:
        speech = speeches.compose(ctx, welcome, heard, is_media_refused=True)
        outcome = _say(ctx, call, speech)
    if outcome.state is WelcomeState.FAILED and outcome.refused:
        for shorter in speech.shorter(outcome.refused):
            again = _say(ctx, call, shorter)
            if again.state is not WelcomeState.FAILED:
                return again, shorter.left_out
    return outcome, speech.left_out


def _tell(ctx: Ctx, terms: Terms, state: WelcomeState, left_out: Sequence[LeftOut], outcome: Outcome) -> None:
    """Keep with the live code what is wrong with its welcome, once, and that nothing is any more."""
    why = left_out[0].why if left_out else outcome.refused
    old = terms.welcome_problem
    if isinstance(why, VersionRecalled):
        if old is None or old.remedy is not Remedy.NEW_VERSION:
            renewing.show(ctx, terms.code)
        return
    if state in (WelcomeState.IN_PART, WelcomeState.FAILED) and why and outcome.errcode not in OF_THE_CUSTOMER:
        about = ", ".join(one.place for one in left_out)
        problem = refusals.note(ctx, why, Remedy.EDIT if why.outlook is Outlook.NEVER else Remedy.NOTHING, about)
        if old is None or (old.code, old.errcode, old.about) != (problem.code, problem.errcode, problem.about):
            store.tell_welcome(ctx, terms.code, problem)
    elif state is WelcomeState.SENT and old and ctx.at > old.at and not renewing.recalled_of(ctx, terms):
        store.tell_welcome(ctx, terms.code, None)


def _say(ctx: Ctx, call: Call, speech: Speech) -> Outcome:
    if speech.is_empty:
        return Outcome(WelcomeState.FAILED, speech.left_out[0].why if speech.left_out else None)
    for pause in (*PAUSES, 0.0):
        try:
            client.send_welcome(ctx, call.welcome_code, speech.message)
            return Outcome(WelcomeState.SENT)
        except WelcomeAlreadySent as refused:
            return Outcome(WelcomeState.ALREADY, refused)
        except WelcomeExpired as refused:
            return Outcome(WelcomeState.EXPIRED, refused)
        except AppError as error:
            if error.outlook is Outlook.NEVER:
                return Outcome(WelcomeState.FAILED, error)
            elapsed = time.monotonic() - call.began
            if ctx.now + timedelta(seconds=elapsed) >= call.dies_at:
                return Outcome(WelcomeState.EXPIRED, error)
            if not pause or elapsed > ATTEMPT_SECONDS:
                raise
            time.sleep(pause)
    raise AssertionError("unreachable")
