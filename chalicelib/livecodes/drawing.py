"""A printed label: a QR code of whole dots with its quiet zone, and its caption, as SVG, PNG or in a PDF. Pure.

All is measured in dots of 1/600 inch, so that the edge of each module falls on a dot of the printer.
"""

from __future__ import annotations

import struct
import zlib
from collections.abc import Sequence

import msgspec

from chalicelib.livecodes import letters
from chalicelib.livecodes.letters import Point

DOTS_AN_INCH = 600
MM = DOTS_AN_INCH / 25.4
# ISO/IEC 18004: four modules of nothing around a symbol. Q: a quarter of it may be scratched or dirty.
QUIET, LEVEL = 4, "q"
# The first line of a caption, and the others, as parts of the label's side; and the least and greatest in mm.
NAME_EM, REST_EM = 0.075, 0.055
LEAST_EM, GREATEST_EM = 1.8, 6.0
# How much of the side a line of text may have.
BREADTH = 0.94
PER_METRE = round(DOTS_AN_INCH / 0.0254)
POINTS = 72 / DOTS_AN_INCH
A4 = (round(210 * MM), round(297 * MM))
MARGIN, GAP = round(10 * MM), round(4 * MM)
PAGE_MARGIN = round(5 * MM)

Box = tuple[int, int, int, int]


class Label(msgspec.Struct, frozen=True):
    """A label. boxes: its dark modules, as x, y, width and height; lines: the closed lines of its caption."""

    width: int
    height: int
    boxes: list[Box]
    lines: list[list[Point]]


def label(url: str, caption: Sequence[str], size_mm: int) -> Label:
    """A label whose code with its quiet zone is at most so wide, each module a whole number of dots."""
    import segno

    side = round(size_mm * MM)
    matrix = [bytes(row) for row in segno.make(url, error=LEVEL, micro=False).matrix]
    module = side // (len(matrix) + 2 * QUIET)
    begin = (side - module * len(matrix)) // 2
    boxes = [
        (begin + since * module, begin + number * module, (until - since) * module, module)
        for number, row in enumerate(matrix)
        for since, until in _runs(row)
    ]
    lines: list[list[Point]] = []
    top = float(side)
    for number, whole in enumerate(text for text in caption if text):
        wanted = min(max((REST_EM if number else NAME_EM) * side, LEAST_EM * MM), GREATEST_EM * MM)
        for part in letters.wrapped(whole, wanted, side * BREADTH):
            text, em = letters.fitted(part, wanted, side * BREADTH)
            lines += letters.outlines(text, em, (side - letters.width(text, em)) / 2, top)
            top += letters.LINE * em
    return Label(side, round(top + (0.02 * side if lines else 0)), boxes, lines)


def _runs(row: bytes) -> list[tuple[int, int]]:
    """Where the dark parts of a row begin and end."""
    framed = b"\0" + row + b"\0"
    edges = [place for place in range(len(row) + 1) if framed[place] != framed[place + 1]]
    return list(zip(edges[::2], edges[1::2], strict=True))


def svg(one: Label) -> bytes:
    """As a drawing of its true size."""
    modules = "".join(f"M{x} {y}h{wide}v{high}h-{wide}z" for x, y, wide, high in one.boxes)
    text = "".join("M" + "L".join(f"{x:.1f} {y:.1f}" for x, y in line) + "z" for line in one.lines)
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{one.width / MM:.2f}mm" height="{one.height / MM:.2f}mm" '
        f'viewBox="0 0 {one.width} {one.height}"><path fill="#fff" d="M0 0h{one.width}v{one.height}h-{one.width}z"/>'
        f'<path shape-rendering="crispEdges" d="{modules}"/><path d="{text}"/></svg>'
    ).encode()


def png(one: Label) -> bytes:
    """As a picture of 600 dots an inch, black and white."""
    blank = b"1" * one.width
    rows = [blank] * one.height
    for y, high, row in _module_rows(one):
        rows[y : y + high] = [row] * high
    for y, spans in _filled(one.lines).items():
        if 0 <= y < one.height:
            rows[y] = _with(rows[y], spans)
    packed = {row: _packed(row) for row in set(rows)}
    body = zlib.compress(b"".join(b"\0" + packed[row] for row in rows), 9)
    head = struct.pack(">IIBBBBB", one.width, one.height, 1, 0, 0, 0, 0)
    size = struct.pack(">IIB", PER_METRE, PER_METRE, 1)
    parts = ((b"IHDR", head), (b"pHYs", size), (b"IDAT", body), (b"IEND", b""))
    return b"\x89PNG\r\n\x1a\n" + b"".join(_chunk(kind, data) for kind, data in parts)


def _module_rows(one: Label) -> list[tuple[int, int, bytes]]:
    """Each row of modules once: where it begins, how high it is, and its dots."""
    by_row: dict[tuple[int, int], list[tuple[int, int]]] = {}
    for x, y, wide, high in one.boxes:
        by_row.setdefault((y, high), []).append((x, x + wide))
    return [(y, high, _with(b"1" * one.width, spans)) for (y, high), spans in by_row.items()]


def _with(row: bytes, spans: Sequence[tuple[int, int]]) -> bytes:
    dark = bytearray(row)
    for since, until in spans:
        begin, end = max(0, since), min(len(dark), until)
        dark[begin:end] = b"0" * max(0, end - begin)
    return bytes(dark)


