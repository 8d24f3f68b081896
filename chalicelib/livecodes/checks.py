"""What a live code names when it is made or edited: its welcomes, people, tags and coupon, looked at all at once."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence, Set

from chalicelib.core.context import Ctx
from chalicelib.core.errors import Fault
from chalicelib.core.http.texts import Lint
from chalicelib.core.ids import StoreId, UserId
from chalicelib.core.sanity import judge
from chalicelib.coupons import service as coupons
from chalicelib.coupons.ids import TemplateId
from chalicelib.coupons.states import ClaimWay
from chalicelib.livecodes import asked, rules
from chalicelib.livecodes.errors import BadLiveCode
from chalicelib.livecodes.known import Known
from chalicelib.livecodes.shapes import EditLiveCode, NewLiveCode, StaffShare
from chalicelib.members import service as members
from chalicelib.staff import service as people
from chalicelib.stores import service as stores

# A name is printed below its code where a caption is asked for.
NAMED = {"name": Lint.AT_DOOR}


def check(ctx: Ctx, new: NewLiveCode) -> None:
    """Refuse what could not work, or not as it is meant. A call to WeCom for tags, one for each stranger (of ten).

    Raises BadLiveCode, NeedsConfirmation, LintErrors, and what content says of a version that may not be sent.
    """
    looked = asked.look(ctx, new)
    staff = people.doubts(ctx, {f"staff[{number}].userid": one.userid for number, one in enumerate(new.staff)})
    wrong = looked.beside(
        *rules.faults_of_staff(new.staff),
        *staff.wrong,
        *faults_of_places(ctx, new.staff),
        *_faults_of_tags(ctx, new),
        *coupons.faults_of_promise(ctx, new.coupon_template_id, ClaimWay.LIVE_CODE),
        *faults_of_store(ctx, new.store_id),
    )
    judge(BadLiveCode, wrong, staff.unchecked, confirm=new.confirm)
    for refusal in looked.refusals:
        raise refusal


def check_edit(ctx: Ctx, known: Known, new: EditLiveCode) -> None:
    """The same of an edit, but for what it leaves as it is: what was true when it was said does not hold up the rest.

    Raises the same.
    """
    was = known.terms
    is_said = (new.welcome, new.welcome_hours) != (was.welcome, was.welcome_hours)
    used = frozenset(one.item_id for one in was.named)
    looked = asked.look(ctx, new, used) if is_said else asked.Looked([], [])
    added = {
        f"staff[{number}].userid": one.userid for number, one in enumerate(new.staff) if one.userid not in was.userids
    }
    staff = people.doubts(ctx, added)
    promised = new.coupon_template_id if new.coupon_template_id != was.coupon_template_id else TemplateId("")
    wrong = looked.beside(
        *rules.faults_of_staff(new.staff),
        *staff.wrong,
        *faults_of_places(ctx, new.staff, was.userids),
        *_faults_of_tags(ctx, new, frozenset(was.tag_ids)),
        *coupons.faults_of_promise(ctx, promised, ClaimWay.LIVE_CODE),
        *(faults_of_store(ctx, new.store_id) if new.store_id != was.store_id else ()),
    )
    unusual = [] if staff.wrong else _nobody_is_there(ctx, new.staff)
    judge(BadLiveCode, wrong, [*staff.unchecked, *unusual], confirm=new.confirm)
    for refusal in looked.refusals:
        raise refusal


def faults_of_store(ctx: Ctx, store_id: StoreId) -> Iterator[Fault]:
    """Why a live code cannot be of a store, or of none. 0.5 RU cold."""
    known = stores.known(ctx, store_id)
    if not ctx.scope.allows_store(store_id or None) or (store_id and known is None):
        zh, en = ("没有找到该门店，请检查编号。", "No store under that id. Check the id.")
        if not store_id:
            zh, en = "请选择您管理的门店。", "Name one of the stores that you act for."
        yield Fault("store_id", "unknown", None, zh, en)
    elif known and not known.is_open:
        zh = f"门店「{known.name}」已关闭，请选择其他门店。"
        yield Fault("store_id", "closed", None, zh, f"The store {known.name} is closed. Take another one.")


def faults_of_places(ctx: Ctx, staff: Sequence[StaffShare], known: Collection[UserId] = ()) -> Iterator[Fault]:
    """Why somebody cannot be named who acts for stores: they work at none of those, maybe at none at all.

    Whoever is behind the code already stays. A scope of people (their own, a department's) says nothing of stores.
    """
    if ctx.scope.staff is None or ctx.scope.of_people:
        return
    for number, one in enumerate(staff):
        if one.userid not in ctx.scope.staff and one.userid not in known:
            zh = f"员工 {one.userid} 不在您负责的门店，请选择这些门店的员工，或先请门店负责人把其加入门店。"
            en = f"{one.userid} works at none of your stores. Name somebody who does, or have them put on its staff."
            yield Fault(f"staff[{number}].userid", "other_store", None, zh, en)


def _nobody_is_there(ctx: Ctx, staff: Sequence[StaffShare]) -> list[Fault]:
    """All who would be shown are away, so nobody would be."""
    known = people.some(ctx, [share.userid for share in staff if share.weight])
    if not known or any(person.is_able for person in known.values()):
        return []
    zh = "展示中的员工都已离职或停用，保存后顾客扫码看不到任何人。"
    return [Fault("staff", "all_away", None, zh, "All who would be shown are away, so a customer would see nobody.")]


def _faults_of_tags(ctx: Ctx, new: NewLiveCode, known: Set[str] = frozenset()) -> Iterator[Fault]:
    asked_for = set(new.tag_ids) - known
    there = {tag.id for group in members.tag_groups(ctx) for tag in group.tags} if asked_for else set()
    for number, tag_id in enumerate(new.tag_ids):
        if tag_id in asked_for - there:
            zh, en = f"标签 {tag_id} 不存在，请先创建企业标签。", f"There is no corp tag {tag_id}. Make it first."
            yield Fault(f"tag_ids[{number}]", "unknown", None, zh, en)
