"""RSA signatures, AEAD and the platform's key, written for the sandbox alone (docs/platform I1, I2, I3).

It shares no code with the product, so that both can be wrong only independently of each other.
"""

from __future__ import annotations

import base64
import binascii
import secrets
from datetime import UTC, datetime
from functools import lru_cache

from cryptography import x509
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import padding, rsa
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.serialization import (
    Encoding,
    NoEncryption,
    PrivateFormat,
    PublicFormat,
    load_pem_private_key,
    load_pem_public_key,
)

from local.wechatpay.records import Platform

AEAD = "AEAD_AES_256_GCM"
SINCE, UNTIL = datetime(2020, 1, 1, tzinfo=UTC), datetime(2049, 12, 31, tzinfo=UTC)


def lines(*parts: str) -> bytes:
    """The text to sign: every part with a line feed behind it (docs/platform I1, I2)."""
    return "".join(f"{part}\n" for part in parts).encode()


@lru_cache(32)
def private_key(pem: str) -> rsa.RSAPrivateKey:
    """The RSA key in a PEM. Raises ValueError."""
    key = load_pem_private_key(pem.encode(), None)
    if not isinstance(key, rsa.RSAPrivateKey):
        raise ValueError("not an RSA private key")
    return key


@lru_cache(32)
def public_key(pem: str) -> rsa.RSAPublicKey:
    """The RSA key in a PEM of a public key or of a certificate. Raises ValueError."""
    data = pem.encode()
    certificate = "BEGIN CERTIFICATE" in pem
    key = x509.load_pem_x509_certificate(data).public_key() if certificate else load_pem_public_key(data)
    if not isinstance(key, rsa.RSAPublicKey):
        raise ValueError("not an RSA public key")
    return key


def sign(pem: str, message: bytes) -> str:
    """SHA256 with RSA, PKCS#1 v1.5, base64 (docs/platform I1)."""
    signed = private_key(pem).sign(message, padding.PKCS1v15(), hashes.SHA256())
    return base64.b64encode(signed).decode()


def verify(pem: str, message: bytes, signature: str) -> bool:
    """True when the signature is the key owner's."""
    try:
        raw = base64.b64decode(signature, validate=True)
        public_key(pem).verify(raw, message, padding.PKCS1v15(), hashes.SHA256())
    except (InvalidSignature, binascii.Error, ValueError):
        return False
    return True


def seal(key: str, plain: bytes, associated: str, nonce: str = "") -> dict[str, str]:
    """A resource as notifications and certificates carry it (docs/platform I3)."""
    nonce = nonce or secrets.token_hex(6)
    sealed = AESGCM(key.encode()).encrypt(nonce.encode(), plain, associated.encode())
    return {
        "algorithm": AEAD, "ciphertext": base64.b64encode(sealed).decode(),
        "associated_data": associated, "nonce": nonce,
    }  # fmt: skip


def unseal(key: str, resource: dict[str, str]) -> bytes:
    """What is inside a resource. Raises cryptography's InvalidTag when it was not sealed with this key."""
    sealed = base64.b64decode(resource["ciphertext"])
    nonce, associated = resource["nonce"].encode(), resource["associated_data"].encode()
    return AESGCM(key.encode()).decrypt(nonce, sealed, associated)


def key_pair() -> tuple[str, str]:
    """A fresh RSA-2048 pair as PEM: private (PKCS#8), public."""
    key = rsa.generate_private_key(65537, 2048)
    private = key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
    public = key.public_key().public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo)
    return private.decode(), public.decode()


def new_platform() -> Platform:
    """The platform's key under both its names, a certificate and a public key (docs/platform I2)."""
    private, public = key_pair()
    number = x509.random_serial_number() | 1 << 156
    return Platform(
        private_key=private,
        public_key=public,
        public_key_id="PUB_KEY_ID_0" + "".join(secrets.choice("0123456789") for _ in range(31)),
        certificate=_certificate(private, number),
        serial_no=f"{number:X}",
    )


def _certificate(pem: str, number: int) -> str:
    """Valid from 2020 to 2049: other people's clients look at the real clock, ours may be moved."""
    key = private_key(pem)
    name = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, "WeChat Pay sandbox")])
    builder = x509.CertificateBuilder().subject_name(name).issuer_name(name).public_key(key.public_key())
    builder = builder.serial_number(number).not_valid_before(SINCE).not_valid_after(UNTIL)
    return builder.sign(key, hashes.SHA256()).public_bytes(Encoding.PEM).decode()
