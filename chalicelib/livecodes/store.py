"""Rows of live codes: what each says and who stands behind it. One write of this row decides an edit or a move."""

from __future__ import annotations

import contextlib
from collections.abc import Iterator, Sequence

import msgspec
from pynamodb.attributes import UnicodeAttribute
from pynamodb.expressions.condition import Condition
from pynamodb.expressions.update import Action

from chalicelib.content import service as contents
from chalicelib.content.ids import ContentId
from chalicelib.content.shapes import ContentUse
from chalicelib.core.audited import Audited
from chalicelib.core.context import Ctx
from chalicelib.core.ids import StoreId, UserId
from chalicelib.core.moments import NEVER, Moment
from chalicelib.core.problems import Problem
from chalicelib.core.shapes import Hands
from chalicelib.core.storage.attributes import (
    EnumAttribute,
    IdAttribute,
    IntAttribute,
    MomentAttribute,
    StructAttribute,
)
from chalicelib.core.storage.lists import Page, children, page_by_parent, page_of_lines, walk
from chalicelib.core.storage.table import Keys, Made, Refused, Row, change, get, get_many, key
from chalicelib.core.storage.transaction import Transaction
from chalicelib.coupons.ids import TemplateId
from chalicelib.livecodes import way_rows
from chalicelib.livecodes.errors import LiveCodeChanged
from chalicelib.livecodes.ids import LiveCode
from chalicelib.livecodes.known import Edit, Known, Terms, Way
from chalicelib.livecodes.shapes import LIVE_CODE, HourlyWelcome, StaffShare, Welcome, Welcomes
from chalicelib.livecodes.states import Standing
from chalicelib.livecodes.way_rows import WayRow
from chalicelib.stores import service as stores
from chalicelib.stores.shapes import Use

SELF = "-"
# What live codes are called as users of content.
USER = "live_code"


class Listed(Hands, frozen=True, kw_only=True):
    """What the list shows of a live code, and is filtered by."""

    code: LiveCode
    name: str
    state: Standing
    staff: tuple[StaffShare, ...]
    tag_ids: tuple[str, ...]
    coupon_template_id: TemplateId
    store_id: StoreId
    created_at: Moment
    batch: str = ""
    problem: Problem | None = None
    welcome_problem: Problem | None = None


class LiveCodeRow(Made, discriminator="live_code"):
    """A live code, who stands behind it, and what follows from a join through it.

    revision: grows with each edit; last_edit: what the last one changed. moved_at: when its state was changed last;
    was: from what. batch: the job that made it. problem: of the contact way that was refused last. welcome_problem: why
    the last welcomes arrived in part or not.
    """

    keys = Keys(pk="live_code#<code>", sk=SELF, parent="live_codes", place="<created_at><code>", line=Listed)
    audited = Audited(
        thing=LIVE_CODE,
        id="code",
        name="name",
        shows=("name", "staff", "tag_ids", "welcome", "welcome_hours", "coupon_template_id", "store_id", "state"),
    )

    code = IdAttribute[LiveCode]()
    name = UnicodeAttribute()
    staff: StructAttribute[tuple[StaffShare, ...]] = StructAttribute(tuple[StaffShare, ...])
    tag_ids: StructAttribute[tuple[str, ...]] = StructAttribute(tuple[str, ...])
    welcome = StructAttribute(Welcome)
    welcome_hours: StructAttribute[tuple[HourlyWelcome, ...]] = StructAttribute(tuple[HourlyWelcome, ...], default=())
    coupon_template_id = IdAttribute[TemplateId]()
    store_id = IdAttribute[StoreId]()
    created_at = MomentAttribute()
    revision = IntAttribute(default=1)
    last_edit = StructAttribute(Edit, null=True)
    state = EnumAttribute(Standing)
    was = EnumAttribute(Standing)
    moved_at = MomentAttribute(default=NEVER)
    batch = UnicodeAttribute(default="")
    problem = StructAttribute(Problem, null=True)
    welcome_problem = StructAttribute(Problem, null=True)


class CodeTaken(Exception):
    """A live code of that code is there. batch: the job that made it, '' for none."""

    def __init__(self, row: LiveCodeRow | None) -> None:
        super().__init__(row.code if row else "")
        self.batch = row.batch if row else ""


def _key(ctx: Ctx, code: LiveCode) -> str:
    return key(ctx, "live_code", code)


