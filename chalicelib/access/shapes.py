"""What the doors of access take and give."""

from __future__ import annotations

from typing import Annotated

import msgspec
from msgspec import Meta

from chalicelib.access.states import GivenRole
from chalicelib.core.http.shapes import CorpKey
from chalicelib.core.ids import UserId
from chalicelib.core.moments import Moment


class SignIn(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A WeCom OAuth code (valid 5 minutes, once).

    Whoever sends the token of their last session along (`Authorization: Bearer`), over or not, waits for nobody else's
    failed sign-ins.
    """

    corp: CorpKey
    code: Annotated[str, Meta(min_length=1, max_length=512)]


class Session(msgspec.Struct, frozen=True):
    """A session token; send it as `Authorization: Bearer <token>` until `expires_at`."""

    token: str
    expires_at: Moment
    who: UserId
    role: str

    @property
    def actor(self) -> str:
        """How it signs what it changes."""
        return f"operator:{self.who}"


class GiveRole(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The role to give; '' takes it away."""

    role: GivenRole


class Operator(msgspec.Struct, frozen=True):
    """A member of staff and their role."""

    userid: UserId
    role: GivenRole


class Operators(msgspec.Struct, frozen=True):
    """Everybody with a role."""

    items: list[Operator]
