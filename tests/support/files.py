"""The bucket of a test's stack, and a browser that uploads and downloads by links."""

from __future__ import annotations

from typing import Any
from urllib.parse import parse_qs, unquote, urlsplit

import requests
from moto.s3.exceptions import NoSuchUpload
from moto.s3.models import S3Backend

from chalicelib.core import aws
from chalicelib.core.config import config
from chalicelib.core.storage.files import Link, Upload
from tests.support.drain import session

_complete = S3Backend.complete_multipart_upload


def _complete_once(self: S3Backend, bucket_name: str, multipart_id: str, body: Any) -> Any:
    """S3 answers of an upload that was ended that there is none; moto has no answer."""
    if multipart_id not in self.get_bucket(bucket_name).multiparts:
        raise NoSuchUpload(upload_id=multipart_id)
    return _complete(self, bucket_name, multipart_id, body)


def open_bucket() -> Any:
    """Make the bucket on moto, and let the product's client be one that is quickly made."""
    S3Backend.complete_multipart_upload = _complete_once  # type: ignore[method-assign]
    s3 = session().create_client("s3", config=aws.FILES)
    s3.create_bucket(Bucket=config().files_bucket)
    aws.use("s3", s3)
    return s3


def _at_moto(url: str) -> str:
    """Links go through the front door, which hands them on to the bucket; moto listens to Amazon's own address."""
    assert url.startswith(f"{config().public_url}/{config().files_bucket}")
    return url.replace(config().public_url, "https://s3.us-east-1.amazonaws.com")


def post(upload: Upload, body: bytes) -> int:
    """Upload as a browser's form does; the status."""
    answer = requests.post(_at_moto(upload.url), data=upload.fields, files={"file": ("any.csv", body)}, timeout=5)
    return int(answer.status_code)


def fetch(link: Link) -> tuple[int, str, bytes]:
    """Download: the status, under which name a browser saves it, the content."""
    answer = requests.get(_at_moto(link.url), timeout=5)
    return int(answer.status_code), _name(answer.headers.get("Content-Disposition", "")), bytes(answer.content)


def _name(disposition: str) -> str:
    """As browsers read it: of two names the one that says its encoding (RFC 6266 4.3)."""
    return unquote(disposition.partition("filename*=UTF-8''")[2])


def signed_for(link: Link) -> dict[str, str]:
    """What a link's address says."""
    return {name: values[0] for name, values in parse_qs(urlsplit(link.url).query).items()}
