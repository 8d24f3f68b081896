"""A welcome in words and cards: filled with names, its pictures by ids that live, each part alone.

What cannot be said at this moment is left out, with why, and the rest is said.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

import msgspec

from chalicelib.content import service as contents
from chalicelib.content.shapes import ContentBody, ContentImage, ContentLink, ContentMiniProgram, Values
from chalicelib.core.context import Ctx
from chalicelib.core.errors import AppError
from chalicelib.core.ids import ExternalUserId, UserId
from chalicelib.livecodes.shapes import Attachment, Image, Link, MiniProgram, Welcome
from chalicelib.members import service as members
from chalicelib.platforms.wecom.errors import MediaRefused

CHANNEL = "customers"
TEXT = "text"


class LeftOut(msgspec.Struct, frozen=True):
    """A part that could not be said, and why."""

    place: str
    why: AppError


class Part(msgspec.Struct, frozen=True):
    """An attachment as WeCom takes it (docs/platform D0). is_media: it shows a picture that lives for days only."""

    place: str
    message: Mapping[str, object]
    is_media: bool


class Speech(msgspec.Struct, frozen=True):
    """What is said, in order, and what is left out."""

    text: str
    parts: tuple[Part, ...]
    left_out: tuple[LeftOut, ...] = ()

    @property
    def message(self) -> Mapping[str, object]:
        """As WeCom takes it."""
        text = {"text": {"content": self.text}} if self.text else {}
        return {**text, "attachments": [part.message for part in self.parts]}

    @property
    def is_empty(self) -> bool:
        """True when nothing is left to say."""
        return not self.text and not self.parts

    def shorter(self, refused: AppError) -> Iterator[Speech]:
        """What may be said yet after WeCom has refused it: without pictures when it refuses those, the text alone."""
        if isinstance(refused, MediaRefused):
            yield self._with({part.place for part in self.parts if not part.is_media}, refused)
        yield self._with(set(), refused)

    def _with(self, kept: set[str], refused: AppError) -> Speech:
        dropped = tuple(LeftOut(part.place, refused) for part in self.parts if part.place not in kept)
        return Speech(self.text, tuple(part for part in self.parts if part.place in kept), (*self.left_out, *dropped))


class Heard(msgspec.Struct, frozen=True):
    """Between whom the welcome is."""

    staff: UserId
    customer: ExternalUserId


def compose(ctx: Ctx, welcome: Welcome, heard: Heard, *, is_media_refused: bool = False) -> Speech:
    """A welcome as it is said to this customer now. 0.5 RU a picture, 1 RU and more for a content version.

    is_media_refused: WeCom does not take the ids of its pictures that are known.
    Raises what content says of a version that may not be sent.
    """
    text, attachments = _words(ctx, welcome, heard)
    parts, left_out = [], []
    for number, attachment in enumerate(attachments):
        place = f"attachments[{number}]"
        try:
            parts.append(_part(ctx, place, attachment, is_media_refused=is_media_refused))
        except AppError as error:
            left_out.append(LeftOut(place, error))
    return Speech(text, tuple(parts), tuple(left_out))


def _words(ctx: Ctx, welcome: Welcome, heard: Heard) -> tuple[str, tuple[Attachment, ...]]:
    if welcome.content is None:
        said = contents.said(texts_of(welcome), _names(ctx, welcome, heard))
        filled = with_texts(welcome, said)
        return filled.text.strip(), filled.attachments
    content = contents.current(ctx, welcome.content.item_id, welcome.content.version)
    values = {**_names(ctx, content.body, heard), **welcome.content.values}
    body = contents.filled(ctx, content, CHANNEL, values)
    return body.text.strip(), _attachments_of(body)


def _names(ctx: Ctx, said: msgspec.Struct, heard: Heard) -> Values:
    """What is built in, where it is said: names cost reads, and the customer's a call to WeCom."""
    used = contents.names_in(msgspec.json.encode(said).decode())
    if not used:
        return {}
    customer = members.name_told(ctx, heard.customer) if "customer_name" in used else ""
    return contents.built_in(ctx, heard.staff, ctx.at, customer)


def texts_of(welcome: Welcome) -> dict[str, str]:
    """The parts of a welcome of its own that people read, by place."""
    texts = {TEXT: welcome.text}
    for number, attachment in enumerate(welcome.attachments):
        if isinstance(attachment, Link | MiniProgram):
            texts[f"attachments[{number}].title"] = attachment.title
        if isinstance(attachment, Link):
            texts[f"attachments[{number}].desc"] = attachment.desc
    return texts


def with_texts(welcome: Welcome, said: Mapping[str, str]) -> Welcome:
    """The welcome with other texts in their places."""
    attachments = tuple(_filled(said, welcome.attachments))
    return msgspec.structs.replace(welcome, text=said[TEXT], attachments=attachments)


def _filled(said: Mapping[str, str], attachments: tuple[Attachment, ...]) -> Iterator[Attachment]:
    for number, attachment in enumerate(attachments):
        place = f"attachments[{number}]"
        words = {name: said[f"{place}.{name}"] for name in ("title", "desc") if f"{place}.{name}" in said}
        yield msgspec.structs.replace(attachment, **words)


def _attachments_of(body: ContentBody) -> tuple[Attachment, ...]:
    match body.attachment:
        case ContentLink(title=title, url=url, desc=desc, picurl=picurl):
            return (Link(title=title, url=url, desc=desc, picurl=picurl),)
        case ContentMiniProgram(title=title, appid=appid, page=page, picture_id=picture_id):
            return (MiniProgram(title=title, appid=appid, page=page, picture_id=picture_id),)
        case ContentImage(picture_id=picture_id):
            return (Image(picture_id=picture_id),)
    return ()


def _part(ctx: Ctx, place: str, attachment: Attachment, *, is_media_refused: bool) -> Part:
    fields = msgspec.to_builtins(attachment)
    kind, picture_id = fields.pop("msgtype"), fields.pop("picture_id", "")
    if picture_id:
        name = "media_id" if isinstance(attachment, Image) else "pic_media_id"
        fields[name] = contents.media_id(ctx, picture_id, is_refused=is_media_refused)
    shown = {name: value for name, value in fields.items() if value != ""}
    return Part(place, {"msgtype": kind, kind: shown}, bool(picture_id or fields.get("pic_media_id")))
