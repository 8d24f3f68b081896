"""Platform events, typed. What we do not know is kept and acknowledged, never refused (docs/platform C1, C2)."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping

import msgspec

from chalicelib.core.ids import ExternalUserId, UserId, external_userid, userid
from chalicelib.core.moments import CLOCKS_DIFFER
from chalicelib.platforms.wecom import elements
from chalicelib.platforms.wecom.elements import Element

# The ids without which an event is about nobody, by its name or the end of it (docs/platform C1, C2, C4).
ABOUT: Mapping[str, tuple[str, ...]] = {
    "change_external_contact": ("UserID", "ExternalUserID"),
    "change_external_chat": ("ChatId",),
    "change_contact/user": ("UserID",),
    "change_contact/party": ("Id",),
}
# Of those, the first that can be.
TIMES = ("CreateTime", "TimeStamp")
# Longer runs of digits are no seconds.
MOST_DIGITS = 11
# A state has 30 characters at most (docs/platform D1); a longer text is none of ours, and would be no key of a row.
STATE_CHARACTERS, NAME_CHARACTERS = 128, 100


class Event(msgspec.Struct, frozen=True, kw_only=True):
    """A decrypted event.

    name: `Event/ChangeType`, as `change_external_contact/add_external_contact`; the key of the flows table.
    created: CreateTime, unix seconds. userid, external_userid: in their one form, '' when there is none that could be.
    fields: the texts of the elements that hold nothing else, of each name the first. body: all that it says.
    """

    name: str
    created: int
    userid: UserId = UserId("")
    external_userid: ExternalUserId = ExternalUserId("")
    state: str = ""
    welcome_code: str = ""
    source: str = ""
    fields: Mapping[str, str] = {}
    body: Element = Element("xml")


def digest_of(plaintext: bytes) -> str:
    """The dedupe key of a decrypted message. A retried delivery has new ciphertext but the same plaintext."""
    return hashlib.sha256(plaintext).hexdigest()


def parse(plaintext: bytes, received: int) -> Event:
    """The event in a decrypted message. Raises MalformedMessage.

    received: when it came, in unix seconds, which counts where the message itself has no usable time. Events that are
    told to a provider say InfoType and TimeStamp instead of Event and CreateTime (docs/platform C1).
    """
    body = elements.read(plaintext)
    values = {child.name: child.text for child in reversed(body.children) if not child.children}
    kind = values.get("Event") or values.get("InfoType") or values.get("MsgType") or "unknown"
    change = values.get("ChangeType", "")
    return Event(
        name=(f"{kind}/{change}" if change else kind)[:NAME_CHARACTERS],
        created=next((at for name in TIMES if (at := _unix(values.get(name, ""), received))), received),
        userid=userid(values.get("UserID", "")),
        external_userid=external_userid(values.get("ExternalUserID", "")),
        state=values.get("State", "")[:STATE_CHARACTERS],
        welcome_code=values.get("WelcomeCode", ""),
        source=values.get("Source", ""),
        fields=values,
        body=body,
    )


def _unix(text: str, received: int) -> int:
    """A time of the message; 0 for none, and for one that had not come when the message did."""
    seconds = int(text) if text.isascii() and text.isdigit() and len(text) <= MOST_DIGITS else 0
    return seconds if seconds <= received + CLOCKS_DIFFER.total_seconds() else 0


def is_timed(event: Event) -> bool:
    """True when the message says when it was, whether or not that can be: two that say the same are one told twice."""
    return any(event.fields.get(name) for name in TIMES)


def lacks(event: Event) -> str:
    """Which id is missing, or can be none, that an event is about; '' for none. Nobody knows whom it would change."""
    kind, _, change = event.name.partition("/")
    needed = ABOUT.get(kind, ()) or ABOUT.get(f"{kind}/{change.rpartition('_')[2]}", ())
    ids = {"UserID": event.userid, "ExternalUserID": event.external_userid}
    return next((name for name in needed if not (ids[name] if name in ids else event.fields.get(name))), "")


def encrypted_in(envelope: bytes) -> str:
    """The cipher text of a callback's body, in XML or JSON (docs/platform B3). Raises MalformedMessage."""
    return elements.read(envelope).value("Encrypt", "encrypt")
