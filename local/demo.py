"""The demo corp: its secrets are made once per local stack; its folder, the sandboxes and our settings hold them."""

from __future__ import annotations

import secrets
import string
from collections.abc import Mapping
from types import MappingProxyType
from urllib.parse import urlsplit

import msgspec
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import rsa

from infra.settings import CorpSettings, PaySettings
from local.places import Places
from local.wechatpay.records import MerchantIn, PlatformKeys
from local.wecom.records import AppSecret, CorpIn, Staff

KEY = "demo"
MCHID = "1900000109"
STAFF = {"boss": "王店长", "lily": "李丽", "ming": "陈明", "store": "门店小赵", "hui": "合规陆慧"}


def corp(places: Places) -> CorpSettings:
    """The demo corp of a local stack, with a merchant."""
    file = places.folder / "corp.json"
    settings = msgspec.json.decode(file.read_bytes(), type=CorpSettings) if file.exists() else _corp()
    if not settings.contacts_secret:
        settings = msgspec.structs.replace(settings, contacts_secret=secrets.token_urlsafe(32))
    if settings.pay is None:
        settings = msgspec.structs.replace(settings, pay=_merchant())
    file.parent.mkdir(parents=True, exist_ok=True)
    file.touch(mode=0o600)
    file.write_bytes(msgspec.json.encode(settings))
    return settings


def another(name: str, owner: str) -> CorpSettings:
    """A second corp of a local stack, which takes no money: secrets, mini-program and owner of its own."""
    return msgspec.structs.replace(_corp(), name=name, owners=frozenset({owner}))


def _corp() -> CorpSettings:
    return CorpSettings(
        name="溪雨茶铺",
        corp_id=f"ww{secrets.token_hex(8)}",
        agent_id="1000002",
        agent_secret=secrets.token_urlsafe(32),
        contacts_secret=secrets.token_urlsafe(32),
        callback_token=secrets.token_hex(12),
        callback_aes_key="".join(secrets.choice(string.ascii_letters + string.digits) for _ in range(43)),
        mini_appid=f"wx{secrets.token_hex(8)}",
        mini_secret=secrets.token_hex(16),
        account_appid=f"wx{secrets.token_hex(8)}",
        account_secret=secrets.token_hex(16),
        owners=frozenset({"boss"}),
    )


def _merchant() -> PaySettings:
    """A merchant account with a key of its own; what WeChat Pay signs with is asked of the sandbox at each start."""
    private = rsa.generate_private_key(public_exponent=65537, key_size=2048).private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )
    return PaySettings(
        mchid=MCHID,
        serial_no=secrets.token_hex(20).upper(),
        private_key=private.decode(),
        apiv3_key=secrets.token_hex(16),
    )


def with_platform(settings: CorpSettings, platform: PlatformKeys) -> CorpSettings:
    """The corp with the key that the WeChat Pay sandbox signs with now."""
    assert settings.pay
    pay = msgspec.structs.replace(settings.pay, public_key=platform.public_key, public_key_id=platform.public_key_id)
    return msgspec.structs.replace(settings, pay=pay)


def at_wechatpay(settings: CorpSettings) -> MerchantIn:
    """The corp's merchant as WeChat Pay holds it, as a body of the sandbox's `PUT merchants/{mchid}`.

    Refunds arrive after 3 s, and every notification is delivered twice at first, as the platform may.
    """
    assert settings.pay
    private = serialization.load_pem_private_key(settings.pay.private_key.encode(), None)
    public = private.public_key().public_bytes(
        serialization.Encoding.PEM, serialization.PublicFormat.SubjectPublicKeyInfo
    )
    return MerchantIn(
        name=settings.name,
        appids=[settings.mini_appid],
        apiv3_key=settings.pay.apiv3_key,
        serial_no=settings.pay.serial_no,
        public_key=public.decode(),
        refund_after=3,
        duplicate_first=True,
    )


def at_wecom(
    places: Places, settings: CorpSettings, key: str = KEY, staff: Mapping[str, str] = MappingProxyType(STAFF)
) -> CorpIn:
    """The same corp, or another by its key and staff, as WeCom's administrator would set it up.

    A body of the sandbox's `PUT corps/{corp_id}`.
    """
    return CorpIn(
        name=settings.name,
        secrets=[
            AppSecret(settings.agent_id, settings.agent_secret, trusted_domain=urlsplit(places.url).netloc),
            AppSecret("contacts", settings.contacts_secret, contacts=True),
        ],
        callback_url=f"{places.url}/wecom/callback/{key}",
        token=settings.callback_token,
        encoding_aes_key=settings.callback_aes_key,
        mini_appid=settings.mini_appid,
        mini_secret=settings.mini_secret,
        account_appid=settings.account_appid,
        account_secret=settings.account_secret,
        account_domain=urlsplit(places.url).netloc,
        staff=[Staff(userid, name) for userid, name in staff.items()],
    )
