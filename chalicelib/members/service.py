"""The verbs of members: they join, leave, are tagged and looked at."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from chalicelib.core import masks
from chalicelib.core.context import Ctx
from chalicelib.core.errors import AppError, NotAMember, Outlook, TooBusy
from chalicelib.core.events.errands import send
from chalicelib.core.ids import ExternalUserId, StoreId, UserId
from chalicelib.core.moments import NEVER, Moment, epoch_iso
from chalicelib.core.ops import log, refusals
from chalicelib.core.ops.jobs import Step
from chalicelib.core.storage.lists import Page
from chalicelib.core.text import shown
from chalicelib.members import (
    exporting,
    finding,
    following,
    found,
    losing,
    marking,
    notes,
    relation_rows,
    retagging,
    rules,
    scoping,
    shapes,
    store,
    tagging,
    telling,
)
from chalicelib.members.errands import ReadProfile, TakeTagsAlong
from chalicelib.members.errors import PayerUnknown, UnknownMember
from chalicelib.members.ids import MemberId
from chalicelib.members.marking import Marked
from chalicelib.members.room import READ
from chalicelib.members.shapes import Block, Differences, Friend, Late, Listed, Member, Preferences
from chalicelib.members.states import How, LostBy
from chalicelib.platforms.wecom import client
from chalicelib.platforms.wecom.errors import NoSuchRelation, WeComRefused
from chalicelib.platforms.wecom.events import Event
from chalicelib.staff import service as people
from chalicelib.stores import service as stores

make_tags = tagging.make
tag_groups = tagging.groups
is_tag_deleted = tagging.is_deleted
deleted_tags = tagging.deleted
count_tagged = retagging.counts
pick_tagged = retagging.pick
taggings_with = retagging.taggings_with
there = scoping.there
among = scoping.among
refusing = relation_rows.refusing
shows_codes = telling.shows_codes
for_file = exporting.page
followed = following.followed
endings = losing.endings
as_own = following.as_own
notes_of = notes.page
may_unmask = exporting.may_unmask
# A customer asked to add a member of staff, who has not confirmed yet.
HALF_ADDED = "change_external_contact/add_half_external_contact"


def note_add(ctx: Ctx, event: Event) -> bool:
    """A customer added a member of staff, or asked to: the relation says so. True the first time it is told. 1 write.

    Whoever does what must not be repeated blindly after a join writes it first: the repeat of a delivery that broke off
    is told False.
    """
    how = How.HALF if event.name == HALF_ADDED else How.FULL
    customer, staff = event.external_userid, people.now_called(ctx, event.userid)
    at = stores.of_join(ctx, event.state, staff)
    return store.add(ctx, customer, staff, rules.add_entry(epoch_iso(event.created), how, event.state, at))


def met(ctx: Ctx, event: Event) -> None:
    """A customer added a member of staff, or asked to: the member exists. 1 write."""
    customer, staff = event.external_userid, people.now_called(ctx, event.userid)
    at = stores.of_join(ctx, event.state, staff)
    store.meet(ctx, customer, epoch_iso(event.created), event.state, staff, at)


def left(ctx: Ctx, event: Event) -> None:
    """The customer deleted the member of staff. 1 write."""
    _lost(ctx, event, LostBy.CUSTOMER)


def let_go(ctx: Ctx, event: Event) -> None:
    """The member of staff deleted the customer, or a transfer did. 1 write."""
    _lost(ctx, event, LostBy.TRANSFER if event.source == "DELETE_BY_TRANSFER" else LostBy.STAFF)


def _lost(ctx: Ctx, event: Event, by: LostBy) -> None:
    customer, staff = event.external_userid, people.now_called(ctx, event.userid)
    store.lose(ctx, customer, staff, rules.loss_entry(epoch_iso(event.created), by))


def read_profile_again(ctx: Ctx, event: Event) -> None:
    """Remark or tags changed at WeCom. The event does not say how, so the profile is read again (docs/platform C1)."""
    read_profile_later(ctx, store.member_id_of(ctx, event.external_userid), people.now_called(ctx, event.userid))


def read_profile_later(ctx: Ctx, member: MemberId, staff: UserId, tag_ids: Sequence[str] = ()) -> None:
    """Ask for `read_profile` through the polite queue."""
    send(ctx, ReadProfile(member=member, staff=staff, tag_ids=tuple(tag_ids)))


def read_profile(ctx: Ctx, errand: ReadProfile) -> None:
    """Mark tags at WeCom, then store what WeCom tells of the member and let them be found by it. Safe to repeat.

    0.5 RU and what is stored; what `finding.index` costs.

    A join writes the relation first, then welcomes, which may take seconds or break off, and then writes the member:
    who overtakes it raises TooBusy in the end and comes again, since nobody else would ask for the profile.
    The profile is stored whatever became of the tags, for sign-in and the first card wait for it: what WeCom will not
    mark, or not tell, is kept with the friendship. What may pass is raised after that.
    """
    external_userid = store.external_userid(ctx, errand.member, errand.staff)
    if external_userid is None:
        log.info("profile not read", corp=ctx.corp, reason="not met yet", cause=ctx.cause)
        return
    marked = None
    try:
        marked = marking.mark(ctx, errand.staff, external_userid, errand.tag_ids) if errand.tag_ids else None
    finally:
        _read_profile(ctx, errand, external_userid, marked)


def _read_profile(ctx: Ctx, errand: ReadProfile, external_userid: ExternalUserId, marked: Marked | None) -> None:
    member = errand.member
    if marked and marked.problem:
        store.note_problem(ctx, member, errand.staff, marked.unmarked, marked.problem)
    try:
        contact = client.contact(ctx, external_userid)
    except NoSuchRelation:
        log.info("profile not read", corp=ctx.corp, reason="relation ended", cause=ctx.cause)
        store.forget_problem(ctx, member, errand.staff)
        finding.index(ctx, member)
        return
    except WeComRefused as refused:
        if refused.outlook is not Outlook.NEVER:
            raise
        store.note_problem(ctx, member, errand.staff, errand.tag_ids, refusals.note(ctx, refused, about="profile"))
        finding.index(ctx, member)
        return
    about = contact.external_contact
    # First: whoever sees the name may sign in.
    if about.unionid and store.identify(ctx, about.unionid, member) != member:
        log.warning("unionid belongs to another member", corp=ctx.corp, cause=ctx.cause)
    is_kept = store.set_profile(ctx, member, about.name, about.avatar, about.gender, about.unionid)
    is_well = errand.again if marked is None else marked.problem is None
    for follower in contact.follow_user:
        tags = [tag.tag_name for tag in follower.tags if tag.tag_id]
        personal = [tag.tag_name for tag in follower.tags if not tag.tag_id]
        phones = finding.blinds(ctx, follower.remark_mobiles)
        mended = is_well and follower.userid == errand.staff
        store.set_tags(ctx, member, follower.userid, tags, phones, personal=personal, mended=mended)
    if errand.staff not in {follower.userid for follower in contact.follow_user}:
        store.forget_problem(ctx, member, errand.staff)
    finding.index(ctx, member)
    if not is_kept and _is_joining(ctx, member):
        raise TooBusy()


def walk_tagged(ctx: Ctx, at: shapes.TagWalk, wanted: shapes.TagChange) -> Step:
    """See retagging.walk."""
    return retagging.walk(ctx, at, wanted, read_profile)


def try_again(ctx: Ctx, member_id: MemberId) -> Member:
    """Have the tags put on that could not be, and the profile read again. Safe to repeat. Raises UnknownMember."""
    row, relations, _ = store.around(ctx, member_id)
    scoping.check(ctx, relations)
    if row is None:
        raise UnknownMember()
    for relation in [one for one in relations if one.problem] or relations[:1]:
        unmarked = tuple(relation.unmarked or ())
        send(ctx, ReadProfile(member=member_id, staff=relation.userid, tag_ids=unmarked, again=True))
    return member(ctx, member_id)


def _is_joining(ctx: Ctx, member: MemberId) -> bool:
    """True when an add is known, so that the member's own row is about to be written, or was a moment ago. 1 RU."""
    row, relations, _ = store.around(ctx, member)
    return row is not None or any(relation.adds for relation in relations)


