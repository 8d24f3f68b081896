"""The calls to WeChat that Siyu makes. It answers as WeCom does, so the wire and the errcodes are WeCom's."""

from __future__ import annotations

import msgspec

from chalicelib.core.config import config
from chalicelib.core.context import Ctx
from chalicelib.core.ops import secrets
from chalicelib.platforms.wecom import transport
from chalicelib.platforms.wecom.errors import refusal

CODE_TO_SESSION = "sns/jscode2session"


class MiniLogin(msgspec.Struct, frozen=True):
    """Who a mini-program login code is of. unionid: '' when the mini-program is not bound to an open platform."""

    openid: str
    unionid: str = ""


def mini_login(ctx: Ctx, js_code: str) -> MiniLogin:
    """The customer behind a mini-program login code (docs/platform G2). Raises OAuthCodeRefused."""
    corp = secrets.platforms(ctx.corp)
    query = {
        "appid": corp.mini_appid,
        "secret": corp.mini_secret,
        "js_code": js_code,
        "grant_type": "authorization_code",
    }
    answer = transport.call("GET", f"{config().wechat_url}/{CODE_TO_SESSION}", query)
    errcode = transport.errcode_of(answer)
    if errcode:
        raise refusal(CODE_TO_SESSION, errcode)
    return transport.fitted(answer, MiniLogin)
