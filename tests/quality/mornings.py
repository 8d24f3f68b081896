"""What WeCom has counted, and the mornings on which it is read."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from chalicelib import clock
from chalicelib.core.context import wall_clock
from chalicelib.core.moments import SHANGHAI
from tests.support import make
from tests.support.stack import Stack, forget_everything
from tests.support.wecom import CORPS

DAY = 86_400


def day(days: int) -> str:
    """So many days from today, as Shanghai has it."""
    return (wall_clock().astimezone(SHANGHAI) + timedelta(days=days)).date().isoformat()


def tell(stack: Stack, userid: str, days: int, **figures: float) -> None:
    """What WeCom tells of that day from now on."""
    path = f"corps/{CORPS['demo'].corp_id}/staff/{userid}/behaviour/{day(days)}"
    stack.platform.call("PUT", path, figures)


def next_morning(stack: Stack) -> None:
    """Four past nine in Shanghai, when every corp's second has come."""
    local = wall_clock().astimezone(SHANGHAI)
    nine = local.replace(hour=9, minute=4, second=0, microsecond=0)
    stack.clock.advance(((nine if nine > local else nine + timedelta(days=1)) - local).total_seconds())


def a_morning(stack: Stack) -> None:
    """The next morning comes, and its work is done."""
    next_morning(stack)
    clock.tick("tick")
    stack.work_off()
    forget_everything()


def seen(stack: Stack, query: str = "", by: Any = None, corp: str = "demo") -> Any:
    """What the door answers."""
    answer = (by or make.session(stack, corp=corp)).get(f"/admin/v1/reply-quality{query}")
    assert answer.status == 200, answer.body
    return answer.json()
