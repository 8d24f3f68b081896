""".env.example names every setting and no other."""

from __future__ import annotations

import json
import re

from chalicelib.core.config import Config
from infra import provision
from infra.settings import CorpSettings
from tests.support.markdown import ROOT, blocks

EXAMPLE = (ROOT / ".env.example").read_text()
NAMED = set(re.findall(r"^#? ?(SIYU_\w+)=", EXAMPLE, re.MULTILINE))
LOCAL = set(re.findall(r'"(SIYU_\w+)"', (ROOT / "local" / "places.py").read_text()))
READ = {f"SIYU_{field.upper()}" for field in Config.__struct_fields__}


def test_every_setting_is_in_the_example() -> None:
    """What core/config.py and `make run` read is there."""
    assert READ | LOCAL <= NAMED


def test_the_example_has_nothing_that_nobody_reads() -> None:
    """A setting that was taken away is taken away there too."""
    assert NAMED <= READ | LOCAL


def test_the_example_holds_no_secret() -> None:
    """Secrets are in Secrets Manager, written by provision, and nowhere in the example."""
    assert not re.search(r"(?i)(agent_secret|aes_key|session_key|callback_token)=", EXAMPLE)


def test_the_runbook_shows_every_field_of_a_corp() -> None:
    """The example of provision has all fields, and filled in it is taken."""
    page = (ROOT / "docs" / "runbook" / "provision.md").read_text()
    (example,) = [json.loads(block.text) for block in blocks(page) if block.language == "json"]
    (corp,) = example.values()
    assert set(corp) == set(CorpSettings.__struct_fields__)
    filled = {**corp, "agent_secret": "s", "callback_token": "Token1", "callback_aes_key": "a" * 43}
    assert set(provision.read(json.dumps({"brand": filled}).encode())) == {"brand"}
