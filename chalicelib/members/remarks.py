"""What staff call and note of their customers at WeCom: read there and written there, kept nowhere here.

Only of the noted numbers a blind index stays, so that somebody can be found by theirs.
"""

from __future__ import annotations

import msgspec

from chalicelib.core import masks
from chalicelib.core.context import Ctx, wall_clock
from chalicelib.core.errors import Fault
from chalicelib.core.ids import UserId
from chalicelib.core.shapes import Person
from chalicelib.members import rules, scoping, service, store
from chalicelib.members.errands import ReadProfile
from chalicelib.members.errors import BadRemark, UnknownMember
from chalicelib.members.ids import MemberId
from chalicelib.members.shapes import EditRemark, Remark, Remarks
from chalicelib.members.states import FriendState
from chalicelib.platforms.wecom import client
from chalicelib.platforms.wecom.client import Follower
from chalicelib.platforms.wecom.errors import NoSuchRelation


def remarks(ctx: Ctx, member_id: MemberId) -> Remarks:
    """What the member's staff noted at WeCom, numbers hidden. One call. Raises UnknownMember, WeComRefused."""
    return Remarks([shown(one, is_masked=True) for one in followers(ctx, member_id)])


def followers(ctx: Ctx, member_id: MemberId) -> list[Follower]:
    """Who of the staff in the scope has the member at WeCom. One call. Raises UnknownMember, WeComRefused."""
    row = scoping.there(ctx, member_id)
    try:
        found = client.contact(ctx, row.external_userid).follow_user
    except NoSuchRelation:
        return []
    return [one for one in found if ctx.scope.allows_staff(one.userid)]


def shown(follower: Follower, *, is_masked: bool) -> Remark:
    """What one of them noted, as a door shows it."""
    return Remark(
        staff=Person(follower.userid),
        remark=follower.remark,
        description=masks.words(follower.description, 30) if is_masked else follower.description,
        phones=tuple(masks.phone(one) if is_masked else one for one in follower.remark_mobiles),
    )


def edit(ctx: Ctx, member_id: MemberId, staff: UserId, wanted: EditRemark) -> Remarks:
    """Note something at WeCom as one member of staff; what is left out stays as it is. Safe to repeat.

    Three calls, and what reading the profile stores. Raises UnknownMember, BadRemark, WeComRefused.
    """
    row, relations, _ = store.around(ctx, member_id)
    theirs = next((one for one in relations if one.userid == staff and ctx.scope.allows_staff(staff)), None)
    if row is None or not ctx.scope.allows_any_of(scoping.friends(relations)):
        raise UnknownMember()
    if theirs is None or rules.status(theirs.adds or (), theirs.losses or ()) is not FriendState.FRIEND:
        raise _no_friend()
    there = next((one for one in followers(ctx, member_id) if one.userid == staff), None)
    if there is None:
        raise _no_friend()
    told = (there.remark, there.description, there.remark_mobiles)
    given = (wanted.remark, wanted.description, wanted.phones)
    remark, description, phones = (old if new is None else new for old, new in zip(told, given, strict=True))
    try:
        client.set_remark(ctx, staff, row.external_userid, str(remark), str(description), list(phones))
    except NoSuchRelation:
        raise _no_friend() from None
    later = msgspec.structs.replace(ctx, now=wall_clock())
    service.read_profile(later, ReadProfile(member=member_id, staff=staff))
    return remarks(ctx, member_id)


def _no_friend() -> BadRemark:
    zh, en = "该会员不是这名员工的好友，无法修改备注。", "The member is no friend of that member of staff."
    return BadRemark(faults=[Fault("path.userid", "no_friend", None, zh, en)])
