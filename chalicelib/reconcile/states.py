"""How deep a comparison goes."""

from __future__ import annotations

from enum import StrEnum


class Depth(StrEnum):
    """IDS: who is whose friend, a call a member of staff. WHOLE: also profiles, tags, and who came again."""

    IDS = "ids"
    WHOLE = "whole"
