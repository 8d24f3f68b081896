"""The callback envelope against the official vectors."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from chalicelib.core.errors import BadSignature, MalformedMessage, NotConfigured, WrongReceiver
from chalicelib.platforms.wecom import crypto

VECTORS = json.loads((Path(__file__).parents[2] / "contract" / "wecom_vectors.json").read_text())
CALLBACKS = VECTORS["callback_vectors"]
BY_ID = {vector["id"]: vector for vector in CALLBACKS}
ERRORS = {"neg-signature": BadSignature, "neg-receiveid": WrongReceiver, "neg-aeskey-length": NotConfigured}
KEY = "abcdefghijklmnopqrstuvwxyz0123456789ABCDEFG"


def _open(vector: dict[str, Any]) -> bytes:
    if vector["msg_signature"]:
        crypto.check_signature(
            vector["token"], vector["timestamp"], vector["nonce"], vector["encrypt"], vector["msg_signature"]
        )
    return crypto.decrypt(vector["encoding_aes_key"], vector["receive_id"], vector["encrypt"])


@pytest.mark.parametrize("vector", CALLBACKS, ids=lambda vector: str(vector["id"]))
def test_every_official_vector_opens(vector: dict[str, Any]) -> None:
    """Signature and plaintext are those of the official samples."""
    assert _open(vector).decode() == vector["plaintext"]


@pytest.mark.parametrize("vector", CALLBACKS, ids=lambda vector: str(vector["id"]))
def test_every_official_vector_is_made_again_byte_for_byte(vector: dict[str, Any]) -> None:
    """With the same 16 random bytes the same ciphertext comes out."""
    made = crypto.encrypt(
        vector["encoding_aes_key"], vector["receive_id"], vector["plaintext"].encode(), vector["random16"].encode()
    )
    assert made == vector["encrypt"]


@pytest.mark.parametrize("case", VECTORS["negative_cases"], ids=lambda case: str(case["id"]))
def test_every_official_negative_case_is_refused(case: dict[str, Any]) -> None:
    """A wrong nonce, receiver or key is refused with an error of its own."""
    with pytest.raises(ERRORS[case["id"]]):
        _open({**BY_ID[case["base"]], **case["change"]})


@pytest.mark.parametrize("length", range(0, 70, 3))
def test_padding_is_whole_blocks_of_32(length: int) -> None:
    """Any length comes back; a full block is added when the length already fits."""
    message = b"x" * length
    sealed = crypto.encrypt(KEY, "wwcorp", message, b"0" * 16)
    assert crypto.decrypt(KEY, "wwcorp", sealed) == message


@pytest.mark.parametrize("broken", ["", "!!!!", "QUJD", "A" * 44, "密文"])
def test_what_is_no_ciphertext_is_malformed(broken: str) -> None:
    """Garbage is a typed refusal, never a crash."""
    with pytest.raises(MalformedMessage):
        crypto.decrypt(KEY, "wwcorp", broken)


def test_a_length_that_lies_is_malformed() -> None:
    """A message cannot claim to be longer than what was sent."""
    sealed = crypto.encrypt(KEY, "", b"", b"0" * 16)
    assert crypto.decrypt(KEY, "", sealed) == b""
    with pytest.raises(WrongReceiver):
        crypto.decrypt(KEY, "wwcorp", sealed)


def test_a_signature_in_another_alphabet_is_refused() -> None:
    """A non-ASCII signature is a refusal, not an exception of the comparison."""
    with pytest.raises(BadSignature):
        crypto.check_signature("token", "1", "2", "x", "签名")
