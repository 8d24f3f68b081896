"""Codes that a till asks for and no coupon has: a slip now and then, a storm of them is somebody who tries.

Bounded by what fails, never by what succeeds (docs/adr/0050): a clerk may miss often enough for any day's slips; of a
corp whose tills miss far more, those who missed wait, and everybody else goes on.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from chalicelib.core.config import config
from chalicelib.core.context import Ctx
from chalicelib.core.instance import Cache
from chalicelib.core.ops import limits, metrics
from chalicelib.coupons.errors import TooManyWrongCodes, UnknownCoupon

TILL = "till"
# In ten seconds; nobody types so fast. Each instance lets three more pass without asking.
MOST_OF_A_CLERK = 20
REMEMBERED = 60

_missed: Cache[bool] = Cache(seconds=REMEMBERED)


@contextmanager
def counted(ctx: Ctx) -> Iterator[None]:
    """What a clerk does with a code. No write while codes are good, 1 WU for each 20 that are not.

    Raises TooManyWrongCodes before anything is done, for whoever missed too often.
    """
    clerk = f"{TILL}-{ctx.who}"
    name = f"{ctx.corp}#{clerk}"
    if limits.is_failing(ctx, clerk, MOST_OF_A_CLERK) or (_missed.has(name) and limits.is_failing(ctx, TILL)):
        raise TooManyWrongCodes(limits.until_next_failures(ctx))
    try:
        yield
    except UnknownCoupon:
        limits.failed(ctx, clerk)
        limits.failed(ctx, TILL)
        _missed.put(name, True)
        metrics.count("CouponCodesWrong", corp=ctx.corp, stage=config().stage)
        raise
