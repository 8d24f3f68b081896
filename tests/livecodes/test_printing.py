"""Labels for the printer: read back by another library, of whole dots, asking for no font; packs by a job."""

from __future__ import annotations

import io
import re
import zipfile
import zlib
from collections.abc import Iterator
from typing import Any

import pytest
import zxingcpp
from PIL import Image

from chalicelib.core.storage.files import Link
from chalicelib.livecodes import drawing, letters
from tests.support import files as browser
from tests.support import make
from tests.support.stack import running_stack
from tests.support.story import Shop

URL = "https://q.example.com/c/demo-abcdefabcdef"
PACKS = "/admin/v1/live-code-packs"


def _read(picture: bytes) -> list[str]:
    return [code.text for code in zxingcpp.read_barcodes(Image.open(io.BytesIO(picture)))]


@pytest.mark.parametrize("size_mm", [20, 50, 150])
def test_a_label_is_of_whole_dots_with_its_quiet_zone(size_mm: int) -> None:
    """Each module as wide as the next, four of them white around, never wider than asked for; level Q or better."""
    label = drawing.label(URL, ("门店海报", "静安寺店", "abcdefabcdef"), size_mm)
    modules = {high for _, _, _, high in label.boxes}
    assert len(modules) == 1
    module = modules.pop()
    edge = min(x for x, _, _, _ in label.boxes)
    assert (edge >= 4 * module, label.width <= round(size_mm * drawing.MM)) == (True, True)
    picture = Image.open(io.BytesIO(drawing.png(label)))
    (read,) = zxingcpp.read_barcodes(picture)
    assert (read.text, read.ec_level in ("Q", "H")) == (URL, True)
    assert picture.info["dpi"][0] == pytest.approx(600, abs=0.1)


def test_a_caption_is_drawn_below_and_leaves_the_code_alone() -> None:
    """With it the picture is higher and darker below; a name that is too long goes onto a second line, then is cut."""
    plain, short, long = (drawing.label(URL, caption, 50) for caption in ((), ("海报",), ("很长的名称" * 12,)))
    assert plain.height == plain.width < short.height < long.height
    assert plain.boxes == short.boxes == long.boxes
    assert all(0 <= x <= long.width <= y <= long.height for line in long.lines for x, y in line)
    below = Image.open(io.BytesIO(drawing.png(short))).crop((0, short.width, short.width, short.height))
    assert 0 in set(below.convert("L").tobytes())


def test_letters_are_filled_by_the_nonzero_rule() -> None:
    """口 has a hole, and a letter that nobody drew is shown as one that is missing."""
    label = drawing.Label(200, 200, [], list(letters.outlines("口", 200, 0, 0)))
    picture = Image.open(io.BytesIO(drawing.png(label))).convert("L")
    middle = [picture.getpixel((x, 100)) for x in range(200)]
    assert middle[100] == 255 and 0 in middle[:60] and 0 in middle[140:]
    assert letters.letter("\U0001f600") == letters.letter("〓") != letters.letter("口")


def _pages(pdf: bytes) -> list[str]:
    """What is drawn on each page."""
    streams = re.findall(rb"stream\n(.*?)\nendstream", pdf, re.DOTALL)
    return [zlib.decompress(one).decode() for one in streams]


def _painted(page: str) -> Image.Image:
    """The boxes of a page, painted as a viewer would."""
    boxes = [tuple(map(int, found)) for found in re.findall(r"^(\d+) (\d+) (\d+) (\d+) re$", page, re.MULTILINE)]
    picture = Image.new("L", drawing.A4, 255)
    for x, y, wide, high in boxes:
        picture.paste(0, (x, y, x + wide, y + high))
    return picture


def test_a_pdf_has_its_objects_where_it_says_and_its_codes_can_be_read() -> None:
    """Cross references point at their objects; a sheet of A4 holds as many labels as fit; no font is asked for."""
    labels = [drawing.label(f"{URL}{number}", ("立牌",), 40) for number in range(3)]
    pdf = drawing.pdf([drawing.sheet_of(labels, drawing.largest(40)), drawing.page_of(labels[0])])
    table = pdf[pdf.rindex(b"\nxref\n") :]
    places = [int(found) for found in re.findall(rb"^(\d{10}) 00000 n", table, re.MULTILINE)]
    assert [pdf[place:].startswith(f"{number} 0 obj".encode()) for number, place in enumerate(places, 1)] == [True] * 6
    assert b"/Font" not in pdf and b"/MediaBox[0 0 595.3200 841.9200]" in pdf
    sheet, page = (_painted(one) for one in _pages(pdf))
    assert sorted(code.text for code in zxingcpp.read_barcodes(sheet)) == [f"{URL}{number}" for number in range(3)]
    assert [code.text for code in zxingcpp.read_barcodes(page)] == [f"{URL}0"]