def _packed(row: bytes) -> bytes:
    whole = row.ljust(-len(row) // 8 * -8, b"1")
    return int(whole, 2).to_bytes(len(whole) // 8, "big")


def _chunk(kind: bytes, data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))


def _filled(lines: Sequence[Sequence[Point]]) -> dict[int, list[tuple[int, int]]]:
    """What closed lines cover of each row, by the nonzero rule at the middle of its dots."""
    crossings: dict[int, list[tuple[float, int]]] = {}
    for line in lines:
        for begin, end in zip(line, [*line[1:], line[0]], strict=True):
            (x, y), (to_x, to_y) = sorted((begin, end), key=lambda point: point[1])
            for row in range(round(y), round(to_y)):
                across = x + (row + 0.5 - y) * (to_x - x) / (to_y - y)
                crossings.setdefault(row, []).append((across, 1 if begin[1] < end[1] else -1))
    return {row: _spans(sorted(met)) for row, met in crossings.items()}


def _spans(met: Sequence[tuple[float, int]]) -> list[tuple[int, int]]:
    spans, winding, since = [], 0, 0.0
    for x, turn in met:
        if not winding:
            since = x
        winding += turn
        if not winding:
            spans.append((round(since), round(x)))
    return spans


def sheet_places(width: int, height: int) -> list[tuple[int, int]]:
    """Where labels of a size stand on a sheet of A4, row by row."""
    across = max(1, (A4[0] - 2 * MARGIN + GAP) // (width + GAP))
    down = max(1, (A4[1] - 2 * MARGIN + GAP) // (height + GAP))
    left = (A4[0] - across * width - (across - 1) * GAP) // 2
    return [(left + x * (width + GAP), MARGIN + y * (height + GAP)) for y in range(down) for x in range(across)]


def largest(size_mm: int) -> tuple[int, int]:
    """How wide and how high a label of a size is at most, with two lines each of name and store."""
    side = round(size_mm * MM)
    ems = [min(max(part * side, LEAST_EM * MM), GREATEST_EM * MM) for part in (NAME_EM, NAME_EM, *[REST_EM] * 3)]
    return side, round(side + letters.LINE * sum(ems) + 0.02 * side)


def page_of(one: Label) -> tuple[int, int, bytes]:
    """A page of a PDF with one label: its width, its height, and what is drawn."""
    width, height = one.width + 2 * PAGE_MARGIN, one.height + 2 * PAGE_MARGIN
    return width, height, _drawn(height, [(PAGE_MARGIN, PAGE_MARGIN, one)])


def sheet_of(some: Sequence[Label], size: tuple[int, int]) -> tuple[int, int, bytes]:
    """A sheet of A4 with labels that are each given so much room, with hairlines to cut along."""
    labels = [(x, y, one) for (x, y), one in zip(sheet_places(*size), some, strict=False)]
    return (*A4, _drawn(A4[1], labels, size))


def _drawn(height: int, labels: Sequence[tuple[int, int, Label]], room: tuple[int, int] | None = None) -> bytes:
    """The content of a page, compressed. Down is positive in labels, up in a PDF.

    room: how large the frame around each label is, None without one.
    """
    parts = [f"q {POINTS:.6f} 0 0 -{POINTS:.6f} 0 {height * POINTS:.4f} cm"]
    for x, y, one in labels:
        if room:
            parts.append(f"0.8 G 1 w {x - GAP // 2} {y - GAP // 2} {room[0] + GAP} {room[1] + GAP} re S")
        parts += [f"{x + left} {y + top} {wide} {high} re" for left, top, wide, high in one.boxes] + ["f"]
        for line in one.lines:
            points = [f"{x + left:.1f} {y + top:.1f}" for left, top in line]
            parts.append(" l ".join((f"{points[0]} m {points[1]}", *points[2:])) + " l h")
        parts.append("f")
    return zlib.compress("\n".join((*parts, "Q")).encode(), 9)


def pdf(pages: Sequence[tuple[int, int, bytes]]) -> bytes:
    """A whole PDF (ISO 32000-1: header, objects, cross references, trailer). Nothing in it asks for a font."""
    kids = " ".join(f"{3 + 2 * number} 0 R" for number in range(len(pages)))
    objects = [b"<</Type/Catalog/Pages 2 0 R>>", f"<</Type/Pages/Count {len(pages)}/Kids[{kids}]>>".encode()]
    for number, (width, height, drawn) in enumerate(pages):
        box = f"[0 0 {width * POINTS:.4f} {height * POINTS:.4f}]"
        page = f"<</Type/Page/Parent 2 0 R/MediaBox{box}/Resources<<>>/Contents {4 + 2 * number} 0 R>>"
        stream = f"<</Length {len(drawn)}/Filter/FlateDecode>>stream\n".encode() + drawn + b"\nendstream"
        objects += [page.encode(), stream]
    body, places = bytearray(b"%PDF-1.4\n%\xe2\xe3\xcf\xd3\n"), []
    for number, one in enumerate(objects, 1):
        places.append(len(body))
        body += f"{number} 0 obj\n".encode() + one + b"\nendobj\n"
    listed = "".join(f"{place:010d} 00000 n \n" for place in places)
    end = f"trailer<</Size {len(objects) + 1}/Root 1 0 R>>\nstartxref\n{len(body)}\n%%EOF\n"
    return bytes(body) + f"xref\n0 {len(objects) + 1}\n0000000000 65535 f \n{listed}{end}".encode()
