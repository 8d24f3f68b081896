"""The verbs of set-aside messages. Each is safe to repeat: what is not set aside any more is said to be gone."""

from __future__ import annotations

from collections.abc import Callable

from chalicelib.asides.shapes import Aside, AsideQuery, Choice, Dismissal, Outcome
from chalicelib.core.context import Ctx
from chalicelib.core.storage import asides
from chalicelib.core.storage.lists import Page


def page(ctx: Ctx, query: AsideQuery) -> Page[Aside]:
    """The corp's set-aside messages, the newest first; or what became of some."""
    if query.ids:
        return Page([_shown(one) for one in asides.found(ctx, query.ids.split(","))])
    return asides.page(ctx, query.limit, query.cursor).map(_shown)


def _shown(one: asides.Aside) -> Aside:
    return Aside(
        id=one.digest,
        why=one.why,
        outline=one.outline,
        bytes=one.bytes,
        received_at=one.received_at,
        aside_at=one.aside_at,
        standing=one.standing,
    )


def replay(ctx: Ctx, choice: Choice) -> Outcome:
    """Have messages read again, within a minute or two. What still cannot be read is set aside once more. 1 WU each."""
    return _each(choice, lambda digest: asides.take_up(ctx, digest) is not None)


def dismiss(ctx: Ctx, choice: Dismissal) -> Outcome:
    """Nothing is to be done about these. They leave the list, or are put back into it, and expire. 1 WU each."""
    if choice.undo:
        return _each(choice, lambda digest: asides.put_back(ctx, digest))
    return _each(choice, lambda digest: asides.dismiss(ctx, digest))


def _each(choice: Choice, is_done: Callable[[str], bool]) -> Outcome:
    done = tuple(digest for digest in dict.fromkeys(choice.ids) if is_done(digest))
    return Outcome(done=done, gone=tuple(digest for digest in dict.fromkeys(choice.ids) if digest not in done))
