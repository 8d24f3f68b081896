"""Callback cryptography of WeCom, written for the sandbox alone (docs/platform B1, B4, B5, B8).

It shares no code with the product, so that both can be wrong only independently of each other.
"""

from __future__ import annotations

import base64
import binascii
import hashlib
import hmac
import re
import secrets

from cryptography.hazmat.primitives.ciphers import Cipher, algorithms, modes

BLOCK = 32
_KEY = re.compile(r"[A-Za-z0-9]{43}")


class CryptoError(Exception):
    """A message that must be refused; `code` is the official library's number (docs/platform B8)."""

    def __init__(self, code: int, text: str) -> None:
        super().__init__(f"{code} {text}")
        self.code = code


def signature(token: str, timestamp: str, nonce: str, encrypted: str) -> str:
    """SHA-1 over the byte-wise sorted parts (docs/platform B4)."""
    parts = sorted(part.encode() for part in (token, timestamp, nonce, encrypted))
    return hashlib.sha1(b"".join(parts)).hexdigest()


def aes_key(encoding_aes_key: str) -> bytes:
    """The 32-byte key; tail bits of the 43rd character are ignored (docs/platform B1). Raises CryptoError."""
    if not _KEY.fullmatch(encoding_aes_key):
        raise CryptoError(-40004, "EncodingAESKey must be 43 characters of A-Za-z0-9")
    return base64.b64decode(encoding_aes_key + "=")


def pad(data: bytes) -> bytes:
    """PKCS#7 with a block of 32: 1 to 32 bytes are always added (docs/platform B5)."""
    count = BLOCK - len(data) % BLOCK
    return data + bytes([count]) * count


def unpad(data: bytes) -> bytes:
    """Undo `pad`. Raises CryptoError for anything that `pad` cannot have written."""
    count = data[-1] if data else 0
    if not 1 <= count <= BLOCK or data[-count:] != bytes([count]) * count:
        raise CryptoError(-40008, "bad padding")
    return data[:-count]


class CallbackCrypto:
    """Encrypts, signs and opens messages between the platform and one receiver."""

    def __init__(self, token: str, encoding_aes_key: str, receive_id: str) -> None:
        self.token = token
        self.receive_id = receive_id
        self._key = aes_key(encoding_aes_key)

    def _cipher(self) -> Cipher[modes.CBC]:
        return Cipher(algorithms.AES(self._key), modes.CBC(self._key[:16]))

    def encrypt(self, message: str | bytes, random16: bytes | None = None) -> str:
        """Base64 of AES-256-CBC over random | length | message | receiver (docs/platform B5)."""
        body = message.encode() if isinstance(message, str) else message
        prefix = random16 or secrets.token_hex(8).encode()
        plain = prefix + len(body).to_bytes(4, "big") + body + self.receive_id.encode()
        encryptor = self._cipher().encryptor()
        return base64.b64encode(encryptor.update(pad(plain)) + encryptor.finalize()).decode()

    def decrypt(self, encrypted: str) -> str:
        """The message inside; the receiver must be ours (docs/platform B5). Raises CryptoError."""
        plain = unpad(self._open(encrypted))
        length = int.from_bytes(plain[16:20], "big")
        if len(plain) < 20 + length:
            raise CryptoError(-40008, "length does not fit the message")
        if plain[20 + length :] != self.receive_id.encode():
            raise CryptoError(-40005, "receiveid mismatch")
        return plain[20 : 20 + length].decode()

    def _open(self, encrypted: str) -> bytes:
        try:
            data = base64.b64decode(encrypted, validate=True)
        except (binascii.Error, ValueError) as error:
            raise CryptoError(-40010, "not base64") from error
        if not data or len(data) % 16:
            raise CryptoError(-40007, "not whole cipher blocks")
        decryptor = self._cipher().decryptor()
        return decryptor.update(data) + decryptor.finalize()

    def sign(self, timestamp: str, nonce: str, encrypted: str) -> str:
        """The msg_signature that belongs to an encrypted text."""
        return signature(self.token, timestamp, nonce, encrypted)

    def open(self, msg_signature: str, timestamp: str, nonce: str, encrypted: str) -> str:
        """Check the signature in constant time, then decrypt. Raises CryptoError."""
        wanted = self.sign(timestamp, nonce, encrypted)
        if not hmac.compare_digest(wanted.encode(), msg_signature.encode()):
            raise CryptoError(-40001, "signature mismatch")
        return self.decrypt(encrypted)
