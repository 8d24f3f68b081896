"""What the sandbox remembers; all of it goes to the snapshot."""

from typing import Literal

from msgspec import Struct, field

from local.servers import faults, world
from local.servers.basics import Json

TradeState = Literal["NOTPAY", "PAYERROR", "SUCCESS", "CLOSED"]
RefundStatus = Literal["PROCESSING", "SUCCESS", "ABNORMAL", "CLOSED"]


class Platform(Struct):
    """The platform's key pair, under both its names: a certificate and a public key (docs/platform I2)."""

    private_key: str
    public_key: str
    public_key_id: str
    certificate: str
    serial_no: str


class Merchant(Struct):
    """One merchant: what it may use, the key it signs with, and how the platform treats it."""

    mchid: str
    appids: list[str]
    apiv3_key: str
    serial_no: str
    public_key: str
    notify_url: str = ""
    name: str = ""
    verify_with: Literal["public_key", "certificate"] = "public_key"
    refund_after: float | None = None
    duplicate_first: bool = False


class Order(Struct):
    """One out_trade_no of a merchant; `asked` is the body it was made with."""

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
    state: TradeState = "NOTPAY"
    note: str = ""
    transaction_id: str = ""
    paid_at: float = 0.0
    refunds: list[str] = field(default_factory=list)


class Refund(Struct):
    """One out_refund_no of a merchant."""

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
    status: RefundStatus = "PROCESSING"
    success_at: float = 0.0


class Attempt(Struct):
    """One POST of a notification."""

    at: float
    status: int
    ms: int
    error: str


class Notice(Struct):
    """One delivery of a notification; a duplicate has a `job` of its own and the same `id`."""

    job: int
    id: str
    mchid: str
    event: str
    subject: str
    url: str
    plain: Json
    created: float
    due: float
    attempts: list[Attempt] = field(default_factory=list)
    state: Literal["waiting", "delivered", "given up", "lost"] = "waiting"


class Timer(Struct):
    """Something that happens by itself when the clock gets there."""

    due: float
    kind: Literal["pay", "refund"]
    id: str


class Fault(faults.Fault):
    """Misbehaviour in force; see README.md for the kinds."""

    mchid: str = "*"
    event: str = "*"
    code: str = "SYSTEM_ERROR"
    seconds: float = 10.0
    amount: int = 1


class State(world.State):
    """Everything."""

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
