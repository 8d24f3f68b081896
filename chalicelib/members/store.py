"""Rows of members, of their relations to staff, and of the identities that lead to them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from pynamodb.attributes import BooleanAttribute, UnicodeAttribute, UnicodeSetAttribute
from pynamodb.expressions.condition import Condition
from pynamodb.expressions.update import Action

from chalicelib.core.context import Ctx
from chalicelib.core.ids import ExternalUserId, UserId, base32, digest, random_code
from chalicelib.core.moments import Moment
from chalicelib.core.storage.attributes import IdAttribute, IntAttribute, MomentAttribute, StructAttribute
from chalicelib.core.storage.lists import Page, after_place, children, page_by_parent
from chalicelib.core.storage.table import Keys, Refused, Row, change, get, key, put_new
from chalicelib.members import rules
from chalicelib.members.ids import LakeId, MemberId

SELF = "-"
POSTS = "posts"


class MemberRow(Row, discriminator="member"):
    """A customer we have met.

    first_*: when, through which live code and at whom, by the events' own times. met_*: the same, as the first
    callback that reached us told it; it never changes, and differs only when callbacks overtook each other.
    lake_id: what the member is called wherever numbers are kept; random, given once.
    """

    keys = Keys(pk="member#<member>", sk=SELF, parent="members", place="<first_at><member>")

    member_id = IdAttribute[MemberId]()
    lake_id = IdAttribute[LakeId]()
    external_userid = IdAttribute[ExternalUserId]()
    first_at = MomentAttribute()
    first_state = UnicodeAttribute()
    first_userid = IdAttribute[UserId]()
    met_at = MomentAttribute()
    met_state = UnicodeAttribute()
    met_userid = IdAttribute[UserId]()
    name = UnicodeAttribute(null=True)
    avatar = UnicodeAttribute(null=True)
    gender = IntAttribute(null=True)
    unionid = UnicodeAttribute(null=True)
    openid = UnicodeAttribute(null=True)
    profile_at = MomentAttribute(null=True)


class RelationRow(Row, discriminator="relation"):
    """A member's friendship with one member of staff.

    adds, losses: every add and delete that WeCom told us of, as rules.Add and rules.Loss are stored. Sets only grow,
    so events may come late, twice or out of order and the row ends the same (docs/adr/0005).
    """

    keys = Keys(pk="member#<member>", sk="staff#<userid>")

    member_id = IdAttribute[MemberId]()
    userid = IdAttribute[UserId]()
    external_userid = IdAttribute[ExternalUserId]()
    adds = UnicodeSetAttribute(null=True)
    losses = UnicodeSetAttribute(null=True)
    tags: StructAttribute[list[str]] = StructAttribute(list[str], null=True)
    tags_at = MomentAttribute(null=True)


class IdentityRow(Row, discriminator="identity"):
    """An outside identity (a unionid) and the member it belongs to."""

    keys = Keys(pk="identity#unionid#<unionid>", sk=SELF)

    member_id = IdAttribute[MemberId]()


class RefusalRow(Row, discriminator="refusal"):
    """What was said against posts to a member: by themselves, or by an operator (blocked).

    Listed by the time of its last change, so that whoever sends asks only for what is new.
    """

    keys = Keys(pk="member#<member>", sk=POSTS, parent="refusals", place="<changed_at><member>")

    member_id = IdAttribute[MemberId]()
    external_userid = IdAttribute[ExternalUserId]()
    refuses = BooleanAttribute(null=True)
    refuses_at = MomentAttribute(null=True)
    blocked = BooleanAttribute(null=True)
    blocked_at = MomentAttribute(null=True)
    reason = UnicodeAttribute(null=True)


def member_id_of(ctx: Ctx, external_userid: str) -> MemberId:
    """The member id of an external contact: it follows from the outside id, so a repeat cannot mint a second member."""
    return MemberId(base32(digest(ctx.corp, "external", external_userid))[:26])


def _member_key(ctx: Ctx, member_id: MemberId) -> str:
    return key(ctx, "member", member_id)


def _relation_sk(userid: UserId) -> str:
    return f"staff#{userid}"


def meet(ctx: Ctx, external_userid: ExternalUserId, at: Moment, state: str, userid: UserId) -> None:
    """The member exists, and their first source is the earliest event we know of. 1 WU, no read."""
    member_id = member_id_of(ctx, external_userid)
    actions = [
        MemberRow.kind.set(MemberRow),
        MemberRow.member_id.set(member_id),
        MemberRow.lake_id.set(MemberRow.lake_id | LakeId(random_code(ctx.rng, 26))),
        MemberRow.external_userid.set(external_userid),
        MemberRow.parent.set(key(ctx, "members")),
        MemberRow.place.set(at + member_id),
        MemberRow.first_at.set(at),
        MemberRow.first_state.set(state),
        MemberRow.first_userid.set(userid),
        MemberRow.met_at.set(MemberRow.met_at | at),
        MemberRow.met_state.set(MemberRow.met_state | state),
        MemberRow.met_userid.set(MemberRow.met_userid | userid),
    ]
    try:
        change(ctx, MemberRow(_member_key(ctx, member_id), SELF), actions, _is_earlier(at, state, userid))
    except Refused:
        return  # an earlier source is known; nothing to change


def _is_earlier(at: Moment, state: str, userid: UserId) -> Condition:
    """Earlier by time; between events of one second, by name, so that any order of arrival ends the same."""
    same_second = MemberRow.first_at == at
    by_staff = same_second & (MemberRow.first_userid > userid)
    by_code = same_second & (MemberRow.first_userid == userid) & (MemberRow.first_state > state)
    earlier: Condition = MemberRow.pk.does_not_exist() | (MemberRow.first_at > at) | by_staff | by_code
    return earlier


def add(ctx: Ctx, external_userid: ExternalUserId, userid: UserId, entry: str) -> bool:
    """Note an add in the relation: False when one of that very second was there. 1 WU.

    The same again changes nothing.
    """
    unknown = ~RelationRow.adds.contains(entry)
    try:
        row = _note(ctx, external_userid, userid, RelationRow.adds.add({entry}), unknown)
    except Refused:
        return False
    return len(rules.adds_at(row.adds, entry)) == 1


def lose(ctx: Ctx, external_userid: ExternalUserId, userid: UserId, entry: str) -> None:
    """Note a delete in the relation. 1 WU."""
    _note(ctx, external_userid, userid, RelationRow.losses.add({entry}), None)


def _note(
    ctx: Ctx, external_userid: ExternalUserId, userid: UserId, noted: Action, condition: Condition | None
) -> RelationRow:
    member_id = member_id_of(ctx, external_userid)
    actions = [
        RelationRow.kind.set(RelationRow),
        RelationRow.member_id.set(member_id),
        RelationRow.userid.set(userid),
        RelationRow.external_userid.set(external_userid),
        noted,
    ]
    return change(ctx, RelationRow(_member_key(ctx, member_id), _relation_sk(userid)), actions, condition)


def set_profile(ctx: Ctx, member_id: MemberId, name: str, avatar: str, gender: int, unionid: str) -> None:
    """What WeCom tells of the member, unless a later answer is stored. 1 WU."""
    actions = [
        MemberRow.name.set(name),
        MemberRow.avatar.set(avatar),
        MemberRow.gender.set(gender),
        MemberRow.unionid.set(unionid),
        MemberRow.profile_at.set(ctx.at),
    ]
    newer = MemberRow.pk.exists() & (MemberRow.profile_at.does_not_exist() | (MemberRow.profile_at < ctx.at))
    try:
        change(ctx, MemberRow(_member_key(ctx, member_id), SELF), actions, newer)
    except Refused:
        return  # a later answer is stored, or the member's join is still to come and will ask again


def set_tags(ctx: Ctx, member_id: MemberId, userid: UserId, tags: Sequence[str]) -> None:
    """The tags that one member of staff has on the member, unless a later answer is stored. 1 WU."""
    actions = [RelationRow.tags.set(list(tags)), RelationRow.tags_at.set(ctx.at)]
    newer = RelationRow.pk.exists() & (RelationRow.tags_at.does_not_exist() | (RelationRow.tags_at < ctx.at))
    try:
        change(ctx, RelationRow(_member_key(ctx, member_id), _relation_sk(userid)), actions, newer)
    except Refused:
        return  # as above


def set_openid(ctx: Ctx, member_id: MemberId, openid: str) -> None:
    """Who the member is in the mini-program, noted when it is news. 1 WU +1, refused 1 WU."""
    news = MemberRow.pk.exists() & (MemberRow.openid.does_not_exist() | (MemberRow.openid != openid))
    try:
        change(ctx, MemberRow(_member_key(ctx, member_id), SELF), [MemberRow.openid.set(openid)], news)
    except Refused:
        return  # known already


def identify(ctx: Ctx, unionid: str, member_id: MemberId) -> MemberId:
    """Tie a unionid to a member: the member it belongs to, which is another one if it was taken. 1 WU."""
    row = IdentityRow(key(ctx, "identity", "unionid", unionid), SELF, member_id=member_id)
    try:
        return put_new(ctx, row).member_id
    except Refused as refused:
        owner = refused.row(IdentityRow)
        return owner.member_id if owner else member_id


def owner_of(ctx: Ctx, unionid: str) -> MemberId | None:
    """The member a unionid belongs to. 1 RU."""
    row = get(IdentityRow, key(ctx, "identity", "unionid", unionid), SELF, consistent=True)
    return row.member_id if row else None


def external_userid(ctx: Ctx, member_id: MemberId, userid: UserId) -> ExternalUserId | None:
    """What WeCom calls a member; None when they were never met. 0.5 RU, 1 RU more while the member's row is not there.

    A relation is written before its member, so the one to `userid` may stand alone for a moment.
    """
    partition = _member_key(ctx, member_id)
    row = get(MemberRow, partition, SELF) or get(RelationRow, partition, _relation_sk(userid), consistent=True)
    return row.external_userid if row else None


def member(ctx: Ctx, member_id: MemberId) -> MemberRow | None:
    """One member. 0.5 RU."""
    return get(MemberRow, _member_key(ctx, member_id), SELF)


def members(ctx: Ctx, limit: int, cursor: str) -> Page[MemberRow]:
    """The corp's members, the newest first. 0.5 RU per 4 KB."""
    return page_by_parent(MemberRow, key(ctx, "members"), limit, cursor, newest_first=True)


