"""Whom posts may reach: members' cards, gathered from their rows, and what was said against posts."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import msgspec

from chalicelib.core.context import Ctx
from chalicelib.core.errors import TooBusy
from chalicelib.core.events.facts import Fact
from chalicelib.core.storage.table import Refused
from chalicelib.members import rules, store
from chalicelib.members.ids import MemberId
from chalicelib.members.shapes import Card
from chalicelib.members.states import FriendState
from chalicelib.members.store import CardRow, MemberRow, RefusalRow, RelationRow

SHARDS = store.AUDIENCE_SHARDS
# After these facts a member has bought something.
BOUGHT = ("coupon.redeemed", "order.paid")
GATHER_TRIES = 5


def gather(ctx: Ctx, fact: Fact[Any]) -> None:
    """After something happened to a member: write their card anew from their rows. 2 RU, 1 WU when it changed.

    Of two at once, the one that read first is refused and reads again, so an older card never takes a newer one's
    place. Raises TooBusy when that does not end.
    """
    member_id = MemberId(fact.about)
    bought = fact.at if fact.kind in BOUGHT else ""
    for _ in range(GATHER_TRIES):
        try:
            return _gather(ctx, member_id, bought)
        except Refused:
            continue
    raise TooBusy()


def _gather(ctx: Ctx, member_id: MemberId, bought: str) -> None:
    # The card is read before the rows: whoever wrote it since has read rows at least as new.
    seen = store.card(ctx, member_id)
    before = _decoded(seen)
    member, relations, refusal = store.around(ctx, member_id)
    if member is None and not relations:
        return
    bought = rules.earliest(bought, before.bought_at if before else "")
    card = _card(member_id, member, relations, refusal, bought)
    if card != before:
        store.keep_card(ctx, member_id, msgspec.json.encode(card).decode(), seen.version if seen else 0)


def _decoded(row: CardRow | None) -> Card | None:
    return msgspec.json.decode(row.card, type=Card) if row else None


def _card(
    member_id: str,
    member: MemberRow | None,
    relations: list[RelationRow],
    refusal: RefusalRow | None,
    bought_at: str,
) -> Card:
    friends = {
        row.userid: rules.since(row.adds)
        for row in relations
        if rules.status(row.adds or (), row.losses or ()) is FriendState.FRIEND
    }
    states = {state for row in relations for state in rules.states_of(row.adds or ())}
    tags = {tag for row in relations for tag in row.tags or ()}
    return Card(
        member_id=member_id,
        external_userid=member.external_userid if member else relations[0].external_userid,
        friends=dict(sorted(friends.items())),
        tags=sorted(tags),
        states=sorted(states),
        first_state=member.first_state if member else "",
        stage=rules.stage(bool(friends), bought_at),
        bought_at=bought_at,
        refused_at=(refusal.refuses_at or "") if refusal and refusal.refuses else "",
        blocked_at=(refusal.blocked_at or "") if refusal and refusal.blocked else "",
    )


def cards(ctx: Ctx, shard: int) -> Iterator[Card]:
    """The cards of one part of the audience (0 up to SHARDS), one page in memory at a time."""
    decoder = msgspec.json.Decoder(Card)
    for text in store.cards(ctx, shard):
        yield decoder.decode(text)


def refused_since(ctx: Ctx, since: str) -> dict[str, str]:
    """Who has said no to posts, or was blocked, after a moment: external userid to `refused` or `blocked`.

    By the index, which is a moment behind.
    """
    found: dict[str, str] = {}
    for row in store.refusals_since(ctx, since):
        if row.blocked or row.refuses:
            found[row.external_userid] = "blocked" if row.blocked else "refused"
    return found
