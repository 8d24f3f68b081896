"""Rows of stores: a store, the number that it alone has, who works where, and what names it."""

from __future__ import annotations

from collections.abc import Sequence

import msgspec
from pynamodb.attributes import BooleanAttribute, UnicodeAttribute

from chalicelib.core.audited import Audited
from chalicelib.core.context import Ctx
from chalicelib.core.ids import StoreId, UserId
from chalicelib.core.moments import Moment
from chalicelib.core.storage.attributes import (
    EnumAttribute,
    IdAttribute,
    IntAttribute,
    MomentAttribute,
    StructAttribute,
)
from chalicelib.core.storage.lists import PAGE_LIMIT, Page, children, page_by_parent, page_of_lines, walk
from chalicelib.core.storage.retry import Collided
from chalicelib.core.storage.table import Keys, Made, Refused, Row, change, get, get_many, key
from chalicelib.core.storage.transaction import Transaction
from chalicelib.stores import rules
from chalicelib.stores.shapes import NO_STORE, STORE, Hours, Location, StoreLine, Terms, Use
from chalicelib.stores.states import MOVES, StoreState

SELF = "-"


class StoreRow(Made, discriminator="store"):
    """A store. version: grows with each edit, so that two who edit at once do not lose one's change."""

    keys = Keys(pk="store#<store>", sk=SELF, parent="stores", place="<number><store>", line=StoreLine)
    audited = Audited(
        thing=STORE,
        id="store_id",
        name="name",
        shows=("number", "name", "region", "address", "hours", "location", "manager", "staff", "clerks", "state"),
    )

    store_id = IdAttribute[StoreId]()
    number = UnicodeAttribute()
    name = UnicodeAttribute()
    region = UnicodeAttribute(default="")
    address = UnicodeAttribute(default="")
    phone = UnicodeAttribute(default="")
    hours: StructAttribute[tuple[Hours, ...]] = StructAttribute(tuple[Hours, ...], default=())
    location = StructAttribute(Location, null=True)
    manager = IdAttribute[UserId](null=True)
    staff: StructAttribute[tuple[UserId, ...]] = StructAttribute(tuple[UserId, ...], default=())
    clerks: StructAttribute[tuple[UserId, ...]] = StructAttribute(tuple[UserId, ...], default=())
    staffed = IntAttribute(default=0)
    state = EnumAttribute(StoreState, default=StoreState.OPEN)
    version = IntAttribute()
    created_at = MomentAttribute()


class NumberRow(Row, discriminator="store_number"):
    """A number and the store that has it, '' for none any more: one number is one store's."""

    keys = Keys(pk="store_number#<number>", sk=SELF)

    store_id = IdAttribute[StoreId]()


class WorkRow(Row, discriminator="store_staff"):
    """Somebody works at a store, since then. left_at: they do not any more."""

    keys = Keys(pk="store_staff#<userid>", sk="at#<store>")

    userid = IdAttribute[UserId]()
    store_id = IdAttribute[StoreId]()
    is_clerk = BooleanAttribute(default=False)
    since = MomentAttribute()
    left_at = MomentAttribute(null=True)


class PrimaryRow(Row, discriminator="store_primary"):
    """The store that somebody is of first, as it was named: one row, so at most one."""

    keys = Keys(pk="store_staff#<userid>", sk=SELF)

    store_id = IdAttribute[StoreId]()


class UseRow(Row, discriminator="store_use"):
    """Something that names a store. store_id: '' when it names none any more; then it is listed no more.

    turn: the use's own count of what became of it, so that what is told late changes nothing.
    """

    keys = Keys(pk="store_use#<user>#<id>", sk=SELF, parent="store#<store>#uses", place="<user>#<id>")

    store_id = IdAttribute[StoreId]()
    user = UnicodeAttribute()
    user_id = UnicodeAttribute()
    name = UnicodeAttribute()
    turn = IntAttribute(default=0)


class StoreTaken(Exception):
    """A store of that id is there: an earlier attempt, whose answer was lost."""

    def __init__(self, row: StoreRow) -> None:
        super().__init__(row.store_id)
        self.row = row


class NumberTaken(Exception):
    """Another store has the number."""

    def __init__(self, row: NumberRow | None) -> None:
        super().__init__(row.store_id if row else "")
        self.store_id = row.store_id if row else NO_STORE


def _row(ctx: Ctx, store_id: StoreId) -> StoreRow:
    return StoreRow(key(ctx, "store", store_id), SELF)


def _number(ctx: Ctx, number: str) -> NumberRow:
    return NumberRow(key(ctx, "store_number", rules.number_key(number)), SELF)


def _work(ctx: Ctx, userid: UserId, store_id: StoreId) -> WorkRow:
    return WorkRow(key(ctx, "store_staff", userid), f"at#{store_id}")


