"""Many at once on the real engine: one verdict counts, one edit wins, nothing is approved that was edited."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial
from typing import Any, Literal

import pytest

from chalicelib.content import keeping, listing, pictures, reviews, service, shapes, store
from chalicelib.content.errors import NotApproved
from chalicelib.content.ids import ContentId
from chalicelib.content.states import Stage, Verdict, VersionState
from tests.content.studio import Studio, image
from tests.support.race.crowd import crowd
from tests.support.race.rivals import between
from tests.support.stack import running_stack

ROUNDS = 3
CROWD = 12
Said = Literal["passed", "rejected"]


@pytest.fixture(scope="module")
def studio(endpoint: str) -> Iterator[Studio]:
    """On DynamoDB Local, which keeps conditions under threads."""
    with running_stack(endpoint) as stack:
        yield Studio(stack)


def _verdict(studio: Studio, item_id: ContentId, who: str, verdict: Said, stage: Stage = Stage.CONTENT) -> str:
    return reviews.review(studio.ctx(who), item_id, "1", shapes.ReviewContent(stage, verdict, "理由")).status


def test_of_many_verdicts_at_a_stage_one_counts(studio: Studio) -> None:
    """Half pass and half reject: one step is in the history, and everybody else is told that the state has moved on."""
    for _ in range(ROUNDS):
        item_id = studio.bring(studio.written(), "content_review")
        acts = [partial(_verdict, studio, item_id, f"reviewer{n}", ("passed", "rejected")[n % 2]) for n in range(CROWD)]
        outcomes = crowd(acts, CROWD)
        (status,) = [outcome.value for outcome in outcomes if not outcome.error]
        assert [outcome.name for outcome in outcomes if outcome.error] == ["StateDoesNotAllow"] * (CROWD - 1)
        row = store.version(studio.ctx("zhangwei"), item_id, 1)
        assert row is not None and row.status == status and len(row.reviews) == 2


def test_one_reviewer_tapping_many_times_gives_one_verdict(studio: Studio) -> None:
    """Every tap is answered with the version as the first one left it."""
    item_id = studio.bring(studio.written(), "content_review")
    outcomes = crowd([partial(_verdict, studio, item_id, "reviewer", "passed") for _ in range(CROWD)], CROWD)
    assert [outcome.value for outcome in outcomes] == ["compliance_review"] * CROWD
    row = store.version(studio.ctx("zhangwei"), item_id, 1)
    assert row is not None and len(row.reviews) == 2


def test_nobody_passes_two_stages_however_they_hurry(studio: Studio) -> None:
    """Everybody says "passed" at every stage at once: the version stands on three people, or has not come so far."""
    for _ in range(ROUNDS):
        item_id = studio.bring(studio.written(), "content_review")
        people = ("zhangwei", "wangfang", "zhaolei", "liming")
        acts = [partial(_verdict, studio, item_id, who, "passed", stage) for stage in Stage for who in people] * 2
        outcomes = crowd(acts, CROWD)
        assert {outcome.name for outcome in outcomes} <= {"", "StateDoesNotAllow", "ReviewedBefore", "OwnVersion"}
        row = store.version(studio.ctx("zhangwei"), item_id, 1)
        assert row is not None
        who = [step.who for step in row.reviews if step.verdict is Verdict.PASSED]
        assert len(set(who)) == len(who) and "liming" not in who
        assert (row.status is VersionState.APPROVED) == (len(who) == 3)


def test_the_same_hurry_gives_two_stages_to_one_who_is_not_asked(
    studio: Studio, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The negative control: without the condition on the row one person's verdicts count at several stages."""
    monkeypatch.setattr(store, "_passing", lambda _step: [])
    item_id = studio.bring(studio.written(), "content_review")
    for stage in Stage:
        _verdict(studio, item_id, "zhangwei", "passed", stage)
    assert service.approved(studio.ctx("zhangwei"), item_id, 1).version == 1


def _edit(studio: Studio, item_id: ContentId, who: str) -> int:
    return service.edit(studio.ctx(who), item_id, shapes.NewContentVersion(based_on=1, text=who)).version