def around(ctx: Ctx, member_id: MemberId) -> tuple[MemberRow | None, list[RelationRow], RefusalRow | None]:
    """A member, their relations and what was said against posts, in one consistent query. 1 RU per 4 KB."""
    rows = list(children(Row, _member_key(ctx, member_id), consistent=True))
    relations = [row for row in rows if isinstance(row, RelationRow)]
    members = [row for row in rows if isinstance(row, MemberRow)]
    refusals = [row for row in rows if isinstance(row, RefusalRow)]
    return members[0] if members else None, relations, refusals[0] if refusals else None


def refusal(ctx: Ctx, member_id: MemberId) -> RefusalRow | None:
    """What was said against posts to a member, read consistently. 1 RU."""
    return get(RefusalRow, _member_key(ctx, member_id), POSTS, consistent=True)


def set_refuses(ctx: Ctx, member: MemberRow, refuses: bool) -> None:
    """The member's own word. 1 WU +1; refused, nothing changed, when it was the same before."""
    actions = [RefusalRow.refuses.set(refuses), RefusalRow.refuses_at.set(ctx.at)]
    held = RefusalRow.refuses == True  # noqa: E712
    _say(ctx, member, actions, ~held if refuses else held)


def set_blocked(ctx: Ctx, member: MemberRow, blocked: bool, reason: str) -> None:
    """An operator's word. 1 WU +1; refused, nothing changed, when it was the same before, reason included."""
    actions = [RefusalRow.blocked.set(blocked), RefusalRow.blocked_at.set(ctx.at), RefusalRow.reason.set(reason)]
    held = RefusalRow.blocked == True  # noqa: E712
    _say(ctx, member, actions, ~(held & (RefusalRow.reason == reason)) if blocked else held)


def _say(ctx: Ctx, member: MemberRow, said: Sequence[Action], news: Condition) -> None:
    actions = [
        RefusalRow.kind.set(RefusalRow),
        RefusalRow.member_id.set(member.member_id),
        RefusalRow.external_userid.set(member.external_userid),
        RefusalRow.parent.set(key(ctx, "refusals")),
        RefusalRow.place.set(ctx.at + member.member_id),
        *said,
    ]
    try:
        change(ctx, RefusalRow(_member_key(ctx, member.member_id), POSTS), actions, news)
    except Refused:
        return  # said before


def refusals_since(ctx: Ctx, since: str) -> Iterator[RefusalRow]:
    """What was said against posts, or taken back, after a moment, by the index. 0.5 RU per 4 KB."""
    return after_place(RefusalRow, key(ctx, "refusals"), since)
