"""Each check that asks somebody, by settings that it is given: they may be those of a corp, or not written yet.

One function a check; none raises what a platform answers, none writes anything, and none knows of another.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from contextlib import suppress

from chalicelib.core.errors import AppError, TooBusy
from chalicelib.core.ops.secrets import Hidden, Merchant, Platforms
from chalicelib.platforms.wechatpay import client as wechatpay
from chalicelib.platforms.wechatpay.errors import NumberUnknown, PayRefused
from chalicelib.platforms.wechatpay.provider import PaymentNumber
from chalicelib.platforms.wecom import probes
from chalicelib.setup.shapes import Found
from chalicelib.setup.states import Check, Reason

# Of no payment: that it is not there says that the merchant may ask.
NO_PAYMENT = PaymentNumber("SIYU0SETUP0CHECK")
BUSY = (-1, 45009, 45033)


class Asked(Hidden, frozen=True, kw_only=True):
    """Whose connections are tried, and where the platforms are. public: the stack's own address, '' for none."""

    platforms: Platforms
    merchant: Merchant | None
    wecom: str
    wechat: str
    wechatpay: str
    public: str


def app(asked: Asked) -> Found:
    """A token is given for the corp id and the app's secret."""
    try:
        _token(asked)
    except probes.Refused as refused:
        return _of_token(refused)
    return Found(reason=Reason.WORKS)


def address(asked: Asked) -> Found:
    """The app may ask from where we are."""
    with suppress(_NoToken):
        try:
            probes.agent(asked.wecom, _app_token(asked), asked.platforms.agent_id)
        except probes.Refused as refused:
            # Whatever else it is refused for, it was not refused for where it came from.
            return _refused(refused) if refused.errcode in (60020, *BUSY) else Found(reason=Reason.WORKS)
        return Found(reason=Reason.WORKS)
    return Found(reason=Reason.NO_TOKEN)


def visible_range(asked: Asked) -> Found:
    """The app sees staff."""
    with suppress(_NoToken):
        try:
            seen = probes.visible(asked.wecom, _app_token(asked), asked.platforms.agent_id)
        except probes.Refused as refused:
            is_agent = refused.errcode in (40056, 41011, 301002)
            return Found(reason=Reason.WRONG_AGENT) if is_agent else _refused(refused)
        if not seen.staff:
            return Found(reason=Reason.SEEN_BY_TAG if seen.by_tag else Reason.NOBODY_SEEN)
        return Found(reason=Reason.WORKS, count=seen.staff)
    return Found(reason=Reason.NO_TOKEN)


def customers(asked: Asked) -> Found:
    """客户联系 is allowed to the app, and somebody may have customers."""
    with suppress(_NoToken):
        try:
            serving = probes.serving(asked.wecom, _app_token(asked))
        except probes.Refused as refused:
            return Found(reason=Reason.NOT_CALLABLE) if refused.errcode == 48002 else _refused(refused)
        return Found(reason=Reason.WORKS if serving else Reason.NOBODY_SERVES, count=serving)
    return Found(reason=Reason.NO_TOKEN)


def contacts(asked: Asked) -> Found:
    """The secret of the contacts lists ids."""
    if not asked.platforms.contacts_secret:
        return Found(reason=Reason.NO_CONTACTS)
    try:
        token = probes.token(asked.wecom, asked.platforms.corp_id, asked.platforms.contacts_secret)
    except probes.Refused as refused:
        return _of_token(refused)
    try:
        probes.directory(asked.wecom, token)
    except probes.Refused as refused:
        return Found(reason=Reason.NOT_OF_CONTACTS) if refused.errcode == 48002 else _refused(refused)
    return Found(reason=Reason.WORKS)


def domain(asked: Asked) -> Found:
    """What proves the domain stands at its root, from outside."""
    files = asked.platforms.domain_files
    if not files:
        return Found(reason=Reason.NO_FILE)
    if not asked.public:
        return Found(reason=Reason.NO_ADDRESS)
    served = [probes.file_at(f"{asked.public}/{name}") == content for name, content in files.items()]
    return Found(reason=Reason.WORKS if all(served) else Reason.FILE_NOT_SERVED, count=len(served))


def mini(asked: Asked) -> Found:
    """A token is given for the mini-program."""
    return _wechat(asked, asked.platforms.mini_appid, asked.platforms.mini_secret)


def account(asked: Asked) -> Found:
    """A token is given for the official account."""
    return _wechat(asked, asked.platforms.account_appid, asked.platforms.account_secret)


def pay(asked: Asked) -> Found:
    """WeChat Pay answers what only the merchant may ask."""
    if asked.merchant is None:
        return Found(reason=Reason.NO_MERCHANT)
    try:
        wechatpay.WeChatPay(asked.merchant, asked.wechatpay).query(NO_PAYMENT)
    except NumberUnknown:
        return Found(reason=Reason.WORKS)
    except PayRefused as refused:
        is_busy = isinstance(refused, TooBusy)
        return Found(reason=Reason.BUSY if is_busy else Reason.MERCHANT_REFUSED, code=refused.said)
    return Found(reason=Reason.WORKS)


ASKS: Mapping[Check, Callable[[Asked], Found]] = {
    Check.APP: app,
    Check.ADDRESS: address,
    Check.RANGE: visible_range,
    Check.CUSTOMERS: customers,
    Check.CONTACTS: contacts,
    Check.DOMAIN: domain,
    Check.MINI: mini,
    Check.ACCOUNT: account,
    Check.PAY: pay,
}


def ask(check: Check, asked: Asked) -> Found:
    """What one check comes to; a platform that does not answer is no error, it is what is found."""
    try:
        return ASKS[check](asked)
    except AppError:
        return Found(reason=Reason.NO_ANSWER)


class _NoToken(Exception):
    """The app gets no token, which its own line tells."""


def _token(asked: Asked) -> str:
    return probes.token(asked.wecom, asked.platforms.corp_id, asked.platforms.agent_secret)


def _app_token(asked: Asked) -> str:
    try:
        return _token(asked)
    except probes.Refused:
        raise _NoToken from None


def _wechat(asked: Asked, appid: str, secret: str) -> Found:
    if not appid:
        return Found(reason=Reason.NO_APP)
    try:
        probes.wechat_app(asked.wechat, appid, secret)
    except probes.Refused as refused:
        match refused.errcode:
            case 40013 | 41002:
                return Found(reason=Reason.WRONG_APPID)
            case 40001 | 40125 | 41004:
                return Found(reason=Reason.WRONG_SECRET)
            case 40164:
                return Found(reason=Reason.NOT_LISTED, address=refused.address)
        return _refused(refused)
    return Found(reason=Reason.WORKS)


def _of_token(refused: probes.Refused) -> Found:
    match refused.errcode:
        case 40013 | 41002:
            return Found(reason=Reason.WRONG_CORP)
        case 40001 | 40091 | 41004:
            return Found(reason=Reason.WRONG_SECRET)
    return _refused(refused)


def _refused(refused: probes.Refused) -> Found:
    if refused.errcode == 60020:
        return Found(reason=Reason.NOT_TRUSTED, address=refused.address)
    return Found(reason=Reason.BUSY if refused.errcode in BUSY else Reason.REFUSED, code=str(refused.errcode))
