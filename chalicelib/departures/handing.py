"""Handing over, step by step: live codes first, then groups, then one lot of customers after the other.

A step asks WeCom first and then keeps what it was told with the move of its cursor. One that is repeated asks again for
the same customers and the same takers, and WeCom says that they are asked for already (docs/platform D5).
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from enum import StrEnum
from typing import TypeVar

import msgspec

from chalicelib.core.context import Ctx
from chalicelib.core.errors import Outlook
from chalicelib.core.ids import ExternalUserId, UserId
from chalicelib.core.moments import iso
from chalicelib.core.ops import refusals
from chalicelib.core.ops.jobs import Reject, Step, Why, Work
from chalicelib.core.problems import Problem, Remedy
from chalicelib.core.storage.transaction import Transaction
from chalicelib.departures import rules, store
from chalicelib.departures.jobs import HandOver
from chalicelib.departures.shapes import Counts
from chalicelib.departures.states import CustomerState, DepartureState
from chalicelib.departures.store import DepartureRow, HandedRow
from chalicelib.livecodes import service as livecodes
from chalicelib.livecodes.ids import LiveCode
from chalicelib.members import service as members
from chalicelib.members.shapes import Friend
from chalicelib.platforms.wecom import mass, transfers
from chalicelib.platforms.wecom.errors import WeComRefused, refusal
from chalicelib.platforms.wecom.transfers import Between

# Each is a transaction or two.
CODES_A_STEP = 20
# So many rows a step may write with the move of its cursor, and WeCom takes 100 a call.
A_STEP = 80
A_PAGE = 100
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


class Phase(StrEnum):
    """What is handed over in turn; a departure leaves out what is not asked for."""

    LIVE_CODES = "live_codes"
    GROUPS = "groups"
    CUSTOMERS = "customers"


class Place(msgspec.Struct, frozen=True, kw_only=True):
    """How far it has come. codes: live codes that are left. after: the last group, or the cursor of customers.

    number: of the next customer.
    """

    phase: Phase
    codes: tuple[LiveCode, ...] | None = None
    after: str = ""
    number: int = 0
    counts: Counts = Counts()


def step(ctx: Ctx, work: Work[HandOver]) -> Step:
    """Some groups, or some customers. Raises what may pass: it is tried again."""
    row = store.departure(ctx, work.args.departure)
    if row is None or row.state not in UNDER_WAY:
        return Step(cursor=None)
    if not work.cursor:
        store.note_job(ctx, row.departure_id, work.job)
    at = msgspec.json.decode(work.cursor, type=Place) if work.cursor else _next(row, None, Counts())
    if at is None or row.state is DepartureState.STOPPING:
        return _last(ctx, row, at.counts if at and work.cursor else _asked_so_far(ctx, row))
    return STEPS[at.phase](ctx, row, at)


def _asked_so_far(ctx: Ctx, row: DepartureRow) -> Counts:
    """Counted by the customers' own rows, where the job that asked was cancelled and its counts went with it."""
    counts, cursor = Counts(), ""
    while True:
        page = store.customers(ctx, row.departure_id, A_PAGE, cursor)
        for one in page.items:
            counts = plus(counts, one.state)
        cursor = page.cursor
        if not cursor:
            return msgspec.structs.replace(counts, customers=sum(getattr(counts, state) for state in CustomerState))


def plus(counts: Counts, state: CustomerState) -> Counts:
    """One customer more in a state."""
    return msgspec.structs.replace(counts, **{state.value: getattr(counts, state.value) + 1})


def _next(row: DepartureRow, phase: Phase | None, counts: Counts) -> Place | None:
    """Where it goes on when a phase is over (None: from the beginning); None when all are."""
    wanted = {Phase.LIVE_CODES: row.live_codes, Phase.GROUPS: row.groups, Phase.CUSTOMERS: row.customers}
    phases = list(Phase)
    rest = phases[phases.index(phase) + 1 :] if phase else phases
    return next((Place(phase=one, counts=counts) for one in rest if wanted[one]), None)


def _cursor(at: Place) -> str:
    return msgspec.json.encode(at).decode()


def _last(ctx: Ctx, row: DepartureRow, counts: Counts, done: int = 0, rejects: Sequence[Reject] = ()) -> Step:
    """All were asked for, or somebody stopped it."""
    looks_at = iso(rules.next_look(ctx.now, 0)) if counts.waiting else None

    def end(transaction: Transaction) -> None:
        store.asked_in(transaction, row, counts, looks_at)

    return Step(cursor=None, done=done, rejects=rejects, together=end)


