"""Why somebody is left out. Nothing moves between reasons: each look decides anew."""

from __future__ import annotations

from enum import StrEnum


class LeftOut(StrEnum):
    """Why somebody whom an audience means is not written to.

    refused, blocked: they, or an operator, have said no. not_friend: no member of staff can write to them. quota:
    WeCom's own limit. frequency_cap: the corp's. owner_left: of a group, whose owner could no longer confirm.
    owner_refused: of all groups of an owner, of which WeCom will not tell; the owner counts for them.
    """

    REFUSED = "refused"
    BLOCKED = "blocked"
    NOT_FRIEND = "not_friend"
    QUOTA = "quota"
    FREQUENCY_CAP = "frequency_cap"
    OWNER_LEFT = "owner_left"
    OWNER_REFUSED = "owner_refused"
