"""What the live-code doors take and give."""

from __future__ import annotations

from typing import Annotated

import msgspec
from msgspec import Meta

from chalicelib.content import ids as ids_of_content
from chalicelib.content.shapes import Values
from chalicelib.core import moments
from chalicelib.core.audited import Thing
from chalicelib.core.http import given
from chalicelib.core.http.shapes import LINE, MOST_SEEN, WORDS, Confirm, PageQuery, StaffId, said
from chalicelib.core.ids import NOBODY, StoreId, UserId, userid
from chalicelib.core.moments import NO_DAY, Moment
from chalicelib.core.problems import Problem
from chalicelib.core.shapes import Hands
from chalicelib.coupons.ids import TemplateId
from chalicelib.livecodes import ids
from chalicelib.livecodes.states import CodeState, PackForm, PrintForm, Standing
from chalicelib.stores.shapes import NO_STORE

LIVE_CODE = Thing("live_code", "活码", "live code")
CODE_FILE = Thing("live_code_file", "活码导入文件", "file of live codes")

PictureId = Annotated[
    ids_of_content.PictureId,
    Meta(pattern=r"^([0-9a-hjkmnp-tv-z]{26})?$(?!\n)"),
    said("上传图片后得到的 26 位编号", "the id of 26 signs that the upload gave"),
]
Clock = Annotated[
    str,
    Meta(pattern=r"^([01]\d|2[0-3]):[0-5]\d$(?!\n)", description="08:30"),
    said("24 小时制时间，例如 08:30", "a clock time, such as 08:30"),
]
Url = Annotated[
    str,
    Meta(pattern="^https?://", max_length=2048),
    said("以 https:// 或 http:// 开头的链接", "a link that begins with https:// or http://"),
]


class Link(msgspec.Struct, frozen=True, forbid_unknown_fields=True, tag_field="msgtype", tag="link"):
    """A link card (图文)."""

    title: Annotated[str, WORDS]
    url: Url
    desc: str = ""
    picurl: str = ""


class MiniProgram(msgspec.Struct, frozen=True, forbid_unknown_fields=True, tag_field="msgtype", tag="miniprogram"):
    """A mini-program card, with one picture.

    picture_id: of one that was uploaded here, which WeCom is given anew as long as the card is used; or pic_media_id:
    of one that was uploaded to WeCom, which forgets it after 3 days.
    """

    title: Annotated[str, WORDS]
    appid: Annotated[str, WORDS]
    page: Annotated[str, WORDS]
    picture_id: PictureId = ids_of_content.PictureId("")
    pic_media_id: str = ""


class Image(msgspec.Struct, frozen=True, forbid_unknown_fields=True, tag_field="msgtype", tag="image"):
    """A picture: picture_id of one that was uploaded here, or its permanent url (media/uploadimg)."""

    picture_id: PictureId = ids_of_content.PictureId("")
    pic_url: Annotated[
        str,
        Meta(pattern=r"^(https?://.*)?$(?!\n)", max_length=2048),
        said("以 https:// 或 http:// 开头的链接", "a link that begins with https:// or http://"),
    ] = ""


Attachment = Link | MiniProgram | Image


