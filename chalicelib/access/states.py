"""What an operator may be given."""

from __future__ import annotations

from enum import StrEnum


class GivenRole(StrEnum):
    """A role that an owner gives to a member of staff; NONE takes it away."""

    OWNER = "owner"
    MARKETER = "marketer"
    COMPLIANCE = "compliance"
    SERVICE = "service"
    ADVISER = "adviser"
    STORE_STAFF = "store_staff"
    VIEWER = "viewer"
    NONE = ""
