"""What people write into a sheet of stores is read, or told where it stands."""

from __future__ import annotations

import pytest

from chalicelib.stores import sheet
from chalicelib.stores.sheet import Unreadable

HEAD = "编号,名称,营业时间\r\n"


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030"])
def test_a_sheet_is_read_in_whatever_excel_saves(encoding: str) -> None:
    """With blank lines left out, quoted line ends within a cell, and lines counted as Excel does."""
    text = HEAD + 'A1,人民广场店,每天 10:00-22:00\r\n\r\nA2,"二\n楼",\r\nA3,店,\r\n'
    lines = sheet.read(text.encode(encoding))
    assert [(line.number, line.cells["number"], line.cells["name"]) for line in lines] == [
        (2, "A1", "人民广场店"),
        (4, "A2", "二\n楼"),
        (6, "A3", "店"),
    ]


def test_heads_may_be_english_and_in_any_order() -> None:
    """Their case does not count."""
    (line,) = sheet.read(b"Name,NUMBER,phone\nShop,7,010-1234567\n")
    assert line.cells == {"name": "Shop", "number": "7", "phone": "010-1234567"}


@pytest.mark.parametrize(
    ("body", "said"),
    [
        (b"", "空"),
        (HEAD.encode(), "没有任何门店"),
        ("编号,名称,面积\n1,店,9\n".encode(), "不认识表头「面积」"),
        ("编号,地址\n1,路\n".encode(), "表头「名称」缺失"),
        ("编号,名称,name\n1,店,店\n".encode(), "表头「名称」重复"),
        ('编号,名称\n1,店\n2,"店\n3,店\n4,店\n'.encode(), "第 3 行起的引号"),
        (f"编号,名称\n1,{'店' * 140_000}\n".encode(), "第 2 行有一格超过"),
        ("编号;名称\n1;店\n".encode(), "英文逗号"),
        ("编号\t名称\n1\t店\n".encode(), "英文逗号"),
        (b"\xff\xfe\x00\x00\xff", "编码"),
    ],
)
def test_what_is_no_sheet_of_stores_says_why(body: bytes, said: str) -> None:
    """In both languages, with the line where there is one."""
    with pytest.raises(Unreadable) as refused:
        sheet.read(body)
    assert said in refused.value.zh
    assert refused.value.en.isascii() or "“" in refused.value.en


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ("", []),
        ("10:00-22:00", ["mon", "tue", "wed", "thu", "fri", "sat", "sun"]),
        ("每天 9:00～24:00", ["mon", "tue", "wed", "thu", "fri", "sat", "sun"]),
        ("周一至周五 10:00-22:00；周六、周日 09:00-22:30", ["mon", "tue", "wed", "thu", "fri", "sat", "sun"]),
        ("周六-周一 10：00-12：00", ["sat", "sun", "mon"]),
        ("工作日 09:00-12:00, 13:00-18:00", ["mon", "tue", "wed", "thu", "fri"] * 2),
        ("周末 10:00-20:00", ["sat", "sun"]),
        ("Mon-Wed 10:00-20:00; Sun 12:00-18:00", ["mon", "tue", "wed", "sun"]),
    ],
)
def test_opening_hours_are_read_as_people_write_them(written: str, read: list[str]) -> None:
    """Ranges, lists, names of parts of the week, and two spans of a day."""
    assert [hours["day"] for hours in sheet.hours(written)] == read


@pytest.mark.parametrize("written", ["看情况", "周八 10:00-22:00", "10:00-22:00 春节休息", "周一 十点"])
def test_hours_that_nobody_can_read_are_refused(written: str) -> None:
    """Rather than to be half understood."""
    with pytest.raises(ValueError):
        sheet.hours(written)


def test_what_has_no_column_stays_as_it_was() -> None:
    """And an empty cell empties its field."""
    (line,) = sheet.read("编号,名称,电话,员工\n1,店,,liming；wangfang\n".encode())
    fields, faults = sheet.said(line)
    assert (fields, faults) == ({"number": "1", "name": "店", "phone": "", "staff": ["liming", "wangfang"]}, [])
