"""Members after a corp tag: how many have it, and all of them gone through when it is renamed, merged or deleted.

Names of tags are kept with each friendship as WeCom told them. A step goes through some of those whom the index finds
under the old name; whoever is read from WeCom meanwhile has the new one, and is passed over.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

import msgspec

from chalicelib.core.context import Ctx, wall_clock
from chalicelib.core.errors import AppError, Outlook
from chalicelib.core.ops import jobs
from chalicelib.core.ops.jobs import Reject, Step, Why
from chalicelib.core.storage import retry, search
from chalicelib.core.storage.lists import PAGE_LIMIT
from chalicelib.core.storage.table import Refused
from chalicelib.members import finding, marking, picks, relation_rows, rules, store, terms
from chalicelib.members.errands import ReadProfile
from chalicelib.members.ids import MemberId
from chalicelib.members.jobs import TagMembers
from chalicelib.members.shapes import Filter, TagChange, TagWalk
from chalicelib.members.states import Following, FriendState
from chalicelib.members.store import RelationRow
from chalicelib.members.terms import By
from chalicelib.platforms.wecom import client
from chalicelib.platforms.wecom.errors import NoSuchRelation

# What a step does: of each a read, what the index costs, and with `MOVE` the calls to WeCom.
A_STEP = 10
# Pages of members with many tags that a count looks at, 100 each.
MOST_PAGES = 5
Read = Callable[[Ctx, ReadProfile], None]


def counts(ctx: Ctx, names: Sequence[str]) -> tuple[dict[str, int], bool]:
    """How many members have a tag of each name as the index finds them, and whether that is all.

    All, up to some 40,000 a tag, and 500 members with very many tags. 8 queries a name, 0.5 RU per 4 KB.
    """
    found = {name: search.count(ctx, (By.TAG, terms.tag_value(name))) for name in dict.fromkeys(names)}
    many = {name: number for name, (number, _) in found.items()}
    cursor = ""
    for _ in range(MOST_PAGES):
        page = search.page(ctx, [(By.TAGS, terms.MANY)], PAGE_LIMIT, cursor)
        for row in store.some_members(ctx, [MemberId(about) for about in page.items]):
            for name in many.keys() & set(row.tags or ()):
                many[name] += 1
        cursor = page.cursor
        if not cursor:
            break
    return many, not cursor and all(is_all for _, is_all in found.values())


def taggings_with(ctx: Ctx, tag_ids: Sequence[str]) -> int:
    """How many bulk taggings with one of these tags are not over. 50 RU at most."""
    meant = set(tag_ids)
    return sum(not meant.isdisjoint([*job.add, *job.remove]) for _, job in jobs.under_way(ctx, TagMembers))


def pick(ctx: Ctx, name: str) -> TagWalk:
    """A walk through whoever has a tag of that name. 1 WU."""
    return TagWalk(picks.make(ctx, [], Filter(tag=name)))


def walk(ctx: Ctx, at: TagWalk, wanted: TagChange, read: Read) -> Step:
    """A step of a walk: first who is meant is written down, 100 a step, then 10 are gone through. Safe to repeat.

    cursor: of the walk, None at its end. total: how many are meant. What may pass ends a step early where somebody was
    done, and is raised where nobody was.
    """
    place = msgspec.json.decode(at.at, type=picks.Place) if at.at else picks.begin(ctx, at.pick)
    if place.is_picking:
        return picks.step(ctx, at.pick, place, is_last=False)
    some = picks.some(ctx, at.pick, place, PAGE_LIMIT)
    rejects: list[Reject] = []
    done = looked = 0
    for member_id in some[:A_STEP]:
        try:
            what = _change(ctx, member_id, wanted, read)
        except AppError as error:
            if error.outlook is Outlook.NEVER or not looked:
                raise
            break
        looked += 1
        if isinstance(what, Why):
            rejects.append(Reject(place.number + looked, what, reference=member_id))
        else:
            done += what or wanted.counts_all
    after = picks.behind(place, looked, len(some))
    return Step(cursor=after.said() if after else None, done=done, rejects=rejects, total=place.many)


def _change(ctx: Ctx, member_id: MemberId, wanted: TagChange, read: Read) -> bool | Why:
    """Do it for one member: whether anything was to be done, or why it was not."""
    if wanted.how is Following.MOVE:
        return _move(ctx, member_id, wanted, read)
    if wanted.how is not Following.NAMES:
        _read(ctx, member_id, wanted, read)
    if wanted.how is not Following.READ:
        retry.on_collision(lambda: _rename(ctx, member_id, wanted), Refused)
    finding.index(ctx, member_id)
    return True


def _rename(ctx: Ctx, member_id: MemberId, wanted: TagChange) -> None:
    _, relations, _ = store.around(ctx, member_id)
    for relation in _with(relations, wanted.old):
        if wanted.how is Following.NAMES or not _is_friend(relation):
            relation_rows.rename_tag(ctx, relation, wanted.old, wanted.new)


def _read(ctx: Ctx, member_id: MemberId, wanted: TagChange, read: Read) -> None:
    _, relations, _ = store.around(ctx, member_id)
    friends = [one for one in _with(relations, wanted.old) if _is_friend(one)]
    if friends:
        _read_later(ctx, member_id, friends[0], read)


def _read_later(ctx: Ctx, member_id: MemberId, relation: RelationRow, read: Read) -> None:
    # By the time after what was done at WeCom: whoever read before is overtaken, whoever reads later sees it too.
    read(msgspec.structs.replace(ctx, now=wall_clock()), ReadProfile(member=member_id, staff=relation.userid))


def _with(relations: Sequence[RelationRow], name: str) -> list[RelationRow]:
    return [relation for relation in relations if name in (relation.corp_tags or ())]


def _is_friend(relation: RelationRow) -> bool:
    return rules.status(relation.adds or (), relation.losses or ()) is FriendState.FRIEND


def _move(ctx: Ctx, member_id: MemberId, wanted: TagChange, read: Read) -> bool | Why:
    """As each member of staff who has put the tag on: the other one in its place. A call, one each, one to read back.

    What our own rows say names no tag's id, so WeCom is asked who has it.
    """
    row, relations, _ = store.around(ctx, member_id)
    if row is None:
        return False
    try:
        contact = client.contact(ctx, row.external_userid)
    except NoSuchRelation:
        return False  # nobody's friend any more: at WeCom there is nothing to move
    holders = {one.userid for one in contact.follow_user if wanted.tag in {tag.tag_id for tag in one.tags}}
    problems = []
    for userid in sorted(holders):
        marked = marking.mark(ctx, userid, row.external_userid, [wanted.into], [wanted.tag])
        if marked.problem:
            store.note_problem(ctx, member_id, userid, marked.unmarked, marked.problem)
            problems.append(Why(marked.problem.zh, marked.problem.en))
    mine = [one for one in relations if one.userid in holders]
    if mine:
        _read_later(ctx, member_id, mine[0], read)
    return problems[0] if problems else bool(holders)
