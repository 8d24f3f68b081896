"""Tencent's npm package @wecom/crypto opens what the sandbox sends, and the other way round.

Install it anywhere and name the folder: `npm install --prefix .local/node @wecom/crypto@1.0.1`
(the default place), or set WECOM_CRYPTO_NODE_MODULES.
"""

import json
import os
import shutil
import subprocess
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import pytest

from local.wecom import Sandbox
from local.wecom.testing import CORP, KEY, TOKEN, Client, Receiver

ROOT = Path(__file__).resolve().parents[2]
MODULES = Path(os.environ.get("WECOM_CRYPTO_NODE_MODULES", ROOT / ".local/node/node_modules"))
NODE = shutil.which("node")

pytestmark = [
    pytest.mark.skipif(NODE is None, reason="node is not installed"),
    pytest.mark.skipif(
        not (MODULES / "@wecom/crypto").exists(),
        reason=f"@wecom/crypto is not in {MODULES}: npm install --prefix .local/node @wecom/crypto@1.0.1",
    ),
]


def node(job: dict[str, str]) -> dict[str, Any]:
    script = Path(__file__).with_name("wecom_crypto.mjs")
    done = subprocess.run(
        [str(NODE), str(script), str(MODULES)], input=json.dumps(job).encode(),
        capture_output=True, timeout=20, check=True,
    )  # fmt: skip
    answer: dict[str, Any] = json.loads(done.stdout)
    return answer


def test_it_opens_our_callback(control: Client, receiver: Receiver, sandbox: Sandbox) -> None:
    body = {"config_id": control.contact_way()["config_id"]}
    control.control("POST", "/customers/fang/add", body)
    sandbox.deliver_all()
    [post] = receiver.posts
    encrypted = ElementTree.fromstring(post.raw).findtext("Encrypt") or ""
    query = post.query
    opened = node(
        {"token": TOKEN, "key": KEY, "encrypt": encrypted, "timestamp": query["timestamp"],
         "nonce": query["nonce"]}
    )  # fmt: skip
    assert (opened["signature"], opened["id"]) == (query["msg_signature"], CORP)
    event = ElementTree.fromstring(opened["message"])
    assert event.findtext("ChangeType") == "add_external_contact"


def test_we_open_what_it_encrypts(receiver: Receiver) -> None:
    made = node({"key": KEY, "message": "密文测试", "id": CORP})
    assert receiver.crypto.decrypt(made["encrypt"]) == "密文测试"
