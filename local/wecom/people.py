"""The control API's people: customers and members acting by hand."""

from __future__ import annotations

import re

from msgspec import Struct

from local.servers.basics import Json, NotFound
from local.servers.control import Rules, body_as, shown
from local.wecom.api.auth import issue
from local.wecom.life import Refused
from local.wecom.parts import Parts
from local.wecom.records import Customer, Relation
from local.wecom.states import Flow
from local.wecom.world import external_id, openid, unionid

_ID = re.compile(r"[A-Za-z0-9_-]{1,40}")


class CustomerIn(Struct, forbid_unknown_fields=True):
    """Body of POST customers."""

    name: str
    gender: int = 0
    id: str = ""
    avatar: str = ""


class OpenIn(Struct, forbid_unknown_fields=True):
    """Body of open and add. flow: other than what skip_verify implies."""

    config_id: str
    flow: Flow | None = None


class MemberIn(Struct, forbid_unknown_fields=True):
    """Body of a customer's delete and chat: which member."""

    corp_id: str
    userid: str
    text: str = ""


class CorpOnlyIn(Struct, forbid_unknown_fields=True):
    """Body of refuse-transfer: at which corp."""

    corp_id: str


class AppIn(Struct, forbid_unknown_fields=True):
    """Body of login-code."""

    appid: str


class ExternalIn(Struct, forbid_unknown_fields=True):
    """Body of a member's acts: which customer, and what."""

    external_userid: str
    text: str = ""
    source: str = ""
    remark: str | None = None
    tags: list[str] | None = None
    mobiles: list[str] | None = None


