"""What lint measures by: the shipped words and hosts (data beside this file) and a corp's own rules."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import msgspec

from chalicelib.content.rules import ForbiddenWord, plain
from chalicelib.content.shapes import ContentRules, Severity
from chalicelib.core.instance import once

FOLDER = Path(__file__).resolve().parent
CLAIMS = "广告法第九条第三项"
OWN = (Severity.ERROR, "企业自定义", "the corp's own rule", "企业内容规则")


class Standards(msgspec.Struct, frozen=True):
    """Forbidden words; the hosts that links may lead to (all when empty); the short-link hosts they never may."""

    words: tuple[ForbiddenWord, ...]
    allowed_hosts: frozenset[str]
    short_hosts: frozenset[str]

    def without_claims(self) -> Standards:
        """The same but for the words that claim too much (广告法第九条第三项)."""
        return msgspec.structs.replace(self, words=tuple(word for word in self.words if word.source != CLAIMS))


def standards(rules: ContentRules) -> Standards:
    """The shipped standards with a corp's own rules."""
    own = tuple(ForbiddenWord(plain(word), *OWN) for word in rules.extra_words if plain(word))
    return Standards((*shipped_words(), *own), frozenset(rules.allowed_hosts), short_hosts())


@once
def shipped_words() -> tuple[ForbiddenWord, ...]:
    """The words of forbidden.txt."""
    return tuple(_words(_lines("forbidden.txt")))


@once
def short_hosts() -> frozenset[str]:
    """The hosts of short_hosts.txt."""
    return frozenset(_lines("short_hosts.txt"))


def _lines(name: str) -> Iterator[str]:
    for line in (FOLDER / name).read_text(encoding="utf-8").splitlines():
        if line.strip() and not line.startswith("#"):
            yield line.strip()


def _words(lines: Iterator[str]) -> Iterator[ForbiddenWord]:
    severity = why_zh = why_en = source = ""
    for line in lines:
        if line.startswith("="):
            severity, why_zh, why_en, source = (part.strip() for part in line[1:].split("|"))
            continue
        word, *unless = line.split()
        harmless = tuple(plain(text[1:]) for text in unless)
        yield ForbiddenWord(plain(word), Severity(severity), why_zh, why_en, source, harmless)
