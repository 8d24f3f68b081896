"""A member's timeline as people read it: names beside ids, looked up in a batch a kind, and nothing that is cash."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

import msgspec

from chalicelib.core import called, masks
from chalicelib.core.context import Ctx
from chalicelib.core.events import facts
from chalicelib.core.events.facts import Fact, FactData
from chalicelib.core.ids import userid
from chalicelib.core.shapes import Person
from chalicelib.core.storage.lists import Page
from chalicelib.members import scoping, shapes
from chalicelib.members.ids import MemberId
from chalicelib.members.room import UNMASK

# Fields that hold the id of something that has a name, and of what.
NAMED: Mapping[str, str] = {
    "staff": "staff",
    "former": "staff",
    "taker": "staff",
    "code": "code",
    "store": "store",
    "coupon_template": "coupon_template",
    "post": "post",
    "content": "content",
}
# A coupon's code is cash at the till: whoever holds it may use it.
CASH = ("coupon", "coupon_code")
# By its name, since the room of coupons knows this one.
REDEEM = "coupons.redeem"
SIGNED_BY_STAFF = ("operator", "staff")


def shows_codes(ctx: Ctx) -> bool:
    """True for whoever may see the codes of others' coupons: who redeems them, and who may see what is hidden."""
    return not ctx.act or not ctx.rights.isdisjoint((REDEEM, UNMASK.name))


def timeline(ctx: Ctx, member_id: MemberId, limit: int, cursor: str) -> Page[shapes.Event]:
    """A member's facts, newest first. A call for the facts and one for the names of each kind. Raises UnknownMember."""
    scoping.there(ctx, member_id)
    page = facts.timeline(ctx, f"member#{member_id}", limit, cursor)
    names = called.of(ctx, _ids_in(page.items))
    return page.map(lambda fact: _event(ctx, fact, names))


def _ids_in(told: Iterable[Fact[FactData]]) -> dict[str, set[str]]:
    found: dict[str, set[str]] = {}
    for fact in told:
        for dimension, one in _named_in(fact).values():
            found.setdefault(dimension, set()).add(one)
    return found


def _named_in(fact: Fact[FactData]) -> dict[str, tuple[str, str]]:
    """The fields that have a name, each with what it is the id of, and that id."""
    found = {field: (kind, str(getattr(fact.data, field, ""))) for field, kind in NAMED.items()}
    kind, _, one = str(getattr(fact.data, "source", "")).partition(":")  # such as post:<id>
    return {field: named for field, named in {**found, "source": (kind, one)}.items() if named[1]}


def _event(ctx: Ctx, fact: Fact[FactData], known: Mapping[str, Mapping[str, str]]) -> shapes.Event:
    names = {field: known.get(kind, {}).get(one, "") for field, (kind, one) in _named_in(fact).items()}
    names = {field: name for field, name in names.items() if name}
    hidden = {} if shows_codes(ctx) else {field: masks.code(str(getattr(fact.data, field))) for field in _cash_in(fact)}
    zh, en = facts.sentence(fact, names | hidden)
    role, _, who = fact.actor.partition(":")
    return shapes.Event(
        id=fact.id,
        kind=fact.kind,
        at=fact.at,
        actor=fact.actor,
        by=Person(userid(who)) if role in SIGNED_BY_STAFF else None,
        cause=fact.cause,
        text_zh=zh,
        text_en=en,
        data={**msgspec.to_builtins(fact.data), **hidden},
        names=names,
    )


def _cash_in(fact: Fact[FactData]) -> list[str]:
    return [field for field in CASH if getattr(fact.data, field, "")]
