"""Where a browser is sent so that WeCom says who sits in front of it (docs/platform G5, G8)."""

from __future__ import annotations

from urllib.parse import urlencode

from chalicelib.core.config import config
from chalicelib.core.context import Ctx
from chalicelib.core.errors import NotConfigured
from chalicelib.core.ops import secrets

# What WeCom's own browser says of itself, on phones and on PCs.
WECOM = "wxwork"


def address(ctx: Ctx, browser: str, back: str, state: str) -> str:
    """Inside WeCom the page that knows whose phone it is, elsewhere the one that shows a code to be scanned.

    browser: its User-Agent. back: our path to which it comes back, with `code` and our `state`. Raises NotConfigured.
    """
    if not config().public_url:
        raise NotConfigured(reason="PublicUrl is empty: WeCom would not know where to send a browser back to")
    app = secrets.platforms(ctx.corp)
    back = f"{config().public_url}{back}"
    if WECOM in browser.lower():
        query = {"appid": app.corp_id, "redirect_uri": back, "response_type": "code", "scope": "snsapi_base"}
        asked = urlencode({**query, "state": state, "agentid": app.agent_id})
        return f"{config().wecom_oauth_url}/connect/oauth2/authorize?{asked}#wechat_redirect"
    query = {"login_type": "CorpApp", "appid": app.corp_id, "agentid": app.agent_id, "redirect_uri": back}
    return f"{config().wecom_login_url}/wwlogin/sso/login?{urlencode({**query, 'state': state})}"
