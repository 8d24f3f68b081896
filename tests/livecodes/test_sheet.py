"""A CSV of live codes as text: headers in two languages, three encodings, and faults at line and column."""

from __future__ import annotations

import pytest

from chalicelib.core import sheets
from chalicelib.livecodes import sheet
from chalicelib.livecodes.sheet import Draft, LineFault, Share

HEADER = "名称,员工,标签,欢迎语,优惠券\n"


def _drafts(text: str) -> list[Draft | LineFault]:
    return list(sheet.drafts(sheets.sheet(text.encode())))


@pytest.mark.parametrize(
    ("body", "encoding"),
    [
        ((HEADER + "海报,liming,,您好,\n").encode(), "utf-8"),
        ((HEADER + "海报,liming,,您好,\n").encode("utf-8-sig"), "utf-8"),
        ((HEADER + "海报,liming,,您好,\n").encode("gb18030"), "gb18030"),
        ("Name,Staff,Tags,Welcome,Coupon\r\n海报,liming,,您好,\r\n".encode(), "utf-8"),
        ("欢迎语,名称,员工\n您好,海报,liming\n".encode(), "utf-8"),
    ],
    ids=["utf-8", "with a BOM", "GB18030", "in English", "in another order"],
)
def test_a_file_is_read_as_it_was_saved(body: bytes, encoding: str) -> None:
    """By Excel in Chinese, by WPS or by a program; columns in any order and either language."""
    read = sheets.sheet(body)
    assert (read.encoding, sheet.faults_of_file(read)) == (encoding, [])
    assert list(sheet.drafts(read)) == [Draft(line=2, name="海报", staff=(Share("liming"),), welcome="您好")]


def test_several_staff_and_tags_stand_in_one_cell() -> None:
    """With weights behind a colon, in the signs of either language."""
    (draft,) = _drafts(HEADER + "海报,liming:3；wangfang：1、zhaolei,新客;来源/门店,您好,01X\n")
    assert isinstance(draft, Draft)
    assert draft.staff == (Share("liming", 3), Share("wangfang"), Share("zhaolei"))
    assert (draft.tags, draft.coupon) == (("新客", "来源/门店"), "01X")


def test_a_line_is_counted_as_a_table_shows_it() -> None:
    """A cell with a line break, and blank lines, move those below."""
    drafts = _drafts(HEADER + '甲,liming,,"第一行\n第二行",\n\n乙,liming,,您好,\n')
    assert [(one.line, one.welcome) for one in drafts if isinstance(one, Draft)] == [
        (2, "第一行\n第二行"),
        (5, "您好"),
    ]


def test_a_line_that_says_the_same_again_is_told() -> None:
    """And a line with a comma that stands in no quotes."""
    same = "甲,liming,,您好,\n"
    first, again, long = _drafts(HEADER + same + same + "乙,liming,,您好,欢迎,光临,\n")
    assert isinstance(first, Draft)
    assert isinstance(again, LineFault) and (again.line, again.zh) == (3, "与第 2 行完全相同。")
    assert isinstance(long, LineFault) and "引号" in long.zh


@pytest.mark.parametrize(
    ("text", "rules"),
    [
        ("", ["empty"]),
        (HEADER, ["empty"]),
        ("名称,员工\n甲,liming\n", ["column_missing"]),
        ("名称,名称,员工,欢迎语,区域\n甲,乙,liming,您好,华东\n", ["twice", "unknown_column"]),
        (HEADER + "".join(f"码{number},liming,,您好,\n" for number in range(501)), ["too_many"]),
    ],
)
def test_a_file_that_is_none_says_why(text: str, rules: list[str]) -> None:
    """All at once, before any line is looked at."""
    assert [fault.rule for fault in sheet.faults_of_file(sheets.sheet(text.encode()))] == rules


@pytest.mark.parametrize("body", [b"\x81\x20\xff", b'a,b\n"c'])
def test_what_is_no_text_or_no_table_is_refused(body: bytes) -> None:
    """In neither encoding, or with a quote that does not end."""
    with pytest.raises(ValueError):
        sheets.sheet(body)
