"""What a filter names must be there: nobody takes an empty file for an answer."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from chalicelib.audit import service as audit
from chalicelib.audit.shapes import ActsQuery
from chalicelib.core.context import Ctx
from chalicelib.core.errors import Fault
from chalicelib.core.ids import StoreId, userid
from chalicelib.coupons import service as coupons
from chalicelib.coupons.ids import TemplateId
from chalicelib.exports.columns import Kind
from chalicelib.exports.shapes import Filters
from chalicelib.exports.states import ExportKind
from chalicelib.livecodes import service as livecodes
from chalicelib.livecodes.ids import LiveCode
from chalicelib.members import service as members
from chalicelib.members.shapes import Filter
from chalicelib.staff import service as people
from chalicelib.stores import service as stores

NAMED = 5


def unknown(ctx: Ctx, kind: Kind, which: Filters) -> Iterator[Fault]:
    """Who asks for what lies outside their scope hears that it is not there. One look-up a filter, a page at most."""
    if "store" in kind.takes and which.store:
        yield from _store(ctx, StoreId(which.store))
    if "template" in kind.takes and which.template and not coupons.names(ctx, [TemplateId(which.template)]):
        zh, en = "没有这个优惠券模板，请重新选择。", "There is no such coupon template."
        yield Fault("which.template", "unknown", None, zh, en)
    if "code" in kind.takes and which.code and not _is_code(ctx, kind, which.code):
        yield Fault("which.code", "unknown", None, "没有这个活码，请重新选择。", "There is no such live code.")
    if "tag" in kind.takes and which.tag and not _has_members(ctx, tag=which.tag):
        zh = f"没有会员带有标签「{which.tag}」，请从标签列表中选择，填写标签名称。"
        en = f"No member has the tag {which.tag}. Choose one of the tags, by its name."
        yield Fault("which.tag", "unknown", None, zh, en)
    if "thing" in kind.takes and which.thing:
        yield from _thing(which.thing)
    if "staff" in kind.takes and which.staff and not _is_staff(ctx, kind, which.staff):
        zh = "没有这位员工，或不在您的数据范围内。请填写员工账号，不是姓名。"
        en = "No such member of staff, or outside your scope. Give the userid, not the name."
        yield Fault("which.staff", "unknown", None, zh, en)


def _store(ctx: Ctx, store_id: StoreId) -> Iterator[Fault]:
    if ctx.scope.allows_store(store_id) and stores.known(ctx, store_id) is not None:
        return
    there = [one for one in stores.every(ctx) if ctx.scope.allows_store(one.store_id)]
    zh, en = "没有这家门店，请填写门店编号（store_id）。", "There is no such store. Give its store_id."
    if there:
        more_zh, more_en = ("等", ", and more") if len(there) > NAMED else ("", "")
        zh += f"可选：{'、'.join(f'{one.store_id}（{one.name}）' for one in there[:NAMED])}{more_zh}。"
        en += f" There are {', '.join(f'{one.store_id} ({one.name})' for one in there[:NAMED])}{more_en}."
    yield Fault("which.store", "unknown", None, zh, en)


def _is_code(ctx: Ctx, kind: Kind, code: str) -> bool:
    """Members also come through what somebody made by hand at WeCom."""
    return bool(livecodes.there(ctx, [LiveCode(code)])) or (
        kind.kind is ExportKind.MEMBERS and _has_members(ctx, code=code)
    )


def _has_members(ctx: Ctx, **asked: Any) -> bool:
    page = members.for_file(ctx, Filter(**asked), "", is_masked=True)
    return bool(page.items or page.cursor)  # of many whom another filter leaves out, the next page tells


def _is_staff(ctx: Ctx, kind: Kind, named: str) -> bool:
    """Of the directory, also who has left; before it was read for the first time, who left traces here."""
    who = userid(named)
    if not ctx.scope.allows_staff(who):
        return False
    if people.known(ctx, who).is_met or _has_members(ctx, staff=who):
        return True
    return kind.kind is ExportKind.AUDIT and bool(audit.acts(ctx, ActsQuery(limit=1, by=who)).items)


def _thing(named: str) -> Iterator[Fault]:
    things = audit.things().items
    if named not in {one.thing for one in things}:
        zh = f"没有这种对象，可填：{'、'.join(f'{one.thing}（{one.zh}）' for one in things)}。"
        en = f"The audit tells of no such kind of thing. There are {', '.join(one.thing for one in things)}."
        yield Fault("which.thing", "unknown", None, zh, en)
