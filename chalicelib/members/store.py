"""Rows of members, of their relations to staff, and of the identities that lead to them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import suppress

from pynamodb.attributes import BooleanAttribute, UnicodeAttribute, UnicodeSetAttribute
from pynamodb.expressions.condition import Condition, size
from pynamodb.expressions.update import Action

from chalicelib.core.audited import Audited
from chalicelib.core.context import Ctx
from chalicelib.core.ids import ExternalUserId, StoreId, UserId, base32, digest, random_code
from chalicelib.core.moments import Moment
from chalicelib.core.problems import Problem
from chalicelib.core.storage.attributes import EnumAttribute, IdAttribute, IntAttribute, MomentAttribute
from chalicelib.core.storage.attributes import StructAttribute as Struct
from chalicelib.core.storage.lists import (
    ALWAYS,
    Page,
    Within,
    after_place,
    children,
    page_by_parent,
    page_of_lines,
    parent_of,
)
from chalicelib.core.storage.retry import Collided
from chalicelib.core.storage.search import Findable
from chalicelib.core.storage.table import Keys, Refused, Row, change, get, get_many, key, put_new
from chalicelib.core.storage.transaction import Transaction
from chalicelib.core.text import Written, shown
from chalicelib.members import rules
from chalicelib.members.ids import LakeId, MemberId
from chalicelib.members.rules import Evidence
from chalicelib.members.shapes import MEMBER, MemberLine, RelationLine
from chalicelib.members.states import FriendState, Heard

SELF = "-"
NO_STORE = StoreId("")
POSTS = "posts"


class MemberRow(Findable, discriminator="member"):
    """A customer we have met.

    first_*: when, through which live code, at whom and at which store, by the events' own times. met_*: the same, as
    the first callback that reached us told it; it never changes, and differs only when callbacks overtook each other.
    name: cleaned for display; raw_name: as it came, where that is something else.
    lake_id: what the member is called wherever numbers are kept; random, given once. tags, stage: of all relations.
    """

    keys = Keys(pk="member#<member>", sk=SELF, parent="members#<shard>", place="<first_at><member>", line=MemberLine)

    member_id = IdAttribute[MemberId]()
    lake_id = IdAttribute[LakeId]()
    external_userid = IdAttribute[ExternalUserId]()
    first_at = MomentAttribute()
    first_state = UnicodeAttribute()
    first_userid = IdAttribute[UserId]()
    first_store = IdAttribute[StoreId](default=StoreId(""))
    met_at = MomentAttribute()
    met_state = UnicodeAttribute()
    met_userid = IdAttribute[UserId]()
    met_store = IdAttribute[StoreId](default=StoreId(""))
    name = UnicodeAttribute(null=True)
    raw_name = UnicodeAttribute(null=True)
    avatar = UnicodeAttribute(null=True)
    gender = IntAttribute(null=True)
    unionid = UnicodeAttribute(null=True)
    openid = UnicodeAttribute(null=True)
    profile_at = MomentAttribute(null=True)
    tags: Struct[list[str]] = Struct(list[str], null=True)
    stage = EnumAttribute(FriendState, null=True)


class RelationRow(Row, discriminator="relation"):
    """A member's friendship with one member of staff.

    adds, losses: every add and delete that WeCom told us of, as rules.Add and rules.Loss are stored. Sets only grow,
    so events may come late, twice or out of order and the row ends the same (docs/adr/0005). heard: what came last, a
    hint for whoever compares by the index alone; the sets decide. corp_tags: those of `tags` that are the corp's, for a
    personal one may be called the same. phones: the numbers that the member of staff noted, in the blind index.
    unmarked, problem: what WeCom would not do as that member of staff, and why. moved_to: it goes on under that userid;
    inherited: what was told under the former one. Listed by when we first heard of it.
    """

    keys = Keys(
        pk="member#<member>",
        sk="staff#<userid>",
        parent="staff#<userid>#members#<shard>",
        place="<heard_at><member>",
        line=RelationLine,
    )

    member_id = IdAttribute[MemberId]()
    userid = IdAttribute[UserId]()
    external_userid = IdAttribute[ExternalUserId]()
    adds = UnicodeSetAttribute(null=True)
    losses = UnicodeSetAttribute(null=True)
    heard = EnumAttribute(Heard)
    tags: Struct[list[str]] = Struct(list[str], null=True)
    corp_tags: Struct[list[str]] = Struct(list[str], null=True)
    tags_at = MomentAttribute(null=True)
    phones: Struct[list[str]] = Struct(list[str], null=True)
    moved_to = IdAttribute[UserId](null=True)
    moved_at = MomentAttribute(null=True)
    inherited = UnicodeSetAttribute(null=True)
    unmarked: Struct[list[str]] = Struct(list[str], null=True)
    problem = Struct(Problem, null=True)


class IdentityRow(Row, discriminator="identity"):
    """An outside identity (a unionid) and the member it belongs to."""

    keys = Keys(pk="identity#unionid#<unionid>", sk=SELF)

    member_id = IdAttribute[MemberId]()


class RefusalRow(Row, discriminator="refusal"):
    """What was said against posts to a member: by themselves, or by an operator (blocked).

    Listed by the time of its last change, so that whoever sends asks only for what is new.
    """

    keys = Keys(pk="member#<member>", sk=POSTS, parent="refusals", place="<changed_at><member>")
    audited = Audited(thing=MEMBER, id="member_id", shows=("blocked",), hides=("reason",))

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


def meet(
    ctx: Ctx, external_userid: ExternalUserId, at: Moment, state: str, userid: UserId, store: StoreId = NO_STORE
) -> None:
    """The member exists, and their first source is the earliest event we know of. 1 WU +1, no read."""
    member_id = member_id_of(ctx, external_userid)
    row = MemberRow(_member_key(ctx, member_id), SELF, member_id=member_id, external_userid=external_userid)
    row.parent, row.place = parent_of(MemberRow, key(ctx, "members"), member_id), at + member_id
    row.lake_id = LakeId(random_code(ctx.rng, 26))
    row.first_at, row.first_state, row.first_userid = at, state, userid
    row.met_at, row.met_state, row.met_userid = at, state, userid
    row.first_store = row.met_store = store
    try:
        put_new(ctx, row)
    except Refused:
        _correct(ctx, row)


def _correct(ctx: Ctx, met: MemberRow) -> None:
    """An earlier source becomes the first. 1 WU +2, refused 1 WU."""
    with suppress(Refused):  # an earlier source is known; nothing to change
        _put_first(ctx, met)


def _put_first(ctx: Ctx, met: MemberRow) -> None:
    names = ("place", "first_at", "first_state", "first_userid", "first_store")
    actions = [getattr(MemberRow, name).set(getattr(met, name)) for name in names]
    change(ctx, MemberRow(met.pk, met.sk), actions, _is_earlier(met.first_at, met.first_state, met.first_userid))


def earlier_source(
    ctx: Ctx, member_id: MemberId, at: Moment, state: str, userid: UserId, store: StoreId = NO_STORE
) -> bool | None:
    """An earlier source becomes the first: False when another as early is known, None without a member. 1 WU +2."""
    row = MemberRow(_member_key(ctx, member_id), SELF, first_at=at, first_state=state, first_userid=userid)
    row.first_store = store
    row.place = at + member_id
    try:
        _put_first(ctx, row)
    except Refused as refused:
        there = refused.row(MemberRow)
        if there is None:
            return None
        return (there.first_at, there.first_state, there.first_userid) == (at, state, userid)
    return True


def _is_earlier(at: Moment, state: str, userid: UserId) -> Condition:
    """Earlier by time; between events of one second, by name, so that any order of arrival ends the same."""
    same_second = MemberRow.first_at == at
    by_staff = same_second & (MemberRow.first_userid > userid)
    by_code = same_second & (MemberRow.first_userid == userid) & (MemberRow.first_state > state)
    earlier: Condition = (MemberRow.first_at > at) | by_staff | by_code
    return earlier


def add(ctx: Ctx, external_userid: ExternalUserId, userid: UserId, entry: str) -> bool:
    """Note an add in the relation: False when one of that very second was there. 1 WU, +1 the first time.

    The same again changes nothing.
    """
    unknown = ~RelationRow.adds.contains(entry)
    try:
        row = _note(ctx, external_userid, userid, entry, unknown)
    except Refused:
        return False
    return len(rules.adds_at(row.adds, entry)) == 1


def lose(ctx: Ctx, external_userid: ExternalUserId, userid: UserId, entry: str) -> None:
    """Note a delete in the relation. 1 WU, +1 the first time, or when it is news to the index."""
    _note(ctx, external_userid, userid, entry, None)


def note_found(ctx: Ctx, external_userid: ExternalUserId, userid: UserId, entry: str, known: Evidence) -> bool:
    """Note an add or a delete that a list told of; False when more is known of the pair than `known`. 1 WU +1."""
    try:
        _note(ctx, external_userid, userid, entry, _is_all(known))
    except Refused:
        return False
    return True


def set_hint(ctx: Ctx, relation: RelationRow, known: Evidence) -> None:
    """Let the index say what the sets say, unless more is known by now. 1 WU +1."""
    said = RelationRow.heard.set(rules.hint(known.adds, known.losses))
    with suppress(Refused):
        change(ctx, RelationRow(relation.pk, relation.sk), [said], _is_all(known))


def _is_all(known: Evidence) -> Condition:
    """Nothing was noted since: the sets only grow, so their sizes tell."""
    same: Condition = _holds(RelationRow.adds, len(known.adds)) & _holds(RelationRow.losses, len(known.losses))
    return same


def _holds(entries: UnicodeSetAttribute, many: int) -> Condition:
    so_many: Condition = size(entries) == many  # type: ignore[no-untyped-call]  # PynamoDB's
    return so_many if many else entries.does_not_exist()


def _note(
    ctx: Ctx, external_userid: ExternalUserId, userid: UserId, entry: str, condition: Condition | None
) -> RelationRow:
    member_id, at, is_loss = member_id_of(ctx, external_userid), entry.partition("|")[0], rules.is_loss(entry)
    entries = RelationRow.losses if is_loss else RelationRow.adds
    actions = [
        RelationRow.kind.set(RelationRow),
        RelationRow.parent.set(parent_of(RelationRow, _of_staff(ctx, userid), member_id)),
        RelationRow.place.set(RelationRow.place | (at + member_id)),
        RelationRow.member_id.set(member_id),
        RelationRow.userid.set(userid),
        RelationRow.external_userid.set(external_userid),
        RelationRow.heard.set(rules.hint([], [entry]) if is_loss else rules.hint([entry], [])),
        entries.add({entry}),
    ]
    stays: Condition = RelationRow.moved_to.does_not_exist()
    wanted = stays if condition is None else stays & condition
    try:
        return change(ctx, RelationRow(_member_key(ctx, member_id), _relation_sk(userid)), actions, wanted)
    except Refused as refused:
        moved = refused.row(RelationRow)
        if moved is None or not moved.moved_to:
            raise
        return _note(ctx, external_userid, moved.moved_to, entry, condition)


def move(ctx: Ctx, old: RelationRow, userid: UserId) -> None:
    """A friendship goes on under another userid, with all that was noted under the old one. 1 RU, 4 WU +2 listed.

    Raises Collided when more is noted of one of the two meanwhile: read both again.
    """
    new = relation(ctx, old.member_id, userid)
    before, there = evidence(old), evidence(new)
    adds, losses = before.adds | there.adds, before.losses | there.losses
    inherited = {*(before.adds - there.adds), *(before.losses - there.losses), *((new and new.inherited) or ())}
    noted = new if new is not None and new.tags_at else old
    held = {
        "parent": parent_of(RelationRow, _of_staff(ctx, userid), old.member_id),
        "place": new.place if new else old.place,
        "member_id": old.member_id,
        "userid": userid,
        "external_userid": old.external_userid,
        "heard": rules.hint(adds, losses),
        "adds": set(adds) or None,
        "losses": set(losses) or None,
        "inherited": inherited or None,
        **{name: getattr(noted, name) for name in ("tags", "corp_tags", "tags_at", "phones")},
    }
    actions = [getattr(RelationRow, name).set(value) for name, value in held.items() if value is not None]
    gone = [RelationRow.moved_to.set(userid), RelationRow.moved_at.set(ctx.at), Row.parent.remove(), Row.place.remove()]
    stays, transaction = RelationRow.moved_to.does_not_exist(), Transaction(ctx)
    actions.append(RelationRow.kind.set(RelationRow))
    transaction.change(RelationRow(old.pk, _relation_sk(userid)), actions, _is_all(there) & stays, lambda _: Collided())
    transaction.change(RelationRow(old.pk, old.sk), gone, _is_all(before) & stays, lambda _: Collided())
    transaction.commit()


def set_profile(ctx: Ctx, member_id: MemberId, name: Written, avatar: str, gender: int, unionid: str) -> bool:
    """What WeCom tells of the member, unless a later answer is stored; False when there is no such member. 1 WU.

    The name is kept as people can read it, and as it came where that is something else.
    """
    readable = shown(name)
    actions = [
        MemberRow.name.set(readable),
        MemberRow.raw_name.set(name) if readable != name else MemberRow.raw_name.remove(),
        MemberRow.avatar.set(avatar),
        MemberRow.gender.set(gender),
        MemberRow.unionid.set(unionid),
        MemberRow.profile_at.set(ctx.at),
    ]
    newer = MemberRow.pk.exists() & (MemberRow.profile_at.does_not_exist() | (MemberRow.profile_at < ctx.at))
    try:
        change(ctx, MemberRow(_member_key(ctx, member_id), SELF), actions, newer)
    except Refused as refused:
        return refused.old is not None  # then a later answer is stored
    return True


def set_tags(
    ctx: Ctx,
    member_id: MemberId,
    userid: UserId,
    tags: Sequence[str],
    phones: Sequence[str] = (),
    *,
    personal: Sequence[str] = (),
    mended: bool = False,
) -> None:
    """The tags and numbers that one member of staff has noted of the member, unless a later answer is stored. 1 WU.

    tags: the corp's; personal: that member of staff's own. phones: in the blind index. mended: what WeCom would not do
    before is done now.
    """
    named = [*tags, *(tag for tag in personal if tag not in tags)]
    actions = [
        RelationRow.tags.set(named),
        RelationRow.corp_tags.set(list(tags)),
        RelationRow.tags_at.set(ctx.at),
    ]
    actions.append(RelationRow.phones.set(list(phones)) if phones else RelationRow.phones.remove())
    if mended:
        actions += [RelationRow.problem.remove(), RelationRow.unmarked.remove()]
    newer = RelationRow.pk.exists() & (RelationRow.tags_at.does_not_exist() | (RelationRow.tags_at < ctx.at))
    with suppress(Refused):  # a later answer is stored, or there is no such relation
        change(ctx, RelationRow(_member_key(ctx, member_id), _relation_sk(userid)), actions, newer)


def note_problem(ctx: Ctx, member_id: MemberId, userid: UserId, unmarked: Sequence[str], problem: Problem) -> None:
    """What WeCom would not do as one member of staff: the tags that are not on, and why. 1 WU."""
    actions = [RelationRow.problem.set(problem), RelationRow.unmarked.set(list(unmarked))]
    with suppress(Refused):  # there is no such relation
        change(ctx, RelationRow(_member_key(ctx, member_id), _relation_sk(userid)), actions, RelationRow.pk.exists())


def forget_problem(ctx: Ctx, member_id: MemberId, userid: UserId) -> None:
    """The friendship has ended, and with it what WeCom would not do in it. 1 WU."""
    actions = [RelationRow.problem.remove(), RelationRow.unmarked.remove()]
    with suppress(Refused):  # there is none
        change(
            ctx, RelationRow(_member_key(ctx, member_id), _relation_sk(userid)), actions, RelationRow.problem.exists()
        )


def set_openid(ctx: Ctx, member_id: MemberId, openid: str) -> None:
    """Who the member is in the mini-program, noted when it is news. 1 WU +1, refused 1 WU."""
    news = MemberRow.pk.exists() & (MemberRow.openid.does_not_exist() | (MemberRow.openid != openid))
    with suppress(Refused):  # known already
        change(ctx, MemberRow(_member_key(ctx, member_id), SELF), [MemberRow.openid.set(openid)], news)


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


def evidence(row: RelationRow | None) -> Evidence:
    """What is known of a pair."""
    return Evidence(frozenset(row.adds or ()), frozenset(row.losses or ())) if row else Evidence()


def pairs(ctx: Ctx, member_ids: Sequence[MemberId], userid: UserId) -> dict[MemberId, tuple[MemberRow, RelationRow]]:
    """Of these members those that are there with their relation to one member of staff. 1 RU each."""
    keys = [(_member_key(ctx, member_id), sk) for member_id in member_ids for sk in (SELF, _relation_sk(userid))]
    rows = get_many(keys)
    members = {row.pk: row for row in rows if isinstance(row, MemberRow)}
    relations = {row.pk: row for row in rows if isinstance(row, RelationRow)}
    return {row.member_id: (row, relations[pk]) for pk, row in members.items() if pk in relations}


def member(ctx: Ctx, member_id: MemberId) -> MemberRow | None:
    """One member. 0.5 RU."""
    return get(MemberRow, _member_key(ctx, member_id), SELF)


def members(ctx: Ctx, limit: int, cursor: str, within: Within = ALWAYS) -> Page[MemberLine]:
    """The corp's members, the newest first. 0.5 RU per 4 KB of each of 8 parts."""
    return page_of_lines(MemberRow, MemberLine, key(ctx, "members"), limit, cursor, within=within)


