"""Who reads a page of ours inside WeChat: the official account's page authorisation (docs/platform G3)."""

from __future__ import annotations

from urllib.parse import urlencode

import msgspec

from chalicelib.core.config import config
from chalicelib.core.context import Ctx
from chalicelib.core.errors import NotConfigured
from chalicelib.core.ops import secrets
from chalicelib.platforms.wecom import transport
from chalicelib.platforms.wecom.errors import refusal

CODE_TO_TOKEN = "sns/oauth2/access_token"
WHO_AGREED = "sns/userinfo"
SILENT, ASKING = "snsapi_base", "snsapi_userinfo"


class Reader(msgspec.Struct, frozen=True):
    """Who reads. openid: of this account alone. unionid: '' while nobody has told it.

    is_snapshot: WeChat shows a snapshot of the page, and the ids are nobody's.
    """

    appid: str
    openid: str
    unionid: str = ""
    is_snapshot: bool = False


class _Token(msgspec.Struct, frozen=True):
    openid: str
    access_token: str = ""
    scope: str = ""
    unionid: str = ""
    is_snapshotuser: int = 0


class _Who(msgspec.Struct, frozen=True):
    openid: str
    unionid: str = ""


def has_account(corp: str) -> bool:
    """True for a corp whose official account may sign customers in."""
    return bool(secrets.platforms(corp).account_appid)


def address(ctx: Ctx, back: str, state: str, *, asks: bool) -> str:
    """The page of WeChat that says who reads. asks: it asks them for consent first. Raises NotConfigured.

    back: our path to which it comes back, with `code` and our `state`.
    """
    appid = secrets.platforms(ctx.corp).account_appid
    if not appid or not config().public_url:
        raise NotConfigured(reason="account_appid or PublicUrl is empty: nobody can sign in on a page")
    query = {"appid": appid, "redirect_uri": f"{config().public_url}{back}", "response_type": "code"}
    asked = urlencode({**query, "scope": ASKING if asks else SILENT, "state": state})
    return f"{config().wecom_oauth_url}/connect/oauth2/authorize?{asked}#wechat_redirect"


def reader(ctx: Ctx, code: str) -> Reader:
    """Who a code of that page is of. One call, two for whoever was asked. Raises OAuthCodeRefused, NotConfigured."""
    corp = secrets.platforms(ctx.corp)
    if not corp.account_appid:
        raise NotConfigured(reason="account_appid is empty: nobody can sign in on a page")
    query = {"appid": corp.account_appid, "secret": corp.account_secret, "code": code}
    token = _ask(CODE_TO_TOKEN, {**query, "grant_type": "authorization_code"}, _Token)
    found = Reader(corp.account_appid, token.openid, token.unionid, bool(token.is_snapshotuser))
    if found.unionid or found.is_snapshot or ASKING not in token.scope.split(","):
        return found
    asked = {"access_token": token.access_token, "openid": token.openid, "lang": "zh_CN"}
    return msgspec.structs.replace(found, unionid=_ask(WHO_AGREED, asked, _Who).unionid)


def _ask(call: str, query: dict[str, str], shape: type[transport.Shape]) -> transport.Shape:
    answer = transport.call("GET", f"{config().wechat_url}/{call}", query)
    errcode = transport.errcode_of(answer)
    if errcode:
        raise refusal(call, errcode)
    return transport.fitted(answer, shape)