@pytest.fixture(scope="module")
def shop() -> Iterator[Shop]:
    """Two live codes, one of a store."""
    with running_stack() as stack:
        browser.open_bucket()
        shop = Shop(stack)
        store = make.store(stack, by=shop.owner, name="静安寺店")
        make.live_code(stack, by=shop.owner, name="门店/海报", store_id=store.id)
        make.live_code(stack, by=shop.owner, name="包裹卡")
        yield shop


def _codes(shop: Shop) -> list[str]:
    return sorted(str(line["code"]) for line in shop.owner.get("/admin/v1/live-codes").json()["items"])


def _urls(shop: Shop) -> list[str]:
    return [f"http://localhost:8080/c/demo-{code}" for code in _codes(shop)]


def _pack(shop: Shop, **wanted: Any) -> tuple[str, bytes]:
    """As a browser downloads it: under which name, and what."""
    job = shop.owner.post(PACKS, {"codes": _codes(shop), **wanted}).json()["job_id"]
    assert shop.owner.get(f"{PACKS}/{job}").code == "PackNotReady"
    shop.stack.drain()
    link = shop.owner.get(f"{PACKS}/{job}").json()
    status, name, body = browser.fetch(Link(**link))
    assert status == 200
    return name, body


def test_one_code_is_printed_at_once(shop: Shop) -> None:
    """As PDF, SVG or PNG, in the size that is asked for."""
    code, url = _codes(shop)[0], _urls(shop)[0]
    told = {}
    for form, kind in (("pdf", "application/pdf"), ("svg", "image/svg+xml"), ("png", "image/png")):
        answer = shop.owner.get(f"/admin/v1/live-codes/{code}/print?form={form}&size_mm=30")
        assert (answer.status, answer.headers["content-type"]) == (200, kind)
        told[form] = answer.body
    assert _read(told["png"]) == [url]
    assert told["pdf"].startswith(b"%PDF-")
    assert b'width="30.01mm"' in told["svg"] or b'width="29.99mm"' in told["svg"] or b'width="30.00mm"' in told["svg"]


@pytest.mark.parametrize("form", ["zip_png", "zip_svg"])
def test_a_pack_of_pictures_holds_one_a_code_by_its_name(shop: Shop, form: str) -> None:
    """Under names that every system takes, each read back."""
    name, body = _pack(shop, form=form, size_mm=25)
    archive = zipfile.ZipFile(io.BytesIO(body))
    assert (name, archive.testzip()) == ("活码.zip", None)
    assert sorted(one.rpartition("-")[0] for one in archive.namelist()) == ["包裹卡", "门店_海报"]
    assert {one.rpartition(".")[2] for one in archive.namelist()} == {form.removeprefix("zip_")}
    if form == "zip_png":
        assert sorted(text for one in archive.namelist() for text in _read(archive.read(one))) == _urls(shop)


@pytest.mark.parametrize(("form", "pages"), [("pdf_a4", 1), ("pdf_pages", 2)])
def test_a_pack_of_pages_holds_every_code(shop: Shop, form: str, pages: int) -> None:
    """On a sheet together, or one a page."""
    name, body = _pack(shop, form=form)
    drawn = _pages(body)
    assert (name, len(drawn)) == ("活码.pdf", pages)
    assert sorted(code.text for page in drawn for code in zxingcpp.read_barcodes(_painted(page))) == _urls(shop)


def test_a_pack_of_what_is_not_there_is_refused(shop: Shop) -> None:
    """A code that is none, an import that made nothing, neither or both; and a job that is no pack."""
    wrong = [{"codes": ["000000000000"]}, {"batch": "none"}, {}, {"codes": _codes(shop), "batch": "x"}]
    answers = [shop.owner.post(PACKS, body) for body in wrong]
    assert [answer.code for answer in answers] == ["BadPack"] * 4
    rules = [answer.json()["details"]["errors"][0]["rule"] for answer in answers]
    assert rules == ["unknown", "unknown", "one_of", "one_of"]
    assert shop.owner.get(f"{PACKS}/nothing").code == "UnknownPack"
