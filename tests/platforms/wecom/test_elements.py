"""Messages as they are built: whatever XML or JSON they come in, nothing is joined and no attack is followed."""

from __future__ import annotations

import json
import random

import pytest

from chalicelib.core.errors import MalformedMessage
from chalicelib.platforms.wecom import elements, events
from chalicelib.platforms.wecom.elements import Element
from chalicelib.platforms.wecom.outline import MASK, MOST, outline
from tests.support.wecom import join_event

LAUGHS = b'<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;">]><xml><A>&b;</A></xml>'
OUTSIDE = b'<!DOCTYPE x [<!ENTITY f SYSTEM "file:///etc/passwd">]><xml><A>&f;</A></xml>'
RECEIVED = 1795637000
JOIN = join_event("demo", "liming", "wm1", 1763690400, State="s1", WelcomeCode="w1")


@pytest.mark.parametrize(
    "body",
    [
        *(LAUGHS, OUTSIDE, b"", b"<xml>", b"plain", b"<a/><b/>", b"\xff\xfe", b"[1]", b'{"a":', b'{"a":' * 50_000),
        b"<xml>" + b"<a>" * 99 + b"</a>" * 99 + b"</xml>",
        b'{"a":' * 99 + b"1" + b"}" * 99,
        b"<xml><A>" + b"x" * elements.SIZE_LIMIT + b"</A></xml>",
    ],
)
def test_attacks_and_garbage_are_malformed(body: bytes) -> None:
    """No entity is expanded, no depth and no length is followed, and no other error comes out."""
    with pytest.raises(MalformedMessage):
        elements.read(body)


def test_text_and_cdata_are_read_alike() -> None:
    """WeCom sends both, and in several pieces."""
    root = elements.read(b"<xml><A><![CDATA[\xe4\xb8\xad]]></A><B> 1 </B><C/></xml>")
    assert [(child.name, child.text) for child in root.children] == [("A", "中"), ("B", "1"), ("C", "")]


def test_what_repeats_and_what_lies_inside_keeps_its_place() -> None:
    """Nothing is joined: two accounts stay two, and a text below another element is not the element's own."""
    root = elements.read(b"<xml><Id>a</Id><Id>b</Id><Info><Id>c</Id>x<Deep><Id>d</Id></Deep></Info></xml>")
    assert [one.text for one in root.all("Id")] == ["a", "b"]
    assert (root.value("None", "Id"), root.value("None")) == ("a", "")
    (info,) = root.all("Info")
    assert (info.text, info.value("Id"), info.all("Deep")[0].value("Id")) == ("x", "c", "d")
    event = events.parse(b"<xml><CreateTime>1</CreateTime><UserID>a<X>b</X></UserID></xml>", RECEIVED)
    assert event.userid == ""
    assert event.body.all("UserID")[0].value("X") == "b"


def test_json_says_the_same_as_xml() -> None:
    """A list is an element that repeats, a number its text, null an empty one."""
    written = {"Event": "e", "CreateTime": 7, "Id": ["a", 2, None], "Info": {"Id": "c"}}
    expected = Element("Info", "", (Element("Id", "c"),))
    root = elements.read(b"\xef\xbb\xbf" + json.dumps(written).encode())
    assert [one.text for one in root.all("Id")] == ["a", "2", ""]
    assert root.all("Info") == (expected,)
    assert root == elements.read(
        b"<xml><Event>e</Event><CreateTime>7</CreateTime><Id>a</Id><Id>2</Id><Id/><Info><Id>c</Id></Info></xml>"
    )


@pytest.mark.parametrize("created", ["", "x", "-1", "9" * 11, "9" * 12, str(RECEIVED + 3601), "１２", "0"])
def test_an_event_without_a_usable_time_happened_when_it_came(created: str) -> None:
    """A CreateTime that is no unix time is none, and no overflow later; nor is one that outlives what comes after."""
    event = events.parse(f"<xml><CreateTime>{created}</CreateTime><Event>e</Event></xml>".encode(), RECEIVED)
    assert (event.name, event.created) == ("e", RECEIVED)


def test_a_text_that_could_be_no_key_is_cut() -> None:
    """A row's key has an end, and one message that is over it must not come again for ever."""
    event = events.parse(JOIN.replace("s1", "s" * 5000).replace("change_", "x" * 500).encode(), RECEIVED)
    assert (len(event.state), len(event.name)) == (events.STATE_CHARACTERS, events.NAME_CHARACTERS)


