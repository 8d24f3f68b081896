"""The crypto against recorded vectors."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from local.wechatpay import crypto

VECTORS = json.loads((Path(__file__).parent / "vectors.json").read_text())


@pytest.mark.parametrize("vector", VECTORS, ids=lambda vector: str(vector["id"]))
def test_our_cipher_writes_and_opens_the_recorded_resources(vector: dict[str, str]) -> None:
    """Sealing gives the recorded ciphertext byte for byte, and opening gives the plain text back."""
    key, plain = vector["apiv3_key"], vector["plaintext"].encode()
    sealed = crypto.seal(key, plain, vector["associated_data"], vector["nonce"])
    assert sealed["ciphertext"] == vector["ciphertext"]
    assert crypto.unseal(key, sealed) == plain
