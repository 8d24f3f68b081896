"""Stores from a sheet, some lines a step: a number that is there edits its store, another one makes a new one.

A step that is repeated after a crash finds its lines done, and what it finds done it says again; so a sheet may come
twice, or two at once, and the stores are those of its lines.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import msgspec

from chalicelib.core.context import Ctx
from chalicelib.core.errors import Fault
from chalicelib.core.http import texts
from chalicelib.core.http.faults import Walk
from chalicelib.core.http.sentences import reader_of
from chalicelib.core.ids import StoreId
from chalicelib.core.ops import jobs
from chalicelib.core.ops.jobs import Job, Reject, Step, Why, Work
from chalicelib.core.storage import files, retry
from chalicelib.core.storage.files import Area
from chalicelib.core.storage.retry import Collided
from chalicelib.core.storage.table import Refused
from chalicelib.staff import service as people
from chalicelib.stores import looking, rules, sheet, store
from chalicelib.stores.errors import BadStoreSheet
from chalicelib.stores.jobs import ImportStores, PreviewStores
from chalicelib.stores.shapes import ImportBegun, NewImport, SheetUpload, Terms
from chalicelib.stores.sheet import Line, Unreadable
from chalicelib.stores.states import Act
from chalicelib.stores.store import StoreRow

LARGEST = 5 * 1024 * 1024
LINES_A_STEP = 50
DONE = (Act.CREATED, Act.EDITED, Act.UNCHANGED)
REASONS = 3
TOO_MANY_CELLS = Why(
    "列数比表头多，单元格里的逗号请用引号括起",
    "It has more cells than the heads. Put a cell with a comma in quotes",
)
TWICE = Why("该编号在文件前面已出现过，请只保留一行", "The number stands in an earlier line. Keep one of them")


class Place(msgspec.Struct, frozen=True):
    """Where a step begins: how many lines are done with, and what they did."""

    after: int = 0
    created: int = 0
    edited: int = 0
    unchanged: int = 0


def upload(ctx: Ctx) -> SheetUpload:
    """Where a CSV of stores may be uploaded. No request."""
    name = f"stores-{ctx.new_id()}.csv"
    form = files.upload(ctx, Area.IMPORTS, name, "text/csv", LARGEST)
    return SheetUpload(name, form.url, form.fields, form.expires_at)


def begin(ctx: Ctx, new: NewImport) -> ImportBegun:
    """Read a sheet, or say what it would do. Under one Idempotency-Key it is one job. 2 requests to the bucket, 1 WU.

    Raises BadStoreSheet for what is no sheet of stores, UnknownFile.
    """
    name = new.file
    if bool(new.file) == bool(new.csv):
        zh, en = "file 与 csv 须填且只填一个。", "Name a file, or give the csv itself, one of them."
        raise BadStoreSheet(faults=[Fault("file", "one_of", None, zh, en)])
    if new.csv:
        name = f"stores-{ctx.new_id()}.csv"
        read(new.csv.encode())
        files.put(ctx, Area.IMPORTS, name, new.csv.encode(), "text/csv")
    else:
        read(files.get(ctx, Area.IMPORTS, name))
    version = files.look(ctx, Area.IMPORTS, name).version
    asked: Job = (PreviewStores if new.preview else ImportStores)(file=name, etag=version)
    return ImportBegun(jobs.start(ctx, asked), name)


def read(body: bytes) -> list[Line]:
    """The lines of a sheet. Raises BadStoreSheet for what is none."""
    try:
        return sheet.read(body)
    except Unreadable as error:
        raise BadStoreSheet(faults=[Fault("file", "unreadable", None, error.zh, error.en)]) from None


def do(ctx: Ctx, work: Work[ImportStores]) -> Step:
    """Some lines. 2 RU and 4 WU +1 listed a store, 2 WU for each who comes or goes. Raises UnknownFile, FileChanged."""
    return _step(work.behalf(ctx), work.args, work.cursor, is_preview=False)


def preview(ctx: Ctx, work: Work[PreviewStores]) -> Step:
    """The same, without a write. 2 RU a store."""
    return _step(ctx, work.args, work.cursor, is_preview=True)


def _step(ctx: Ctx, args: ImportStores | PreviewStores, cursor: str, *, is_preview: bool) -> Step:
    at = msgspec.json.decode(cursor, type=Place) if cursor else Place()
    if files.look(ctx, Area.IMPORTS, args.file).version != args.etag:
        raise files.FileChanged()
    every = read(files.get(ctx, Area.IMPORTS, args.file))
    lines = every[at.after : at.after + LINES_A_STEP]
    firsts = firsts_of(every)
    did: list[Act] = []
    rejects: list[Reject] = []
    for line in lines:
        # Each line has its id whether it needs one or not, so that a second try gives it the same.
        store_id = StoreId(ctx.new_id())
        done = unclear(line, firsts) or take(ctx, line, store_id, is_preview)
        (rejects if isinstance(done, Reject) else did).append(done)  # type: ignore[arg-type]  # each has its own list
    after = Place(
        at.after + len(lines),
        at.created + did.count(Act.CREATED),
        at.edited + did.count(Act.EDITED),
        at.unchanged + did.count(Act.UNCHANGED),
    )
    counts = {act: getattr(after, act) for act in DONE}
    return Step(
        cursor=msgspec.json.encode(after).decode() if after.after < len(every) else None,
        done=len(did),
        rejects=rejects,
        total=len(every),
        result=msgspec.json.encode(counts).decode(),
    )


def firsts_of(every: Sequence[Line]) -> dict[str, int]:
    """The first line of each number: the others are not taken."""
    return {rules.number_key(line.cells["number"]): line.number for line in reversed(every)}


def unclear(line: Line, firsts: Mapping[str, int]) -> Reject | None:
    """Why nobody can tell what a line means for which store, if so. firsts: of the sheet."""
    if line.is_long:
        return Reject(line.number, TOO_MANY_CELLS)
    number = rules.number_key(line.cells["number"])
    return Reject(line.number, TWICE, field="number") if number and firsts[number] != line.number else None


def take(ctx: Ctx, line: Line, store_id: StoreId, is_preview: bool) -> Act | Reject:
    """What becomes of a line: a rival who has its number meanwhile, or edits its store, is met by looking again."""
    return retry.on_collision(lambda: _try(ctx, line, store_id, is_preview), (Collided, Refused, store.NumberTaken))


class Weighed(msgspec.Struct, frozen=True):
    """What a line says, beside the store that has its number. terms: None for what cannot be taken, and why."""

    row: StoreRow | None
    before: Terms | None
    terms: Terms | None = None
    why: Reject | None = None


def weigh(ctx: Ctx, line: Line) -> Weighed:
    """What a line would make of the store that has its number, or of none. 2 RU, nothing written."""
    fields, faults = sheet.said(line)
    row = _there(ctx, line.cells["number"])
    before = store.terms_of(row) if row else None
    wanted = sheet.merged(before, fields)
    faults += Walk(reader_of(is_customer=False)).faults(wanted, Terms, "") if not faults else []
    if faults:
        return Weighed(row, before, why=_reject(line, faults))
    terms = msgspec.convert(wanted, Terms)
    if row and before == terms:
        return Weighed(row, before, terms)
    faults = [*rules.faults_of(terms), *texts.faults(ctx, rules.TEXTS, terms), *_faults_of_people(ctx, before, terms)]
    return Weighed(row, before, terms, _reject(line, faults) if faults else None)


def _try(ctx: Ctx, line: Line, store_id: StoreId, is_preview: bool) -> Act | Reject:
    found = weigh(ctx, line)
    row, before, terms = found.row, found.before, found.terms
    if found.why or terms is None:
        return found.why or _reject(line, [])
    if row and before == terms:
        return _done_before(ctx, row)
    if not is_preview:
        row = store.edit(ctx, row, terms) if row else _create(ctx, store_id, terms)
        looking.forget_store(ctx, row.store_id, terms.people | (before.people if before else frozenset()))
    return Act.EDITED if before else Act.CREATED


def _create(ctx: Ctx, store_id: StoreId, terms: Terms) -> StoreRow:
    try:
        return store.create(ctx, store_id, terms)
    except store.StoreTaken as taken:
        return taken.row  # made by an earlier try, and somebody has changed its number since


def _done_before(ctx: Ctx, row: StoreRow) -> Act:
    """A store is as its line says: by an earlier try of this very import, or it was."""
    if row.cause != ctx.cause:
        return Act.UNCHANGED
    return Act.CREATED if row.version == 1 else Act.EDITED


def _there(ctx: Ctx, number: str) -> StoreRow | None:
    known = store.of_number(ctx, number) if number else ""
    return store.store(ctx, StoreId(known), consistent=True) if known else None


def _faults_of_people(ctx: Ctx, before: Terms | None, terms: Terms) -> list[Fault]:
    """Whoever comes is of the corp, as the directory has it: of thousands WeCom is not asked."""
    coming, going = rules.changes(before, terms)
    faults = list(rules.faults_of_changes(len(coming) + len(going)))
    known_before = before.people if before else frozenset()
    for userid, one in people.some(ctx, [userid for userid in coming if userid not in known_before]).items():
        if not one.is_met or not one.is_able:
            field = next(name for name in ("manager", "staff", "clerks") if userid in _named(terms, name))
            zh = f"通讯录中没有可用的员工 {userid}，请核对账号，或先同步通讯录。"
            en = f"The directory has no active {userid}. Check the userid, or reconcile the directory first."
            faults.append(Fault(field, "unknown", None, zh, en))
    return faults


def _named(terms: Terms, name: str) -> Any:
    held = getattr(terms, name)
    return held if isinstance(held, tuple) else (held,)


def _reject(line: Line, faults: list[Fault]) -> Reject:
    zh = "".join(fault.zh for fault in faults[:REASONS])
    en = " ".join(fault.en for fault in faults[:REASONS])
    return Reject(line.number, Why(zh, en), field=faults[0].path.partition("[")[0].partition(".")[0])
