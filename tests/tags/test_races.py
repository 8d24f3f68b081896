"""Rivals of a change of tags, on the real engine: one job a group, and nobody is left behind or called back."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import nullcontext
from functools import partial
from unittest import mock

import pytest

from chalicelib.core.context import Ctx
from chalicelib.core.ids import UserId
from chalicelib.core.ops import jobs
from chalicelib.core.storage import leases
from chalicelib.core.storage.transaction import Transaction
from chalicelib.members import service as members
from chalicelib.members import store as member_store
from chalicelib.members.ids import MemberId
from chalicelib.platforms.wecom import library as wecom
from chalicelib.tags import changing, store
from chalicelib.tags import library as tag_library
from chalicelib.tags.ids import GroupId, TagId
from chalicelib.tags.jobs import DeleteTags
from tests.support.http import Answer
from tests.support.library import Library
from tests.support.race.crowd import crowd
from tests.support.race.rivals import between
from tests.support.stack import running_stack

ROUNDS, CROWD = 2, 6


@pytest.fixture(scope="module")
def library(endpoint: str) -> Iterator[Library]:
    """On DynamoDB Local, which keeps conditions under threads."""
    with running_stack(endpoint) as stack:
        yield Library(stack)


def _take(ctx: Ctx, group: GroupId, job: str) -> bool:
    """The first step of a job as its worker makes it: whether the group is its own now."""
    step = changing._take(ctx, job, changing.About(old=(), groups=[group]), {}, changing.Phase.WECOM)
    if step.together is None:
        return False
    transaction = Transaction(ctx)
    step.together(transaction)
    transaction.commit()
    return True


def _rivals(library: Library, group: GroupId) -> list[str]:
    asked = DeleteTags(tags=(TagId("t"),), names=("名",), group=group, is_group=False)
    return [jobs.start(library.stack.ctx(), asked) for _ in range(CROWD)]


def _winners(library: Library, group: GroupId, rivals: Sequence[str]) -> int:
    ctx = library.stack.ctx()
    return sum(outcome.value is True for outcome in crowd([partial(_take, ctx, group, job) for job in rivals], CROWD))


def test_of_many_jobs_one_has_a_group_in_hand(library: Library) -> None:
    """All at once: one takes it; the others come again and are told then; when it is cancelled, one more takes it."""
    for number in range(ROUNDS):
        group = GroupId(f"g{number}")
        rivals = _rivals(library, group)
        assert _winners(library, group, rivals) == 1
        row = store.hand(library.stack.ctx(), group)
        assert row is not None and not row.is_over
        late = [job for job in rivals if job != row.job]
        assert _winners(library, group, late) == 0
        jobs.cancel(library.stack.ctx(), row.job)
        assert _winners(library, group, late) == 1


def test_without_the_condition_several_have_it(library: Library, monkeypatch: pytest.MonkeyPatch) -> None:
    """The negative control: whoever has looked takes it."""

    def take_in(transaction: Transaction, group: GroupId, job: str, was: store.TagHandRow | None) -> None:
        row = store.TagHandRow(f"demo#tag_hand#{group}", store.SELF)
        taken = [store.TagHandRow.kind.set(store.TagHandRow), store.TagHandRow.job.set(job)]
        transaction.change(row, [*taken, store.TagHandRow.is_over.set(False)], None, lambda _: Exception())

    monkeypatch.setattr(store, "take_in", take_in)
    group = GroupId("free")
    with between((store, "hand"), (store, "take_in"), lambda: _take(library.stack.ctx(), group, "other")):
        assert _take(library.stack.ctx(), group, _rivals(library, group)[0])
    row = store.hand(library.stack.ctx(), group)
    assert row is not None and row.job != "other", "two of them began"


def test_of_two_who_rename_a_group_the_second_waits_until_it_can_see_the_first(library: Library) -> None:
    """WeCom takes either; without the lease, the negative control, the second goes over what it never saw."""
    (tag, _), *_ = library.tags("组名")
    group = next(one for one in library.groups() if any(it.id == tag for it in one.tags))
    before, path = group.name, f"/admin/v1/tag-groups/{group.id}/name"

    def theirs() -> Answer:
        return library.owner.put(path, {"name": f"{before}甲", "was": before})

    moment = ((tag_library, "group"), (wecom, "rename"))
    with between(*moment, theirs) as heard:
        assert library.owner.put(path, {"name": f"{before}乙", "was": before}).status == 200
    assert heard[0].code == "TooBusy"
    assert theirs().code == "TagRenamed"
    library.owner.put(path, {"name": before})
    with mock.patch.object(leases, "held", return_value=nullcontext()), between(*moment, theirs) as heard:
        assert library.owner.put(path, {"name": f"{before}乙", "was": before}).status == 200
    assert heard[0].status == 200, "and it is called otherwise by now"


def test_who_gets_the_tag_while_it_is_merged_gets_the_other_too(library: Library) -> None:
    """Tagged between the first round and the deletion."""
    (old, _), (into, now) = library.tags("旧", "新")
    first, late = library.member(old), library.member()

    def tag_late() -> None:
        library.stack.clock.advance(1)
        assert library.owner.post(f"/admin/v1/members/{late.id}/tags", {"add": [old]}).status == 200
        library.stack.clock.advance(1)

    asked = library.ask(old, "merges", into=into, confirm=True)
    with between((members, "walk_tagged"), (members, "walk_tagged"), tag_late, nth=2):
        job = library.job(asked)
    assert (job["state"], job["done"], job["failed"]) == ("done", 2, 0)
    assert [library.at_wecom(one) for one in (first, late)] == [[now], [now]]
    assert [library.here(one) for one in (first, late)] == [[now], [now]]


def test_an_answer_from_before_a_rename_calls_nobody_back(library: Library) -> None:
    """A profile that was read under the old name, and is stored when all is done, is overtaken."""
    ((tag, old),) = library.tags("旧名")
    member = library.member(tag)
    before = library.stack.ctx()
    library.stack.clock.advance(1)
    library.job(library.ask(tag, "name", name=f"{old}改"))
    member_id, staff = MemberId(member.id), UserId("liming")
    member_store.set_tags(before, member_id, staff, [old])
    assert library.here(member) == [f"{old}改"]
    library.stack.clock.advance(1)
    member_store.set_tags(library.stack.ctx(), member_id, staff, [old])
    assert library.here(member) == [old], "the negative control: what is read afterwards counts"