class WelcomeContent(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """An approved version of content, with values of its variables; a newer approved one takes its place."""

    item_id: ids_of_content.ContentId
    version: Annotated[int, Meta(ge=1, le=MOST_SEEN)]
    values: Values = {}


class Welcome(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The one message a customer gets within 20 s of adding: a version of content, or words and cards of its own.

    Texts, titles and descriptions may say staff_name, customer_name, corp_name and send_date, as `{{staff_name}}`. At
    most 9 attachments.
    """

    text: str = ""
    attachments: Annotated[tuple[Attachment, ...], Meta(max_length=9)] = ()
    content: WelcomeContent | None = None


class HourlyWelcome(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Another welcome for some hours of the day, by the corp's clocks; until earlier than since is past midnight."""

    since: Clock
    until: Clock
    welcome: Welcome


class Welcomes(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """What a live code says: its welcome, and others for some hours."""

    welcome: Welcome
    welcome_hours: Annotated[tuple[HourlyWelcome, ...], Meta(max_length=12)] = ()


class StaffShare(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A member of staff behind a live code, shown in proportion to the weight (0 pauses them)."""

    userid: StaffId
    weight: Annotated[int, Meta(ge=0, le=1000)] = 1

    def __post_init__(self) -> None:
        msgspec.structs.force_setattr(self, "userid", userid(self.userid))


SizeMm = Annotated[int, Meta(ge=20, le=150, description="二维码边长（毫米，含留白）/ side of the code in mm")]
OfStore = Annotated[StoreId, Meta(max_length=40, description="所属门店，空为总部 / its store, empty for none")]


class NewLiveCode(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """A live code: who answers it, and what follows from a join through it."""

    name: Annotated[str, LINE, Meta(max_length=30)]
    staff: Annotated[list[StaffShare], Meta(min_length=1, max_length=50)]
    tag_ids: Annotated[list[str], Meta(max_length=20)] = []
    welcome: Welcome
    welcome_hours: Annotated[tuple[HourlyWelcome, ...], Meta(max_length=12)] = ()
    coupon_template_id: TemplateId = TemplateId("")
    store_id: OfStore = NO_STORE
    confirm: Confirm = False


class EditLiveCode(NewLiveCode, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """A live code as it shall be, whole. revision: of the one that the editor saw."""

    revision: Annotated[int, Meta(ge=1, le=MOST_SEEN)]


class CopyLiveCode(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """What the copy is called; when left out, as the live code that it is copied from, and that it is a copy."""

    name: Annotated[str, LINE, Meta(max_length=30)] | None = None
    confirm: Confirm = False


class EndOldWays(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """confirm: that the QR codes of these contact ways end, wherever somebody has them."""

    confirm: Confirm = False


class ContactWay(msgspec.Struct, frozen=True):
    """The WeCom contact way of one member of staff; `config_id` is '' until WeCom has made it.

    problem: why WeCom will not make it, or why it is not shown; the others are shown meanwhile. is_paused: whose it is
    has left or cannot act; it is shown again when they are back. name: '' while it is not known.
    """

    userid: UserId
    weight: int
    config_id: str
    qr_code: str
    problem: Problem | None = None
    is_paused: bool = False
    name: str = ""


class LiveCode(Hands, frozen=True, kw_only=True):
    """A live code. status: preparing until WeCom has made every contact way or refused it; then ready, or in part.

    state: open, or paused or in the archive, where whoever scans it is shown nobody. old_ways: of staff who are not
    behind it any more; WeCom keeps them, and who joins by one is welcomed and counted. problem: of the contact way that
    was refused last; welcome_problem: why the last welcomes arrived in part or not. revision: an edit names it.
    """

    code: ids.LiveCode
    name: str
    state: Standing
    status: CodeState
    entry_url: str
    qr_svg: str
    qr_png: str
    tag_ids: tuple[str, ...]
    welcome: Welcome
    welcome_hours: tuple[HourlyWelcome, ...]
    coupon_template_id: TemplateId
    store_id: StoreId
    store_name: str
    contact_ways: tuple[ContactWay, ...]
    old_ways: tuple[ContactWay, ...]
    revision: int
    created_at: Moment
    problem: Problem | None
    welcome_problem: Problem | None


class StaffInCode(msgspec.Struct, frozen=True):
    """A member of staff behind a live code. name: '' while it is not known."""

    userid: UserId
    name: str
    weight: int


class LiveCodeLine(Hands, frozen=True, kw_only=True):
    """A live code in a list. problem: that of the contact way which WeCom refused last, else of its welcome."""

    code: ids.LiveCode
    name: str
    state: Standing
    staff: tuple[StaffInCode, ...]
    tag_ids: tuple[str, ...]
    coupon_template_id: TemplateId
    store_id: StoreId
    store_name: str
    created_at: Moment
    problem: Problem | None


class LiveCodeQuery(PageQuery, frozen=True, forbid_unknown_fields=True):
    """Which live codes, newest first. q: part of the name; state: of one state only, else all that are not archived.

    staff: who stands behind it; tag: that it puts on; maker: who made it; batch: which import did; has_problem: whether
    something is wrong.
    """

    q: Annotated[str, Meta(max_length=30, description="名称中的几个字 / part of the name")] = ""
    state: Standing | None = None
    staff: given.StaffOrNone = NOBODY
    tag: Annotated[str, Meta(max_length=64)] = ""
    store: OfStore = NO_STORE
    maker: given.MakerOrNone = NOBODY
    batch: Annotated[str, Meta(max_length=64, description="导入任务编号 / the import that made it")] = ""
    has_problem: Annotated[bool | None, Meta(description="是否有问题 / whether something is wrong")] = None


class CodesUpload(msgspec.Struct, frozen=True):
    """Where to upload a CSV of live codes: a form of `fields` and then `file`, posted to `url` before `expires_at`."""

    file: str
    url: str
    fields: dict[str, str]
    expires_at: Moment


class CodesFile(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A file that was uploaded."""

    file: Annotated[
        str,
        Meta(pattern=r"^live-codes-[0-9A-Za-z]{26}\.csv$(?!\n)"),
        said("上传时返回的文件名", "the name that the upload was answered with"),
    ]


class CodesSheet(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """A CSV of live codes: a file that was uploaded, by its name, or the text itself."""

    file: Annotated[
        str,
        Meta(pattern=r"^(live-codes-[0-9A-Za-z]{26}\.csv)?$(?!\n)"),
        said("上传时返回的文件名", "the name that the upload was answered with"),
    ] = ""
    csv: Annotated[str, Meta(max_length=200_000, description="CSV 内容 / the CSV itself")] = ""


class PrintQuery(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """How a label is drawn. size_mm: how wide its code is with the white around it; caption: name, store and number."""

    form: Annotated[
        str,
        Meta(pattern=r"^(pdf|svg|png)$(?!\n)", description="pdf, svg, png"),
        said("pdf、svg 或 png", "pdf, svg or png"),
    ] = PrintForm.PDF.value
    size_mm: SizeMm = 50
    caption: Annotated[bool, Meta(description="是否带文字 / whether name, store and number stand below")] = True


class NewPack(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """Labels of these live codes, or of those that an import made, in one file."""

    codes: Annotated[tuple[ids.LiveCode, ...], Meta(max_length=500)] = ()
    batch: Annotated[str, Meta(max_length=64, description="导入任务编号 / the import that made them")] = ""
    form: Annotated[PackForm, Meta(description="文件形式 / form of the file")] = PackForm.PDF_A4
    size_mm: SizeMm = 50
    caption: Annotated[bool, Meta(description="是否带文字 / whether name, store and number stand below")] = True


class PackBegun(msgspec.Struct, frozen=True):
    """The job that makes a pack."""

    job_id: str


class PackLink(msgspec.Struct, frozen=True):
    """Where a pack may be downloaded until `expires_at`; asked again there is another link, for seven days."""

    url: str
    expires_at: Moment


class LineToMake(msgspec.Struct, frozen=True):
    """A line that a live code can be made of."""

    line: int
    name: str
    staff: list[StaffInCode]
    tags: list[str]
    store_name: str
    welcome: str
    coupon_template_id: TemplateId
    coupon_name: Annotated[str, Meta(description="优惠券名称 / what the coupon is called")]


class LineWithFault(msgspec.Struct, frozen=True):
    """What is wrong with a line. field: the column in Chinese, '' for the whole line; zh, en: one sentence.

    name: as the line has it, '' where it cannot be told. code: the live code that this very line made before.
    """

    line: int
    field: str
    zh: str
    en: str
    name: str
    code: ids.LiveCode | None


class CodesPreview(msgspec.Struct, frozen=True):
    """What would become of a file. file: its name, by which it is imported. good: how many lines a code can be made of,
    to_make: these lines.
    """

    file: str
    encoding: str
    lines: int
    good: int
    wrong: list[LineWithFault]
    to_make: Annotated[list[LineToMake], Meta(description="将要创建的行 / the lines that a code can be made of")]


class ImportBegun(msgspec.Struct, frozen=True):
    """The job that makes live codes."""

    job_id: str


class Day(given.Timed, frozen=True, forbid_unknown_fields=True):
    """A day in Shanghai; today when left out."""

    day: given.DayOrNone = NO_DAY


class Visits(msgspec.Struct, frozen=True):
    """How many people opened the entry page on a day (Shanghai), each counted once; robots are not."""

    code: ids.LiveCode
    day: moments.Day
    visits: int


class VisitsAsked(msgspec.Struct, frozen=True, kw_only=True):
    """Which visits a file shall hold: of days from one to another, both included; '' of the others means any."""

    since: moments.Day
    until: moments.Day
    code: str
    store_id: StoreId
    staff: UserId


class VisitInFile(msgspec.Struct, frozen=True):
    """A visit as a file shows it: when somebody first opened the page that day, which code, who was shown, where."""

    at: Moment
    day: moments.Day
    code: ids.LiveCode
    name: str
    staff: UserId
    store_id: StoreId
