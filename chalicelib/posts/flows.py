"""What follows in this room, and from what."""

from __future__ import annotations

from chalicelib.content.facts import ContentRecalled, ContentReplaced
from chalicelib.core.events.flows import Line, OnChange, OnDue, OnErrand, OnEvent, OnFact, OnJob
from chalicelib.core.events.lanes import Lane
from chalicelib.coupons.facts import CouponIssued, CouponRedeemed, CouponReversed
from chalicelib.posts import audiences, changes, credit, drive, planning, recalls, report, running
from chalicelib.posts.errands import AskPostAgain, CancelPost, DrivePost, FollowContent, LookAtAudiences, PlanPost
from chalicelib.posts.facts import PostCancelled, PostClaimed, PostForecastAsked, PostPlanned
from chalicelib.posts.jobs import ReportPost
from chalicelib.posts.occurrence_rows import OccurrenceRow
from chalicelib.posts.store import TOPIC_OCCURRENCE, TOPIC_POST, PostRow
from chalicelib.staff.facts import DirectoryReconciled
from chalicelib.tasks.facts import TaskClosed

FLOWS: tuple[Line, ...] = (
    OnChange(PostRow, changes.post),
    OnChange(OccurrenceRow, changes.occurrence),
    OnDue(TOPIC_POST, drive.claim),
    OnDue(TOPIC_OCCURRENCE, drive.wake),
    OnFact(PostClaimed, planning.plan_later, Lane.PEOPLE),
    OnFact(PostForecastAsked, planning.forecast_later, Lane.PEOPLE),
    OnFact(PostPlanned, drive.drive_later, Lane.PEOPLE),
    OnFact(PostCancelled, drive.cancel_later, Lane.PEOPLE),
    OnFact(CouponIssued, credit.note_claim, Lane.PEOPLE),
    OnFact(CouponRedeemed, credit.note_redemption, Lane.PEOPLE),
    OnFact(CouponReversed, credit.note_reversal, Lane.PEOPLE),
    OnFact(ContentRecalled, recalls.recall_later, Lane.PEOPLE),
    OnFact(ContentReplaced, recalls.replace_later, Lane.PEOPLE),
    OnFact(TaskClosed, report.renew_later, Lane.PEOPLE),
    OnFact(DirectoryReconciled, audiences.look_later, Lane.PEOPLE),
    OnEvent("change_external_tag/update", audiences.changed),
    OnEvent("change_external_tag/delete", audiences.deleted),
    OnErrand(LookAtAudiences, audiences.look),
    OnErrand(FollowContent, recalls.follow),
    OnErrand(PlanPost, planning.plan),
    OnErrand(DrivePost, drive.drive),
    OnErrand(AskPostAgain, running.go_on),
    OnErrand(CancelPost, drive.cancel),
    OnJob(ReportPost, report.step),
)
