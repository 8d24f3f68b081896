"""Doors of the live-code room, the public entry page among them."""

from __future__ import annotations

import io

from chalicelib.brand import service as brand
from chalicelib.content.errors import ChannelNotApproved, ContentArchived, LintErrors, NotApproved, VersionRecalled
from chalicelib.core.audited import Leaves
from chalicelib.core.context import Ctx
from chalicelib.core.errors import NeedsConfirmation
from chalicelib.core.http import crowds, rates
from chalicelib.core.http.answers import Answer, Incoming
from chalicelib.core.http.crowds import Turn
from chalicelib.core.http.page import page
from chalicelib.core.http.rights import PUBLIC
from chalicelib.core.http.routes import Routes
from chalicelib.core.http.texts import Lint
from chalicelib.core.http.visitors import is_in_wechat, visitor
from chalicelib.core.scope import Scoped
from chalicelib.core.storage.files import UnknownFile
from chalicelib.core.storage.lists import Page
from chalicelib.livecodes import checks, editing, importing, listing, printing, service, shapes, views
from chalicelib.livecodes.errors import (
    BadCodeSheet,
    BadLiveCode,
    BadPack,
    BadWelcome,
    LiveCodeChanged,
    LiveCodeIsArchived,
    LiveCodeNotArchived,
    PackNotReady,
    UnknownLiveCode,
    UnknownPack,
)
from chalicelib.livecodes.ids import LiveCode
from chalicelib.livecodes.room import CREATE, EDIT, READ, ROOM, STOP
from chalicelib.platforms.wecom.errors import ASKED as WECOM

routes = Routes(ROOM)
routes.pages_under("/c")
WORDS = (LintErrors, NotApproved, VersionRecalled, ContentArchived, ChannelNotApproved)
SAID = {"welcome": Lint.BY_ROOM, "welcome_hours": Lint.BY_ROOM}
KEPT = {"Cache-Control": "public, max-age=86400"}


@routes.get(
    "/c/{entry}",
    allow=PUBLIC,
    rate=rates.SCANS,
    summary=("活码入口页；加 .png 或 .svg 得到二维码", "A live code's entry page; with .png or .svg its QR code"),
    media_type="text/html",
)
def open_entry(incoming: Incoming, entry: str) -> Answer:
    name, _, suffix = entry.partition(".")
    corp, _, code = name.partition("-")
    if not suffix:  # a console shows many pictures at once, and they cost no read
        crowds.admit_address(incoming.caller, Turn.PAGE)
    ctx = incoming.ctx_for(corp, "system:visitor")
    if suffix:
        return _picture(views.entry_url(ctx, code), suffix)
    way = service.scan(ctx, code, visitor(incoming))
    look = brand.look(ctx, service.store_of(ctx, code, way.userid), way.userid)
    return page(
        "livecodes/entry.html",
        look=look,
        qr_code=way.qr_code,
        config_id=way.config_id,
        address=views.entry_url(ctx, code),
        is_in_wechat=is_in_wechat(incoming),
    )


def _picture(url: str, suffix: str) -> Answer:
    """The QR of `url`. It depends on nothing stored, so it is drawn without a read and may be cached."""
    import segno

    if suffix not in ("png", "svg"):
        raise UnknownLiveCode()
    out = io.BytesIO()
    segno.make(url, error="m", micro=False).save(out, kind=suffix, scale=8, border=4)
    media_type = {"png": "image/png", "svg": "image/svg+xml"}[suffix]
    return Answer(
        body=out.getvalue() if suffix == "png" else out.getvalue().decode(), media_type=media_type, headers=KEPT
    )


@routes.post(
    "/admin/v1/live-codes",
    allow=CREATE,
    scoped=Scoped.BY_STORE,
    summary=("创建活码", "Create a live code"),
    body=shapes.NewLiveCode,
    texts={**checks.NAMED, **SAID},
    answer=shapes.LiveCode,
    status=201,
    errors=(BadLiveCode, NeedsConfirmation, *WORDS, *WECOM),
)
def create_live_code(ctx: Ctx, body: shapes.NewLiveCode) -> shapes.LiveCode:
    return service.create(ctx, body)


@routes.get(
    "/admin/v1/live-codes",
    allow=READ,
    scoped=Scoped.BY_STORE,
    summary=("活码列表（可按名称、状态、员工、标签等筛选）", "List live codes, all or some"),
    query=shapes.LiveCodeQuery,
    answer=Page[shapes.LiveCodeLine],
)
def list_live_codes(ctx: Ctx, query: shapes.LiveCodeQuery) -> Page[shapes.LiveCodeLine]:
    return listing.live_codes(ctx, query)


