"""What people do: scan, add, confirm, edit, delete, chat (docs/platform C1, D1, D7)."""

from __future__ import annotations

from msgspec import Struct

from local.servers.basics import NotFound
from local.wecom.deliveries import Deliverer
from local.wecom.errors import ApiError
from local.wecom.mass_records import Bubble
from local.wecom.records import ContactWay, Corp, Customer, Message, Relation, WelcomeCode
from local.wecom.states import (
    ADDED_AGAIN,
    AFTER_CONFIRMING,
    AFTER_DROPPING,
    AFTER_LEAVING,
    IN_CHAT,
    LISTED,
    Change,
    Flow,
    Sender,
    Status,
)
from local.wecom.world import World, external_id, forget_older

ADD_WAY_QR = 1
CODES_KEEP = 3600.0


class Refused(ValueError):
    """Something people cannot do in WeChat or WeCom, with the reason a person would see."""


class Card(Struct, frozen=True):
    """What a customer sees after scanning the QR code of a contact way. status: what is between the two."""

    config_id: str
    corp_id: str
    corp_name: str
    userid: str
    name: str
    avatar: str
    skip_verify: bool
    status: Status


class Added(Struct, frozen=True):
    """What came of tapping "add"."""

    external_userid: str
    userid: str
    corp_id: str
    state: str
    status: Status


