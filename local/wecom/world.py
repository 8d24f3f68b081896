"""The sandbox's one shared state, its lock and the few primitives every part stands on."""

from __future__ import annotations

import hashlib
import secrets
from base64 import urlsafe_b64encode
from collections import defaultdict
from collections.abc import Iterator
from itertools import takewhile
from typing import TypeVar

from local.clock import Clock
from local.servers import world
from local.servers.basics import NotFound, iso
from local.servers.world import SLACK
from local.wecom.errors import ApiError
from local.wecom.mass_records import AppMessage, Bubble, GroupChat
from local.wecom.records import Code, Corp, Customer, External, Message, Relation, Staff, State, WelcomeCode
from local.wecom.states import LISTED, Sender

MESSAGES_KEEP = 100_000


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
AnyMessage = TypeVar("AnyMessage", Message, AppMessage)


def forget_older(codes: dict[str, AnyCode], since: float) -> None:
    """Drop codes created before `since`; dicts keep the order of creation."""
    for code in list(takewhile(lambda code: code.created < since, codes.values())):
        del codes[code.code]


class World(world.World[State]):
    """The shared state with its indexes, and who is who."""

    def __init__(self, clock: Clock, state: State) -> None:
        super().__init__(clock, state)
        self.public_url = ""
        self.load(state)

    def load(self, state: State) -> None:
        """Go on with another state, and index it."""
        with self.lock:
            super().load(state)
            self.index()

    def index(self) -> None:
        """Index the relations anew."""
        with self.lock:
            self._by_external: defaultdict[tuple[str, str], list[str]] = defaultdict(list)
            self._by_staff: defaultdict[tuple[str, str], list[str]] = defaultdict(list)
            for key, relation in self.state.relations.items():
                self._index(key, relation)

    # time and ids

    def unix(self) -> int:
        """Whole seconds, as the platform writes them."""
        return int(self.clock.time())

    @staticmethod
    def new_id(prefix: str = "", size: int = 32) -> str:
        """An unguessable id."""
        return prefix + secrets.token_hex(size // 2)

    # finding

    def corp(self, corp_id: str) -> Corp:
        """The corp. Raises NotFound."""
        corp = self.state.corps.get(corp_id)
        if corp is None:
            raise NotFound(f"no corp {corp_id!r}")
        return corp

    def staff(self, corp_id: str, userid: str) -> Staff:
        """The member. Raises NotFound."""
        corp = self.corp(corp_id)
        staff = corp.staff.get(corp.spelling(userid))
        if staff is None:
            raise NotFound(f"no staff {userid!r} in corp {corp_id!r}")
        return staff

    def customer(self, customer_id: str) -> Customer:
        """The customer. Raises NotFound."""
        customer = self.state.customers.get(customer_id)
        if customer is None:
            raise NotFound(f"no customer {customer_id!r}")
        return customer

    def customer_behind(self, corp_id: str, external_userid: str) -> Customer:
        """The customer behind an external_userid of this corp. Raises ApiError 40096."""
        external = self.state.externals.get(external_userid)
        if external is None or external.corp_id != corp_id:
            raise ApiError(40096, external_userid)
        return self.state.customers[external.customer_id]

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
        self.state.externals[relation.external_userid] = External(relation.corp_id, relation.customer_id)

    def relation(self, corp_id: str, userid: str, external_userid: str) -> Relation | None:
        """What is between the two, also a past one."""
        corp = self.state.corps.get(corp_id)
        known = corp.spelling(userid) if corp else userid
        return self.state.relations.get(self.key(corp_id, known, external_userid))

    def followers(self, corp_id: str, external_userid: str) -> list[Relation]:
        """Relations in which the member still has the customer in the address book, of members who are there."""
        keys = self._by_external.get((corp_id, external_userid), [])
        staff = self.corp(corp_id).staff
        return [relation for relation in self._listed(keys) if relation.userid in staff]

    def customers_of(self, corp_id: str, userid: str) -> list[Relation]:
        """The member's customers."""
        return list(self._listed(self._by_staff.get((corp_id, userid), [])))

    def _listed(self, keys: list[str]) -> Iterator[Relation]:
        for key in keys:
            if (relation := self.state.relations[key]).status in LISTED:
                yield relation

    def customer_groups(self, corp_id: str) -> list[GroupChat]:
        """The corp's living groups with at least one customer."""
        groups = (group for group in self.state.groups.values() if group.corp_id == corp_id)
        return [group for group in groups if group.has_customers and not group.dismissed]

    # chats

    def say(self, relation: Relation, sender: Sender, bubble: Bubble) -> Message:
        """Put one bubble into the chat of a relation, and on the ledger."""
        with self.lock:
            message = self.put_message(relation, sender, bubble)
            self.record(
                "message", corp_id=relation.corp_id, userid=relation.userid,
                external_userid=relation.external_userid, sender=sender, msgtype=bubble.msgtype,
                content=bubble.content,
            )  # fmt: skip
        return message

    def put_message(self, relation: Relation, sender: Sender, bubble: Bubble) -> Message:
        """Put one bubble into the chat of a relation."""
        return self._put(
            relation.corp_id, relation.userid, sender, bubble,
            customer_id=relation.customer_id, external_userid=relation.external_userid,
        )  # fmt: skip

    def put_group_message(self, group: GroupChat, userid: str, bubble: Bubble) -> Message:
        """Put one bubble of a mass message into a customer group."""
        return self._put(group.corp_id, userid, Sender.MASS, bubble, chat_id=group.chat_id)

    def _put(
        self, corp_id: str, userid: str, sender: Sender, bubble: Bubble,
        customer_id: str = "", external_userid: str = "", chat_id: str = "",
    ) -> Message:  # fmt: skip
        message = Message(
            self.next_seq(), iso(self.time()), corp_id, userid, customer_id, external_userid,
            sender, bubble.msgtype, bubble.content, chat_id,
        )  # fmt: skip
        keep(self.state.messages, message)
        return message

    def put_app_message(self, message: AppMessage) -> None:
        """Put an app's message on a member's screen."""
        keep(self.state.app_messages, message)


def keep(messages: list[AnyMessage], message: AnyMessage) -> None:
    """Append a message, and forget the oldest when there are too many."""
    messages.append(message)
    if len(messages) > MESSAGES_KEEP * SLACK:
        del messages[:-MESSAGES_KEEP]