def name_of(ctx: Ctx, member_id: MemberId) -> str:
    """What WeCom calls the member, '' when it is not known. 0.5 RU."""
    row = store.member(ctx, member_id)
    return (row.name or "") if row else ""


def store_of(ctx: Ctx, member_id: MemberId) -> StoreId:
    """The store that a member came in at first, '' for none. 0.5 RU; nothing in a corp without stores."""
    row = store.member(ctx, member_id) if stores.has_any(ctx) else None
    return row.first_store if row else StoreId("")


def names_of(ctx: Ctx, member_ids: Iterable[MemberId]) -> dict[MemberId, str]:
    """What WeCom calls members, '' when it is not known. 0.5 RU each, one call for 100."""
    return {row.member_id: row.name or "" for row in store.some_members(ctx, list(dict.fromkeys(member_ids)))}


def names_shown(ctx: Ctx, member_ids: Iterable[MemberId]) -> dict[MemberId, str]:
    """The same as whoever asks may see them: without the right to look at members a first character. As above."""
    names = names_of(ctx, member_ids)
    return names if not ctx.act or READ.name in ctx.rights else {one: masks.name(name) for one, name in names.items()}


def name_told(ctx: Ctx, external_userid: ExternalUserId) -> str:
    """What a customer is called, asked of WeCom where it is not known yet; '' when that does not work out. 0.5 RU."""
    known = name_of(ctx, store.member_id_of(ctx, external_userid))
    if known:
        return known
    try:
        return shown(client.contact(ctx, external_userid).external_contact.name)
    except AppError:
        return ""


