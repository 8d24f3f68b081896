"""Notices of WeChat Pay: proved and opened at the door, opened again where they are worked on (docs/platform I2, I6).

It needs the secret `verify` and no call to anybody. What names a platform certificate instead of the merchant's public
key cannot be proved with that (the certificates are fetched by whoever signs as the merchant), so it is a hint: that it
opens says that its writer knows the APIv3 key, and what it tells is asked of WeChat Pay before it counts
(docs/adr/0028).
"""

from __future__ import annotations

import base64
import re
from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Annotated, Any

import msgspec

from chalicelib.core.context import Ctx
from chalicelib.core.errors import MalformedMessage
from chalicelib.core.ids import digest
from chalicelib.core.ops import secrets
from chalicelib.core.ops.secrets import Payee
from chalicelib.core.text import decoded
from chalicelib.platforms import reading
from chalicelib.platforms.wechatpay import words
from chalicelib.platforms.wechatpay.errors import NoticeRefused, PayNotConfigured
from chalicelib.platforms.wechatpay.provider import Notice

OLDEST_SECONDS = 300
SIGNED_WITH = "WECHATPAY2-SHA256-RSA2048"
SEALED_WITH = "AEAD_AES_256_GCM"
CERTIFICATE = re.compile(r"[0-9A-Fa-f]{1,40}")
# WeChat Pay probes whether forged notices are refused.
PROBE = "WECHATPAY/SIGNTEST/"
# Under this name the flow table has what follows from one.
NAME = "wechatpay/notice"
# The event of a notice whose envelope is not the documented one.
UNREAD = "unread"


class Sealed(msgspec.Struct, frozen=True, kw_only=True):
    """A notice that the door took, as it came. is_proved: WeChat Pay's public key signed it; else it is a hint."""

    body: str
    is_proved: bool
    name: str = NAME


class Taken(msgspec.Struct, frozen=True, kw_only=True):
    """A notice at the door. digest: the same for every delivery of the same notice. event: in the provider's word."""

    sealed: Sealed
    digest: str
    event: str


class _Resource(msgspec.Struct, frozen=True):
    algorithm: str
    nonce: str
    ciphertext: str
    associated_data: str | None = None


class _Envelope(msgspec.Struct, frozen=True):
    """A notification as it is sent (docs/platform I6)."""

    id: Annotated[str, msgspec.Meta(min_length=1)]
    event_type: str
    resource_type: str
    resource: _Resource


def take(ctx: Ctx, headers: Mapping[str, str], body: bytes) -> Taken:
    """Prove a notification at the door. headers: by lower-case name. No call to anybody.

    What it says is read afterwards: whoever could write it is heard, in whatever words. Raises UnknownCorp,
    PayNotConfigured, NoticeRefused (forged, too old, sealed for somebody else).
    """
    payees = _payees(ctx)
    _check_age(headers, ctx.now)
    is_proved = _is_proved(payees, headers, body)
    try:
        envelope = _envelope(body)
    except NoticeRefused:
        if not is_proved:
            raise
        # WeChat Pay signed it, so it is kept, and listed as what nobody can read.
        unread = Sealed(body=decoded(body), is_proved=True)
        return Taken(sealed=unread, digest=digest("unread", body.hex()).hex(), event=UNREAD)
    plain, _ = _plain(payees, envelope)
    # The id is part of what was signed. Of a hint only the inside says who wrote it, and it must not get in the way of
    # a proved notice of the same id.
    name = digest("notice", envelope.id) if is_proved else digest("hint", plain.hex())
    return Taken(sealed=Sealed(body=decoded(body), is_proved=is_proved), digest=name.hex(), event=envelope.event_type)


def opened(ctx: Ctx, sealed: Sealed) -> Notice:
    """What a notice says that was taken. Raises what `take` raises, when keys have changed since.

    What cannot be read, of whatever kind, is answered as it came, without a report.
    """
    payees = _payees(ctx)
    try:
        envelope = _envelope(sealed.body.encode())
    except NoticeRefused:
        name = digest("unread", sealed.body).hex()[:32]
        return Notice(id=name, event=UNREAD, plain=sealed.body, is_readable=False)
    plain, payee = _plain(payees, envelope)
    return _notice(payee, envelope, plain)


