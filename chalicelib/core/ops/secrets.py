"""The corps' settings: written by the provisioning command, read here, never handed out again.

One secret holds the stack's session key and every corp's settings. It is cached for a minute.
"""

from __future__ import annotations

import msgspec

from chalicelib.core import aws
from chalicelib.core.config import config
from chalicelib.core.errors import NotConfigured, UnknownCorp
from chalicelib.core.instance import Cache

KEPT_SECONDS = 60


class PaySettings(msgspec.Struct, frozen=True, kw_only=True):
    """A corp's merchant account at WeChat Pay.

    serial_no: of the merchant certificate whose `private_key` signs. public_key and public_key_id: what WeChat Pay
    signs with; both empty for a merchant that still verifies with platform certificates. appid: '' for the
    mini-program's.
    """

    mchid: str
    serial_no: str
    private_key: str
    apiv3_key: str
    public_key: str = ""
    public_key_id: str = ""
    appid: str = ""

    def __repr__(self) -> str:
        return f"PaySettings({self.mchid})"


class CorpSettings(msgspec.Struct, frozen=True, kw_only=True):
    """One corp's platform settings.

    owners: the userids that hold the owner role from the start. pay: None while the corp takes no money. mini_link: an
    address that opens the mini-program at a team, with `{team}` where its id goes; '' when there is none.
    """

    name: str
    corp_id: str
    agent_id: str
    agent_secret: str
    callback_token: str
    callback_aes_key: str
    mini_appid: str = ""
    mini_secret: str = ""
    owners: frozenset[str] = frozenset()
    pay: PaySettings | None = None
    mini_link: str = ""

    def __repr__(self) -> str:
        return f"CorpSettings({self.corp_id})"


class StackSettings(msgspec.Struct, frozen=True, kw_only=True):
    """All corps by key, and the key that signs sessions (at least 32 bytes)."""

    session_key: str
    corps: dict[str, CorpSettings]

    def __repr__(self) -> str:
        return f"StackSettings({sorted(self.corps)})"


_cache: Cache[StackSettings] = Cache(seconds=KEPT_SECONDS, size=1)


def stack() -> StackSettings:
    """The stack's settings. Raises NotConfigured when the secret was never written or is malformed."""
    return _cache.get("", _read)


def corp(corp_key: str) -> CorpSettings:
    """One corp's settings. Raises UnknownCorp."""
    try:
        return stack().corps[corp_key]
    except KeyError:
        raise UnknownCorp() from None


def forget() -> None:
    """Read the secret again on next use."""
    _cache.forget()


def _read() -> StackSettings:
    text = aws.client("secretsmanager").get_secret_value(SecretId=config().settings_secret)["SecretString"]
    try:
        settings = msgspec.json.decode(text, type=StackSettings)
    except msgspec.MsgspecError as error:
        raise NotConfigured(reason=str(error)) from None
    if len(settings.session_key) < 32:
        raise NotConfigured(reason="session_key is shorter than 32 characters")
    return settings
