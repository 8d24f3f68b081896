"""The platforms' own codes of refusals, each platform's in one table: what a later try does, in words, and its source.

A code that is not in its table is taken for one that a later try does not help, and counted (`UnknownErrcodes`):
whoever finds it there looks it up and adds its line.
"""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import msgspec

from chalicelib.core.errors import Outlook
from chalicelib.core.instance import once
from chalicelib.core.ops import log, metrics

FOLDER = Path(__file__).resolve().parent


class Code(msgspec.Struct, frozen=True):
    """A code. outlook: what a later try does. source: the section of docs/platform. zh, en: why, and what to do."""

    code: str
    outlook: Outlook
    source: str
    zh: str
    en: str


@once
def wecom() -> Mapping[str, Code]:
    """The errcodes of WeCom, and of WeChat, which shares them."""
    return _table("wecom/errcodes.txt")


@once
def wechatpay() -> Mapping[str, Code]:
    """The codes of WeChat Pay."""
    return _table("wechatpay/codes.txt")


def _table(name: str) -> Mapping[str, Code]:
    """Raises ValueError for a line that is none, or a code that is there twice."""
    text = (FOLDER / name).read_text(encoding="utf-8")
    lines = [line for line in text.splitlines() if line and not line.startswith("#")]
    known = {one.code: one for one in map(_read, lines)}
    if len(known) < len(lines):
        raise ValueError(f"{name}: a code is there twice")
    return known


def _read(line: str) -> Code:
    code, outlook, source, zh, en = line.split(" | ")
    return Code(code, Outlook(outlook), source, zh, en)


def unknown(api: str, code: str) -> None:
    """Count a code that its table does not have."""
    log.warning("errcode not known", api=api, code=code)
    metrics.count("UnknownErrcodes")