class Life:
    """The acts of customers and members; each creates the events the platform would send.

    Raises NotFound for whom and what does not exist, Refused for what people cannot do.
    """

    def __init__(self, world: World, deliverer: Deliverer) -> None:
        self.world = world
        self.deliverer = deliverer

    # the customer

    def open(self, customer_id: str, config_id: str) -> Card:
        """The customer scans the QR code of a contact way."""
        with self.world.lock:
            customer = self.world.customer(customer_id)
            way = self._way(config_id)
            corp = self.world.corp(way.corp_id)
            staff = corp.staff[self._member_for(way, customer)]
            relation = self._pair(corp, staff.userid, customer)
            return Card(
                config_id, corp.corp_id, corp.name, staff.userid, staff.name, staff.avatar, way.skip_verify,
                relation.status if relation else Status.NEW,
            )  # fmt: skip

    def add(self, customer_id: str, config_id: str, flow: Flow | None = None) -> Added:
        """The customer taps "add". flow: other than what the contact way's skip_verify implies."""
        with self.world.lock:
            customer = self.world.customer(customer_id)
            way = self._way(config_id)
            corp = self.world.corp(way.corp_id)
            userid = self._member_for(way, customer)
            relation = self._pair(corp, userid, customer)
            if relation is None or relation.status in ADDED_AGAIN:
                relation = self._begin(corp, way, userid, customer, relation)
                self._enter(corp, relation, flow or (Flow.DIRECT if way.skip_verify else Flow.HALF))
            return Added(relation.external_userid, userid, corp.corp_id, relation.state, relation.status)

    def leave(self, customer_id: str, corp_id: str, userid: str) -> None:
        """The customer deletes the member: del_follow_user; the member still sees them."""
        with self.world.lock:
            corp = self.world.corp(corp_id)
            relation = self._pair(corp, userid, self.world.customer(customer_id))
            if relation is None or relation.status not in AFTER_LEAVING:
                raise Refused("不是好友 / the customer does not have this member")
            former, relation.chatting = relation.status, False
            relation.status = AFTER_LEAVING[former]
            if former == Status.FRIENDS:
                self._emit(corp, Change.LEAVE, relation)

    def say(self, customer_id: str, corp_id: str, userid: str, text: str) -> Message:
        """The customer writes to the member."""
        with self.world.lock:
            corp = self.world.corp(corp_id)
            relation = self._pair(corp, userid, self.world.customer(customer_id))
            if relation is None or relation.status not in IN_CHAT:
                raise Refused("对方还不是你的好友 / not friends, the message is refused")
            return self._chat(relation, Sender.CUSTOMER, text)

    # the member

    def confirm(self, corp_id: str, userid: str, external_userid: str) -> Relation:
        """The member accepts a half-added or requesting customer: add_external_contact."""
        with self.world.lock:
            relation = self._of(corp_id, userid, external_userid)
            if relation.status not in AFTER_CONFIRMING:
                raise Refused("没有待确认的添加 / nothing to confirm")
            relation.status, relation.createtime = AFTER_CONFIRMING[relation.status], self.world.unix()
            self._welcome_event(self.world.corp(corp_id), relation, Change.ADD)
            return relation

    def drop(self, corp_id: str, userid: str, external_userid: str, source: str = "") -> None:
        """The member deletes the customer: del_external_contact; tags and remark are lost."""
        with self.world.lock:
            relation = self._of(corp_id, userid, external_userid)
            if relation.status not in AFTER_DROPPING:
                raise Refused("不是好友 / the member does not have this customer")
            relation.status = AFTER_DROPPING[relation.status]
            relation.tags, relation.mobiles, relation.remark, relation.description = [], [], "", ""
            relation.chatting = False
            self._emit(self.world.corp(corp_id), Change.DELETE, relation, Source=source)

    def answer(self, corp_id: str, userid: str, external_userid: str, text: str) -> Message:
        """The member writes to the customer."""
        with self.world.lock:
            relation = self._of(corp_id, userid, external_userid)
            if relation.status not in IN_CHAT:
                raise Refused("对方已不是你的好友 / not friends, the message is refused")
            return self._chat(relation, Sender.STAFF, text)

    def edit(
        self, corp_id: str, userid: str, external_userid: str,
        remark: str | None = None, tags: list[str] | None = None, mobiles: list[str] | None = None,
    ) -> Relation:  # fmt: skip
        """The member edits remark, numbers or corp tags by hand: edit_external_contact without a diff."""
        with self.world.lock:
            relation = self._of(corp_id, userid, external_userid)
            if relation.status not in LISTED:
                raise Refused("不是好友 / the member does not have this customer")
            unknown = set(tags or []) - self.tag_ids(corp_id)
            if unknown:
                raise NotFound(f"no tag {sorted(unknown)[0]!r}")
            relation.remark = relation.remark if remark is None else remark
            relation.tags = relation.tags if tags is None else list(dict.fromkeys(tags))
            relation.mobiles = relation.mobiles if mobiles is None else mobiles
            self.emit_edit(relation)
            return relation

    def emit_edit(self, relation: Relation) -> None:
        """Tell the corp that remark or tags changed; the event carries no diff (docs/platform C1)."""
        self.emit(relation, Change.EDIT)

    def emit(self, relation: Relation, change: Change) -> None:
        """Tell the corp of something between two that carries nothing more."""
        self._emit(self.world.corp(relation.corp_id), change, relation)

    def tag_ids(self, corp_id: str) -> set[str]:
        """Ids of the living corp tags."""
        groups = self.world.state.tag_groups.get(corp_id, [])
        return {tag.id for group in groups for tag in group.tags if not tag.deleted}

    # inside

    def _way(self, config_id: str) -> ContactWay:
        way = self.world.state.ways.get(config_id)
        if way is None:
            raise NotFound(f"no contact way {config_id!r}: 二维码已失效")
        return way

    def _pair(self, corp: Corp, userid: str, customer: Customer) -> Relation | None:
        return self.world.relation(corp.corp_id, userid, external_id(corp.corp_id, customer.id))

    def _of(self, corp_id: str, userid: str, external_userid: str) -> Relation:
        self.world.staff(corp_id, userid)
        relation = self.world.relation(corp_id, userid, external_userid)
        if relation is None:
            raise NotFound(f"{userid!r} has never met {external_userid!r}")
        return relation

    def _member_for(self, way: ContactWay, customer: Customer) -> str:
        """Which member this customer gets: the same again, else the next in turn (docs/platform D1 type 2)."""
        corp = self.world.corp(way.corp_id)
        able = [userid for userid in way.user if userid in corp.staff and corp.staff[userid].active]
        if not able:
            raise NotFound("二维码没有可用成员 / no member left on this contact way")
        followers = self.world.followers(corp.corp_id, external_id(corp.corp_id, customer.id))
        following = {relation.userid for relation in followers}
        if way.is_exclusive and (already := [userid for userid in able if userid in following]):
            return already[0]
        if way.shown.get(customer.id) not in able:
            way.shown[customer.id] = able[len(way.shown) % len(able)]
        return way.shown[customer.id]

    def _begin(self, corp: Corp, way: ContactWay, userid: str, customer: Customer, past: Relation | None) -> Relation:
        """A fresh relation; what a member kept about a customer who had left stays."""
        relation = Relation(
            corp_id=corp.corp_id, userid=userid, customer_id=customer.id, status=Status.REQUESTED,
            external_userid=external_id(corp.corp_id, customer.id), state=way.state,
            createtime=self.world.unix(), add_way=ADD_WAY_QR, config_id=way.config_id,
            serial=self.world.next_seq(),
        )  # fmt: skip
        if past is not None and past.status == Status.CUSTOMER_LEFT:
            relation.tags, relation.remark = past.tags, past.remark
            relation.description = past.description
        self.world.put_relation(relation)
        return relation

    def _enter(self, corp: Corp, relation: Relation, flow: Flow) -> None:
        if flow == Flow.REQUEST:
            self.world.record(
                "request", corp_id=corp.corp_id, userid=relation.userid,
                external_userid=relation.external_userid,
            )  # fmt: skip
        elif flow == Flow.DIRECT:
            relation.status = Status.FRIENDS
            self._welcome_event(corp, relation, Change.ADD)
        else:
            relation.status = Status.HALF
            self._welcome_event(corp, relation, Change.ADD_HALF)

    def _welcome_event(self, corp: Corp, relation: Relation, change: Change) -> None:
        """An add event; WelcomeCode is absent when docs/platform C1 says so."""
        staff = self.world.staff(corp.corp_id, relation.userid)
        silent = staff.admin_welcome or relation.welcomed or relation.chatting
        code = "" if silent else self._issue_welcome(corp, relation)
        self._emit(corp, change, relation, State=relation.state, WelcomeCode=code)
        if staff.admin_welcome and not relation.welcomed:
            relation.welcomed = True
            greeting = f"您好，我是{staff.name}（管理后台配置的欢迎语）"
            self.world.say(relation, Sender.WELCOME, Bubble("text", {"content": greeting}))

    def _issue_welcome(self, corp: Corp, relation: Relation) -> str:
        code = self.world.new_id("WC_", 40)
        key = self.world.key(corp.corp_id, relation.userid, relation.external_userid)
        forget_older(self.world.state.welcome_codes, self.world.time() - CODES_KEEP)
        self.world.state.welcome_codes[code] = WelcomeCode(
            code=code, corp_id=corp.corp_id, relation=key, serial=relation.serial,
            created=self.world.time(),
        )  # fmt: skip
        return code

    def _chat(self, relation: Relation, sender: Sender, text: str) -> Message:
        if not text.strip():
            raise Refused("不能发送空白消息 / empty message")
        relation.chatting, relation.talked = True, self.world.time()
        return self.world.say(relation, sender, Bubble("text", {"content": text}))

    def _emit(self, corp: Corp, change: Change, relation: Relation, **extra: str) -> None:
        fields = {"UserID": relation.userid, "ExternalUserID": relation.external_userid, **extra}
        self.deliverer.emit(corp, change, fields)


def welcomed_by(world: World, corp_id: str, code: str) -> Relation:
    """Whose welcome a code is (docs/platform D7).

    Raises ApiError 41050 when it is unknown or older than 20 s, 41051 when it was lost to another, 84061 when the two
    are not in touch any more.
    """
    welcome = world.state.welcome_codes.get(code)
    if welcome is None or welcome.corp_id != corp_id:
        raise ApiError(41050)
    relation = world.state.relations[welcome.relation]
    if relation.serial != welcome.serial or world.time() - welcome.created > world.state.welcome_lives:
        raise ApiError(41050)
    if relation.welcomed or relation.chatting:
        raise ApiError(41051)
    if relation.status not in IN_CHAT:
        raise ApiError(84061)
    return relation