class People:
    """The routes and their views. All raise NotFound, and life's Refused for what people cannot do."""

    def __init__(self, parts: Parts) -> None:
        self.world = parts.world
        self.life = parts.life
        self.transfers = parts.transfers

    def rules(self) -> Rules:
        """What is registered."""
        customer, member = "/customers/<customer_id>", "/corps/<corp_id>/staff/<userid>"
        return [
            ("GET", "/customers", self.customers), ("POST", "/customers", self.create),
            ("GET", customer, self.customer), ("GET", f"{customer}/messages", self.messages),
            ("POST", f"{customer}/open", self.open), ("POST", f"{customer}/add", self.add),
            ("POST", f"{customer}/delete", self.leave), ("POST", f"{customer}/chat", self.say),
            ("POST", f"{customer}/login-code", self.login_code),
            ("POST", f"{customer}/refuse-transfer", self.refuse_transfer),
            ("GET", f"{member}/customers", self.of_member),
            ("POST", f"{member}/oauth-code", self.oauth_code),
            ("POST", f"{member}/confirm", self.confirm), ("POST", f"{member}/delete", self.drop),
            ("POST", f"{member}/chat", self.answer), ("POST", f"{member}/edit", self.edit),
        ]  # fmt: skip

    # customers

    def customers(self) -> Json:
        """Every customer."""
        with self.world.lock:
            return {"customers": [self._customer(customer) for customer in self.world.state.customers.values()]}

    def customer(self, customer_id: str) -> Json:
        """One customer, under every id that somebody knows them by."""
        with self.world.lock:
            return self._customer(self.world.customer(customer_id))

    def create(self) -> Json:
        """Make a customer, or change the one of this id. Raises ValueError."""
        body = body_as(CustomerIn)
        customer_id = body.id or self.world.new_id("c", 10)
        if not _ID.fullmatch(customer_id) or not body.name.strip():
            raise ValueError("a customer needs a name, and an id of A-Za-z0-9_- if any")
        avatar = body.avatar or f"{self.world.public_url}/avatar/{customer_id}.svg"
        customer = Customer(customer_id, body.name.strip(), body.gender, avatar)
        with self.world.lock:
            self.world.state.customers[customer_id] = customer
            self.world.record("customer", id=customer_id, name=customer.name)
            return self._customer(customer)

    def messages(self, customer_id: str) -> Json:
        """All that was said to a customer, or by them, outside of groups."""
        with self.world.lock:
            self.world.customer(customer_id)
            mine = [message for message in self.world.state.messages if message.customer_id == customer_id]
        return {"messages": [shown(message) for message in mine]}

    def open(self, customer_id: str) -> Json:
        """The customer scans a QR code."""
        return shown(self.life.open(customer_id, scanned(body_as(OpenIn).config_id)))

    def add(self, customer_id: str) -> Json:
        """The customer taps "add"."""
        body = body_as(OpenIn)
        return shown(self.life.add(customer_id, scanned(body.config_id), body.flow))

    def leave(self, customer_id: str) -> Json:
        """The customer deletes a member."""
        body = body_as(MemberIn)
        self.life.leave(customer_id, body.corp_id, body.userid)
        return {"deleted": True}

    def say(self, customer_id: str) -> Json:
        """The customer writes to a member."""
        body = body_as(MemberIn)
        return shown(self.life.say(customer_id, body.corp_id, body.userid, body.text))

    def login_code(self, customer_id: str) -> Json:
        """The customer opens a mini-program, which gets a code."""
        appid = body_as(AppIn).appid
        with self.world.lock:
            self.world.customer(customer_id)
            if not appid or appid not in self._appids():
                raise NotFound(f"no mini-program {appid!r}")
            return {"js_code": issue(self.world, self.world.state.login_codes, appid, customer_id)}

    def refuse_transfer(self, customer_id: str) -> Json:
        """The customer does not want to be handed over to somebody else."""
        self.transfers.refuse(customer_id, body_as(CorpOnlyIn).corp_id)
        return {"refused": True}

    # members

    def of_member(self, corp_id: str, userid: str) -> Json:
        """All that is or was between a member and customers."""
        with self.world.lock:
            self.world.staff(corp_id, userid)
            relations = [
                relation for relation in self.world.state.relations.values()
                if (relation.corp_id, relation.userid) == (corp_id, userid)
            ]  # fmt: skip
            return {"customers": [self._relation(relation) for relation in relations]}

    def oauth_code(self, corp_id: str, userid: str) -> Json:
        """The member opens the app, which gets a code. Raises Refused for a member who is not active."""
        with self.world.lock:
            member = self.world.staff(corp_id, userid)
            if not member.active:
                raise Refused("成员未激活或已禁用，无法登录 / the account is not active")
            return {"code": issue(self.world, self.world.state.oauth_codes, corp_id, member.userid)}

    def confirm(self, corp_id: str, userid: str) -> Json:
        """The member accepts a customer."""
        body = body_as(ExternalIn)
        return self._relation(self.life.confirm(corp_id, userid, body.external_userid))

    def drop(self, corp_id: str, userid: str) -> Json:
        """The member deletes a customer."""
        body = body_as(ExternalIn)
        self.life.drop(corp_id, userid, body.external_userid, body.source)
        return {"deleted": True}

    def answer(self, corp_id: str, userid: str) -> Json:
        """The member writes to a customer."""
        body = body_as(ExternalIn)
        return shown(self.life.answer(corp_id, userid, body.external_userid, body.text))

    def edit(self, corp_id: str, userid: str) -> Json:
        """The member changes a customer's remark, numbers or tags."""
        body = body_as(ExternalIn)
        return self._relation(
            self.life.edit(corp_id, userid, body.external_userid, body.remark, body.tags, body.mobiles)
        )

    # shapes

    def _appids(self) -> list[str]:
        return [corp.mini_appid for corp in self.world.state.corps.values() if corp.mini_appid]

    def _customer(self, customer: Customer) -> Json:
        openids = {appid: openid(appid, customer.id) for appid in self._appids()}
        corps = self.world.state.corps
        return {
            "id": customer.id, "name": customer.name, "gender": customer.gender,
            "avatar": customer.avatar, "unionid": unionid(customer.id),
            "openid": next(iter(openids.values()), ""), "openids": openids,
            "external_userids": {corp_id: external_id(corp_id, customer.id) for corp_id in corps},
        }  # fmt: skip

    def _relation(self, relation: Relation) -> Json:
        return shown(relation) | {"name": self.world.customer(relation.customer_id).name}


def scanned(text: str) -> str:
    """The config_id of a scanned or pasted QR link, or of the bare id."""
    return text.strip().rstrip("/").rsplit("/", 1)[-1].split("?")[0].removesuffix(".png")
