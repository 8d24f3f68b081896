"""What must not be known, in five secrets by what it gives power over; written by the provisioning command, read here.

sessions: who is signed in. verify: what a platform sends us. platforms: what WeCom and WeChat do for us. payments:
where money goes. index: how phone numbers are found again. A function may read those that its verbs need and no other
(.chalice/policy-*.json), so a hole in one gives away one power (docs/adr/0027). Each is kept for a minute.
"""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum
from typing import Generic, TypeVar, cast

import msgspec
from botocore.exceptions import ClientError

from chalicelib.core import aws
from chalicelib.core.config import config
from chalicelib.core.errors import NotConfigured, UnknownCorp
from chalicelib.core.ids import UserId, userid
from chalicelib.core.instance import Cache
from chalicelib.core.moments import Moment, moment

KEPT_SECONDS = 60
SHORTEST_KEY = 32
Settings = TypeVar("Settings")


class Power(StrEnum):
    """What a secret gives power over."""

    SESSIONS = "sessions"
    VERIFY = "verify"
    PLATFORMS = "platforms"
    PAYMENTS = "payments"
    INDEX = "index"

    @property
    def secret_id(self) -> str:
        """Where the secret lies."""
        return str(getattr(config(), f"{self}_secret"))


class Hidden(msgspec.Struct, frozen=True, kw_only=True):
    """Settings that never print what they hold."""

    def __repr__(self) -> str:
        return f"{type(self).__name__}(hidden)"


class Keys(Hidden, frozen=True, kw_only=True):
    """The stack's own keys, at least 32 characters each: session_key signs sessions, cursor_key seals cursors."""

    session_key: str
    cursor_key: str = ""


class FormerKeys(Keys, frozen=True, kw_only=True):
    """What was signed with until the last rotation. until: when the last session of it is over."""

    until: Moment


class Sessions(Keys, frozen=True, kw_only=True, omit_defaults=True):
    """The keys in use, and those before and after them, so that a rotation ends nobody's session (infra/rotate.py).

    coming: taken already and not signed with yet, so that no instance meets a key that it has not read of.
    """

    coming: Keys | None = None
    former: FormerKeys | None = None


class Payee(Hidden, frozen=True, kw_only=True):
    """What proves and opens a notice of WeChat Pay to a merchant.

    public_key and public_key_id: what WeChat Pay signs with; both empty for a merchant that has platform certificates
    only. apiv3_key: what notices and certificates are sealed with.
    """

    mchid: str
    apiv3_key: str
    public_key: str = ""
    public_key_id: str = ""


class CallbackKeys(Hidden, frozen=True, kw_only=True):
    """What a callback is signed and sealed with, as WeCom's console shows it."""

    callback_token: str
    callback_aes_key: str


class FormerCallbackKeys(CallbackKeys, frozen=True, kw_only=True):
    """Those before the last change, taken until then: WeCom uses them until its console is saved."""

    until: Moment


class FormerPayee(Payee, frozen=True, kw_only=True):
    """The merchant's settings before the last change, taken until then: what they sealed may still wait here."""

    until: Moment


class Verify(CallbackKeys, frozen=True, kw_only=True, omit_defaults=True):
    """What proves and opens what the platforms send to a corp. pay: None while the corp takes no money.

    former, former_pay: what was in force before the last change of it.
    """

    corp_id: str
    pay: Payee | None = None
    former: FormerCallbackKeys | None = None
    former_pay: FormerPayee | None = None

    def callback_keys(self, now: datetime) -> list[CallbackKeys]:
        """What a callback may be signed and sealed with, the likelier first."""
        return [self, *([self.former] if self.former and now < moment(self.former.until) else [])]

    def payees(self, now: datetime) -> list[Payee]:
        """Whom a notice may be for, the likelier first; none while the corp takes no money."""
        former = self.former_pay
        return [*([self.pay] if self.pay else []), *([former] if former and now < moment(former.until) else [])]


class Platforms(Hidden, frozen=True, kw_only=True):
    """What a corp calls WeCom and WeChat with, and who it is there.

    contacts_secret: of the contacts 通讯录同步; '' while the corp gives none, then nobody is listed but who serves
    customers. owners: the userids that hold the owner role from the start. mini_link: an address that opens the
    mini-program at a team, with `{team}` where its id goes; '' when there is none. mini_coupon_link: the same at a
    coupon, with `{coupon}` and perhaps `{source}`. account_appid, account_secret: of the official account 公众号 that
    signs customers in on our pages; '' without one. domain_files: what the platforms want to find at the domain's root
    before they trust it, by name; no secrets.
    """

    name: str
    corp_id: str
    agent_id: str
    agent_secret: str
    contacts_secret: str = ""
    mini_appid: str = ""
    mini_secret: str = ""
    owners: frozenset[UserId] = frozenset()
    mini_link: str = ""
    mini_coupon_link: str = ""
    account_appid: str = ""
    account_secret: str = ""
    domain_files: dict[str, str] = {}

    def __post_init__(self) -> None:
        msgspec.structs.force_setattr(self, "owners", frozenset(map(userid, self.owners)) - {""})


