"""What the doors of stores take and give, and what other rooms are told of a store."""

from __future__ import annotations

from typing import Annotated

import msgspec
from msgspec import Meta

from chalicelib.core.audited import Thing
from chalicelib.core.http.shapes import LINE, MOST_SEEN, Confirm, PageQuery, StaffId, said
from chalicelib.core.ids import StoreId, UserId, userid
from chalicelib.core.moments import Moment
from chalicelib.core.shapes import Hands
from chalicelib.stores.states import Act, StoreState, Weekday

STORE = Thing("store", "门店", "store")
STORE_FILE = Thing("store_file", "门店文件", "file of stores")
STAFF = Thing("staff", "员工", "member of staff")

MOST_STAFF = 200

Number = Annotated[
    str,
    Meta(pattern=r"^[0-9A-Za-z_-]{1,32}$(?!\n)", description="门店编号，企业内唯一 / the corp's own number of it"),
    said("最多 32 个字母、数字、- 或 _", "up to 32 letters, digits, - or _"),
]
Phone = Annotated[
    str,
    Meta(pattern=r"^([0-9+][0-9 ()+-]{4,29})?$(?!\n)"),
    said("5 到 30 位数字，可含空格、+、- 与括号，可不填", "5 to 30 digits, with spaces, + - and brackets, or nothing"),
]
Clock = Annotated[
    str,
    Meta(pattern=r"^(([01]\d|2[0-3]):[0-5]\d|24:00)$(?!\n)", description="08:30"),
    said("24 小时制时间，例如 08:30", "a clock time, such as 08:30"),
]
Region = Annotated[str, Meta(max_length=40, pattern=r"^[^\x00-\x1f\x7f|#]*$(?!\n)"), said("一行文字", "one line")]
People = Annotated[tuple[StaffId, ...], Meta(max_length=MOST_STAFF)]
IsClerk = Annotated[bool, Meta(description="核销店员 / a clerk, who redeems and hands out there")]
IsPrimary = Annotated[bool, Meta(description="其主门店 / the store that they are of first")]
NO_STORE = StoreId("")


