"""Who promises coupons of a template: the rooms that do say so, and claiming that is to end asks about them first."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from itertools import chain, islice

import msgspec

from chalicelib.core.context import Ctx
from chalicelib.core.errors import Fault
from chalicelib.coupons.ids import TemplateId

MOST_NAMED = 10


class Promise(msgspec.Struct, frozen=True):
    """What gives coupons of a template: as people call its kind, its id, its name."""

    zh: str
    en: str
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
    for one in islice(chain.from_iterable(look(ctx, template_id) for look in _looks), MOST_NAMED):
        zh = f"{one.zh}「{one.name}」（{one.id}）仍在发放该优惠券，{when_zh}客户将领不到，请先为其更换优惠券。"
        en = f"The {one.en} {one.name} ({one.id}) still promises this coupon: {when_en}. Change it first."
        yield Fault(path, "promised", one.id, zh, en)
