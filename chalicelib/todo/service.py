"""What waits for whoever asks: each kind is asked of the room that has it, in one bounded look, and fails alone."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import timedelta

from chalicelib.asides import service as asides
from chalicelib.asides.shapes import AsideQuery
from chalicelib.catalogue import service as catalogue
from chalicelib.catalogue.shapes import ProductQuery
from chalicelib.catalogue.states import ShelfState
from chalicelib.content import service as contents
from chalicelib.content.states import Stage
from chalicelib.core.context import Ctx
from chalicelib.core.errors import AppError, InternalError
from chalicelib.core.moments import Moment, iso
from chalicelib.core.ops import log
from chalicelib.core.problems import Problem, Remedy, problem_of
from chalicelib.core.storage import letters
from chalicelib.core.storage.lists import PAGE_LIMIT, Page
from chalicelib.coupons import service as coupons
from chalicelib.departures import service as departures
from chalicelib.groupbuys import service as groupbuys
from chalicelib.groupbuys.shapes import ActivityQuery
from chalicelib.groupbuys.states import ActivityState
from chalicelib.livecodes import service as livecodes
from chalicelib.livecodes.shapes import LiveCodeQuery
from chalicelib.payments import service as payments
from chalicelib.posts import service as posts
from chalicelib.todo import rules
from chalicelib.todo.shapes import Kind, Todo, TodoItem, TodoThing

# So many of a kind are counted, and so many of these are shown.
MOST, SHOWN = 25, 5
LOW_PERCENT = 10
SOON = timedelta(hours=24)


def todo(ctx: Ctx) -> Todo:
    """What waits for whoever asks, of the kinds that they may do something about; a kind without any is left out.

    A kind is some queries of a list, 500 lines at most, and does not grow with history: for an owner of a corp where
    nothing is long 28 queries (16 of them the parts of the list of money) and 1 RU, and one call a kind for what was
    found. Only `posts.unsent` asks more while posts are under way; see there. No facts are read and nothing is written.
    """
    items = [_item(ctx, kind) for kind in rules.kinds(ctx.rights, ctx.scope)]
    return Todo(items=tuple(one for one in items if one.count or one.problem), as_of=ctx.at)


def _item(ctx: Ctx, kind: Kind) -> TodoItem:
    try:
        page, problem = LOOKS[kind](ctx), None
    except Exception as error:  # whatever it was: the other kinds are shown all the same
        page, problem = Page[TodoThing]([]), _not_read(ctx, kind, error)
    sort, found = rules.SORTS[kind], page.items[:MOST]
    return TodoItem(
        kind=kind,
        zh=sort.zh,
        en=sort.en,
        count=len(found),
        is_more=bool(page.cursor) or len(page.items) > MOST,
        first=tuple(found[:SHOWN]),
        path=sort.path,
        problem=problem,
    )


def _not_read(ctx: Ctx, kind: Kind, error: Exception) -> Problem:
    log.failure("todo not read", error, corp=ctx.corp, kind=kind, request_id=ctx.request_id)
    return problem_of(ctx, error if isinstance(error, AppError) else InternalError(), Remedy.RETRY)


def _thing(thing_id: str, name: str, note: str = "", note_en: str | None = None) -> TodoThing:
    return TodoThing(id=thing_id, name=name, note=note, note_en=note if note_en is None else note_en)


def _wrong(thing_id: str, name: str, problem: Problem | None) -> TodoThing:
    return _thing(thing_id, name, problem.zh if problem else "", problem.en if problem else "")


def _soon(ctx: Ctx) -> Moment:
    return iso(ctx.now + SOON)


def _money(ctx: Ctx) -> Page[TodoThing]:
    """No name of a member: the number leads to it."""
    page = payments.open_troubles(ctx, MOST)
    return page.map(lambda one: _wrong(one.refund_number or one.number, one.number, one.problem))


def _post_problems(ctx: Ctx) -> Page[TodoThing]:
    return posts.troubled(ctx, MOST).map(lambda one: _wrong(one.post_id, one.name, one.problem))


def _live_codes(ctx: Ctx) -> Page[TodoThing]:
    page = livecodes.found(ctx, LiveCodeQuery(limit=MOST, has_problem=True))
    return page.map(lambda one: _wrong(one.code, one.name, one.problem))


def _leavers(ctx: Ctx) -> Page[TodoThing]:
    return departures.not_begun(ctx, MOST).map(lambda one: _thing(one.userid, one.name))


def _reviews(stage: Stage) -> Callable[[Ctx], Page[TodoThing]]:
    def look(ctx: Ctx) -> Page[TodoThing]:
        page = contents.for_reviewer(ctx, stage, MOST)
        return page.map(lambda one: _thing(one.item_id, one.name, f"v{one.version}"))

    return look


def _unsent(ctx: Ctx) -> Page[TodoThing]:
    return posts.unsent(ctx).map(
        lambda one: _thing(
            one.post_id, one.name, f"还有 {one.targets} 人未收到", f"{one.targets} people have not got it"
        )
    )


def _sold_out(ctx: Ctx) -> Page[TodoThing]:
    page = catalogue.products(ctx, ProductQuery(limit=PAGE_LIMIT, state=ShelfState.ON))
    gone = [one for one in page.items if one.problem]
    return Page([_wrong(one.product_id, one.name, one.problem) for one in gone], page.cursor)


def _coupons_low(ctx: Ctx) -> Page[TodoThing]:
    page = coupons.nearly_gone(ctx, LOW_PERCENT)
    return page.map(lambda one: _thing(one.template_id, one.name, f"{one.left} / {one.stock}"))


def _coupons_ending(ctx: Ctx) -> Page[TodoThing]:
    return coupons.ending(ctx, _soon(ctx)).map(lambda one: _thing(one.template_id, one.name, one.claim_until))


def _groupbuys_ending(ctx: Ctx) -> Page[TodoThing]:
    page = groupbuys.found(ctx, ActivityQuery(limit=PAGE_LIMIT, state=ActivityState.OPEN))
    ending = [one for one in page.items if one.closes_at < _soon(ctx)]
    return Page([_thing(one.activity_id, one.name, one.closes_at) for one in ending], page.cursor)


def _asides(ctx: Ctx) -> Page[TodoThing]:
    """An outline is long and says nothing to an operator; why it was set aside does."""
    return asides.page(ctx, AsideQuery(limit=MOST)).map(lambda one: _thing(one.id, one.why, one.received_at))


def _dead_letters(ctx: Ctx) -> Page[TodoThing]:
    """Each queue that has some, by its page of the runbook. Where nobody counts nothing is said; that a count is old is
    said in its place.
    """
    counted = letters.counted()
    if counted is None:
        return Page([])
    if not counted.is_fresh(ctx.now):
        return Page([_thing(rules.TICK_STOPPED, rules.TICK_STOPPED, *rules.NOT_COUNTED)])
    found = [(rules.letters_page(name), rules.letters(name, many)) for name, many in sorted(counted.many.items())]
    return Page([_thing(page, page, *note) for page, note in found])


LOOKS: Mapping[Kind, Callable[[Ctx], Page[TodoThing]]] = {
    Kind.MONEY: _money,
    Kind.POST_PROBLEMS: _post_problems,
    Kind.LIVE_CODES: _live_codes,
    Kind.LEAVERS: _leavers,
    Kind.REVIEW_CONTENT: _reviews(Stage.CONTENT),
    Kind.REVIEW_COMPLIANCE: _reviews(Stage.COMPLIANCE),
    Kind.REVIEW_BUSINESS: _reviews(Stage.BUSINESS),
    Kind.UNSENT: _unsent,
    Kind.SOLD_OUT: _sold_out,
    Kind.COUPONS_LOW: _coupons_low,
    Kind.COUPONS_ENDING: _coupons_ending,
    Kind.GROUPBUYS_ENDING: _groupbuys_ending,
    Kind.ASIDES: _asides,
    Kind.DEAD_LETTERS: _dead_letters,
}
