"""What the staff doors take and give."""

from __future__ import annotations

from typing import Annotated, Literal

import msgspec
from msgspec import Meta

from chalicelib.core.http.shapes import CorpKey


class SignIn(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A WeCom OAuth code (valid 5 minutes, once)."""

    corp: CorpKey
    code: Annotated[str, Meta(min_length=1, max_length=512)]


class Session(msgspec.Struct, frozen=True):
    """A session token; send it as `Authorization: Bearer <token>` until `expires_at`."""

    token: str
    expires_at: str
    who: str
    role: str


class GiveRole(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The role to give; '' takes it away."""

    role: Literal["owner", "marketer", "compliance", "service", "store_staff", "viewer", ""]


class Operator(msgspec.Struct, frozen=True):
    """A member of staff and their role."""

    userid: str
    role: str


class Operators(msgspec.Struct, frozen=True):
    """Everybody with a role."""

    items: list[Operator]
