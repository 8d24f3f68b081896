"""The callback envelope: signature and cipher (docs/platform B4, B5)."""

from __future__ import annotations

import base64
import binascii
import hashlib
import hmac
import struct

from chalicelib.core.errors import BadSignature, MalformedMessage, NotConfigured, WrongReceiver

BLOCK = 32
NONCE_BYTES = 16
KEY_CHARACTERS = 43


def signature(token: str, timestamp: str, nonce: str, encrypted: str) -> str:
    """The lower-case SHA-1 of the four texts in byte order. Source: docs/platform B4."""
    return hashlib.sha1("".join(sorted((token, timestamp, nonce, encrypted))).encode(errors="replace")).hexdigest()


def check_signature(token: str, timestamp: str, nonce: str, encrypted: str, sent: str) -> None:
    """Raises BadSignature unless `sent` signs the message. Takes the same time wherever they differ."""
    if not hmac.compare_digest(signature(token, timestamp, nonce, encrypted).encode(), sent.encode(errors="replace")):
        raise BadSignature()


def key_of(encoding_aes_key: str) -> bytes:
    """The 32 key bytes of a 43-character EncodingAESKey. Raises NotConfigured for any other length.

    The 43rd character may carry bits that a strict decoder refuses; they are dropped (docs/platform B1).
    """
    if len(encoding_aes_key) != KEY_CHARACTERS:
        raise NotConfigured(reason="EncodingAESKey must have 43 characters")
    try:
        return base64.b64decode(encoding_aes_key + "=", validate=True)
    except binascii.Error:
        raise NotConfigured(reason="EncodingAESKey is not base64") from None


def decrypt(encoding_aes_key: str, receiver: str, encrypted: str) -> bytes:
    """The message inside `encrypted`.

    Layout: 16 random bytes, length (big endian), message, receiver id; padded to 32 bytes.
    Raises MalformedMessage when it does not have that layout, WrongReceiver when it is for somebody else.
    """
    padded = _cipher_out(key_of(encoding_aes_key), _base64(encrypted))
    pad = padded[-1]
    if not 1 <= pad <= BLOCK or padded[-pad:] != bytes([pad]) * pad:
        raise MalformedMessage()
    plain = padded[NONCE_BYTES:-pad]
    if len(plain) < 4:
        raise MalformedMessage()
    (length,) = struct.unpack(">I", plain[:4])
    message, addressee = plain[4 : 4 + length], plain[4 + length :]
    if len(message) != length:
        raise MalformedMessage()
    if not hmac.compare_digest(addressee, receiver.encode()):
        raise WrongReceiver()
    return message


def encrypt(encoding_aes_key: str, receiver: str, message: bytes, random16: bytes) -> str:
    """The inverse of `decrypt`, as base64 text."""
    from cryptography.hazmat.primitives.ciphers import Cipher, algorithms, modes

    key = key_of(encoding_aes_key)
    plain = random16 + struct.pack(">I", len(message)) + message + receiver.encode()
    pad = BLOCK - len(plain) % BLOCK
    encryptor = Cipher(algorithms.AES(key), modes.CBC(key[:16])).encryptor()
    return base64.b64encode(encryptor.update(plain + bytes([pad]) * pad) + encryptor.finalize()).decode()


def _base64(text: str) -> bytes:
    try:
        data = base64.b64decode(text, validate=True)
    except (binascii.Error, ValueError):
        raise MalformedMessage() from None
    if not data or len(data) % 16:
        raise MalformedMessage()
    return data


def _cipher_out(key: bytes, data: bytes) -> bytes:
    # Loaded here: only the callback door needs it, and every function would pay for it at start.
    from cryptography.hazmat.primitives.ciphers import Cipher, algorithms, modes

    decryptor = Cipher(algorithms.AES(key), modes.CBC(key[:16])).decryptor()
    return decryptor.update(data) + decryptor.finalize()
