"""The verb of what a customer sees of themselves."""

from __future__ import annotations

from chalicelib.brand import service as brand
from chalicelib.core import masks
from chalicelib.core.context import Ctx
from chalicelib.core.errors import NotAMember
from chalicelib.core.ids import StoreId
from chalicelib.core.moments import NEVER
from chalicelib.coupons import service as coupons
from chalicelib.coupons.states import WalletState
from chalicelib.members import service as members
from chalicelib.members.ids import MemberId
from chalicelib.members.states import FriendState
from chalicelib.mine.shapes import Brand, Mine, MyStore, Wallet
from chalicelib.staff import service as staff
from chalicelib.stores import service as stores

# A wallet of so many is counted; nobody reads a longer one to be told a figure.
COUNTED = 20


def mine(ctx: Ctx) -> Mine:
    """Who is signed in, and what they have in one look. 1 RU per 4 KB of them, and a page of their wallet.

    Raises NotAMember for whom nothing is known of any more.
    """
    member_id = MemberId(ctx.who)
    stands = members.standing(ctx, member_id)
    if stands is None:
        raise NotAMember()
    friends = [one for one in stands.friendships if one.status is FriendState.FRIEND]
    adviser = max(friends, key=lambda one: one.since).userid if friends else None
    return Mine(
        brand=Brand(ctx.corp, brand.look(ctx).name),
        member_id=member_id,
        name=masks.name(members.name_of(ctx, member_id)),
        is_friend=bool(friends),
        adviser=staff.name_of(ctx, adviser) if adviser else "",
        store=_store(ctx, members.store_of(ctx, member_id)),
        accepts_posts=not (stands.refused_at or stands.blocked_at),
        coupons=_wallet(ctx, member_id),
        session_ends_at=ctx.session.ends_at if ctx.session else NEVER,
    )


def _store(ctx: Ctx, store_id: StoreId) -> MyStore | None:
    found = stores.known(ctx, store_id) if store_id else None
    return MyStore(store_id, found.name, found.address) if found else None


def _wallet(ctx: Ctx, member_id: MemberId) -> Wallet:
    page = coupons.wallet(ctx, member_id, COUNTED, "")
    return Wallet(sum(coupon.status is WalletState.ISSUED for coupon in page.items), bool(page.cursor))
