"""Rows of access: an operator for each member of staff with a role, a role for each of the corp's own.

How many have a role stands on the role's row, written in one transaction with the operator's. So a role that somebody
has cannot be deleted, one that is deleted cannot be given, and of two owners who take each other's role one is refused.
"""

from __future__ import annotations

from collections.abc import Callable

from pynamodb.attributes import BooleanAttribute, UnicodeAttribute
from pynamodb.expressions.condition import Condition
from pynamodb.expressions.update import Action

from chalicelib.access.errors import HeldRoleChanged, LastOwner, RoleNameTaken, UnknownRole
from chalicelib.access.ids import NO_ROLE, OWNER, RoleId
from chalicelib.access.shapes import OPERATOR, ROLE, SHIPPED, WHOLE_CORP, GivenScope
from chalicelib.core.audited import Audited
from chalicelib.core.context import Ctx
from chalicelib.core.ids import UserId
from chalicelib.core.moments import Moment
from chalicelib.core.storage import retry
from chalicelib.core.storage.attributes import IdAttribute, IntAttribute, MomentAttribute, StructAttribute
from chalicelib.core.storage.lists import children
from chalicelib.core.storage.table import Keys, Refused, Row, change, get, key
from chalicelib.core.storage.transaction import Transaction

Rights = tuple[str, ...]


class OperatorRow(Row, discriminator="operator"):
    """A member of staff with a role; NO_ROLE was taken away. ended: the role that ended because they left. revision:
    grows each time somebody gives or takes it.
    """

    keys = Keys(pk="operators", sk="<userid>")
    audited = Audited(thing=OPERATOR, id="userid", shows=("role", "scope"))

    userid = IdAttribute[UserId]()
    role = IdAttribute[RoleId]()
    ended = IdAttribute[RoleId](default=NO_ROLE)
    scope = StructAttribute(GivenScope, default=lambda: WHOLE_CORP)
    revision = IntAttribute(default=1)

    @property
    def held(self) -> int:
        """The revision of the role that they have, 0 while they have none."""
        return self.revision if self.role else 0


class RoleRow(Row, discriminator="role"):
    """A role. Of a shipped one only who has it: holders. revision: grows with each edit."""

    keys = Keys(pk="roles", sk="<role>")
    audited = Audited(thing=ROLE, id="role", name="name", shows=("name", "rights", "is_deleted"))

    role = IdAttribute[RoleId]()
    name = UnicodeAttribute(default="")
    rights = StructAttribute[Rights](Rights, default=())
    holders = IntAttribute(default=0)
    revision = IntAttribute(default=0)
    is_deleted = BooleanAttribute(default=False)


class RoleNameRow(Row, discriminator="role_name"):
    """Which of the corp's own roles has a name; NO_ROLE when none has it any more."""

    keys = Keys(pk="role_names", sk="<name>")

    role = IdAttribute[RoleId]()


class SignedInRow(Row, discriminator="operator_signed_in"):
    """When a member of staff signed in last."""

    keys = Keys(pk="operators_signed_in", sk="<userid>")

    userid = IdAttribute[UserId]()
    signed_in_at = MomentAttribute()


def note_sign_in(ctx: Ctx, userid: UserId) -> None:
    """They signed in now. 1 WU."""
    row = SignedInRow(key(ctx, "operators_signed_in"), userid)
    kind = SignedInRow.kind.set(SignedInRow)
    change(ctx, row, [kind, SignedInRow.userid.set(userid), SignedInRow.signed_in_at.set(ctx.at)], None)


def sign_ins(ctx: Ctx) -> dict[UserId, Moment]:
    """When each of the staff signed in last. 0.5 RU per 4 KB."""
    found = children(SignedInRow, key(ctx, "operators_signed_in"))
    return {row.userid: row.signed_in_at for row in found}


def _operators(ctx: Ctx) -> str:
    return key(ctx, "operators")


def operator(ctx: Ctx, userid: UserId) -> OperatorRow | None:
    """One operator. 0.5 RU."""
    return get(OperatorRow, _operators(ctx), userid)


def operators(ctx: Ctx) -> list[OperatorRow]:
    """Every operator of the corp. 0.5 RU per 4 KB."""
    return list(children(OperatorRow, _operators(ctx)))


