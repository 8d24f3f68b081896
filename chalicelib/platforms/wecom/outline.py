"""How a message is built, without what it says: what an operator may see of one that nobody could read."""

from __future__ import annotations

import re

from chalicelib.core.text import decoded, plain

MOST = 400
MASK = "•"
# What says of which kind a message is, and nothing of anybody.
KINDS = ("event", "changetype", "infotype", "msgtype")
_WORD = re.compile(r"[A-Za-z_]{1,40}", re.ASCII)
# Names of elements and of JSON fields, marks, and room between them.
_BUILT = re.compile(r'(</?[A-Za-z_]\w{0,40}>|<!\[CDATA\[|\]\]>|"[A-Za-z_]\w{0,40}"\s*:|[{}\[\],]|\s+)', re.ASCII)


def outline(message: bytes) -> str:
    """The message with a mark in place of each text and value, cut where it is long; what says its kind is left."""
    parts = _BUILT.split(plain(decoded(message[: 8 * MOST])))
    shown, name = [], ""
    for place, part in enumerate(parts):
        if place % 2:
            name = part.strip('<>": ').lower() if part[0] in '<"' and part[1] != "!" else name
            shown.append(part)
        elif part:
            word = part.strip('"')
            shown.append(part if name in KINDS and _WORD.fullmatch(word) else MASK)
    line = " ".join("".join(shown).split())
    return line if len(line) <= MOST else f"{line[: MOST - 1]}…"
