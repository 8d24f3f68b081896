"""The sample payloads of `events/wecom`, as the product reads them (docs/platform C1)."""

from __future__ import annotations

from pathlib import Path

import pytest

from chalicelib.platforms.wecom import events
from tests.support import flows

SAMPLES = sorted((Path(__file__).resolve().parents[3] / "events" / "wecom").glob("*.xml"))


@pytest.mark.parametrize("path", SAMPLES, ids=lambda path: str(path.stem))
def test_every_sample_event_is_read_and_followed(path: Path) -> None:
    """Its fields arrive typed, and the flows table has an answer to it."""
    event = events.parse(path.read_bytes(), 1763690400)
    assert event.name == f"change_external_contact/{path.stem}"
    assert (event.userid, event.external_userid, event.created) == ("liming", "wmExampleCustomer0001", 1763690400)
    assert event.name in flows.events()


def test_every_customer_contact_event_that_is_followed_has_a_sample() -> None:
    """A new event comes with its payload."""
    followed = {name for name in flows.events() if name.startswith("change_external_contact/")}
    assert {f"change_external_contact/{path.stem}" for path in SAMPLES} == followed
