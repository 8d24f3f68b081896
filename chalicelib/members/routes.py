"""Doors of the member room."""

from __future__ import annotations

from datetime import timedelta
from functools import partial

import msgspec

from chalicelib.core.audited import Leaves
from chalicelib.core.context import Ctx, wall_clock
from chalicelib.core.errors import (
    AddressBusy,
    NeedsConfirmation,
    NotAMember,
    SessionExpired,
    SignInBusy,
    SignInCodeRefused,
    TooBusy,
    UnknownCorp,
)
from chalicelib.core.http import browsers, rates
from chalicelib.core.http.answers import Answer, Incoming, Told
from chalicelib.core.http.away import LIVES, ForeignNext, SignInLost, come_back
from chalicelib.core.http.page import sent_to
from chalicelib.core.http.rights import MEMBER, PUBLIC
from chalicelib.core.http.routes import Routes
from chalicelib.core.http.session import Whose
from chalicelib.core.http.shapes import PageQuery
from chalicelib.core.http.signing_in import beginning, signed_in
from chalicelib.core.http.texts import Lint
from chalicelib.core.ids import userid as canonical
from chalicelib.core.scope import Scoped
from chalicelib.core.storage.lists import Page
from chalicelib.members import browsers as signing
from chalicelib.members import finding, notes, remarks, service, sessions, shapes, tagged, telling, unmasking
from chalicelib.members.errors import (
    BadRemark,
    BadTagging,
    ConsentNeeded,
    NotYourCustomer,
    NotYourNote,
    SearchTooShort,
    UnknownContact,
    UnknownMember,
    UnknownNote,
    UnknownVisitor,
)
from chalicelib.members.ids import MemberId, NoteId
from chalicelib.members.room import BLOCK, MAKE_TAGS, MEND, NOTE, READ, ROOM, TAG, TAG_MANY, UNMASK
from chalicelib.platforms.wecom.errors import ASKED as WECOM
from chalicelib.platforms.wecom.errors import OAuthCodeRefused

routes = Routes(ROOM)
SIGN_IN = (OAuthCodeRefused, SignInCodeRefused, NotAMember, TooBusy, UnknownCorp, AddressBusy, SignInBusy, *WECOM)


@routes.post(
    "/mini/v1/sessions",
    allow=PUBLIC,
    rate=rates.SIGN_IN,
    summary=("小程序会员登录", "A member signs in from the mini-program"),
    body=shapes.MemberSignIn,
    answer=shapes.MemberSession,
    status=201,
    errors=SIGN_IN,
)
def sign_in_member(incoming: Incoming, body: shapes.MemberSignIn) -> shapes.MemberSession:
    return signed_in(incoming, body.corp, Whose.MEMBER, body.js_code, sessions.sign_in)


@routes.put(
    "/mini/v1/sessions",
    allow=MEMBER,
    rate=rates.SELDOM,
    summary=("会员登录续期", "A member's session goes on without a new code"),
    answer=shapes.MemberSession,
    row_answers=True,
    errors=(SessionExpired, NotAMember),
)
def renew_session(ctx: Ctx) -> shapes.MemberSession | Told[shapes.MemberSession]:
    renewed = sessions.renew(ctx)
    if not (ctx.session and ctx.session.in_browser):
        return renewed
    hidden = msgspec.structs.replace(renewed, token="")
    return Told(hidden, {"Set-Cookie": browsers.kept_customer(renewed.token)})


@routes.delete(
    "/mini/v1/sessions",
    allow=MEMBER,
    rate=rates.SELDOM,
    summary=("会员退出登录", "A member signs out"),
    answer=shapes.SignedOut,
    row_answers=True,
)
def sign_member_out(ctx: Ctx) -> Told[shapes.SignedOut]:
    return Told(sessions.sign_out(ctx), browsers.forgotten(Whose.MEMBER))


