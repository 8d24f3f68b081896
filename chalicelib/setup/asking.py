"""Each check that asks somebody, by settings that it is given: they may be those of a corp, or not written yet.

One function a check; none raises what a platform answers, none writes anything, and none knows of another.
"""

from __future__ import annotations

import hashlib
import hmac
from collections.abc import Callable, Mapping
from concurrent.futures import Future
from threading import Lock
from typing import TypeVar, cast

import msgspec

from chalicelib.core.errors import AppError
from chalicelib.core.ops.secrets import Hidden, Merchant, Platforms
from chalicelib.platforms import codes
from chalicelib.platforms.wechatpay import probes as wechatpay
from chalicelib.platforms.wechatpay.probes import Part
from chalicelib.platforms.wecom import probes
from chalicelib.setup.shapes import Found
from chalicelib.setup.states import Check, Reason

BUSY = (-1, 45009, 45033)
# A token that is over says nothing of what it was to ask for.
LOST_TOKEN = (40014, 42001)
# Refusals for the app, which WeCom looks at behind the address (docs/platform A8).
BEHIND_THE_ADDRESS = (40056, 301002)
# A code is a short word or number; whatever comes in its place goes no further.
LONGEST_CODE = 64
Answer = TypeVar("Answer")


class Once:
    """What several checks need: whoever comes first asks for it, the others wait for what it is told."""

    def __init__(self) -> None:
        self._told: dict[str, Future[object]] = {}
        self._lock = Lock()

    def of(self, name: str, ask: Callable[[], Answer]) -> Answer:
        """The one answer. Raises what asking raised."""
        with self._lock:
            is_first = name not in self._told
            told = self._told.setdefault(name, Future())
        if is_first:
            try:
                told.set_result(ask())
            except Exception as error:
                told.set_exception(error)
        return cast(Answer, told.result())


class Asked(Hidden, frozen=True, kw_only=True):
    """Whose connections are tried, and where the platforms are. public: the stack's own address, '' for none."""

    platforms: Platforms
    merchant: Merchant | None
    wecom: str
    wechat: str
    wechatpay: str
    public: str
    once: Once = msgspec.field(default_factory=Once)


def app(asked: Asked) -> Found:
    """A token is given for the corp id and the app's secret."""
    try:
        _token(asked)
    except probes.Refused as refused:
        return _of_token(refused)
    return Found(reason=Reason.WORKS)


def address(asked: Asked) -> Found:
    """The app may ask from where we are."""
    try:
        _agent(asked)
    except _NoToken as without:
        return without.found
    except probes.Refused as refused:
        if refused.errcode in BEHIND_THE_ADDRESS:
            return Found(reason=Reason.WORKS)
        # Of any other nobody can tell whether it came before the address was looked at.
        return _refused(refused) if refused.errcode in (60020, *BUSY) else _untold(refused)
    return Found(reason=Reason.WORKS)


def visible_range(asked: Asked) -> Found:
    """The app sees staff."""
    try:
        seen = probes.visible(asked.wecom, _app_token(asked), _agent(asked))
    except _NoToken as without:
        return without.found
    except probes.Refused as refused:
        is_agent = refused.errcode in (40056, 41011, 301002)
        return Found(reason=Reason.WRONG_AGENT) if is_agent else _refused(refused)
    if seen.staff:
        is_all = seen.is_whole and not seen.by_tag
        return Found(reason=Reason.WORKS if is_all else Reason.SEEN_AT_LEAST, count=seen.staff)
    if seen.by_tag:
        return Found(reason=Reason.SEEN_BY_TAG)
    return Found(reason=Reason.NOBODY_SEEN if seen.is_whole else Reason.NOBODY_YET)


def customers(asked: Asked) -> Found:
    """客户联系 is allowed to the app, and somebody may have customers."""
    try:
        serving = probes.serving(asked.wecom, _app_token(asked))
    except _NoToken as without:
        return without.found
    except probes.Refused as refused:
        return Found(reason=Reason.NOT_CALLABLE) if refused.errcode == 48002 else _refused(refused)
    return Found(reason=Reason.WORKS if serving else Reason.NOBODY_SERVES, count=serving)


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
    """A token is given for the mini-program, and it is one."""
    return _wechat(asked, asked.platforms.mini_appid, asked.platforms.mini_secret, probes.mini_program)


def account(asked: Asked) -> Found:
    """A token is given for the official account, and it is one."""
    return _wechat(asked, asked.platforms.account_appid, asked.platforms.account_secret, probes.official_account)