def test_what_a_provider_is_told_is_read_alike() -> None:
    """InfoType and TimeStamp stand for Event and CreateTime."""
    told = b"<xml><InfoType>change_external_contact</InfoType><TimeStamp>5</TimeStamp><ChangeType>x</ChangeType></xml>"
    event = events.parse(told, RECEIVED)
    assert (event.name, event.created) == ("change_external_contact/x", 5)


def _as_json(plain: str) -> bytes:
    root = elements.read(plain.encode())
    return json.dumps({child.name: child.text for child in root.children}).encode()


@pytest.mark.parametrize(
    "dirty",
    [
        JOIN.encode(),
        b"\xef\xbb\xbf \r\n" + JOIN.encode() + b"\0\n",
        b'<?xml version="1.0" encoding="UTF-8"?>' + JOIN.encode(),
        JOIN.replace("liming", "Li\x08Ming").encode(),
        JOIN.replace("<![CDATA[s1]]>", "s1&#20;").replace("&#20;", "&#x0;").encode(),
        JOIN.replace("</xml>", "<Remark>王\udc00</Remark></xml>").encode("utf-8", "surrogatepass"),
        JOIN.replace("</xml>", "<Remark>\x01</Remark><UserID>zhaolei</UserID></xml>").encode(),
        JOIN.encode().replace(b"</xml>", b"<Remark>\xe7\x8e</Remark></xml>"),
        _as_json(JOIN),
        _as_json(JOIN.replace("liming", "LIMING")),
    ],
)
def test_a_dirty_event_has_the_effect_of_the_clean_one(dirty: bytes) -> None:
    """Control characters, broken UTF-8, BOM, JSON, another case, a second element of the name."""
    seen, clean = (events.parse(one, RECEIVED) for one in (dirty, JOIN.encode()))
    assert (seen.name, seen.created, seen.userid, seen.external_userid, seen.welcome_code) == (
        *(clean.name, clean.created, clean.userid, clean.external_userid, clean.welcome_code),
    )
    assert seen.state.rstrip("\ufffd") == clean.state


@pytest.mark.parametrize(
    ("change", "missing"),
    [("", ""), ("UserID", "UserID"), ("ExternalUserID", "ExternalUserID")],
)
def test_an_event_that_says_not_whom_it_is_about_says_which_id_is_missing(change: str, missing: str) -> None:
    """An id that can be none is missing too."""
    plain = JOIN.replace(f"<{change}>", f"<{change}>a b") if change else JOIN
    assert events.lacks(events.parse(plain.encode(), RECEIVED)) == missing
    gone = JOIN.replace(f"<{change}>", "<X>").replace(f"</{change}>", "</X>") if change else JOIN
    assert events.lacks(events.parse(gone.encode(), RECEIVED)) == missing


def test_two_joins_that_differ_only_in_the_customer_have_two_digests() -> None:
    """Same second, same member of staff: the dedupe key tells them apart."""
    assert events.digest_of(JOIN.encode()) != events.digest_of(JOIN.replace("wm1", "wm2").encode())


def test_any_bytes_are_an_event_or_malformed() -> None:
    """Bytes of chance, and real messages with bytes changed: no error of another kind, and an outline of each."""
    chance = random.Random(7)
    for _ in range(300):
        content = bytearray(chance.choice((JOIN.encode(), _as_json(JOIN), chance.randbytes(80), b"<xml>{</xml>")))
        for _ in range(chance.randrange(6)):
            content[chance.randrange(len(content))] = chance.randrange(256)
        assert len(outline(bytes(content))) <= MOST
        try:
            events.parse(bytes(content), RECEIVED)
        except MalformedMessage:
            continue


@pytest.mark.parametrize("plain", [JOIN.encode(), _as_json(JOIN)])
def test_an_outline_says_how_a_message_is_built_and_nothing_of_anybody(plain: bytes) -> None:
    """Names of elements and the kind of event stand; ids, codes and times do not."""
    shown = outline(plain)
    assert "ExternalUserID" in shown
    assert "change_external_contact" in shown
    assert MASK in shown
    for secret in ("liming", "wm1", "s1", "w1", "1763690400", "wwdemo"):
        assert secret not in shown
