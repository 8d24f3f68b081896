"""Files: nobody names another corp's, links are short and bound, and a table runs nothing in Excel."""

from __future__ import annotations

import base64
import json
import tracemalloc
from typing import Any
from urllib.parse import quote

import pytest

from chalicelib.core import aws, instance, sheets
from chalicelib.core.config import config
from chalicelib.core.storage import files
from chalicelib.core.storage.files import Area, FileChanged, UnknownFile
from tests.support import files as browser
from tests.support.stack import Stack

CSV = sheets.MEDIA_TYPE


@pytest.fixture
def bucket(stack: Stack) -> Stack:
    """A stack with its bucket."""
    browser.open_bucket()
    return stack


def test_a_file_is_written_read_and_nobody_elses(bucket: Stack) -> None:
    """The same name under another corp is another file."""
    mine, theirs = bucket.ctx(), bucket.ctx("rival")
    files.put(mine, Area.EXPORTS, "a/b.csv", b"mine", CSV)
    assert (files.get(mine, Area.EXPORTS, "a/b.csv"), files.look(mine, Area.EXPORTS, "a/b.csv").size) == (b"mine", 4)
    for read in (files.get, files.look):
        with pytest.raises(UnknownFile):
            read(theirs, Area.EXPORTS, "a/b.csv")
        with pytest.raises(UnknownFile):
            read(mine, Area.IMPORTS, "a/b.csv")


@pytest.mark.parametrize("name", ["../rival/a.csv", "a/../../rival/a", "/a", "a//b", "", ".", "a\n", "名", "a" * 301])
def test_a_name_that_leads_out_of_the_corps_folder_is_no_name(bucket: Stack, name: str) -> None:
    """Neither calls nor links are made for it."""
    ctx = bucket.ctx()
    acts: tuple[Any, ...] = (
        lambda: files.get(ctx, Area.EXPORTS, name),
        lambda: files.put(ctx, Area.EXPORTS, name, b"", CSV),
        lambda: list(files.lines(ctx, Area.EXPORTS, name)),
        lambda: files.upload(ctx, Area.IMPORTS, name, CSV, 10),
        lambda: files.download(ctx, Area.EXPORTS, name, "x.csv"),
    )
    for act in acts:
        with pytest.raises(UnknownFile):
            act()


@pytest.mark.parametrize("chunk", [1, 2, 3, 7, 1000])
def test_lines_are_the_same_however_the_bytes_come_and_wherever_one_begins(
    bucket: Stack, monkeypatch: pytest.MonkeyPatch, chunk: int
) -> None:
    """Each line says where the next begins; reading on from there misses and repeats nothing."""
    monkeypatch.setattr(files, "CHUNK", chunk)
    files.put(bucket.ctx(), Area.IMPORTS, "f", "名,1\r\n\nb,2\nlast".encode(), CSV)
    every = list(files.lines(bucket.ctx(), Area.IMPORTS, "f"))
    assert [line.text.decode() for line in every] == ["名,1", "", "b,2", "last"]
    for number, line in enumerate(every[:-1]):
        assert list(files.lines(bucket.ctx(), Area.IMPORTS, "f", line.end)) == every[number + 1 :]


def test_nothing_lies_behind_the_end_and_in_an_empty_file(bucket: Stack) -> None:
    """To read on at the end is to read nothing."""
    files.put(bucket.ctx(), Area.IMPORTS, "empty", b"", CSV)
    files.put(bucket.ctx(), Area.IMPORTS, "f", b"a\n", CSV)
    assert list(files.lines(bucket.ctx(), Area.IMPORTS, "empty")) == []
    assert list(files.lines(bucket.ctx(), Area.IMPORTS, "f", 2)) == []


def test_a_line_without_end_does_not_fill_the_memory(bucket: Stack, monkeypatch: pytest.MonkeyPatch) -> None:
    """It is cut, and the next one begins where it begins."""
    monkeypatch.setattr(files, "LONGEST_LINE", 10)
    monkeypatch.setattr(files, "CHUNK", 7)
    files.put(bucket.ctx(), Area.IMPORTS, "f", b"x" * 1000 + b"\nb\n", CSV)
    long, short = files.lines(bucket.ctx(), Area.IMPORTS, "f")
    assert (len(long.text), long.end, short.text) == (10, 1001, b"b")