def pay(asked: Asked) -> Found:
    """WeChat Pay answers what only the merchant may ask; what its answer does not prove is not said to work."""
    if asked.merchant is None:
        return Found(reason=Reason.NO_MERCHANT)
    try:
        proved = wechatpay.prove(asked.merchant, asked.wechatpay)
    except wechatpay.Refused as refused:
        if refused.is_busy:
            return Found(reason=Reason.BUSY, code=refused.code)
        is_known = refused.code in codes.wechatpay()
        return Found(reason=Reason.MERCHANT_REFUSED if is_known else Reason.UNTOLD, code=refused.code)
    except ValueError:
        return Found(reason=Reason.NO_PRIVATE_KEY)
    return Found(reason=_of_merchant(proved, bool(asked.merchant.public_key)))


def _of_merchant(proved: wechatpay.Proved, has_public_key: bool) -> Reason:
    if proved.public_key_id is Part.WRONG:
        return Reason.WRONG_PUBLIC_KEY_ID
    if proved.public_key is Part.WRONG:
        return Reason.WRONG_PUBLIC_KEY
    if proved.apiv3_key is Part.WRONG:
        return Reason.WRONG_APIV3
    if not has_public_key and not proved.certificates:
        return Reason.NEEDS_PUBLIC_KEY
    is_signed, is_open = proved.public_key is Part.PROVED, proved.apiv3_key is Part.PROVED
    if is_open and (is_signed or not has_public_key):
        return Reason.APP_NOT_PROVED
    if is_signed:
        return Reason.APIV3_NOT_PROVED
    return Reason.PUBLIC_KEY_NOT_PROVED if is_open else Reason.KEYS_NOT_PROVED


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


def fingerprint(check: Check, asked: Asked, key: str) -> str:
    """Tells settings that a check depends on from others; without the key it leads nowhere. 8 bytes of an HMAC."""
    corp, merchant = asked.platforms, asked.merchant
    of_app = (asked.wecom, corp.corp_id, corp.agent_secret)
    of: Mapping[Check, object] = {
        Check.APP: of_app,
        Check.ADDRESS: (*of_app, corp.agent_id),
        Check.RANGE: (*of_app, corp.agent_id),
        Check.CUSTOMERS: of_app,
        Check.CONTACTS: (asked.wecom, corp.corp_id, corp.contacts_secret),
        Check.DOMAIN: (asked.public, sorted(corp.domain_files.items())),
        Check.MINI: (asked.wechat, corp.mini_appid, corp.mini_secret),
        Check.ACCOUNT: (asked.wechat, corp.account_appid, corp.account_secret),
        Check.PAY: (asked.wechatpay, merchant),
    }
    told = msgspec.json.encode((check, of[check]))
    return hmac.new(key.encode(), b"setup" + told, hashlib.sha256).hexdigest()[:16]


class _NoToken(Exception):
    """The app gets no token. found: what a check says that needs one."""

    def __init__(self, found: Found) -> None:
        super().__init__(found.reason)
        self.found = found


def _token(asked: Asked) -> str:
    corp = asked.platforms
    return asked.once.of("token", lambda: probes.token(asked.wecom, corp.corp_id, corp.agent_secret))


def _app_token(asked: Asked) -> str:
    try:
        return _token(asked)
    except probes.Refused as refused:
        found = _of_token(refused)
        # Who is wrong says its own line; what else WeCom said holds here too.
        is_wrong = found.reason in (Reason.WRONG_SECRET, Reason.WRONG_CORP)
        raise _NoToken(Found(reason=Reason.NO_TOKEN) if is_wrong else found) from None


def _agent(asked: Asked) -> probes.Agent:
    access_token = _app_token(asked)
    return asked.once.of("agent", lambda: probes.agent(asked.wecom, access_token, asked.platforms.agent_id))


def _wechat(asked: Asked, appid: str, secret: str, of_kind: Callable[[str, str], None]) -> Found:
    if not appid:
        return Found(reason=Reason.NO_APP)
    try:
        access_token = probes.wechat_token(asked.wechat, appid, secret)
    except probes.Refused as refused:
        match refused.errcode:
            case 40013 | 41002:
                return Found(reason=Reason.WRONG_APPID)
            case 40001 | 40125 | 41004:
                return Found(reason=Reason.WRONG_SECRET)
            case 40164:
                return Found(reason=Reason.NOT_LISTED, address=refused.address)
        return _refused(refused)
    try:
        of_kind(asked.wechat, access_token)
    except probes.Refused as refused:
        if refused.errcode == probes.NOT_OF_THIS_KIND:
            return Found(reason=Reason.WRONG_KIND)
        return Found(reason=Reason.KIND_NOT_PROVED, code=_code(refused))
    except AppError:
        return Found(reason=Reason.KIND_NOT_PROVED, code="—")
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
    if refused.errcode in LOST_TOKEN:
        return _untold(refused)
    return Found(reason=Reason.BUSY if refused.errcode in BUSY else Reason.REFUSED, code=_code(refused))


def _untold(refused: probes.Refused) -> Found:
    return Found(reason=Reason.UNTOLD, code=_code(refused))


def _code(refused: probes.Refused) -> str:
    return str(refused.errcode)[:LONGEST_CODE]