def terms_of(row: StoreRow) -> Terms:
    """What operators said of a store."""
    return msgspec.convert(row, Terms, from_attributes=True)


def create(ctx: Ctx, store_id: StoreId, terms: Terms) -> StoreRow:
    """A store under a number that nobody has, with who works there. 4 WU +1 listed, 2 WU for each of them.

    Raises StoreTaken, NumberTaken, Collided.
    """
    row = _row(ctx, store_id)
    row.store_id, row.version, row.created_at = store_id, 1, ctx.at
    for name, value in _said(terms).items():
        setattr(row, name, value)
    row.parent, row.place = key(ctx, "stores"), terms.number + store_id
    transaction = Transaction(ctx)
    transaction.put_new(row, StoreTaken)
    _claim_in(transaction, terms.number, store_id)
    _staff_in(transaction, store_id, None, terms)
    transaction.commit()
    return row


def _said(terms: Terms) -> dict[str, object]:
    said = {name: getattr(terms, name) for name in Terms.__struct_fields__}
    return {**said, "staffed": len(terms.people)}


def _claim_in(transaction: Transaction, number: str, store_id: StoreId) -> None:
    free = NumberRow.pk.does_not_exist() | NumberRow.store_id.is_in(NO_STORE, store_id)
    actions = [NumberRow.kind.set(NumberRow), NumberRow.store_id.set(store_id)]
    transaction.change(_number(transaction.ctx, number), actions, free, NumberTaken)


def _staff_in(transaction: Transaction, store_id: StoreId, old: Terms | None, new: Terms) -> None:
    ctx, before = transaction.ctx, old.people if old else frozenset()
    there, gone = rules.changes(old, new)
    for userid in there:
        row = _work(ctx, userid, store_id)
        if userid in before:
            actions = [WorkRow.is_clerk.set(userid in new.clerks)]
            transaction.change(row, actions, WorkRow.pk.exists(), lambda _: Collided())
            continue
        row.userid, row.store_id, row.is_clerk, row.since = userid, store_id, userid in new.clerks, ctx.at
        transaction.put(row)
    for userid in gone:
        actions = [WorkRow.left_at.set(ctx.at)]
        transaction.change(_work(ctx, userid, store_id), actions, WorkRow.pk.exists(), lambda _: Collided())


def edit(ctx: Ctx, seen: StoreRow, terms: Terms) -> StoreRow:
    """A store as it shall be, unless it was edited since it was seen. 2 WU +1 listed, 2 WU for each whose work changes
    and for each number.

    Raises Refused with the row as it is, NumberTaken, Collided.
    """
    old, said = terms_of(seen), _said(terms)
    transaction = Transaction(ctx)
    actions = [
        getattr(StoreRow, name).set(value) if value is not None else getattr(StoreRow, name).remove()
        for name, value in said.items()
    ]
    actions += [StoreRow.version.set(seen.version + 1), StoreRow.place.set(terms.number + seen.store_id)]
    transaction.change(_row(ctx, seen.store_id), actions, StoreRow.version == seen.version, Refused)
    if rules.number_key(old.number) != rules.number_key(terms.number):
        _claim_in(transaction, terms.number, seen.store_id)
        own = NumberRow.store_id == seen.store_id
        transaction.change(_number(ctx, old.number), [NumberRow.store_id.set(NO_STORE)], own, lambda _: Collided())
    _staff_in(transaction, seen.store_id, old, terms)
    transaction.commit()
    for name, value in said.items():
        setattr(seen, name, value)
    seen.version += 1
    if ctx.person:
        seen.edited_by, seen.edited_at = ctx.person, ctx.at
    return seen


def move(ctx: Ctx, store_id: StoreId, to: StoreState) -> StoreRow:
    """Close or open a store. 1 WU +1 listed. Raises Refused with the row as it is."""
    may = StoreRow.state.is_in(*(state for state, becomes in MOVES.items() if to in becomes))
    actions = [StoreRow.state.set(to), StoreRow.version.set(StoreRow.version + 1)]
    return change(ctx, _row(ctx, store_id), actions, may)


def store(ctx: Ctx, store_id: StoreId, *, consistent: bool = False) -> StoreRow | None:
    """One store. 0.5 RU (1 when consistent)."""
    return get(StoreRow, _row(ctx, store_id).pk, SELF, consistent=consistent)


def some(ctx: Ctx, store_ids: Sequence[StoreId]) -> list[StoreRow]:
    """These, without those that are not there. 0.5 RU each, one call for 100."""
    rows = get_many([(_row(ctx, store_id).pk, SELF) for store_id in store_ids])
    return [row for row in rows if isinstance(row, StoreRow)]


def of_number(ctx: Ctx, number: str) -> StoreId:
    """The store that has a number, NO_STORE for none. 1 RU."""
    row = get(NumberRow, _number(ctx, number).pk, SELF, consistent=True)
    return row.store_id if row else NO_STORE


