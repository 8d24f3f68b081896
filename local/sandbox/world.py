"""The sandbox's one shared state, its lock and the few primitives every part stands on."""

import hashlib
import secrets
import threading
from base64 import urlsafe_b64encode
from collections import defaultdict
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from itertools import takewhile
from typing import TypeVar

from local.clock import Clock
from local.sandbox.errors import ApiError
from local.sandbox.records import (
    Code,
    Corp,
    Customer,
    Json,
    Message,
    Relation,
    Sender,
    Staff,
    State,
    WelcomeCode,
)

LEDGER_KEEPS = 20_000
MESSAGES_KEEP = 20_000
LISTED = ("friends", "customer_left")


class NotFound(LookupError):
    """Something a control call or a page named does not exist."""


def digest_id(prefix: str, length: int, *parts: str) -> str:
    """A stable id of realistic shape: the same parts give the same id on every machine."""
    digest = hashlib.sha256("\n".join(parts).encode()).digest()
    text = urlsafe_b64encode(digest).decode().replace("-", "A").replace("_", "B").rstrip("=")
    return (prefix + text)[:length]


def external_id(corp_id: str, customer_id: str) -> str:
    """A WeChat customer as one corp sees them: `wm...`, the same for all its members."""
    return digest_id("wm", 32, "external", corp_id, customer_id)


def unionid(customer_id: str) -> str:
    """The customer in the open platform account that the mini-programs are bound to."""
    return digest_id("o", 28, "unionid", customer_id)


def openid(appid: str, customer_id: str) -> str:
    """The customer inside one mini-program."""
    return digest_id("o", 28, "openid", appid, customer_id)


AnyCode = TypeVar("AnyCode", WelcomeCode, Code)


def forget_older(codes: dict[str, AnyCode], since: float) -> None:
    """Drop codes created before `since`; dicts keep the order of creation."""
    for code in list(takewhile(lambda code: code.created < since, codes.values())):
        del codes[code.code]


def iso(at: float) -> str:
    """UTC with milliseconds."""
    return datetime.fromtimestamp(at, UTC).isoformat(timespec="milliseconds")


