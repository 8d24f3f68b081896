"""WeCom's refusals as typed errors, by errcode (docs/platform A3, A6)."""

from __future__ import annotations

from chalicelib.core.errors import SignInCodeRefused, TooBusy, UpstreamFailed


class WeComRefused(UpstreamFailed):
    """WeCom answered with an errcode that has no class of its own; repeating the call will not help."""

    zh = "企业微信拒绝了本次操作（错误码 {errcode}），请核对应用权限与参数。"
    en = "WeCom refused the call (errcode {errcode}). Check the app's permissions and the parameters."

    def __init__(self, api: str, errcode: int) -> None:
        super().__init__(self.zh.format(errcode=errcode), self.en.format(errcode=errcode), api=api, errcode=errcode)
        self.api = api
        self.errcode = errcode


class WeComBusy(WeComRefused, TooBusy):
    """Nothing was done and a later try may work: the platform is busy or our own limit was reached."""

    status = 503
    zh = "企业微信接口繁忙（错误码 {errcode}），系统会稍后自动重试。"
    en = "WeCom is busy (errcode {errcode}). It will be tried again by itself."


class TokenRefused(WeComRefused):
    """The access token is unknown or expired: refresh once and try once more."""


class CredentialsRefused(WeComRefused):
    zh = "企业微信应用凭证无效（错误码 {errcode}），请在配置中核对企业 ID 与应用 Secret。"
    en = "WeCom refuses the app's credentials (errcode {errcode}). Check corp id and secret in the settings."


class WelcomeAlreadySent(WeComRefused):
    """41051: the customer already chats, or the code was used. For our own retry it means delivered."""


class WelcomeBeingSent(WeComBusy):
    """41096: somebody is sending with this code right now; may be tried again inside its 20 s."""


class WelcomeExpired(WeComRefused):
    """41050: the code is unknown or older than 20 s."""


class NoSuchRelation(WeComRefused):
    """84061: the customer and the member of staff are not (or no longer) friends."""


class TagNameTaken(WeComRefused):
    """40071: the group has a tag of that name, made by somebody a moment ago."""


class OAuthCodeRefused(WeComRefused, SignInCodeRefused):
    status = 401
    zh = SignInCodeRefused.zh
    en = SignInCodeRefused.en


LOCAL_LIMIT = 45009
CLASSES: dict[int, type[WeComRefused]] = {
    -1: WeComBusy,
    6000: WeComBusy,
    40001: CredentialsRefused,
    40013: CredentialsRefused,
    40014: TokenRefused,
    40029: OAuthCodeRefused,
    40071: TagNameTaken,
    41050: WelcomeExpired,
    41051: WelcomeAlreadySent,
    41096: WelcomeBeingSent,
    42001: TokenRefused,
    42003: OAuthCodeRefused,
    42022: OAuthCodeRefused,
    45009: WeComBusy,
    45011: WeComBusy,
    45033: WeComBusy,
    60020: CredentialsRefused,
    84061: NoSuchRelation,
}


def refusal(api: str, errcode: int) -> WeComRefused:
    """The typed error of an errcode."""
    return CLASSES.get(errcode, WeComRefused)(api, errcode)