def set_role(
    ctx: Ctx,
    userid: UserId,
    role: RoleId,
    scope: GivenScope = WHOLE_CORP,
    *,
    keeps_owner: bool = True,
    seen: int | None = None,
    check: Callable[[RoleId, GivenScope], None] = lambda before, held: None,
) -> OperatorRow:
    """Give a role and its scope, or take it away with NO_ROLE. 1 RU, 6 WU.

    keeps_owner: an owner is left by the rows. seen: the revision that whoever gives it saw, 0 for no role, None for
    whatever it is. check: raises why the role and scope that they have now are not to be taken. Raises UnknownRole for
    one that is deleted, LastOwner, HeldRoleChanged.
    """
    given = 0

    def attempt() -> None:
        row = get(OperatorRow, _operators(ctx), userid, consistent=True)
        before = row.role if row else NO_ROLE
        held = row.held if row else 0
        nonlocal given
        if row and (row.cause, row.role, row.scope) == (ctx.cause, role, scope):
            given = row.revision  # this very act, and only its answer was lost
            return
        if seen is not None and seen != held:
            raise HeldRoleChanged(role=before, revision=held)
        check(before, row.scope if row else WHOLE_CORP)
        given = row.revision + 1 if row else 1
        transaction = Transaction(ctx)
        same = _as_seen(row) if row else OperatorRow.pk.does_not_exist()
        transaction.change(OperatorRow(_operators(ctx), userid), _has(userid, role, scope, given), same, Refused)
        if before != role:
            _count(transaction, role, 1)
            _count(transaction, before, -1, keeps_owner=keeps_owner)
        transaction.commit()

    retry.on_collision(attempt, Refused)
    now = OperatorRow(_operators(ctx), userid, userid=userid, role=role, scope=scope, revision=given)
    return now.stamped(ctx)


def _as_seen(row: OperatorRow) -> Condition:
    """Nobody gave or took it since; a row of before revisions were counted says none."""
    is_same: Condition = (OperatorRow.role == row.role) & (OperatorRow.revision == row.revision)
    if row.revision == 1:
        is_same |= (OperatorRow.role == row.role) & OperatorRow.revision.does_not_exist()
    return is_same


def _has(userid: UserId, role: RoleId, scope: GivenScope, revision: int) -> list[Action]:
    return [
        OperatorRow.kind.set(OperatorRow),
        OperatorRow.userid.set(userid),
        OperatorRow.role.set(role),
        OperatorRow.ended.set(NO_ROLE),
        OperatorRow.scope.set(scope),
        OperatorRow.revision.set(revision),
    ]


def _count(transaction: Transaction, role: RoleId, more: int, *, keeps_owner: bool = False) -> None:
    """Add: so many more have the role."""
    if not role:
        return
    row = RoleRow(_roles(transaction.ctx), role)
    actions: list[Action] = [RoleRow.holders.add(more)]
    condition: Condition | None = None
    refused: Callable[[RoleRow | None], Exception] = Refused
    if role in SHIPPED:
        actions += [RoleRow.kind.set(RoleRow), RoleRow.role.set(role)]
        if keeps_owner and role == OWNER and more < 0:
            condition, refused = RoleRow.holders > 1, lambda _: LastOwner()
    elif more > 0:
        condition, refused = _is_there(), lambda _: UnknownRole()
    transaction.change(row, actions, condition, refused)


def end_role(ctx: Ctx, userid: UserId, until: Moment) -> None:
    """A role that was given until then ends because they left. 1 RU, and 4 WU when there is one."""

    def attempt() -> None:
        row = get(OperatorRow, _operators(ctx), userid, consistent=True)
        if row is None or not row.role or row.changed_at > until:
            return
        transaction = Transaction(ctx)
        actions = [OperatorRow.ended.set(row.role), OperatorRow.role.set(NO_ROLE)]
        held = (OperatorRow.role == row.role) & (OperatorRow.changed_at == row.changed_at)
        transaction.change(OperatorRow(_operators(ctx), userid), actions, held, Refused)
        _count(transaction, row.role, -1)
        transaction.commit()

    retry.on_collision(attempt, Refused)


