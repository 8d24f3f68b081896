"""Scripts are marked from two phones at once: no more than there is room for, and none twice."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

import pytest

from chalicelib.content.ids import ContentId
from chalicelib.core.context import Ctx
from chalicelib.core.ids import UserId
from chalicelib.scripts import store
from tests.support.race.crowd import crowd
from tests.support.race.engine import Engine

LIMING = UserId("liming")
RIVALS, MOST = 8, 3
Mark = Callable[[Ctx, UserId, ContentId, int], None]


def _naive(ctx: Ctx, userid: UserId, item_id: ContentId, most: int) -> None:
    """What is read before the write decides."""
    if len(store.favourites(ctx, userid)) < most:
        store.mark(ctx, userid, item_id, RIVALS + 1)


def _marked(engine: Engine, mark: Mark, *, copies: int = 1) -> int:
    """How many are marked after rivals marked one each, `copies` times."""
    acts = [
        partial(mark, engine.ctx(f"r{n}-{copy}"), LIMING, ContentId(f"i{n}"), MOST)
        for n in range(RIVALS)
        for copy in range(copies)
    ]
    outcomes = crowd(acts, workers=len(acts))
    assert {one.name for one in outcomes} <= {"", "Refused", "TooBusy"}, outcomes
    return len(store.favourites(engine.ctx(), LIMING))


def test_there_are_no_more_favourites_than_there_is_room_for(engine: Engine) -> None:
    """Eight are marked at once, each twice, where three have room: three are."""
    assert _marked(engine, store.mark, copies=2) == MOST


def test_a_look_before_the_write_would_let_more_in(engine: Engine, monkeypatch: pytest.MonkeyPatch) -> None:
    """The negative control."""
    monkeypatch.setattr(store, "favourites", lambda *_: frozenset())
    acts = [partial(_naive, engine.ctx(f"r{n}"), LIMING, ContentId(f"i{n}"), MOST) for n in range(RIVALS)]
    crowd(acts, workers=RIVALS)
    monkeypatch.undo()
    assert len(store.favourites(engine.ctx(), LIMING)) > MOST
