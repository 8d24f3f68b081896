"""What the sandbox remembers: plain typed records, saved as JSON. Times are seconds of the clock."""

from __future__ import annotations

from typing import Annotated, NamedTuple

from msgspec import Meta, Struct, field

from local.servers import records
from local.servers.basics import Json
from local.wecom.mass_records import AppMessage, GroupChat, MassTask, Media
from local.wecom.states import Change, Handing, Quota, Sender, StaffStatus, Status


class AppSecret(Struct):
    """A self-built app of a corp. callable: it is listed under callable apps (docs/platform A2).

    contacts: it is no app but the secret of the contacts, which may list ids and nothing else (docs/platform K1).
    trusted_domain: where a login may lead back to, with its port (docs/platform G8).
    """

    agent_id: int | str
    secret: str
    callable: bool = True
    contacts: bool = False
    trusted_domain: str = ""


class Staff(Struct):
    """A member. admin_welcome: the admin console set a welcome for them (docs/platform C1).

    active: their account is; else what `status` says, and not activated where that says nothing else. serves: they may
    have customers. visible: the apps may see them (docs/platform K1). left_at: when they left, if they did.
    """

    userid: str
    name: str
    avatar: str = ""
    admin_welcome: bool = False
    active: bool = True
    departments: list[int] = field(default_factory=lambda: [1])
    status: StaffStatus = StaffStatus.ACTIVE
    serves: bool = True
    visible: bool = True
    left_at: float = 0.0

    def __post_init__(self) -> None:
        if not self.active and self.status == StaffStatus.ACTIVE:
            self.status = StaffStatus.NOT_ACTIVATED
        self.active = self.status == StaffStatus.ACTIVE


class Department(Struct):
    """A department; 1 is the corp itself, which is part of none."""

    id: int
    name: str
    parentid: int = 1
    order: int = 0


class Limits(Struct, forbid_unknown_fields=True):
    """Caps of one corp; defaults of docs/platform A2, A4, D1, D4, D14. accounts: how many it may have."""

    per_minute: int = 10_000
    per_hour: int = 150_000
    token_failures_per_hour: int = 2_000
    contact_ways: int = 500_000
    tags: int = 10_000
    tags_per_customer: int = 3_000
    mark_tag_in_flight: int = 5
    uploads_per_minute: int = 5_000
    images_per_day: int = 1_000
    images_per_month: int = 3_000
    accounts: int = 1_000
    customers_per_member: int = 20_000
    groups_handed_a_day: int = 300


class Verification(Struct):
    """What came of verifying a callback URL (docs/platform B2): the answer, and what was wrong with it."""

    ok: bool
    problem: str
    status: int
    ms: int
    body: str
    at: str


class CorpSettings(Struct, kw_only=True):
    """A corp's apps, its callback, its bound mini-program, and how the platform treats it.

    api_events: marks and remarks made by API call back too.
    """

    name: str
    secrets: list[AppSecret] = field(default_factory=list)
    callback_url: str = ""
    token: str = ""
    encoding_aes_key: str = ""
    callback_agent_id: int | str = ""
    mini_appid: str = ""
    mini_secret: str = ""
    account_appid: str = ""
    account_secret: str = ""
    account_domain: str = ""
    trusted_ips: list[str] = field(default_factory=list)
    limits: Limits = field(default_factory=Limits)
    api_events: bool = False
    mass_quota: Quota = Quota.MONTH


class WelcomesIn(Struct, forbid_unknown_fields=True):
    """Body of POST welcomes. live_seconds: how long the codes of all corps live."""

    live_seconds: Annotated[float, Meta(ge=1, le=3600)]


class CorpIn(CorpSettings, kw_only=True, forbid_unknown_fields=True):
    """Body of PUT corps/{corp_id}; the whole corp. skip: leave the callback unverified."""

    staff: list[Staff] = field(default_factory=list)
    skip: bool = True


class Corp(CorpSettings, kw_only=True):
    """A corp with its members by userid, and those who have left. departments: by number."""

    corp_id: str
    staff: dict[str, Staff] = field(default_factory=dict)
    left: dict[str, Staff] = field(default_factory=dict)
    departments: dict[int, Department] = field(default_factory=dict)
    verified: Verification | None = None

    def spelling(self, userid: str) -> str:
        """A userid as the corp writes it: case does not matter (docs/platform K2). What is nobody's stays as it is."""
        if userid in self.staff:
            return userid
        return next((known for known in self.staff if known.lower() == userid.lower()), userid)


class Customer(Struct):
    """A person in WeChat, the same for every corp."""

    id: str
    name: str
    gender: int = 0
    avatar: str = ""


class External(NamedTuple):
    """Whom an external_userid means: a customer, to one corp."""

    corp_id: str
    customer_id: str


class ContactWay(Struct):
    """联系我 (docs/platform D1). shown: by customer, the member whom the code showed them."""

    config_id: str
    corp_id: str
    type: int
    scene: int
    create_time: int
    style: int = 0
    remark: str = ""
    skip_verify: bool = True
    state: str = ""
    user: list[str] = field(default_factory=list)
    is_exclusive: bool = False
    mark_source: bool = True
    shown: dict[str, str] = field(default_factory=dict)


class Relation(Struct):
    """One member following one customer; the member's tags and remark live here.

    serial: grows when the pair begins anew. welcomed: a welcome was sent. chatting: somebody has written. talked: when
    last.
    """

    corp_id: str
    userid: str
    external_userid: str
    customer_id: str
    status: Status
    createtime: int
    state: str = ""
    add_way: int = 1
    config_id: str = ""
    remark: str = ""
    description: str = ""
    tags: list[str] = field(default_factory=list)
    mobiles: list[str] = field(default_factory=list)
    serial: int = 0
    welcomed: bool = False
    chatting: bool = False
    talked: float = 0.0


