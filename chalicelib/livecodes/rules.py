"""Pure decisions about live codes: who is shown, and what a welcome may hold."""

from __future__ import annotations

from collections.abc import Mapping

from chalicelib.livecodes.shapes import Attachment, Image, Link, MiniProgram, Welcome

TEXT_BYTES = 4000
LINK_TITLE_BYTES, MINI_TITLE_BYTES = 128, 64
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


def problem_of_welcome(welcome: Welcome) -> str:
    """Why WeCom would refuse this welcome, or ''. Limits in bytes: docs/platform D0."""
    if not welcome.text and not welcome.attachments:
        return "welcome: text and attachments are both empty"
    if _bytes(welcome.text) > TEXT_BYTES:
        return f"welcome.text is over {TEXT_BYTES} bytes"
    for index, item in enumerate(welcome.attachments):
        why = _problem_of(item)
        if why:
            return f"welcome.attachments[{index}]: {why}"
    return ""


def _problem_of(item: Attachment) -> str:
    urls: tuple[str, ...] = ()
    match item:
        case Link():
            limit, urls = LINK_TITLE_BYTES, (item.url, item.picurl)
            if _bytes(item.desc) > DESC_BYTES:
                return f"desc is over {DESC_BYTES} bytes"
        case MiniProgram():
            limit = MINI_TITLE_BYTES
        case Image():
            return ""
    if _bytes(item.title) > limit:
        return f"title is over {limit} bytes"
    return f"url is over {URL_BYTES} bytes" if any(_bytes(url) > URL_BYTES for url in urls) else ""


def _bytes(text: str) -> int:
    return len(text.encode())
