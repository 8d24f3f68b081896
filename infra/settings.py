"""A corp's settings as corps.json has them, and what is wrong with them. No text here quotes a value."""

from __future__ import annotations

import re
from collections.abc import Iterator

from chalicelib.core.ops.secrets import Hidden

# What WeCom, official accounts and mini-programs give to be put at a domain's root.
DOMAIN_FILE = re.compile(r"[A-Za-z0-9_-]{1,64}\.txt")
LONGEST_FILE = 500
# As WeCom makes them: a corp's id, and the account of a member 账号, which administrators may choose.
CORP_ID = re.compile(r"w[wxl][A-Za-z0-9]{1,62}")
USERID = re.compile(r"[A-Za-z0-9][A-Za-z0-9_.@-]{0,63}")


class PaySettings(Hidden, frozen=True, kw_only=True):
    """A corp's merchant account at WeChat Pay, as corps.json has it. appid: '' for the mini-program's.

    See `Merchant` and `Payee` for what the others are.
    """

    mchid: str
    serial_no: str
    private_key: str
    apiv3_key: str
    public_key: str = ""
    public_key_id: str = ""
    appid: str = ""


class CorpSettings(Hidden, frozen=True, kw_only=True):
    """All settings of a corp, as corps.json has them. See `Platforms` and `Verify` for what they are."""

    name: str
    corp_id: str
    agent_id: str
    agent_secret: str
    callback_token: str
    callback_aes_key: str
    contacts_secret: str = ""
    mini_appid: str = ""
    mini_secret: str = ""
    owners: frozenset[str] = frozenset()
    pay: PaySettings | None = None
    mini_link: str = ""
    mini_coupon_link: str = ""
    account_appid: str = ""
    account_secret: str = ""
    domain_files: dict[str, str] = {}


def problems_of(corp: CorpSettings) -> Iterator[str]:
    """What cannot work, in words that name the setting."""
    yield from _problems_of_ids(corp)
    if not re.fullmatch(r"[A-Za-z0-9]{1,32}", corp.callback_token):
        yield "callback_token must be 1 to 32 letters or digits, as WeCom's console shows it"
    if not re.fullmatch(r"[A-Za-z0-9]{43}", corp.callback_aes_key):
        yield "callback_aes_key must be the 43 letters and digits of WeCom's console"
    yield from _problems_of_wechat(corp)
    yield from _problems_of_files(corp.domain_files)
    if corp.pay:
        if not (corp.pay.appid or corp.mini_appid):
            yield "pay.appid is empty, and there is no mini_appid to stand in for it"
        yield from _problems_of_pay(corp.pay)


def _problems_of_ids(corp: CorpSettings) -> Iterator[str]:
    for field in ("name", "corp_id", "agent_id", "agent_secret"):
        if not getattr(corp, field).strip():
            yield f"{field} is empty"
    if not CORP_ID.fullmatch(corp.corp_id):
        yield "corp_id must begin with ww, wx or wl, and go on with letters and digits alone"
    if not re.fullmatch(r"[0-9]{1,20}", corp.agent_id):
        yield "agent_id must be the digits of the app's page"
    if not corp.owners:
        yield "owners is empty: name at least one userid, or nobody can sign in"
    if not all(map(USERID.fullmatch, corp.owners)):
        yield "owners must be userids: letters, digits, and _ - @ . in between"


def _problems_of_wechat(corp: CorpSettings) -> Iterator[str]:
    if bool(corp.mini_appid) != bool(corp.mini_secret):
        yield "mini_appid and mini_secret belong together"
    if corp.mini_link and not (corp.mini_link.startswith("https://") and "{team}" in corp.mini_link):
        yield "mini_link must begin with https:// and hold {team} where a team's id goes"
    begins = corp.mini_coupon_link.startswith(("https://", "weixin://dl/business/"))
    if corp.mini_coupon_link and not (begins and "{coupon}" in corp.mini_coupon_link):
        yield "mini_coupon_link must begin with https:// or weixin://dl/business/ and hold {coupon} where its id goes"
    if bool(corp.account_appid) != bool(corp.account_secret):
        yield "account_appid and account_secret belong together"


def _problems_of_files(files: dict[str, str]) -> Iterator[str]:
    if not all(map(DOMAIN_FILE.fullmatch, files)):
        yield "domain_files must be named as the console says, such as WW_verify_AbC123.txt"
    if not all(content.strip() and len(content) <= LONGEST_FILE for content in files.values()):
        yield f"domain_files must hold what is in the file, at most {LONGEST_FILE} characters"


def _problems_of_pay(pay: PaySettings) -> Iterator[str]:
    if not re.fullmatch(r"[0-9]{8,10}", pay.mchid):
        yield "pay.mchid must be the merchant's number, 8 to 10 digits"
    if not re.fullmatch(r"[0-9A-Fa-f]{40}", pay.serial_no):
        yield "pay.serial_no must be the 40 hexadecimal digits of the merchant certificate's serial number"
    if len(pay.apiv3_key.encode()) != 32:
        yield "pay.apiv3_key must be 32 bytes, as it was set in the merchant console"
    if not _is_rsa(pay.private_key, "PRIVATE"):
        yield "pay.private_key must be the whole text of apiclient_key.pem, from -----BEGIN PRIVATE KEY----- on"
    if bool(pay.public_key) != bool(pay.public_key_id):
        yield "pay.public_key and pay.public_key_id belong together"
    if pay.public_key_id and not re.fullmatch(r"PUB_KEY_ID_[0-9A-Za-z]+", pay.public_key_id):
        yield "pay.public_key_id must begin with PUB_KEY_ID_"
    if pay.public_key and not _is_rsa(pay.public_key, "PUBLIC"):
        yield "pay.public_key must be the whole text of pub_key.pem, from -----BEGIN PUBLIC KEY----- on"


def _is_rsa(pem: str, half: str) -> bool:
    """True for an RSA key in the form that WeChat Pay's console gives and its client library takes."""
    from cryptography.hazmat.primitives.asymmetric.rsa import RSAPrivateKey, RSAPublicKey
    from cryptography.hazmat.primitives.serialization import load_pem_private_key, load_pem_public_key

    text = pem.strip()
    if not (text.startswith(f"-----BEGIN {half} KEY-----\n") and text.endswith(f"\n-----END {half} KEY-----")):
        return False
    try:
        if half == "PUBLIC":
            return isinstance(load_pem_public_key(text.encode()), RSAPublicKey)
        return isinstance(load_pem_private_key(text.encode(), None), RSAPrivateKey)
    except ValueError:
        return False
