"""What follows from what, in this room."""

from __future__ import annotations

from chalicelib.core.events.flows import Line, OnJob
from chalicelib.tags import changing
from chalicelib.tags.jobs import DeleteTags, MergeTags, RenameTag

FLOWS: tuple[Line, ...] = (
    OnJob(RenameTag, changing.rename),
    OnJob(MergeTags, changing.merge),
    OnJob(DeleteTags, changing.delete),
)