@routes.get(
    signing.BEGIN,
    allow=PUBLIC,
    rate=rates.PAGE_SIGN_IN,
    summary=("在微信网页中登录：前往公众号授权", "Sign in on a page inside WeChat: off to the official account"),
    query=shapes.PageSignIn,
    errors=(UnknownCorp, ForeignNext, AddressBusy),
    media_type="text/html",
)
def begin_page_sign_in(incoming: Incoming, query: shapes.PageSignIn) -> Answer:
    sent = signing.begin(beginning(incoming, query.corp, Whose.MEMBER), query.next)
    return sent_to(sent.url, browsers.kept(signing.STATE, sent.cookie, LIVES))


@routes.get(
    signing.BACK,
    allow=PUBLIC,
    rate=rates.PAGE_SIGN_IN,
    summary=("在微信网页中登录：从公众号授权返回", "Sign in on a page inside WeChat: back from the official account"),
    query=shapes.PageSignedIn,
    errors=(*SIGN_IN, SignInLost, ConsentNeeded, UnknownVisitor, ForeignNext),
    media_type="text/html",
)
def finish_page_sign_in(incoming: Incoming, query: shapes.PageSignedIn) -> Answer:
    begun = come_back(browsers.cookie(incoming.headers, signing.STATE), query.state, wall_clock(), Whose.MEMBER)
    if not query.code:
        raise ConsentNeeded()
    try:
        sign_in = partial(sessions.sign_in_reader, was_asked=begun.asks)
        made = signed_in(incoming, begun.corp, Whose.MEMBER, query.code, sign_in)
    except ConsentNeeded:
        sent = signing.begin(incoming.ctx_for(begun.corp, "system:sign-in", counted=False), begun.next, asks=True)
        return sent_to(sent.url, browsers.kept(signing.STATE, sent.cookie, LIVES))
    return sent_to(begun.next, browsers.kept_customer(made.token), browsers.kept(signing.STATE, "", timedelta()))


@routes.post(
    "/admin/v1/tag-groups",
    allow=MAKE_TAGS,
    leaves=Leaves(shapes.TAGS),
    summary=("创建企业标签", "Make corp tags in a group"),
    body=shapes.NewTagGroup,
    texts={"name": Lint.NONE, "tags": Lint.NONE},
    answer=shapes.TagGroup,
    status=201,
    errors=WECOM,
)
def make_tags(ctx: Ctx, body: shapes.NewTagGroup) -> shapes.TagGroup:
    return service.make_tags(ctx, body.name, body.tags)


@routes.get(
    "/admin/v1/tag-groups",
    allow=READ,
    scoped=Scoped.ANY,
    summary=("企业标签列表", "List corp tags"),
    answer=shapes.TagGroups,
    errors=WECOM,
)
def list_tags(ctx: Ctx) -> shapes.TagGroups:
    return shapes.TagGroups(service.tag_groups(ctx))


@routes.get(
    "/admin/v1/members",
    allow=READ,
    scoped=Scoped.BY_STAFF,
    summary=("会员列表与查找", "List or find members"),
    query=shapes.MemberQuery,
    answer=Page[shapes.MemberInList],
    errors=(SearchTooShort,),
)
def list_members(ctx: Ctx, query: shapes.MemberQuery) -> Page[shapes.MemberInList]:
    return finding.members(ctx, query)


@routes.get(
    "/admin/v1/members/{member_id}",
    allow=READ,
    scoped=Scoped.BY_STAFF,
    summary=("会员详情", "A member and their relations to staff"),
    answer=shapes.Member,
    errors=(UnknownMember,),
)
def read_member(ctx: Ctx, member_id: str) -> shapes.Member:
    return service.member(ctx, MemberId(member_id))


@routes.post(
    "/admin/v1/members/{member_id}/retries",
    allow=MEND,
    scoped=Scoped.BY_STAFF,
    leaves=Leaves(shapes.MEMBER, "member_id"),
    summary=("重试：补打标签并重新读取资料", "Try again what WeCom refused: tags and profile"),
    answer=shapes.Member,
    errors=(UnknownMember,),
)
def try_member_again(ctx: Ctx, member_id: str) -> shapes.Member:
    return service.try_again(ctx, MemberId(member_id))


@routes.get(
    "/admin/v1/members/{member_id}/timeline",
    allow=READ,
    scoped=Scoped.BY_STAFF,
    summary=("会员时间线", "What happened to a member"),
    query=PageQuery,
    answer=Page[shapes.Event],
    errors=(UnknownMember,),
)
def read_timeline(ctx: Ctx, member_id: str, query: PageQuery) -> Page[shapes.Event]:
    return telling.timeline(ctx, MemberId(member_id), query.limit, query.cursor)


