"""What a live code is, and what became of a welcome."""

from __future__ import annotations

from enum import StrEnum


class CodeState(StrEnum):
    """PREPARING until WeCom has made every contact way or refused it. IN_PART: some were refused, and say why."""

    PREPARING = "preparing"
    READY = "ready"
    IN_PART = "in_part"


class Standing(StrEnum):
    """What operators have made of a live code: whether whoever scans it is shown anybody.

    Whoever joins by a contact way that they kept is welcomed, tagged and counted in each of them.
    """

    OPEN = "open"
    PAUSED = "paused"
    ARCHIVED = "archived"


MAY_BECOME: dict[Standing, frozenset[Standing]] = {
    Standing.OPEN: frozenset({Standing.PAUSED}),
    Standing.PAUSED: frozenset({Standing.OPEN}),
    Standing.ARCHIVED: frozenset({Standing.OPEN, Standing.PAUSED}),
}
"""From which states an operator may move a live code into a state; out of the archive it goes back to what it was."""


class PrintForm(StrEnum):
    """What one label is drawn as."""

    PNG = "png"
    SVG = "svg"
    PDF = "pdf"


class PackForm(StrEnum):
    """What many labels are put into. PDF_A4: as many on a sheet as fit; PDF_PAGES: one a page."""

    PDF_A4 = "pdf_a4"
    PDF_PAGES = "pdf_pages"
    ZIP_PNG = "zip_png"
    ZIP_SVG = "zip_svg"


class WelcomeState(StrEnum):
    """Said once, after the call; none follows another.

    IN_PART: some of it was left out, since WeCom would not take it. ALREADY: an earlier try of ours, or another app's,
    came through. UNKNOWN: an earlier try went without an answer, and its code has run out since.
    """

    SENT = "sent"
    IN_PART = "in_part"
    ALREADY = "already"
    EXPIRED = "expired"
    FAILED = "failed"
    UNKNOWN = "unknown"


# The customer has the message.
ARRIVED = frozenset({WelcomeState.SENT, WelcomeState.IN_PART, WelcomeState.ALREADY})