@routes.post(
    "/admin/v1/live-code-imports/uploads",
    allow=CREATE,
    scoped=Scoped.BY_STORE,
    leaves=Leaves(shapes.CODE_FILE),
    summary=("上传活码表格（CSV）", "Upload a CSV of live codes"),
    answer=shapes.CodesUpload,
    status=201,
)
def upload_live_codes(ctx: Ctx) -> shapes.CodesUpload:
    return importing.upload(ctx)


@routes.post(
    "/admin/v1/live-code-imports/previews",
    allow=CREATE,
    scoped=Scoped.BY_STORE,
    leaves=Leaves(shapes.CODE_FILE),
    summary=("预览活码表格：可导入的行与问题行", "Look at a CSV: what would be made, and what is wrong"),
    body=shapes.CodesSheet,
    texts={"csv": Lint.NONE},
    answer=shapes.CodesPreview,
    errors=(UnknownFile, BadCodeSheet, *WECOM),
)
def preview_live_codes(ctx: Ctx, body: shapes.CodesSheet) -> shapes.CodesPreview:
    return importing.preview(ctx, body)


@routes.post(
    "/admin/v1/live-code-imports",
    allow=CREATE,
    scoped=Scoped.BY_STORE,
    summary=("导入活码（后台任务）", "Make the live codes of an uploaded CSV"),
    body=shapes.CodesFile,
    answer=shapes.ImportBegun,
    status=201,
    errors=(UnknownFile, BadCodeSheet),
)
def import_live_codes(ctx: Ctx, body: shapes.CodesFile) -> shapes.ImportBegun:
    return importing.begin(ctx, body.file)


@routes.get(
    "/admin/v1/live-codes/{code}/print",
    allow=READ,
    scoped=Scoped.BY_STORE,
    summary=("下载单个活码的印刷稿（PDF、SVG、PNG）", "A live code's label for the printer"),
    query=shapes.PrintQuery,
    media_type="application/pdf",
    errors=(UnknownLiveCode,),
)
def print_live_code(ctx: Ctx, code: str, query: shapes.PrintQuery) -> Answer:
    media_type, drawn = printing.one(ctx, LiveCode(code), query)
    headers = {"Content-Disposition": f"attachment; filename=live-code.{query.form}"}
    return Answer(body=drawn, media_type=media_type, headers=headers)


@routes.post(
    "/admin/v1/live-code-packs",
    allow=READ,
    scoped=Scoped.BY_STORE,
    summary=("生成活码印刷包（后台任务）", "Make one file of many labels for the printer"),
    body=shapes.NewPack,
    texts={"codes": Lint.NONE, "batch": Lint.NONE},
    answer=shapes.PackBegun,
    status=201,
    errors=(BadPack,),
)
def print_live_codes(ctx: Ctx, body: shapes.NewPack) -> shapes.PackBegun:
    return printing.begin(ctx, body)


@routes.get(
    "/admin/v1/live-code-packs/{pack_id}",
    allow=READ,
    scoped=Scoped.ANY,
    summary=("印刷包的下载链接", "Where to download a pack"),
    answer=shapes.PackLink,
    errors=(UnknownPack, PackNotReady),
)
def read_pack(ctx: Ctx, pack_id: str) -> shapes.PackLink:
    return printing.link(ctx, pack_id)


@routes.get(
    "/admin/v1/live-codes/{code}",
    allow=READ,
    scoped=Scoped.BY_STORE,
    summary=("活码详情", "A live code"),
    answer=shapes.LiveCode,
    errors=(UnknownLiveCode,),
)
def read_live_code(ctx: Ctx, code: str) -> shapes.LiveCode:
    return service.live_code(ctx, LiveCode(code))


@routes.put(
    "/admin/v1/live-codes/{code}",
    allow=EDIT,
    scoped=Scoped.BY_STORE,
    summary=("修改活码", "Edit a live code"),
    body=shapes.EditLiveCode,
    texts={**checks.NAMED, **SAID},
    answer=shapes.LiveCode,
    errors=(UnknownLiveCode, LiveCodeChanged, LiveCodeIsArchived, BadLiveCode, NeedsConfirmation, *WORDS, *WECOM),
)
def edit_live_code(ctx: Ctx, code: str, body: shapes.EditLiveCode) -> shapes.LiveCode:
    return editing.edit(ctx, LiveCode(code), body)