def openid_of(ctx: Ctx, member_id: MemberId) -> str:
    """Who the member is to WeChat Pay. Raises PayerUnknown until they have signed in from the mini-program."""
    row = store.member(ctx, member_id)
    if row is None or not row.openid:
        raise PayerUnknown()
    return row.openid


def member(ctx: Ctx, member_id: MemberId) -> Member:
    """A member with their relations. Raises UnknownMember."""
    row, relations, refusal = store.around(ctx, member_id)
    scoping.check(ctx, relations)
    if row is None:
        raise UnknownMember()
    return Member(
        member_id=row.member_id,
        external_userid=row.external_userid,
        first_at=row.first_at,
        first_state=row.first_state,
        first_userid=row.first_userid,
        name=row.name,
        avatar=row.avatar,
        accepts_posts=not (refusal and refusal.refuses),
        blocked=bool(refusal and refusal.blocked),
        relations=[following.friendship(relation) for relation in relations],
    )


def preferences(ctx: Ctx, member_id: MemberId) -> Preferences:
    """What a member wants; posts are welcome until they say no."""
    refusal = store.refusal(ctx, member_id)
    return Preferences(accept_posts=not (refusal and refusal.refuses))


def prefer(ctx: Ctx, member_id: MemberId, wanted: Preferences) -> Preferences:
    """The member's own word on posts. Safe to repeat. Raises NotAMember."""
    row = store.member(ctx, member_id)
    if row is None:
        raise NotAMember()
    store.set_refuses(ctx, row, not wanted.accept_posts)
    return wanted


def block(ctx: Ctx, member_id: MemberId, wanted: Block) -> Block:
    """Leave a member out of every post, or no longer. Safe to repeat. Raises UnknownMember."""
    store.set_blocked(ctx, scoping.there(ctx, member_id), wanted.blocked, wanted.reason)
    return wanted


def refused_since(ctx: Ctx, since: Moment) -> dict[ExternalUserId, str]:
    """Who has said no to posts, or was blocked, after a moment: `refused` or `blocked`. 0.5 RU per 4 KB.

    By the index, which is a moment behind.
    """
    refusals = store.refusals_since(ctx, since)
    return {
        row.external_userid: "blocked" if row.blocked else "refused" for row in refusals if row.blocked or row.refuses
    }


def standing(ctx: Ctx, member_id: MemberId) -> shapes.Standing | None:
    """How a member stands, read consistently; None when nothing is known of them. 1 RU for every 4 KB."""
    member, relations, refusal = store.around(ctx, member_id)
    if member is None and not relations:
        return None
    return shapes.Standing(
        member_id=member_id,
        external_userid=member.external_userid if member else relations[0].external_userid,
        first_state=member.first_state if member else "",
        friendships=tuple(following.friendship(row) for row in relations),
        refused_at=(refusal.refuses_at or NEVER) if refusal and refusal.refuses else NEVER,
        blocked_at=(refusal.blocked_at or NEVER) if refusal and refusal.blocked else NEVER,
        is_read=any(row.tags_at for row in relations),
    )


