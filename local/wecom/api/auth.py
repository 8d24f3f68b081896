"""Tokens and logins (docs/platform A2, A3, G2, G5)."""

from __future__ import annotations

import math
import secrets
from base64 import b64encode

from local.servers.basics import Json
from local.wecom.api.registry import Call, Counts, api
from local.wecom.errors import ApiError
from local.wecom.records import AppSecret, Code, Corp, Token
from local.wecom.world import World, forget_older, openid, unionid

TOKEN_LIVES = 7200
FORGOTTEN_AFTER = 86_400.0
CODE_LIVES = 300.0
CODES_KEEP = 3600.0


def app_of(corp: Corp, secret: str) -> AppSecret | None:
    """The app that a secret belongs to."""
    return next((app for app in corp.secrets if app.secret == secret), None)


@api("gettoken", "GET", needs_token=False)
def gettoken(call: Call) -> Json:
    """The same token inside its life, a new one after it (docs/platform A2)."""
    world = call.world
    token = world.state.tokens.get(_app_key(call.corp.corp_id, call.app.secret))
    if token is None or token.revoked or token.expires <= world.time():
        token = _new_token(call)
    return {"access_token": token.token, "expires_in": math.ceil(token.expires - world.time())}


def _new_token(call: Call) -> Token:
    tokens, now = call.world.state.tokens, call.world.time()
    for old in [token for token in tokens.values() if token.expires < now - FORGOTTEN_AFTER]:
        tokens.pop(old.token, None)
    token = Token(secrets.token_urlsafe(160), call.corp.corp_id, call.app.secret, now + TOKEN_LIVES)
    tokens[_app_key(token.corp_id, token.secret)] = tokens[token.token] = token
    return token


def _app_key(corp_id: str, secret: str) -> str:
    """Where the living token of an app is; no token has a newline."""
    return f"{corp_id}\n{secret}"


def identify(world: World, corpid: str, secret: str) -> tuple[Corp, AppSecret]:
    """Who asks for a token. Raises ApiError as docs/platform A2 lists them."""
    if not corpid:
        raise ApiError(41002)
    corp = world.state.corps.get(corpid)
    if corp is None:
        raise ApiError(40013)
    if not secret:
        raise ApiError(41004)
    app = app_of(corp, secret)
    if app is None:
        others = (other for other in world.state.corps.values() if other is not corp)
        raise ApiError(40091 if any(app_of(other, secret) for other in others) else 40001)
    return corp, app


def token_owner(world: World, token: str) -> tuple[Corp, AppSecret]:
    """The corp and app behind an access token. Raises ApiError 41001, 40014, 42001 (docs/platform A3)."""
    if not token:
        raise ApiError(41001)
    record = world.state.tokens.get(token)
    if record is None or record.token != token or record.revoked:
        raise ApiError(40014)
    if record.expires <= world.time():
        raise ApiError(42001)
    corp = world.state.corps.get(record.corp_id)
    app = app_of(corp, record.secret) if corp else None
    if corp is None or app is None:
        raise ApiError(40014)
    return corp, app


def revoke_tokens(world: World, corp_id: str) -> int:
    """Invalidate early, as the platform may (docs/platform A2); answers how many tokens died."""
    dying = [
        token
        for key, token in world.state.tokens.items()
        if key == token.token and not token.revoked and corp_id in ("*", token.corp_id)
    ]
    for token in dying:
        world.state.tokens[token.token].revoked = True
        world.state.tokens.pop(_app_key(token.corp_id, token.secret), None)
    return len(dying)


@api("get_api_domain_ip", "GET")
def get_api_domain_ip(call: Call) -> Json:
    """Where the platform answers."""
    return {"ip_list": ["127.0.0.1"]}


@api("getcallbackip", "GET")
def getcallbackip(call: Call) -> Json:
    """Where callbacks come from."""
    return {"ip_list": ["127.0.0.1"]}


def issue(world: World, codes: dict[str, Code], owner: str, subject: str) -> str:
    """A fresh code of 5 minutes for one login."""
    forget_older(codes, world.time() - CODES_KEEP)
    code = secrets.token_urlsafe(32)
    codes[code] = Code(code, owner, subject, world.time())
    return code


@api("auth/getuserinfo", "GET", counts=Counts.FAILURES)
def getuserinfo(call: Call) -> Json:
    """Which member logged in: 40029 unknown, 42022 used, 42003 after 5 minutes (docs/platform G5)."""
    code = call.world.state.oauth_codes.get(call.query.get("code", ""))
    if code is None or code.owner != call.corp.corp_id:
        raise ApiError(40029)
    member = call.corp.staff.get(code.subject)
    if member is None or not member.active:
        raise ApiError(40029)
    if code.used:
        raise ApiError(42022)
    if call.world.time() - code.created > CODE_LIVES:
        raise ApiError(42003)
    code.used = True
    return {"userid": code.subject}


