"""Platform events, typed. What we do not know is kept and acknowledged, never refused (docs/platform C1, C2)."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping

import msgspec

from chalicelib.core.errors import MalformedMessage
from chalicelib.core.ids import ExternalUserId, UserId
from chalicelib.platforms.wecom import xml


class Event(msgspec.Struct, frozen=True, kw_only=True):
    """A decrypted event.

    name: `Event/ChangeType`, as `change_external_contact/add_external_contact`; the key of the flows table.
    created: CreateTime, unix seconds. digest: the dedupe key, a hash of the plaintext, because events carry
    no MsgId and two joins at one member of staff may share everything but the customer.
    """

    name: str
    created: int
    digest: str
    userid: UserId = UserId("")
    external_userid: ExternalUserId = ExternalUserId("")
    state: str = ""
    welcome_code: str = ""
    source: str = ""
    fields: Mapping[str, str] = {}


def digest_of(plaintext: bytes) -> str:
    """The dedupe key of a decrypted message. A retried delivery has new ciphertext but the same plaintext."""
    return hashlib.sha256(plaintext).hexdigest()


def parse(plaintext: bytes) -> Event:
    """The event in a decrypted message. Raises MalformedMessage when it has no usable CreateTime."""
    values = xml.read(plaintext)
    created = values.get("CreateTime", "")
    # Up to the year 5138; longer digit runs would overflow a date and come from no platform.
    if not (created.isascii() and created.isdigit() and len(created) <= 11):
        raise MalformedMessage()
    kind = values.get("Event") or values.get("MsgType") or "unknown"
    change = values.get("ChangeType", "")
    return Event(
        name=f"{kind}/{change}" if change else kind,
        created=int(created),
        digest=digest_of(plaintext),
        userid=UserId(values.get("UserID", "")),
        external_userid=ExternalUserId(values.get("ExternalUserID", "")),
        state=values.get("State", ""),
        welcome_code=values.get("WelcomeCode", ""),
        source=values.get("Source", ""),
        fields=values,
    )
