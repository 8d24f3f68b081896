"""A sheet of stores as people write it: in which encoding, under which heads, and what each line says of a store."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

import msgspec

from chalicelib.core import sheets
from chalicelib.core.errors import Fault
from chalicelib.core.sheets import NoSheet
from chalicelib.stores.shapes import Terms
from chalicelib.stores.states import Weekday

HEADS: Mapping[str, tuple[str, ...]] = {
    "number": ("编号", "门店编号", "number", "code", "store number"),
    "name": ("名称", "门店名称", "门店", "name", "store name"),
    "region": ("区域", "大区", "region"),
    "address": ("地址", "address"),
    "phone": ("电话", "联系电话", "phone"),
    "hours": ("营业时间", "hours", "opening hours"),
    "manager": ("店长", "manager"),
    "staff": ("员工", "staff"),
    "clerks": ("核销店员", "核销员", "店员", "clerks"),
    "longitude": ("经度", "longitude"),
    "latitude": ("纬度", "latitude"),
}
FIELD_OF = {head: field for field, heads in HEADS.items() for head in heads}
NEEDED = ("number", "name")
# More than a brand has stores.
MOST_LINES = 20_000
BETWEEN = re.compile(r"[;；,，、\s]+")
DAY_NAMES = dict(zip("一二三四五六日", Weekday, strict=True)) | {"天": Weekday.SUN}
_SPAN = re.compile(r"(?P<days>[^\d]*?)\s*(?P<since>\d{1,2}:\d{2})\s*[-–—~～至到]\s*(?P<until>\d{1,2}:\d{2})")
_RANGE = re.compile(r"(?:周|星期|礼拜)?([一二三四五六日天])\s*(?:[-–—~～至到])\s*(?:周|星期|礼拜)?([一二三四五六日天])")
_ENGLISH = re.compile(r"(mon|tue|wed|thu|fri|sat|sun)[a-z]*(?:\s*-\s*(mon|tue|wed|thu|fri|sat|sun)[a-z]*)?")
NO_HOURS = (
    "营业时间应如：周一至周五 10:00-22:00；周六、周日 09:00-22:30",
    "Write: Mon-Fri 10:00-22:00; Sat 09:00-22:30",
)
EVERY_DAY = frozenset({"", "每天", "每日", "全天", "daily"})


class Unreadable(ValueError):
    """What is no sheet of stores; zh, en say why."""

    def __init__(self, zh: str, en: str) -> None:
        super().__init__(en)
        self.zh, self.en = zh, en


class Line(msgspec.Struct, frozen=True):
    """A line of a sheet: where it stands, from 1 as Excel counts, and its cells by field. is_long: there are more cells
    than heads, so that which is what is not known.
    """

    number: int
    cells: dict[str, str]
    is_long: bool = False


def read(body: bytes) -> list[Line]:
    """The lines of a sheet under its heads, without blank ones. Raises Unreadable."""
    try:
        rows = sheets.sheet(body).lines
    except NoSheet as error:
        raise Unreadable(error.zh, error.en) from None
    if not rows:
        raise Unreadable("文件是空的。", "The file is empty.")
    heads = _heads(rows[0][1])
    if len(rows) < 2:
        raise Unreadable("除表头外没有任何门店。", "There is no store below the heads.")
    if len(rows) - 1 > MOST_LINES:
        raise Unreadable(f"一次最多 {MOST_LINES} 行，请分成几个文件。", f"At most {MOST_LINES} lines. Split the file.")
    return [_line(number, heads, row) for number, row in rows[1:]]


def _line(number: int, heads: Sequence[str], row: Sequence[str]) -> Line:
    # A program may leave out the last cells of a line where they are empty.
    return Line(number, {"number": "", **dict(zip(heads, row, strict=False))}, any(row[len(heads) :]))


def _heads(row: Sequence[str]) -> list[str]:
    heads = [FIELD_OF.get(head.strip().lstrip("*").strip().lower(), "") for head in row]
    unknown = [head for head, field in zip(row, heads, strict=True) if not field and head]
    if unknown:
        known = "、".join(names[0] for names in HEADS.values())
        raise Unreadable(
            f"不认识表头「{unknown[0][:20]}」，可用的表头：{known}。",
            f"Nothing is called “{unknown[0][:20]}”. Heads are: {', '.join(HEADS)}.",
        )
    twice = sorted({field for field in heads if field and heads.count(field) > 1})
    missing = [field for field in NEEDED if field not in heads]
    if twice or missing:
        field = (twice or missing)[0]
        zh = f"表头「{HEADS[field][0]}」{'重复' if twice else '缺失'}。"
        raise Unreadable(zh, f"The head “{field}” {'stands twice' if twice else 'is missing'}.")
    return heads


def said(line: Line) -> tuple[dict[str, object], list[Fault]]:
    """What a line says of a store, by the fields of its terms, and what cannot be read. What has no column is left."""
    fields: dict[str, object] = {}
    faults: list[Fault] = []
    for name, cell in line.cells.items():
        match name:
            case "hours":
                try:
                    fields[name] = hours(cell)
                except ValueError:
                    faults.append(Fault(name, "format", None, f"{NO_HOURS[0]}。", f"{NO_HOURS[1]}."))
            case "staff" | "clerks":
                fields[name] = [one for one in BETWEEN.split(cell) if one]
            case "manager":
                fields[name] = cell or None
            case "longitude" | "latitude" | "":
                continue
            case _:
                fields[name] = cell
    if "longitude" in line.cells or "latitude" in line.cells:
        fields["location"] = _location(line, faults)
    return fields, faults


def _location(line: Line, faults: list[Fault]) -> dict[str, float] | None:
    written = {name: line.cells.get(name, "") for name in ("longitude", "latitude")}
    if not any(written.values()):
        return None
    try:
        return {name: float(cell) for name, cell in written.items()}
    except ValueError:
        zh, en = (
            "经度与纬度须同时填写数字，例如 121.4737 与 31.2304。",
            "Both are figures, or neither is given.",
        )
        faults.append(Fault("longitude", "format", None, zh, en))
        return None


def hours(text: str) -> list[dict[str, str]]:
    """Opening hours as people write them: `周一至周五 10:00-22:00；周六、周日 09:00-22:30`. Raises ValueError."""
    plain = text.replace("：", ":").strip().lower()
    found: list[dict[str, str]] = []
    end, days = 0, list(Weekday)
    for span in _SPAN.finditer(plain):
        between = plain[end : span.start()].strip(" ;；,，、\n")
        if between:
            raise ValueError(text)
        named = span["days"].strip(" ;；,，、\n:")
        # A second span of one day says no day: `周一 10:00-12:00, 13:00-22:00`.
        if named or not found:
            days = _days(named)
        found += [{"day": day, "since": f"{span['since']:0>5}", "until": f"{span['until']:0>5}"} for day in days]
        end = span.end()
    if plain[end:].strip(" ;；,，、\n。"):
        raise ValueError(text)
    return found


def _days(named: str) -> list[Weekday]:
    if named in EVERY_DAY:
        return list(Weekday)
    if "工作日" in named:
        return list(Weekday)[:5]
    if "周末" in named:
        return list(Weekday)[5:]
    days: list[Weekday] = []
    for first, last in _RANGE.findall(named):
        days += _between(DAY_NAMES[first], DAY_NAMES[last])
    rest = _RANGE.sub("", named)
    for first, last in _ENGLISH.findall(rest):
        days += _between(Weekday(first), Weekday(last or first))
    rest = _ENGLISH.sub("", rest)
    days += [DAY_NAMES[sign] for sign in rest if sign in DAY_NAMES]
    if not days or re.sub(r"[周星期礼拜一二三四五六日天和及与;；,，、\s]", "", rest):
        raise ValueError(named)
    return list(dict.fromkeys(days))


def _between(first: Weekday, last: Weekday) -> list[Weekday]:
    every = list(Weekday)
    begin, end = every.index(first), every.index(last)
    return every[begin : end + 1] if begin <= end else [*every[begin:], *every[: end + 1]]


def merged(before: Terms | None, fields: Mapping[str, object]) -> dict[str, object]:
    """A store as a line shall make it: what has no column stays as it was."""
    held = msgspec.to_builtins(before) if before else {}
    return {**held, **fields}
