"""Live codes as operators see them, with names beside ids."""

from __future__ import annotations

from collections.abc import Sequence

from chalicelib.core.config import config
from chalicelib.core.context import Ctx
from chalicelib.core.ids import UserId
from chalicelib.livecodes import departures
from chalicelib.livecodes.known import Known, Way
from chalicelib.livecodes.shapes import ContactWay, LiveCode, LiveCodeLine, StaffInCode
from chalicelib.livecodes.store import Listed
from chalicelib.staff import service as people
from chalicelib.stores import service as stores


def entry_url(ctx: Ctx, code: str) -> str:
    """What the printed QR leads to."""
    return f"{config().public_url}/c/{ctx.corp}-{code}"


def live_code(ctx: Ctx, known: Known) -> LiveCode:
    """A live code. 0.5 RU for each of its people whom this instance does not know."""
    terms, url = known.terms, entry_url(ctx, known.terms.code)
    ways = departures.seen(ctx, known).ways
    old = [way for way in known.spare if way.config_id]
    names = _names(ctx, [way.userid for way in (*ways, *old)])
    return LiveCode(
        code=terms.code,
        name=terms.name,
        state=terms.state,
        status=known.state,
        entry_url=url,
        qr_svg=f"{url}.svg",
        qr_png=f"{url}.png",
        tag_ids=terms.tag_ids,
        welcome=terms.welcome,
        welcome_hours=terms.welcome_hours,
        coupon_template_id=terms.coupon_template_id,
        store_id=terms.store_id,
        store_name=stores.names(ctx, [terms.store_id]).get(terms.store_id, ""),
        contact_ways=_ways(ways, names),
        old_ways=_ways(old, names),
        revision=terms.revision,
        created_at=terms.created_at,
        created_by=terms.created_by,
        edited_by=terms.edited_by,
        edited_at=terms.edited_at,
        problem=terms.problem or next((way.problem for way in ways if way.problem), None),
        welcome_problem=terms.welcome_problem,
    )


def _ways(ways: Sequence[Way], names: dict[UserId, str]) -> tuple[ContactWay, ...]:
    return tuple(
        ContactWay(way.userid, way.weight, way.config_id, way.qr_code, way.problem, way.is_paused, names[way.userid])
        for way in ways
    )


def lines(ctx: Ctx, listed: Sequence[Listed]) -> list[LiveCodeLine]:
    """Live codes in a list. 0.5 RU for each of their people whom this instance does not know, one call for 100."""
    names = _names(ctx, [share.userid for one in listed for share in one.staff])
    places = stores.names(ctx, [one.store_id for one in listed])
    return [_line(one, names, places.get(one.store_id, "")) for one in listed]


def _line(one: Listed, names: dict[UserId, str], store_name: str) -> LiveCodeLine:
    return LiveCodeLine(
        code=one.code,
        name=one.name,
        state=one.state,
        staff=tuple(StaffInCode(share.userid, names[share.userid], share.weight) for share in one.staff),
        tag_ids=one.tag_ids,
        coupon_template_id=one.coupon_template_id,
        store_id=one.store_id,
        store_name=store_name,
        created_at=one.created_at,
        created_by=one.created_by,
        edited_by=one.edited_by,
        edited_at=one.edited_at,
        problem=one.problem or one.welcome_problem,
    )


def _names(ctx: Ctx, userids: Sequence[UserId]) -> dict[UserId, str]:
    return people.names(ctx, list(dict.fromkeys(userids)))
