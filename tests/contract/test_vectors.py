"""The sandbox's own crypto against official and captured vectors (docs/platform B9)."""

import json
from pathlib import Path
from typing import Any

import pytest

from local.wecom.crypto import CallbackCrypto, CryptoError, pad, signature, unpad

VECTORS = json.loads(Path(__file__).with_name("wecom_vectors.json").read_text("utf-8"))
CALLBACKS: dict[str, dict[str, Any]] = {v["id"]: v for v in VECTORS["callback_vectors"]}
CODES = {"neg-signature": -40001, "neg-receiveid": -40005, "neg-aeskey-length": -40004}

each = pytest.mark.parametrize("vector", CALLBACKS.values(), ids=CALLBACKS.keys())
signed = pytest.mark.parametrize("vector", [v for v in CALLBACKS.values() if v["msg_signature"]], ids=lambda v: v["id"])


def crypto_of(vector: dict[str, Any]) -> CallbackCrypto:
    return CallbackCrypto(vector["token"] or "", vector["encoding_aes_key"], vector["receive_id"])


@each
def test_every_vector_decrypts_to_its_plaintext(vector: dict[str, Any]) -> None:
    """What the platform and its libraries sealed is read as they meant it."""
    assert crypto_of(vector).decrypt(vector["encrypt"]) == vector["plaintext"]


@each
def test_every_vector_encrypts_to_the_same_bytes(vector: dict[str, Any]) -> None:
    """With the same 16 random bytes the cipher text is the one on record."""
    random16 = vector["random16"].encode()
    assert crypto_of(vector).encrypt(vector["plaintext"], random16) == vector["encrypt"]


@signed
def test_every_signature_matches_and_opens(vector: dict[str, Any]) -> None:
    """The signature is the one on record, and the signed message opens to its plaintext."""
    parts = (vector["timestamp"], vector["nonce"], vector["encrypt"])
    crypto = crypto_of(vector)
    assert crypto.sign(*parts) == vector["msg_signature"]
    assert crypto.open(vector["msg_signature"], *parts) == vector["plaintext"]


@pytest.mark.parametrize("case", VECTORS["negative_cases"], ids=lambda case: case["id"])
def test_negative_cases_are_refused_with_the_library_code(case: dict[str, Any]) -> None:
    """A message changed in one place fails with the code that the official library gives."""
    vector = CALLBACKS[case["base"]] | case["change"]
    with pytest.raises(CryptoError) as refusal:
        crypto_of(vector).open(vector["msg_signature"], vector["timestamp"], vector["nonce"], vector["encrypt"])
    assert refusal.value.code == CODES[case["id"]]


@pytest.mark.parametrize(("encrypted", "code"), [("", -40007), ("AAAA", -40007), ("???", -40010), ("é", -40010)])
def test_what_is_no_cipher_text_is_refused(encrypted: str, code: int) -> None:
    """Text that no one encrypted has a code of its own, and is not an exception of another kind."""
    with pytest.raises(CryptoError) as refusal:
        crypto_of(CALLBACKS["wecom-verify-url"]).decrypt(encrypted)
    assert refusal.value.code == code


def test_any_flipped_bit_of_a_signed_message_is_noticed() -> None:
    """A letter changed anywhere in the cipher text is never opened."""
    vector = CALLBACKS["wecom-xml-text-message"]
    crypto = crypto_of(vector)
    for position in range(0, len(vector["encrypt"]), 37):
        letter = vector["encrypt"][position]
        changed = vector["encrypt"][:position] + ("A" if letter != "A" else "B")
        changed += vector["encrypt"][position + 1 :]
        with pytest.raises(CryptoError):
            crypto.open(vector["msg_signature"], vector["timestamp"], vector["nonce"], changed)


@pytest.mark.parametrize("size", range(65))
def test_padding_fills_blocks_of_thirty_two_and_always_adds(size: int) -> None:
    """Padding is 1 to 32 bytes and is taken off without a trace."""
    data = b"x" * size
    padded = pad(data)
    assert len(padded) % 32 == 0
    assert 1 <= len(padded) - size <= 32
    assert unpad(padded) == data


@pytest.mark.parametrize("data", [b"", b"x\x00", b"x\x21" * 33, b"xx\x03\x02\x03"])
def test_padding_that_nobody_wrote_is_refused(data: bytes) -> None:
    """Bytes at the end that are no padding are not cut off."""
    with pytest.raises(CryptoError):
        unpad(data)


def test_sorting_is_byte_wise_not_by_locale() -> None:
    """The parts of a signature may come in any order."""
    assert signature("a", "B", "1", "_") == signature("_", "1", "B", "a")
