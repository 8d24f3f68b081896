"""Pure decisions about members and their relations."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import timedelta

import msgspec

from chalicelib.core.ids import StoreId
from chalicelib.core.moments import NEVER, Moment, iso, moment
from chalicelib.members.states import FriendState, Heard, How, LostBy

# WeCom's list may be older than its callbacks, and its clock another than ours: of what is younger than this, when the
# list is asked for, the list proves nothing.
LISTING_LAG = timedelta(minutes=10)
# By how much the time of an add may differ between a callback and a list.
SAME_ADD = timedelta(minutes=1)
# Who is in a member of staff's list at WeCom: whoever left stays there until they are deleted too (docs/platform D3).
LISTED = frozenset({Heard.FRIEND, Heard.LEFT})


class Evidence(msgspec.Struct, frozen=True):
    """The stored adds and deletes of a pair."""

    adds: frozenset[str] = frozenset()
    losses: frozenset[str] = frozenset()


class Add(msgspec.Struct, frozen=True, order=True):
    """An add that WeCom told of: when, how, through which channel parameter, and at which store, '' for none.

    Stored as `at|how|state`, or `at|how@store|state`.
    """

    at: Moment
    how: How
    state: str
    store: StoreId = StoreId("")

    @property
    def entry(self) -> str:
        """It as it is stored."""
        return add_entry(self.at, self.how, self.state, self.store)


class Loss(msgspec.Struct, frozen=True, order=True):
    """A delete that WeCom told of: when, and by whom. Stored as `at|by`."""

    at: Moment
    by: LostBy


def add_entry(at: str, how: str, state: str, store: str = "") -> str:
    """An add as it is stored: sorts by time."""
    return f"{at}|{how}@{store}|{state}" if store else f"{at}|{how}|{state}"


def at_store(entry: str, store: StoreId) -> str:
    """The stored add of one that was found, at a store; '' stays ''."""
    at, how, state = entry.split("|", 2) if entry else ("", "", "")
    return add_entry(at, how, state, store) if entry else ""


def adds_at(entries: Iterable[str] | None, entry: str) -> list[str]:
    """The stored adds of the moment of one of them."""
    moment = entry.partition("|")[0]
    return [one for one in entries or () if one.partition("|")[0] == moment]


def loss_entry(at: str, by: str) -> str:
    """A delete as it is stored."""
    return f"{at}|{by}"


def is_loss(entry: str) -> bool:
    """True for a stored delete, which has two parts; an add has three."""
    return entry.count("|") == 1


def adds_of(entries: Iterable[str] | None) -> list[Add]:
    """Stored adds, the earliest first."""
    parts = [entry.split("|", 2) for entry in sorted(entries or ())]
    return [
        Add(Moment(at), How(how.partition("@")[0]), state, StoreId(how.partition("@")[2])) for at, how, state in parts
    ]


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
    newest = [add.how for add in known if add.at == known[-1].at]
    return FriendState.FRIEND if any(how.is_whole for how in newest) else FriendState.PENDING


def is_listed(adds: Iterable[str], losses: Iterable[str]) -> bool:
    """True for who is in the list of the member of staff: a friend, or one who left and was not deleted there."""
    return hint(adds, losses) in LISTED


def stage(states: Iterable[FriendState]) -> FriendState:
    """How a member stands with the corp: as their best friendship does."""
    known = set(states)
    return next((one for one in (FriendState.FRIEND, FriendState.PENDING) if one in known), FriendState.LOST)


def hint(adds: Iterable[str], losses: Iterable[str]) -> Heard:
    """What the index should say of a friendship."""
    state, ended = status(adds, losses), losses_of(losses)
    if state is not FriendState.LOST:
        return Heard(state)
    return Heard.LEFT if ended and ended[-1].by is LostBy.CUSTOMER else Heard.DROPPED


def add_found(known: Evidence, created: Moment, state: str, listed_at: Moment) -> str:
    """The add that is to be noted since WeCom lists the pair; '' when there is none that nothing else told of.

    created: since when WeCom says that they are friends, NEVER when it does not say: then it is no proof that anybody
    came again. listed_at: before the list was asked for.
    """
    adds, losses = adds_of(known.adds), losses_of(known.losses)
    last_loss = losses[-1] if losses else None
    match status(known.adds, known.losses):
        case FriendState.PENDING:
            # Confirmed since: as late as the half add, or that would count as the later one.
            return add_entry(max(created, adds[-1].at), How.FOUND, state)
        case FriendState.FRIEND:
            is_news = created > _later(adds[-1].at, SAME_ADD)
        case FriendState.LOST:
            is_news = last_loss is None or created > last_loss.at
    if is_news:
        return add_entry(created or listed_at, How.FOUND, state)
    if last_loss is None or last_loss.by is LostBy.CUSTOMER or (adds and adds[-1].at > last_loss.at):
        # Who has left stays in the list until they are deleted there too (docs/platform D3).
        return ""
    # Listed still, well after it is said to have ended: the list was wrong then, or is right again.
    proved = _earlier(listed_at, LISTING_LAG)
    return add_entry(proved, How.FOUND, state) if proved > last_loss.at else ""


def loss_found(known: Evidence, listed_at: Moment) -> str:
    """The delete that is to be noted since WeCom does not list the pair; '' when that proves nothing.

    It is noted for the last moment that the list proves, so a later add wins whenever it is told.
    """
    proved = _earlier(listed_at, LISTING_LAG)
    if status(known.adds, known.losses) is not FriendState.FRIEND or since(known.adds) > proved:
        return ""
    return loss_entry(proved, LostBy.FOUND)


def told_adds(entries: Iterable[str] | None) -> list[Add]:
    """The adds that are told as facts: not that of a callback which only comes after the same was found.

    A callback that came twice, when its store was another, is told of the store that sorts first.
    """
    adds = list({(add.at, add.how, add.state): add for add in reversed(adds_of(entries))}.values())[::-1]
    found = [add.at for add in adds if add.how is How.FOUND]
    return [add for add in adds if add.how is not How.FULL or not any(_is_same(add.at, at) for at in found)]


def told_losses(adds: Iterable[str] | None, losses: Iterable[str] | None) -> list[Loss]:
    """The deletes that are told as facts: not that of a callback which only comes after the same was found."""
    begun, ended = [add.at for add in adds_of(adds)], losses_of(losses)
    found = [loss.at for loss in ended if loss.by is LostBy.FOUND]
    return [
        loss for loss in ended if loss.by is LostBy.FOUND or not any(_none_between(begun, loss.at, at) for at in found)
    ]


def _is_same(at: Moment, found: Moment) -> bool:
    return abs(moment(at) - moment(found)) <= SAME_ADD


def _none_between(adds: Sequence[Moment], one: Moment, other: Moment) -> bool:
    return not any(min(one, other) < at <= max(one, other) for at in adds)


def _earlier(at: Moment, by: timedelta) -> Moment:
    return iso(moment(at) - by)


def _later(at: Moment, by: timedelta) -> Moment:
    return iso(moment(at) + by)


def since(adds: Iterable[str]) -> Moment:
    """When the friendship, as it stands, began."""
    known = adds_of(adds)
    return known[-1].at if known else NEVER


def states_of(adds: Iterable[str]) -> tuple[str, ...]:
    """The channel parameters that stored adds came through."""
    return tuple(sorted({add.state for add in adds_of(adds)} - {""}))
