"""The directory compared with WeCom's: every night, when an operator asks, and of one person after an event.

A job in three parts, each step bounded: everybody who is listed is read; then whoever of ours was not listed is asked
for, since a list may change while it is read; then the departments. Readings carry the moment at which their step
began, so whatever is heard meanwhile counts as later.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence

import msgspec

from chalicelib.core.context import Ctx
from chalicelib.core.errors import Outlook
from chalicelib.core.events import facts
from chalicelib.core.ids import UserId
from chalicelib.core.moments import Moment
from chalicelib.core.ops import refusals
from chalicelib.core.ops.jobs import Reject, Step, Why, Work
from chalicelib.core.text import shown
from chalicelib.platforms.wecom import contacts, customers
from chalicelib.platforms.wecom.contacts import Account
from chalicelib.platforms.wecom.errors import NoSuchStaff, StaffUnseen, WeComRefused
from chalicelib.staff import knowing, service, store
from chalicelib.staff.errands import ReadDepartments, ReadStaff
from chalicelib.staff.facts import DirectoryReconciled
from chalicelib.staff.ids import DepartmentId
from chalicelib.staff.jobs import ReconcileStaff
from chalicelib.staff.states import GONE, StaffState

# A call each, of at most 3 s: a step ends within the function's 60 s by far, as they take 0.1 s.
PEOPLE_A_STEP = 50
# Nobody has so many people, 100,000: a list that goes on after these pages leads back to where it was.
MOST_PAGES = 2_000
# More than anybody is in; a list without end would fit into no row.
MOST_DEPARTMENTS = 100
LISTED, REST, DEPARTMENTS = "listed", "rest", "departments"
Serving = Collection[UserId] | None
JUNK = Why(
    "企业微信返回的成员列表中，这一项不是有效的员工账号，已跳过；请在企业微信管理后台核对该成员。",
    "WeCom's list holds no usable userid here; it was passed over. Look at that person in WeCom's admin console.",
)
REFUSED = Why("企业微信拒绝了查询该员工，请核对应用可见范围与权限。", "WeCom refused to tell of this person.")


class Place(msgspec.Struct, frozen=True):
    """Where a step begins. began: the job's own beginning. pages: of the list, read before."""

    part: str
    began: Moment
    cursor: str
    pages: int = 0

    @classmethod
    def of(cls, text: str) -> Place:
        """The place that a job keeps as a text."""
        part, began, pages, cursor = text.split("|", 3)
        return cls(part, Moment(began), cursor, int(pages))

    @property
    def text(self) -> str:
        """As a job keeps it."""
        return f"{self.part}|{self.began}|{self.pages}|{self.cursor}"


def step(ctx: Ctx, work: Work[ReconcileStaff]) -> Step:
    """One step. At most 50 calls to WeCom and two, 2 WU +1 listed for each person."""
    place = Place.of(work.cursor) if work.cursor else Place(LISTED, ctx.at, "")
    if place.part == LISTED:
        return _listed(ctx, work, place)
    if place.part == REST:
        return _rest(ctx, place)
    _departments(ctx)
    facts.record(ctx, "directory", DirectoryReconciled(found=work.done))
    return Step(cursor=None)


def _listed(ctx: Ctx, work: Work[ReconcileStaff], place: Place) -> Step:
    serving, number = _serving(ctx), work.done + work.failed + 1
    try:
        ids = _ids(ctx, serving or (), place.cursor)
    except WeComRefused as refused:
        if refused.outlook is not Outlook.NEVER:
            raise
        why = refusals.note(ctx, refused, about="user/list_id")
        reject = Reject(number, Why(why.zh, why.en), refused.api)
        return Step(cursor=Place(REST, place.began, "").text, rejects=[reject])
    rejects = _read_all(ctx, ids.userids, serving, is_listed=True, first=number)
    done = len(ids.userids) - len(rejects)
    rejects += [Reject(number + len(ids.userids) + nth, JUNK) for nth in range(ids.junk)]
    following, pages = Place(REST, place.began, ""), place.pages + 1
    if ids.cursor and pages < MOST_PAGES:
        following = Place(LISTED, place.began, ids.cursor, pages)
    return Step(cursor=following.text, done=done, rejects=rejects)


