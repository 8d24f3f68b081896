"""A comparison, step by step: of each member of staff the ids, then, where it is whole, all customers page by page.

A step does as much as fits into seconds, and what it writes it writes by itself, safely twice: a step that is repeated
finds its work done. One member of staff of whom WeCom tells nothing keeps no other from being compared.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping, Sequence
from functools import partial

import msgspec

from chalicelib.core.context import Ctx
from chalicelib.core.errors import Outlook
from chalicelib.core.ids import ExternalUserId, UserId
from chalicelib.core.moments import told_or_never
from chalicelib.core.ops.jobs import Reject, Step, Why, Work
from chalicelib.core.text import shown
from chalicelib.members import service as members
from chalicelib.members.ids import MemberId
from chalicelib.members.shapes import Differences, Late, Listed
from chalicelib.platforms.wecom import customers
from chalicelib.platforms.wecom.errors import WeComRefused
from chalicelib.reconcile import store
from chalicelib.reconcile.jobs import Reconcile
from chalicelib.reconcile.shapes import Outcome, Place
from chalicelib.reconcile.states import Depth

# Well below the 60 s of the function and the 90 s for which a worker holds its job.
STEP_SECONDS = 20.0
# Differences that are looked at one by one in a step, each a call. Of whom more is unknown, the pages are read.
LOOKED_UP = 40
# WeCom may forget a cursor while a job is paused: then a member of staff's pages begin anew, so often.
MOST_AGAIN = 3
REFUSED = Why(
    "企业微信拒绝提供该员工的客户，请核对其状态与应用可见范围",
    "WeCom tells nothing of this member of staff. Check their state and what the app may see",
)
REFUSED_ONE = Why(
    "企业微信拒绝提供该客户，请在企业微信核对；其余客户已照常对账",
    "WeCom tells nothing of this customer. Look at them in WeCom; the others were compared",
)
# Nobody has so many customers: a list that goes on after these pages leads back to where it was.
MOST_PAGES = 1_000
Refusals = tuple[Reject, ...]


class Way(msgspec.Struct):
    """A step's way: where it began and is, until when it goes on, what it has been through and been refused."""

    began: Place
    at: Place
    until: float
    done: int = 0
    rejects: Refusals = ()

    def go(self, **changes: object) -> None:
        """Move on."""
        self.at = msgspec.structs.replace(self.at, **changes)

    def found(self, late: Late) -> None:
        """Something was found that no callback had told."""
        self.go(late=self.at.late.plus(late))

    def refused(self, number: int, userid: UserId) -> None:
        """WeCom told nothing of a member of staff."""
        self.rejects += (Reject(number, REFUSED, userid),)
        self.go(refused=self.at.refused + 1)

    @property
    def is_over(self) -> bool:
        """True when the step has had its time; none ends where it began."""
        return self.at != self.began and time.monotonic() >= self.until


def step(ctx: Ctx, work: Work[Reconcile]) -> Step:
    """Some members of staff's ids, or some pages of one's customers. Raises WeComBusy, UpstreamUnknown: tried again."""
    at = msgspec.json.decode(work.cursor, type=Place) if work.cursor else Place(began_at=ctx.at)
    way = Way(at, at, time.monotonic() + STEP_SECONDS)
    staff = sorted(set(customers.follow_users(ctx)))
    is_done = _pages(ctx, work, way, staff) if at.of else _ids(ctx, work, way, staff)
    if not is_done:
        return Step(cursor=_cursor(way.at), done=way.done, rejects=way.rejects, total=_total(way.at))
    if work.args.depth is Depth.WHOLE and not way.at.is_paging and staff:
        way.go(is_paging=True, after=UserId(""), of=staff[0], page="", again=0)
        return Step(cursor=_cursor(way.at), done=way.done, rejects=way.rejects, total=_total(way.at))
    return _end(ctx, work, way)


def _cursor(at: Place) -> str:
    return msgspec.json.encode(at).decode()


def _total(at: Place) -> int | None:
    """Known once all ids are listed."""
    return at.total if at.is_paging else None


def _end(ctx: Ctx, work: Work[Reconcile], way: Way) -> Step:
    at, is_whole = way.at, work.args.depth is Depth.WHOLE
    outcome = Outcome(
        job_id=work.job,
        began_at=at.began_at,
        ended_at=ctx.at,
        customers=at.total,
        joins=at.late.joins,
        losses=at.late.losses,
        profiles=at.late.profiles,
        refused=at.refused,
    )
    # Where WeCom told of nobody at all, nothing was brought in: whoever is found once it does is no late join.
    imported_at = ctx.at if is_whole and (at.total or not at.refused) else None
    return Step(
        cursor=None,
        done=way.done,
        rejects=way.rejects,
        total=work.done + way.done,
        together=lambda transaction: store.keep_outcome_in(transaction, work.args.depth, outcome, imported_at),
    )


