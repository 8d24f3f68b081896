"""Pictures: kept by their content, shown to operators, and named by WeCom for three days at a time."""

from __future__ import annotations

from datetime import timedelta

import msgspec

from chalicelib.content import store, views
from chalicelib.content.errors import UnknownPicture
from chalicelib.content.ids import PictureId
from chalicelib.content.picture_header import header
from chalicelib.content.shapes import NewPicture, Picture
from chalicelib.content.store import PictureRow
from chalicelib.core.context import Ctx
from chalicelib.core.errors import UpstreamFailed
from chalicelib.core.ids import CODE_ALPHABET, base32, digest
from chalicelib.core.moments import iso
from chalicelib.core.storage.table import Refused
from chalicelib.platforms.wecom import media

ID_LENGTH = 26
# WeCom keeps an upload for 3 days (docs/platform D14). A mass message waits for the tap of a member of staff, so what
# is used has a day to go at least.
LIVES = timedelta(days=3)
NEEDED = timedelta(days=1)
# What cannot be uploaded anew at this moment is used as long as it lives.
AT_LEAST = timedelta(hours=1)


class PictureFile(msgspec.Struct, frozen=True):
    """A picture's type and bytes."""

    media_type: str
    data: bytes


def keep(ctx: Ctx, new: NewPicture) -> Picture:
    """A picture; the same bytes are the same picture, under the name it was first given. Raises PictureRefused."""
    read = header(new.data)
    picture_id = PictureId(base32(digest(ctx.corp, "picture", new.data.hex()), CODE_ALPHABET)[:ID_LENGTH])
    return views.picture(store.keep_picture(ctx, picture_id, new.name, new.data, read))


def picture(ctx: Ctx, picture_id: PictureId) -> PictureFile:
    """A picture's media type and bytes. Raises UnknownPicture."""
    return PictureFile(_known(ctx, picture_id).media_type, _bytes(ctx, picture_id))


def media_id(ctx: Ctx, picture_id: PictureId, *, is_refused: bool = False) -> str:
    """WeCom's id of a picture, uploaded when there is none that is good for a day. 0.5 RU, 1 WU an upload.

    is_refused: WeCom does not take the one that is known. An upload that fails leaves one that lives for hours in use.
    Safe to repeat and to race: whoever keeps theirs first wins, and either upload works.
    Raises UnknownPicture, WeComRefused, UpstreamUnknown (nothing is kept then; ask again).
    """
    row = _known(ctx, picture_id)
    if row.media_until >= iso(ctx.now + NEEDED) and not is_refused:
        return row.media_id
    try:
        uploaded = media.upload_image(ctx, picture_id, row.media_type, _bytes(ctx, picture_id))
    except UpstreamFailed:
        if is_refused or row.media_until < iso(ctx.now + AT_LEAST):
            raise
        return row.media_id
    try:
        return store.keep_media(ctx, row, uploaded, iso(ctx.now + LIVES)).media_id
    except Refused as refused:
        rival = refused.row(PictureRow)
        if rival is None:
            raise UnknownPicture() from None
        return rival.media_id


def _known(ctx: Ctx, picture_id: PictureId) -> PictureRow:
    row = store.picture(ctx, picture_id)
    if row is None:
        raise UnknownPicture()
    return row


def _bytes(ctx: Ctx, picture_id: PictureId) -> bytes:
    data = store.picture_bytes(ctx, picture_id)
    if data is None:
        raise UnknownPicture()
    return data
