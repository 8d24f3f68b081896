"""The verbs of audiences: gather members' cards, and walk through everybody who is meant.

An audience has parts (a shard of the members, the groups of one owner, all staff). A part is walked as a whole, so
whoever walks can stop and go on between two parts.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import msgspec

from chalicelib.audience import rules, store
from chalicelib.audience.shapes import Audience, Card, Customers, Groups, Meant
from chalicelib.core.context import Ctx
from chalicelib.core.events.facts import Fact
from chalicelib.core.ids import UserId
from chalicelib.core.moments import NEVER
from chalicelib.core.storage import retry
from chalicelib.core.storage.table import Refused
from chalicelib.coupons.facts import CouponRedeemed
from chalicelib.members import service as members
from chalicelib.members.facts import MemberJoined, StaffAdded
from chalicelib.members.ids import MemberId
from chalicelib.orders.facts import OrderPaid
from chalicelib.platforms.wecom import mass

# After these facts a member has bought something.
BOUGHT = (CouponRedeemed, OrderPaid)
# After these WeCom is asked for the member's profile, which tells their tags: a first card waits for it.
JOINED = (MemberJoined, StaffAdded)
GATHER_TRIES = 5


def gather(ctx: Ctx, fact: Fact[Any]) -> None:
    """After something happened to a member: write their card anew from how they stand. 2 RU, 1 WU when it changed.

    Who has just joined gets theirs when their profile has been read (MemberTagged), once and with their tags.
    Of two at once, the one that read first is refused and reads again, so an older card never takes a newer one's
    place. Raises TooBusy when that does not end.
    """
    member_id = MemberId(fact.about)
    retry.on_collision(lambda: _gather(ctx, member_id, fact), Refused, attempts=GATHER_TRIES, pause=0)


def _gather(ctx: Ctx, member_id: MemberId, fact: Fact[Any]) -> None:
    # The card is read before the rows: whoever wrote it since has read rows at least as new.
    row = store.card(ctx, member_id)
    standing = members.standing(ctx, member_id)
    if standing is None or (row is None and isinstance(fact.data, JOINED) and not standing.is_read):
        return
    bought_at = fact.at if isinstance(fact.data, BOUGHT) else NEVER
    card = rules.card_of(standing, rules.earliest(bought_at, row.card.bought_at if row else NEVER))
    if row is None or card != row.card:
        store.keep_card(ctx, card, row.version if row else 0)


def cards(ctx: Ctx, shard: int) -> Iterator[Card]:
    """The cards of one shard of the members, one page in memory at a time."""
    decoder = msgspec.json.Decoder(Card)
    for text in store.cards(ctx, shard):
        yield decoder.decode(text)


def parts(audience: Audience) -> int:
    """How many parts an audience has."""
    if isinstance(audience, Customers):
        return store.SHARDS
    return len(_owners(audience)) if isinstance(audience, Groups) else 1


def _owners(audience: Groups) -> list[UserId]:
    """Each owner once, however often they are named: their groups are written to once."""
    return list(dict.fromkeys(audience.owners))


def owner(audience: Audience, part: int) -> UserId:
    """Whose groups a part is; '' where it is none of groups."""
    return _owners(audience)[part] if isinstance(audience, Groups) else UserId("")


def part_name(audience: Audience, part: int) -> str:
    """What a part is called in the ledger of touches; '' for staff, who are not counted there."""
    if isinstance(audience, Customers):
        return str(part)
    return f"groups#{_owners(audience)[part]}" if isinstance(audience, Groups) else ""


def part_of(member_id: MemberId) -> str:
    """What the part is called in the ledger of touches that a customer is in, whichever audience meant them."""
    return str(store.shard_of(member_id))


def meant(ctx: Ctx, audience: Audience, part: int, only: frozenset[UserId] | None = None) -> Iterator[Meant]:
    """Everybody of a part who is meant. Raises WeComRefused, UpstreamUnknown when groups cannot be listed.

    only: nobody else of the staff sends it, or gets it, however the audience is described.
    """
    if isinstance(audience, Customers):
        return _customers(ctx, audience, part, only)
    if isinstance(audience, Groups):
        owner = _owners(audience)[part]
        return _groups(ctx, owner) if only is None or owner in only else iter(())
    named = (userid for userid in dict.fromkeys(audience.staff) if only is None or userid in only)
    return (Meant(userid, userid, UserId("")) for userid in named)


def _customers(ctx: Ctx, audience: Customers, shard: int, only: frozenset[UserId] | None) -> Iterator[Meant]:
    if only is not None:
        senders = only.intersection(audience.staff) if audience.staff else only
        if not senders:
            return
        audience = msgspec.structs.replace(audience, staff=sorted(senders))
    for card in cards(ctx, shard):
        if rules.is_meant(audience, card):
            yield Meant(card.external_userid, card.member_id, rules.sender_of(audience, card), card)


def _groups(ctx: Ctx, owner: UserId) -> Iterator[Meant]:
    for group in mass.groups_of(ctx, owner):
        yield Meant(group.chat_id, group.chat_id, owner, owner_has_left=group.status != 0)
