"""Pure decisions about members and their relations."""

from __future__ import annotations

from collections.abc import Iterable

FULL = "full"
HALF = "half"
BY_CUSTOMER = "customer"
BY_STAFF = "staff"
BY_TRANSFER = "transfer"


def add_entry(at: str, how: str, state: str) -> str:
    """An add as it is noted: sorts by time."""
    return f"{at}|{how}|{state}"


def loss_entry(at: str, by: str) -> str:
    """A delete as it is noted."""
    return f"{at}|{by}"


def status(adds: Iterable[str], losses: Iterable[str]) -> str:
    """friend, pending (customer added, staff has not confirmed) or lost.

    The later of add and delete decides; in one second a delete does, since nobody deletes before adding.
    """
    last_add = max(adds, default="")
    last_loss = max(losses, default="")
    if not last_add or _time(last_loss) >= _time(last_add):
        return "lost"
    # Half and full of one second: full, whatever the order they were noted in ("full" < "half").
    newest = [entry for entry in adds if _time(entry) == _time(last_add)]
    return "friend" if any(f"|{FULL}|" in entry for entry in newest) else "pending"


def _time(entry: str) -> str:
    return entry.partition("|")[0]


def since(adds: Iterable[str]) -> str:
    """When the friendship, as it stands, began."""
    return _time(max(adds, default=""))
