"""Settings that two operators set at once: nobody's change goes under another's."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

import pytest

from chalicelib.content import store as content
from chalicelib.losses import store as losses
from chalicelib.losses.shapes import LossAlerts
from chalicelib.touches import store as touches
from chalicelib.touches.shapes import TouchRules
from tests.support.race.crowd import crowd
from tests.support.race.engine import Engine

ROUNDS = 3


def _touches(engine: Engine, who: str, seen: int | None) -> int:
    return touches.set_rules(engine.ctx(who), TouchRules(), seen).revision


def _content(engine: Engine, who: str, seen: int | None) -> int:
    return content.set_content_rules(engine.ctx(who), [who], [], seen).revision


def _losses(engine: Engine, who: str, seen: int | None) -> int:
    return losses.set_alerts(engine.ctx(who), LossAlerts(revision=seen)).revision


@pytest.mark.parametrize("keep", [_touches, _content, _losses])
def test_of_two_who_set_what_they_both_saw_one_is_refused(
    engine: Engine, keep: Callable[[Engine, str, int | None], int]
) -> None:
    """From the first setting on; and without what they saw, the negative control, both go through."""
    for seen in range(ROUNDS):
        outcomes = crowd([partial(keep, engine, f"{seen}{who}", seen) for who in "ab"])
        assert sorted(one.name for one in outcomes) == ["", "SettingsChanged"]
        assert [one.value for one in outcomes if not one.name] == [seen + 1]
    outcomes = crowd([partial(keep, engine, f"free{who}", None) for who in "ab"])
    assert sorted(one.value for one in outcomes) == [ROUNDS + 1, ROUNDS + 2]


@pytest.mark.parametrize("keep", [_touches, _content, _losses])
def test_who_lost_the_answer_hears_it_again(engine: Engine, keep: Callable[[Engine, str, int | None], int]) -> None:
    """The same request is no colleague; the next one that saw as little is."""
    seen = keep(engine, "before", None)
    assert [keep(engine, "mine", seen), keep(engine, "mine", seen)] == [seen + 1, seen + 1]
    outcome = crowd([partial(keep, engine, "theirs", seen)])[0]
    assert outcome.name == "SettingsChanged"
