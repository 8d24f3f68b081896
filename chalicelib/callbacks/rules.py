"""Pure decisions of the doors: how old a signature may be, and what may be echoed."""

from __future__ import annotations

import re
from datetime import datetime, timedelta

from chalicelib.core.moments import Moment, moment

# WeCom verifies an address while somebody waits for it.
ECHO_WINDOW = timedelta(minutes=5)
# It tries four times within a minute, perhaps under the first try's timestamp (docs/platform B7). The rest is for
# clocks and for whatever stands between. Within it a repeat meets the row that it made.
TRIED_FOR = timedelta(hours=1)
# Of what does not say when it was, the same after this time is no repeat: WeCom has long given up trying.
SAME_FOR = timedelta(minutes=2)
STAMP = re.compile(r"\d{1,11}", re.ASCII)
# A number, at WeCom; never what a message begins with, in XML or JSON.
ECHO = re.compile(rb"[A-Za-z0-9+/=_.-]{1,128}")


def is_within(window: timedelta, stamp: str, now: datetime) -> bool:
    """True for a signed timestamp (unix seconds) as near to `now` as that; another is too old, or none."""
    return bool(STAMP.fullmatch(stamp)) and abs(now.timestamp() - int(stamp)) <= window.total_seconds()


def is_news(is_timed: bool, received_at: Moment, now: datetime) -> bool:
    """True for a message that is stored already and yet tells of something else that happened since."""
    return not is_timed and now - moment(received_at) > SAME_FOR


def may_be_echoed(plain: bytes) -> bool:
    """True for what WeCom wants to see again. The cipher of a message would else be read through the other door."""
    return bool(ECHO.fullmatch(plain))
