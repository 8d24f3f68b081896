"""Whose sign-in code is tried: a flood of junk takes nothing from whoever has a good one (docs/adr/0050).

Whether a code is good only its platform can tell, and a bad one counts against the corp there (docs/platform A4, G5).
So what can be told before is told first, and what cannot is bounded by what has failed, never by what succeeds.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Callable
from typing import Protocol, TypeVar

from chalicelib.core.context import Ctx, wall_clock
from chalicelib.core.errors import AppError, SignInBusy, SignInCodeRefused
from chalicelib.core.http import browsers, crowds, session
from chalicelib.core.http.answers import Incoming
from chalicelib.core.http.crowds import Turn
from chalicelib.core.instance import Buckets, Cache
from chalicelib.core.ops import limits

# What can stand in an address unescaped, as both platforms hand their codes out; none is shorter than could be guessed
# (docs/platform G5, G2).
CODE = re.compile(r"[A-Za-z0-9_.~=-]{16,512}")
# Whoever was signed in before proves it by their last session, and may try this often a minute whatever others do.
RETURNING_A_MINUTE = 10

_returning = Buckets()
# A code that was refused once is refused for ever: used, too old, or never one. As hashes.
_refused: Cache[bool] = Cache(seconds=600)


class Signed(Protocol):
    """What a sign-in answers."""

    @property
    def actor(self) -> str:
        """How the new session signs what it changes."""


SignedIn = TypeVar("SignedIn", bound=Signed)


def signed_in(
    asked: Incoming, corp: str, whose: session.Whose, code: str, sign_in: Callable[[Ctx, str], SignedIn]
) -> SignedIn:
    """What `sign_in` answers to a code. It calls a platform, so it is not run for what certainly fails.

    Raises SignInCodeRefused at once for what can be no code and for what was refused before; AddressBusy, CorpBusy;
    SignInBusy when too many codes of the corp have failed in these ten seconds. Whoever shows by an earlier session
    that they are returning is kept waiting by nobody but themselves.
    No write while codes are good, 1 WU for each 20 that fail.
    """
    if not CODE.fullmatch(code):
        raise SignInCodeRefused()
    name = hashlib.blake2b(f"{corp} {whose} {code}".encode(), digest_size=16).hexdigest()
    if _refused.has(name):
        raise SignInCodeRefused()
    is_returning = _is_returning(asked, corp, whose)
    if not is_returning:
        crowds.admit_address(asked.caller, Turn(whose))
    ctx = asked.ctx_for(corp, "system:sign-in", counted=not is_returning)
    if not is_returning and limits.is_failing(ctx, whose):
        raise SignInBusy(limits.until_next_failures(ctx))
    try:
        answer = sign_in(ctx, code)
    except SignInCodeRefused:
        limits.failed(ctx, whose)
        _refused.put(name, True)
        raise
    except AppError:  # the code was a good one, as far as anybody knows
        _spare(asked, whose, is_returning)
        raise
    _spare(asked, whose, is_returning)
    asked.is_of(corp, answer.actor)
    return answer


def beginning(asked: Incoming, corp: str, whose: session.Whose = session.Whose.STAFF) -> Ctx:
    """The context in which somebody is sent to a platform to sign in. Raises AddressBusy, CorpBusy, UnknownCorp.

    Nothing is written, so a flood costs nothing; whoever shows an earlier session waits for nobody.
    """
    is_returning = _is_returning(asked, corp, whose)
    if not is_returning:
        crowds.admit_address(asked.caller, Turn.SIGN_IN)
    return asked.ctx_for(corp, "system:sign-in", counted=not is_returning)


def _spare(asked: Incoming, whose: session.Whose, is_returning: bool) -> None:
    if not is_returning:
        crowds.spare_address(asked.caller, Turn(whose))


def _is_returning(asked: Incoming, corp: str, whose: session.Whose) -> bool:
    who = session.earlier(browsers.remembered(asked, whose), corp, whose, wall_clock())
    turn = f"{corp} {whose} {who}".encode()
    return bool(who) and not _returning.take(turn, RETURNING_A_MINUTE / 60, RETURNING_A_MINUTE)
