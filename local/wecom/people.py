"""The control API's people: customers and members acting by hand."""

import re

import msgspec
from msgspec import Struct

from local.servers.basics import Json, NotFound
from local.servers.control import Rules, body_as
from local.wecom.api.auth import issue
from local.wecom.life import Flow
from local.wecom.parts import Parts
from local.wecom.records import Customer, Relation
from local.wecom.world import external_id, openid, unionid

_ID = re.compile(r"[A-Za-z0-9_-]{1,40}")


class CustomerIn(Struct, forbid_unknown_fields=True):
    """Body of POST customers."""

    name: str
    gender: int = 0
    id: str = ""
    avatar: str = ""


class OpenIn(Struct, forbid_unknown_fields=True):
    """Body of open and add; `flow` overrides what skip_verify implies."""

    config_id: str
    flow: Flow | None = None


class MemberIn(Struct, forbid_unknown_fields=True):
    """Body of a customer's delete and chat: which member."""

    corp_id: str
    userid: str
    text: str = ""


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


class People:
    """The routes and their views."""

    def __init__(self, parts: Parts) -> None:
        self.world = parts.world
        self.life = parts.life

    def rules(self) -> Rules:
        """What is registered."""
        one, member = "/customers/<customer_id>", "/corps/<corp_id>/staff/<userid>"
        return [
            ("GET", "/customers", self.customers), ("POST", "/customers", self.create),
            ("GET", one, self.customer), ("GET", f"{one}/messages", self.messages),
            ("POST", f"{one}/open", self.open), ("POST", f"{one}/add", self.add),
            ("POST", f"{one}/delete", self.leave), ("POST", f"{one}/chat", self.say),
            ("POST", f"{one}/login-code", self.login_code),
            ("GET", f"{member}/customers", self.of_member),
            ("POST", f"{member}/oauth-code", self.oauth_code),
            ("POST", f"{member}/confirm", self.confirm), ("POST", f"{member}/delete", self.drop),
            ("POST", f"{member}/chat", self.answer), ("POST", f"{member}/edit", self.edit),
        ]  # fmt: skip

    # customers

    def customers(self) -> Json:
        with self.world.lock:
            return {"customers": [self._shown(c) for c in self.world.state.customers.values()]}

    def customer(self, customer_id: str) -> Json:
        with self.world.lock:
            return self._shown(self.world.customer(customer_id))

    def create(self) -> Json:
        given = body_as(CustomerIn)
        customer_id = given.id or self.world.new_id("c", 10)
        if not _ID.fullmatch(customer_id) or not given.name.strip():
            raise ValueError("a customer needs a name, and an id of A-Za-z0-9_- if any")
        avatar = given.avatar or f"{self.world.public_url}/avatar/{customer_id}.svg"
        customer = Customer(customer_id, given.name.strip(), given.gender, avatar)
        with self.world.lock:
            self.world.state.customers[customer_id] = customer
            self.world.record("customer", id=customer_id, name=customer.name)
            return self._shown(customer)

    def messages(self, customer_id: str) -> Json:
        with self.world.lock:
            self.world.customer(customer_id)
            mine = [m for m in self.world.state.messages if m.customer_id == customer_id]
        return {"messages": [msgspec.to_builtins(message) for message in mine]}

    def open(self, customer_id: str) -> Json:
        return self.life.open(customer_id, scanned(body_as(OpenIn).config_id))

    def add(self, customer_id: str) -> Json:
        given = body_as(OpenIn)
        return self.life.add(customer_id, scanned(given.config_id), given.flow)

    def leave(self, customer_id: str) -> Json:
        given = body_as(MemberIn)
        self.life.leave(customer_id, given.corp_id, given.userid)
        return {"deleted": True}

    def say(self, customer_id: str) -> Json:
        given = body_as(MemberIn)
        message = self.life.say(customer_id, given.corp_id, given.userid, given.text)
        return dict(msgspec.to_builtins(message))

    def login_code(self, customer_id: str) -> Json:
        appid = body_as(AppIn).appid
        with self.world.lock:
            self.world.customer(customer_id)
            if not appid or appid not in self._appids():
                raise NotFound(f"no mini-program {appid!r}")
            return {"js_code": issue(self.world, self.world.state.login_codes, appid, customer_id)}

    # members

    def of_member(self, corp_id: str, userid: str) -> Json:
        with self.world.lock:
            self.world.staff(corp_id, userid)
            found = [
                r for r in self.world.state.relations.values()
                if (r.corp_id, r.userid) == (corp_id, userid)
            ]  # fmt: skip
            return {"customers": [self._relation(r) for r in found]}

    def oauth_code(self, corp_id: str, userid: str) -> Json:
        with self.world.lock:
            self.world.staff(corp_id, userid)
            return {"code": issue(self.world, self.world.state.oauth_codes, corp_id, userid)}

    def confirm(self, corp_id: str, userid: str) -> Json:
        given = body_as(ExternalIn)
        return self._relation(self.life.confirm(corp_id, userid, given.external_userid))

    def drop(self, corp_id: str, userid: str) -> Json:
        given = body_as(ExternalIn)
        self.life.drop(corp_id, userid, given.external_userid, given.source)
        return {"deleted": True}

    def answer(self, corp_id: str, userid: str) -> Json:
        given = body_as(ExternalIn)
        message = self.life.answer(corp_id, userid, given.external_userid, given.text)
        return dict(msgspec.to_builtins(message))

    def edit(self, corp_id: str, userid: str) -> Json:
        given = body_as(ExternalIn)
        return self._relation(self.life.edit(corp_id, userid, given.external_userid, given.remark, given.tags))

    # shapes

    def _appids(self) -> list[str]:
        corps = self.world.state.corps.values()
        return [corp.mini_appid for corp in corps if corp.mini_appid]

    def _shown(self, customer: Customer) -> Json:
        openids = {appid: openid(appid, customer.id) for appid in self._appids()}
        corps = self.world.state.corps
        return {
            "id": customer.id, "name": customer.name, "gender": customer.gender,
            "avatar": customer.avatar, "unionid": unionid(customer.id),
            "openid": next(iter(openids.values()), ""), "openids": openids,
            "external_userids": {corp_id: external_id(corp_id, customer.id) for corp_id in corps},
        }  # fmt: skip

    def _relation(self, relation: Relation) -> Json:
        name = self.world.customer(relation.customer_id).name
        return dict(msgspec.to_builtins(relation)) | {"name": name}


def scanned(text: str) -> str:
    """The config_id of a scanned or pasted QR link, or of the bare id."""
    return text.strip().rstrip("/").rsplit("/", 1)[-1].split("?")[0].removesuffix(".png")
