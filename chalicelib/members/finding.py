"""Finding members: by name, phone, external id, tag, code, staff, store, stage and day."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime, timedelta

import msgspec

from chalicelib.core import called
from chalicelib.core.context import Ctx
from chalicelib.core.events.facts import Fact
from chalicelib.core.ids import StoreId
from chalicelib.core.moments import SHANGHAI, Day, iso
from chalicelib.core.ops import secrets
from chalicelib.core.shapes import Person
from chalicelib.core.storage import search
from chalicelib.core.storage.lists import PAGE_LIMIT, Page, Within
from chalicelib.core.storage.search import Place, Wanted
from chalicelib.members import relation_rows, rules, scoping, store, terms
from chalicelib.members.errors import SHORTEST, SearchTooShort
from chalicelib.members.facts import MemberSourceCorrected, StaffLost
from chalicelib.members.ids import MemberId
from chalicelib.members.shapes import MemberInList, MemberQuery
from chalicelib.members.states import FriendState
from chalicelib.members.terms import By
from chalicelib.stores import service as stores

# Of those that are not meant, so many pages are looked through before a page of a list is answered: 500 rows at most.
MOST_PAGES = 5


def blinds(ctx: Ctx, noted: Iterable[str] | None) -> list[str]:
    """Noted phone numbers in the corp's blind index."""
    return terms.blinds(secrets.index(ctx.corp).key, noted) if noted else []


def index_again(ctx: Ctx, fact: Fact[MemberSourceCorrected]) -> None:
    """After an earlier source became known: the member stands elsewhere among others, under another code."""
    index(ctx, fact.data.member)


def index_after_loss(ctx: Ctx, fact: Fact[StaffLost]) -> None:
    """After a friendship ended: the member may be nobody's friend now, and may be looked for as such."""
    index(ctx, fact.data.member)


def index(ctx: Ctx, member_id: MemberId) -> None:
    """Let a member be found by what their rows say now. Safe to repeat, in any order.

    1 RU for every 4 KB; where something changed as much again, 2 WU, and 1 WU a term that is new or over.
    """
    search.keep(ctx, lambda: _wanted(ctx, member_id))


def _wanted(ctx: Ctx, member_id: MemberId) -> Wanted | None:
    # The member lies before the relations, so the number of its last claim is read before what is claimed now.
    row, relations, _ = store.around(ctx, member_id)
    if row is None:
        return None
    tags = sorted({tag for relation in relations for tag in relation.tags or ()})
    phones = sorted({phone for relation in relations for phone in relation.phones or ()})
    found_by = terms.terms_of(row.first_at + member_id, row.name or "", row.first_state, phones, tags)
    stage = rules.stage(rules.status(relation.adds or (), relation.losses or ()) for relation in relations)
    noted = [store.MemberRow.tags.set(tags)] if tags != (row.tags or []) else []
    # Nearly everybody is a friend: that goes without saying, and without a write.
    if stage is not (row.stage or FriendState.FRIEND):  # who is a friend has none, whatever they were before
        attribute = store.MemberRow.stage
        noted.append(attribute.remove() if stage is FriendState.FRIEND else attribute.set(stage))
    return Wanted(row, member_id, found_by, noted)


def forget(ctx: Ctx, member_id: MemberId) -> list[tuple[str, str]]:
    """Let a member be found by nothing, and answer where their term rows lie, for whoever erases them.

    Indexed again, they would be found again: what they are found by goes first, or the whole row.
    """
    row, _, _ = store.around(ctx, member_id)
    lie = search.keys_of(ctx, row, member_id) if row else []
    search.keep(ctx, lambda: _nothing(ctx, member_id))
    return lie


def _nothing(ctx: Ctx, member_id: MemberId) -> Wanted | None:
    row, _, _ = store.around(ctx, member_id)
    return Wanted(row, member_id, frozenset()) if row else None


def members(ctx: Ctx, query: MemberQuery) -> Page[MemberInList]:
    """The members that a query means, newest first, with names beside ids.

    One filter picks the list (the words, then staff, store or scope, then the tag, then the code); what else is asked
    is looked up in the rows, of at most 500 a call, so a page may be short, or empty, and go on. A page of the list is
    one query a part of it, then 0.5 RU a row. Raises SearchTooShort.
    """
    page = rows_of(ctx, query)
    codes = called.of(ctx, {"code": {row.first_state for row in page.items}}).get("code", {})
    return page.map(lambda row: _in_list(row, codes))


def rows_of(ctx: Ctx, query: MemberQuery) -> Page[store.MemberRow]:
    """The same as rows. See `members`."""
    ctx, query = _narrowed(ctx, query)
    if (query.staff and not ctx.scope.allows_staff(query.staff)) or ctx.scope.staff == frozenset():
        return Page([])
    within, cursor, most = _days(query), query.cursor, query.limit
    found: dict[MemberId, store.MemberRow] = {}
    for _ in range(MOST_PAGES):
        page = _candidates(ctx, query, within, most, cursor)
        rows = {row.member_id: row for row in _looked_at(ctx, query, within, page.items)}
        for candidate in page.items:
            row = rows.get(MemberId(candidate.about))
            if row is None or row.member_id in found:
                continue
            found[row.member_id] = row
            if len(found) == query.limit:
                return Page(list(found.values()), page.cursor if candidate is page.items[-1] else candidate.place)
        cursor, most = page.cursor, PAGE_LIMIT
        if not cursor:
            break
    return Page(list(found.values()), cursor)