def test_a_line_of_many_megabytes_is_dropped_as_it_comes() -> None:
    """64 MB without an end of line never take more than a few chunks of memory."""
    tracemalloc.start()
    (line,) = files._split((b"x" * files.CHUNK for _ in range(1000)), 0)
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert (len(line.text), line.end) == (files.LONGEST_LINE, 1000 * files.CHUNK)
    assert peak < 10 * files.CHUNK


def test_a_file_that_was_replaced_is_not_read_on(bucket: Stack) -> None:
    """An upload's link works more than once: what was read at one version is not mixed with another."""
    files.put(bucket.ctx(), Area.IMPORTS, "f", b"a\nb\n", CSV)
    version = files.look(bucket.ctx(), Area.IMPORTS, "f").version
    assert len(list(files.lines(bucket.ctx(), Area.IMPORTS, "f", 0, version))) == 2
    files.put(bucket.ctx(), Area.IMPORTS, "f", b"c\nd\n", CSV)
    with pytest.raises(FileChanged):
        list(files.lines(bucket.ctx(), Area.IMPORTS, "f", 2, version))


def test_an_upload_is_bound_to_its_key_type_size_and_time(bucket: Stack) -> None:
    """What S3 will check is in the signed policy; the form works."""
    upload = files.upload(bucket.ctx(), Area.IMPORTS, "in.csv", CSV, 1000)
    policy = json.loads(base64.b64decode(upload.fields["policy"]))
    assert {"Content-Type": CSV} in policy["conditions"]
    assert ["content-length-range", 1, 1000] in policy["conditions"]
    assert {"key": "imports/demo/in.csv"} in policy["conditions"]
    assert upload.fields["key"] == "imports/demo/in.csv"
    assert browser.post(upload, b"a,1\n") == 204
    assert files.get(bucket.ctx(), Area.IMPORTS, "in.csv") == b"a,1\n"


def test_a_download_is_short_lived_and_saved_under_a_safe_name(bucket: Stack) -> None:
    """Five minutes, as an attachment; what would be a path or a second header is none."""
    files.put(bucket.ctx(), Area.EXPORTS, "out.csv", b"x", CSV)
    link = files.download(bucket.ctx(), Area.EXPORTS, "out.csv", '会员"\r\nX-Evil: 1/../a.csv')
    assert browser.signed_for(link)["X-Amz-Expires"] == "300"
    assert browser.signed_for(link)["X-Amz-Algorithm"] == "AWS4-HMAC-SHA256"
    assert "\r" not in browser.signed_for(link)["response-content-disposition"]
    status, name, body = browser.fetch(link)
    assert (status, body) == (200, b"x")
    assert name == "会员___X-Evil_ 1_.._a.csv"


@pytest.mark.parametrize(("shown", "saved"), [("..", "file"), (".bashrc", "bashrc"), ("名" * 200, "名" * 100)])
def test_a_download_is_neither_hidden_nor_endless(bucket: Stack, shown: str, saved: str) -> None:
    """A name of dots, a hidden file, a name longer than systems take."""
    link = files.download(bucket.ctx(), Area.EXPORTS, "out.csv", shown)
    assert browser.signed_for(link)["response-content-disposition"].endswith(f"UTF-8''{quote(saved)}")


