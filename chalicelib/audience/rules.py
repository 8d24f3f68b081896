"""Pure decisions about an audience: what a card says, who is meant, who would write to them."""

from __future__ import annotations

from chalicelib.audience.shapes import Card, Customers
from chalicelib.audience.states import Stage
from chalicelib.core.ids import UserId
from chalicelib.core.moments import NEVER, Moment
from chalicelib.members.shapes import Standing
from chalicelib.members.states import FriendState


def card_of(standing: Standing, bought_at: Moment) -> Card:
    """The card of a member who stands so and first bought something at a moment (NEVER: has not)."""
    friendships = standing.friendships
    friends = {
        friendship.userid: friendship.since for friendship in friendships if friendship.status is FriendState.FRIEND
    }
    return Card(
        member_id=standing.member_id,
        external_userid=standing.external_userid,
        friends=dict(sorted(friends.items())),
        tags=sorted({tag for friendship in friendships for tag in friendship.tags}),
        states=sorted({state for friendship in friendships for state in friendship.states}),
        first_state=standing.first_state,
        stage=stage(bool(friends), bought_at),
        bought_at=bought_at,
        refused_at=standing.refused_at,
        blocked_at=standing.blocked_at,
    )


def stage(is_friend: bool, bought_at: Moment) -> Stage:
    """Where somebody stands on the way to a purchase."""
    if not is_friend:
        return Stage.LOST
    return Stage.BUYER if bought_at else Stage.LEAD


def earliest(*times: Moment) -> Moment:
    """The first of some moments, those that are NEVER left out."""
    return min((time for time in times if time), default=NEVER)


def is_meant(audience: Customers, card: Card) -> bool:
    """True when a member is one of those the audience describes."""
    tags = card.tags
    return (
        (not audience.any_tags or any(tag in tags for tag in audience.any_tags))
        and all(tag in tags for tag in audience.all_tags)
        and not any(tag in tags for tag in audience.no_tags)
        and (not audience.stages or card.stage in audience.stages)
        and (not audience.staff or any(userid in card.friends for userid in audience.staff))
        and (not audience.live_codes or any(code in card.states for code in audience.live_codes))
    )


def sender_of(audience: Customers, card: Card) -> UserId:
    """Who writes to a member: of the staff who may, the one befriended last; '' when nobody may.

    One only: WeCom itself would give a shared customer to one of their staff (docs/platform D8).
    """
    able = [(since, userid) for userid, since in card.friends.items() if not audience.staff or userid in audience.staff]
    return max(able, default=(NEVER, UserId("")))[1]
