"""Pure decisions about members and their relations."""

from __future__ import annotations

from collections.abc import Iterable

import msgspec

from chalicelib.core.moments import NEVER, Moment
from chalicelib.members.states import FriendState, How, LostBy


class Add(msgspec.Struct, frozen=True, order=True):
    """An add that WeCom told of: when, how, and through which channel parameter. Stored as `at|how|state`."""

    at: Moment
    how: How
    state: str


class Loss(msgspec.Struct, frozen=True, order=True):
    """A delete that WeCom told of: when, and by whom. Stored as `at|by`."""

    at: Moment
    by: LostBy


def add_entry(at: str, how: str, state: str) -> str:
    """An add as it is stored: sorts by time."""
    return f"{at}|{how}|{state}"


def adds_at(entries: Iterable[str] | None, entry: str) -> list[str]:
    """The stored adds of the moment of one of them."""
    moment = entry.partition("|")[0]
    return [one for one in entries or () if one.partition("|")[0] == moment]


def loss_entry(at: str, by: str) -> str:
    """A delete as it is stored."""
    return f"{at}|{by}"


def adds_of(entries: Iterable[str] | None) -> list[Add]:
    """Stored adds, the earliest first."""
    parts = [entry.split("|", 2) for entry in sorted(entries or ())]
    return [Add(Moment(at), How(how), state) for at, how, state in parts]


def losses_of(entries: Iterable[str] | None) -> list[Loss]:
    """Stored deletes, the earliest first."""
    parts = [entry.split("|", 1) for entry in sorted(entries or ())]
    return [Loss(Moment(at), LostBy(by)) for at, by in parts]


def status(adds: Iterable[str], losses: Iterable[str]) -> FriendState:
    """The state of a friendship by its stored adds and deletes.

    The later of add and delete decides; in one second a delete does, since nobody deletes before adding. Half and full
    of one second: full, whatever the order they were noted in.
    """
    known, ended = adds_of(adds), losses_of(losses)
    if not known or (ended and ended[-1].at >= known[-1].at):
        return FriendState.LOST
    newest = {add.how for add in known if add.at == known[-1].at}
    return FriendState.FRIEND if How.FULL in newest else FriendState.PENDING


def since(adds: Iterable[str]) -> Moment:
    """When the friendship, as it stands, began."""
    known = adds_of(adds)
    return known[-1].at if known else NEVER


def states_of(adds: Iterable[str]) -> tuple[str, ...]:
    """The channel parameters that stored adds came through."""
    return tuple(sorted({add.state for add in adds_of(adds)} - {""}))
