"""Files of the stack's one bucket. A key is built from the area and `ctx.corp`, so another corp's file cannot be named.

What a person uploads or downloads goes straight to the bucket, by a link that is signed for one file and a short time:
API Gateway takes 10 MB, and a function would wait. S3 is loaded by the first use, not by importing this.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from datetime import timedelta
from enum import StrEnum
from typing import Any
from urllib.parse import quote

import msgspec
from botocore.config import Config as ClientConfig
from botocore.exceptions import ClientError

from chalicelib.core import aws
from chalicelib.core.config import config
from chalicelib.core.context import Ctx
from chalicelib.core.errors import Conflict, NotFound, TooBusy
from chalicelib.core.instance import once
from chalicelib.core.moments import Moment, iso

# A name is parts between slashes; none begins with a dot, so none leads out of the corp's folder.
NAME = re.compile(r"[A-Za-z0-9_-][A-Za-z0-9_.-]*(/[A-Za-z0-9_-][A-Za-z0-9_.-]*)*")
LONGEST_NAME = 300
UPLOAD_SECONDS, DOWNLOAD_SECONDS = 900, 300
CHUNK = 64 * 1024
# A longer line is no line of a table: what is beyond is dropped.
LONGEST_LINE = 64 * 1024
# The least that S3 takes as a piece of a file, unless it is the last.
LEAST_PIECE = 5 * 1024 * 1024
MOST_DELETED = 1_000
GONE = frozenset({"NoSuchKey", "404", "NotFound"})


class Area(StrEnum):
    """A part of the bucket, with its own time to live and its own rights (infra/template.yaml)."""

    EXPORTS = "exports"
    IMPORTS = "imports"
    PACKS = "packs"
    SEGMENTS = "segments"
    RAW = "raw"
    FACTS = "facts"


class UnknownFile(NotFound):
    zh = "没有找到该文件，可能尚未上传，或已过期删除。"
    en = "No such file. It was not uploaded yet, or its time is over."


class FileChanged(Conflict):
    zh = "文件在处理过程中被替换，请重新上传并重新开始。"
    en = "The file was replaced while it was being read. Upload it again and start anew."


class File(msgspec.Struct, frozen=True):
    """What is known of a file. version: changes with its content."""

    size: int
    version: str


class Line(msgspec.Struct, frozen=True):
    """A line without its end, and where the next one begins."""

    text: bytes
    end: int


class Upload(msgspec.Struct, frozen=True):
    """How to upload one file: a form of `fields` and then `file`, posted to `url` before `expires_at`."""

    url: str
    fields: dict[str, str]
    expires_at: Moment


class Link(msgspec.Struct, frozen=True):
    """Where to download a file until `expires_at`."""

    url: str
    expires_at: Moment


def put(ctx: Ctx, area: Area, name: str, body: bytes, media_type: str) -> None:
    """Write a file, whatever was there. One request. Raises UnknownFile for what cannot be a name."""
    aws.client("s3").put_object(**_place(ctx, area, name), Body=body, ContentType=media_type)


def get(ctx: Ctx, area: Area, name: str) -> bytes:
    """A whole file. One request. Raises UnknownFile."""
    body: bytes = _get(_place(ctx, area, name))["Body"].read()
    return body


def look(ctx: Ctx, area: Area, name: str) -> File:
    """A file's size and version. One request. Raises UnknownFile."""
    try:
        found = aws.client("s3").head_object(**_place(ctx, area, name))
    except ClientError as error:
        raise _known(error) from None
    return File(found["ContentLength"], found["ETag"])


def lines(ctx: Ctx, area: Area, name: str, begin: int = 0, version: str = "") -> Iterator[Line]:
    """The lines from byte `begin` on, 64 KB in memory at a time; who has read enough goes away. One request.

    version: of which the lines must be. Raises UnknownFile, FileChanged.
    """
    request = {**_place(ctx, area, name), "Range": f"bytes={begin}-", **({"IfMatch": version} if version else {})}
    try:
        body = _get(request)["Body"]
    except ClientError as error:
        if error.response["Error"]["Code"] == "InvalidRange":
            return  # nothing lies behind `begin`
        raise
    try:
        yield from _split(iter(lambda: body.read(CHUNK), b""), begin)
    finally:
        body.close()


def _split(chunks: Iterator[bytes], begin: int) -> Iterator[Line]:
    held, end = b"", begin
    for chunk in chunks:
        *whole, last = chunk.split(b"\n")
        for part in whole:
            end += len(part) + 1
            yield Line((held + part)[:LONGEST_LINE].removesuffix(b"\r"), end)
            held = b""
        end += len(last)
        held = (held + last)[:LONGEST_LINE]
    if held:
        yield Line(held.removesuffix(b"\r"), end)


