"""Who promises coupons of a template: the rooms that do say so, and claiming that is to end asks about them first."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from itertools import chain, islice

import msgspec

from chalicelib.core.context import Ctx
from chalicelib.core.errors import Fault
from chalicelib.coupons.ids import TemplateId
from chalicelib.coupons.shapes import Promises, PromisesCoupons
from chalicelib.coupons.states import ClaimWay

MOST_NAMED = 10
MOST_SHOWN = 50
CALLED: Mapping[ClaimWay, tuple[str, str]] = {
    ClaimWay.LIVE_CODE: ("活码", "live code"),
    ClaimWay.POST: ("群发", "post"),
}


class Promise(msgspec.Struct, frozen=True):
    """What gives coupons of a template: the way by which it does, its id, its name."""

    way: ClaimWay
    id: str
    name: str


Look = Callable[[Ctx, TemplateId], Iterator[Promise]]
_looks: list[Look] = []


def told_by(look: Look) -> None:
    """Let a room say what of it promises a template. It may cost what a list of all it has costs."""
    _looks.append(look)


def faults(ctx: Ctx, template_id: TemplateId, path: str, *, for_good: bool = True) -> Iterator[Fault]:
    """Whom it concerns that a template gives no more coupons, ten at most. for_good: not only while it is paused."""
    when_zh, when_en = ("结束后", "nobody gets it then") if for_good else ("暂停期间", "nobody gets it meanwhile")
    for one in islice(_all(ctx, template_id), MOST_NAMED):
        called_zh, called_en = CALLED[one.way]
        zh = f"{called_zh}「{one.name}」仍在发放该优惠券，{when_zh}客户将领不到，请先为其更换优惠券。"
        en = f"The {called_en} {one.name} still promises this coupon: {when_en}. Change it first."
        yield Fault(path, "promised", one.id, zh, en)


def shown(ctx: Ctx, template_id: TemplateId) -> Promises:
    """Who promises coupons of a template, as operators see it, 50 at most. As dear as all live codes and posts."""
    found = list(islice(_all(ctx, template_id), MOST_SHOWN + 1))
    lines = [PromisesCoupons(way=one.way, id=one.id, name=one.name) for one in found[:MOST_SHOWN]]
    return Promises(items=lines, more=len(found) > MOST_SHOWN)


def _all(ctx: Ctx, template_id: TemplateId) -> Iterator[Promise]:
    return chain.from_iterable(look(ctx, template_id) for look in _looks)
