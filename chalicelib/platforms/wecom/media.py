"""Uploads to WeCom: multipart bodies under the same token, limits and errors as every other call."""

from __future__ import annotations

from chalicelib.core.config import config
from chalicelib.core.context import Ctx
from chalicelib.core.ids import digest
from chalicelib.core.ops import limits
from chalicelib.platforms.wecom import token, transport
from chalicelib.platforms.wecom.errors import LOCAL_LIMIT, TokenRefused, WeComBusy, refusal

UPLOAD = "media/upload"
# 5,000 a minute are documented (docs/platform A4).
PER_MINUTE = 4_500
SUFFIX = {"image/png": "png", "image/jpeg": "jpg"}


def upload_image(ctx: Ctx, name: str, media_type: str, data: bytes) -> str:
    """The media id of a picture, which lives 3 days and serves every app of the corp (docs/platform D14).

    name: ASCII without quotes. Safe to repeat: WeCom makes another id. Raises WeComRefused, UpstreamUnknown.
    """
    if not limits.permit(ctx, UPLOAD, PER_MINUTE):
        raise WeComBusy(UPLOAD, LOCAL_LIMIT)
    filename = f"{name}.{SUFFIX[media_type]}"
    access_token = token.current(ctx)
    try:
        return _once(access_token, filename, media_type, data)
    except TokenRefused:
        return _once(token.current(ctx, refused=access_token), filename, media_type, data)


def _once(access_token: str, filename: str, media_type: str, data: bytes) -> str:
    url, query = f"{config().wecom_url}/cgi-bin/{UPLOAD}", {"access_token": access_token, "type": "image"}
    content_type, body = multipart(filename, media_type, data)
    answer = transport.send("POST", url, query, body, content_type)
    errcode = answer.get("errcode", 0)
    if errcode:
        raise refusal(UPLOAD, errcode)
    return str(answer["media_id"])


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
