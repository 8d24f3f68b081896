"""Sunday: the week in numbers, as they were counted while it happened, and as they come to when counted again."""

from __future__ import annotations

from typing import Any

from chalicelib.core.moments import moment, shanghai_day
from local.stories.week.cast import GU, QIN, TANG, ZHOU, Week

WHAT = "adds,claims,redemptions,redemptions_reversed,discount,paid,refunded,losses"
A_MINUTE = 60.0


def tell(week: Week) -> None:
    """All of it, fresh within seconds, each in their own part; a night later it is counted again, and is the same."""
    tale = week.tale
    with week.step("看一周的数据", "reads the week in numbers", ZHOU, QIN):
        path = f"/admin/v1/numbers?metric={WHAT}&from={_day(week.began)}&to={_day(_now(week))}"
        week.refused(QIN, "GET", path)
        live = tale.until(lambda: _once_complete(week, path), "what has just happened is in it", A_MINUTE)
        tale.promise(live["adds"] >= len(week.friends), f"everybody who scanned was added: {live}")
        tale.promise(live["paid"] == live["refunded"] > 0, f"all that was paid went back: {live}")
        own = _figures(week.sees(GU, path))
        tale.promise(0 < own["adds"] < live["adds"], f"an adviser sees her own: {own}")
        hers = week.sees(TANG, f"{path}&by=store")["lines"]
        tale.promise({line["name"] for line in hers} <= {week.stores[0].name}, f"a manager sees her store: {hers}")
        tale.note(" · ".join(f"{name} {value}" for name, value in live.items()))
    with tale.step("过了一夜，重新统计的结果一样", "a night later they are counted again, and are the same"):
        week.later("27h")
        tale.until(lambda: _is_recounted(week, path), "the days were counted again", 2 * A_MINUTE)
        again = _figures(week.sees(ZHOU, path))
        tale.promise(again == live, f"no figure differs: {live} {again}")


def _once_complete(week: Week, path: str) -> dict[str, int] | None:
    """The figures once the last of what happened is in them."""
    found = _figures(week.sees(ZHOU, path))
    return found if found["redemptions_reversed"] == 1 and found["losses"] >= 1 else None


def _is_recounted(week: Week, path: str) -> bool:
    numbers = week.sees(ZHOU, path)
    return bool(numbers["recounted_until"] == numbers["until"])


def _figures(numbers: Any) -> dict[str, int]:
    (line,) = numbers["lines"]
    return {name: one["value"] for name, one in line["figures"].items()}


def _now(week: Week) -> str:
    return str(week.tale.stack.sandbox.get("/clock")["now"])


def _day(at: str) -> str:
    """The day in the corp's zone."""
    return shanghai_day(moment(at))