@routes.post(
    "/admin/v1/members/{member_id}/tags",
    allow=TAG,
    scoped=Scoped.BY_STAFF,
    summary=("给会员打标签、去标签", "Put tags on a member and take some off"),
    body=shapes.Tags,
    texts={"add": Lint.NONE, "remove": Lint.NONE, "staff": Lint.NONE},
    leaves=Leaves(shapes.MEMBER, "member_id"),
    answer=shapes.Member,
    errors=(UnknownMember, BadTagging, *WECOM),
)
def tag_member(ctx: Ctx, member_id: str, body: shapes.Tags) -> shapes.Member:
    return tagged.tag(ctx, MemberId(member_id), body)


@routes.get(
    "/admin/v1/members/{member_id}/notes",
    allow=READ,
    scoped=Scoped.BY_STAFF,
    summary=("会员备注，新的在前", "Notes of a member, newest first"),
    query=PageQuery,
    answer=Page[shapes.Note],
    errors=(UnknownMember,),
)
def list_notes(ctx: Ctx, member_id: str, query: PageQuery) -> Page[shapes.Note]:
    return notes.page(ctx, MemberId(member_id), query.limit, query.cursor)


@routes.post(
    "/admin/v1/members/{member_id}/notes",
    allow=NOTE,
    scoped=Scoped.BY_STAFF,
    summary=("写会员备注", "Note something of a member"),
    body=shapes.WriteNote,
    texts={"text": Lint.NONE},
    answer=shapes.Note,
    status=201,
    errors=(UnknownMember,),
)
def write_note(ctx: Ctx, member_id: str, body: shapes.WriteNote) -> shapes.Note:
    return notes.write(ctx, MemberId(member_id), body.text)


@routes.put(
    "/admin/v1/members/{member_id}/notes/{note_id}",
    allow=NOTE,
    scoped=Scoped.BY_STAFF,
    summary=("修改自己的备注", "Change a note of one's own"),
    body=shapes.WriteNote,
    texts={"text": Lint.NONE},
    answer=shapes.Note,
    errors=(UnknownMember, UnknownNote, NotYourNote),
)
def edit_note(ctx: Ctx, member_id: str, note_id: str, body: shapes.WriteNote) -> shapes.Note:
    return notes.edit(ctx, MemberId(member_id), NoteId(note_id), body.text)


@routes.delete(
    "/admin/v1/members/{member_id}/notes/{note_id}",
    allow=NOTE,
    scoped=Scoped.BY_STAFF,
    summary=("删除自己的备注", "Delete a note of one's own"),
    answer=shapes.Note,
    errors=(UnknownMember, UnknownNote, NotYourNote),
)
def delete_note(ctx: Ctx, member_id: str, note_id: str) -> shapes.Note:
    return notes.remove(ctx, MemberId(member_id), NoteId(note_id))


@routes.get(
    "/admin/v1/members/{member_id}/remarks",
    allow=READ,
    scoped=Scoped.BY_STAFF,
    summary=("员工在企业微信的备注", "What staff noted at WeCom"),
    answer=shapes.Remarks,
    errors=(UnknownMember, *WECOM),
)
def read_remarks(ctx: Ctx, member_id: str) -> shapes.Remarks:
    return remarks.remarks(ctx, MemberId(member_id))


@routes.put(
    "/admin/v1/members/{member_id}/remarks/{userid}",
    allow=NOTE,
    scoped=Scoped.BY_STAFF,
    summary=("修改企业微信备注", "Change what a member of staff noted at WeCom"),
    body=shapes.EditRemark,
    leaves=Leaves(shapes.MEMBER, "member_id"),
    texts={"remark": Lint.NONE, "description": Lint.NONE, "phones": Lint.NONE},
    answer=shapes.Remarks,
    errors=(UnknownMember, BadRemark, *WECOM),
)
def edit_remark(ctx: Ctx, member_id: str, userid: str, body: shapes.EditRemark) -> shapes.Remarks:
    return remarks.edit(ctx, MemberId(member_id), canonical(userid), body)


