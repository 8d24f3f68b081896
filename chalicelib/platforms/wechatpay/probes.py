"""Whether a merchant's keys work, asked of WeChat Pay by themselves: nothing is cached, kept or written.

The library proves the answers of successes alone, and a merchant whose keys are tried has no payment to ask for. So a
refusal is asked for, and its signature is looked at here (docs/platform I1, I2, I3). No error here holds a key.
"""

from __future__ import annotations

import base64
import re
import secrets
import time
from collections.abc import Iterable, Mapping
from enum import StrEnum

import msgspec
import urllib3

from chalicelib.core.errors import MalformedMessage, TooBusy, UpstreamUnknown
from chalicelib.core.instance import once
from chalicelib.core.ops.secrets import Merchant
from chalicelib.platforms import reading
from chalicelib.platforms.wechatpay.client import LONGEST_CODE
from chalicelib.platforms.wechatpay.errors import refusal

# Of no payment: that it is not there says that the merchant may ask.
NO_PAYMENT = "SIYU0SETUP0CHECK"
NOT_THERE = ("ORDER_NOT_EXIST", "RESOURCE_NOT_EXISTS")
SCHEME = "WECHATPAY2-SHA256-RSA2048"
PUBLIC_KEY = "PUB_KEY_ID_"
# WeChat Pay's codes; whoever stands between has none, or another kind of them.
CODE = re.compile(r"[A-Z][A-Z0-9_]{2,}")
WITHIN, LONGEST = 3.0, 256 * 1024
TIMEOUT = urllib3.Timeout(connect=1.0, read=2.0)


class Refused(Exception):
    """WeChat Pay refused by its own code. is_busy: a later try may work."""

    def __init__(self, code: str, is_busy: bool) -> None:
        super().__init__(code)
        self.code = code
        self.is_busy = is_busy


class Part(StrEnum):
    """How a part of the settings came out. NOT_TOLD: nothing that came says it."""

    PROVED = "proved"
    WRONG = "wrong"
    NOT_TOLD = "not_told"


class Proved(msgspec.Struct, frozen=True, kw_only=True):
    """What the answers prove besides that the number, certificate and private key belong together.

    public_key_id, public_key: of those that are filled in. apiv3_key: by a certificate that it opens. certificates:
    the merchant has some. Whether the app is bound to the merchant only an order tells, and none is made.
    """

    public_key_id: Part
    public_key: Part
    apiv3_key: Part
    certificates: bool


class _Told(msgspec.Struct, frozen=True):
    code: str = ""


class _Sealed(msgspec.Struct, frozen=True):
    algorithm: str
    nonce: str
    ciphertext: str
    associated_data: str = ""


class _Certificate(msgspec.Struct, frozen=True):
    encrypt_certificate: _Sealed


class _Certificates(msgspec.Struct, frozen=True):
    data: list[_Certificate] = []


class _Answer(msgspec.Struct, frozen=True):
    status: int
    headers: Mapping[str, str]
    raw: bytes


@once
def _pool() -> urllib3.PoolManager:
    return urllib3.PoolManager(maxsize=4, timeout=TIMEOUT, retries=False)


def prove(merchant: Merchant, url: str) -> Proved:
    """What of a merchant's settings WeChat Pay's answers prove. Raises Refused, UpstreamUnknown, ValueError for a
    private key that is none.
    """
    answer = _asked(merchant, url, f"/v3/pay/transactions/out-trade-no/{NO_PAYMENT}?mchid={merchant.mchid}")
    if not _is_not_there(answer):
        # Nobody has paid under that number: whoever says so is not WeChat Pay.
        raise UpstreamUnknown(status=answer.status)
    apiv3_key, certificates = _opened(merchant, url)
    named, signed = _signed(merchant, answer)
    return Proved(public_key_id=named, public_key=signed, apiv3_key=apiv3_key, certificates=certificates)


def _signed(merchant: Merchant, answer: _Answer) -> tuple[Part, Part]:
    """Whether the key that signed is the one that is filled in: by its id, and by itself."""
    serial, signature = answer.headers.get("wechatpay-serial", ""), answer.headers.get("wechatpay-signature", "")
    if not merchant.public_key or not signature or not serial.startswith(PUBLIC_KEY):
        return Part.NOT_TOLD, Part.NOT_TOLD
    if serial != merchant.public_key_id:
        return Part.WRONG, Part.NOT_TOLD
    signed = (answer.headers.get("wechatpay-timestamp", ""), answer.headers.get("wechatpay-nonce", ""))
    message = "".join(f"{part}\n" for part in signed).encode() + answer.raw + b"\n"
    return Part.PROVED, Part.PROVED if _holds(merchant.public_key, message, signature) else Part.WRONG


