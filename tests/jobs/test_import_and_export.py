"""A file is uploaded by a link, imported line by line, and what came of it is exported to a link."""

from __future__ import annotations

from chalicelib.core.ops import jobs
from chalicelib.core.storage import files
from chalicelib.core.storage.files import Area
from tests.support import files as browser
from tests.support import longwork
from tests.support.longwork import ExportPoints, ImportPoints
from tests.support.stack import Stack

FILE = "\ufeff王芳,10\r\n=cmd,20\r\n只有一列\r\n李明,many\r\n".encode() + b"\xff,1\n" + b"a,1\nb,2\n"


def test_what_was_uploaded_is_imported_and_what_is_bad_is_listed(working: Stack) -> None:
    """Good lines count once, bad ones are named by line and reason, in both languages and without their content."""
    browser.open_bucket()
    upload = files.upload(working.ctx(), Area.IMPORTS, "points.csv", "text/csv", 10_000)
    assert browser.post(upload, FILE) == 204
    job = jobs.start(working.ctx(), ImportPoints(file="points.csv"))
    working.drain()
    owner = working.operator()
    told = owner.get(f"/admin/v1/jobs/{job}").json()
    assert (told["state"], told["done"], told["failed"]) == ("done", 4, 3)
    rejects = owner.get(f"/admin/v1/jobs/{job}/rejects").json()["items"]
    assert [(one["line"], one["reason_zh"]) for one in rejects] == [
        (3, "应为两列：名称,积分"),
        (4, "积分不是数字"),
        (5, "不是 UTF-8 文本"),
    ]
    assert longwork.points(working.ctx()) == [("王芳", 10), ("=cmd", 20), ("a", 1), ("b", 2)]
    assert longwork.tally(working.ctx()) == 33


def test_what_is_exported_is_downloaded_by_a_link(working: Stack) -> None:
    """One file of all parts, with a BOM, and nothing in it that Excel would run."""
    browser.open_bucket()
    files.put(working.ctx(), Area.IMPORTS, "points.csv", FILE, "text/csv")
    jobs.start(working.ctx(), ImportPoints(file="points.csv"))
    working.drain()
    job = jobs.start(working.ctx(), ExportPoints())
    working.drain()
    made = working.operator().get(f"/admin/v1/jobs/{job}").json()["result"]
    status, name, body = browser.fetch(files.download(working.ctx(), Area.EXPORTS, made, "积分.csv"))
    assert (status, name) == (200, "积分.csv")
    assert body.decode() == "\ufeff名称,积分\r\n王芳,10\r\n'=cmd,20\r\na,1\r\nb,2\r\n"


def test_an_import_of_a_file_that_nobody_uploaded_says_so(working: Stack) -> None:
    """The operator reads why, and resumes when it is there."""
    browser.open_bucket()
    job = jobs.start(working.ctx(), ImportPoints(file="points.csv"))
    working.drain()
    told = working.operator().get(f"/admin/v1/jobs/{job}").json()
    assert (told["state"], told["problem"]["code"]) == ("failed", "UnknownFile")
    files.put(working.ctx(), Area.IMPORTS, "points.csv", b"a,1\n", "text/csv")
    working.operator().post(f"/admin/v1/jobs/{job}/resume")
    working.drain()
    assert longwork.tally(working.ctx()) == 1