def page_token(world: World, query: dict[str, str]) -> Json:
    """Who reads a page (docs/platform G3): a used code is 40163, an old or unknown one 40029. Raises ApiError."""
    appid = query.get("appid", "")
    corp = next((corp for corp in world.state.corps.values() if appid and corp.account_appid == appid), None)
    if corp is None:
        raise ApiError(40013, "invalid appid")
    if query.get("secret") != corp.account_secret:
        raise ApiError(40125)
    if query.get("grant_type") != "authorization_code":
        raise ApiError(40002)
    if not query.get("code"):
        raise ApiError(41008)
    code = world.state.page_codes.get(query["code"])
    if code is None or code.owner != appid or world.time() - code.created > CODE_LIVES:
        raise ApiError(40029)
    if code.used:
        raise ApiError(40163)
    code.used = True
    token = issue(world, world.state.page_tokens, appid, code.subject)
    world.state.page_tokens[token].scope = code.scope
    told = {"unionid": unionid(code.subject)} if (appid, code.subject) in world.state.agreed else {}
    return {
        "access_token": token,
        "expires_in": TOKEN_LIVES,
        "refresh_token": secrets.token_urlsafe(32),
        "openid": openid(appid, code.subject),
        "scope": code.scope,
        **told,
    }


def page_user(world: World, query: dict[str, str]) -> Json:
    """What somebody agreed to tell (docs/platform G3): 40001 unknown, 42001 old, 48001 never asked. Raises ApiError."""
    token = world.state.page_tokens.get(query.get("access_token", ""))
    if token is None or openid(token.owner, token.subject) != query.get("openid"):
        raise ApiError(40001)
    if world.time() - token.created > TOKEN_LIVES:
        raise ApiError(42001)
    if token.scope != "snsapi_userinfo":
        raise ApiError(48001, "api unauthorized")
    customer = world.customer(token.subject)
    return {
        "openid": query["openid"],
        "nickname": customer.name,
        "sex": 0,
        "headimgurl": customer.avatar,
        "privilege": [],
        "unionid": unionid(customer.id),
    }


def jscode2session(world: World, query: dict[str, str]) -> Json:
    """WeChat's mini-program login. Raises ApiError; every bad, old or used code is 40029 (docs/platform G2)."""
    appid = query.get("appid", "")
    corp = next((corp for corp in world.state.corps.values() if appid and corp.mini_appid == appid), None)
    if corp is None:
        raise ApiError(40013, "invalid appid")
    if query.get("secret") != corp.mini_secret:
        raise ApiError(40125)
    if query.get("grant_type") != "authorization_code":
        raise ApiError(40002)
    if not query.get("js_code"):
        raise ApiError(41008)
    code = world.state.login_codes.get(query["js_code"])
    if code is None or code.owner != appid or code.used:
        raise ApiError(40029)
    if world.time() - code.created > CODE_LIVES:
        raise ApiError(40029)
    code.used = True
    return {
        "openid": openid(appid, code.subject),
        "session_key": b64encode(secrets.token_bytes(16)).decode(),
        "unionid": unionid(code.subject),
    }


def stable_token(world: World, asked: dict[str, str]) -> Json:
    """A token of a mini-program or an official account (docs/platform G9). Raises ApiError 40002, 40013, 40125."""
    if asked.get("grant_type") != "client_credential":
        raise ApiError(40002)
    appid = asked.get("appid", "")
    secrets_of = {corp.mini_appid: corp.mini_secret for corp in world.state.corps.values()}
    secrets_of |= {corp.account_appid: corp.account_secret for corp in world.state.corps.values()}
    if not appid or appid not in secrets_of:
        raise ApiError(40013, "invalid appid")
    if asked.get("secret") != secrets_of[appid]:
        raise ApiError(40125)
    return {"access_token": issue(world, world.state.own_tokens, appid, ""), "expires_in": TOKEN_LIVES}


def query_scheme(world: World, asked: dict[str, str]) -> Json:
    """What a mini-program has left of its schemes (docs/platform G9); an account has none. Raises ApiError."""
    appid = _own(world, asked)
    if appid not in {corp.mini_appid for corp in world.state.corps.values()}:
        raise ApiError(48001, "api unauthorized")
    if asked.get("query_type") != "1":
        raise ApiError(47001, "the sandbox tells the quota alone")
    return {"errcode": 0, "errmsg": "ok", "quota_info": {"remain_visit_quota": 1_000_000}}


def own_menu(world: World, asked: dict[str, str]) -> Json:
    """The menu of an official account (docs/platform G9); a mini-program has none. Raises ApiError."""
    appid = _own(world, asked)
    if appid not in {corp.account_appid for corp in world.state.corps.values()}:
        raise ApiError(48001, "api unauthorized")
    return {"is_menu_open": 0, "selfmenu_info": {"button": []}}


def _own(world: World, asked: dict[str, str]) -> str:
    """Whose token it is. Raises ApiError 40001, as WeChat says of any that it does not know (docs/platform G9)."""
    token = world.state.own_tokens.get(asked.get("access_token", ""))
    if token is None or world.time() - token.created > TOKEN_LIVES:
        raise ApiError(40001)
    return token.owner


# What WeChat answers, none of it with an access token of a corp's app.
LOGINS = {
    "cgi-bin/stable_token": stable_token,
    "cgi-bin/get_current_selfmenu_info": own_menu,
    "wxa/queryscheme": query_scheme,
    "sns/jscode2session": jscode2session,
    "sns/oauth2/access_token": page_token,
    "sns/userinfo": page_user,
}