def _opened(merchant: Merchant, url: str) -> tuple[Part, bool]:
    """Whether the APIv3 key opens the platform's certificates, and whether the merchant has any."""
    try:
        answer = _asked(merchant, url, "/v3/certificates")
        if _is_not_there(answer):
            return Part.NOT_TOLD, False
        sealed = reading.read(answer.raw, _Certificates).data
    except (Refused, UpstreamUnknown, MalformedMessage):
        # The merchant is taken, as the other answer said: this one says nothing then.
        return Part.NOT_TOLD, True
    if not sealed:
        return Part.NOT_TOLD, True
    is_open = _opens(merchant.apiv3_key, (one.encrypt_certificate for one in sealed))
    return Part.PROVED if is_open else Part.WRONG, True


def _is_not_there(answer: _Answer) -> bool:
    """Whether the merchant may ask, and there is none; False for a success. Raises Refused, UpstreamUnknown."""
    if answer.status == 200:
        return False
    try:
        code = reading.read(answer.raw, _Told).code[:LONGEST_CODE]
    except MalformedMessage:
        code = ""
    if code in NOT_THERE:
        return True
    if not CODE.fullmatch(code):
        raise UpstreamUnknown(status=answer.status)
    refused = refusal("setup", answer.status, code)
    if isinstance(refused, UpstreamUnknown):
        raise refused
    raise Refused(code, isinstance(refused, TooBusy))


def _asked(merchant: Merchant, url: str, path: str) -> _Answer:
    """One signed question. Raises UpstreamUnknown, ValueError."""
    stamp, nonce = str(int(time.time())), secrets.token_hex(16)
    parts = {
        "mchid": merchant.mchid,
        "nonce_str": nonce,
        "signature": _signature(merchant.private_key, f"GET\n{path}\n{stamp}\n{nonce}\n\n".encode()),
        "timestamp": stamp,
        "serial_no": merchant.serial_no,
    }
    headers = {
        "Authorization": f"{SCHEME} " + ",".join(f'{name}="{value}"' for name, value in parts.items()),
        "Accept": "application/json",
        "Content-Type": "application/json",
        "User-Agent": "siyu",
        **({"Wechatpay-Serial": merchant.public_key_id} if merchant.public_key_id else {}),
    }
    until = time.monotonic() + WITHIN
    try:
        answer = _pool().request("GET", f"{url}{path}", headers=headers, preload_content=False, redirect=False)
        raw = b""
        while len(raw) < LONGEST and (part := answer.read1(LONGEST - len(raw))):
            raw += part
            if time.monotonic() > until:
                answer.close()
                raise UpstreamUnknown(reason="it dripped")
        answer.release_conn()
    except urllib3.exceptions.HTTPError as error:
        raise UpstreamUnknown(reason=type(error).__name__) from None
    return _Answer(answer.status, {name.lower(): value for name, value in answer.headers.items()}, raw)


def _signature(pem: str, message: bytes) -> str:
    # Loaded here, as below: only who tries keys needs it, and every function would pay for it at start.
    from cryptography.hazmat.primitives.asymmetric.padding import PKCS1v15
    from cryptography.hazmat.primitives.asymmetric.rsa import RSAPrivateKey
    from cryptography.hazmat.primitives.hashes import SHA256
    from cryptography.hazmat.primitives.serialization import load_pem_private_key

    key = load_pem_private_key(pem.encode(), None)
    if not isinstance(key, RSAPrivateKey):
        raise ValueError("no RSA key")
    return base64.b64encode(key.sign(message, PKCS1v15(), SHA256())).decode()


def _holds(pem: str, message: bytes, signature: str) -> bool:
    from cryptography.exceptions import InvalidSignature
    from cryptography.hazmat.primitives.asymmetric.padding import PKCS1v15
    from cryptography.hazmat.primitives.asymmetric.rsa import RSAPublicKey
    from cryptography.hazmat.primitives.hashes import SHA256
    from cryptography.hazmat.primitives.serialization import load_pem_public_key

    try:
        key = load_pem_public_key(pem.encode())
        if not isinstance(key, RSAPublicKey):
            return False
        key.verify(base64.b64decode(signature, validate=True), message, PKCS1v15(), SHA256())
    except (InvalidSignature, ValueError):
        return False
    return True


def _opens(apiv3_key: str, sealed: Iterable[_Sealed]) -> bool:
    """True when the key opens one of them: whoever sealed it has the same."""
    from cryptography.exceptions import InvalidTag
    from cryptography.hazmat.primitives.ciphers.aead import AESGCM

    for one in sealed:
        try:
            ciphertext = base64.b64decode(one.ciphertext, validate=True)
            AESGCM(apiv3_key.encode()).decrypt(one.nonce.encode(), ciphertext, one.associated_data.encode())
        except (InvalidTag, ValueError):
            continue
        return True
    return False
