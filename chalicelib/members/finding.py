"""Finding members: by name, phone, tag, code, staff and day."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from datetime import datetime, timedelta

import msgspec

from chalicelib.core.context import Ctx
from chalicelib.core.events.facts import Fact
from chalicelib.core.ids import userid
from chalicelib.core.moments import SHANGHAI, Day, iso
from chalicelib.core.ops import secrets
from chalicelib.core.storage import search
from chalicelib.core.storage.lists import Page, Within
from chalicelib.core.storage.search import Wanted
from chalicelib.members import relation_rows, rules, scoping, store, terms
from chalicelib.members.errors import SearchTooShort
from chalicelib.members.facts import MemberSourceCorrected
from chalicelib.members.ids import MemberId
from chalicelib.members.shapes import MemberLine, MemberQuery
from chalicelib.members.states import FriendState
from chalicelib.members.terms import By

SHORTEST = 2


def blinds(ctx: Ctx, noted: Iterable[str] | None) -> list[str]:
    """Noted phone numbers in the corp's blind index."""
    return terms.blinds(secrets.index(ctx.corp).key, noted) if noted else []


def index_again(ctx: Ctx, fact: Fact[MemberSourceCorrected]) -> None:
    """After an earlier source became known: the member stands elsewhere among others, under another code."""
    index(ctx, fact.data.member)


def index(ctx: Ctx, member_id: MemberId) -> None:
    """Let a member be found by what their rows say now. Safe to repeat, in any order.

    1 RU for every 4 KB; where something changed 2 WU, and 1 WU a term that is new or over.
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
    noted = [store.MemberRow.tags.set(tags)] if tags != (row.tags or []) else []
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


def members(ctx: Ctx, query: MemberQuery) -> Page[MemberLine]:
    """The members that a query means, newest first: at most one query a part of a list, then the rows themselves.

    Of a scope those whose friend is in it: of one member of staff as if they were asked for, of more by one query more
    for each who is looked at. Raises SearchTooShort.
    """
    within, scope = _days(query), ctx.scope.staff
    if scope is not None and len(scope) == 1 and not query.staff:
        query = msgspec.structs.replace(query, staff=next(iter(scope)))
    if scope is not None and not scope:
        return Page([])
    if query.staff and not ctx.scope.allows_staff(userid(query.staff)):
        return Page([])
    if scope is None and not (query.q or query.tag or query.code or query.staff):
        return store.members(ctx, query.limit, query.cursor, within)
    candidates = _candidates(ctx, query, within)
    meant = candidates.items if query.staff else scoping.among(ctx, candidates.items)
    return Page(_looked_at(ctx, query, within, meant), candidates.cursor)


def _days(query: MemberQuery) -> Within:
    until = iso(_day(query.until) + timedelta(days=1)) if query.until else ""
    return Within(iso(_day(query.since)) if query.since else "", until)


def _day(text: Day) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=SHANGHAI)


def _candidates(ctx: Ctx, query: MemberQuery, within: Within) -> Page[MemberId]:
    """Who may be meant, by what leaves the fewest: the words, then staff, then the tag, then the code."""
    if query.q:
        found = _by_words(ctx, query, within)
    elif query.staff:
        # By their own order, in which a day is the friendship's.
        own = within if not (query.tag or query.code) else Within()
        return store.of_staff(ctx, userid(query.staff), query.limit, query.cursor, own).map(lambda row: row.member_id)
    elif query.tag:
        tagged = [(By.TAG, terms.tag_value(query.tag)), (By.TAGS, terms.MANY)]
        found = search.page(ctx, tagged, query.limit, query.cursor, within)
    elif query.code:
        found = search.page(ctx, [(By.CODE, query.code)], query.limit, query.cursor, within)
    else:
        return _of_scope(ctx, query, within)
    return found.map(MemberId)


def _of_scope(ctx: Ctx, query: MemberQuery, within: Within) -> Page[MemberId]:
    """Of few staff by their friendships, all of them; of many by when they were met, as they come."""
    if len(ctx.scope.staff or ()) <= scoping.MOST_TOGETHER:
        return scoping.of_scope(ctx, query.limit, query.cursor)
    return store.members(ctx, query.limit, query.cursor, within).map(lambda line: line.member_id)


def _by_words(ctx: Ctx, query: MemberQuery, within: Within) -> Page[str]:
    external = terms.external_of(query.q.strip())
    if external and store.member(ctx, store.member_id_of(ctx, external)):
        return Page([store.member_id_of(ctx, external)])
    return search.page(ctx, [_term_of(ctx, query.q)], query.limit, query.cursor, within)


def _term_of(ctx: Ctx, q: str) -> tuple[By, str]:
    phone = terms.phone_of(q)
    if phone:
        return By.PHONE, terms.blind(secrets.index(ctx.corp).key, phone)
    name = terms.folded(q)
    if len(name) < SHORTEST:
        raise SearchTooShort()
    return By.NAME, name[:SHORTEST]


def _looked_at(ctx: Ctx, query: MemberQuery, within: Within, found: Collection[MemberId]) -> list[MemberLine]:
    """Those of whom all that was asked is true, by their rows. 0.5 RU each, twice with `staff`."""
    rows = [row for row in store.some_members(ctx, list(found)) if _holds(ctx, query, within, row)]
    if query.staff:
        relations = relation_rows.some_relations(ctx, [row.member_id for row in rows], userid(query.staff))
        friends = {
            row.member_id for row in relations if rules.status(row.adds or (), row.losses or ()) is not FriendState.LOST
        }
        rows = [row for row in rows if row.member_id in friends]
    return [msgspec.convert(row, MemberLine, from_attributes=True) for row in rows]


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
