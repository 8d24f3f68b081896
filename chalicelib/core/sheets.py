"""Tables for people: CSV that Excel opens in Chinese, and that runs nothing when it does."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Sequence

MEDIA_TYPE = "text/csv"
# Without it Excel takes UTF-8 for the system's own encoding.
BOM = "\ufeff"
# A cell that begins so is a formula to Excel and its like, whoever wrote it; a tab or a line break hides one.
FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")


def head(names: Sequence[str]) -> bytes:
    """The beginning of a file: the BOM and the names of the columns."""
    return BOM.encode() + rows([names])


def rows(lines: Iterable[Sequence[str | int]]) -> bytes:
    """Lines of a file. A text that would be a formula stands behind an apostrophe; a number is one as it is."""
    out = io.StringIO()
    csv.writer(out, lineterminator="\r\n").writerows([_harmless(cell) for cell in line] for line in lines)
    return out.getvalue().encode()


def _harmless(cell: str | int) -> str | int:
    if isinstance(cell, int):
        return cell
    return f"'{cell}" if cell.lstrip(" \u00a0\u3000").startswith(FORMULA) else cell


def cells(line: bytes) -> list[str]:
    """The cells of one line of a file, which may begin with a BOM. Raises ValueError for what is no UTF-8 or no CSV."""
    try:
        return next(csv.reader([line.decode().removeprefix(BOM)], strict=True), [])
    except csv.Error as error:
        raise ValueError(str(error)) from None
