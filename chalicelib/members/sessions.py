"""The verbs about a customer's session: it begins with what WeChat says of them, goes on for a while, and ends.

Whoever comes, from the mini-program or on a page of ours, is known by their unionid: it belongs to one member by one
conditional write, so two doors that meet sign in the same member.
"""

from __future__ import annotations

from chalicelib.core.context import Ctx
from chalicelib.core.errors import NotAMember
from chalicelib.core.http import session
from chalicelib.core.moments import iso
from chalicelib.core.ops import log
from chalicelib.members import found, reader_rows, store
from chalicelib.members.errors import ConsentNeeded, UnknownVisitor
from chalicelib.members.ids import MemberId
from chalicelib.members.shapes import MemberSession, SignedOut
from chalicelib.platforms.wechat import account
from chalicelib.platforms.wechat import client as wechat
from chalicelib.platforms.wechat.account import Reader
from chalicelib.platforms.wechat.client import MiniLogin


def sign_in(ctx: Ctx, js_code: str) -> MemberSession:
    """A session for the member behind a mini-program login code. Raises OAuthCodeRefused, NotAMember.

    WeCom is asked about a stranger before they are told that they are none: the callback of their join may be lost.
    Raises WeComBusy, UpstreamUnknown when it cannot tell, TooBusy when it may not be asked now.
    """
    login = wechat.mini_login(ctx, js_code)
    member_id = _member(ctx, login)
    store.set_openid(ctx, member_id, login.openid)
    return _begun(ctx, member_id)


def sign_in_reader(ctx: Ctx, code: str, *, was_asked: bool) -> MemberSession:
    """The same for whoever reads a page inside WeChat, by the brand's official account. 1 RU, and 1 WU for a newcomer.

    was_asked: they have agreed to be known. Raises OAuthCodeRefused, NotConfigured and the others of `sign_in`;
    ConsentNeeded when nobody has told their unionid, UnknownVisitor when nobody ever will.
    """
    reader = account.reader(ctx, code)
    if reader.is_snapshot:
        raise UnknownVisitor()
    if reader.unionid:
        member_id = _member(ctx, MiniLogin(reader.openid, reader.unionid))
        reader_rows.note(ctx, reader.appid, reader.openid, member_id)
        return _begun(ctx, member_id)
    return _begun(ctx, _known_reader(ctx, reader, was_asked=was_asked))


def _member(ctx: Ctx, login: MiniLogin) -> MemberId:
    member_id = (store.owner_of(ctx, login.unionid) if login.unionid else None) or found.stranger(ctx, login)
    if member_id is None:
        raise NotAMember()
    return member_id


def _known_reader(ctx: Ctx, reader: Reader, *, was_asked: bool) -> MemberId:
    """Whoever had a unionid when they came before is known by their openid."""
    member_id = reader_rows.reader(ctx, reader.appid, reader.openid)
    if member_id is not None:
        return member_id
    if not was_asked:
        raise ConsentNeeded()
    log.warning("reader without unionid", corp=ctx.corp)
    raise UnknownVisitor()


def _begun(ctx: Ctx, member_id: MemberId) -> MemberSession:
    token, ends = session.issue(session.Session(corp=ctx.corp, who=member_id, is_member=True), ctx.now)
    return MemberSession(token=token, expires_at=iso(ends), member_id=member_id)


def renew(ctx: Ctx) -> MemberSession:
    """The session in which the acting member asks goes on for 2 hours, at most until 12 after they signed in.

    Nothing is written: the new token is of the same session, so that ending it ends both. 1 RU. Raises SessionExpired,
    and NotAMember for whom nothing is known of any more.
    """
    member, relations, _ = store.around(ctx, MemberId(ctx.who))
    if member is None and not relations:
        raise NotAMember()
    token, ends = session.renew(ctx)
    return MemberSession(token=token, expires_at=iso(ends), member_id=MemberId(ctx.who))


def sign_out(ctx: Ctx) -> SignedOut:
    """The session in which the acting member asks is over. 1 WU. Safe to repeat."""
    session.end(ctx)
    return SignedOut()
