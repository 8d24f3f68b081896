"""Pure decisions about coupons."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

WALKED = 3


def split(stock: int, buckets: int) -> list[int]:
    """`stock` spread over buckets as evenly as it goes; the parts sum to it."""
    share, rest = divmod(stock, buckets)
    return [share + (1 if index < rest else 0) for index in range(buckets)]


def buckets_for(stock: int, wanted: int) -> int:
    """How many buckets a stock gets: as many as wanted, at least 1, never more than there are coupons."""
    return max(1, min(wanted, stock))


def walk(start: int, buckets: int) -> Iterator[int]:
    """The bucket a member begins at and the few that are tried after it, each once."""
    for step in range(min(buckets, WALKED + 1)):
        yield (start + step) % buckets


def closed(at: str, claim_from: str, claim_until: str) -> str:
    """Why a template cannot be claimed at a moment: 'early', 'late' or '' when it can."""
    if claim_from and at < claim_from:
        return "early"
    if claim_until and at >= claim_until:
        return "late"
    return ""


def left(levels: Sequence[int]) -> int:
    """What is left over all buckets."""
    return sum(levels)