def create(ctx: Ctx, terms: Terms) -> Known:
    """A live code with a contact way to be made for each of its staff, together. 2 WU a row +2 listed a row, 2 a
    content it uses.

    Raises CodeTaken.
    """
    row = LiveCodeRow(_key(ctx, terms.code), SELF, **msgspec.structs.asdict(terms))
    row.parent, row.place = key(ctx, "live_codes"), terms.created_at + terms.code
    transaction = Transaction(ctx)
    transaction.put_new(row, CodeTaken)
    for item_id, version in _contents_of(terms.welcome, terms.welcome_hours).items():
        contents.use_in(transaction, item_id, _use(terms.code, terms.name, version))
    if terms.store_id:
        stores.use_in(transaction, terms.store_id, _of_store(terms))
    userids = [share.userid for share in terms.staff]
    way_rows.add_in(transaction, terms.code, userids, terms.created_at, Refused)
    transaction.commit()
    return Known(terms, tuple(Way(share.userid, share.weight, "", "") for share in terms.staff))


def live_code(ctx: Ctx, code: LiveCode, *, consistent: bool = False) -> Known | None:
    """A live code with its contact ways, in one query. 0.5 RU per 4 KB (1 when consistent)."""
    rows = list(children(Row, _key(ctx, code), consistent=consistent))
    codes = [row for row in rows if isinstance(row, LiveCodeRow)]
    ways = [row for row in rows if isinstance(row, WayRow)]
    return _known(msgspec.convert(codes[0], Terms, from_attributes=True), ways) if codes else None


def _known(terms: Terms, rows: Sequence[WayRow]) -> Known:
    made = {row.userid: row for row in rows if not row.moved_to}
    shares = {share.userid: share.weight for share in terms.staff}
    ways = (
        way_rows.shown(made[userid], weight) if userid in made else Way(userid, weight, "", "")
        for userid, weight in shares.items()
    )
    spare = (way_rows.shown(row, 0) for userid, row in made.items() if userid not in shares)
    return Known(terms, tuple(ways), tuple(spare), frozenset(row.userid for row in rows if row.moved_to))


def there(ctx: Ctx, codes: Sequence[LiveCode]) -> set[LiveCode]:
    """Which of these there are. 0.5 RU each, one call for 100."""
    return set(some(ctx, codes))


def some(ctx: Ctx, codes: Sequence[LiveCode]) -> dict[LiveCode, Terms]:
    """What these live codes say, of those that there are. 0.5 RU per 4 KB of each, one call for 100."""
    rows = get_many([(_key(ctx, code), SELF) for code in dict.fromkeys(codes)])
    return {row.code: msgspec.convert(row, Terms, from_attributes=True) for row in rows if isinstance(row, LiveCodeRow)}


def listed(ctx: Ctx, limit: int, cursor: str) -> Page[Listed]:
    """The corp's live codes, newest first, by the index alone. 0.5 RU per 4 KB."""
    return page_of_lines(LiveCodeRow, Listed, key(ctx, "live_codes"), limit, cursor)


def promising(ctx: Ctx, template_id: TemplateId) -> Iterator[Listed]:
    """The live codes that give coupons of a template, by the index alone. 0.5 RU per 4 KB of all."""
    lines = (line for _, _, line in walk(LiveCodeRow, Listed, key(ctx, "live_codes")))
    return (line for line in lines if line.coupon_template_id == template_id)


def every(ctx: Ctx) -> Iterator[Listed]:
    """All live codes of the corp, by the index alone. 0.5 RU per 4 KB of all."""
    return (line for _, _, line in walk(LiveCodeRow, Listed, key(ctx, "live_codes")))


def tagged(ctx: Ctx, limit: int, cursor: str) -> Page[tuple[LiveCode, tuple[str, ...]]]:
    """Live codes with the tags that they put on. 0.5 RU each, and per 4 KB of the index."""
    page = page_by_parent(LiveCodeRow, key(ctx, "live_codes"), limit, cursor)
    return page.map(lambda row: (row.code, row.tag_ids))


def _contents_of(welcome: Welcome, hours: Sequence[HourlyWelcome]) -> dict[ContentId, int]:
    """The content that welcomes name, and in which version; of several the newest."""
    named = [one.content for one in (welcome, *(hour.welcome for hour in hours)) if one.content]
    return {one.item_id: one.version for one in sorted(named, key=lambda one: one.version)}


def _of_store(terms: Terms) -> Use:
    return Use(user=USER, user_id=terms.code, name=terms.name)


def _use(code: LiveCode, name: str, version: int) -> ContentUse:
    return ContentUse(user=USER, user_id=code, name=name, version=version)