class Hours(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """On a day of the week it is open from a time to another; until earlier than since is past midnight."""

    day: Weekday
    since: Clock
    until: Clock


class Location(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Where it is on a map, by the coordinates of Chinese maps (GCJ-02)."""

    longitude: Annotated[float, Meta(ge=-180, le=180)]
    latitude: Annotated[float, Meta(ge=-90, le=90)]


class Terms(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """What operators say of a store.

    manager, clerks: of its staff, named in `staff` or not. Clerks redeem coupons and hand orders out there.
    """

    number: Number
    name: Annotated[str, LINE, Meta(max_length=40)]
    region: Region = ""
    address: Annotated[str, Meta(max_length=200)] = ""
    phone: Phone = ""
    hours: Annotated[tuple[Hours, ...], Meta(max_length=21)] = ()
    location: Location | None = None
    manager: StaffId | None = None
    staff: People = ()
    clerks: People = ()

    def __post_init__(self) -> None:
        for name in ("staff", "clerks"):
            named = tuple(dict.fromkeys(userid(one) for one in getattr(self, name)))
            msgspec.structs.force_setattr(self, name, named)
        msgspec.structs.force_setattr(self, "manager", userid(self.manager) if self.manager else None)

    @property
    def people(self) -> frozenset[UserId]:
        """Everybody who works there."""
        return frozenset({*self.staff, *self.clerks, *((self.manager,) if self.manager else ())})


class NewStore(Terms, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """A store about to be made."""

    confirm: Confirm = False


class EditStore(Terms, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """A store as it shall be. version: the one that was seen, so that nobody's change is lost."""

    version: Annotated[int, Meta(ge=1, le=MOST_SEEN)]
    confirm: Confirm = False


class Moving(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Whether a store shall be open or closed."""

    state: StoreState
    confirm: Confirm = False


class Worker(msgspec.Struct, frozen=True):
    """Somebody who works at a store. name: '' while it is not known.

    is_manager, is_clerk: what they are there. is_primary: it is the one they are of first.
    """

    userid: UserId
    name: str
    is_manager: Annotated[bool, Meta(description="店长 / the manager")]
    is_clerk: IsClerk
    is_primary: IsPrimary


class Store(Hands, frozen=True, kw_only=True):
    """A store. people: everybody who works there, by userid, with their names."""

    store_id: StoreId
    number: str
    name: str
    region: str
    address: str
    phone: str
    hours: tuple[Hours, ...]
    location: Location | None
    manager: UserId | None
    staff: tuple[UserId, ...]
    clerks: tuple[UserId, ...]
    people: Annotated[tuple[Worker, ...], Meta(description="全部人员 / everybody who works there")]
    state: StoreState
    version: int
    created_at: Moment


class StoreLine(msgspec.Struct, frozen=True, kw_only=True):
    """A store in a list."""

    store_id: StoreId
    number: str
    name: str
    region: str = ""
    address: str = ""
    phone: str = ""
    manager: UserId | None = None
    staffed: Annotated[int, Meta(description="人数 / how many work there")] = 0
    state: StoreState = StoreState.OPEN


class StoreInList(StoreLine, frozen=True, kw_only=True):
    """A store in a list. staffed: how many work there. manager_name: '' while it is not known."""

    manager_name: Annotated[str, Meta(description="店长姓名 / the manager's name")] = ""


class StoreQuery(PageQuery, frozen=True, forbid_unknown_fields=True):
    """Which stores, by number. region: of this one only; search: what the number, name or address holds."""

    region: Region = ""
    state: StoreState | None = None
    search: Annotated[str, Meta(max_length=40)] = ""


class RegionLine(msgspec.Struct, frozen=True):
    """A region, '' for stores without one. stores: how many it has; open_stores: how many of them are open."""

    region: str
    stores: Annotated[int, Meta(description="门店数 / how many stores")]
    open_stores: Annotated[int, Meta(description="营业中的门店数 / how many of them are open")]


class Regions(msgspec.Struct, frozen=True):
    """The corp's regions."""

    items: list[RegionLine]


class Known(msgspec.Struct, frozen=True, kw_only=True):
    """A store as other rooms need it. people: everybody who works there, its manager among them."""

    store_id: StoreId
    number: str
    name: str
    region: str = ""
    address: str = ""
    phone: str = ""
    state: StoreState = StoreState.OPEN
    people: frozenset[UserId] = frozenset()
    manager: UserId | None = None

    @property
    def is_open(self) -> bool:
        """It may be given something new."""
        return self.state is StoreState.OPEN


class Use(msgspec.Struct, frozen=True, kw_only=True):
    """Something that names a store: a live code, an order to be picked up. name: what operators call it."""

    user: str
    user_id: str
    name: str


class PrimaryStore(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Which of their stores somebody is of first."""

    store_id: Annotated[StoreId, Meta(min_length=1, max_length=40)]


class StaffStore(msgspec.Struct, frozen=True):
    """A store that somebody works at. is_clerk: as a clerk. is_primary: it is the one they are of first."""

    store_id: StoreId
    name: str
    is_clerk: IsClerk
    is_primary: IsPrimary


class StaffStores(msgspec.Struct, frozen=True):
    """Where somebody works. store_id: the one they are of first, '' where nobody can tell."""

    userid: UserId
    store_id: StoreId
    items: list[StaffStore]


class SheetUpload(msgspec.Struct, frozen=True):
    """Where to upload a CSV of stores: a form of `fields` and then `file`, posted to `url` in 15 minutes.

    file: its name, by which the import is begun.
    """

    file: str
    url: str
    fields: Annotated[dict[str, str], Meta(description="表单字段 / fields of the form")]
    expires_at: Moment


class NewImport(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """A CSV of stores: a file that was uploaded, by its name, or the text itself.

    preview: say what it would do and write nothing.
    """

    preview: bool
    file: Annotated[
        str,
        Meta(pattern=r"^(stores-[0-9A-Z]{26}\.csv)?$(?!\n)"),
        said("上传时得到的文件名", "the name that the upload gave"),
    ] = ""
    csv: Annotated[str, Meta(max_length=200_000, description="CSV 内容 / the CSV itself")] = ""


class ImportBegun(msgspec.Struct, frozen=True):
    """The job that reads the sheet. file: its name, by which it is asked what it would change.

    Its result counts the stores that it made, edited and found unchanged; its rejects say which lines were not taken.
    """

    job_id: str
    file: str


class ChangesQuery(PageQuery, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """Of which sheet, by its name, and where to go on."""

    file: Annotated[
        str,
        Meta(pattern=r"^stores-[0-9A-Z]{26}\.csv$(?!\n)"),
        said("上传或预览时得到的文件名", "the name that the upload or the preview gave"),
    ]


class FieldChange(msgspec.Struct, frozen=True):
    """A field as it is and as the line would make it; '' for nothing."""

    field: Annotated[str, Meta(description="字段 / the field")]
    before: Annotated[str, Meta(description="现在 / as it is")]
    after: Annotated[str, Meta(description="导入后 / as it would be")]


class LineOfChanges(msgspec.Struct, frozen=True, kw_only=True):
    """What a line would do now: to which store, and what to it. field, reason: why it would be rejected."""

    line: Annotated[int, Meta(description="行号 / where it stands, from 1")]
    number: str
    name: str
    act: Annotated[Act, Meta(description="新建、修改、不变或拒绝 / what it would do")]
    changes: Annotated[tuple[FieldChange, ...], Meta(description="变化 / what would change")] = ()
    field: Annotated[str, Meta(description="有误的字段 / the field to blame")] = ""
    reason_zh: Annotated[str, Meta(description="拒绝原因 / why, in Chinese")] = ""
    reason_en: Annotated[str, Meta(description="拒绝原因（英文）/ why, in English")] = ""
