"""The message that WeCom takes, made of what a version says; pure."""

from __future__ import annotations

from collections.abc import Mapping

from chalicelib.content import rules
from chalicelib.content.ids import PictureId
from chalicelib.content.shapes import ContentBody, ContentImage, ContentLink, ContentMiniProgram, Values
from chalicelib.platforms.wecom.messages import (
    Attachment,
    Image,
    ImageAttachment,
    Link,
    LinkAttachment,
    Message,
    MiniProgram,
    MiniProgramAttachment,
    MiniProgramNotice,
    Text,
    TextCard,
)

Media = Mapping[PictureId, str]


def render(body: ContentBody, values: Values, media: Media) -> Message:
    """The mass message to customers or groups (docs/platform D0, D8).

    media: WeCom's media id of each picture id. Raises BadValues.
    """
    full = rules.with_values(body, values)
    return Message(text=Text(full.text) if full.text else None, attachments=tuple(_attachments(full, media)))


def _attachments(full: ContentBody, media: Media) -> list[Attachment]:
    match full.attachment:
        case ContentLink(title=title, desc=desc, url=url, picurl=picurl):
            return [LinkAttachment(Link(title, url, desc, picurl))]
        case ContentMiniProgram(title=title, appid=appid, page=page, picture_id=picture_id):
            return [MiniProgramAttachment(MiniProgram(title, media[picture_id], appid, page))]
        case ContentImage(picture_id=picture_id):
            return [ImageAttachment(Image(media[picture_id]))]
    return []


def render_for_staff(body: ContentBody, values: Values, media: Media) -> list[Message]:
    """The app messages to staff, one for the text and one for the attachment (docs/platform E1). Raises BadValues."""
    full = rules.with_values(body, values)
    text = [Message(msgtype="text", text=Text(full.text))] if full.text else []
    return [*text, *_app_messages(full, media)]


def _app_messages(full: ContentBody, media: Media) -> list[Message]:
    match full.attachment:
        case ContentLink(title=title, desc=desc, url=url):
            # A textcard must have a description, a link card need not.
            return [Message(msgtype="textcard", textcard=TextCard(title, desc or title, url))]
        case ContentMiniProgram(title=title, appid=appid, page=page):
            return [Message(msgtype="miniprogram_notice", miniprogram_notice=MiniProgramNotice(appid, page, title))]
        case ContentImage(picture_id=picture_id):
            return [Message(msgtype="image", image=Image(media[picture_id]))]
    return []