def edit(ctx: Ctx, old: Known, new: Terms, what: Edit) -> None:
    """A live code as an editor wants it, if it is still as they saw it. 2 WU +2 listed, 2 WU +1 for each of the staff
    who is news, 2 WU for each content whose use changes.

    Raises LiveCodeChanged.
    """
    was = old.terms
    actions: list[Action] = [
        LiveCodeRow.name.set(new.name),
        LiveCodeRow.staff.set(new.staff),
        LiveCodeRow.tag_ids.set(new.tag_ids),
        LiveCodeRow.coupon_template_id.set(new.coupon_template_id),
        LiveCodeRow.store_id.set(new.store_id),
        *_said(new.welcome, new.welcome_hours, was),
        *_next(was, what),
    ]
    if was.problem and was.problem.about in was.userids - new.userids:
        actions.append(LiveCodeRow.problem.remove())
    transaction = Transaction(ctx)
    transaction.change(LiveCodeRow(_key(ctx, was.code), SELF), actions, _is_as(was), LiveCodeChanged.of)
    _use_in(transaction, new, was)
    if new.store_id != was.store_id or (new.store_id and new.name != was.name):
        stores.use_in(transaction, new.store_id, _of_store(new))
    _add_ways_in(transaction, old, what.added)
    transaction.commit()


def _add_ways_in(transaction: Transaction, old: Known, added: Sequence[UserId]) -> None:
    code, created_at, spare = old.terms.code, old.terms.created_at, {way.userid for way in old.spare}
    for userid in added:
        if userid in spare:
            way_rows.back_in(transaction, code, userid)
        elif userid in old.moved:
            way_rows.anew_in(transaction, code, userid, created_at)
    new = [userid for userid in added if userid not in spare | old.moved]
    way_rows.add_in(transaction, code, new, created_at, LiveCodeChanged.of)


def _said(welcome: Welcome, hours: tuple[HourlyWelcome, ...], was: Terms) -> list[Action]:
    """Another welcome, and with it no problem of the old one."""
    if (welcome, hours) == (was.welcome, was.welcome_hours):
        return []
    return [
        LiveCodeRow.welcome.set(welcome),
        LiveCodeRow.welcome_hours.set(hours),
        LiveCodeRow.welcome_problem.remove(),
    ]


def _next(was: Terms | LiveCodeRow, what: Edit) -> list[Action]:
    return [LiveCodeRow.revision.set(was.revision + 1), LiveCodeRow.last_edit.set(what)]


def _is_as(was: Terms) -> Condition:
    """Nobody edited it since, and it is not in the archive."""
    same: Condition = (LiveCodeRow.revision == was.revision) & (LiveCodeRow.state != Standing.ARCHIVED)
    return same


def _use_in(transaction: Transaction, new: Terms, was: Terms) -> None:
    """Add: what content it uses now, under which name. 2 WU for each whose use changes."""
    old, named = (_contents_of(one.welcome, one.welcome_hours) for one in (was, new))
    for item_id, version in named.items():
        if old.get(item_id) != version or was.name != new.name:
            contents.use_in(transaction, item_id, _use(new.code, new.name, version))
    for item_id in old.keys() - named.keys():
        contents.leave_in(transaction, item_id, USER, new.code)


def move(ctx: Ctx, code: LiveCode, to: Standing, since: frozenset[Standing]) -> None:
    """Pause, resume, archive. 1 WU +1 listed. Raises Refused when it is in no state from which that may be."""
    actions = [LiveCodeRow.state.set(to), LiveCodeRow.was.set(LiveCodeRow.state), LiveCodeRow.moved_at.set(ctx.at)]
    change(ctx, LiveCodeRow(_key(ctx, code), SELF), actions, LiveCodeRow.state.is_in(*since))


def restore(ctx: Ctx, code: LiveCode) -> None:
    """Out of the archive, to what it was before. 1 WU +1 listed. Raises Refused when it is not there."""
    actions = [
        LiveCodeRow.state.set(LiveCodeRow.was),
        LiveCodeRow.was.set(LiveCodeRow.state),
        LiveCodeRow.moved_at.set(ctx.at),
    ]
    change(ctx, LiveCodeRow(_key(ctx, code), SELF), actions, LiveCodeRow.state == Standing.ARCHIVED)


def set_welcome(ctx: Ctx, was: Terms, new: Welcomes) -> None:
    """Another welcome from now on. 2 WU +2 listed, 2 for each content whose use changes. Raises LiveCodeChanged."""
    actions = [
        *_said(new.welcome, new.welcome_hours, was),
        *_next(was, Edit(ctx.at, ("welcome",))),
    ]
    transaction = Transaction(ctx)
    same = LiveCodeRow.revision == was.revision
    transaction.change(LiveCodeRow(_key(ctx, was.code), SELF), actions, same, LiveCodeChanged.of)
    _use_in(transaction, msgspec.structs.replace(was, welcome=new.welcome, welcome_hours=new.welcome_hours), was)
    transaction.commit()