@routes.post(
    "/admin/v1/members/{member_id}/unmaskings",
    allow=UNMASK,
    scoped=Scoped.BY_STAFF,
    summary=("查看隐藏的手机号与备注（会留下记录）", "See what is hidden of a member, which is told"),
    body=shapes.Unmask,
    texts={"reason": Lint.NONE},
    answer=shapes.Unmasked,
    status=201,
    errors=(UnknownMember, *WECOM),
)
def unmask_member(ctx: Ctx, member_id: str, body: shapes.Unmask) -> shapes.Unmasked:
    return unmasking.unmask(ctx, MemberId(member_id), body)


@routes.post(
    "/admin/v1/member-taggings",
    allow=TAG_MANY,
    scoped=Scoped.BY_STAFF,
    summary=("批量打标签、去标签，或先统计人数", "Tag many members, or count them first"),
    body=shapes.NewTagging,
    leaves=Leaves(shapes.MEMBER),
    texts={"add": Lint.NONE, "remove": Lint.NONE, "staff": Lint.NONE, "members": Lint.NONE, "which": Lint.NONE},
    answer=shapes.TaggingBegun,
    status=201,
    errors=(BadTagging, SearchTooShort, NeedsConfirmation, *WECOM),
)
def tag_members(ctx: Ctx, body: shapes.NewTagging) -> shapes.TaggingBegun:
    return tagged.begin(ctx, body)


@routes.get(
    "/mini/v1/preferences",
    allow=MEMBER,
    summary=("我的偏好", "What I want to receive"),
    answer=shapes.Preferences,
)
def read_preferences(ctx: Ctx) -> shapes.Preferences:
    return service.preferences(ctx, MemberId(ctx.who))


@routes.put(
    "/mini/v1/preferences",
    allow=MEMBER,
    summary=("接收或拒绝群发", "Accept or refuse posts"),
    body=shapes.Preferences,
    answer=shapes.Preferences,
    errors=(NotAMember,),
)
def set_preferences(ctx: Ctx, body: shapes.Preferences) -> shapes.Preferences:
    return service.prefer(ctx, MemberId(ctx.who), body)


@routes.put(
    "/admin/v1/members/{member_id}/block",
    allow=BLOCK,
    scoped=Scoped.BY_STAFF,
    summary=("群发屏蔽名单：加入或移出", "Leave a member out of every post, or no longer"),
    body=shapes.Block,
    texts={"reason": Lint.NONE},
    answer=shapes.Block,
    errors=(UnknownMember,),
)
def block_member(ctx: Ctx, member_id: str, body: shapes.Block) -> shapes.Block:
    return service.block(ctx, MemberId(member_id), body)


@routes.post(
    "/staff/v1/contacts/{external_userid}/tags",
    allow=TAG,
    rate=rates.WRITES,
    scoped=Scoped.ANY,
    summary=("侧边栏：给自己的客户打标签、去标签", "In the side bar: tag a customer of one's own, and take tags off"),
    body=shapes.OwnTags,
    texts={"add": Lint.NONE, "remove": Lint.NONE},
    leaves=Leaves(shapes.MEMBER),
    answer=shapes.Friendship,
    errors=(NotYourCustomer, UnknownContact, UnknownMember, BadTagging, *WECOM),
)
def tag_own_customer(ctx: Ctx, external_userid: str, body: shapes.OwnTags) -> shapes.Friendship:
    return tagged.tag_own(ctx, external_userid, body)


@routes.post(
    "/staff/v1/contacts/{external_userid}/notes",
    allow=NOTE,
    rate=rates.WRITES,
    scoped=Scoped.ANY,
    summary=("侧边栏：给自己的客户写备注", "In the side bar: note something of a customer of one's own"),
    body=shapes.WriteNote,
    texts={"text": Lint.NONE},
    answer=shapes.Note,
    status=201,
    errors=(NotYourCustomer, UnknownContact),
)
def note_own_customer(ctx: Ctx, external_userid: str, body: shapes.WriteNote) -> shapes.Note:
    return notes.write_own(ctx, external_userid, body.text)
