"""Operators, store staff and members, each with a client that is signed in."""

from __future__ import annotations

import itertools
from dataclasses import dataclass, field
from datetime import timedelta

from chalicelib.core.http.session import Session, issue
from chalicelib.core.moments import iso
from chalicelib.core.storage import endings
from local.wecom.records import ContactWay
from tests.support.http import Http
from tests.support.make.things import Thing, made
from tests.support.stack import Stack
from tests.support.wecom import CORPS, Customer

OWNER = "zhangwei"
ANYBODY = "zhaolei"
_ways = itertools.count(1)


@dataclass(frozen=True)
class Member:
    """A customer who is a friend of a member of staff, and whom WeChat Pay knows."""

    id: str
    external_userid: str
    customer: Customer
    corp: str
    stack: Stack = field(repr=False)

    @property
    def http(self) -> Http:
        """Their client, signed in at this moment: sessions end while time is advanced."""
        return member_session(self.stack, self.id, self.corp)

    def wallet(self) -> list[Thing]:
        """Their coupons."""
        coupons = made(self.http.get("/mini/v1/wallet"))["items"]
        return [Thing(str(coupon["code"]), coupon) for coupon in coupons]


def session(stack: Stack, userid: str = OWNER, corp: str = "demo") -> Http:
    """A client of a member of staff, whatever their role. No sign-in: WeCom is not asked, and no fault of it is met."""
    after = endings.known(stack.ctx(corp), userid)
    return _issued(stack, Session(corp=corp, who=userid, is_member=False, after=after))


def member_session(stack: Stack, member_id: str, corp: str = "demo") -> Http:
    """The same of a member, who need not exist: most doors of members ask for no friendship."""
    return _issued(stack, Session(corp=corp, who=member_id, is_member=True))


def _issued(stack: Stack, who: Session) -> Http:
    """The one short cut of the factories; that signing in works is seen in `tests/access` and `tests/members`."""
    return stack.http.as_(issue(who, stack.clock.now())[0])


def operator(stack: Stack, role: str = "owner", userid: str = "", corp: str = "demo") -> Http:
    """A member of staff with a role, which the owner gave; zhangwei is owner by the corp's settings."""
    if role == "owner":
        return session(stack, OWNER, corp)
    userid = userid or ANYBODY
    made(session(stack, OWNER, corp).put(f"/admin/v1/operators/{userid}", {"role": role, "scope": {"kind": "all"}}))
    return session(stack, userid, corp)


def member(
    stack: Stack, name: str = "小红", through: Thing | None = None, staff: str = "liming", corp: str = "demo"
) -> Member:
    """A customer adds a member of staff at WeCom, all that follows is done, and they sign in from the mini-program.

    through: a live code, whose first contact way it is then.
    """
    customer = stack.platform.customer(name)
    way = through["contact_ways"][0]["config_id"] if through else contact_way(stack, staff, corp)
    external_userid = str(stack.platform.add(customer, way)["external_userid"])
    stack.work_off()
    signed_in = made(stack.sign_in(customer, corp))
    return Member(str(signed_in["member_id"]), external_userid, customer, corp, stack)


def contact_way(stack: Stack, userid: str, corp: str) -> str:
    """One that somebody made by hand at WeCom, without a state: it belongs to no live code."""
    config_id = f"by-hand-{next(_ways)}"
    way = ContactWay(config_id, CORPS[corp].corp_id, type=1, scene=2, create_time=0, user=[userid])
    stack.sandbox.world.state.ways[config_id] = way
    return config_id


def role(stack: Stack, name: str = "店长", *rights: str, corp: str = "demo") -> Thing:
    """A role of the corp's own."""
    body = {"name": name, "rights": rights or ("members.read",)}
    answer = made(session(stack, corp=corp).post("/admin/v1/roles", body))
    return Thing(str(answer["role"]), answer)


def departure(stack: Stack, staff: str = "chenyu", taker: str = "wangfang", *, by: Http | None = None) -> Thing:
    """What a member of staff has, customers and groups, is handed over, as far as it goes at once."""
    http = by or session(stack)
    body = made(http.post("/admin/v1/departures", {"staff": staff, "takers": [{"userid": taker}]}))
    stack.drain()
    return Thing(str(body["departure_id"]), made(http.get(f"/admin/v1/departures/{body['departure_id']}")))


def note(stack: Stack, of: Member, text: str = "怕辣") -> Thing:
    """What the owner noted of a member."""
    body = made(session(stack).post(f"/admin/v1/members/{of.id}/notes", {"text": text}))
    return Thing(str(body["note_id"]), body)


def follow_up(stack: Stack, of: Member, what: str = "生日前回访", *, by: Http | None = None) -> Thing:
    """What the owner, who has the member as a friend, means to do about them tomorrow."""
    path = f"/staff/v1/contacts/{of.external_userid}/follow-ups"
    due = iso(stack.clock.now() + timedelta(days=1))
    body = made((by or session(stack)).post(path, {"what": what, "due": due}))
    return Thing(str(body["followup_id"]), body)