def move_role(ctx: Ctx, old: UserId, new: UserId, until: Moment) -> None:
    """The role that a userid was given until then goes on under its new form, also one that ended because the old one
    was gone. 2 RU, 4 WU, 6 for one that had ended.
    """

    def attempt() -> None:
        row = get(OperatorRow, _operators(ctx), old, consistent=True)
        role = (row.role or row.ended) if row else NO_ROLE
        theirs = get(OperatorRow, _operators(ctx), new, consistent=True)
        if not row or not role or row.changed_at > until or old == new or (theirs and theirs.role):
            return  # there is none, or the new one has a word of its own
        transaction = Transaction(ctx)
        has_none = OperatorRow.pk.does_not_exist() | (OperatorRow.role == NO_ROLE)
        more = theirs.revision + 1 if theirs else 1
        transaction.change(OperatorRow(_operators(ctx), new), _has(new, role, row.scope, more), has_none, Refused)
        same = _as_seen(row) & (OperatorRow.ended == row.ended)
        ended = _has(old, NO_ROLE, WHOLE_CORP, row.revision + 1)
        transaction.change(OperatorRow(_operators(ctx), old), ended, same, Refused)
        if not row.role:
            _count(transaction, role, 1)
        transaction.commit()

    retry.on_collision(attempt, Refused)


def _roles(ctx: Ctx) -> str:
    return key(ctx, "roles")


def _is_there() -> Condition:
    return RoleRow.is_deleted == False  # noqa: E712  PynamoDB's; a role of the corp's own always says it


def role(ctx: Ctx, role_id: RoleId, *, consistent: bool = False) -> RoleRow | None:
    """One role of the corp's own, deleted ones too; of a shipped one what is counted of it. 0.5 RU, consistent 1."""
    return get(RoleRow, _roles(ctx), role_id, consistent=consistent)


def roles(ctx: Ctx) -> list[RoleRow]:
    """Every role that has a row, deleted ones too. 0.5 RU per 4 KB."""
    return list(children(RoleRow, _roles(ctx)))


def create_role(ctx: Ctx, role_id: RoleId, name: str, rights: Rights) -> None:
    """Make a role under a name that no other has. Raises RoleNameTaken; Refused for our own lost answer. 4 WU."""
    transaction = Transaction(ctx)
    row = RoleRow(_roles(ctx), role_id, role=role_id, name=name, rights=rights, holders=0, revision=1)
    transaction.put_new(row, Refused)
    _take_name(transaction, role_id, name)
    transaction.commit()


def edit_role(ctx: Ctx, row: RoleRow, name: str, rights: Rights, revision: int) -> None:
    """Change a role that is still at `revision`. 2 WU, 6 with its name. Raises RoleNameTaken; Refused with the row."""
    transaction = Transaction(ctx)
    same = _is_there() & (RoleRow.revision == revision)
    actions = [RoleRow.name.set(name), RoleRow.rights.set(rights), RoleRow.revision.set(revision + 1)]
    transaction.change(RoleRow(_roles(ctx), row.role), actions, same, Refused)
    if _said(row.name) != _said(name):
        _take_name(transaction, row.role, name)
        _free_name(transaction, row)
    transaction.commit()


def delete_role(ctx: Ctx, row: RoleRow) -> None:
    """Let a role be no more that nobody has. Raises Refused with the row that somebody has. 4 WU."""
    transaction = Transaction(ctx)
    unheld = _is_there() & (RoleRow.holders == 0)
    transaction.change(RoleRow(_roles(ctx), row.role), [RoleRow.is_deleted.set(True)], unheld, Refused)
    _free_name(transaction, row)
    transaction.commit()


def _said(name: str) -> str:
    return name.strip().casefold()


def _named(ctx: Ctx, name: str) -> RoleNameRow:
    return RoleNameRow(key(ctx, "role_names"), _said(name))


def _take_name(transaction: Transaction, role_id: RoleId, name: str) -> None:
    is_free = RoleNameRow.pk.does_not_exist() | RoleNameRow.role.is_in(NO_ROLE, role_id)
    actions = [RoleNameRow.kind.set(RoleNameRow), RoleNameRow.role.set(role_id)]
    transaction.change(_named(transaction.ctx, name), actions, is_free, lambda _: RoleNameTaken())


def _free_name(transaction: Transaction, row: RoleRow) -> None:
    """A name that another has since is theirs."""
    is_ours = RoleNameRow.role == row.role
    transaction.change(_named(transaction.ctx, row.name), [RoleNameRow.role.set(NO_ROLE)], is_ours, Refused)
