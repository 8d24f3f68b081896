"""Dirt that the platform's answers and events are known to have, or may have (docs/platform A1, B3).

A receiver that reads them as what they mean sees no difference: no name, no id and no number changes.
"""

from __future__ import annotations

import json
from typing import Any

from local.servers.basics import Json

BOM = b"\xef\xbb\xbf"
# Fields that people write: only there stands a raw control character.
WRITTEN = frozenset({"name", "remark", "description", "tag_name", "group_name", "errmsg"})
# Numbers that came as texts.
TEXTS = frozenset({"errcode", "createtime", "gender", "expires_in", "create_time", "status", "stat_time", "chat_cnt"})
CONTROL = "\x08"


def dirty_json(body: Json) -> bytes:
    """An answer with a BOM, raw control characters in names, CESU-8, null for what is empty, numbers as texts."""
    text = json.dumps(_loose("", body), ensure_ascii=False).replace(json.dumps(CONTROL)[1:-1], CONTROL)
    return BOM + cesu(text)


def _loose(name: str, value: Any) -> Any:
    if isinstance(value, dict):
        return {key: _loose(key, held) for key, held in value.items()}
    if isinstance(value, list):
        return [_loose(name, held) for held in value] or None
    if isinstance(value, str):
        return (f"{value[:1]}{CONTROL}{value[1:]}" if name in WRITTEN else value) if value else None
    return str(value) if name in TEXTS else value


def dirty_xml(plaintext: str) -> bytes:
    """An event with a BOM, a line break before its end, and what somebody wrote: repeated, nested, and broken."""
    broken = b"<Remark>" + CONTROL.encode() + "王".encode()[:2] + b"<Item>1</Item></Remark><Remark>&#8;</Remark>"
    return BOM + cesu(plaintext).replace(b"</xml>", broken + b"\r\n</xml>\0")


def cesu(text: str) -> bytes:
    """Text whose characters beyond the first plane are written as two halves, as CESU-8 does."""
    halves = "".join(_halves(letter) if ord(letter) > 0xFFFF else letter for letter in text)
    return halves.encode("utf-8", "surrogatepass")


def _halves(letter: str) -> str:
    number = ord(letter) - 0x10000
    return chr(0xD800 + (number >> 10)) + chr(0xDC00 + (number & 0x3FF))
