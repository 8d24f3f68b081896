"""Pure decisions about orders: sums, the parts of a discount, and which state may follow which."""

from __future__ import annotations

from collections.abc import Sequence

from chalicelib.orders.shapes import CANCELLED, PAID, PICKED_UP, PLACED, READY, REFUNDED, REFUNDING

# A cancelled order is paid after all when the money came late and a place was left.
FOLLOWS: dict[str, tuple[str, ...]] = {
    PLACED: (),
    PAID: (PLACED, CANCELLED),
    READY: (PAID,),
    PICKED_UP: (READY,),
    CANCELLED: (PLACED,),
    REFUNDING: (PLACED, PAID, CANCELLED),
    REFUNDED: (REFUNDING, PAID),
}


def apportion(amounts: Sequence[int], off: int) -> list[int]:
    """`off` fen spread over lines in proportion to their amounts; the parts sum to it and none exceeds its line.

    Rounded down, then a fen more for those that lost most by rounding (largest remainder), earlier lines first.
    """
    total = sum(amounts)
    if not 0 <= off <= total:
        raise ValueError("a discount is between nothing and the total")
    if total == 0:
        return [0 for _ in amounts]
    parts = [amount * off // total for amount in amounts]
    rest = off - sum(parts)
    by_loss = sorted(range(len(amounts)), key=lambda line: (-(amounts[line] * off % total), line))
    for line in by_loss[:rest]:
        parts[line] += 1
    return parts


def entry(at: str, state: str, fen: int, ref: str) -> str:
    """A line of an order's ledger: when, what it became, the money that moved (out is negative), what it refers to."""
    return f"{at}|{state}|{fen}|{ref}"


def parts(line: str) -> tuple[str, str, str, str]:
    """A ledger line taken apart."""
    at, state, fen, ref = line.split("|", 3)
    return at, state, fen, ref
