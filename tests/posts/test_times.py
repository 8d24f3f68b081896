"""When which post went out and goes out, and who would get one that nobody has made yet."""

from __future__ import annotations

from typing import Any

import msgspec
import pytest

from chalicelib.core.config import config
from chalicelib.core.moments import Day, Moment
from chalicelib.core.scope import EVERYTHING
from chalicelib.core.storage.table import put_new
from chalicelib.posts import occurrence_rows, store, times
from chalicelib.posts.ids import PostId
from chalicelib.posts.states import OccurrenceStatus
from tests.support import make
from tests.support.desk import Desk
from tests.support.perf.meter import metered
from tests.support.state import items

WEEKLY = {"kind": "recurring", "rrule": "FREQ=WEEKLY;BYDAY=MO;BYHOUR=9;BYMINUTE=0", "starts_at": "2026-11-23T09:00"}


def _times(desk: Desk, since: str, until: str) -> list[dict[str, Any]]:
    found = desk.owner.get(f"/admin/v1/post-times?since={since}&until={until}").json()
    assert found["is_whole"]
    return list(found["times"])


def test_a_calendar_tells_what_went_out_and_what_is_to_come(desk: Desk) -> None:
    """What went out with what became of it and for whom; what comes as the schedule says, also while it is paused."""
    desk.friends(2)
    sent = desk.post()
    desk.after(hours=1)
    weekly = desk.post(schedule=WEEKLY)
    told = [
        (time["post_id"], time["at"], time["became"], time["targeted"])
        for time in _times(desk, "2026-11-01", "2026-12-08")
    ]
    assert told[0] == (sent, desk.occurrence(sent)["at"], "sending", 2)
    assert [time[1:] for time in told[1:]] == [
        ("2026-11-23T01:00:00.000Z", None, 0),
        ("2026-11-30T01:00:00.000Z", None, 0),
        ("2026-12-07T01:00:00.000Z", None, 0),
    ]
    assert _times(desk, "2026-12-01", "2026-12-06") == []
    desk.owner.post(f"/admin/v1/posts/{weekly}/pause")
    assert [time["status"] for time in _times(desk, "2026-12-07", "2026-12-07")] == ["paused"]
    desk.owner.post(f"/admin/v1/posts/{weekly}/cancel")
    assert _times(desk, "2026-12-07", "2026-12-07") == []


def test_what_went_out_stays_in_the_calendar_when_the_post_is_to_go_out_otherwise(desk: Desk) -> None:
    """Each week before, once from now on: the week that was is no other."""
    desk.friends(1)
    post = desk.post(schedule=WEEKLY)
    desk.after(hours=3 * 24)
    (gone,) = _times(desk, "2026-11-23", "2026-11-23")
    row = desk.owner.get(f"/admin/v1/posts/{post}").json()
    kept = {name: row[name] for name in ("name", "content", "audience", "revision")}
    once = {"kind": "once", "at": "2026-12-01T05:00:00.000Z"}
    assert desk.owner.put(f"/admin/v1/posts/{post}", {**kept, "schedule": once}).status == 200
    assert _times(desk, "2026-11-23", "2026-11-23") == [gone]
    assert [time["at"] for time in _times(desk, "2026-11-24", "2026-12-01")] == [once["at"]]


def test_a_calendar_holds_all_times_of_a_post_that_goes_out_each_hour(desk: Desk) -> None:
    """Five days of them are more than a page of any list."""
    hours = ",".join(map(str, range(24)))
    rule = f"FREQ=DAILY;BYMONTH=12;BYMONTHDAY=1,2,3,4,5;BYHOUR={hours};BYMINUTE=0"
    each_hour = {"kind": "recurring", "rrule": rule, "starts_at": "2026-12-01T00:00"}
    post = desk.post(schedule=each_hour, confirm=True)
    coming = [time["at"] for time in _times(desk, "2026-12-01", "2026-12-05")]
    assert (len(coming), coming[0], coming[-1]) == (120, "2026-11-30T16:00:00.000Z", "2026-12-05T15:00:00.000Z")
    ctx = desk.ctx()
    row = store.post(ctx, PostId(post))
    assert row is not None
    for at in coming:
        put_new(ctx, occurrence_rows.new(ctx, row, Moment(at), OccurrenceStatus.SKIPPED, reason="late"))
    desk.stack.clock.advance(30 * 24 * 3600)
    desk.sign_in()
    gone = [time["at"] for time in _times(desk, "2026-12-01", "2026-12-05") if time["became"] == "skipped"]
    assert gone == coming


def test_what_is_due_and_waits_is_still_to_come(desk: Desk) -> None:
    """Quiet hours hold it back: it stands at its time until it is begun."""
    desk.friends(1)
    desk.rules(quiet_hours={"from": "00:01", "to": "00:00"})
    post = desk.post(confirm=True)
    desk.after(hours=1)
    day = desk.at()[:10]
    (waits,) = _times(desk, day, day)
    assert (waits["post_id"], waits["became"]) == (post, None)


