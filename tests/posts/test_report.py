"""A post's report: a job adds it up page by page, and the door shows the last one and its age."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from chalicelib.core.context import Ctx
from chalicelib.core.events import facts
from chalicelib.core.events.facts import Fact, FactData
from chalicelib.core.moments import Day, days_between, shanghai_day
from chalicelib.core.ops.jobs import Work
from chalicelib.core.storage import fact_log
from chalicelib.core.storage.transaction import Transaction
from chalicelib.coupons.facts import CouponIssued, CouponRedeemed, CouponReversed
from chalicelib.posts import credit, report, report_rows
from chalicelib.posts.ids import PostId
from chalicelib.posts.jobs import ReportPost
from chalicelib.posts.shapes import Sums
from tests.support.desk import Desk

TEMPLATE = {"name": "满100减20", "amount_off": 2000, "threshold": 0, "stock": 9}


def _claimed(desk: Desk, post: str, template: str, number: int) -> None:
    """What follows from a claim that names the post, but for the claim."""
    _followed(desk, CouponIssued, credit.note_claim, post, template, number)


def _followed(
    desk: Desk, kind: type[FactData], note: Callable[[Ctx, Any], None], post: str, template: str, number: int
) -> None:
    ctx = desk.ctx()
    sample = dict(kind.sample) | {"coupon_template": template, "source": f"post:{post}", "coupon": f"c{number}"}
    name = f"{kind.__name__}{number}"
    fact = Fact(corp="demo", subject=f"member#m{number}", id=name, at=ctx.at, actor="", cause="", data=kind(**sample))
    note(ctx, fact)


def _post_with_claims(desk: Desk, claims: int) -> str:
    template = str(desk.owner.post("/admin/v1/coupon-templates", TEMPLATE).json()["template_id"])
    post = desk.post(coupon_template_id=template)
    for number in range(claims):
        _claimed(desk, post, template, number)
        if number % 10 == 9:
            desk.stack.clock.advance(24 * 3600)
    desk.sign_in()
    desk.stack.drain()
    return post


def test_a_report_is_made_when_it_is_asked_for_and_shown_with_its_age(desk: Desk) -> None:
    """Before that there is none; later it is older, and still what it was as of its time."""
    post = desk.post()
    path = f"/admin/v1/posts/{post}/report"
    assert desk.owner.get(path).code == "NoReportYet"
    asked = desk.owner.post(path, **{"Idempotency-Key": "now"})
    assert (asked.status, desk.owner.post(path, **{"Idempotency-Key": "now"}).json()) == (201, asked.json())
    desk.stack.drain()
    first = desk.owner.get(path).json()
    desk.stack.clock.advance(90)
    later = desk.owner.get(path).json()
    assert later == {**first, "age": 90}
    job = desk.owner.get(f"/admin/v1/jobs/{asked.json()['job_id']}").json()
    assert (job["kind"], job["state"]) == ("post_report", "done")
    assert desk.owner.post("/admin/v1/posts/nothing/report").code == "UnknownPost"


@pytest.mark.parametrize("pages", [1, 7, 100])
def test_a_report_is_the_same_however_small_its_steps_are(
    desk: Desk, monkeypatch: pytest.MonkeyPatch, pages: int
) -> None:
    """Claims of three days in all shards, each counted once, whatever fits into a step."""
    monkeypatch.setattr(report, "PAGES_A_STEP", pages)
    monkeypatch.setattr(report, "A_PAGE", 1)
    post = _post_with_claims(desk, 25)
    assert (desk.report(post)["claims"], desk.report(post)["redemptions"]) == (25, 0)


def test_what_followed_is_read_from_counters_and_no_fact_of_it(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    """However many claimed on however many days: the facts that are read are the post's own and its tasks'."""
    post = _post_with_claims(desk, 25)
    genuine, asked = fact_log.page, set[str]()

    def noted(ctx: Any, subject: str, limit: int, cursor: str) -> Any:
        asked.add(subject)
        return genuine(ctx, subject, limit, cursor)

    monkeypatch.setattr(fact_log, "page", noted)
    report.step(desk.ctx(), Work(job="j", args=ReportPost(post=PostId(post)), cursor="", done=0, failed=0, asked_by=""))
    assert asked == {f"post#{post}"}
    assert desk.report(post)["claims"] == 25


def test_a_redemption_that_was_undone_counts_no_more(desk: Desk) -> None:
    """Two redemptions, one of them reversed a day later, are one, also when what was told is told again."""
    post = _post_with_claims(desk, 2)
    template = desk.owner.get(f"/admin/v1/posts/{post}").json()["coupon_template_id"]
    for number, kind, note in (
        (0, CouponRedeemed, credit.note_redemption),
        (1, CouponRedeemed, credit.note_redemption),
        (1, CouponReversed, credit.note_reversal),
        (1, CouponReversed, credit.note_reversal),
    ):
        _followed(desk, kind, note, post, template, number)
    desk.sign_in()
    desk.stack.drain()
    assert (desk.report(post)["claims"], desk.report(post)["redemptions"]) == (2, 1)


def test_claims_of_one_post_meet_no_single_key(desk: Desk) -> None:
    """They are spread over the shards of their day, and a claim told again stays where it was."""
    template = str(desk.owner.post("/admin/v1/coupon-templates", TEMPLATE).json()["template_id"])
    post = desk.post(coupon_template_id=template)
    for number in (*range(40), *range(40)):
        _claimed(desk, post, template, number)
    day = shanghai_day(desk.stack.clock.now())
    parts = facts.parts(credit.subject(PostId(post), credit.CLAIMS), [day])
    held = [len(fact_log.page(desk.ctx(), part, 100, "").items) for part in parts]
    assert (len(held), sum(held)) == (facts.SHARDS, 40)
    assert max(held) < 20


def test_a_report_that_was_begun_earlier_never_takes_the_place_of_a_later_one(desk: Desk) -> None:
    """Two are asked for at once, and the first one ends last."""
    post = PostId(desk.post())
    ctx = desk.ctx()
    slow = report.step(ctx, Work(job="j", args=ReportPost(post=post), cursor="", done=0, failed=0, asked_by="x"))
    assert slow.together is not None
    early = Transaction(ctx)
    slow.together(early)
    desk.stack.clock.advance(5)
    later = Transaction(desk.ctx())
    report_rows.keep_report_in(later, post, later.ctx.at, Sums(claims=7))
    later.commit()
    with pytest.raises(report_rows.LaterReport):
        early.commit()
    again = Transaction(ctx)
    slow.together(again)
    assert not again._updates, "asked again, it adds nothing"
    kept = report_rows.report(ctx, post)
    assert kept is not None
    assert (kept.as_of, kept.sums.claims) == (later.ctx.at, 7)


def test_days_are_counted_over_the_ends_of_months() -> None:
    """Both ends among them."""
    assert days_between(Day("2026-11-29"), Day("2026-12-01")) == ["2026-11-29", "2026-11-30", "2026-12-01"]
    assert days_between(Day("2026-12-01"), Day("2026-12-01")) == ["2026-12-01"]