class Tag(Struct):
    """A corp tag; deleted ones stay as tombstones. foreign: not made by us (docs/platform D4)."""

    id: str
    name: str
    order: int
    create_time: int
    deleted: bool = False
    foreign: bool = False


class TagGroup(Struct):
    """A group of corp tags."""

    id: str
    name: str
    order: int
    create_time: int
    tags: list[Tag] = field(default_factory=list)
    deleted: bool = False


class WelcomeCode(Struct):
    """Lives 20 s from the event's creation, one winner (docs/platform D7). relation, serial: whose welcome it is."""

    code: str
    corp_id: str
    relation: str
    serial: int
    created: float


class Code(Struct):
    """An OAuth or mini-program login code: 5 minutes, one use (docs/platform G2, G3, G5).

    owner: the corp_id or the appid. subject: the userid or the customer. scope: what a page asked for.
    """

    code: str
    owner: str
    subject: str
    created: float
    used: bool = False
    scope: str = ""


class Token(Struct):
    """An access token of one (corp, app)."""

    token: str
    corp_id: str
    secret: str
    expires: float
    revoked: bool = False


class Message(Struct):
    """One bubble in a chat between a customer and a member, or in the customer group chat_id."""

    seq: int
    at: str
    corp_id: str
    userid: str
    customer_id: str
    external_userid: str
    sender: Sender
    msgtype: str
    content: Json
    chat_id: str = ""


class Delivery(Struct):
    """A callback on its way. attempt: how many were made. after: the delivery whose first attempt this one waits for.

    subject: the external_userid, or of a member the userid. held: kept back by the fault `reorder`.
    """

    id: int
    corp_id: str
    change: Change
    subject: str
    plaintext: str
    due: float
    attempt: int = 0
    after: int | None = None
    held: bool = False


class Fault(records.Fault):
    """A misbehaviour; README.md says what each kind reads."""

    corp_id: str = "*"
    change: str = "*"
    errcode: int = -1
    ms: int = 1000
    seconds: float = 3.0
    userid: str = ""


class Transfer(Struct):
    """A customer who is handed from one member to another (docs/platform D5). takes_over: when, unless refused."""

    corp_id: str
    handover: str
    takeover: str
    external_userid: str
    asked: float
    takes_over: float
    status: Handing = Handing.WAITING
    has_left: bool = False
    said: str = ""


class Button(Struct, omit_defaults=True):
    """A button of an app's menu, or several behind one (docs/platform E2)."""

    name: str
    type: str = ""
    key: str = ""
    url: str = ""
    sub_button: list[Button] = field(default_factory=list)


class Behaviour(Struct, forbid_unknown_fields=True):
    """What a member did on a day (docs/platform D10).

    asked: chats that customers began. answered: those of them that were answered; waited: the seconds until then.
    """

    chat: int = 0
    message: int = 0
    asked: int = 0
    answered: int = 0
    waited: float = 0.0
    negative_feedback: int = 0
    new_apply: int = 0
    new_contact: int = 0


# docs/platform D7: a welcome code lives so long from its event's creation.
WELCOME_LIVES = 20.0


class State(records.State):
    """Everything.

    welcome_lives: seconds; a machine that does a dozen things at once may be given more, the platform gives none.
    externals: by external_userid. relations: by `World.key`. tokens: by their text, and the living one of an app by its
    corp and secret. received: when a customer or group got mass messages. transfers: by corp and
    customer, the last one at the end. groups_handed: when a group was, and when somebody's were. phones: by corp, whose
    phone opens pages inside WeCom; reading: the customer whose phone opens them inside WeChat. agreed: who told which
    official account who they are. own_tokens: of mini-programs and accounts
    themselves. menus: by corp and app. behaviours: put by hand, by corp, member and midnight.
    """

    corps: dict[str, Corp] = field(default_factory=dict)
    customers: dict[str, Customer] = field(default_factory=dict)
    externals: dict[str, External] = field(default_factory=dict)
    ways: dict[str, ContactWay] = field(default_factory=dict)
    relations: dict[str, Relation] = field(default_factory=dict)
    tag_groups: dict[str, list[TagGroup]] = field(default_factory=dict)
    welcome_codes: dict[str, WelcomeCode] = field(default_factory=dict)
    welcome_lives: float = WELCOME_LIVES
    oauth_codes: dict[str, Code] = field(default_factory=dict)
    phones: dict[str, str] = field(default_factory=dict)
    login_codes: dict[str, Code] = field(default_factory=dict)
    page_codes: dict[str, Code] = field(default_factory=dict)
    page_tokens: dict[str, Code] = field(default_factory=dict)
    own_tokens: dict[str, Code] = field(default_factory=dict)
    reading: str = ""
    agreed: list[tuple[str, str]] = field(default_factory=list)
    tokens: dict[str, Token] = field(default_factory=dict)
    messages: list[Message] = field(default_factory=list)
    media: dict[str, Media] = field(default_factory=dict)
    groups: dict[str, GroupChat] = field(default_factory=dict)
    mass: dict[str, MassTask] = field(default_factory=dict)
    received: dict[str, list[float]] = field(default_factory=dict)
    transfers: dict[str, list[Transfer]] = field(default_factory=dict)
    groups_handed: dict[str, list[float]] = field(default_factory=dict)
    app_messages: list[AppMessage] = field(default_factory=list)
    menus: dict[str, list[Button]] = field(default_factory=dict)
    behaviours: dict[str, Behaviour] = field(default_factory=dict)
    deliveries: dict[int, Delivery] = field(default_factory=dict)
    faults: list[Fault] = field(default_factory=list)