def _by_taker(shares: Sequence[tuple[UserId, T]]) -> Iterable[tuple[UserId, list[T]]]:
    """What each taker gets, in the order of takers."""
    by_taker: dict[UserId, list[T]] = {}
    for taker, share in shares:
        by_taker.setdefault(taker, []).append(share)
    return by_taker.items()


def _go_on(
    ctx: Ctx, row: DepartureRow, phase: Phase, counts: Counts, done: int, rejects: Sequence[Reject] = ()
) -> Step:
    """The next phase, or the end."""
    following = _next(row, phase, counts)
    if following is None:
        return _last(ctx, row, counts, done, rejects)
    return Step(cursor=_cursor(following), done=done, rejects=rejects)


# ---- live codes


def _live_codes(ctx: Ctx, row: DepartureRow, at: Place) -> Step:
    """Up to 20 live codes, behind which the takers stand from now on: what is printed shows them.

    Which they are is kept before the first is changed, so that a step that is repeated knows what it has done.
    """
    if at.codes is None:
        return Step(cursor=_cursor(msgspec.structs.replace(at, codes=tuple(livecodes.codes_of(ctx, row.staff)))))
    now, rest = at.codes[:CODES_A_STEP], at.codes[CODES_A_STEP:]
    takers = {one.userid: one.weight for one in row.takers}
    for code in now:
        livecodes.hand_over(ctx, code, row.staff, takers)
    counts = msgspec.structs.replace(at.counts, live_codes=at.counts.live_codes + len(now))
    if rest:
        return Step(cursor=_cursor(Place(phase=Phase.LIVE_CODES, codes=rest, counts=counts)), done=len(now))
    return _go_on(ctx, row, Phase.LIVE_CODES, counts, len(now))


# ---- groups


def _groups(ctx: Ctx, row: DepartureRow, at: Place) -> Step:
    """Give on up to 100 groups, each taker their share."""
    chats = sorted({group.chat_id for group in mass.groups_of(ctx, row.staff)})
    some = [chat for chat in chats if chat > at.after][: transfers.MOST_GROUPS]
    taken = [(rules.taker(row.takers, chats.index(chat)), chat) for chat in some]
    failed: dict[str, int] = {}
    for taker, theirs in _by_taker(taken):
        failed |= _given(ctx, row, taker, theirs)
    rejects = [Reject(chats.index(chat) + 1, GROUP_REFUSED, chat) for chat in some if chat in failed]
    counts = msgspec.structs.replace(
        at.counts,
        groups=at.counts.groups + len(some) - len(failed),
        groups_failed=at.counts.groups_failed + len(failed),
    )
    if len(some) == transfers.MOST_GROUPS:
        place = Place(phase=Phase.GROUPS, after=some[-1], counts=counts)
        return Step(cursor=_cursor(place), done=len(some), rejects=rejects)
    return _go_on(ctx, row, Phase.GROUPS, counts, len(some), rejects)


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


def _customers(ctx: Ctx, row: DepartureRow, at: Place) -> Step:
    """Ask for up to 80 customers, each taker their share."""
    page = members.friends(ctx, row.staff, A_STEP, at.after)
    shares = [(rules.taker(row.takers, at.number + place), friend) for place, friend in enumerate(page.items)]
    handed = [one for taker, theirs in _by_taker(shares) for one in _asked(ctx, row, taker, theirs)]
    failed = [one for one in handed if one.problem]
    counts = msgspec.structs.replace(
        at.counts,
        customers=at.counts.customers + len(handed),
        waiting=at.counts.waiting + len(handed) - len(failed),
        failed=at.counts.failed + len(failed),
    )
    rejects = [Reject(at.number + place + 1, CUSTOMER_REFUSED, one.member_id) for place, one in enumerate(failed)]

    def keep(transaction: Transaction) -> None:
        store.offer_in(transaction, handed)

    if page.cursor:
        place = Place(phase=Phase.CUSTOMERS, after=page.cursor, number=at.number + len(handed), counts=counts)
        return Step(cursor=_cursor(place), done=len(handed), rejects=rejects, together=keep)
    last = _last(ctx, row, counts, len(handed), rejects)

    def keep_and_end(transaction: Transaction) -> None:
        keep(transaction)
        if last.together:
            last.together(transaction)

    return msgspec.structs.replace(last, together=keep_and_end)


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


STEPS: Mapping[Phase, Callable[[Ctx, DepartureRow, Place], Step]] = {
    Phase.LIVE_CODES: _live_codes,
    Phase.GROUPS: _groups,
    Phase.CUSTOMERS: _customers,
}