def test_on_one_machine_links_go_through_the_front_door_and_elsewhere_to_the_bucket(
    bucket: Stack, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The signature covers the host, so it is signed for whoever is asked."""
    assert files.download(bucket.ctx(), Area.EXPORTS, "f", "f").url.startswith(
        "http://localhost:8080/files/exports/demo/f?"
    )
    for name, value in {
        "SIYU_STAGE": "prod",
        "SIYU_PUBLIC_URL": "https://q.example.com",
        "AWS_DEFAULT_REGION": "cn-north-1",
    }.items():
        monkeypatch.setenv(name, value)
    for name in ("WECOM", "WECOM_LOGIN", "WECOM_OAUTH", "WECHAT", "WECHATPAY", "CLOCK"):
        monkeypatch.delenv(f"SIYU_{name}_URL", raising=False)
    config.cache_clear()
    instance.forget()
    ctx = bucket.ctx()
    aws.forget()
    link = files.download(ctx, Area.EXPORTS, "f", "f")
    assert link.url.startswith("https://files.s3.cn-north-1.amazonaws.com.cn/exports/demo/f?")
    assert files.upload(ctx, Area.IMPORTS, "f", CSV, 1).url == "https://files.s3.cn-north-1.amazonaws.com.cn/"


@pytest.mark.parametrize("cell", ["=1+1", "+1", "-1", "@x", "\t=1", "\r=1", " =1", "\u3000=1", "＝1", "\n=1"])
def test_no_text_is_a_formula_in_excel(cell: str) -> None:
    """It stands behind an apostrophe, whoever wrote it."""
    assert sheets.cells(sheets.rows([[cell]]).strip(b"\r\n")) == [f"'{cell}"] or cell.startswith(("\r", "\n", "\t"))
    assert b"'" in sheets.rows([[cell]])


@pytest.mark.parametrize("cell", ["110101199003071234", "13800138000000", "007", "1E5", "12e30", "3-2", "3/4"])
def test_no_id_becomes_another_number_in_excel(cell: str) -> None:
    """Nor a day: a tab at its end that nobody sees makes it a text, and our own readers drop it."""
    written = sheets.rows([[cell]])
    assert written == f"{cell}\t\r\n".encode()
    assert sheets.sheet(written).lines == [(1, [cell])]


@pytest.mark.parametrize("cell", ["13800138000", "20.00", "0", "0.50", "2026-11-21", "2026-11-21 10:00:00", "A1"])
def test_an_amount_and_a_day_stay_what_excel_can_reckon_with(cell: str) -> None:
    """Whoever opens the file sums and sorts."""
    assert sheets.rows([[cell]]) == f"{cell}\r\n".encode()


def test_a_file_sent_in_pieces_is_there_when_it_is_ended(bucket: Stack, monkeypatch: pytest.MonkeyPatch) -> None:
    """Not before, whole then, and to end it again is the same; deleted it is gone, and so is what never was."""
    monkeypatch.setattr("moto.s3.models.S3_UPLOAD_PART_MIN_SIZE", 1)
    ctx, name = bucket.ctx(), "in/pieces.csv"
    upload = files.begin_pieces(ctx, Area.EXPORTS, name, CSV)
    pieces = [files.put_piece(ctx, Area.EXPORTS, name, upload, number, body) for number, body in ((1, b"a"), (2, b"b"))]
    assert files.put_piece(ctx, Area.EXPORTS, name, upload, 1, b"a") == pieces[0]
    with pytest.raises(UnknownFile):
        files.get(ctx, Area.EXPORTS, name)
    for _ in range(2):
        files.end_pieces(ctx, Area.EXPORTS, name, upload, pieces)
    assert files.get(ctx, Area.EXPORTS, name) == b"ab"
    files.delete(ctx, Area.EXPORTS, [name, "never/was.csv"])
    with pytest.raises(UnknownFile):
        files.look(ctx, Area.EXPORTS, name)
    with pytest.raises(UnknownFile):
        files.end_pieces(ctx, Area.EXPORTS, name, upload, pieces)


def test_a_table_begins_with_a_bom_and_numbers_stay_numbers() -> None:
    """Excel reads the Chinese, and can sum."""
    assert sheets.head(["名称", "积分"]) == "\ufeff名称,积分\r\n".encode()
    assert sheets.rows([["a,b", -5], ['say "x"', 1]]) == b'"a,b",-5\r\n"say ""x""",1\r\n'


def test_a_line_of_a_table_is_read_as_it_was_written_and_rubbish_is_refused() -> None:
    """Commas and quotes come back; a first line may have a BOM; a quote without end is an error."""
    assert sheets.cells(sheets.head(["a,b", 'c"d']).strip()) == ["a,b", 'c"d']
    assert sheets.cells(b"") == []
    for bad in (b'"a', b"\xff", b'"a"b,c'):
        with pytest.raises(ValueError):
            sheets.cells(bad)