def _payees(ctx: Ctx) -> list[Payee]:
    """The merchant as provisioned, and as it was before the last change while that is not long ago."""
    payees = secrets.verify(ctx.corp).payees(ctx.now)
    if not payees:
        raise PayNotConfigured()
    return payees


def _check_age(headers: Mapping[str, str], now: datetime) -> None:
    stamp = headers.get("wechatpay-timestamp", "")
    if not re.fullmatch(r"\d{1,12}", stamp) or abs(now.timestamp() - int(stamp)) > OLDEST_SECONDS:
        raise NoticeRefused()


def _is_proved(payees: Sequence[Payee], headers: Mapping[str, str], body: bytes) -> bool:
    """True for a notice that WeChat Pay's public key signed, False for one that names a certificate; others raise."""
    serial, signature = headers.get("wechatpay-serial", ""), headers.get("wechatpay-signature", "")
    if headers.get("wechatpay-signature-type", "") != SIGNED_WITH or signature.startswith(PROBE):
        raise NoticeRefused()
    if CERTIFICATE.fullmatch(serial):
        return False
    named = [payee for payee in payees if serial and payee.public_key_id == serial]
    if not named:
        raise NoticeRefused()
    signed = (headers["wechatpay-timestamp"], headers.get("wechatpay-nonce", ""))
    _check_signature(named[0].public_key, "".join(f"{part}\n" for part in signed).encode() + body + b"\n", signature)
    return True


def _check_signature(pem: str, message: bytes, signature: str) -> None:
    # Loaded here, as below: only who takes notices needs it, and every function would pay for it at start.
    from cryptography.exceptions import InvalidSignature
    from cryptography.hazmat.primitives.asymmetric.padding import PKCS1v15
    from cryptography.hazmat.primitives.asymmetric.rsa import RSAPublicKey
    from cryptography.hazmat.primitives.hashes import SHA256
    from cryptography.hazmat.primitives.serialization import load_pem_public_key

    key = load_pem_public_key(pem.encode())
    try:
        if not isinstance(key, RSAPublicKey):
            raise NoticeRefused()
        key.verify(base64.b64decode(signature, validate=True), message, PKCS1v15(), SHA256())
    except (InvalidSignature, ValueError):
        raise NoticeRefused() from None


def _envelope(body: bytes) -> _Envelope:
    try:
        envelope = reading.read(body, _Envelope)
    except MalformedMessage:
        raise NoticeRefused() from None
    if envelope.resource_type != "encrypt-resource" or envelope.resource.algorithm != SEALED_WITH:
        raise NoticeRefused()
    return envelope


def _plain(payees: Sequence[Payee], envelope: _Envelope) -> tuple[bytes, Payee]:
    """What is inside, and for whom. Raises NoticeRefused when it was not sealed with the merchant's APIv3 key."""
    from cryptography.exceptions import InvalidTag
    from cryptography.hazmat.primitives.ciphers.aead import AESGCM

    resource = envelope.resource
    for payee in payees:
        try:
            ciphertext = base64.b64decode(resource.ciphertext, validate=True)
            associated = (resource.associated_data or "").encode()
            plain = AESGCM(payee.apiv3_key.encode()).decrypt(resource.nonce.encode(), ciphertext, associated)
        except (InvalidTag, ValueError):  # a nonce of no length, say
            continue
        return plain, payee
    raise NoticeRefused()


def _notice(payee: Payee, envelope: _Envelope, plain: bytes) -> Notice:
    event = envelope.event_type
    notice = Notice(id=envelope.id, event=event, plain=plain.decode(errors="replace"))
    try:
        if event.startswith("TRANSACTION."):
            return msgspec.structs.replace(notice, payment=words.payment_report(_read(plain, words.Transaction)))
        if event.startswith("REFUND."):
            return msgspec.structs.replace(notice, refund=words.refund_report(_read(plain, words.Refund), payee.mchid))
    except MalformedMessage:
        return msgspec.structs.replace(notice, is_readable=False)
    return notice


def _read(plain: bytes, shape: type[Any]) -> Any:
    return reading.read(plain, shape)
