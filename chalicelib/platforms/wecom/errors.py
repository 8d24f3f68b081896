"""WeCom's refusals as typed errors, by errcode (docs/platform A3, A6); what each says is in errcodes.txt."""

from __future__ import annotations

from chalicelib.core.errors import (
    AppError,
    Outlook,
    SignInCodeRefused,
    TooBusy,
    UpstreamFailed,
    UpstreamUnknown,
    every,
)
from chalicelib.platforms import codes


class WeComRefused(UpstreamFailed):
    """WeCom answered with an errcode; unless the table says so, a later try does not help."""

    zh = "企业微信拒绝了本次操作（错误码 {errcode}），请核对应用权限与参数。"
    en = "WeCom refused the call (errcode {errcode}). Check the app's permissions and the parameters."

    def __init__(self, api: str, errcode: int) -> None:
        known = codes.wecom().get(str(errcode))
        zh, en = self.zh.format(errcode=errcode), self.en.format(errcode=errcode)
        if known and type(self).zh == WeComRefused.zh:
            zh = f"企业微信拒绝了本次操作（错误码 {errcode}）：{known.zh}"
            en = f"WeCom refused the call (errcode {errcode}). {known.en}"
        super().__init__(zh, en, api=api, errcode=errcode)
        self.api = api
        self.errcode = errcode
        self.outlook = known.outlook if known else Outlook.NEVER


class WeComBusy(WeComRefused, TooBusy):
    """Nothing was done and a later try may work: the platform is busy or our own limit was reached."""

    status = 503
    retry_after = 10
    zh = "企业微信接口繁忙（错误码 {errcode}），请稍后重试。"
    en = "WeCom is busy (errcode {errcode}). Try again in a moment."


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


class NoSuchStaff(WeComRefused):
    """60111: nobody of the corp has that userid."""


class StaffUnseen(WeComRefused):
    """60011: the member of staff is outside of what the app may see."""


class TagNameTaken(WeComRefused):
    """40071: the group has a tag of that name, made by somebody a moment ago."""


class UnknownTag(WeComRefused):
    """40068: the tag was deleted, or is another corp's."""


class TagOfAnotherApp(WeComRefused):
    """301002 for a tag: who made it alone may change it."""

    zh = "该标签由企业微信后台或其他应用创建，本应用不能修改或删除（错误码 {errcode}），请在创建它的地方操作。"
    en = "The tag was made by another app or by hand (errcode {errcode}). Only there it is changed or deleted."


class MediaRefused(WeComRefused):
    """40007: the media id is unknown, too old or of another kind."""


class OAuthCodeRefused(WeComRefused, SignInCodeRefused):
    status = 401
    zh = SignInCodeRefused.zh
    en = SignInCodeRefused.en
    customers = None


LOCAL_LIMIT = 45009
# Those that callers tell apart; of the others, what a later try may do is WeComBusy.
CLASSES: dict[int, type[WeComRefused]] = {
    40001: CredentialsRefused,
    40007: MediaRefused,
    40013: CredentialsRefused,
    40014: TokenRefused,
    40029: OAuthCodeRefused,
    40068: UnknownTag,
    40071: TagNameTaken,
    40091: CredentialsRefused,
    40125: CredentialsRefused,
    40163: OAuthCodeRefused,
    41002: CredentialsRefused,
    41004: CredentialsRefused,
    41050: WelcomeExpired,
    41051: WelcomeAlreadySent,
    41096: WelcomeBeingSent,
    42001: TokenRefused,
    42003: OAuthCodeRefused,
    42022: OAuthCodeRefused,
    60011: StaffUnseen,
    60020: CredentialsRefused,
    60111: NoSuchStaff,
    84061: NoSuchRelation,
}


def refusal(api: str, errcode: int) -> WeComRefused:
    """The typed error of an errcode; one that the table does not have is counted."""
    known = codes.wecom().get(str(errcode))
    if known is None:
        codes.unknown(api, str(errcode))
    is_passing = known is not None and known.outlook is Outlook.AGAIN
    return CLASSES.get(errcode, WeComBusy if is_passing else WeComRefused)(api, errcode)


OF_ONE_CALL = (OAuthCodeRefused, WelcomeAlreadySent, WelcomeBeingSent, WelcomeExpired)
"""What only signing in, or sending a welcome, is answered with."""
ASKED: tuple[type[AppError], ...] = (*(one for one in every(WeComRefused) if one not in OF_ONE_CALL), UpstreamUnknown)
"""What a door declares behind which WeCom is asked."""
