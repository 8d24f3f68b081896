"""A CSV of live codes, as pure text: columns in Chinese or English, a live code a line, faults at line and field."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence

import msgspec

from chalicelib.core.errors import Fault
from chalicelib.core.sheets import Sheet

MOST_LINES = 500
# By the name of the field, as a header may say it; the first two are how it is called in Chinese and English.
COLUMNS: Mapping[str, tuple[str, ...]] = {
    "name": ("名称", "name", "活码名称"),
    "staff": ("员工", "staff", "接待员工", "员工账号"),
    "welcome": ("欢迎语", "welcome"),
    "tags": ("标签", "tags", "tag"),
    "store": ("门店", "store", "门店编号", "门店名称"),
    "coupon": ("优惠券", "coupon", "优惠券模板"),
}
NEEDED = ("name", "staff", "welcome")
# Between several staff or tags in one cell.
BETWEEN = re.compile(r"[;；、,，|\n]")
WEIGHT = re.compile(r"(.*?)\s*[:：*×]\s*(\d{1,9})")
GROUP = "/"


class LineFault(msgspec.Struct, frozen=True):
    """What is wrong with a line of a file. line: from 1, as a table shows it; field: the column's name."""

    line: int
    field: str
    zh: str
    en: str


class Share(msgspec.Struct, frozen=True):
    """A member of staff in a cell, with the weight that stands behind them, 1 when none does."""

    userid: str
    weight: int = 1


class Draft(msgspec.Struct, frozen=True, kw_only=True):
    """A live code as a line says it; tags are names, ids, or a group and a name with a slash between; the store is a
    number, a name or an id.
    """

    line: int
    name: str
    staff: tuple[Share, ...]
    welcome: str
    tags: tuple[str, ...] = ()
    store: str = ""
    coupon: str = ""

    @property
    def key(self) -> str:
        """What tells it from others: all that it says."""
        return msgspec.json.encode([self.name, self.staff, self.welcome, self.tags, self.store, self.coupon]).decode()


def faults_of_file(sheet: Sheet) -> list[Fault]:
    """Why a file is no list of live codes at all."""
    if not sheet.lines:
        return [of_file("empty", None, "文件没有内容。", "The file is empty.")]
    columns, faults = _columns(sheet.lines[0][1])
    for field in NEEDED:
        if field not in columns:
            zh, en = COLUMNS[field][:2]
            faults.append(
                of_file("column_missing", zh, f"第一行缺少「{zh}」列。", f"The first line has no column {en}.")
            )
    many = len(sheet.lines) - 1
    if not many:
        faults.append(of_file("empty", None, "除表头外没有任何行。", "There is no line but the header."))
    if many > MOST_LINES:
        zh = f"一次最多 {MOST_LINES} 行，现有 {many} 行，请拆分成多个文件。"
        faults.append(of_file("too_many", MOST_LINES, zh, f"{MOST_LINES} lines at most, and it has {many}. Split it."))
    return faults


def of_file(rule: str, limit: str | int | None, zh: str, en: str) -> Fault:
    """A fault of the whole file."""
    return Fault("file", rule, limit, zh, en)


def _columns(header: Sequence[str]) -> tuple[dict[str, int], list[Fault]]:
    """Where each field stands."""
    columns: dict[str, int] = {}
    faults = []
    for place, cell in enumerate(header):
        field = next((field for field, names in COLUMNS.items() if cell.casefold() in names), "")
        if field and field not in columns:
            columns[field] = place
        elif field:
            faults.append(of_file("twice", cell, f"表头「{cell}」重复。", f"The column {cell} stands there twice."))
        elif cell:
            known = "、".join(names[0] for names in COLUMNS.values())
            zh = f"不认识表头「{cell}」，可用的列：{known}。"
            en = f"No column is called {cell}. There are: {', '.join(names[1] for names in COLUMNS.values())}."
            faults.append(of_file("unknown_column", cell, zh, en))
    return columns, faults


def drafts(sheet: Sheet) -> Iterator[Draft | LineFault]:
    """The lines of a file that is one, in order; a line that says the same as one before it is a fault."""
    columns, _ = _columns(sheet.lines[0][1])
    met: dict[str, int] = {}
    for line, cells in sheet.lines[1:]:
        if len(cells) > len(sheet.lines[0][1]):
            zh = "列数比表头多，单元格里的逗号请用引号括起。"
            yield LineFault(line, "", zh, "It has more cells than the header. Put quotes around a cell with a comma.")
            continue
        draft = _draft(line, {field: cells[place] for field, place in columns.items() if place < len(cells)})
        first = met.setdefault(draft.key, line)
        if first == line:
            yield draft
        else:
            yield LineFault(line, "", f"与第 {first} 行完全相同。", f"It says the same as line {first}.")


def _draft(line: int, cells: Mapping[str, str]) -> Draft:
    return Draft(
        line=line,
        name=cells.get("name", ""),
        staff=tuple(_share(part) for part in _parts(cells.get("staff", ""))),
        welcome=cells.get("welcome", ""),
        tags=tuple(dict.fromkeys(_parts(cells.get("tags", "")))),
        store=cells.get("store", ""),
        coupon=cells.get("coupon", ""),
    )


def _parts(cell: str) -> list[str]:
    return [part.strip() for part in BETWEEN.split(cell) if part.strip()]


def _share(part: str) -> Share:
    found = WEIGHT.fullmatch(part)
    return Share(found[1], int(found[2])) if found else Share(part)


def body_of(draft: Draft, tag_ids: Sequence[str], store_id: str) -> Mapping[str, object]:
    """The same as a body of the door that makes one."""
    return {
        "name": draft.name,
        "staff": [msgspec.to_builtins(share) for share in draft.staff],
        "tag_ids": list(tag_ids),
        "welcome": {"text": draft.welcome},
        "coupon_template_id": draft.coupon,
        "store_id": store_id,
    }


def column_of(path: str) -> str:
    """The column that a path of such a body is about, in Chinese."""
    top = re.split(r"[.\[]", path)[0]
    field = {"tag_ids": "tags", "coupon_template_id": "coupon", "store_id": "store"}.get(top, top)
    return COLUMNS[field][0] if field in COLUMNS else ""


def fault_of_tag(line: int, name: str, found: Sequence[str]) -> LineFault:
    """Why a tag in a cell is none, or none alone."""
    if found:
        zh = f"有多个标签叫「{name}」，请写成「标签组/标签」。"
        return LineFault(line, COLUMNS["tags"][0], zh, f"Several tags are called {name}. Write group/tag.")
    zh, en = f"没有标签「{name}」，请先创建企业标签。", f"There is no tag {name}. Make it first."
    return LineFault(line, COLUMNS["tags"][0], zh, en)


def fault_of_store(line: int, name: str, found: Sequence[str]) -> LineFault:
    """Why a store in a cell is none, or none alone."""
    if found:
        zh, en = f"有多家门店叫「{name}」，请填门店编号。", f"Several stores are called {name}. Write its number."
    else:
        zh, en = f"没有门店「{name}」，请核对编号或名称。", f"There is no store {name}. Check its number or name."
    return LineFault(line, COLUMNS["store"][0], zh, en)
