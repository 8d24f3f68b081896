"""Long work is done in steps that count once; it can be paused, resumed, cancelled, and says what is wrong."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable
from typing import Any

import msgspec
import pytest

from chalicelib import clock
from chalicelib.core import aws
from chalicelib.core.config import config
from chalicelib.core.context import Ctx
from chalicelib.core.events.flows import OnJob
from chalicelib.core.ops import jobs
from chalicelib.core.ops.jobs import Job, Step, Work
from chalicelib.core.storage import jobs as store
from chalicelib.core.storage import table
from tests.support import longwork
from tests.support.longwork import CountUp
from tests.support.queues import Message
from tests.support.stack import Stack

OVER = 20 * 60 + 1


def start(stack: Stack, job: Job, corp: str = "demo") -> str:
    """A job's id."""
    return jobs.start(stack.ctx(corp), job)


def shown(stack: Stack, job: str) -> Any:
    """The job as its door shows it."""
    return stack.operator().get(f"/admin/v1/jobs/{job}").json()


def move(stack: Stack, job: str, verb: str) -> Any:
    """Pause, resume or cancel at the door."""
    return stack.operator().post(f"/admin/v1/jobs/{job}/{verb}")


def waiting(stack: Stack) -> deque[Message]:
    """The messages of the queue."""
    return stack.queues.waiting.setdefault(config().job_queue_url, deque())


def progress(stack: Stack, job: str) -> tuple[str, int, int | None]:
    """State, done, total."""
    told = shown(stack, job)
    return told["state"], told["done"], told["total"]


def test_a_job_is_done_step_by_step_and_says_how_far_it_is(working: Stack) -> None:
    """After each message one step is done; at the end nothing waits and the row is not due."""
    job = start(working, CountUp(steps=3))
    assert progress(working, job) == ("running", 0, None)
    working.drain.jobs()
    assert progress(working, job) == ("running", 1, 3)
    working.drain()
    assert progress(working, job) == ("done", 3, 3)
    assert (longwork.tally(working.ctx()), len(waiting(working))) == (3, 0)
    row = store.job(working.ctx(), job)
    assert row is not None and row.waits_until is None
    assert shown(working, job)["asked_by"] == "operator:zhangwei"


def test_messages_that_come_twice_and_late_change_nothing(working: Stack) -> None:
    """Each message three times at once, and every earlier one again at the end, in reverse."""
    job = start(working, CountUp(steps=4))
    seen: list[str] = []
    while waiting(working):
        seen += [message.body for message in waiting(working)]
        for body in [message.body for message in waiting(working)] * 2:
            working.queues.send_message(config().job_queue_url, body)
        working.drain.jobs()
    for body in reversed(seen):
        working.queues.send_message(config().job_queue_url, body)
    working.drain()
    assert longwork.tally(working.ctx()) == 4
    assert progress(working, job) == ("done", 4, 4)


def test_a_message_that_is_ahead_of_its_job_does_nothing(working: Stack) -> None:
    """A step is done where the job stands, in order, whatever a message says."""
    job = start(working, CountUp(steps=4))
    waiting(working).clear()
    ahead = msgspec.json.encode(jobs.Message("demo", job, "count_up", "2")).decode()
    working.queues.send_message(config().job_queue_url, ahead)
    working.drain()
    assert progress(working, job) == ("running", 0, None)


def test_a_paused_job_stops_before_its_next_step_and_goes_on_where_it_was(working: Stack) -> None:
    """What is done stays; a message that was under way is dropped; resuming asks for the next step."""
    job = start(working, CountUp(steps=3))
    working.drain.jobs()
    assert move(working, job, "pause").json()["state"] == "paused"
    row = store.job(working.ctx(), job)
    assert row is not None and row.waits_until is None
    working.drain()
    working.clock.advance(OVER)
    clock.tick("tick")
    working.drain()
    assert progress(working, job) == ("paused", 1, 3)
    assert move(working, job, "pause").status == 200
    assert move(working, job, "resume").json()["state"] == "running"
    working.drain()
    assert progress(working, job) == ("done", 3, 3)


def test_a_cancelled_job_keeps_what_is_done_and_never_goes_on(working: Stack) -> None:
    """Its messages are dropped, and it can be neither paused nor resumed."""
    job = start(working, CountUp(steps=3))
    working.drain.jobs()
    assert move(working, job, "cancel").json()["state"] == "cancelled"
    working.drain()
    assert (progress(working, job), longwork.tally(working.ctx())) == (("cancelled", 1, 3), 1)
    assert [move(working, job, verb).code for verb in ("pause", "resume")] == ["JobCannotMove"] * 2
    assert move(working, job, "cancel").status == 200
    assert move(working, "unknown", "cancel").code == "UnknownJob"