def _ids(ctx: Ctx, work: Work[Reconcile], way: Way, staff: Sequence[UserId]) -> bool:
    """Compare the ids of one member of staff after another; True when all are done with."""
    for number, userid in enumerate(staff, 1):
        if userid <= way.at.after:
            continue
        if way.is_over:
            return False
        try:
            if not _ids_of(ctx, work, way, number, userid):
                return False
        except WeComRefused as refused:
            if refused.outlook is not Outlook.NEVER:
                raise  # of the whole app, or passing
            way.refused(number, userid)
        way.go(after=userid, item="")
    return True


def _ids_of(ctx: Ctx, work: Work[Reconcile], way: Way, number: int, userid: UserId) -> bool:
    """Compare the ids of one; False when some of the differences, or the pages, are left for another step."""
    is_whole = work.args.depth is Depth.WHOLE
    listed = [external_userid for external_userid in customers.customer_ids(ctx, userid) if external_userid]
    different = members.differences(ctx, userid, listed)
    by_pages = is_whole or len(different.unknown) > LOOKED_UP
    looks = sorted(_looks(ctx, different, userid, by_pages).items())
    # Some stay different when they were looked at: a list may lack who is a friend all the same.
    for count, (name, look) in enumerate((name, look) for name, look in looks if name > way.at.item):
        if count >= LOOKED_UP or way.is_over:
            return False
        try:
            way.found(look())
        except WeComRefused as refused:
            if refused.outlook is not Outlook.NEVER:
                raise
            way.rejects += (Reject(number, REFUSED_ONE, name.partition(" ")[2]),)
        way.go(item=name)
    way.go(total=way.at.total + len(listed))
    if is_whole:
        return True
    way.done += len(listed)
    if by_pages:
        way.go(of=userid, page="", again=0, item="")
    return not by_pages


def _looks(ctx: Ctx, different: Differences, userid: UserId, by_pages: bool) -> dict[str, Callable[[], Late]]:
    """What is to be looked at one by one, under names in whose order it is: who is missing, and who is unknown."""
    looks: dict[str, Callable[[], Late]] = {}
    for member_id in different.missing:
        looks[f"missing {member_id}"] = partial(_loss, ctx, member_id, userid)
    if not by_pages:
        for external_userid in different.unknown:
            name = f"unknown {members.member_id_of(ctx, external_userid)}"
            looks[name] = partial(_join, ctx, external_userid, userid)
    return looks


def _loss(ctx: Ctx, member_id: MemberId, userid: UserId) -> Late:
    return Late(losses=int(members.loss_found(ctx, member_id, userid, ctx.at)))


def _join(ctx: Ctx, external_userid: ExternalUserId, userid: UserId) -> Late:
    return Late(joins=int(members.look_up(ctx, external_userid, userid)))


def _pages(ctx: Ctx, work: Work[Reconcile], way: Way, staff: Sequence[UserId]) -> bool:
    """Compare a member of staff's customers page by page, and when it is whole the others' too; True at the end."""
    tags = {tag.id: tag.name for group in members.tag_groups(ctx) for tag in group.tags}
    while not way.is_over:
        following = _page(ctx, work, way, tags)
        if following not in ("", way.at.page) and way.at.pages < MOST_PAGES:
            way.go(page=following, pages=way.at.pages + 1)
            continue
        if not way.at.is_paging:
            way.go(after=way.at.of, of=UserId(""), page="", pages=0)
            return False
        behind = [userid for userid in staff if userid > way.at.of]
        if not behind:
            return True
        way.go(of=behind[0], page="", again=0, pages=0)
    return False


def _page(ctx: Ctx, work: Work[Reconcile], way: Way, tags: Mapping[str, str]) -> str:
    """One page; where the next one begins, '' at the end."""
    at = way.at
    try:
        page = customers.pairs(ctx, at.of, at.page)
    except WeComRefused as refused:
        if refused.outlook is not Outlook.NEVER:
            raise
        if at.page and at.again < MOST_AGAIN:
            way.go(page="", again=at.again + 1)
            return _page(ctx, work, way, tags)
        if not _tells_no_ids(ctx, at.of):
            way.refused(0, at.of)
        return ""
    listed = [_listed(ctx, pair) for pair in page.external_contact_list if pair.external_contact.external_userid]
    way.found(members.compare(ctx, listed, tags, ctx.at, is_import=work.args.is_import))
    if at.is_paging:
        way.done += len(listed)
    return page.next_cursor


def _tells_no_ids(ctx: Ctx, userid: UserId) -> bool:
    """True when WeCom refuses to list the ids of one as well: the first half of the comparison has counted them."""
    try:
        customers.customer_ids(ctx, userid)
    except WeComRefused as refused:
        if refused.outlook is not Outlook.NEVER:
            raise
        return True
    return False


def _listed(ctx: Ctx, pair: customers.Pair) -> Listed:
    contact, info = pair.external_contact, pair.follow_info
    return Listed(
        external_userid=contact.external_userid,
        userid=info.userid,
        created=told_or_never(info.createtime, ctx.now),
        state=info.state,
        name=shown(contact.name),
        avatar=contact.avatar,
        gender=contact.gender,
        unionid=contact.unionid,
        tag_ids=tuple(info.tag_id),
    )
