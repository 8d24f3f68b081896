"""The body of a message as WeCom takes it: mass messages (docs/platform D0, D8) and app messages to staff (E1)."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Any, Literal

import msgspec

from chalicelib.core.errors import BadRequest

AppMessageType = Literal["text", "textcard", "miniprogram_notice", "image"]


class Text(msgspec.Struct, frozen=True):
    """A text."""

    content: str


class Image(msgspec.Struct, frozen=True):
    """A picture by its media id."""

    media_id: str


class Link(msgspec.Struct, frozen=True, omit_defaults=True):
    """A link card (图文)."""

    title: str
    url: str = ""
    desc: str = ""
    picurl: str = ""


class MiniProgram(msgspec.Struct, frozen=True):
    """A mini-program card."""

    title: str
    pic_media_id: str
    appid: str
    page: str


class LinkAttachment(msgspec.Struct, frozen=True, tag_field="msgtype", tag="link"):
    """A link card beside the text."""

    link: Link


class MiniProgramAttachment(msgspec.Struct, frozen=True, tag_field="msgtype", tag="miniprogram"):
    """A mini-program card beside the text."""

    miniprogram: MiniProgram


class ImageAttachment(msgspec.Struct, frozen=True, tag_field="msgtype", tag="image"):
    """A picture beside the text."""

    image: Image


Attachment = LinkAttachment | MiniProgramAttachment | ImageAttachment


class TextCard(msgspec.Struct, frozen=True):
    """A link card in an app message."""

    title: str
    description: str
    url: str


class MiniProgramNotice(msgspec.Struct, frozen=True):
    """A mini-program card in an app message, which shows no picture."""

    appid: str
    page: str
    title: str


class Message(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """One message. A mass message has `text`, `attachments` or both; an app message `msgtype` and the part so named."""

    msgtype: AppMessageType | None = None
    text: Text | None = None
    attachments: tuple[Attachment, ...] | None = None
    textcard: TextCard | None = None
    miniprogram_notice: MiniProgramNotice | None = None
    image: Image | None = None


class Unsayable(BadRequest):
    """A brace, an empty card or an empty text on its way to people: it is held back whoever sends it."""

    zh = "消息里有未替换的变量或空白内容（{place}），已停止发送，请修改后重试。"
    en = "The message has a variable that was not filled in, or something empty ({place}). Correct it and try again."

    def __init__(self, place: str) -> None:
        super().__init__(self.zh.format(place=place), self.en.format(place=place), place=place)


DOUBLED_BRACES = re.compile(r"\{{2,}|\}{2,}")
# What people read of a message; a card is its title.
READ = ("content", "title", "desc", "description")
NEVER_EMPTY = ("content", "title")


def without_braces(text: str) -> str:
    """A text of our own that quotes what somebody wrote, so that it may be sent: `checked` refuses doubled braces."""
    return DOUBLED_BRACES.sub(lambda found: found[0][0], text)


def checked(message: Mapping[str, Any]) -> Mapping[str, Any]:
    """The message that is about to be sent, whoever made it. Raises Unsayable."""
    for place, text in _texts(message, ""):
        if "{{" in text or "}}" in text or (place.rpartition(".")[2] in NEVER_EMPTY and not text.strip()):
            raise Unsayable(place)
    return message


def _texts(part: Any, place: str) -> Iterator[tuple[str, str]]:
    if isinstance(part, Mapping):
        for name, inner in part.items():
            yield from _texts(inner, f"{place}.{name}" if place else name)
    elif isinstance(part, Sequence) and not isinstance(part, str):
        for number, inner in enumerate(part):
            yield from _texts(inner, f"{place}[{number}]")
    elif isinstance(part, str) and place.rpartition(".")[2] in READ:
        yield place, part
