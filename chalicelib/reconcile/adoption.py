"""What was there before us and stays in use: printed contact ways, and first sources that another system noted.

Tags need no adoption: they live at WeCom, where live codes name them by id and each comparison reads them.
"""

from __future__ import annotations

from contextlib import suppress
from datetime import timedelta
from itertools import islice

import msgspec

from chalicelib.core import sheets
from chalicelib.core.context import Ctx
from chalicelib.core.errors import Fault, Outlook, Refused
from chalicelib.core.ids import external_userid, userid
from chalicelib.core.moments import Moment, iso, moment
from chalicelib.core.ops import jobs
from chalicelib.core.ops.jobs import Reject, Step, Why, Work
from chalicelib.core.sanity import judge
from chalicelib.core.storage import files, leases
from chalicelib.core.storage.files import Area, Line
from chalicelib.core.storage.lists import Page
from chalicelib.livecodes import service as livecodes
from chalicelib.livecodes.errors import UnknownLiveCode
from chalicelib.livecodes.ids import LiveCode
from chalicelib.members import service as members
from chalicelib.members.errors import UnknownMember
from chalicelib.platforms.wecom import client
from chalicelib.platforms.wecom.errors import WeComRefused
from chalicelib.reconcile import store
from chalicelib.reconcile.errors import WayNotAdoptable, WayOfLiveCode
from chalicelib.reconcile.jobs import ImportSources
from chalicelib.reconcile.shapes import AdoptedWay, ImportBegun, NewAdoptedWay, SourcesUpload

# As long as a request may run.
ADOPTING_FOR = timedelta(seconds=30)
LINES_A_STEP = 200
LARGEST = 20 * 1024 * 1024
LONGEST_SOURCE = 100
NOT_FOUR_CELLS = Why(
    "应为四列：外部联系人ID,来源,时间,员工",
    "There must be four cells: external contact id, source, time, member of staff",
)
NO_TIME = Why("时间应如 2025-03-01T10:00:00+08:00", "The time is one such as 2025-03-01T10:00:00+08:00")
NO_TEXT = Why("不是 UTF-8 文本", "This is no UTF-8 text")
NO_MEMBER = Why("不是会员，请先对账或核对ID", "This is no member. Compare with WeCom first, or check the id")
NOT_EARLIER = Why("已有更早的来源", "An earlier source is known")


def adopt(ctx: Ctx, new: NewAdoptedWay) -> AdoptedWay:
    """Let a contact way that is printed already be a live code's: its QR code stays, its joins carry the code.

    Safe to repeat. 2 calls, 4 WU +1, 1 RU. Raises UnknownLiveCode, WayNotAdoptable; NeedsConfirmation where another
    code has adopted it and it would change hands; WayOfLiveCode for one that was made for another code, whose page
    would bring joins to this one; and TooBusy while somebody else adopts it: WeCom would have the one's code, and we
    the other's.
    """
    code = livecodes.live_code(ctx, LiveCode(new.code)).code
    with leases.held(ctx, f"adopt#{new.config_id}", ADOPTING_FOR):
        try:
            way = client.get_contact_way(ctx, new.config_id)
            _check_whose(ctx, new, way, code)
            row = store.ask_way(ctx, new.config_id, code, tuple(way.user), way.state)
            client.update_contact_way(ctx, msgspec.structs.replace(way, config_id=new.config_id, state=code))
        except WeComRefused as refused:
            if refused.outlook is not Outlook.NEVER:
                raise
            raise WayNotAdoptable(errcode=refused.errcode) from None
        return _way(store.way_adopted(ctx, row))


def _check_whose(ctx: Ctx, new: NewAdoptedWay, way: client.ContactWay, code: LiveCode) -> None:
    """Whether it is another live code's by now: one that the code had made stays its own, an adopted one may move."""
    if not way.state or way.state == code:
        return
    with suppress(UnknownLiveCode):
        other = livecodes.live_code(ctx, LiveCode(way.state))
        if any(own.config_id == new.config_id for own in (*other.contact_ways, *other.old_ways)):
            raise WayOfLiveCode(other.code, other.name)
        zh = f"该「联系我」已由活码「{other.name}」（{other.code}）接管，改接管后经它添加的客户不再计入该活码。"
        en = f"The live code {other.name} ({other.code}) has adopted it, and loses who joins through it from then on."
        judge(Refused, (), [Fault("config_id", "of_another_code", other.code, zh, en)], confirm=new.confirm)


def ways(ctx: Ctx, limit: int, cursor: str) -> Page[AdoptedWay]:
    """The contact ways that were adopted, the newest first; adopted_at is '' for one that WeCom did not take yet."""
    return store.adopted_ways(ctx, limit, cursor).map(_way)


def _way(row: store.AdoptedWayRow) -> AdoptedWay:
    return msgspec.convert(row, AdoptedWay, from_attributes=True)


def upload(ctx: Ctx) -> SourcesUpload:
    """Where a CSV of first sources may be uploaded. No request."""
    name = f"first-sources-{ctx.new_id()}.csv"
    form = files.upload(ctx, Area.IMPORTS, name, "text/csv", LARGEST)
    return SourcesUpload(name, form.url, form.fields, form.expires_at)


def begin_import(ctx: Ctx, file: str) -> ImportBegun:
    """Read a file that was uploaded. Under one Idempotency-Key it is one job."""
    return ImportBegun(jobs.start(ctx, ImportSources(file=file)))


class Place(msgspec.Struct, frozen=True):
    """Where in a file a step begins; the line is that of its first."""

    begin: int = 0
    line: int = 1
    version: str = ""


def step(ctx: Ctx, work: Work[ImportSources]) -> Step:
    """Some lines: each names the source of a member, which becomes their first when it is earlier. 1 WU +2 a line.

    Raises UnknownFile, FileChanged.
    """
    at = msgspec.json.decode(work.cursor, type=Place) if work.cursor else Place()
    version = at.version or files.look(ctx, Area.IMPORTS, work.args.file).version
    lines = list(islice(files.lines(ctx, Area.IMPORTS, work.args.file, at.begin, version), LINES_A_STEP))
    taken = [_take(ctx, line, at.line + number) for number, line in enumerate(lines)]
    rejects = [one for one in taken if one]
    after = Place(lines[-1].end, at.line + len(lines), version) if len(lines) == LINES_A_STEP else None
    return Step(
        cursor=msgspec.json.encode(after).decode() if after else None,
        done=len(lines) - len(rejects),
        rejects=rejects,
    )


def _take(ctx: Ctx, line: Line, number: int) -> Reject | None:
    try:
        external, source, at, staff = (cell.strip() for cell in sheets.cells(line.text))
    except UnicodeDecodeError:
        return Reject(number, NO_TEXT)
    except ValueError:
        return Reject(number, NOT_FOUR_CELLS)
    when = _moment(at)
    if not when:
        return Reject(number, NO_TIME)
    member_id = members.member_id_of(ctx, external_userid(external))
    try:
        is_earlier = members.source_known(ctx, member_id, when, source[:LONGEST_SOURCE], userid(staff))
    except UnknownMember:
        return Reject(number, NO_MEMBER)
    return None if is_earlier else Reject(number, NOT_EARLIER, member_id)


def _moment(text: str) -> Moment | None:
    try:
        return iso(moment(text))
    except (ValueError, OverflowError):
        return None
