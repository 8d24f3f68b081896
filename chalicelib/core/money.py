"""Money is whole fen."""

from __future__ import annotations

import re
import unicodedata
from typing import NewType

Fen = NewType("Fen", int)
"""An amount in fen, a hundredth of a yuan."""

# No door takes more: a million yuan.
MOST = 100_000_000


def yuan(amount: Fen) -> str:
    """An amount as people read it: `¥12`, `¥12.50`, `-¥0.05`."""
    whole, rest = divmod(abs(amount), 100)
    sign = "-" if amount < 0 else ""
    return f"{sign}¥{whole}.{rest:02d}" if rest else f"{sign}¥{whole}"


# As people type an amount: with a sign or a word for yuan, commas between thousands, a full stop of a Chinese keyboard.
_AROUND = re.compile(r"[\s¥元,]+")
_YUAN = re.compile(r"(\d{1,7})(?:\.(\d{0,2}))?", re.ASCII)


def fen_of(text: str) -> Fen | None:
    """An amount in yuan as somebody typed it (`128.5`, `1,280元`, full width too); None for none, or too much."""
    plain = _AROUND.sub("", unicodedata.normalize("NFKC", text).replace("。", "."))
    parts = _YUAN.fullmatch(plain)
    if parts is None:
        return None
    fen = int(parts[1]) * 100 + int((parts[2] or "").ljust(2, "0"))
    return Fen(fen) if fen <= MOST else None
