"""What is known of a member of staff, at most 5 s old: whatever other rooms ask of somebody by their userid."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from chalicelib.core.context import Ctx
from chalicelib.core.errors import UpstreamFailed
from chalicelib.core.ids import UserId
from chalicelib.core.instance import Cache
from chalicelib.core.moments import NEVER, Moment
from chalicelib.platforms.wecom import contacts
from chalicelib.platforms.wecom.contacts import Account
from chalicelib.platforms.wecom.errors import NoSuchStaff, WeComRefused
from chalicelib.staff import store
from chalicelib.staff.shapes import Known
from chalicelib.staff.states import StaffState
from chalicelib.staff.store import StaffRow

# Of a renamed one the next name is looked up; an id may be changed once (docs/platform K3), so two steps are many.
MOST_NAMES = 3

# Of WeCom's numbers; one that is not known yet says nothing bad.
STATUS: dict[int, StaffState] = {
    Account.DISABLED: StaffState.DISABLED,
    Account.NOT_ACTIVATED: StaffState.INACTIVE,
    Account.LEFT: StaffState.LEFT,
}

_known: Cache[Known] = Cache()


def known(ctx: Ctx, userid: UserId) -> Known:
    """What is known of a member of staff, at most 5 s old; of whom nothing is known, nothing bad is. 0.5 RU cold."""
    return _known.get(f"{ctx.corp}#{userid}", lambda: _shown(store.member(ctx, userid), userid))


def now(ctx: Ctx, userid: UserId) -> Known:
    """The same as it is at this moment, for whoever follows a fact: what is kept may be older than the fact. 1 RU."""
    forget(ctx, userid)
    return _known.get(f"{ctx.corp}#{userid}", lambda: _shown(store.member(ctx, userid, consistent=True), userid))


def told_now(ctx: Ctx, userid: UserId) -> StaffState:
    """How somebody stands by what WeCom says this moment (docs/platform K1, K2). One call.

    LEFT is nobody, or nobody any more; of whom it will not tell, they are UNSEEN.
    """
    try:
        return STATUS.get(contacts.member(ctx, userid).status, StaffState.ACTIVE)
    except NoSuchStaff:
        return StaffState.LEFT
    except (WeComRefused, UpstreamFailed):
        return StaffState.UNSEEN


def is_nobody(ctx: Ctx, userid: UserId) -> bool:
    """True when WeCom says that there is nobody of this userid, or nobody any more. One call."""
    return told_now(ctx, userid) is StaffState.LEFT


def some(ctx: Ctx, userids: Iterable[UserId]) -> dict[UserId, Known]:
    """The same of several, by userid. 0 reads warm; 0.5 RU for each that is not, one call for 100."""
    wanted = list(dict.fromkeys(userids))
    missing = [userid for userid in wanted if not _known.has(f"{ctx.corp}#{userid}")]
    found = {row.userid: row for row in store.some(ctx, missing)} if missing else {}
    read = {userid: _shown(found.get(userid), userid) for userid in missing}
    for userid, one in read.items():
        _known.put(f"{ctx.corp}#{userid}", one)
    return {userid: read[userid] if userid in read else known(ctx, userid) for userid in wanted}


def name_of(ctx: Ctx, userid: UserId) -> str:
    """What people call a member of staff; '' while that is not known, never the userid. 0.5 RU cold."""
    return known(ctx, now_called(ctx, userid)).name


def face_of(ctx: Ctx, userid: UserId) -> str:
    """The address of their picture at WeCom; '' where there is none, or the app may not see it. 0.5 RU cold."""
    return known(ctx, now_called(ctx, userid)).avatar


def names(ctx: Ctx, userids: Sequence[UserId]) -> dict[UserId, str]:
    """What people call some members of staff, by the userid asked for, also after it was changed; '' while not known.

    0 reads warm; 0.5 RU for each who is not, one call for 100.
    """
    some(ctx, userids)
    return {userid: name_of(ctx, userid) for userid in userids}


def now_called(ctx: Ctx, userid: UserId) -> UserId:
    """The userid that somebody has now: the same, unless it was changed. 0.5 RU cold."""
    for _ in range(MOST_NAMES):
        one = known(ctx, userid)
        if one.state is not StaffState.RENAMED:
            return userid
        userid = one.now_called
    return userid


def forget(ctx: Ctx, userid: UserId) -> None:
    """Look again: something about them was written in this instance."""
    _known.drop(f"{ctx.corp}#{userid}")


def _shown(row: StaffRow | None, userid: UserId) -> Known:
    if row is None:
        return Known(userid=userid)
    state = row.state
    return Known(
        userid=userid,
        name=row.name,
        avatar=row.avatar,
        is_met=True,
        state=state,
        serves=row.serves,
        since=since(row),
        now_called=row.now_called,
        formerly=row.formerly,
        ended_at=max(row.gone_at, row.renamed_at),
    )


def since(row: StaffRow) -> Moment:
    """When they left or were renamed."""
    return {StaffState.LEFT: row.gone_at, StaffState.RENAMED: row.renamed_at}.get(row.state, NEVER)
