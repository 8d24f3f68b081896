"""What the doors of setup take and give, and what is kept of a check. None of it holds a key or a part of one."""

from __future__ import annotations

import msgspec

from chalicelib.core.audited import Thing
from chalicelib.core.moments import Moment
from chalicelib.setup.states import Check, Reason, State

CHECKS = Thing("setup_checks", "接入检查", "setup checks")


class Found(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """What a check came to. count: how many, where it counts; total: of how many.

    address: ours, as the platform saw it. code: the platform's own, where it refused. at: when the thing itself
    happened.
    """

    reason: Reason
    count: int = 0
    total: int | None = None
    address: str = ""
    code: str = ""
    at: Moment | None = None


class Outcome(Found, frozen=True, kw_only=True, omit_defaults=True):
    """What is kept of the last check. since: from when on it has stood like this.

    of: a keyed digest of the settings it was made with; whoever has another asks anew.
    """

    checked_at: Moment
    since: Moment
    of: str = ""


class NewChecks(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What to test again; none of them is all."""

    checks: tuple[Check, ...] = ()


class Progress(msgspec.Struct, frozen=True):
    """How far the first import is. total: null until it is known."""

    done: int
    total: int | None


class SetupLine(msgspec.Struct, frozen=True, kw_only=True):
    """One thing that connects the corp. name: what it is called. since: from when on it has stood like this, null while
    nobody has looked. checked_at: when somebody looked last, likewise. count: how many, null where nothing is counted.
    why: why it stands so; mend: what to press, '' where nothing is to be done. progress: of the first import while it
    is under way.
    """

    check: Check
    name_zh: str
    name_en: str
    state: State
    since: Moment | None
    checked_at: Moment | None
    count: int | None
    why_zh: str
    why_en: str
    mend_zh: str
    mend_en: str
    progress: Progress | None = None


class Setup(msgspec.Struct, frozen=True, kw_only=True):
    """How the corp is connected. items: what is wrong first. callback_url: what WeCom's console asks for, '' where the
    stack's own address is not known.
    """

    items: list[SetupLine]
    callback_url: str