def _narrowed(ctx: Ctx, query: MemberQuery) -> tuple[Ctx, MemberQuery]:
    """A store is its staff; a scope of one member of staff is as if they were asked for."""
    if query.store:
        store_id = StoreId(query.store)
        ctx = scoping.narrowed(ctx, stores.staff_in(ctx, [store_id] if ctx.scope.allows_store(store_id) else []))
    scope = ctx.scope.staff
    if scope is not None and len(scope) == 1 and not query.staff:
        query = msgspec.structs.replace(query, staff=next(iter(scope)))
    return ctx, query


def _in_list(row: store.MemberRow, codes: Mapping[str, str]) -> MemberInList:
    return MemberInList(
        member_id=row.member_id,
        first_at=row.first_at,
        first_state=row.first_state,
        first_userid=row.first_userid,
        name=row.name,
        first_staff=Person(row.first_userid),
        first_code=codes.get(row.first_state, ""),
        tags=tuple(row.tags or ()),
        stage=row.stage or FriendState.FRIEND,
    )


def _days(query: MemberQuery) -> Within:
    until = iso(_day(query.until) + timedelta(days=1)) if query.until else ""
    return Within(iso(_day(query.since)) if query.since else "", until)


def _day(text: Day) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=SHANGHAI)


def _candidates(ctx: Ctx, query: MemberQuery, within: Within, most: int, cursor: str) -> Page[Place]:
    """Who may be meant, by what leaves the fewest: the words, then staff, then a scope of few, the tag, the code."""
    if query.q:
        return _by_words(ctx, query, within, most, cursor)
    if query.staff:
        # By their own order, in which a day is the friendship's.
        own = within if not (query.tag or query.code) else Within()
        return store.of_staff(ctx, query.staff, most, cursor, own).map(
            lambda row: Place(row.member_id, row.place or "")
        )
    if len(ctx.scope.staff or ()) in range(1, scoping.MOST_TOGETHER + 1):
        return scoping.of_scope(ctx, most, cursor)
    if query.tag:
        tagged = [(By.TAG, terms.tag_value(query.tag)), (By.TAGS, terms.MANY)]
        return search.places(ctx, tagged, most, cursor, within)
    if query.code:
        return search.places(ctx, [(By.CODE, query.code)], most, cursor, within)
    page = store.members(ctx, most, cursor, within)
    return page.map(lambda line: Place(line.member_id, line.first_at + line.member_id))


def _by_words(ctx: Ctx, query: MemberQuery, within: Within, most: int, cursor: str) -> Page[Place]:
    external = terms.external_of(query.q.strip())
    if external and store.member(ctx, store.member_id_of(ctx, external)):
        return Page([Place(store.member_id_of(ctx, external), "")])
    return search.places(ctx, [_term_of(ctx, query.q)], most, cursor, within)


def _term_of(ctx: Ctx, q: str) -> tuple[By, str]:
    phone = terms.phone_of(q)
    if phone:
        return By.PHONE, terms.blind(secrets.index(ctx.corp).key, phone)
    name = terms.folded(q)
    if len(name) < SHORTEST:
        raise SearchTooShort()
    return By.NAME, name[:SHORTEST]


def _looked_at(ctx: Ctx, query: MemberQuery, within: Within, found: Sequence[Place]) -> list[store.MemberRow]:
    """Those of whom all that was asked is true, by their rows. 0.5 RU each, twice with `staff` or a scope of few."""
    member_ids = [MemberId(one.about) for one in found]
    rows = [row for row in store.some_members(ctx, member_ids) if _holds(ctx, query, within, row)]
    if query.staff:
        relations = relation_rows.some_relations(ctx, [row.member_id for row in rows], query.staff)
        stages = {row.member_id: rules.status(row.adds or (), row.losses or ()) for row in relations}
        rows = [row for row in rows if _is_at(query, stages.get(row.member_id, FriendState.LOST))]
        if query.stage is not FriendState.LOST:
            return rows
    else:
        rows = [row for row in rows if query.stage is None or (row.stage or FriendState.FRIEND) is query.stage]
    theirs = set(scoping.among(ctx, [row.member_id for row in rows]))
    return [row for row in rows if row.member_id in theirs]


def _is_at(query: MemberQuery, stage: FriendState) -> bool:
    """Of a member of staff the friends and who asked to be, unless others are asked for."""
    return stage is query.stage if query.stage else stage is not FriendState.LOST


def _holds(ctx: Ctx, query: MemberQuery, within: Within, row: store.MemberRow) -> bool:
    if query.tag and query.tag not in (row.tags or ()):
        return False
    if query.code and query.code != row.first_state:
        return False
    by_friendship = query.staff and not (query.q or query.tag or query.code)
    if not by_friendship and not within.since <= row.first_at < (within.until or "~"):
        return False
    return not query.q or _is_meant(ctx, query.q, row)


def _is_meant(ctx: Ctx, q: str, row: store.MemberRow) -> bool:
    if q.strip() == row.external_userid:
        return True
    kind, value = _term_of(ctx, q)
    if kind is By.NAME:
        return terms.folded(q) in terms.folded(row.name or "")
    return any((term.kind, term.value) == (kind, value) for term in row.terms or ())
