"""The verbs of members: they join, leave, are tagged and looked at."""

from __future__ import annotations

from collections.abc import Sequence

import msgspec

from chalicelib.core.context import Ctx
from chalicelib.core.errors import Forbidden, NotAMember, NotFound, TooBusy
from chalicelib.core.events import errands, facts
from chalicelib.core.http import session
from chalicelib.core.moments import epoch_iso, iso
from chalicelib.core.ops import log
from chalicelib.core.storage.lists import Page
from chalicelib.members import rules, shapes, store
from chalicelib.members.shapes import Block, Member, MemberSession, Preferences, Relation
from chalicelib.platforms.wecom import client
from chalicelib.platforms.wecom.client import TagGroup
from chalicelib.platforms.wecom.errors import NoSuchRelation, TagNameTaken
from chalicelib.platforms.wecom.events import Event

TAG_TRIES = 4


class UnknownMember(NotFound):
    zh = "没有找到该会员，请检查编号。"
    en = "No member under that id. Check the id."


class PayerUnknown(Forbidden):
    zh = "无法确认您的支付身份，请退出后从小程序重新登录。"
    en = "Your payer identity is not known. Sign in again from the mini-program."


def joined(ctx: Ctx, event: Event) -> None:
    """A customer added a member of staff: the member and the relation exist. 2 writes."""
    _added(ctx, event, rules.FULL)


def half_joined(ctx: Ctx, event: Event) -> None:
    """A customer asked to add a member of staff, who has not confirmed yet. 2 writes."""
    _added(ctx, event, rules.HALF)


def _added(ctx: Ctx, event: Event, how: str) -> None:
    at = epoch_iso(event.created)
    store.add(ctx, event.external_userid, event.userid, rules.add_entry(at, how, event.state))
    store.meet(ctx, event.external_userid, at, event.state, event.userid)


def left(ctx: Ctx, event: Event) -> None:
    """The customer deleted the member of staff. 1 write."""
    _lost(ctx, event, rules.BY_CUSTOMER)


def let_go(ctx: Ctx, event: Event) -> None:
    """The member of staff deleted the customer, or a transfer did. 1 write."""
    _lost(ctx, event, rules.BY_TRANSFER if event.source == "DELETE_BY_TRANSFER" else rules.BY_STAFF)


def _lost(ctx: Ctx, event: Event, by: str) -> None:
    store.lose(ctx, event.external_userid, event.userid, rules.loss_entry(epoch_iso(event.created), by))


def edited(ctx: Ctx, event: Event) -> None:
    """Remark or tags changed at WeCom. The event does not say how, so the customer is read again (docs/platform C1)."""
    errands.old_send(ctx, "refresh_member", external_userid=event.external_userid, userid=event.userid, tag_ids=[])


def settle(ctx: Ctx, external_userid: str, userid: str, tag_ids: Sequence[str]) -> None:
    """Mark tags at WeCom, then store what WeCom tells of the customer. Safe to repeat.

    A customer who has left meanwhile can no longer be tagged: logged, not an error.
    """
    if tag_ids:
        try:
            client.mark_tags(ctx, userid, external_userid, tag_ids)
        except NoSuchRelation:
            log.info("tags not marked", corp=ctx.corp, reason="relation ended", cause=ctx.cause)
    _refresh(ctx, external_userid)


def _refresh(ctx: Ctx, external_userid: str) -> None:
    try:
        contact = client.contact(ctx, external_userid)
    except NoSuchRelation:
        log.info("profile not read", corp=ctx.corp, reason="relation ended", cause=ctx.cause)
        return
    member_id = store.member_id_of(ctx, external_userid)
    about = contact.external_contact
    store.set_profile(ctx, member_id, about.name, about.avatar, about.gender, about.unionid)
    for follower in contact.follow_user:
        store.set_tags(ctx, member_id, follower.userid, [tag.tag_name for tag in follower.tags])
    if about.unionid and store.identify(ctx, about.unionid, member_id) != member_id:
        log.warning("unionid belongs to another member", corp=ctx.corp, cause=ctx.cause)


def settle_later(ctx: Ctx, external_userid: str, userid: str, tag_ids: Sequence[str]) -> None:
    """Ask for `settle` through the polite queue."""
    errands.old_send(ctx, "refresh_member", external_userid=external_userid, userid=userid, tag_ids=list(tag_ids))


def sign_in(ctx: Ctx, js_code: str) -> MemberSession:
    """A session for the member behind a mini-program login code. Raises OAuthCodeRefused, NotAMember."""
    login = client.mini_login(ctx, js_code)
    member_id = store.owner_of(ctx, login.unionid) if login.unionid else None
    if member_id is None:
        raise NotAMember()
    store.set_openid(ctx, member_id, login.openid)
    token, ends = session.issue(session.Session(corp=ctx.corp, who=member_id, is_member=True), ctx.now)
    return MemberSession(token=token, expires_at=iso(ends), member_id=member_id)


def name_of(ctx: Ctx, member_id: str) -> str:
    """What WeCom calls the member, '' when it is not known. 0.5 RU."""
    row = store.member(ctx, member_id)
    return (row.name or "") if row else ""


