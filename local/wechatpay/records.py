"""What the sandbox remembers; all of it goes to the snapshot. Times are seconds of the clock, amounts fen."""

from __future__ import annotations

from msgspec import Struct, field

from local.servers import records
from local.servers.basics import Json
from local.wechatpay.states import CustomerAct, NoticeState, RefundStatus, TimerKind, TradeState, VerifyWith


class PlatformKeys(Struct):
    """What the platform signs with, under both its names: a public key and a certificate (docs/platform I2)."""

    public_key: str
    public_key_id: str
    certificate: str
    serial_no: str


class Platform(PlatformKeys):
    """The same with the private key, which nobody else has."""

    private_key: str


class MerchantIn(Struct, kw_only=True, forbid_unknown_fields=True):
    """Body of PUT merchants/{mchid}: what a merchant may use, and how the platform treats it.

    public_key: PEM of the key or certificate that the merchant signs with, serial_no its number. notify_url: for
    refunds that name none. refund_after: seconds until a refund succeeds by itself, None never. duplicate_first:
    every notification starts twice.
    """

    appids: list[str]
    apiv3_key: str
    serial_no: str
    public_key: str
    notify_url: str = ""
    name: str = ""
    verify_with: VerifyWith = VerifyWith.PUBLIC_KEY
    refund_after: float | None = None
    duplicate_first: bool = False


class Merchant(MerchantIn, kw_only=True):
    """One merchant."""

    mchid: str


class Order(Struct):
    """One out_trade_no of a merchant. asked: the body it was made with. expires: its time_expire."""

    mchid: str
    out_trade_no: str
    appid: str
    openid: str
    total: int
    notify_url: str
    asked: Json
    created: float
    prepay_id: str = ""
    prepay_at: float = 0.0
    expires: float | None = None
    state: TradeState = TradeState.NOTPAY
    last_act: CustomerAct = field(default=CustomerAct.NONE, name="note")
    transaction_id: str = ""
    paid_at: float = 0.0
    refunds: list[str] = field(default_factory=list)

    @property
    def key(self) -> str:
        """Where the state has it."""
        return number_key(self.mchid, self.out_trade_no)


class Refund(Struct):
    """One out_refund_no of a merchant. asked: the body it was made with."""

    refund_id: str
    mchid: str
    out_refund_no: str
    out_trade_no: str
    transaction_id: str
    amount: int
    total: int
    notify_url: str
    asked: Json
    created: float
    status: RefundStatus = RefundStatus.PROCESSING
    success_at: float = 0.0


class Attempt(Struct):
    """One POST of a notification."""

    at: float
    status: int
    ms: int
    error: str


class Notice(Struct):
    """One delivery of a notification; a duplicate has a number of its own and the same id.

    subject: the out_trade_no or out_refund_no. plain: the resource before it is sealed.
    """

    number: int = field(name="job")
    id: str
    mchid: str
    event: str
    subject: str
    url: str
    plain: Json
    created: float
    due: float
    attempts: list[Attempt] = field(default_factory=list)
    state: NoticeState = NoticeState.WAITING


class Timer(Struct):
    """Something that happens by itself when the clock gets there. id: a prepay_id or a refund_id."""

    due: float
    kind: TimerKind
    id: str


class Fault(records.Fault):
    """A misbehaviour; README.md says what each kind reads."""

    mchid: str = "*"
    event: str = "*"
    code: str = "SYSTEM_ERROR"
    seconds: float = 10.0
    amount: int = 1


class State(records.State):
    """Everything.

    orders: by `number_key`. prepays and transactions: the key of the order behind an id. refunds: by refund_id, which
    refund_numbers answers for a `number_key`. waiting: notices on their way by number; done: the last that are not.
    """

    platform: Platform | None = None
    merchants: dict[str, Merchant] = field(default_factory=dict)
    orders: dict[str, Order] = field(default_factory=dict)
    prepays: dict[str, str] = field(default_factory=dict)
    transactions: dict[str, str] = field(default_factory=dict)
    refunds: dict[str, Refund] = field(default_factory=dict)
    refund_numbers: dict[str, str] = field(default_factory=dict)
    waiting: dict[int, Notice] = field(default_factory=dict)
    done: list[Notice] = field(default_factory=list)
    timers: list[Timer] = field(default_factory=list)
    faults: list[Fault] = field(default_factory=list)


def number_key(mchid: str, number: str) -> str:
    """A merchant's own number, unique among all merchants."""
    return f"{mchid}/{number}"
