"""What other rooms are told of a member of staff."""

from __future__ import annotations

from chalicelib.core.ids import UserId
from chalicelib.core.moments import Moment
from chalicelib.staff import service, store
from chalicelib.staff.states import StaffState
from tests.support.stack import Stack, forget_everything

LI, WANG, NEW = UserId("liming"), UserId("wangfang"), UserId("limingming")


def _read(stack: Stack, userid: UserId, name: str) -> None:
    ctx = stack.ctx()
    told = store.Read(name=name, avatar="", status=StaffState.ACTIVE, departments=(), serves=True, at=ctx.at)
    store.read(ctx, userid, told)
    forget_everything()


def test_a_name_is_known_or_empty_and_never_the_userid(stack: Stack) -> None:
    """A customer must not be shown an account's id."""
    assert service.name_of(stack.ctx(), LI) == ""
    _read(stack, LI, "李明")
    assert service.name_of(stack.ctx(), LI) == "李明"
    assert service.some(stack.ctx(), [LI, WANG, LI])[LI].name == "李明"
    assert service.some(stack.ctx(), [WANG])[WANG].is_able
    assert service.name_of(stack.ctx("rival"), LI) == ""


def test_a_renamed_member_of_staff_is_found_under_both_names(stack: Stack) -> None:
    """What was written under the old userid still leads to the person."""
    _read(stack, LI, "李明")
    stack.clock.advance(60)
    store.renamed(stack.ctx(), LI, NEW, stack.ctx().at)
    _read(stack, NEW, "李明明")
    assert service.now_called(stack.ctx(), LI) == NEW
    assert service.name_of(stack.ctx(), LI) == "李明明"
    assert service.known(stack.ctx(), NEW).formerly == LI


def test_an_older_answer_does_not_overwrite_a_newer_one(stack: Stack) -> None:
    """Two workers may read one person; the later reading stays."""
    early = stack.ctx()
    stack.clock.advance(5)
    _read(stack, LI, "李明")
    older = store.Read(name="旧", avatar="", status=StaffState.DISABLED, departments=(), serves=False, at=early.at)
    store.read(early, LI, older)
    assert service.name_of(stack.ctx(), LI) == "李明"
    store.there(early, LI, Moment("2020-01-01T00:00:00.000Z"))
    assert service.known(stack.ctx(), LI).state is StaffState.ACTIVE
