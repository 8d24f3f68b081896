"""Tables for people: CSV that Excel opens in Chinese, and that runs nothing when it does."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterable, Sequence

import msgspec

MEDIA_TYPE = "text/csv"
# Without it Excel takes UTF-8 for the system's own encoding.
BOM = "\ufeff"
# A cell that begins so is a formula to Excel and its like, whoever wrote it; a tab or a line break hides one.
FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")
# What Excel and WPS would take for a number, and show as 1.2E+17, or without the noughts that it begins with, or for a
# day; amounts and moments are left to be what they are.
NO_NUMBER = re.compile(r"\d{12,}|0\d+|\d+(\.\d+)?[Ee]\d+|\d{1,2}[-/]\d{1,2}")


def head(names: Sequence[str]) -> bytes:
    """The beginning of a file: the BOM and the names of the columns."""
    return BOM.encode() + rows([names])


def rows(lines: Iterable[Sequence[str | int]]) -> bytes:
    """Lines of a file. A text that would be a formula stands behind an apostrophe, one that would be taken for another
    number before a tab, which nobody sees; a number is one as it is.
    """
    out = io.StringIO()
    csv.writer(out, lineterminator="\r\n").writerows([_harmless(cell) for cell in line] for line in lines)
    return out.getvalue().encode()


def _harmless(cell: str | int) -> str | int:
    if isinstance(cell, int):
        return cell
    if cell.lstrip(" \u00a0\u3000").startswith(FORMULA):
        return f"'{cell}"
    return f"{cell}\t" if NO_NUMBER.fullmatch(cell) else cell


# Python's own limit of a cell, in characters.
LONGEST = csv.field_size_limit()
OTHER_SEPARATORS = (";", "\t", "，", "；")


class Sheet(msgspec.Struct, frozen=True):
    """A table as somebody uploaded it. encoding: utf-8 or gb18030; lines: each with the number of its first line."""

    encoding: str
    lines: list[tuple[int, list[str]]]


class NoSheet(ValueError):
    """What is no CSV; zh, en say why."""

    def __init__(self, zh: str, en: str) -> None:
        super().__init__(en)
        self.zh, self.en = zh, en


def _no_text() -> NoSheet:
    return NoSheet(
        "文件既不是 UTF-8 也不是 GB18030 编码的 CSV，请在 Excel 中另存为“CSV UTF-8”。",
        "This is a CSV neither in UTF-8 nor in GB18030. Save it as “CSV UTF-8”.",
    )


def _no_lines(error: csv.Error, line: int) -> NoSheet:
    """Why a text could not be read as lines, by the one that began there: a quote that nobody closes runs on to the
    end of the file, or until a cell is too long.
    """
    if "field limit" in str(error):
        zh = f"第 {line} 行有一格超过 {LONGEST} 个字，请缩短；若并没有这么长，是引号没有成对。"
        en = f"A cell of line {line} is longer than {LONGEST} characters. Shorten it, or close its quotes."
        return NoSheet(zh, en)
    return NoSheet(
        f"第 {line} 行起的引号不成对，请检查后重新保存为 CSV。",
        f"The quotes that begin in line {line} do not match. Save it as CSV again.",
    )


def _other_separator(lines: Sequence[tuple[int, list[str]]]) -> NoSheet | None:
    """A table whose columns stand apart by something else than a comma is one of a single column to a reader."""
    heads = lines[0][1] if lines else []
    if sum(bool(head) for head in heads) != 1 or not any(sign in heads[0] for sign in OTHER_SEPARATORS):
        return None
    zh = "列与列之间须用英文逗号分隔，请在 Excel 中另存为“CSV UTF-8（逗号分隔）”。"
    return NoSheet(zh, "Its columns are not parted by commas. Save it as “CSV UTF-8 (comma delimited)”.")


def sheet(body: bytes) -> Sheet:
    """A whole CSV as Excel, WPS or a program writes it: UTF-8 with or without a BOM, else GB18030; without blank lines.

    Raises NoSheet for what is no text in either, or no CSV, as one that is parted by semicolons or tabs.
    """
    encoding, text = _text(body)
    found, before = [], 0
    reader = csv.reader(io.StringIO(text.removeprefix(BOM), newline=""), strict=True)
    try:
        for line in reader:
            stripped = [cell.strip() for cell in line]
            found += [(before + 1, stripped)] if any(stripped) else []
            before = reader.line_num
    except csv.Error as error:
        raise _no_lines(error, before + 1) from None
    if no_sheet := _other_separator(found):
        raise no_sheet
    return Sheet(encoding, found)


def _text(body: bytes) -> tuple[str, str]:
    # GB18030 is what Excel in Chinese saves as CSV; it holds GBK and GB 2312.
    for encoding in ("utf-8", "gb18030"):
        try:
            text = body.decode(encoding)
        except UnicodeDecodeError:
            continue
        if "\0" not in text:
            return encoding, text
    raise _no_text()


def cells(line: bytes) -> list[str]:
    """The cells of one line of a file, which may begin with a BOM. Raises ValueError for what is no UTF-8 or no CSV."""
    try:
        return next(csv.reader([line.decode().removeprefix(BOM)], strict=True), [])
    except csv.Error as error:
        raise ValueError(str(error)) from None
