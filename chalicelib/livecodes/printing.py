"""Live codes for the printer: the label of one at once, and packs of many by a job, under a link that expires.

A step draws some labels and puts them aside under a name that follows from the job; the last one puts them together. So
a step that is made again writes the same.
"""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterator, Sequence

import msgspec

from chalicelib.core.context import Ctx
from chalicelib.core.errors import Fault
from chalicelib.core.ops import jobs
from chalicelib.core.ops.jobs import Reject, Step, Why, Work
from chalicelib.core.storage import files
from chalicelib.core.storage.files import Area
from chalicelib.core.storage.jobs import JobState
from chalicelib.core.storage.lists import PAGE_LIMIT
from chalicelib.livecodes import drawing, seeing, store, views
from chalicelib.livecodes.drawing import Label
from chalicelib.livecodes.errors import BadPack, PackNotReady, UnknownPack
from chalicelib.livecodes.ids import LiveCode
from chalicelib.livecodes.jobs import PrintLiveCodes
from chalicelib.livecodes.known import Terms
from chalicelib.livecodes.shapes import NewPack, PackBegun, PackLink, PrintQuery
from chalicelib.livecodes.states import PackForm, PrintForm
from chalicelib.stores import service as stores

LABELS_A_STEP = 20
MOST_CODES = 500
GONE = Why("没有这个活码", "There is no such live code")
TYPES = {PrintForm.PNG: "image/png", PrintForm.SVG: "image/svg+xml", PrintForm.PDF: "application/pdf"}
SUFFIXES = {PackForm.PDF_A4: "pdf", PackForm.PDF_PAGES: "pdf", PackForm.ZIP_PNG: "zip", PackForm.ZIP_SVG: "zip"}
MEDIA_TYPES = {"pdf": "application/pdf", "zip": "application/zip"}
# A moment that every ZIP can hold, so that a step that is made again writes the same.
ZIP_TIME = (1980, 1, 1, 0, 0, 0)

Page = tuple[int, int, bytes]


def one(ctx: Ctx, code: LiveCode, asked: PrintQuery) -> tuple[str, bytes]:
    """The label of one live code, its media type first. 1 RU per 4 KB. Raises UnknownLiveCode."""
    label = _label(ctx, seeing.now(ctx, code).terms, asked.size_mm, has_caption=asked.caption)
    form = PrintForm(asked.form)
    match form:
        case PrintForm.PNG:
            drawn = drawing.png(label)
        case PrintForm.SVG:
            drawn = drawing.svg(label)
        case PrintForm.PDF:
            drawn = drawing.pdf([drawing.page_of(label)])
    return TYPES[form], drawn


def _label(ctx: Ctx, terms: Terms, size_mm: int, *, has_caption: bool) -> Label:
    store_name = stores.names(ctx, [terms.store_id]).get(terms.store_id, "")
    caption = (terms.name, store_name, terms.code) if has_caption else ()
    return drawing.label(views.entry_url(ctx, terms.code), caption, size_mm)


def begin(ctx: Ctx, new: NewPack) -> PackBegun:
    """Have a job make a pack. Under one Idempotency-Key it is one. 0.5 RU a code. Raises BadPack."""
    codes = tuple(dict.fromkeys(new.codes or _of_batch(ctx, new.batch)))
    faults = list(_faults(ctx, new, codes))
    if faults:
        raise BadPack(faults)
    form, size = new.form, new.size_mm
    return PackBegun(jobs.start(ctx, PrintLiveCodes(codes=codes, form=form, size_mm=size, has_caption=new.caption)))


def _faults(ctx: Ctx, new: NewPack, codes: Sequence[LiveCode]) -> Iterator[Fault]:
    if bool(new.codes) == bool(new.batch):
        zh, en = "codes 与 batch 须填且只填一个。", "Give codes or batch, one of them."
        yield Fault("codes", "one_of", None, zh, en)
    elif not codes:
        yield Fault("batch", "unknown", None, "该导入任务没有创建活码。", "This import made no live codes.")
    there = store.some(ctx, codes)
    for number, code in enumerate(new.codes):
        if code not in there or not ctx.scope.allows_store(there[code].store_id or None):
            yield Fault(f"codes[{number}]", "unknown", None, f"没有活码 {code}。", f"There is no live code {code}.")


def _of_batch(ctx: Ctx, batch: str) -> Iterator[LiveCode]:
    """What an import made, the first line first. 0.5 RU per 4 KB of the list."""
    found: list[LiveCode] = []
    cursor = ""
    while batch:
        page = store.listed(ctx, PAGE_LIMIT, cursor)
        mine = (line for line in page.items if line.batch == batch and ctx.scope.allows_store(line.store_id or None))
        found += [line.code for line in mine]
        cursor = page.cursor
        if not cursor:
            break
    yield from reversed(found[:MOST_CODES])


