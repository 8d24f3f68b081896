"""XML with nothing switched on that XML attacks use."""

from __future__ import annotations

import pytest

from chalicelib.core.errors import MalformedMessage
from chalicelib.platforms.wecom import events, xml

LAUGHS = b'<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;">]><xml><A>&b;</A></xml>'
OUTSIDE = b'<!DOCTYPE x [<!ENTITY f SYSTEM "file:///etc/passwd">]><xml><A>&f;</A></xml>'


@pytest.mark.parametrize(
    "body",
    [
        LAUGHS,
        OUTSIDE,
        b"",
        b"<xml>",
        b"plain",
        b"<a/><b/>",
        b"\xff\xfe",
        b"<xml>" + b"<a>" * 9 + b"</a>" * 9 + b"</xml>",
    ],
)
def test_attacks_and_garbage_are_malformed(body: bytes) -> None:
    """No entity is expanded, no depth is followed."""
    with pytest.raises(MalformedMessage):
        xml.read(body)


def test_a_huge_message_is_malformed() -> None:
    """64 KB is more than any event has."""
    with pytest.raises(MalformedMessage):
        xml.read(b"<xml><A>" + b"x" * xml.SIZE_LIMIT + b"</A></xml>")


def test_text_and_cdata_are_read_alike() -> None:
    """WeCom sends both, and in several pieces."""
    assert xml.read(b"<xml><A><![CDATA[\xe4\xb8\xad]]></A><B> 1 </B><C/></xml>") == {"A": "中", "B": "1", "C": ""}


@pytest.mark.parametrize("created", ["", "x", "-1", "9" * 12, "１２"])
def test_an_event_needs_a_usable_time(created: str) -> None:
    """A CreateTime that is no unix time is malformed, not an overflow later."""
    with pytest.raises(MalformedMessage):
        events.parse(f"<xml><CreateTime>{created}</CreateTime><Event>e</Event></xml>".encode())


def test_an_unknown_event_has_a_name() -> None:
    """What we do not know is kept and acknowledged under its own name."""
    event = events.parse(
        b"<xml><CreateTime>1</CreateTime><MsgType>event</MsgType><Event>batch_job_result</Event></xml>"
    )
    assert event.name == "batch_job_result"


def test_two_joins_that_differ_only_in_the_customer_have_two_digests() -> None:
    """Same second, same member of staff: the dedupe key tells them apart."""
    one, two = (
        f"<xml><CreateTime>1</CreateTime><ExternalUserID>{name}</ExternalUserID></xml>".encode() for name in "ab"
    )
    assert events.parse(one).digest != events.parse(two).digest