class World:
    """State under one re-entrant lock; `changed` is called after every recorded change."""

    def __init__(self, clock: Clock, state: State | None = None) -> None:
        self.clock = clock
        self.lock = threading.RLock()
        self.public_url = ""
        self.changed: Callable[[], None] = lambda: None
        self.load(state or State())

    def load(self, state: State) -> None:
        """Take over a whole state and rebuild the indexes."""
        with self.lock:
            self.state = state
            self._by_external: defaultdict[tuple[str, str], list[str]] = defaultdict(list)
            self._by_staff: defaultdict[tuple[str, str], list[str]] = defaultdict(list)
            for key, relation in state.relations.items():
                self._index(key, relation)

    # time and ids

    def time(self) -> float:
        """Seconds since 1970 on the shared clock."""
        return self.clock.time()

    def unix(self) -> int:
        """Whole seconds, as the platform writes them."""
        return int(self.clock.time())

    def next_seq(self) -> int:
        """A number larger than all before."""
        with self.lock:
            self.state.seq += 1
            return self.state.seq

    @staticmethod
    def new_id(prefix: str = "", size: int = 32) -> str:
        """An unguessable id."""
        return prefix + secrets.token_hex(size // 2)

    # the ledger

    def record(self, kind: str, **facts: object) -> Json:
        """Append to the ledger and have the state saved."""
        with self.lock:
            entry: Json = {"seq": self.next_seq(), "at": iso(self.time()), "kind": kind, **facts}
            self.state.ledger.append(entry)
            if len(self.state.ledger) > LEDGER_KEEPS * 1.1:
                del self.state.ledger[:-LEDGER_KEEPS]
        self.changed()
        return entry

    def ledger(self, kinds: set[str], after: int, limit: int) -> list[Json]:
        """Entries after a seq, oldest first; without `after` the newest `limit` ones."""
        with self.lock:
            kept = self.state.ledger[-LEDGER_KEEPS:]
        wanted = [e for e in kept if not kinds or e["kind"] in kinds]
        if after < 0:
            return wanted[-limit:]
        return [e for e in wanted if isinstance(e["seq"], int) and e["seq"] > after][:limit]

    # finding

    def corp(self, corp_id: str) -> Corp:
        """The corp, or NotFound."""
        corp = self.state.corps.get(corp_id)
        if corp is None:
            raise NotFound(f"no corp {corp_id!r}")
        return corp

    def staff(self, corp_id: str, userid: str) -> Staff:
        """The member, or NotFound."""
        staff = self.corp(corp_id).staff.get(userid)
        if staff is None:
            raise NotFound(f"no staff {userid!r} in corp {corp_id!r}")
        return staff

    def customer(self, customer_id: str) -> Customer:
        """The customer, or NotFound."""
        customer = self.state.customers.get(customer_id)
        if customer is None:
            raise NotFound(f"no customer {customer_id!r}")
        return customer

    def known_external(self, corp_id: str, external_userid: str) -> Customer:
        """The customer behind an external_userid of this corp, else 40096."""
        owner, customer_id = self.state.externals.get(external_userid, ("", ""))
        if owner != corp_id:
            raise ApiError(40096, external_userid)
        return self.state.customers[customer_id]

    # relations

    @staticmethod
    def key(corp_id: str, userid: str, external_userid: str) -> str:
        """The key of a relation; parts cannot hold a newline."""
        return f"{corp_id}\n{userid}\n{external_userid}"

    def _index(self, key: str, relation: Relation) -> None:
        self._by_external[relation.corp_id, relation.external_userid].append(key)
        self._by_staff[relation.corp_id, relation.userid].append(key)

    def put_relation(self, relation: Relation) -> None:
        """Store a relation, new or instead of the former one of the pair."""
        key = self.key(relation.corp_id, relation.userid, relation.external_userid)
        if key not in self.state.relations:
            self._index(key, relation)
        self.state.relations[key] = relation
        external = (relation.corp_id, relation.customer_id)
        self.state.externals[relation.external_userid] = external

    def relation(self, corp_id: str, userid: str, external_userid: str) -> Relation | None:
        """What is between the two, also a past one."""
        return self.state.relations.get(self.key(corp_id, userid, external_userid))

    def followers(self, corp_id: str, external_userid: str) -> list[Relation]:
        """Relations in which the member still has the customer in the address book."""
        keys = self._by_external.get((corp_id, external_userid), [])
        return list(self._listed(keys))

    def customers_of(self, corp_id: str, userid: str) -> list[Relation]:
        """The member's customers."""
        return list(self._listed(self._by_staff.get((corp_id, userid), [])))

    def _listed(self, keys: list[str]) -> Iterator[Relation]:
        for key in keys:
            if (relation := self.state.relations[key]).status in LISTED:
                yield relation

    # chats

    def say(self, relation: Relation, sender: Sender, msgtype: str, content: Json) -> Message:
        """Put one bubble into the chat of a relation."""
        with self.lock:
            message = Message(
                seq=self.next_seq(), at=iso(self.time()), corp_id=relation.corp_id,
                userid=relation.userid, customer_id=relation.customer_id,
                external_userid=relation.external_userid, sender=sender, msgtype=msgtype,
                content=content,
            )  # fmt: skip
            self.state.messages.append(message)
            if len(self.state.messages) > MESSAGES_KEEP * 1.1:
                del self.state.messages[:-MESSAGES_KEEP]
            self.record(
                "message", corp_id=relation.corp_id, userid=relation.userid,
                external_userid=relation.external_userid, sender=sender, msgtype=msgtype,
                content=content,
            )  # fmt: skip
        return message
