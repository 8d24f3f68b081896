"""Ids of access."""

from __future__ import annotations

from typing import NewType

RoleId = NewType("RoleId", str)
"""A role: a shipped one's name, or the id of one that the corp made; '' for none."""
NO_ROLE = RoleId("")
OWNER = RoleId("owner")
ADVISER = RoleId("adviser")
STORE_STAFF = RoleId("store_staff")