class Merchant(Payee, frozen=True, kw_only=True):
    """What a corp calls WeChat Pay with. serial_no: of the merchant certificate whose `private_key` signs.

    What verifies the answers stands here too, so that whoever calls needs no second secret. appid: the app that
    customers pay in.
    """

    serial_no: str
    private_key: str
    appid: str


class Index(Hidden, frozen=True, kw_only=True):
    """The key of a corp's blind index. Never changed without building the index anew."""

    key: str


class ByCorp(Hidden, Generic[Settings], frozen=True, kw_only=True):
    """A secret that holds each corp's settings by the corp's key."""

    corps: dict[str, Settings] = {}


_cache: Cache[object] = Cache(seconds=KEPT_SECONDS, size=len(Power))


def sessions() -> Sessions:
    """The stack's own keys. Raises NotConfigured when the secret was never written or is malformed."""
    found = _read(Power.SESSIONS, Sessions)
    if len(found.session_key) < SHORTEST_KEY:
        raise NotConfigured(reason=f"session_key is shorter than {SHORTEST_KEY} characters")
    return found


def session_keys(now: datetime) -> list[str]:
    """What a session may be signed with; the first is what it is signed with now. Raises what `sessions` does."""
    found = sessions()
    former = [found.former] if found.former and now < moment(found.former.until) else []
    return [each.session_key for each in (found, *([found.coming] if found.coming else []), *former)]


def cursor_keys() -> list[str]:
    """What a cursor may be sealed with; the first is what it is sealed with now. Raises NotConfigured.

    It names a place in a list and gives no right to the list, so the former is taken until the next rotation.
    """
    found = sessions()
    if len(found.cursor_key) < SHORTEST_KEY:
        raise NotConfigured(reason=f"cursor_key is shorter than {SHORTEST_KEY} characters")
    return [each.cursor_key for each in (found, found.coming, found.former) if each]


def verify(corp: str) -> Verify:
    """What proves what the platforms send to a corp. Raises NotConfigured, UnknownCorp; so do the next two."""
    return _of(corp, _read(Power.VERIFY, ByCorp[Verify]))


def platforms(corp: str) -> Platforms:
    """What a corp calls WeCom and WeChat with."""
    return _of(corp, _read(Power.PLATFORMS, ByCorp[Platforms]))


def only_corp() -> str:
    """The key of the stack's one corp; '' when it has several, or none. Raises NotConfigured."""
    corps = _read(Power.PLATFORMS, ByCorp[Platforms]).corps
    return next(iter(corps)) if len(corps) == 1 else ""


def domain_file(name: str) -> str | None:
    """What a file at the domain's root holds that some corp has; None for any other name. Raises NotConfigured."""
    found = (corp.domain_files.get(name) for corp in _read(Power.PLATFORMS, ByCorp[Platforms]).corps.values())
    return next((content for content in found if content is not None), None)


def index(corp: str) -> Index:
    """The key of a corp's blind index."""
    return _of(corp, _read(Power.INDEX, ByCorp[Index]))


def payments(corp: str) -> Merchant | None:
    """What a corp calls WeChat Pay with, None while it takes no money. Raises NotConfigured."""
    return _read(Power.PAYMENTS, ByCorp[Merchant]).corps.get(corp)


def forget() -> None:
    """Read the secrets again on next use."""
    _cache.forget()


def _of(corp: str, found: ByCorp[Settings]) -> Settings:
    try:
        return found.corps[corp]
    except KeyError:
        raise UnknownCorp() from None


def _read(power: Power, shape: type[Settings]) -> Settings:
    # One shape a power, so what is kept under it is of it.
    return cast(Settings, _cache.get(power, lambda: _fetch(power, shape)))


def _fetch(power: Power, shape: type[Settings]) -> Settings:
    manager = aws.client("secretsmanager")
    try:
        text = manager.get_secret_value(SecretId=power.secret_id)["SecretString"]
        return msgspec.json.decode(text, type=shape)
    except msgspec.MsgspecError as error:
        raise NotConfigured(reason=f"{power}: {error}") from None
    except ClientError as error:
        if error.response["Error"]["Code"] != "ResourceNotFoundException":
            raise
        raise NotConfigured(reason=f"{power}: nothing was written yet") from None
