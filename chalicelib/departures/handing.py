"""Handing over, step by step: what is ours first (parts.py), then groups, then one lot of customers after the other.

A step asks WeCom first and then keeps what it was told with the move of its cursor. One that is repeated asks again for
the same customers and the same takers, and WeCom says that they are asked for already (docs/platform D5).
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import TypeVar

import msgspec

from chalicelib.core.context import Ctx
from chalicelib.core.errors import Outlook
from chalicelib.core.ids import ExternalUserId, UserId
from chalicelib.core.moments import iso
from chalicelib.core.ops import refusals
from chalicelib.core.ops.jobs import Reject, Step, Why, Work
from chalicelib.core.problems import Problem, Remedy, problem_of
from chalicelib.core.storage.transaction import Transaction
from chalicelib.departures import parts, rules, store
from chalicelib.departures.errors import CameBack, TakersGone
from chalicelib.departures.jobs import HandOver
from chalicelib.departures.parts import Handing
from chalicelib.departures.shapes import Counts, Taker
from chalicelib.departures.states import CustomerState, DepartureState, Part
from chalicelib.departures.store import DepartureRow, HandedRow
from chalicelib.members import service as members
from chalicelib.members.shapes import Friend
from chalicelib.platforms.wecom import mass, transfers
from chalicelib.platforms.wecom.errors import WeComRefused, refusal
from chalicelib.platforms.wecom.transfers import Between
from chalicelib.staff import service as people

# Each is a transaction or two.
THINGS_A_STEP = 20
# So many rows a step may write with the move of its cursor, and WeCom takes 100 a call.
A_STEP = 80
UNDER_WAY = frozenset({DepartureState.ASKING, DepartureState.STOPPING})
GROUP_REFUSED = Why(
    "企业微信没有转移这个客户群，请在企业微信中核对群主与转移次数",
    "WeCom did not give this group to another owner. Look at its owner, and how often it was given on",
)
CUSTOMER_REFUSED = Why(
    "企业微信没有转移这位客户，原因见交接的客户列表",
    "WeCom does not hand this customer over. The list of this departure's customers says why",
)


T = TypeVar("T")


class Place(msgspec.Struct, frozen=True, kw_only=True):
    """How far a part has come. things: that are left of it. after: the cursor of customers.

    number: of the next one.
    """

    part: Part
    things: tuple[str, ...] | None = None
    after: str = ""
    number: int = 0


def step(ctx: Ctx, work: Work[HandOver]) -> Step:
    """Some of what is ours, some groups, or some customers. Raises what may pass: it is tried again."""
    row = store.departure(ctx, work.args.departure)
    if row is None or row.state not in UNDER_WAY:
        return Step(cursor=None)
    if not work.cursor:
        store.note_job(ctx, row.departure_id, work.job)
    at = msgspec.json.decode(work.cursor, type=Place) if work.cursor else _first(row)
    if at is None or row.state is DepartureState.STOPPING:
        return _last(ctx, row, row.counts, part=row.part)
    if row.has_left and _is_back(ctx, row.staff):
        return _last(ctx, row, row.counts, part=row.part, problem=problem_of(ctx, CameBack(), Remedy.NOTHING))
    takers = _takers(ctx, row)
    if not takers:
        return _last(ctx, row, row.counts, part=row.part, problem=problem_of(ctx, TakersGone(), Remedy.NOTHING))
    handing = Handing(row, takers)
    if at.part is Part.GROUPS:
        return _groups(ctx, handing, at)
    if at.part is Part.CUSTOMERS:
        return _customers(ctx, handing, at)
    return _things(work.behalf(ctx), handing, at)


def _is_back(ctx: Ctx, staff: UserId) -> bool:
    """Whoever had left is there again, and has what is theirs: their role too, which nobody asked to end."""
    person = people.now(ctx, staff)
    return person.is_met and person.is_able


def _takers(ctx: Ctx, row: DepartureRow) -> list[Taker]:
    """Those who can still take over: somebody may leave while they are taking over from another."""
    return [one for one in row.takers if people.now(ctx, one.userid).is_able]


def _first(row: DepartureRow) -> Place | None:
    return Place(part=row.part) if row.part else None


def plus(counts: Counts, state: CustomerState) -> Counts:
    """One customer more in a state."""
    return msgspec.structs.replace(counts, **{state.value: getattr(counts, state.value) + 1})


def _after(row: DepartureRow, part: Part) -> Part | None:
    """The part that follows, None when all had their turn."""
    parts = list(Part)
    return next((one for one in parts[parts.index(part) + 1 :] if getattr(row, one.value)), None)


def _cursor(at: Place) -> str:
    return msgspec.json.encode(at).decode()


def _last(
    ctx: Ctx, row: DepartureRow, counts: Counts, *, part: Part | None = None, problem: Problem | None = None
) -> Step:
    """All were asked for, or at a part it was stopped."""
    looks_at = iso(rules.next_look(ctx.now, 0)) if counts.waiting else None

    def end(transaction: Transaction) -> None:
        store.asked_in(transaction, row, counts, looks_at, part, problem)

    return Step(cursor=None, together=end)


def _by_taker(shares: Sequence[tuple[UserId, T]]) -> Iterable[tuple[UserId, list[T]]]:
    """What each taker gets, in the order of takers."""
    by_taker: dict[UserId, list[T]] = {}
    for taker, share in shares:
        by_taker.setdefault(taker, []).append(share)
    return by_taker.items()


def _go_on(
    ctx: Ctx, row: DepartureRow, at: Place | None, counts: Counts, done: int = 0, rejects: Sequence[Reject] = ()
) -> Step:
    """Where it goes on, None: it is over; what is handed over so far is seen from then on."""
    if at is None:
        return msgspec.structs.replace(_last(ctx, row, counts), done=done, rejects=rejects)

    def keep(transaction: Transaction) -> None:
        store.came_to_in(transaction, row, counts, at.part)

    return Step(cursor=_cursor(at), done=done, rejects=rejects, together=keep)


def _then(row: DepartureRow, part: Part) -> Place | None:
    following = _after(row, part)
    return Place(part=following) if following else None


# ---- what is ours


def _things(ctx: Ctx, handing: Handing, at: Place) -> Step:
    """Up to 20 things of a part: others are behind them from now on, or they end."""
    row, kind = handing.row, parts.KINDS[at.part]
    if at.things is None:
        found = tuple(kind.find(ctx, row))
        here = msgspec.structs.replace(at, things=found) if found else _then(row, at.part)
        return _go_on(ctx, row, here, row.counts)
    now, rest = at.things[:THINGS_A_STEP], at.things[THINGS_A_STEP:]
    handed = [kind.hand(ctx, handing, thing, at.number + turn) for turn, thing in enumerate(now)]
    counts = rules.more(row.counts, at.part, sum(one.done for one in handed), sum(one.is_failed for one in handed))
    rejects = [
        Reject(at.number + turn + 1, one.why, thing, at.part.value)
        for turn, (thing, one) in enumerate(zip(now, handed, strict=True))
        if one.why
    ]
    here = Place(part=at.part, things=rest, number=at.number + len(now)) if rest else _then(row, at.part)
    return _go_on(ctx, row, here, counts, len(now) - len(rejects), rejects)


# ---- groups


def _groups(ctx: Ctx, handing: Handing, at: Place) -> Step:
    """Give on up to 100 groups, each taker their share.

    Which they are is kept before the first is given on: WeCom lists those no more of which only its answer was lost.
    """
    row = handing.row
    if at.things is None:
        found = tuple(sorted({group.chat_id for group in mass.groups_of(ctx, row.staff)}))
        return _go_on(ctx, row, msgspec.structs.replace(at, things=found) if found else _then(row, at.part), row.counts)
    some, rest = at.things[: transfers.MOST_GROUPS], at.things[transfers.MOST_GROUPS :]
    taken = [(rules.taker(handing.takers, at.number + turn), chat) for turn, chat in enumerate(some)]
    failed: dict[str, int] = {}
    for taker, theirs in _by_taker(taken):
        failed |= _given(ctx, row, taker, theirs)
    rejects = [
        Reject(at.number + turn + 1, _why_group(failed[chat]), chat, at.part.value)
        for turn, chat in enumerate(some)
        if chat in failed
    ]
    counts = rules.more(row.counts, Part.GROUPS, len(some) - len(failed), len(failed))
    here = msgspec.structs.replace(at, things=rest, number=at.number + len(some)) if rest else _then(row, Part.GROUPS)
    return _go_on(ctx, row, here, counts, len(some) - len(failed), rejects)


def _why_group(errcode: int) -> Why:
    """Why WeCom did not give a group on, by its own word (docs/platform D5)."""
    refused = refusal("externalcontact/groupchat/transfer", errcode)
    return Why(f"{GROUP_REFUSED.zh}。{refused.zh}", f"{GROUP_REFUSED.en}. {refused.en}")


def _given(ctx: Ctx, row: DepartureRow, taker: UserId, chats: Sequence[str]) -> dict[str, int]:
    """Those that were not given on. What WeCom refuses altogether it refuses of each."""
    try:
        failed = transfers.hand_groups(ctx, taker, chats, has_left=row.has_left)
    except WeComRefused as refused:
        if refused.outlook is not Outlook.NEVER:
            raise
        refusals.note(ctx, refused, Remedy.NOTHING, taker)
        return dict.fromkeys(chats, refused.errcode)
    return {chat: errcode for chat, errcode in failed.items() if errcode != rules.SAME_OWNER}


# ---- customers


def _customers(ctx: Ctx, handing: Handing, at: Place) -> Step:
    """Ask for up to 80 customers, each taker their share."""
    row = handing.row
    page = members.friends(ctx, row.staff, A_STEP, at.after)
    shares = [(rules.taker(handing.takers, at.number + place), friend) for place, friend in enumerate(page.items)]
    handed = [one for taker, theirs in _by_taker(shares) for one in _asked(ctx, row, taker, theirs)]
    failed = [one for one in handed if one.problem]
    counts = msgspec.structs.replace(
        row.counts,
        customers=row.counts.customers + len(handed),
        waiting=row.counts.waiting + len(handed) - len(failed),
        failed=row.counts.failed + len(failed),
    )
    rejects = [
        Reject(at.number + place + 1, CUSTOMER_REFUSED, one.member_id, at.part.value)
        for place, one in enumerate(failed)
    ]
    here = None
    if page.cursor:
        here = Place(part=Part.CUSTOMERS, after=page.cursor, number=at.number + len(handed))
    following = _go_on(ctx, row, here, counts, len(handed) - len(failed), rejects)

    def keep(transaction: Transaction) -> None:
        store.offer_in(transaction, handed)
        if following.together:
            following.together(transaction)

    return msgspec.structs.replace(following, together=keep)


def _asked(ctx: Ctx, row: DepartureRow, taker: UserId, friends: Sequence[Friend]) -> list[HandedRow]:
    between = Between(row.staff, taker, row.has_left)
    problems = _problems(ctx, between, [one.external_userid for one in friends], row.message)
    return [
        store.new_handed(ctx, row, one.member_id, one.external_userid, taker, problems.get(one.external_userid))
        for one in friends
    ]


def _problems(
    ctx: Ctx, between: Between, customers: Sequence[ExternalUserId], said: str
) -> Mapping[ExternalUserId, Problem]:
    """Why WeCom does not do it, of whom it does not. What it refuses altogether it refuses of each."""
    try:
        told = transfers.ask(ctx, between, customers, said)
    except WeComRefused as refused:
        if refused.outlook is not Outlook.NEVER:
            raise
        return dict.fromkeys(customers, refusals.note(ctx, refused, Remedy.NOTHING, between.takeover))
    wrong = {customer: errcode for customer, errcode in told.items() if errcode and errcode not in rules.UNDER_WAY}
    return {customer: _problem(ctx, errcode) for customer, errcode in wrong.items()}


def _problem(ctx: Ctx, errcode: int) -> Problem:
    return refusals.note(ctx, refusal("externalcontact/transfer_customer", errcode), Remedy.NOTHING)