def openid_of(ctx: Ctx, member_id: str) -> str:
    """Who the member is to WeChat Pay. Raises PayerUnknown until they have signed in from the mini-program."""
    row = store.member(ctx, member_id)
    if row is None or not row.openid:
        raise PayerUnknown()
    return str(row.openid)


def make_tags(ctx: Ctx, group: str, names: Sequence[str]) -> TagGroup:
    """Corp tags in a group, made where missing. WeCom is where tags live, so nothing is mirrored. Safe to repeat."""
    for _ in range(TAG_TRIES):
        found = next((known for known in client.tag_groups(ctx) if known.name == group), None)
        missing = [
            name for name in dict.fromkeys(names) if found is None or name not in {tag.name for tag in found.tags}
        ]
        if found is not None and not missing:
            return found
        try:
            client.add_tags(ctx, group, missing)
        except TagNameTaken:
            continue  # somebody made one of them between our look and our call: look again
    raise TooBusy()


def tag_groups(ctx: Ctx) -> list[TagGroup]:
    """All corp tags."""
    return client.tag_groups(ctx)


def members(ctx: Ctx, limit: int, cursor: str) -> Page:
    """The corp's members, newest first."""
    return store.members(ctx, limit, cursor)


def member(ctx: Ctx, member_id: str) -> Member:
    """A member with their relations. Raises UnknownMember."""
    row, relations, said = store.around(ctx, member_id)
    if row is None:
        raise UnknownMember()
    shown = {name: getattr(row, name) for name in Member.__struct_fields__ if hasattr(row, name)}
    return Member(
        **shown,
        accepts_posts=not (said and said.refuses),
        blocked=bool(said and said.blocked),
        relations=[_relation(relation) for relation in relations],
    )


def _relation(row: store.RelationRow) -> Relation:
    adds, losses = row.adds or set(), row.losses or set()
    states = sorted({entry.split("|", 2)[2] for entry in adds} - {""})
    return Relation(
        userid=row.userid,
        status=rules.status(adds, losses),
        since=rules.since(adds),
        states=states,
        tags=list(row.tags or []),
    )


def preferences(ctx: Ctx, member_id: str) -> Preferences:
    """What a member wants; posts are welcome until they say no."""
    said = store.refusal(ctx, member_id)
    return Preferences(accept_posts=not (said and said.refuses))


def prefer(ctx: Ctx, member_id: str, wanted: Preferences) -> Preferences:
    """The member's own word on posts. Safe to repeat. Raises NotAMember."""
    row = store.member(ctx, member_id)
    if row is None:
        raise NotAMember()
    store.set_refuses(ctx, row, not wanted.accept_posts)
    return wanted


def block(ctx: Ctx, member_id: str, wanted: Block) -> Block:
    """Leave a member out of every post, or no longer. Safe to repeat. Raises UnknownMember."""
    row = store.member(ctx, member_id)
    if row is None:
        raise UnknownMember()
    store.set_blocked(ctx, row, wanted.blocked, wanted.reason)
    return wanted


def refused_since(ctx: Ctx, since: str) -> dict[str, str]:
    """Who has said no to posts, or was blocked, after a moment: external userid to `refused` or `blocked`.

    By the index, which is a moment behind.
    """
    refusals = store.refusals_since(ctx, since)
    return {
        row.external_userid: "blocked" if row.blocked else "refused" for row in refusals if row.blocked or row.refuses
    }


def standing(ctx: Ctx, member_id: str) -> shapes.Standing | None:
    """How a member stands, read consistently; None when nothing is known of them. 1 RU for every 4 KB."""
    member, relations, refusal = store.around(ctx, member_id)
    if member is None and not relations:
        return None
    return shapes.Standing(
        member_id=member_id,
        external_userid=member.external_userid if member else relations[0].external_userid,
        first_state=member.first_state if member else "",
        friendships=tuple(_friendship(row) for row in relations),
        refused_at=(refusal.refuses_at or "") if refusal and refusal.refuses else "",
        blocked_at=(refusal.blocked_at or "") if refusal and refusal.blocked else "",
    )


def _friendship(row: store.RelationRow) -> shapes.Friendship:
    adds, losses = row.adds or (), row.losses or ()
    return shapes.Friendship(
        userid=row.userid,
        status=rules.status(adds, losses),
        since=rules.since(adds),
        states=tuple(sorted({entry.split("|", 2)[2] for entry in adds} - {""})),
        tags=tuple(row.tags or ()),
    )


def timeline(ctx: Ctx, member_id: str, limit: int, cursor: str) -> Page[shapes.Event]:
    """A member's facts, newest first. Raises UnknownMember."""
    if store.member(ctx, member_id) is None:
        raise UnknownMember()
    return facts.timeline(ctx, f"member#{member_id}", limit, cursor).map(_event)


def _event(fact: facts.Fact[facts.FactData]) -> shapes.Event:
    zh, en = facts.sentence(fact)
    data = fact.data.values if isinstance(fact.data, facts.OldData) else msgspec.to_builtins(fact.data)
    return shapes.Event(
        id=fact.id, kind=fact.kind, at=fact.at, actor=fact.actor, cause=fact.cause, text_zh=zh, text_en=en, data=data
    )


def member_id_of(ctx: Ctx, external_userid: str) -> str:
    """The member id of an external contact. No read: it follows from the outside id."""
    return store.member_id_of(ctx, external_userid)
