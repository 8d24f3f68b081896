"""Temporary media and permanent images (docs/platform D14)."""

from __future__ import annotations

import hashlib

from local.servers.basics import Json
from local.wecom.api.checks import optional
from local.wecom.api.registry import Call, Upload, api
from local.wecom.errors import ApiError
from local.wecom.limits import DAY, MONTH
from local.wecom.mass_records import Media
from local.wecom.world import World

MEGABYTE = 1024 * 1024
MEDIA_LIVES = 3 * DAY
SMALLEST = 6
MOST = {"image": 10 * MEGABYTE, "voice": 2 * MEGABYTE, "video": 10 * MEGABYTE, "file": 20 * MEGABYTE}
TOO_BIG = {"image": 40009, "video": 40011}
PERMANENT_MOST = 2 * MEGABYTE
PICTURES = (b"\xff\xd8\xff", b"\x89PNG\r\n\x1a\n")


@api("media/upload", per_minute="uploads_per_minute")
def upload(call: Call) -> Json:
    """Keep a file for 3 days, for all apps of the corp."""
    kind = call.query.get("type", "")
    if kind not in MOST:
        raise ApiError(40005, kind)
    file = _file(call)
    _check_size(file, MOST[kind], TOO_BIG.get(kind, 45001))
    _check_format(kind, file.data)
    media = Media(
        call.world.new_id("3", 64), call.corp.corp_id, kind, file.filename, len(file.data),
        hashlib.sha256(file.data).hexdigest(), call.world.time(),
    )  # fmt: skip
    _forget_expired(call)
    call.world.state.media[media.media_id] = media
    _record(call, kind, file, media_id=media.media_id)
    return {"errmsg": "", "type": kind, "media_id": media.media_id, "created_at": str(int(media.created))}


@api("media/uploadimg")
def uploadimg(call: Call) -> Json:
    """A picture for ever, shown only inside WeCom; 1000 a day, 3000 a month."""
    file = _file(call)
    _check_size(file, PERMANENT_MOST, 40009)
    _check_format("image", file.data)
    limits, corp_id = call.corp.limits, call.corp.corp_id
    call.frequency.spend(corp_id, "media/uploadimg", DAY, limits.images_per_day)
    call.frequency.spend(corp_id, "media/uploadimg", MONTH, limits.images_per_month)
    digest = hashlib.sha256(file.data).hexdigest()
    _record(call, "permanent image", file)
    return {"errmsg": "", "url": f"{call.world.public_url}/pic/{digest[:40]}"}


def media_id(call: Call, part: Json, name: str, kind: str) -> str:
    """The id of a living file of the right type. Raises ApiError 41006 without one, else 40007."""
    file_id = optional(part, name, str, "")
    if not file_id:
        raise ApiError(41006, f"{name} is required")
    media = call.world.state.media.get(file_id)
    if media is None or (media.corp_id, media.type) != (call.corp.corp_id, kind):
        raise ApiError(40007, f"{name} is no {kind} of this corp")
    if call.world.time() - media.created > MEDIA_LIVES:
        raise ApiError(40007, f"{name} has expired")
    return file_id


def expire(world: World, corp_id: str) -> int:
    """End the life of all that was uploaded until now, `*` of every corp: how many files (the fault media_expired)."""
    with world.lock:
        ended = [media for media in world.state.media.values() if corp_id in ("*", media.corp_id)]
        for media in ended:
            media.created -= MEDIA_LIVES + 1
    return len(ended)


def _file(call: Call) -> Upload:
    if call.upload is None:
        raise ApiError(44001, "the multipart body needs a part named media with a filename")
    return call.upload


def _check_size(file: Upload, most: int, too_big: int) -> None:
    if len(file.data) < SMALLEST:
        raise ApiError(40006, "at most 5 bytes")
    if len(file.data) > most:
        raise ApiError(too_big, f"{len(file.data)} bytes")


def _check_format(kind: str, data: bytes) -> None:
    """By the first bytes: JPG or PNG, AMR, MP4."""
    if kind == "image" and not data.startswith(PICTURES):
        raise ApiError(40123, "JPG or PNG only")
    if kind == "voice" and not data.startswith(b"#!AMR"):
        raise ApiError(40004, "AMR only")
    if kind == "video" and data[4:8] != b"ftyp":
        raise ApiError(40004, "MP4 only")


def _forget_expired(call: Call) -> None:
    """An expired file is as good as unknown; a week keeps the list short, and lets the refusal give its reason."""
    files, since = call.world.state.media, call.world.time() - 7 * DAY
    for media in [media for media in files.values() if media.created < since]:
        del files[media.media_id]


def _record(call: Call, kind: str, file: Upload, **more: object) -> None:
    call.world.record(
        "media", corp_id=call.corp.corp_id, type=kind, filename=file.filename, size=len(file.data), **more
    )  # fmt: skip