def test_a_calendar_says_when_it_is_not_whole(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    """The newest are shown."""
    monkeypatch.setattr(times, "MOST_POSTS", 1)
    desk.post(schedule=WEEKLY)
    desk.stack.clock.advance(1)
    newer = desk.post(schedule=WEEKLY)
    found = desk.owner.get("/admin/v1/post-times?since=2026-11-23&until=2026-11-23").json()
    assert ([time["post_id"] for time in found["times"]], found["is_whole"]) == ([newer], False)


def test_what_posts_went_out_is_read_at_once(desk: Desk) -> None:
    """However many they are: their rules say when, and those are one call; where a rule does not tell, a query."""
    desk.friends(1)

    def calls(since: str, until: str) -> tuple[int, int, int]:
        with metered() as cost:
            found = times.between(msgspec.structs.replace(desk.stack.ctx(), scope=EVERYTHING), Day(since), Day(until))
        assert found.is_whole
        gone = sum(one.became is not None for one in found.times)
        return gone, cost.reads.count("BatchGetItem") - posts_read, cost.reads.count("Query") - none

    posts_read = none = 0
    _, posts_read, none = calls("2026-11-21", "2026-11-22")
    posts = [desk.post(schedule=WEEKLY) for _ in range(3)]
    desk.post(schedule={"kind": "once", "at": "2026-11-23T05:00:00.000Z"})
    posts_read += calls("2026-11-21", "2026-11-22")[1]  # those of the posts themselves
    assert calls("2026-11-21", "2026-11-22") == (0, 0, 0)
    desk.after(hours=3 * 24)
    assert calls("2026-11-23", "2026-11-23") == (4, 1, 0)
    assert calls("2026-11-24", "2026-11-29") == (0, 0, 0)
    row = desk.owner.get(f"/admin/v1/posts/{posts[0]}").json()
    renamed = {"name": "改过", "schedule": {**WEEKLY, "starts_at": "2026-11-30T09:00"}, "revision": row["revision"]}
    kept = {name: row[name] for name in ("content", "audience")}
    assert desk.owner.put(f"/admin/v1/posts/{posts[0]}", {**kept, **renamed}).status == 200
    assert calls("2026-11-23", "2026-11-23") == (4, 1, 1)
    desk.after(hours=14 * 7 * 24)
    assert calls("2026-11-23", "2027-01-20") == (3 * 9 + 1, 1, 1)


@pytest.mark.parametrize(
    "query",
    [
        "",
        "since=2026-11-01",
        "until=2026-11-01",
        "since=2026-11-02&until=2026-11-01",
        "since=2026-01-01&until=2026-03-04",
    ],
)
def test_days_that_are_none_or_too_many_are_refused(desk: Desk, query: str) -> None:
    """At their field."""
    assert desk.owner.get(f"/admin/v1/post-times?{query}").code == "InvalidQuery"


def test_a_post_tells_its_next_times(desk: Desk) -> None:
    """Five of them, as its schedule says; none once it is over."""
    weekly = desk.post(schedule=WEEKLY)
    coming = desk.owner.get(f"/admin/v1/posts/{weekly}").json()["coming"]
    assert [at[:10] for at in coming] == ["2026-11-23", "2026-11-30", "2026-12-07", "2026-12-14", "2026-12-21"]
    assert desk.owner.post(f"/admin/v1/posts/{weekly}/pause").json()["coming"] == coming
    assert desk.owner.post(f"/admin/v1/posts/{weekly}/cancel").json()["coming"] == []


def _draft(desk: Desk, **audience: Any) -> dict[str, Any]:
    return {"content": {"item_id": desk.content, "version": 1}, "audience": {"channel": "customers", **audience}}


def test_a_draft_is_forecast_before_it_is_made(desk: Desk) -> None:
    """How many get it, how many do not and why; nobody is named, nothing is planned, and no post is there."""
    desk.friend("ok", tags=["会员"])
    desk.friend("other")
    blocked = desk.friend("no", tags=["会员"])
    desk.block(blocked, reason="")
    desk.gather(blocked)
    begun = desk.owner.post("/admin/v1/post-forecasts", _draft(desk, any_tags=["会员"])).json()
    assert begun["status"] == "running"
    desk.stack.drain()
    done = desk.owner.get(f"/admin/v1/post-forecasts/{begun['forecast_id']}").json()
    assert (done["status"], done["targeted"], done["excluded"]) == ("done", 1, {"blocked": 1})
    assert done["samples"] == {}
    kinds = {row["kind"]["S"] for row in items(config().main_table)}
    assert not kinds & {"post", "task_targets", "task", "touched"}
    assert desk.owner.get(f"/admin/v1/posts/{begun['forecast_id']}").code == "UnknownPost"


def test_a_forecast_of_a_draft_is_refused_as_the_post_would_be(desk: Desk) -> None:
    """What could mean nobody, content that may not be sent; and one who may not schedule asks for none."""
    told = desk.owner.post("/admin/v1/post-forecasts", _draft(desk, all_tags=["会员"], no_tags=["会员"]))
    assert (told.code, told.json()["details"]["errors"][0]["path"]) == ("BadPost", "audience.no_tags[0]")
    strange = _draft(desk) | {"stores": ["01KAJ8T0003V0Q8N2B7M4T6Y9R"]}
    assert desk.owner.post("/admin/v1/post-forecasts", strange).code == "BadPost"
    desk.recall()
    assert desk.owner.post("/admin/v1/post-forecasts", _draft(desk)).code == "VersionRecalled"
    viewer = make.operator(desk.stack, "viewer", "chenyu")
    assert viewer.post("/admin/v1/post-forecasts", _draft(desk)).code == "RoleNotAllowed"
    assert desk.owner.get("/admin/v1/post-forecasts/nothing").code == "UnknownForecast"
