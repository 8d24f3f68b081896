"""What WeCom's lists tell and no callback did: joins and losses found late, and strangers who sign in.

A callback is a hint. What it should have told is entered here by the same writes, so that all that follows from a join
or a loss follows from one found late: the coupon and the tags of the live code that the state names, cards, numbers.
Only the welcome does not: its code lives 20 s and comes with the callback. When the callback comes after all, its facts
are those that are told already (rules.told_adds), and its welcome is sent.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence

from chalicelib.core.config import config
from chalicelib.core.context import Ctx
from chalicelib.core.errors import Outlook, TooBusy
from chalicelib.core.events.errands import send
from chalicelib.core.ids import ExternalUserId, UserId
from chalicelib.core.moments import NEVER, Moment, iso, told_or_never
from chalicelib.core.ops import limits, log, metrics
from chalicelib.core.storage.retry import on_collision
from chalicelib.members import relation_rows, rules, store
from chalicelib.members.errands import ReadProfile
from chalicelib.members.ids import MemberId
from chalicelib.members.shapes import Differences, Late, Listed
from chalicelib.members.states import FriendState, Heard
from chalicelib.members.store import MemberRow, RelationRow
from chalicelib.platforms.wechat.client import MiniLogin
from chalicelib.platforms.wecom import client, customers
from chalicelib.platforms.wecom.errors import NoSuchRelation, WeComRefused
from chalicelib.stores import service as stores

# WeCom takes 100,000 an hour. Who has no valid code of our mini-program never comes so far.
STRANGERS_A_MINUTE = 300
AS_LISTED = frozenset({Heard.FRIEND, Heard.LEFT})


class _Overtaken(Exception):
    """More was noted of the pair between the look and the write."""


def differences(ctx: Ctx, userid: UserId, listed: Collection[ExternalUserId]) -> Differences:
    """Where the ids that WeCom lists of a member of staff differ from ours. 8 queries by the index, 0.5 RU per 4 KB.

    Whoever left stays listed (docs/platform D3) and is no difference. Memory: the ids of one member of staff.
    """
    theirs = {store.member_id_of(ctx, external_userid): external_userid for external_userid in listed}
    ours = relation_rows.heard_of(ctx, userid)
    unknown = [external for member_id, external in theirs.items() if ours.get(member_id) not in AS_LISTED]
    missing = [member_id for member_id, heard in ours.items() if heard is Heard.FRIEND and member_id not in theirs]
    return Differences(tuple(unknown), tuple(missing))


def join(ctx: Ctx, pair: Listed, listed_at: Moment, *, is_import: bool = False) -> bool:
    """WeCom lists a pair: True when nothing had told of it, and it is noted now. Safe to repeat. 1 RU, then 2 WU +2.

    The member is written before the relation, so that what broke off in between is found again.
    is_import: friends of before our time, which nobody missed.
    """
    return on_collision(lambda: _join(ctx, pair, listed_at, is_import), (_Overtaken,), attempts=5, pause=0)


def _join(ctx: Ctx, pair: Listed, listed_at: Moment, is_import: bool) -> bool:
    member_id = store.member_id_of(ctx, pair.external_userid)
    row = store.relation(ctx, member_id, pair.userid)
    known = store.evidence(row)
    at = stores.of_join(ctx, pair.state, pair.userid)
    entry = rules.at_store(rules.add_found(known, pair.created, pair.state, listed_at), at)
    if entry or row is not None:
        store.meet(ctx, pair.external_userid, pair.created or listed_at, pair.state, pair.userid, at)
    if not entry:
        _mend_hint(ctx, row)
        return False
    if not store.note_found(ctx, pair.external_userid, pair.userid, entry, known):
        raise _Overtaken()
    if not is_import:
        _count(ctx, since=pair.created)
    return True


def loss(ctx: Ctx, member_id: MemberId, userid: UserId, listed_at: Moment) -> bool:
    """WeCom does not list a pair: True when it is no more and nothing had told of it. Safe to repeat.

    1 RU; where it matters one call, since a list that lacks somebody may be wrong, and 1 WU +1. Raises WeComRefused.
    """
    return on_collision(lambda: _loss(ctx, member_id, userid, listed_at), (_Overtaken,), attempts=5, pause=0)


def _loss(ctx: Ctx, member_id: MemberId, userid: UserId, listed_at: Moment) -> bool:
    row = store.relation(ctx, member_id, userid)
    known = store.evidence(row)
    entry = rules.loss_found(known, listed_at)
    if row is None or not entry:
        _mend_hint(ctx, row)
        return False
    if _is_follower(ctx, row.external_userid, userid):
        return False
    if not store.note_found(ctx, row.external_userid, userid, entry, known):
        raise _Overtaken()
    _count(ctx)
    return True


def _is_follower(ctx: Ctx, external_userid: ExternalUserId, userid: UserId) -> bool:
    try:
        contact = client.contact(ctx, external_userid)
    except NoSuchRelation:
        return False
    return userid in {follower.userid for follower in contact.follow_user}


def _mend_hint(ctx: Ctx, row: RelationRow | None) -> None:
    """The index said something else than the sets do: events had overtaken each other."""
    known = store.evidence(row)
    if row and row.heard is not rules.hint(known.adds, known.losses):
        store.set_hint(ctx, row, known)


def _count(ctx: Ctx, since: Moment = NEVER) -> None:
    """Count what was found late, but for what is so young that its callback may be under way."""
    if since <= iso(ctx.now - rules.LISTING_LAG):
        metrics.count("FoundLate", corp=ctx.corp, stage=config().stage)


def look_up(ctx: Ctx, external_userid: ExternalUserId, userid: UserId) -> bool:
    """Ask WeCom for a customer whom its list has and we do not: True when it is a join found late. One call, `join`."""
    pair = _pairs_of(ctx, external_userid).get(userid)
    return pair is not None and join(ctx, pair, ctx.at)


def _pairs_of(ctx: Ctx, external_userid: ExternalUserId) -> Mapping[UserId, Listed]:
    """Who of the staff has a customer now."""
    try:
        contact = client.contact(ctx, external_userid)
    except NoSuchRelation:
        return {}
    return {
        follower.userid: Listed(
            external_userid=external_userid,
            userid=follower.userid,
            created=told_or_never(follower.createtime, ctx.now),
            state=follower.state,
        )
        for follower in contact.follow_user
    }


def page(
    ctx: Ctx, pairs: Sequence[Listed], tag_names: Mapping[str, str], listed_at: Moment, *, is_import: bool = False
) -> Late:
    """Compare up to 100 pairs of one member of staff with all that we know of them. Safe to repeat.

    1 RU a pair; `join` for who is news, a message for whose profile or tags differ. tag_names: of corp tags by id.
    """
    if not pairs:
        return Late()
    member_ids = [store.member_id_of(ctx, pair.external_userid) for pair in pairs]
    known = store.pairs(ctx, member_ids, pairs[0].userid)
    late = Late()
    for member_id, pair in zip(member_ids, pairs, strict=True):
        there = known.get(member_id)
        if there is None or _is_news(there[1], pair, listed_at):
            late = late.plus(Late(joins=int(join(ctx, pair, listed_at, is_import=is_import))))
        elif _is_friend(there[1]) and _differs(*there, pair, tag_names):
            send(ctx, ReadProfile(member=member_id, staff=pair.userid))
            late = late.plus(Late(profiles=1))
    return late


def _is_news(row: RelationRow, pair: Listed, listed_at: Moment) -> bool:
    known = store.evidence(row)
    entry = rules.add_found(known, pair.created, pair.state, listed_at)
    return bool(entry) or row.heard is not rules.hint(known.adds, known.losses)


def _is_friend(row: RelationRow) -> bool:
    return rules.status(row.adds or (), row.losses or ()) is FriendState.FRIEND


def _differs(member: MemberRow, relation: RelationRow, pair: Listed, tag_names: Mapping[str, str]) -> bool:
    """True when the profile or the corp tags are others than those we have. Personal tags are in no list."""
    if not (member.profile_at and relation.tags_at):
        return True
    ours = (member.name, member.avatar, member.gender, member.unionid)
    corp_tags = set(tag_names.values())
    theirs = {tag_names[tag_id] for tag_id in pair.tag_ids if tag_id in tag_names}
    marked = set(relation.corp_tags or ()) & corp_tags
    return ours != (pair.name, pair.avatar, pair.gender, pair.unionid) or marked != theirs


def stranger(ctx: Ctx, login: MiniLogin) -> MemberId | None:
    """Who somebody is whom no row leads to: WeCom is asked once. None for who is nobody's friend.

    2 calls, 4 WU +2 for who is a member and was not known. Raises TooBusy beyond 300 a minute and corp, and what may
    pass, such as WeComBusy and UpstreamUnknown: nobody can tell then, and they may be a member.
    """
    if not login.unionid:
        return None
    if not limits.permit(ctx, "strangers", STRANGERS_A_MINUTE):
        raise TooBusy()
    try:
        external_userid = customers.external_userid_of(ctx, login.unionid, login.openid)
        if external_userid is None:
            return None
        member_id = store.member_id_of(ctx, external_userid)
        if store.member(ctx, member_id) is None:
            pairs = _pairs_of(ctx, external_userid)
            for pair in pairs.values():
                join(ctx, pair, ctx.at)
            if not pairs:
                return None
    except WeComRefused as refused:
        if refused.outlook is not Outlook.NEVER:
            raise
        log.info("stranger not asked about", corp=ctx.corp, errcode=refused.errcode)
        return None
    return store.identify(ctx, login.unionid, member_id)
