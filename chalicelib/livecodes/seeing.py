"""A live code as it is read: as it is now for who changes it, at most 5 s old for who scans it or joins by it."""

from __future__ import annotations

from chalicelib.core.context import Ctx
from chalicelib.core.instance import Cache
from chalicelib.livecodes import store
from chalicelib.livecodes.errors import UnknownLiveCode
from chalicelib.livecodes.ids import LiveCode
from chalicelib.livecodes.known import Known

_codes: Cache[Known | None] = Cache()


def now(ctx: Ctx, code: LiveCode) -> Known:
    """As it is now, to whoever may see its store's. 1 RU per 4 KB. Raises UnknownLiveCode."""
    known = store.live_code(ctx, code, consistent=True)
    if known is None or not ctx.scope.allows_store(known.terms.store_id or None):
        raise UnknownLiveCode()
    return known


def lately(ctx: Ctx, code: str) -> Known | None:
    """As it was at most 5 s ago; None when there is none. 0 reads warm."""
    return _codes.get(f"{ctx.corp}#{code}", lambda: store.live_code(ctx, LiveCode(code))) if code else None


def forget(ctx: Ctx, code: LiveCode) -> None:
    """It was changed in this instance."""
    _codes.drop(f"{ctx.corp}#{code}")
