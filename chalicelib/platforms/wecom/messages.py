"""The body of a message as WeCom takes it: mass messages (docs/platform D0, D8) and app messages to staff (E1)."""

from __future__ import annotations

from typing import Literal

import msgspec

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
