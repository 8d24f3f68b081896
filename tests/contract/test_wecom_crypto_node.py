"""Tencent's npm package @wecom/crypto opens what the sandbox sends, and the other way round.

Its version and hash stand in package-lock.json beside this; `local/tools.py` installs it.
"""

import json
import subprocess
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import pytest

from local import tools
from local.wecom import Sandbox
from local.wecom.testing import CORP, KEY, TOKEN, Client, Receiver
from tests.support import needs


@pytest.fixture(scope="module", autouse=True)
def installed() -> None:
    """Node, and the package."""
    try:
        tools.node()
        tools.node_modules()
    except tools.Missing as missing:
        needs.skip_without(missing)


def node(job: dict[str, str]) -> dict[str, Any]:
    script = Path(__file__).with_name("wecom_crypto.mjs")
    done = subprocess.run(
        [tools.node(), str(script), str(tools.node_modules())], input=json.dumps(job).encode(),
        capture_output=True, timeout=20, check=True,
    )  # fmt: skip
    answer: dict[str, Any] = json.loads(done.stdout)
    return answer


def test_it_opens_our_callback(control: Client, receiver: Receiver, sandbox: Sandbox) -> None:
    """Signature, corp and event of a real delivery are read by the official library."""
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
    """Text sealed by the official library comes out unchanged."""
    made = node({"key": KEY, "message": "密文测试", "id": CORP})
    assert receiver.crypto.decrypt(made["encrypt"]) == "密文测试"
