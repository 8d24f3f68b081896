"""What the acts of the audit are called: doors by their summaries, jobs by their kinds, fields by the rooms' words."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from chalicelib.core import words
from chalicelib.core.audited import Thing
from chalicelib.core.http.fields import PLAIN
from chalicelib.core.http.routes import REGISTRY
from chalicelib.core.ops import jobs
from chalicelib.core.words import Word, Words

JOB = "job:"
# What stands in rows and at no door.
IN_ROWS: Words = {
    "body": Word("内容", "what it says"),
    "bounds": Word("所属范围", "whose it is"),
    "is_deleted": Word("是否已删除", "whether it was deleted"),
    "rules": Word("规则", "rules"),
}


_load: list[Callable[[], object]] = []


def load_with(load: Callable[[], object]) -> None:
    """Register how all doors are loaded, where what names them is not a function that serves them."""
    _load[:] = [load]


def words_of(act: str) -> tuple[str, str]:
    """What an act is called in Chinese and English; the door's own name for one that is no more."""
    if act.startswith(JOB):
        return jobs.words_of(act.removeprefix(JOB)) or (act, act)
    while True:
        for route in REGISTRY:
            if route.act == act:
                return route.summary_zh, route.summary_en
        if not _load:
            return act, act
        _load.pop()()


def things() -> Iterator[Thing]:
    """What doors leave in the audit by themselves."""
    return (route.leaves.thing for route in REGISTRY if route.leaves)


def word_of(room: str, field: str) -> Word:
    """What people call a field of a room's rows; as the API document describes it, else its name."""
    found = words.of_room(room, field) or IN_ROWS.get(field)
    if found:
        return found
    described, _, en = PLAIN.get(field, field).partition(" / ")
    return Word(described.partition("，")[0].partition("；")[0], en.partition(";")[0] or field)
