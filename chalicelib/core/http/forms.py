"""Forms of our own pages, which work without any script: read, and proved to be sent by a page that we showed.

A browser sends a session's cookie along with a form of any page. So a form carries a mark that only our page could
know: of that very session, and of no use without it. What browsers say of where it comes from is asked besides.
"""

from __future__ import annotations

import hashlib
import hmac
from typing import TypeVar
from urllib.parse import parse_qsl

import msgspec

from chalicelib.core.context import Ctx
from chalicelib.core.errors import BadRequest, ForeignPage, UnsupportedMediaType
from chalicelib.core.http.answers import Incoming
from chalicelib.core.ops import secrets

FORM_TYPE = "application/x-www-form-urlencoded"
MOST_FIELDS = 20


class Form(msgspec.Struct, frozen=True, kw_only=True):
    """What every form of ours sends: the mark of the session in which its page was shown."""

    mark: str = ""


Shape = TypeVar("Shape", bound=Form)


def is_form(content_type: str) -> bool:
    """True for a header `Content-Type` that names a form."""
    return content_type.partition(";")[0].strip().lower() == FORM_TYPE


def mark_of(ctx: Ctx) -> str:
    """What a form of the session in which somebody looks carries."""
    return _marks(ctx)[0]


def read(ctx: Ctx, asked: Incoming, shape: type[Shape]) -> Shape:
    """What a form of ours says. Raises UnsupportedMediaType, BadRequest, ForeignPage for one that is not ours."""
    if not is_form(asked.headers.get("content-type", "")):
        raise UnsupportedMediaType()
    try:
        fields = parse_qsl(asked.raw_body.decode(), keep_blank_values=True, max_num_fields=MOST_FIELDS)
        said = msgspec.convert(dict(fields), shape, strict=False)
    except (ValueError, msgspec.ValidationError):
        raise BadRequest() from None
    given = said.mark.encode(errors="replace")
    if not any(hmac.compare_digest(given, one.encode()) for one in _marks(ctx)):
        raise ForeignPage()
    return said


def _marks(ctx: Ctx) -> list[str]:
    of = f"form {ctx.corp} {ctx.who} {ctx.session.id if ctx.session else ''}".encode()
    keys = secrets.session_keys(ctx.now)
    return [hmac.new(one.encode(), of, hashlib.sha256).hexdigest()[:32] for one in keys]
