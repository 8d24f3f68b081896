"""Live codes from a CSV: uploaded, looked at, then made by a job, a code a line.

What a line says is its key: the code that it makes follows from it. So a line makes one code, whoever imports the file
once more or at the same time, and a step that is made again finds what it made before. WeCom makes the contact ways
afterwards, each code's by an errand of its own, at WeCom's pace.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from functools import cache, partial

import msgspec

from chalicelib.core import sheets
from chalicelib.core.context import Ctx
from chalicelib.core.errors import Fault
from chalicelib.core.http import faults as fitting
from chalicelib.core.http import texts
from chalicelib.core.ids import CODE_ALPHABET, base32, digest
from chalicelib.core.ops import jobs
from chalicelib.core.ops.jobs import Reject, Step, Why, Work
from chalicelib.core.sheets import Sheet
from chalicelib.core.storage import files
from chalicelib.core.storage.files import Area, FileChanged
from chalicelib.coupons import service as coupons
from chalicelib.coupons.states import ClaimWay
from chalicelib.livecodes import asked, checks, ids, rules, seeing, service, sheet, store
from chalicelib.livecodes.errors import BadCodeSheet
from chalicelib.livecodes.jobs import ImportLiveCodes
from chalicelib.livecodes.shapes import (
    CodesPreview,
    CodesSheet,
    CodesUpload,
    ImportBegun,
    LineToMake,
    LineWithFault,
    NewLiveCode,
    StaffInCode,
    Welcome,
    Welcomes,
)
from chalicelib.livecodes.sheet import Draft, LineFault
from chalicelib.members import service as members
from chalicelib.staff import service as people
from chalicelib.stores import service as stores
from chalicelib.stores.shapes import NO_STORE

# 500 lines of long welcomes.
LARGEST = 4 * 1024 * 1024
# Each is a transaction and a few reads: a step is over in a second or two.
LINES_A_STEP = 10


class Place(msgspec.Struct, frozen=True):
    """Where a step begins: how many lines are done with, and what they did. before: made by an earlier import."""

    after: int = 0
    made: int = 0
    before: int = 0


class Ready(msgspec.Struct, frozen=True):
    """A line that a live code can be made of, and the code that follows from what it says."""

    draft: Draft
    code: ids.LiveCode
    new: NewLiveCode


def upload(ctx: Ctx) -> CodesUpload:
    """Where a CSV of live codes may be uploaded. No request."""
    name = f"live-codes-{ctx.new_id()}.csv"
    form = files.upload(ctx, Area.IMPORTS, name, sheets.MEDIA_TYPE, LARGEST)
    return CodesUpload(name, form.url, form.fields, form.expires_at)


def preview(ctx: Ctx, given: CodesSheet) -> CodesPreview:
    """What would become of a sheet; no code is made. Raises UnknownFile, BadCodeSheet."""
    file = _file_of(ctx, given)
    read = _read(ctx, file)
    lines = list(sheet.drafts(read))
    named = {one.line: one.name for one in lines if isinstance(one, Draft)}
    looked = list(look(ctx, lines))
    ready = [one for one in looked if isinstance(one, Ready)]
    there = store.there(ctx, [one.code for one in ready])
    told = [one for each in looked if isinstance(each, list) for one in each]
    wrong = [LineWithFault(one.line, one.field, one.zh, one.en, named.get(one.line, ""), None) for one in told]
    wrong += [_made_before(one) for one in ready if one.code in there]
    new = [one for one in ready if one.code not in there]
    return CodesPreview(
        file=file,
        encoding=read.encoding,
        lines=len(read.lines) - 1,
        good=len(new),
        wrong=sorted(wrong, key=lambda one: one.line),
        to_make=list(_shown(ctx, new)),
    )


def _file_of(ctx: Ctx, given: CodesSheet) -> str:
    """The file that is meant; a text becomes one, so that what was looked at is what is imported."""
    if bool(given.file) == bool(given.csv):
        zh, en = "file 与 csv 须填且只填一个。", "Name a file, or give the csv itself, one of them."
        raise BadCodeSheet([sheet.of_file("one_of", None, zh, en)])
    if given.file:
        return given.file
    name = f"live-codes-{ctx.new_id()}.csv"
    files.put(ctx, Area.IMPORTS, name, given.csv.encode(), sheets.MEDIA_TYPE)
    return name


def _made_before(one: Ready) -> LineWithFault:
    zh, en = f"此行已导入过，活码为 {one.code}。", f"It was imported: {one.code}."
    return LineWithFault(one.draft.line, "", zh, en, one.draft.name, one.code)


def _shown(ctx: Ctx, ready: Sequence[Ready]) -> Iterator[LineToMake]:
    """The names of all are read at once."""
    known = people.some(ctx, [share.userid for one in ready for share in one.new.staff])
    places = stores.names(ctx, [one.new.store_id for one in ready])
    promised = coupons.names(ctx, sorted({one.new.coupon_template_id for one in ready if one.new.coupon_template_id}))
    for one in ready:
        yield LineToMake(
            line=one.draft.line,
            name=one.new.name,
            staff=[StaffInCode(share.userid, known[share.userid].name, share.weight) for share in one.new.staff],
            tags=list(one.draft.tags),
            store_name=places.get(one.new.store_id, ""),
            welcome=one.new.welcome.text,
            coupon_template_id=one.new.coupon_template_id,
            coupon_name=promised.get(one.new.coupon_template_id, ""),
        )


def begin(ctx: Ctx, file: str) -> ImportBegun:
    """Have a job make the codes of an uploaded file, one under one Idempotency-Key.

    Raises UnknownFile, BadCodeSheet.
    """
    version = files.look(ctx, Area.IMPORTS, file).version
    _read(ctx, file)
    return ImportBegun(jobs.start(ctx, ImportLiveCodes(file=file, file_version=version)))


def _read(ctx: Ctx, file: str) -> Sheet:
    try:
        read = sheets.sheet(files.get(ctx, Area.IMPORTS, file))
    except sheets.NoSheet as error:
        raise BadCodeSheet([sheet.of_file("encoding", None, error.zh, error.en)]) from None
    faults = sheet.faults_of_file(read)
    if faults:
        raise BadCodeSheet(faults)
    return read


def step(ctx: Ctx, work: Work[ImportLiveCodes]) -> Step:
    """Some lines: each makes a live code, or says why not. 2 WU a row +2 a line and code.

    Raises UnknownFile, FileChanged.
    """
    if files.look(ctx, Area.IMPORTS, work.args.file).version != work.args.file_version:
        raise FileChanged()
    every = list(sheet.drafts(_read(ctx, work.args.file)))
    at = _place(work)
    some = every[at.after : at.after + LINES_A_STEP]
    theirs = work.behalf(ctx)
    rejects = [one for each in look(theirs, some) if (one := make(theirs, work.job, each))]
    there = sum(one.is_there for one in rejects)
    after = Place(at.after + len(some), at.made + len(some) - len(rejects), at.before + there)
    return Step(
        cursor=msgspec.json.encode(after).decode() if after.after < len(every) else None,
        done=len(some) - len(rejects) + there,
        rejects=rejects,
        total=len(every),
        result=msgspec.json.encode({"made": after.made, "before": after.before}).decode(),
    )


def _place(work: Work[ImportLiveCodes]) -> Place:
    """The cursor of a job that an earlier release began is a number; what it had done by then, it counted."""
    if work.cursor.isdigit():
        return Place(work.done + work.failed, work.done)
    return msgspec.json.decode(work.cursor, type=Place) if work.cursor else Place()


def make(ctx: Ctx, job: str, each: Ready | list[LineFault]) -> Reject | None:
    """Make one, or say why not; one that this very job made before, by a step that broke off, is made."""
    if isinstance(each, list):
        columns = "、".join(dict.fromkeys(one.field for one in each if one.field))
        why = Why("".join(one.zh for one in each), " ".join(one.en for one in each))
        return Reject(each[0].line, why, field=columns)
    try:
        store.create(ctx, service.terms_of(ctx, each.code, each.new, batch=job))
    except store.CodeTaken as taken:
        if taken.batch != job:
            before = _made_before(each)
            return Reject(each.draft.line, Why(before.zh, before.en), each.code, is_there=True)
    seeing.forget(ctx, each.code)
    return None


def look(ctx: Ctx, lines: Sequence[Draft | LineFault]) -> Iterator[Ready | list[LineFault]]:
    """What each line makes, or all that is wrong with it. A call to WeCom for the tags of all, and one for each of ten
    strangers; reads for each welcome and coupon that is another one.
    """
    drafts = [one for one in lines if isinstance(one, Draft)]
    tags = _tags(ctx) if any(draft.tags for draft in drafts) else {}
    places = _stores(ctx) if any(draft.store for draft in drafts) else {}
    read = {draft.line: _read_line(draft, tags, places) for draft in drafts}
    away = _away(ctx, {line: new for line, (new, _) in read.items() if new})
    of_welcome = cache(partial(_faults_of_welcome, ctx))
    of_coupon = cache(partial(coupons.faults_of_promise, ctx, way=ClaimWay.LIVE_CODE))
    for one in lines:
        if isinstance(one, LineFault):
            yield [one]
            continue
        new, wrong = read[one.line]
        if new:
            meant = [*rules.faults_of_staff(new.staff), *of_welcome(new.welcome), *of_coupon(new.coupon_template_id)]
            meant += checks.faults_of_store(ctx, new.store_id)
            meant += [*checks.faults_of_places(ctx, new.staff), *texts.faults(ctx, checks.NAMED, new)]
            wrong = [*wrong, *away.get(one.line, []), *_at(one.line, meant)]
        yield wrong if wrong or new is None else Ready(one, code_of(ctx, one), new)


def _tags(ctx: Ctx) -> dict[str, list[str]]:
    """Ids of corp tags by how people may call them: the id, the name, or the group and the name."""
    called: dict[str, list[str]] = {}
    for group in members.tag_groups(ctx):
        for tag in group.tags:
            for name in (tag.id, tag.name, f"{group.name}{sheet.GROUP}{tag.name}"):
                called.setdefault(name, []).append(tag.id)
    return called


def _stores(ctx: Ctx) -> dict[str, list[str]]:
    """Ids of stores by how people may call them: the id, the number, or the name."""
    called: dict[str, list[str]] = {}
    for line in stores.every(ctx):
        for name in {line.store_id, line.number, line.name}:
            called.setdefault(name, []).append(line.store_id)
    return called


def _read_line(
    draft: Draft, tags: Mapping[str, list[str]], places: Mapping[str, list[str]]
) -> tuple[NewLiveCode | None, list[LineFault]]:
    """The body that a line stands for, None when it is none."""
    found = {name: tags.get(name, []) for name in draft.tags}
    wrong = [sheet.fault_of_tag(draft.line, name, ids_) for name, ids_ in found.items() if len(ids_) != 1]
    there = places.get(draft.store, []) if draft.store else [NO_STORE]
    wrong += [] if len(there) == 1 else [sheet.fault_of_store(draft.line, draft.store, there)]
    body = sheet.body_of(draft, [ids_[0] for ids_ in found.values() if ids_], there[0] if there else NO_STORE)
    wrong += _at(draft.line, fitting.of_value(body, NewLiveCode))
    return None if wrong else msgspec.convert(body, NewLiveCode), wrong


def _away(ctx: Ctx, lines: Mapping[int, NewLiveCode]) -> dict[int, list[LineFault]]:
    """Of all lines at once, so that no more strangers are asked about than for one."""
    named = {f"{line}.{number}": one.userid for line, new in lines.items() for number, one in enumerate(new.staff)}
    found: dict[int, list[LineFault]] = {}
    for fault in people.doubts(ctx, named).wrong:
        line = int(fault.path.partition(".")[0])
        found.setdefault(line, []).append(LineFault(line, sheet.COLUMNS["staff"][0], fault.zh, fault.en))
    return found


def _faults_of_welcome(ctx: Ctx, welcome: Welcome) -> list[Fault]:
    looked = asked.look(ctx, Welcomes(welcome=welcome))
    return [*looked.faults, *(fault for refusal in looked.refusals for fault in refusal.faults)]


def _at(line: int, faults: Sequence[Fault]) -> list[LineFault]:
    return [LineFault(line, sheet.column_of(fault.path), fault.zh, fault.en) for fault in faults]


def code_of(ctx: Ctx, draft: Draft) -> ids.LiveCode:
    """The live code that a line makes: it follows from what the line says."""
    return ids.LiveCode(base32(digest(ctx.corp, "live_code_line", draft.key), CODE_ALPHABET)[: service.CODE_LENGTH])
