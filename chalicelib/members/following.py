"""Who follows a customer: the side bar of a chat gives only an id, and whoever sits before it may type any.

So each door of it asks here, in one read: the relation of whoever is signed in to that customer has to stand.
"""

from __future__ import annotations

import msgspec

from chalicelib.core.context import Ctx
from chalicelib.core.ids import ExternalUserId, UserId
from chalicelib.core.ids import external_userid as customer
from chalicelib.core.moments import Moment
from chalicelib.core.scope import Scope
from chalicelib.members import rules, scoping, store
from chalicelib.members.errors import NotYourCustomer, UnknownContact
from chalicelib.members.ids import MemberId
from chalicelib.members.shapes import Friendship
from chalicelib.members.store import MemberRow, RelationRow
from chalicelib.staff import service as people

# So many colleagues are named to whoever asks for a customer who is not theirs.
MOST_NAMED = 3


class Stored(msgspec.Struct, frozen=True, kw_only=True):
    """What is kept of a member."""

    member_id: MemberId
    external_userid: ExternalUserId
    name: str
    avatar: str
    first_at: Moment
    first_state: str
    first_userid: UserId


class Followed(msgspec.Struct, frozen=True, kw_only=True):
    """A customer of whoever asks. member: as they are stored; mine: the friendship with whoever asks; others: how many
    of the staff have them too. refuses: they want no posts, blocked: an operator leaves them out.
    """

    member: Stored
    mine: Friendship
    others: int
    refuses: bool
    blocked: bool


def followed(ctx: Ctx, external_userid: str) -> Followed:
    """The customer, if whoever is signed in has them as a friend or was asked to. 1 RU per 4 KB, in one call.

    Raises UnknownContact for who is nobody's, NotYourCustomer with the names of those whose they are.
    """
    row, relations, refusal = store.around(ctx, store.member_id_of(ctx, customer(external_userid)))
    theirs = scoping.friends(relations)
    if row is None or not theirs:
        raise UnknownContact()
    if ctx.operator not in theirs:
        asked = sorted(theirs)[:MOST_NAMED]
        names = people.names(ctx, asked)
        raise NotYourCustomer([names.get(one) or one for one in asked])
    return Followed(
        member=_stored(row),
        mine=friendship(next(one for one in relations if one.userid == ctx.operator)),
        others=len(theirs) - 1,
        refuses=bool(refusal and refusal.refuses),
        blocked=bool(refusal and refusal.blocked),
    )


def _stored(row: MemberRow) -> Stored:
    return Stored(
        member_id=row.member_id,
        external_userid=row.external_userid,
        name=row.name or "",
        avatar=row.avatar or "",
        first_at=row.first_at,
        first_state=row.first_state,
        first_userid=row.first_userid,
    )


def friendship(row: RelationRow) -> Friendship:
    """A relation as doors show it."""
    adds, losses = row.adds or set(), row.losses or set()
    return Friendship(
        userid=row.userid,
        status=rules.status(adds, losses),
        since=rules.since(adds),
        states=rules.states_of(adds),
        tags=tuple(row.tags or ()),
        problem=row.problem,
    )


def as_own(ctx: Ctx) -> Ctx:
    """The same circumstances, in which customers of whoever asks are seen, and no others, whatever their scope is."""
    return msgspec.structs.replace(ctx, scope=Scope(staff=frozenset({ctx.operator}), of_people=True))
