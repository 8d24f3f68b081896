"""What this room declares."""

from __future__ import annotations

from chalicelib.core.http.rights import CAMPAIGNERS, GUARDIANS, READERS, REVIEWERS, Right
from chalicelib.core.room import Room, Section

MANAGE = Right("content.manage", "素材与审核", "Content and its reviews", CAMPAIGNERS)
READ = Right("content.read", "素材与审核", "Content and its reviews", READERS)
REVIEW = Right("content.review", "素材与审核", "Content and its reviews", REVIEWERS)
GUARD = Right("content.guard", "素材与审核", "Content and its reviews", GUARDIANS)

ROOM = Room(
    name="content",
    zh="素材与审核",
    en="Content and its reviews",
    flows=False,
    tag="content",
    section=Section.REACH,
    rights=(MANAGE, READ, REVIEW, GUARD),
)
