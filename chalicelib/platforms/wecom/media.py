"""Uploads to WeCom: multipart bodies under the same token, limits and errors as every other call."""

from __future__ import annotations

import msgspec

from chalicelib.core.config import config
from chalicelib.core.context import Ctx
from chalicelib.core.ids import digest
from chalicelib.platforms.wecom import client, transport
from chalicelib.platforms.wecom.transport import Json, fitted

UPLOAD = "media/upload"
# 5,000 a minute are documented (docs/platform A4).
PER_MINUTE = 4_500
SUFFIX = {"image/png": "png", "image/jpeg": "jpg"}


class _Uploaded(msgspec.Struct, frozen=True):
    media_id: str


def upload_image(ctx: Ctx, name: str, media_type: str, data: bytes) -> str:
    """The media id of a picture, which lives 3 days and serves every app of the corp (docs/platform D14).

    name: ASCII without quotes. Safe to repeat: WeCom makes another id. Raises WeComRefused, UpstreamUnknown.
    """
    url, query = f"{config().wecom_url}/cgi-bin/{UPLOAD}", {"type": "image"}
    content_type, body = multipart(f"{name}.{SUFFIX[media_type]}", media_type, data)

    def once(access_token: str) -> Json:
        return transport.send("POST", url, {"access_token": access_token, **query}, body, content_type)

    return fitted(client.attempt(ctx, UPLOAD, PER_MINUTE, once), _Uploaded).media_id


def multipart(filename: str, media_type: str, data: bytes) -> tuple[str, bytes]:
    """The content type and the body of one file in the part `media` (docs/platform A1, D14)."""
    # A hash of the data: no data holds its own hash, so the boundary cannot occur inside.
    boundary = digest(filename, data.hex()).hex()
    head = (
        f"--{boundary}\r\n"
        f'Content-Disposition: form-data; name="media"; filename="{filename}"; filelength={len(data)}\r\n'
        f"Content-Type: {media_type}\r\n\r\n"
    )
    body = b"".join((head.encode(), data, f"\r\n--{boundary}--\r\n".encode()))
    return f"multipart/form-data; boundary={boundary}", body