def friends(ctx: Ctx, staff: UserId, limit: int, cursor: str) -> Page[Friend]:
    """A page of whoever is the friend of a member of staff, or left and stays in their list; it may be an empty one.

    0.5 RU per 4 KB of 8 parts, 0.5 RU each.
    """
    page = store.of_staff(ctx, staff, limit, cursor)
    still = [row for row in page.items if rules.is_listed(row.adds or (), row.losses or ())]
    return Page([Friend(row.member_id, row.external_userid) for row in still], page.cursor)


def count_friends(ctx: Ctx, staff: UserId) -> int:
    """How many that are, by the index alone. 0.5 RU per 4 KB of 8 parts."""
    return sum(heard in rules.LISTED for heard in relation_rows.heard_of(ctx, staff).values())


def newest(ctx: Ctx, limit: int) -> list[MemberId]:
    """Who became a member last. 0.5 RU per 4 KB of each of 8 parts."""
    return [line.member_id for line in store.members(ctx, limit, "").items]


def names(ctx: Ctx, member_ids: Sequence[MemberId]) -> dict[MemberId, str]:
    """What WeCom calls these members, '' where that is not known. 0.5 RU each."""
    return {row.member_id: row.name or "" for row in store.some_members(ctx, member_ids)}


def hand_over(ctx: Ctx, member_id: MemberId, former: UserId, taker: UserId, at: Moment, *, is_told: bool) -> None:
    """After a customer went from one member of staff to another: their tags go along, and the former one has lost them.

    is_told: WeCom tells of the loss itself, as it does of who is still there. The corp's own tags are put on by the new
    one through the polite queue; personal ones are the former's. Safe to repeat. 1 RU; 1 WU when nobody tells.
    """
    relation = store.relation(ctx, member_id, former)
    if relation is None:
        return
    if not is_told:
        store.lose(ctx, relation.external_userid, former, rules.loss_entry(at, LostBy.TRANSFER))
    send(ctx, TakeTagsAlong(member=member_id, former=former, taker=taker))


def take_tags_along(ctx: Ctx, errand: TakeTagsAlong) -> None:
    """The tags by name, which our own row has, as WeCom's ids; then `read_profile` puts them on. A call, 1 RU."""
    relation = store.relation(ctx, errand.member, errand.former)
    names = set(relation.corp_tags or ()) if relation else set()
    groups = tagging.groups(ctx) if names else []
    ids = [tag.id for group in groups for tag in group.tags if tag.name in names]
    read_profile_later(ctx, errand.member, errand.taker, ids)


def member_id_of(ctx: Ctx, external_userid: str) -> MemberId:
    """The member id of an external contact. No read: it follows from the outside id."""
    return store.member_id_of(ctx, external_userid)


def differences(ctx: Ctx, userid: UserId, listed: Sequence[ExternalUserId]) -> Differences:
    """See found.differences."""
    return found.differences(ctx, userid, listed)


def compare(ctx: Ctx, pairs: Sequence[Listed], tags: Mapping[str, str], listed_at: Moment, *, is_import: bool) -> Late:
    """See found.page."""
    return found.page(ctx, pairs, tags, listed_at, is_import=is_import)


def look_up(ctx: Ctx, external_userid: ExternalUserId, userid: UserId) -> bool:
    """See found.look_up."""
    return found.look_up(ctx, external_userid, userid)


def loss_found(ctx: Ctx, member_id: MemberId, userid: UserId, listed_at: Moment) -> bool:
    """See found.loss."""
    return found.loss(ctx, member_id, userid, listed_at)


def source_known(ctx: Ctx, member_id: MemberId, at: Moment, state: str, userid: UserId) -> bool:
    """Somebody knows where a member came from: it is their first source when it is earlier, else False. Safe to repeat.

    1 WU +2. Raises UnknownMember.
    """
    is_earlier = store.earlier_source(ctx, member_id, at, state, userid, stores.of_join(ctx, state, userid))
    if is_earlier is None:
        raise UnknownMember()
    return is_earlier
