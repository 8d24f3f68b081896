"""Makes chalicelib/livecodes/captions/outlines.bin: the shapes of the letters in captions of print packs.

python -m infra.outlines /usr/share/fonts/opentype/noto/NotoSansCJK-Regular.ttc   (needs `pip install fonttools`)

Of Noto Sans CJK SC (SIL Open Font License 1.1, beside the file) it takes what GB 2312 has, and some of today's names
and places, flattened to lines on a grid of 200 units an em. A letter is: its code point (2 bytes), its width, how many
contours; a contour is: how many points, and each point's x + 20 and y + 40.
"""

from __future__ import annotations

import importlib
import struct
import sys
import zlib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

TARGET = Path(__file__).resolve().parents[1] / "chalicelib" / "livecodes" / "captions" / "outlines.bin"
UNITS, RIGHT, UP = 200, 20, 40
# How far a line may lie from the curve, in units.
TOLERANCE = 0.7
# What GB 2312 lacks and names of people, places and shops have.
ALSO = (
    "堃喆镕昇珺玥琤甯煊燊犇焱垚琇瑄翀翚祎玹珅琎瑨瑒濛洺淏湉溦滢潞澍瀞旸昉晞晟暘暄皞皛劼勍佲俣倢偲傒儁叡囍垟坭埗堺墘塱碶磜硚砜"
    "峃岙崀嵖岈梽栟桠楙槿樾瀍洣浉涢溁滍漷鄠郪鄌邿邨锳锜铻鋆銮鎏麴麯髙黒咲囧哔嘚咘冇啱嘅咁咗喺氹彧旻昊晔晙暐暻曈曌朤杧柷栎栢桁梣棽椁榃槑橦檑毐沄沚泓泃洧浟浠涴淇渼湑湜溆潆澔澧灏炆炘烜焯熠燚玏玘玢玮珣珮珲"
    "珹琀琬琮琰瑀瑱瑾璎璐璇璠璩璪瓈瓒畯疃皓睿砼磊祐祜祯禛稑穗竑筠箐粿繄羿翊翎翯耘聿芃芊芮苒苡茜荃荪莘菀菡萱蓁蓓蔚蕙薏藜蘅虔蜜蠡衎裎裒褀觊諠譞赟轲迦逯邈邕郄郢鄢酩釉銎"
)
Point = tuple[int, int]


def code_points() -> list[int]:
    """What is taken, in order."""
    return sorted({point for point in range(0x20, 0x10000) if _is_in_gb2312(chr(point))} | set(map(ord, ALSO)))


def _is_in_gb2312(letter: str) -> bool:
    try:
        letter.encode("gb2312")
    except UnicodeEncodeError:
        return False
    return True


def contours(recorded: list[Any], scale: float) -> list[list[Point]]:
    """The closed lines of a letter as a pen recorded it."""
    found: list[list[Point]] = []
    last: tuple[float, float] = (0, 0)
    for name, points in recorded:
        if name == "moveTo":
            found.append([])
        path = [*points] if name in ("moveTo", "lineTo") else []
        if name == "curveTo":
            path = list(_flat(last, points, scale))
        for x, y in path:
            point = round(x * scale), round(y * scale)
            if found[-1][-1:] != [point]:
                found[-1].append(point)
        last = path[-1] if path else last
    return [one[:-1] if one[0] == one[-1] else one for one in found if len(set(one)) > 2]


def _flat(begin: Any, points: Any, scale: float) -> Iterator[tuple[float, float]]:
    """A cubic curve as so many lines that none lies too far from it."""
    b, c, end = points
    bend = max(abs(begin[i] - 2 * b[i] + c[i]) + abs(b[i] - 2 * c[i] + end[i]) for i in (0, 1)) * scale
    many = max(1, min(12, int((0.4 * bend / TOLERANCE) ** 0.5 + 1)))
    for number in range(1, many + 1):
        t = number / many
        u = 1 - t
        parts = (u**3, 3 * u * u * t, 3 * u * t * t, t**3)
        x, y = (sum(part * one[i] for part, one in zip(parts, (begin, b, c, end), strict=True)) for i in (0, 1))
        yield x, y


def packed(point: int, width: int, lines: list[list[Point]]) -> bytes:
    """A letter as it is stored; what reaches beyond the grid is cut."""
    body = bytearray(struct.pack(">HBB", point, width, len(lines)))
    for line in lines:
        body.append(len(line))
        body += bytes(min(255, max(0, value)) for x, y in line for value in (x + RIGHT, y + UP))
    return bytes(body)


def main(font: str) -> None:
    """Write the file anew."""
    fonts = importlib.import_module("fontTools.ttLib").TTCollection(font).fonts
    pens = importlib.import_module("fontTools.pens.recordingPen")
    sc = next(one for one in fonts if "CJK SC" in one["name"].getDebugName(4))
    names, shapes, scale = sc.getBestCmap(), sc.getGlyphSet(), UNITS / sc["head"].unitsPerEm
    body = bytearray()
    for point in code_points():
        if point in names:
            pen = pens.RecordingPen()
            shapes[names[point]].draw(pen)
            body += packed(point, round(shapes[names[point]].width * scale), contours(pen.value, scale))
    TARGET.parent.mkdir(exist_ok=True)
    TARGET.write_bytes(zlib.compress(bytes(body), 9))
    print(f"{TARGET.stat().st_size} bytes")


if __name__ == "__main__":
    main(sys.argv[1])