def _serving(ctx: Ctx) -> Serving:
    """Who may have customers; None when WeCom will not tell, which keeps nobody from being read."""
    try:
        return set(customers.follow_users(ctx))
    except WeComRefused as refused:
        if refused.outlook is not Outlook.NEVER:
            raise
        refusals.note(ctx, refused, about="get_follow_user_list")
        return None


def _ids(ctx: Ctx, serving: Collection[UserId], cursor: str) -> contacts.Ids:
    return contacts.userids(ctx, cursor, PEOPLE_A_STEP) if contacts.may_list(ctx) else _of(serving, cursor)


def _of(serving: Collection[UserId], cursor: str) -> contacts.Ids:
    """Those who may serve customers, where the corp lists nobody else to us."""
    begin = int(cursor or 0)
    end = begin + PEOPLE_A_STEP
    return contacts.Ids(sorted(serving)[begin:end], str(end) if end < len(serving) else "")


def _rest(ctx: Ctx, place: Place) -> Step:
    page = store.everybody(ctx, PEOPLE_A_STEP, place.cursor)
    missed = [one.userid for one in page.items if one.there_at < place.began and service.state_of(one) not in GONE]
    rejects = _read_all(ctx, missed, _serving(ctx) if missed else None, is_listed=False, first=1)
    following = Place(REST, place.began, page.cursor) if page.cursor else Place(DEPARTMENTS, place.began, "")
    return Step(cursor=following.text, rejects=rejects)


def _read_all(ctx: Ctx, userids: Sequence[UserId], serving: Serving, *, is_listed: bool, first: int) -> list[Reject]:
    """Ask about each alone; those that WeCom does not tell of are rejected, and stay as they were."""
    rejects = []
    for number, userid in enumerate(userids):
        try:
            _read(ctx, userid, _is_in(serving, userid), ctx.at, is_listed=is_listed)
        except WeComRefused as refused:
            if refused.outlook is not Outlook.NEVER:
                raise
            rejects.append(Reject(first + number, REFUSED, userid))
    return rejects


def _is_in(serving: Serving, userid: UserId) -> bool | None:
    return None if serving is None else userid in serving


def _read(ctx: Ctx, userid: UserId, serves: bool | None, at: Moment, *, is_listed: bool) -> None:
    """Ask about one. is_listed: WeCom's own list has them. Raises WeComRefused, UpstreamUnknown."""
    try:
        told = contacts.member(ctx, userid)
    except NoSuchStaff:
        store.gone(ctx, userid, at)
        return
    except StaffUnseen:
        store.unseen(ctx, userid, serves, at)
        if is_listed:
            store.there(ctx, userid, at)
        return
    finally:
        service.forget(ctx, userid)
    if told.status == Account.LEFT:
        store.gone(ctx, userid, at)
        return
    read = store.Read(
        name=shown(told.name),
        avatar=told.avatar,
        status=knowing.STATUS.get(told.status, StaffState.ACTIVE),
        departments=tuple(DepartmentId(number) for number in told.department[:MOST_DEPARTMENTS]),
        serves=serves,
        at=at,
    )
    store.read(ctx, userid, read)


def read_staff(ctx: Ctx, errand: ReadStaff) -> None:
    """After an event about somebody: what WeCom says of them now. 1 WU +1. Raises WeComRefused, UpstreamUnknown."""
    _read(ctx, errand.userid, _is_in(_serving(ctx), errand.userid), max(ctx.at, errand.since), is_listed=False)


def read_departments(ctx: Ctx, errand: ReadDepartments) -> None:
    """After an event about a department: all of them as they are now."""
    _departments(ctx)


def _departments(ctx: Ctx) -> None:
    """The departments as WeCom has them. 1 WU for each that differs."""
    ours = {row.department: row for row in store.departments(ctx)}
    theirs = {DepartmentId(one.id): one for one in contacts.departments(ctx)}
    for number, one in theirs.items():
        held = ours.get(number)
        name = shown(one.name)
        wanted = (name, one.parentid, one.order, False)
        if held is None or (held.name, held.above, held.order, held.is_gone) != wanted:
            store.keep_department(ctx, number, name, DepartmentId(one.parentid), one.order)
    for number, row in ours.items():
        if number not in theirs and not row.is_gone:
            store.department_gone(ctx, number)
