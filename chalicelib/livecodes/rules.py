"""Pure decisions about live codes: who is shown, and what a welcome may hold."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

TEXT_BYTES = 4000
TITLE_BYTES = {"link": 128, "miniprogram": 64}
DESC_BYTES = 512
URL_BYTES = 2048


def pick(weights: Mapping[str, int], chance: float) -> str:
    """The one that `chance` (0 up to 1) falls on, each as often as its weight says; '' when nobody has weight."""
    total = sum(weights.values())
    point = chance * total
    for name in sorted(weights):
        point -= weights[name]
        if point < 0:
            return name
    return ""


def problem_of_welcome(text: str, attachments: Sequence[Mapping[str, str]]) -> str:
    """Why WeCom would refuse this welcome, or ''. Limits in bytes: docs/platform D0."""
    if not text and not attachments:
        return "welcome: text and attachments are both empty"
    if _bytes(text) > TEXT_BYTES:
        return f"welcome.text is over {TEXT_BYTES} bytes"
    for index, item in enumerate(attachments):
        why = _problem_of(item)
        if why:
            return f"welcome.attachments[{index}]: {why}"
    return ""


def _problem_of(item: Mapping[str, str]) -> str:
    limit = TITLE_BYTES.get(item["msgtype"])
    if limit and _bytes(item.get("title", "")) > limit:
        return f"title is over {limit} bytes"
    if _bytes(item.get("desc", "")) > DESC_BYTES:
        return f"desc is over {DESC_BYTES} bytes"
    if any(_bytes(item.get(name, "")) > URL_BYTES for name in ("url", "picurl")):
        return f"url is over {URL_BYTES} bytes"
    return ""


def _bytes(text: str) -> int:
    return len(text.encode())