@routes.post(
    "/admin/v1/live-codes/{code}/pause",
    allow=STOP,
    scoped=Scoped.BY_STORE,
    summary=("暂停活码", "Pause a live code"),
    answer=shapes.LiveCode,
    errors=(UnknownLiveCode, LiveCodeIsArchived),
)
def pause_live_code(ctx: Ctx, code: str) -> shapes.LiveCode:
    return editing.pause(ctx, LiveCode(code))


@routes.post(
    "/admin/v1/live-codes/{code}/resume",
    allow=STOP,
    scoped=Scoped.BY_STORE,
    summary=("恢复活码", "Resume a live code"),
    answer=shapes.LiveCode,
    errors=(UnknownLiveCode, LiveCodeIsArchived),
)
def resume_live_code(ctx: Ctx, code: str) -> shapes.LiveCode:
    return editing.resume(ctx, LiveCode(code))


@routes.post(
    "/admin/v1/live-codes/{code}/archive",
    allow=STOP,
    scoped=Scoped.BY_STORE,
    summary=("归档活码", "Put a live code into the archive"),
    answer=shapes.LiveCode,
    errors=(UnknownLiveCode,),
)
def archive_live_code(ctx: Ctx, code: str) -> shapes.LiveCode:
    return editing.archive(ctx, LiveCode(code))


@routes.post(
    "/admin/v1/live-codes/{code}/restore",
    allow=STOP,
    scoped=Scoped.BY_STORE,
    summary=("取消归档", "Take a live code out of the archive"),
    answer=shapes.LiveCode,
    errors=(UnknownLiveCode, LiveCodeNotArchived),
)
def restore_live_code(ctx: Ctx, code: str) -> shapes.LiveCode:
    return editing.restore(ctx, LiveCode(code))


@routes.post(
    "/admin/v1/live-codes/{code}/copies",
    allow=CREATE,
    scoped=Scoped.BY_STORE,
    summary=("复制活码", "Copy a live code"),
    body=shapes.CopyLiveCode,
    texts=checks.NAMED,
    answer=shapes.LiveCode,
    status=201,
    errors=(UnknownLiveCode, BadLiveCode, NeedsConfirmation, *WORDS, *WECOM),
)
def copy_live_code(ctx: Ctx, code: str, body: shapes.CopyLiveCode) -> shapes.LiveCode:
    return editing.copy(ctx, LiveCode(code), body)


@routes.post(
    "/admin/v1/live-codes/{code}/old-ways/end",
    allow=STOP,
    scoped=Scoped.BY_STORE,
    leaves=Leaves(shapes.LIVE_CODE, "code"),
    summary=("从企业微信删除不再需要的「联系我」", "Have WeCom delete the contact ways that are not needed"),
    body=shapes.EndOldWays,
    answer=shapes.LiveCode,
    errors=(UnknownLiveCode, NeedsConfirmation),
)
def end_old_ways(ctx: Ctx, code: str, body: shapes.EndOldWays) -> shapes.LiveCode:
    return editing.end_old_ways(ctx, LiveCode(code), confirm=body.confirm)


@routes.put(
    "/admin/v1/live-codes/{code}/welcome",
    allow=EDIT,
    scoped=Scoped.BY_STORE,
    summary=("更换欢迎语（可按时段）", "Change what a live code says, by hours if need be"),
    body=shapes.Welcomes,
    texts=SAID,
    answer=shapes.LiveCode,
    errors=(UnknownLiveCode, BadWelcome, *WORDS),
)
def change_welcome(ctx: Ctx, code: str, body: shapes.Welcomes) -> shapes.LiveCode:
    return service.change_welcome(ctx, LiveCode(code), body)


@routes.post(
    "/admin/v1/live-codes/{code}/retries",
    allow=EDIT,
    scoped=Scoped.BY_STORE,
    leaves=Leaves(shapes.LIVE_CODE, "code"),
    summary=("重试：让企业微信重新生成被拒绝的「联系我」", "Try again what WeCom refused"),
    answer=shapes.LiveCode,
    errors=(UnknownLiveCode,),
)
def try_live_code_again(ctx: Ctx, code: str) -> shapes.LiveCode:
    return service.try_again(ctx, LiveCode(code))


@routes.get(
    "/admin/v1/live-codes/{code}/visits",
    allow=READ,
    scoped=Scoped.BY_STORE,
    summary=("活码当日访客数", "Visitors of a live code on a day"),
    query=shapes.Day,
    answer=shapes.Visits,
    errors=(UnknownLiveCode,),
)
def read_visits(ctx: Ctx, code: str, query: shapes.Day) -> shapes.Visits:
    return service.visits(ctx, code, query.day)