def lines(ctx: Ctx, limit: int, cursor: str) -> Page[StoreLine]:
    """The corp's stores, by number. 0.5 RU per 4 KB of the index."""
    return page_of_lines(StoreRow, StoreLine, key(ctx, "stores"), limit, cursor, newest_first=False)


def has_open(ctx: Ctx) -> bool:
    """Whether a store is open, by the index: 0.5 RU per 4 KB of it until one is met, in pages as lists have them."""
    page = lines(ctx, PAGE_LIMIT, "")
    while not any(line.state is StoreState.OPEN for line in page.items):
        if not page.cursor:
            return False
        page = lines(ctx, PAGE_LIMIT, page.cursor)
    return True


def every(ctx: Ctx) -> list[StoreLine]:
    """All of them, by the index. 0.5 RU per 4 KB of it: about 15 stores."""
    return [line for _, _, line in walk(StoreRow, StoreLine, key(ctx, "stores"))]


class Place(msgspec.Struct, frozen=True):
    """A store that somebody works at, since then."""

    store_id: StoreId
    is_clerk: bool
    since: Moment


class Places(msgspec.Struct, frozen=True):
    """Where somebody works. named: which of it was named their first."""

    at: tuple[Place, ...]
    named: StoreId

    @property
    def primary(self) -> StoreId:
        """The store that they are of first."""
        return rules.primary(self.named, {one.store_id: one.since for one in self.at})


def places(ctx: Ctx, userid: UserId, *, consistent: bool = False) -> Places:
    """Where somebody works. 0.5 RU per 4 KB (1 when consistent)."""
    rows = list(children(Row, key(ctx, "store_staff", userid), consistent=consistent))
    at = [row for row in rows if isinstance(row, WorkRow) and not row.left_at]
    named = [row.store_id for row in rows if isinstance(row, PrimaryRow)]
    return Places(
        tuple(Place(row.store_id, row.is_clerk, row.since) for row in at),
        named[0] if named else NO_STORE,
    )


def name_primary(ctx: Ctx, userid: UserId, store_id: StoreId) -> None:
    """The store that somebody is of first, if they work there at this moment. 4 WU. Raises Refused when they do not."""
    transaction = Transaction(ctx)
    row = PrimaryRow(key(ctx, "store_staff", userid), SELF, store_id=store_id)
    transaction.put(row)
    works = WorkRow.pk.exists() & WorkRow.left_at.does_not_exist()
    transaction.change(_work(ctx, userid, store_id), [WorkRow.store_id.set(store_id)], works, Refused)
    transaction.commit()


def _use(ctx: Ctx, user: str, user_id: str) -> UseRow:
    return UseRow(key(ctx, "store_use", user, user_id), SELF)


def use_in(transaction: Transaction, store_id: StoreId, use: Use) -> None:
    """Add: something names a store from now on, and no other. 2 WU +1 listed."""
    row = _use(transaction.ctx, use.user, use.user_id)
    row.store_id, row.user, row.user_id, row.name = store_id, use.user, use.user_id, use.name
    if store_id:
        row.parent, row.place = _uses_of(transaction.ctx, store_id), f"{use.user}#{use.user_id}"
    transaction.put(row)


def note_use(ctx: Ctx, store_id: StoreId, use: Use, turn: int) -> None:
    """The same by itself, as it stands after so many turns; what is older changes nothing. 1 WU +1 listed.

    Raises Refused when a later turn is known.
    """
    listed = [Row.parent.set(_uses_of(ctx, store_id)), Row.place.set(f"{use.user}#{use.user_id}")]
    unlisted = [Row.parent.remove(), Row.place.remove()]
    actions = [
        UseRow.kind.set(UseRow),
        UseRow.store_id.set(store_id),
        UseRow.user.set(use.user),
        UseRow.user_id.set(use.user_id),
        UseRow.name.set(use.name),
        UseRow.turn.set(turn),
        *(listed if store_id else unlisted),
    ]
    change(ctx, _use(ctx, use.user, use.user_id), actions, UseRow.pk.does_not_exist() | (UseRow.turn < turn))


def used_store(ctx: Ctx, user: str, user_id: str) -> StoreId:
    """The store that something names, NO_STORE for none. 0.5 RU."""
    row = get(UseRow, _use(ctx, user, user_id).pk, SELF)
    return row.store_id if row else NO_STORE


def _uses_of(ctx: Ctx, store_id: StoreId) -> str:
    return key(ctx, "store", store_id, "uses")


def uses(ctx: Ctx, store_id: StoreId, limit: int, cursor: str) -> Page[Use]:
    """What names a store now, by the index, which is a moment behind. 0.5 RU each, and per 4 KB of the index."""
    page = page_by_parent(UseRow, _uses_of(ctx, store_id), limit, cursor)
    return page.map(lambda row: Use(user=row.user, user_id=row.user_id, name=row.name))