def step(ctx: Ctx, work: Work[PrintLiveCodes]) -> Step:
    """Some labels drawn and put aside; after the last of them, one file of all. 0.5 RU a code, a request or more."""
    asked, part = work.args, int(work.cursor or 0)
    many = _labels_a_step(asked)
    codes = asked.codes[part * many : (part + 1) * many]
    if not codes:
        name = f"{work.job}/live-codes.{SUFFIXES[asked.form]}"
        _put_together(ctx, work, part, name)
        return Step(cursor=None, result=name, total=len(asked.codes))
    there = store.some(ctx, codes)
    known = [there[code] for code in codes if code in there]
    labels = {terms.code: _label(ctx, terms, asked.size_mm, has_caption=asked.has_caption) for terms in known}
    named = [(_file_name(there[code]), label) for code, label in labels.items()]
    drawn = _drawn(asked.form, named, _room(asked))
    files.put(ctx, Area.PACKS, _part(work.job, part), drawn, "application/octet-stream")
    first = part * many + 1
    rejects = [Reject(first + number, GONE, code) for number, code in enumerate(codes) if code not in there]
    return Step(cursor=str(part + 1), done=len(labels), rejects=rejects, total=len(asked.codes))


def _labels_a_step(asked: PrintLiveCodes) -> int:
    """Of sheets, so many whole ones that no sheet lies in two steps, whatever its captions."""
    if asked.form is not PackForm.PDF_A4:
        return LABELS_A_STEP
    a_sheet = len(drawing.sheet_places(*_room(asked)))
    return max(1, LABELS_A_STEP // a_sheet) * a_sheet


def _room(asked: PrintLiveCodes) -> tuple[int, int]:
    wide, high = drawing.largest(asked.size_mm)
    return wide, high if asked.has_caption else wide


def _part(job: str, part: int) -> str:
    return f"{job}/part-{part:04d}"


def _file_name(terms: Terms) -> str:
    safe = "".join("_" if sign in '\\/:*?"<>|' else sign for sign in terms.name)
    return f"{safe}-{terms.code}"


def _drawn(form: PackForm, named: Sequence[tuple[str, Label]], room: tuple[int, int]) -> bytes:
    """The labels of one step as the last step takes them: pages of a PDF, or files with their names."""
    match form:
        case PackForm.PDF_A4:
            a_sheet = len(drawing.sheet_places(*room))
            sheets = [named[begin : begin + a_sheet] for begin in range(0, len(named), a_sheet)]
            drawn = [drawing.sheet_of([label for _, label in some], room) for some in sheets]
            return msgspec.msgpack.encode(drawn)
        case PackForm.PDF_PAGES:
            return msgspec.msgpack.encode([drawing.page_of(label) for _, label in named])
        case PackForm.ZIP_PNG:
            return msgspec.msgpack.encode([(f"{name}.png", drawing.png(label)) for name, label in named])
        case PackForm.ZIP_SVG:
            return msgspec.msgpack.encode([(f"{name}.svg", drawing.svg(label)) for name, label in named])


def _put_together(ctx: Ctx, work: Work[PrintLiveCodes], parts: int, name: str) -> None:
    """At most 500 labels: some MB in memory."""
    bodies = [files.get(ctx, Area.PACKS, _part(work.job, part)) for part in range(parts)]
    if SUFFIXES[work.args.form] == "pdf":
        whole = drawing.pdf([page for body in bodies for page in msgspec.msgpack.decode(body, type=list[Page])])
    else:
        whole = _zip([one for body in bodies for one in msgspec.msgpack.decode(body, type=list[tuple[str, bytes]])])
    files.put(ctx, Area.PACKS, name, whole, MEDIA_TYPES[SUFFIXES[work.args.form]])


def _zip(named: Sequence[tuple[str, bytes]]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        for name, body in named:
            archive.writestr(zipfile.ZipInfo(name, ZIP_TIME), body, zipfile.ZIP_DEFLATED)
    return out.getvalue()


def link(ctx: Ctx, job_id: str) -> PackLink:
    """Where a pack may be downloaded, for five minutes. 1 RU, one request.

    Whoever does not act for the whole corp gets their own. Raises UnknownPack, PackNotReady.
    """
    status = jobs.status(ctx, job_id)
    if status is None or status.what != PrintLiveCodes.name:
        raise UnknownPack()
    if not ctx.scope.is_everything and status.asked_by != ctx.actor:
        raise UnknownPack()
    if status.state is not JobState.DONE:
        raise PackNotReady()
    try:
        files.look(ctx, Area.PACKS, status.result)
    except files.UnknownFile:
        raise UnknownPack() from None
    made = files.download(ctx, Area.PACKS, status.result, f"活码.{status.result.rpartition('.')[2]}")
    return PackLink(made.url, made.expires_at)
