"""Temporary: lines of rooms that have no flows.py yet.

Every verb named here is safe to run again with the same event, change, fact or task.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from chalicelib.core.context import Ctx
from chalicelib.core.events.facts import Says
from chalicelib.core.storage.due import Due
from chalicelib.platforms.wecom.events import Event

EventVerb = Callable[[Ctx, Event], None]
FactVerb = Callable[[Ctx, Any], None]
DueVerb = Callable[[Ctx, Due], None]

# A platform event, and the verbs it calls, the most urgent first. Events not named here are stored and acknowledged.
ON_EVENT: dict[str, Sequence[EventVerb]] = {}

# A kind of row, and the pure function that lists what it says has happened. What a change adds to it becomes facts.
SAYS: dict[str, Says] = {}

# A fact, and what follows from it.
ON_FACT: dict[str, Sequence[FactVerb]] = {}

# A task of the send queue, and the verb that makes its calls to WeCom or WeChat Pay.
ON_SEND: dict[str, Callable[..., None]] = {}

# A topic of the due index, and what is done with a row whose time has come.
ON_DUE: dict[str, DueVerb] = {}
