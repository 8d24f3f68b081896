"""What a customer shows and a till scans: a text as a picture that a scratched or dim screen still gives away."""

from __future__ import annotations

import io

# ISO/IEC 18004: four modules of nothing around a symbol. Q: a scratched or dim screen may hide a quarter of it.
QUIET, LEVEL = 4, "q"


def drawn(text: str, *, fits: bool = False) -> str:
    """A text as an SVG: black on white, whatever the page's colours. fits: as large as the place where it stands."""
    # Loaded here: only pictures need it, and every function would pay for it at start.
    import segno

    picture = io.BytesIO()
    # Capital letters and digits fit a smaller symbol; a till reads them as it reads small ones.
    segno.make(text.upper(), error=LEVEL, micro=False).save(
        picture,
        kind="svg",
        scale=8,
        border=QUIET,
        xmldecl=False,
        omitsize=fits,
        svgclass=None,
        lineclass=None,
        dark="#000",
        light="#fff",
    )
    return picture.getvalue().decode()
