"""What becomes of content reaches the welcomes that name it: another version is said, a recall is shown."""

from __future__ import annotations

import contextlib

import msgspec

from chalicelib.content import service as contents
from chalicelib.content.errors import VersionRecalled
from chalicelib.content.facts import ContentRecalled
from chalicelib.content.ids import ContentId
from chalicelib.core.context import Ctx
from chalicelib.core.events.facts import Fact
from chalicelib.core.problems import Remedy, problem_of
from chalicelib.core.storage.table import Refused
from chalicelib.livecodes import store
from chalicelib.livecodes.ids import LiveCode
from chalicelib.livecodes.known import Terms
from chalicelib.livecodes.shapes import Welcome, WelcomeContent, Welcomes


def with_version(terms: Terms, item_id: ContentId, version: int) -> Welcomes:
    """What a live code says, with another version of an item wherever it is named."""
    hours = terms.welcome_hours
    return Welcomes(
        welcome=_with(terms.welcome, item_id, version),
        welcome_hours=tuple(
            msgspec.structs.replace(hour, welcome=_with(hour.welcome, item_id, version)) for hour in hours
        ),
    )


def _with(welcome: Welcome, item_id: ContentId, version: int) -> Welcome:
    if welcome.content is None or welcome.content.item_id != item_id:
        return welcome
    return msgspec.structs.replace(welcome, content=msgspec.structs.replace(welcome.content, version=version))


def recalled(ctx: Ctx, fact: Fact[ContentRecalled]) -> None:
    """After a version was recalled: live codes that say nothing now show why. 1 RU and more, and 1 WU, each.

    Safe to repeat. Whoever joins meanwhile gets no welcome of it: each is read when it is said.
    """
    for _, use in contents.ever_used_by(ctx, fact.data.content, only_now=True):
        if use.user == store.USER:
            show(ctx, LiveCode(use.user_id))


def show(ctx: Ctx, code: LiveCode) -> None:
    """Let a live code say that one of its welcomes was recalled, if so. 1 RU and more, and 1 WU."""
    known = store.live_code(ctx, code, consistent=True)
    if known is None:
        return
    error = recalled_of(ctx, known.terms)
    if error:
        with contextlib.suppress(Refused):
            store.tell_welcome(ctx, code, problem_of(ctx, error, Remedy.NEW_VERSION, "welcome"))


def recalled_of(ctx: Ctx, terms: Terms) -> VersionRecalled | None:
    """Why some hour's welcome says nothing: its version was recalled. 1 RU and more for each version."""
    return next((found for found in (_error(ctx, one) for one in terms.named) if found), None)


def _error(ctx: Ctx, named: WelcomeContent) -> VersionRecalled | None:
    try:
        contents.current(ctx, named.item_id, named.version)
    except VersionRecalled as error:
        return error
    return None