def of_staff(ctx: Ctx, userid: UserId, limit: int, cursor: str, within: Within = ALWAYS) -> Page[RelationRow]:
    """A member of staff's relations, the newest first. 0.5 RU per 4 KB of each of 8 parts, 0.5 RU each."""
    return page_by_parent(RelationRow, _of_staff(ctx, userid), limit, cursor, newest_first=True, within=within)


def relation(ctx: Ctx, member_id: MemberId, userid: UserId) -> RelationRow | None:
    """What is known of a pair, read consistently. 1 RU."""
    return get(RelationRow, _member_key(ctx, member_id), _relation_sk(userid), consistent=True)


def _of_staff(ctx: Ctx, userid: UserId) -> str:
    return key(ctx, "staff", userid, "members")


def some_members(ctx: Ctx, member_ids: Sequence[MemberId]) -> list[MemberRow]:
    """These members, in this order, without those that are not there. 0.5 RU each."""
    rows = get_many([(_member_key(ctx, member_id), SELF) for member_id in member_ids])
    return [row for row in rows if isinstance(row, MemberRow)]


def around(ctx: Ctx, member_id: MemberId) -> tuple[MemberRow | None, list[RelationRow], RefusalRow | None]:
    """A member, their relations and what was said against posts, in one consistent query. 1 RU per 4 KB."""
    rows = list(children(Row, _member_key(ctx, member_id), consistent=True))
    relations = [row for row in rows if isinstance(row, RelationRow) and not row.moved_to]
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
    with suppress(Refused):  # said before
        change(ctx, RefusalRow(_member_key(ctx, member.member_id), POSTS), actions, news)


def refusals_since(ctx: Ctx, since: str) -> Iterator[RefusalRow]:
    """What was said against posts, or taken back, after a moment, by the index. 0.5 RU per 4 KB."""
    return after_place(RefusalRow, key(ctx, "refusals"), since)
