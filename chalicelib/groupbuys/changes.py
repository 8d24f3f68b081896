"""What a group-buy's rows say has happened."""

from __future__ import annotations

from chalicelib.core.events.facts import Told
from chalicelib.core.moments import Moment
from chalicelib.groupbuys.facts import (
    AboutTeam,
    GroupbuyCreated,
    GroupbuyEdited,
    GroupbuyEnded,
    GroupbuyStopped,
    SeatPaid,
    TeamFailed,
    TeamOpened,
    TeamSucceeded,
)
from chalicelib.groupbuys.store import ActivityRow, Seat, TeamRow
from chalicelib.members.ids import MemberId


def activity(row: ActivityRow) -> list[Told]:
    """An activity was created, and perhaps its end was brought forward."""
    subject = f"groupbuy#{row.activity_id}"
    data = GroupbuyCreated(activity=row.activity_id, name=row.name, stock=row.stock)
    news = [Told(data=data, subject=subject, at=row.created_at)]
    if row.end_moved_at:
        ended = GroupbuyEnded(activity=row.activity_id, name=row.name, closes_at=row.closes_at)
        # Brought forward once more, the row no longer says when it was before.
        news.append(Told(data=ended, subject=subject, at=row.end_moved_at, mark=row.end_moved_at, lasting=False))
    if row.terms_at:
        edited = GroupbuyEdited(
            activity=row.activity_id,
            name=row.name,
            changed=row.terms_of or (),
            closes_at=row.closes_at,
            stock=row.stock,
        )
        news.append(Told(data=edited, subject=subject, at=row.terms_at, mark=row.terms_at, lasting=False))
    if row.stop and row.stopped_at:
        stopped = GroupbuyStopped(activity=row.activity_id, name=row.name, teams=row.stop)
        news.append(Told(data=stopped, subject=subject, at=row.stopped_at, mark=row.stop, lasting=False))
    return news


def team(row: TeamRow) -> list[Told]:
    """A team was opened; a seat was paid; all were (it succeeded), or its time was over before (it failed)."""
    opened = TeamOpened(team=row.team_id, activity=row.activity_id, size=row.size, member=row.leader)
    paid = {member_id: seat for member_id, seat in sorted(row.seats.items()) if seat.is_paid}
    # Until the team is over its member may leave, and then the row no longer says so.
    is_over = bool(row.failed_at) or len(paid) == row.size
    news = [_told(row, opened, row.opened_at)]
    news += [_seat_paid(row, member_id, seat, is_over) for member_id, seat in paid.items()]
    if len(paid) == row.size:
        succeeded = TeamSucceeded(team=row.team_id, activity=row.activity_id, size=row.size)
        news.append(_told(row, succeeded, max(seat.paid_at for seat in paid.values())))
    if row.failed_at:
        failed = TeamFailed(team=row.team_id, activity=row.activity_id, size=row.size)
        news.append(_told(row, failed, row.failed_at))
    return news


def _told(row: TeamRow, data: AboutTeam, at: Moment, mark: str = "", *, lasting: bool = True) -> Told:
    return Told(data=data, subject=f"groupbuy_team#{row.team_id}", at=at, mark=mark, lasting=lasting)


def _seat_paid(row: TeamRow, member_id: MemberId, seat: Seat, lasting: bool) -> Told:
    data = SeatPaid(
        team=row.team_id,
        activity=row.activity_id,
        size=row.size,
        member=member_id,
        order=seat.order,
        transaction=seat.ref,
    )
    return _told(row, data, seat.paid_at, seat.order, lasting=lasting)
