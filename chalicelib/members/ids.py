"""Ids of members."""

from __future__ import annotations

from typing import NewType

MemberId = NewType("MemberId", str)
"""Follows from the outside id, so a repeat cannot mint a second member. Whoever knows that id knows this one."""
NoteId = NewType("NoteId", str)
"""One of an operator's notes of a member."""
LakeId = NewType("LakeId", str)
"""Random, given once at birth: the only name of a member outside the tables of state; without the member's row it
leads to nobody."""