def rename_staff(ctx: Ctx, code: LiveCode, old: UserId, new: UserId) -> bool:
    """A userid goes on under its new form, at the live code and with its contact way; one that is there already stays.

    6 WU +4 listed. False when there is nothing to do. Raises LiveCodeChanged, Refused when it was changed meanwhile.
    """
    row = get(LiveCodeRow, _key(ctx, code), SELF, consistent=True)
    ways = {one.userid: one for one in children(WayRow, _key(ctx, code), "way#", consistent=True)}
    way, target = ways.get(old), ways.get(new)
    if row is None or way is None or way.moved_to:
        return False
    transaction = Transaction(ctx)
    if target is None:
        way_rows.move_in(transaction, way, new)
    elif target.moved_to:
        way_rows.anew_in(transaction, code, new, row.created_at)
    shares = {(new if share.userid == old else share.userid): share.weight for share in row.staff}
    shares |= {share.userid: share.weight for share in row.staff if share.userid == new}
    staff = tuple(StaffShare(userid, weight) for userid, weight in shares.items())
    if staff != row.staff:
        actions = [LiveCodeRow.staff.set(staff), *_next(row, Edit(ctx.at, ("staff",), (new,), (old,)))]
        same = LiveCodeRow.revision == row.revision
        transaction.change(LiveCodeRow(row.pk, SELF), actions, same, LiveCodeChanged.of)
    elif target is not None and not target.moved_to:
        return False
    transaction.commit()
    return True


def no_longer_away(ctx: Ctx, code: LiveCode, userid: UserId, problem: str) -> None:
    """The code's problem was that somebody is away, who is back: nothing is wrong any more. 1 WU, 0.5 RU."""
    row = get(LiveCodeRow, _key(ctx, code), SELF)
    if row is not None and row.problem and (row.problem.code, row.problem.about) == (problem, userid):
        with contextlib.suppress(Refused):  # something else is wrong by now
            same = LiveCodeRow.problem == row.problem
            change(ctx, LiveCodeRow(_key(ctx, code), SELF), [LiveCodeRow.problem.remove()], same)


def drop_tags(ctx: Ctx, code: LiveCode, tag_ids: Sequence[str], gone: Sequence[str], problem: Problem) -> None:
    """Take tags out of a live code whose tags are those, and say why. 1 WU."""
    left = tuple(tag_id for tag_id in tag_ids if tag_id not in gone)
    actions = [LiveCodeRow.tag_ids.set(left), LiveCodeRow.problem.set(problem)]
    with contextlib.suppress(Refused):  # changed meanwhile: whoever asks next finds it
        change(ctx, LiveCodeRow(_key(ctx, code), SELF), actions, LiveCodeRow.tag_ids == tuple(tag_ids))


def replace_tag(ctx: Ctx, code: LiveCode, was: Sequence[str], now: Sequence[str]) -> None:
    """Other tags for a live code whose tags are those; whoever edits it meanwhile is told. 1 WU +1. Raises Refused."""
    actions: list[Action] = [
        LiveCodeRow.tag_ids.set(tuple(now)),
        LiveCodeRow.revision.set(LiveCodeRow.revision + 1),
        LiveCodeRow.last_edit.set(Edit(ctx.at, ("tag_ids",))),
    ]
    change(ctx, LiveCodeRow(_key(ctx, code), SELF), actions, LiveCodeRow.tag_ids == tuple(was))


def tell_welcome(ctx: Ctx, code: LiveCode, problem: Problem | None) -> None:
    """What is wrong with a live code's welcome; None: nothing any more. 1 WU."""
    said = LiveCodeRow.welcome_problem.set(problem) if problem else LiveCodeRow.welcome_problem.remove()
    change(ctx, LiveCodeRow(_key(ctx, code), SELF), [said], LiveCodeRow.pk.exists())


def tell_ways(ctx: Ctx, code: LiveCode, problem: Problem | None) -> None:
    """What is wrong with a live code's contact ways, for its list; None: nothing any more. 1 WU."""
    said = LiveCodeRow.problem.set(problem) if problem else LiveCodeRow.problem.remove()
    change(ctx, LiveCodeRow(_key(ctx, code), SELF), [said], LiveCodeRow.pk.exists())