def test_a_step_under_way_counts_when_its_job_is_cancelled_meanwhile(
    working: Stack, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Its effect and its count hold together, and the job stays cancelled; a last step ends the job after all."""

    def meanwhile(ctx: Ctx, work: Work[CountUp]) -> Step:
        jobs.cancel(ctx, work.job)
        return longwork.count_up(ctx, work)

    longwork.known(monkeypatch, [OnJob(CountUp, meanwhile)])
    long, short = start(working, CountUp(steps=2)), start(working, CountUp(steps=1))
    working.drain()
    assert (progress(working, long), progress(working, short)) == (("cancelled", 1, 2), ("done", 1, 1))
    assert longwork.tally(working.ctx()) == 2


@pytest.mark.parametrize("stop", [jobs.pause, jobs.cancel])
@pytest.mark.parametrize("is_failing", [False, True])
def test_a_job_that_was_stopped_during_a_step_leaves_the_due_index(
    working: Stack, monkeypatch: pytest.MonkeyPatch, stop: Callable[[Ctx, str], None], is_failing: bool
) -> None:
    """The step sets a time at which its job would be missed; then nobody is asked for it every few minutes for ever."""

    def meanwhile(ctx: Ctx, work: Work[CountUp]) -> Step:
        stop(ctx, work.job)
        if is_failing:
            raise ValueError
        return longwork.count_up(ctx, work)

    longwork.known(monkeypatch, [OnJob(CountUp, meanwhile)])
    job = start(working, CountUp(steps=3))
    working.drain()
    working.clock.advance(OVER)
    clock.tick("tick")
    working.drain()
    row = store.job(working.ctx(), job)
    assert row is not None and row.waits_until is None
    assert row.state == ("paused" if stop is jobs.pause else "cancelled")


def test_a_job_whose_message_was_lost_is_found_by_the_due_index(working: Stack) -> None:
    """Nothing was heard for 20 minutes: it is asked for again, at any step, and only once a time."""
    job = start(working, CountUp(steps=2))
    for _ in range(2):
        waiting(working).clear()
        working.clock.advance(OVER)
        clock.tick("tick")
        working.drain.copies = 2
        working.drain.due()
        working.drain.copies = 1
        assert len(waiting(working)) == 1
        working.drain.jobs()
    assert progress(working, job) == ("done", 2, 2)


def test_a_step_whose_taking_was_answered_in_vain_is_made_all_the_same(
    working: Stack, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The client repeats the write and is refused by its own: the message would be dropped, the job wait 20 minutes."""

    def twice(ctx: Ctx, row: Any, actions: Any, condition: Any) -> Any:
        monkeypatch.setattr(store, "change", table.change)
        table.change(ctx, row, actions, condition)
        return table.change(ctx, row, actions, condition)

    job = start(working, CountUp(steps=1))
    monkeypatch.setattr(store, "change", twice)
    working.drain.jobs()
    assert (progress(working, job), longwork.tally(working.ctx())) == (("done", 1, 1), 1)


def test_a_step_that_another_worker_is_at_is_not_taken(working: Stack) -> None:
    """Until that one's time is over."""
    job = start(working, CountUp(steps=1))
    one, other = (msgspec.structs.replace(working.ctx(), request_id=name) for name in ("one", "other"))
    assert store.take(one, job, "") is not None
    assert store.take(other, job, "") is None


def test_a_worker_that_was_overtaken_changes_nothing(working: Stack) -> None:
    """Its time was over and another has the job, at the same step: it neither counts nor lets the job go."""
    job = start(working, CountUp(steps=1))
    late = store.take(working.ctx(), job, "")
    working.clock.advance(store.HOLD.total_seconds() + 1)
    present = store.take(working.ctx(), job, "")
    assert late is not None and present is not None
    ctx, more = working.ctx(), store.Progress(cursor="1", done=1, total=None, result="", rejects=(), together=None)
    problem = store.Problem("X", "", "", ctx.at)
    with pytest.raises(store.Overtaken):
        store.stumble(ctx, late, problem, is_last=False)
    with pytest.raises(store.Overtaken):
        store.advance(ctx, late, more)
    store.advance(ctx, present, more)
    with pytest.raises(store.Overtaken):
        store.advance(ctx, present, more)
    assert progress(working, job) == ("running", 1, None)


def test_a_job_that_moves_is_not_asked_for_again(working: Stack) -> None:
    """Each step puts off the time at which nothing would have been heard of it."""
    job = start(working, CountUp(steps=9))
    for _ in range(3):
        working.clock.advance(OVER * 0.6)
        clock.tick("tick")
        working.drain.due()
        assert len(waiting(working)) == 1
        working.drain.jobs()
    assert progress(working, job) == ("running", 3, 9)


def test_a_job_is_there_although_the_queue_was_down_when_it_was_asked_for(working: Stack) -> None:
    """The row stands before the queue is asked."""
    working.queues.failing = True
    with pytest.raises(ConnectionError):
        start(working, CountUp(steps=1))
    working.queues.failing = False
    working.clock.advance(OVER)
    clock.tick("tick")
    working.drain()
    assert longwork.tally(working.ctx()) == 1


def test_a_job_of_a_kind_that_this_code_does_not_know_says_so_and_can_be_resumed(
    working: Stack, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Its problem is shown from the first try on; after five it has failed and not vanished; newer code goes on."""
    job = start(working, CountUp(steps=2))
    with monkeypatch.context() as older:
        longwork.known(older, [])
        working.drain.jobs()
        assert (shown(working, job)["state"], shown(working, job)["problem"]["code"]) == ("running", "UnknownJobKind")
        working.drain()
    told = shown(working, job)
    assert (told["state"], told["problem"]["code"], told["done"]) == ("failed", "UnknownJobKind", 0)
    assert working.queues.dead == []
    assert move(working, job, "resume").status == 200
    working.drain()
    assert (progress(working, job), shown(working, job)["problem"]) == (("done", 2, 2), None)


def test_a_job_of_a_later_version_waits_for_newer_code(working: Stack, monkeypatch: pytest.MonkeyPatch) -> None:
    """A field may mean something else there."""
    monkeypatch.setattr(CountUp, "version", 2)
    job = start(working, CountUp(steps=1))
    monkeypatch.setattr(CountUp, "version", 1)
    working.drain()
    assert shown(working, job)["problem"]["code"] == "UnknownJobKind"


def test_a_step_that_fails_is_tried_again_and_its_problem_names_nobody(
    working: Stack, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The text of an error nobody foresaw may quote a person: the job shows that something failed, no more."""
    tries: list[str] = []

    def failing(ctx: Ctx, work: Work[CountUp]) -> Step:
        tries.append(ctx.new_id())
        if len(tries) < 3:
            raise ValueError("13800138000")
        return longwork.count_up(ctx, work)

    longwork.known(monkeypatch, [OnJob(CountUp, failing)])
    job = start(working, CountUp(steps=1))
    working.drain.jobs()
    assert shown(working, job)["problem"]["code"] == "InternalError"
    assert "138" not in str(shown(working, job))
    working.drain()
    assert progress(working, job) == ("done", 1, 1)
    assert len(set(tries)) == 1, "ids follow from the job and the cursor"


def test_a_job_that_was_cancelled_while_its_last_try_failed_stays_cancelled(
    working: Stack, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Nobody resumes what an operator has ended."""

    def failing(ctx: Ctx, work: Work[CountUp]) -> Step:
        jobs.cancel(ctx, work.job)
        raise ValueError

    monkeypatch.setattr(jobs, "MOST_TRIES", 1)
    longwork.known(monkeypatch, [OnJob(CountUp, failing)])
    job = start(working, CountUp(steps=1))
    working.drain()
    assert shown(working, job)["state"] == "cancelled"


def test_a_step_whose_workers_die_fails_in_the_end(working: Stack, monkeypatch: pytest.MonkeyPatch) -> None:
    """Out of time or memory, a worker counts nothing afterwards: its try was counted before."""

    def dying(ctx: Ctx, work: Work[CountUp]) -> Step:
        raise Died

    class Died(BaseException):
        pass

    longwork.known(monkeypatch, [OnJob(CountUp, dying)])
    job = start(working, CountUp(steps=1))
    for _ in range(jobs.MOST_TRIES):
        with pytest.raises(Died):
            working.drain()
        working.clock.advance(120)
    working.clock.advance(20 * 60 + 1)  # the queue has given up; the due index has not
    clock.tick("tick")
    working.drain()
    assert shown(working, job)["state"] == "failed"


def test_a_step_that_does_not_move_is_a_problem_and_no_endless_work(
    working: Stack, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It would be done for ever."""
    longwork.known(monkeypatch, [OnJob(CountUp, lambda ctx, work: Step(cursor=work.cursor))])
    job = start(working, CountUp(steps=1))
    working.drain()
    assert shown(working, job)["state"] == "failed"


def test_rejects_are_listed_in_pages_and_beyond_the_cap_only_counted(
    working: Stack, monkeypatch: pytest.MonkeyPatch
) -> None:
    """120 rejects, of which 110 are listed, by pages of at most 100."""
    monkeypatch.setattr(store, "MOST_LISTED", 110)
    job = start(working, CountUp(steps=2, rejects=120))
    working.drain()
    told = shown(working, job)
    assert (told["failed"], told["listed"], told["done"]) == (120, 110, 2)
    first = working.operator().get(f"/admin/v1/jobs/{job}/rejects").json()
    second = working.operator().get(f"/admin/v1/jobs/{job}/rejects?cursor={first['cursor']}").json()
    assert [one["line"] for one in [*first["items"], *second["items"]]] == list(range(1, 111))
    assert (len(first["items"]), second["cursor"], second["beyond"]) == (100, "", 10)
    assert first["items"][0]["reason_zh"] == "积分不是数字"


def test_a_step_may_reject_as_much_as_it_likes(working: Stack) -> None:
    """A file of 1,200 bad lines read in one step: the job is done, and a thousand are listed."""
    job = start(working, CountUp(steps=1, rejects=1_200))
    working.drain()
    told = shown(working, job)
    assert (told["state"], told["failed"], told["listed"]) == ("done", 1_200, 1_000)


def test_after_a_step_of_one_corps_long_job_the_others_short_job_is_next(working: Stack) -> None:
    """The message goes to the end of the queue: a job of two steps is over in two rounds beside one of fifty."""
    long = start(working, CountUp(steps=50))
    short = start(working, CountUp(steps=2), "rival")
    working.drain.jobs()
    working.drain.jobs()
    of_rival = store.job(working.ctx("rival"), short)
    assert of_rival is not None and of_rival.state is store.JobState.DONE
    assert progress(working, long) == ("running", 2, 50)


def test_a_job_asked_for_twice_under_one_key_is_one_job(working: Stack) -> None:
    """Ids follow from the Idempotency-Key; a second message of the same step does nothing."""
    made = [jobs.start(_keyed(working), CountUp(steps=2)) for _ in range(2)]
    working.drain()
    assert (made[0], longwork.tally(working.ctx())) == (made[1], 2)


def _keyed(stack: Stack) -> Ctx:
    return msgspec.structs.replace(stack.ctx(), new_id=lambda: "01SAME")


def test_jobs_are_listed_newest_first_and_no_other_corps(working: Stack) -> None:
    """And nothing of files is loaded by a door that needs none."""
    older = start(working, CountUp(steps=1))
    working.clock.advance(1)
    newer = start(working, CountUp(steps=1))
    start(working, CountUp(steps=1), "rival")
    listed = working.operator().get("/admin/v1/jobs").json()["items"]
    assert [one["job_id"] for one in listed] == [newer, older]
    assert "s3" not in aws._clients


def test_ones_own_jobs_are_paged_by_themselves(working: Stack) -> None:
    """Whatever colleagues asked for in between: a page of one's own is full while there are more."""
    mine: list[str] = []
    for number in range(3):
        working.clock.advance(1)
        mine.insert(0, jobs.start(working.ctx(), CountUp(steps=number + 1)))
        working.clock.advance(1)
        jobs.start(working.ctx(actor="operator:liming"), CountUp(steps=number + 1))
    read = working.operator().get
    first = read("/admin/v1/jobs?mine=true&limit=2").json()
    rest = read(f"/admin/v1/jobs?mine=true&limit=2&cursor={first['cursor']}").json()
    assert [one["job_id"] for one in (*first["items"], *rest["items"])] == mine
    assert (len(first["items"]), len(rest["items"]), rest["cursor"]) == (2, 1, "")
    assert len(read("/admin/v1/jobs").json()["items"]) == 6


def test_a_field_that_hides_a_declaration_is_refused() -> None:
    """`name` of a struct would be the file's, not the kind's."""
    with pytest.raises(ValueError, match="name"):

        @jobs.job("bad", zh="坏", en="Bad")
        class Bad(Job, frozen=True, kw_only=True):
            name: str  # type: ignore[misc]  # what is refused here
