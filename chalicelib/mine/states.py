"""What customers can press on their own pages."""

from __future__ import annotations

from enum import StrEnum


class Act(StrEnum):
    """PREFER: take posts or no more; CANCEL: an order that is not paid; SIGN_OUT: on this phone."""

    PREFER = "prefer"
    CANCEL = "cancel"
    SIGN_OUT = "sign_out"