def test_of_many_editors_of_a_version_one_wins(studio: Studio) -> None:
    """One version 2, whole; everybody else is told to reload."""
    for _ in range(ROUNDS):
        item_id = studio.written()
        outcomes = crowd([partial(_edit, studio, item_id, f"editor{n}") for n in range(CROWD)], CROWD)
        assert sorted(outcome.name for outcome in outcomes) == ["", *["EditedMeanwhile"] * (CROWD - 1)]
        (winner,) = [n for n, outcome in enumerate(outcomes) if outcome.value == 2]
        read = service.item(studio.ctx("zhangwei"), item_id)
        assert [version.text for version in read.versions][:-1] == [f"editor{winner}"]


def test_nothing_that_was_edited_is_approved(studio: Studio) -> None:
    """The last verdict races an edit: what was edited first is not approved, what was approved first goes out still."""
    for _ in range(ROUNDS):
        item_id = studio.bring(studio.written(), "business_review")
        acts: list[Any] = [
            partial(_verdict, studio, item_id, "zhangwei", "passed", Stage.BUSINESS),
            partial(_edit, studio, item_id, "liming"),
            partial(_verdict, studio, item_id, "zhaolei", "rejected", Stage.BUSINESS),
        ]
        outcomes = crowd(acts)
        assert outcomes[1].value == 2, outcomes
        names = {outcome.name for outcome in (outcomes[0], outcomes[2])} - {""}
        assert names <= {"SupersededVersion", "StateDoesNotAllow"} and names
        listed = listing.versions(
            studio.ctx("zhangwei"), shapes.StatusQuery(limit=100, status=VersionState.APPROVED)
        ).items
        was_first = not outcomes[0].name
        assert (item_id in [line.item_id for line in listed]) is was_first, outcomes
        if was_first:  # until the next is approved (docs/adr/0038)
            assert service.approved(studio.ctx("zhangwei"), item_id, 1).version == 1
        else:
            with pytest.raises(NotApproved):
                service.approved(studio.ctx("zhangwei"), item_id, 1)


def test_many_who_need_a_picture_at_once_agree(studio: Studio) -> None:
    """All are told the one media id that is kept, and uploading the same bytes at once makes one picture."""
    new = shapes.NewPicture("封面", image())
    kept = crowd([partial(pictures.keep, studio.ctx(f"u{n}"), new) for n in range(6)])
    (picture_id,) = {outcome.value.picture_id for outcome in kept}
    told = crowd([partial(service.media_id, studio.ctx(f"u{n}"), picture_id) for n in range(6)])
    (media_id,) = {outcome.value for outcome in told}
    assert media_id == service.media_id(studio.ctx("late"), picture_id)


def _agree(studio: Studio, item_id: ContentId) -> bool:
    """The newest version says of its item what the item says."""
    row = store.item(studio.ctx("zhangwei"), item_id, consistent=True)
    assert row is not None
    latest = store.version(studio.ctx("zhangwei"), item_id, row.latest)
    assert latest is not None
    return (latest.name, latest.is_archived) == (row.name, bool(row.archived_at))


def test_an_item_and_its_newest_version_say_the_same_whoever_hurries(studio: Studio) -> None:
    """Renamed, archived, brought back and edited at once: everybody is through, and lists show what the item says."""
    for _ in range(ROUNDS):
        item_id = studio.bring(studio.written(), "approved")
        acts: list[Any] = [
            *(partial(keeping.rename, studio.ctx("liming"), item_id, shapes.RenameContent(f"名{n}")) for n in range(3)),
            partial(keeping.archive, studio.ctx("chenyu"), item_id),
            partial(keeping.restore, studio.ctx("liming"), item_id),
            partial(_edit, studio, item_id, "liming"),
        ]
        outcomes = crowd(acts)
        assert {outcome.name for outcome in outcomes} <= {"", "TooBusy"} and not outcomes[-1].name, outcomes
        assert _agree(studio, item_id)


@pytest.mark.parametrize("is_guarded", [True, False])
def test_a_rename_within_an_edit_is_carried_by_the_new_version(
    studio: Studio, monkeypatch: pytest.MonkeyPatch, is_guarded: bool
) -> None:
    """And the negative control: without the condition on the item's row the new version keeps the old name."""
    if not is_guarded:
        monkeypatch.setattr(store, "says_the_same", lambda _item: store.ItemRow.pk.exists())
    item_id = studio.written()
    new = shapes.RenameContent("新名称")
    rename = partial(keeping.rename, studio.ctx("chenyu"), item_id, new)
    with between((store, "version"), (store, "edit"), rename):
        assert _edit(studio, item_id, "liming") == 2
    assert _agree(studio, item_id) is is_guarded
