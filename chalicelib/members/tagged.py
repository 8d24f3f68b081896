"""Tags that operators put on members and take off, one by one and in bulk: written through to WeCom, then read back.

A tag at WeCom is of a pair: each friend's member of staff gets it, or the one who is named. Nothing is written here
before WeCom has taken it, and what it takes twice changes nothing, so a step that broke off is made again.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import msgspec

from chalicelib.core.context import Ctx, wall_clock
from chalicelib.core.errors import AppError, Fault, Outlook
from chalicelib.core.ops import jobs
from chalicelib.core.ops.jobs import Reject, Step, Why, Work
from chalicelib.core.sanity import judge
from chalicelib.core.storage.lists import PAGE_LIMIT
from chalicelib.members import finding, following, marking, picks, rules, scoping, service, shapes, store, tagging
from chalicelib.members.errands import ReadProfile
from chalicelib.members.errors import BadTagging, SearchTooShort, UnknownMember
from chalicelib.members.ids import MemberId
from chalicelib.members.jobs import TagMembers
from chalicelib.members.shapes import Friendship, Member, NewTagging, OwnTags, TaggingBegun, Tags
from chalicelib.members.states import FriendState

# What a step does: of each member a read, a call for each member of staff and one to read back.
A_STEP = 10
# More than so many are asked about before they are tagged.
MANY = 100

NOT_THERE = Why("没有该会员，或不在您的范围内", "No such member, or not among those you may see")
NO_FRIEND = Why("已不是员工的好友，无法打标签", "No longer a friend of the staff, who alone can tag them")
NOT_THEIR_FRIEND = Why("不是所选员工的好友", "Not a friend of the member of staff who was named")


def tag(ctx: Ctx, member_id: MemberId, wanted: Tags) -> Member:
    """Put tags on a member and take some off, at WeCom and here. Safe to repeat.

    One call for the tags that there are, one for each friend's member of staff, one to read back. What WeCom refuses
    stands in the relation's `problem`. Raises UnknownMember, BadTagging, and what may pass.
    """
    scoping.there(ctx, member_id)
    _check(ctx, wanted)
    why = _tag(ctx, member_id, wanted)
    if why is NOT_THERE:
        raise UnknownMember()
    if why in (NO_FRIEND, NOT_THEIR_FRIEND):
        path = "staff" if wanted.staff else ""
        raise BadTagging(faults=[Fault(path, "no_friend", None, f"{why.zh}。", f"{why.en}.")])
    return service.member(ctx, member_id)


def tag_own(ctx: Ctx, external_userid: str, wanted: OwnTags) -> Friendship:
    """The same, of a customer of one's own, on no colleague's behalf. Raises NotYourCustomer, UnknownContact too."""
    member_id = following.followed(ctx, external_userid).member.member_id
    own = following.as_own(ctx)
    tag(own, member_id, Tags(add=wanted.add, remove=wanted.remove, staff=ctx.operator))
    return following.followed(ctx, external_userid).mine


def _check(ctx: Ctx, wanted: Tags) -> None:
    """Only what the corp has can be put on; what is taken off may be gone already."""
    there = {tag.id for group in tagging.groups(ctx) for tag in group.tags}
    unknown = [number for number, tag_id in enumerate(wanted.add) if tag_id not in there]
    zh, en = (
        "企业没有这个标签，可能已被删除，请重新选择。",
        "The corp has no such tag; it may have been deleted. Choose another.",
    )
    judge(BadTagging, [Fault(f"add[{number}]", "unknown", None, zh, en) for number in unknown])


def _tag(ctx: Ctx, member_id: MemberId, wanted: Tags) -> Why | None:
    """Tag one member: why not, or None. 1 RU, a call for each member of staff, one to read back and what it stores."""
    row, relations, _ = store.around(ctx, member_id)
    if row is None or not ctx.scope.allows_any_of(scoping.friends(relations)):
        return NOT_THERE
    friends = [one for one in relations if _is_friend(one) and ctx.scope.allows_staff(one.userid)]
    meant = [one for one in friends if not wanted.staff or one.userid == wanted.staff]
    if not meant:
        return NOT_THEIR_FRIEND if wanted.staff else NO_FRIEND
    refused = list(_mark(ctx, row, meant, wanted))
    # By the time after the marks: whoever read before them is overtaken, whoever reads later sees them too.
    later = msgspec.structs.replace(ctx, now=wall_clock())
    service.read_profile(later, ReadProfile(member=member_id, staff=meant[0].userid))
    return refused[0] if refused else None


def _is_friend(relation: store.RelationRow) -> bool:
    return rules.status(relation.adds or (), relation.losses or ()) is FriendState.FRIEND


def _mark(ctx: Ctx, row: store.MemberRow, meant: Sequence[store.RelationRow], wanted: Tags) -> Iterator[Why]:
    for relation in meant:
        marked = marking.mark(ctx, relation.userid, row.external_userid, wanted.add, wanted.remove)
        if marked.problem:
            store.note_problem(ctx, row.member_id, relation.userid, marked.unmarked, marked.problem)
            yield Why(marked.problem.zh, marked.problem.en)
        elif relation.unmarked and set(relation.unmarked) <= {*wanted.add, *wanted.remove}:
            store.forget_problem(ctx, row.member_id, relation.userid)


def begin(ctx: Ctx, new: NewTagging) -> TaggingBegun:
    """Ask for many members to be tagged, by ids or by what they are found by; or only how many that would be.

    Under one Idempotency-Key it is one job. One call to WeCom; 14 WU for 500 ids; of a filter 500 rows are looked at.
    Raises BadTagging, and NeedsConfirmation with how many there are, unless that is confirmed.
    """
    _check_whose(new)
    _check(ctx, new)
    many, is_all = (len(set(new.members)), True) if new.members else _first_of(ctx, new.which)
    if not new.preview:
        judge(BadTagging, [], [_so_many(many, is_all)] if many > MANY or not is_all else [], confirm=new.confirm)
    pick = picks.make(ctx, new.members, new.which)
    asked = TagMembers(
        pick=pick,
        add=new.add,
        remove=new.remove,
        staff=new.staff,
        preview=new.preview,
    )
    return TaggingBegun(job_id=jobs.start(ctx, asked), members=many, is_all=is_all)


def _check_whose(new: NewTagging) -> None:
    if bool(new.members) == (new.which is not None):
        zh, en = "members 与 which 须填且只填一个。", "Name members, or say which, one of them."
        raise BadTagging(faults=[Fault("members", "one_of", None, zh, en)])
    if new.which is not None and new.which == shapes.Filter():
        zh, en = "请至少填写一个筛选条件。", "Give at least one filter."
        raise BadTagging(faults=[Fault("which", "empty", None, zh, en)])


def _first_of(ctx: Ctx, which: shapes.Filter | None) -> tuple[int, bool]:
    try:
        page = finding.rows_of(ctx, picks.query_of(which, PAGE_LIMIT, ""))
    except SearchTooShort:
        raise SearchTooShort("which.q") from None
    return len(page.items), not page.cursor


def _so_many(many: int, is_all: bool) -> Fault:
    if is_all:
        zh, en = f"将为 {many} 名会员修改标签。", f"{many} members would be tagged."
    else:
        zh = f"将为至少 {many} 名会员修改标签，可先设 preview 为 true 统计人数。"
        en = f"At least {many} members would be tagged; with preview: true they are counted first."
    return Fault("members", "many", many, zh, en)


def step(ctx: Ctx, work: Work[TagMembers]) -> Step:
    """First who is meant is written down, 100 a step; then 10 a step are tagged. Safe to repeat.

    What may pass ends a step early where somebody was done, and is raised where nobody was.
    """
    ours = work.behalf(ctx)
    at = msgspec.json.decode(work.cursor, type=picks.Place) if work.cursor else picks.begin(ours, work.args.pick)
    if at.is_picking:
        return picks.step(ours, work.args.pick, at, is_last=work.args.preview)
    if work.args.preview:
        return Step(cursor=None, done=at.many, total=at.many)
    return _tag_some(ours, work, at)


def _tag_some(ctx: Ctx, work: Work[TagMembers], at: picks.Place) -> Step:
    wanted = Tags(add=work.args.add, remove=work.args.remove, staff=work.args.staff)
    some = picks.some(ctx, work.args.pick, at, PAGE_LIMIT)
    rejects: list[Reject] = []
    done = 0
    for member_id in some[:A_STEP]:
        try:
            why = _tag(ctx, member_id, wanted)
        except AppError as error:
            if error.outlook is Outlook.NEVER or not (done or rejects):
                raise
            break
        if why:
            rejects.append(Reject(at.number + done + len(rejects) + 1, why, reference=member_id))
        else:
            done += 1
    after = picks.behind(at, done + len(rejects), len(some))
    return Step(cursor=after.said() if after else None, done=done, rejects=rejects, total=at.many)