def begin_pieces(ctx: Ctx, area: Area, name: str, media_type: str) -> str:
    """Begin a file that is sent in pieces: by what its pieces are sent. One request. Raises UnknownFile.

    Nothing is there before `end_pieces`; what is never ended the bucket drops after a day.
    """
    made = aws.client("s3").create_multipart_upload(**_place(ctx, area, name), ContentType=media_type)
    return str(made["UploadId"])


def put_piece(ctx: Ctx, area: Area, name: str, upload: str, number: int, body: bytes) -> str:
    """A piece, from 1, of at least 5 MB unless it is the last: what it is known by then. One request.

    Sent again, it is the same piece.
    """
    sent = aws.client("s3").upload_part(**_place(ctx, area, name), UploadId=upload, PartNumber=number, Body=body)
    return str(sent["ETag"])


def end_pieces(ctx: Ctx, area: Area, name: str, upload: str, pieces: Sequence[str]) -> None:
    """Let the pieces be the file. Safe to repeat. One request, two when it was done before. Raises UnknownFile."""
    parts = [{"PartNumber": number, "ETag": piece} for number, piece in enumerate(pieces, 1)]
    try:
        aws.client("s3").complete_multipart_upload(
            **_place(ctx, area, name), UploadId=upload, MultipartUpload={"Parts": parts}
        )
    except ClientError as error:
        if error.response["Error"]["Code"] != "NoSuchUpload":
            raise
        look(ctx, area, name)  # our own lost answer, when it is there


def delete(ctx: Ctx, area: Area, names: Sequence[str]) -> None:
    """Delete files; what is not there is deleted. A request for each 1,000. Raises UnknownFile, TooBusy."""
    places = [_place(ctx, area, name) for name in names]
    for begin in range(0, len(places), MOST_DELETED):
        some = [{"Key": place["Key"]} for place in places[begin : begin + MOST_DELETED]]
        answer = aws.client("s3").delete_objects(Bucket=config().files_bucket, Delete={"Objects": some, "Quiet": True})
        if answer.get("Errors"):
            raise TooBusy()


def upload(ctx: Ctx, area: Area, name: str, media_type: str, largest: int) -> Upload:
    """How somebody may upload this file, of this type and at most so many bytes, within 15 minutes. No request.

    Raises UnknownFile for what cannot be a name.
    """
    place = _place(ctx, area, name)
    made = _links().generate_presigned_post(
        **place,
        Fields={"Content-Type": media_type},
        Conditions=[{"Content-Type": media_type}, ["content-length-range", 1, largest]],
        ExpiresIn=UPLOAD_SECONDS,
    )
    return Upload(made["url"], made["fields"], iso(ctx.now + timedelta(seconds=UPLOAD_SECONDS)))


def download(ctx: Ctx, area: Area, name: str, shown: str) -> Link:
    """A link by which somebody may download this file within 5 minutes, saved as `shown`. No request.

    Raises UnknownFile for what cannot be a name.
    """
    params = {**_place(ctx, area, name), "ResponseContentDisposition": _attached(shown)}
    url = _links().generate_presigned_url("get_object", Params=params, ExpiresIn=DOWNLOAD_SECONDS)
    return Link(url, iso(ctx.now + timedelta(seconds=DOWNLOAD_SECONDS)))


def _attached(shown: str) -> str:
    """Never opened in the browser, under a name that no system reads as a path or as two headers (RFC 6266)."""
    safe = re.sub(r'[\x00-\x1f\x7f/\\:*?"<>|;%]', "_", shown).strip(". ")[:100] or "file"
    ascii_only = safe.encode("ascii", "replace").decode().replace("?", "_")
    return f"attachment; filename=\"{ascii_only}\"; filename*=UTF-8''{quote(safe, safe='')}"


def _place(ctx: Ctx, area: Area, name: str) -> dict[str, str]:
    if len(name) > LONGEST_NAME or not NAME.fullmatch(name):
        raise UnknownFile()
    return {"Bucket": config().files_bucket, "Key": f"{area}/{ctx.corp}/{name}"}


def _get(request: dict[str, str]) -> Any:
    try:
        return aws.client("s3").get_object(**request)
    except ClientError as error:
        raise _known(error) from None


def _known(error: ClientError) -> Exception:
    code = error.response["Error"]["Code"]
    if code in GONE:
        return UnknownFile()
    return FileChanged() if code == "PreconditionFailed" else error


@once
def _links() -> Any:
    """What links are signed with. On one machine they go through the front door, whose host the signature covers."""
    if not config().is_local:
        return aws.client("s3")
    path_style = aws.FILES.merge(ClientConfig(s3={"addressing_style": "path"}))
    return aws.session().client("s3", endpoint_url=config().public_url, config=path_style)
