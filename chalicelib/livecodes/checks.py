"""What a live code names when it is made: its welcomes, people, tags and coupon, looked at all at once."""

from __future__ import annotations

from collections.abc import Iterator

from chalicelib.core.context import Ctx
from chalicelib.core.errors import Fault
from chalicelib.core.sanity import judge
from chalicelib.coupons import service as coupons
from chalicelib.coupons.states import ClaimWay
from chalicelib.livecodes import asked, rules
from chalicelib.livecodes.errors import BadLiveCode
from chalicelib.livecodes.shapes import NewLiveCode
from chalicelib.members import service as members
from chalicelib.staff import service as people


def check(ctx: Ctx, new: NewLiveCode) -> None:
    """Refuse what could not work, or not as it is meant. A call to WeCom for tags, one for each stranger (of ten).

    Raises BadLiveCode, NeedsConfirmation, LintErrors, and what content says of a version that may not be sent.
    """
    looked = asked.look(ctx, new)
    staff = people.doubts(ctx, {f"staff[{number}].userid": one.userid for number, one in enumerate(new.staff)})
    wrong = looked.beside(
        *rules.faults_of_staff(new.staff),
        *staff.wrong,
        *_faults_of_tags(ctx, new),
        *coupons.faults_of_promise(ctx, new.coupon_template_id, ClaimWay.LIVE_CODE),
    )
    judge(BadLiveCode, wrong, staff.unchecked, confirm=new.confirm)
    for refusal in looked.refusals:
        raise refusal


def _faults_of_tags(ctx: Ctx, new: NewLiveCode) -> Iterator[Fault]:
    there = {tag.id for group in members.tag_groups(ctx) for tag in group.tags} if new.tag_ids else set()
    for number, tag_id in enumerate(new.tag_ids):
        if tag_id not in there:
            zh, en = f"标签 {tag_id} 不存在，请先创建企业标签。", f"There is no corp tag {tag_id}. Make it first."
            yield Fault(f"tag_ids[{number}]", "unknown", None, zh, en)
