"""三审: every step that is allowed, and every step that is not."""

from __future__ import annotations

from typing import Any

import pytest

from chalicelib.content import reviews, service, shapes
from chalicelib.content.errors import NotApproved, StateDoesNotAllow, VersionRecalled
from chalicelib.content.states import MOVES, Stage, VersionState
from tests.content.studio import PASS, REJECT, SUBMIT, TO_APPROVED, WAYS, Studio

OWNERS = ("chenyu", "wangfang", "zhaolei")
ROLES = ("owner", "marketer", "compliance", "service", "store_staff", "viewer")
RECALL = ("", "recalls", {"reason": "价格有误"})
VERBS: dict[str, tuple[str, Any]] = {
    "submit": SUBMIT[1:],
    "withdraw": ("withdrawals", None),
    "recall": RECALL[1:],
    **{f"pass {stage}": ("reviews", {"stage": stage, "verdict": "passed"}) for stage in PASS},
    **{f"reject {stage}": ("reviews", {"stage": stage, "verdict": "rejected", "reason": "不妥"}) for stage in PASS},
}
WRITERS, REVIEWERS = {"owner", "marketer"}, {"owner", "marketer", "compliance"}
MAY = {
    "submit": WRITERS,
    "withdraw": WRITERS,
    "recall": {"owner", "compliance"},
    **{f"{verdict} content": {"owner", "marketer"} for verdict in ("pass", "reject")},
    **{f"{verdict} compliance": {"owner", "compliance"} for verdict in ("pass", "reject")},
    **{f"{verdict} business": {"owner"} for verdict in ("pass", "reject")},
}
# The whole machine: from a status, by a verb, to a status. What is not here is refused.
MACHINE = {
    ("draft", "submit"): "content_review",
    ("content_review", "pass content"): "compliance_review",
    ("content_review", "reject content"): "rejected",
    ("content_review", "withdraw"): "draft",
    ("compliance_review", "pass compliance"): "business_review",
    ("compliance_review", "reject compliance"): "rejected",
    ("compliance_review", "withdraw"): "draft",
    ("business_review", "pass business"): "approved",
    ("business_review", "reject business"): "rejected",
    ("business_review", "withdraw"): "draft",
    ("approved", "recall"): "recalled",
    ("replaced", "recall"): "recalled",
}
REVIEWS = ["content_review", "compliance_review", "business_review"]
MISSING = {
    "draft": ["submission", *REVIEWS],
    **{status: REVIEWS[at:] for at, status in enumerate(REVIEWS)},
    **{status: ["new_version", *REVIEWS] for status in ("rejected", "recalled")},
    "replaced": ["latest_version"],
}
LEGAL = [(status, verb, role) for (status, verb) in MACHINE for role in ROLES if role in MAY[verb]]


def test_the_table_of_moves_is_the_machine() -> None:
    """What the rows' conditions and the reference are made of allows these moves and no others."""
    moves = {(before.value, after.value) for before, afters in MOVES.items() for after in afters}
    by_approving_another = {("approved", "replaced")}
    assert moves == {(before, after) for (before, _), after in MACHINE.items()} | by_approving_another
    assert set(MOVES) == set(VersionState)


@pytest.mark.parametrize("status", WAYS)
def test_what_the_machine_does_not_allow_is_refused_and_changes_nothing(studio: Studio, status: str) -> None:
    """Every verb by every role on a version in this status: 403 or 409, and not a byte of the rows differs."""
    item_id = studio.bring(studio.written(), status)
    before = studio.rows(item_id)
    refused = 0
    for role in ROLES:
        http = studio.as_role(role)
        for verb, (path, body) in VERBS.items():
            if (status, verb) in MACHINE and role in MAY[verb]:
                continue
            answer = studio.take(item_id, http, path, body)
            out_of_turn = "SupersededVersion" if status == "replaced" else "StateDoesNotAllow"
            wanted = out_of_turn if role in MAY[verb] else "RoleNotAllowed"
            assert answer.code == wanted, (role, verb)
            refused += 1
    assert studio.rows(item_id) == before
    assert refused == len(ROLES) * len(VERBS) - len([case for case in LEGAL if case[0] == status])


@pytest.mark.parametrize(("status", "verb", "role"), LEGAL)
def test_what_the_machine_allows_leads_where_it_says(studio: Studio, status: str, verb: str, role: str) -> None:
    """From the status, by the role, to the status; the history grows by one step that says who."""
    item_id = studio.bring(studio.written(), status)
    before = studio.version(item_id)["reviews"]
    answer = studio.take(item_id, studio.as_role(role), *VERBS[verb])
    assert answer.status == 200, answer.body
    after = studio.version(item_id)
    assert after["status"] == answer.json()["status"] == MACHINE[status, verb]
    assert after["reviews"][:-1] == before
    assert after["reviews"][-1]["who"] == "zhaolei"
    assert after["may_be_sent"] == (after["status"] == "approved")


def test_nobody_reviews_their_own_version(studio: Studio) -> None:
    """The owner included, at every stage; colleagues may."""
    item_id = studio.draft(by=studio.owner)
    assert studio.take(item_id, "owner", "submissions").status == 200
    colleagues = {stage: studio.as_role("owner", who) for stage, who in zip(PASS, OWNERS, strict=True)}
    for stage, colleague in colleagues.items():
        for verdict in ("passed", "rejected"):
            body = {"stage": stage, "verdict": verdict, "reason": "好"}
            answer = studio.take(item_id, "owner", "reviews", body)
            assert (answer.status, answer.code) == (403, "OwnVersion")
        assert studio.take(item_id, colleague, "reviews", {"stage": stage, "verdict": "passed"}).status == 200
    assert studio.version(item_id)["status"] == "approved"


def test_three_reviews_are_three_people(studio: Studio) -> None:
    """An owner may hold any stage and no two, whatever the verdict; a withdrawal lets everybody begin anew."""
    item_id = studio.bring(studio.written(), "content_review")
    owner, other = studio.owner, studio.as_role("owner")
    content, compliance, business = ({"stage": stage, "verdict": "passed"} for stage in PASS)
    assert studio.take(item_id, owner, "reviews", content).status == 200
    for verdict in ("passed", "rejected"):
        again = studio.take(item_id, owner, "reviews", {**compliance, "verdict": verdict, "reason": "好"})
        assert (again.status, again.code) == (403, "ReviewedBefore")
    assert studio.take(item_id, other, "reviews", compliance).status == 200
    for reviewer in (owner, other):
        assert studio.take(item_id, reviewer, "reviews", business).code == "ReviewedBefore"
    assert studio.take(item_id, "author", "withdrawals").status == 200
    assert studio.take(item_id, "author", "submissions").status == 200
    assert studio.take(item_id, other, "reviews", content).status == 200
    assert studio.take(item_id, "compliance", "reviews", compliance).status == 200
    assert studio.take(item_id, owner, "reviews", business).json()["status"] == "approved"


def test_a_repeated_verdict_answers_the_same_version(studio: Studio) -> None:
    """The answer was lost: the same person says the same again, and nothing is added."""
    item_id = studio.bring(studio.written(), "content_review")
    first = studio.take(item_id, *PASS["content"])
    assert studio.take(item_id, *PASS["content"]).json() == first.json()
    assert len(studio.version(item_id)["reviews"]) == 2


@pytest.mark.parametrize("status", [status for status in WAYS if status not in ("draft", "replaced")])
def test_every_last_step_may_be_repeated(studio: Studio, status: str) -> None:
    """Submitted, passed, rejected or recalled twice by one person is once."""
    item_id = studio.bring(studio.written(), status)
    before = studio.rows(item_id)
    assert studio.take(item_id, *WAYS[status][-1]).status == 200
    assert studio.rows(item_id) == before


def test_another_verdict_after_one_is_a_conflict(studio: Studio) -> None:
    """Who passed may not reject at that stage afterwards, nor may a colleague pass it again."""
    item_id = studio.bring(studio.written(), "compliance_review")
    assert studio.take(item_id, *REJECT).code == "StateDoesNotAllow"
    assert studio.take(item_id, studio.as_role("marketer"), *PASS["content"][1:]).code == "StateDoesNotAllow"
    other = {"stage": "content", "verdict": "passed", "reason": "换个说法"}
    assert studio.take(item_id, "editor", "reviews", other).code == "StateDoesNotAllow"


def test_an_old_repeat_of_the_same_request_gets_its_answer(studio: Studio) -> None:
    """A crash lost the stored answer too: the request is known by its key, however far the version has come since."""
    item_id = studio.bring(studio.written(), "content_review")
    passed = shapes.ReviewContent(Stage.CONTENT, "passed")
    ctx = studio.stack.ctx(actor="operator:chenyu", cause="key:k1")
    assert reviews.review(ctx, item_id, "1", passed).status == "compliance_review"
    for step in TO_APPROVED[2:]:
        assert studio.take(item_id, *step).status == 200
    assert reviews.review(ctx, item_id, "1", passed).status == "approved"
    with pytest.raises(StateDoesNotAllow):
        reviews.review(studio.stack.ctx(actor="operator:chenyu", cause="key:k2"), item_id, "1", passed)


def test_a_rejection_needs_a_reason(studio: Studio) -> None:
    """Without one it is refused and the version waits on."""
    item_id = studio.bring(studio.written(), "content_review")
    answer = studio.take(item_id, "editor", "reviews", {"stage": "content", "verdict": "rejected", "reason": " "})
    assert (answer.status, answer.code) == (422, "ReasonNeeded")
    assert studio.version(item_id)["status"] == "content_review"


def test_a_withdrawn_version_is_reviewed_anew(studio: Studio) -> None:
    """What was passed before the withdrawal does not count; the history still has it."""
    item_id = studio.bring(studio.written(), "business_review")
    assert studio.take(item_id, "author", "withdrawals").json()["status"] == "draft"
    assert studio.take(item_id, "author", "submissions").json()["status"] == "content_review"
    assert studio.take(item_id, *PASS["business"]).code == "StateDoesNotAllow"
    assert studio.take(item_id, *PASS["content"]).json()["status"] == "compliance_review"
    verdicts = [step["verdict"] for step in studio.version(item_id)["reviews"]]
    assert verdicts == ["submitted", "passed", "passed", "withdrawn", "submitted", "passed"]


@pytest.mark.parametrize("status", WAYS)
def test_only_an_approved_version_may_be_sent(studio: Studio, status: str) -> None:
    """The service says what is missing."""
    item_id = studio.bring(studio.written(), status)
    ctx = studio.stack.ctx()
    if status == "approved":
        found = service.approved(ctx, item_id, 1)
        assert (found.item_id, found.version, found.name) == (item_id, 1, "双十一预告")
        return
    with pytest.raises(NotApproved) as refused:
        service.approved(ctx, item_id, 1)
    assert refused.value.details["status"] == status
    assert refused.value.details["missing"] == MISSING[status]
    if status in ("draft", "business_review"):
        assert "业务审核" in refused.value.zh and "details" not in refused.value.zh


def test_an_approved_version_goes_out_until_the_next_is_approved(studio: Studio) -> None:
    """Drafts and rejections after it change nothing; the approval of another does, and that one goes out instead."""
    item_id, ctx = studio.bring(studio.written(), "approved"), studio.stack.ctx()
    for number in (2, 3, 4):
        assert studio.edit(item_id, number - 1).status == 201
        assert service.approved(ctx, item_id, 1).version == service.current(ctx, item_id, 1).version == 1
        studio.bring(item_id, ("rejected", "business_review", "approved")[number - 2], number)
    with pytest.raises(NotApproved) as refused:
        service.approved(ctx, item_id, 1)
    assert refused.value.details == {"status": "replaced", "missing": ["latest_version"], "latest": 2}
    assert service.current(ctx, item_id, 1).version == service.newest(ctx, item_id).version == 4
    assert service.begun(ctx, item_id, 1).version == 1
    old = studio.version(item_id, 1)
    assert (old["status"], old["is_latest"], old["may_be_sent"]) == ("replaced", False, False)
    assert old["reviews"][-1]["verdict"] == "replaced"


def test_a_recalled_version_does_not_come_back_by_another(studio: Studio) -> None:
    """Whoever named it, or what took its place, has nothing to send; what had begun with it stops."""
    item_id, ctx = studio.bring(studio.written(), "replaced"), studio.stack.ctx()
    reviews.recall(studio.ctx("zhangwei"), item_id, "2", "改价")
    for ask in (service.current, service.approved):
        with pytest.raises(NotApproved):
            ask(ctx, item_id, 1)
    assert service.begun(ctx, item_id, 1).version == 1
    reviews.recall(studio.ctx("zhangwei"), item_id, "1", "改价")
    for ask in (service.current, service.begun, service.approved):
        with pytest.raises(VersionRecalled):
            ask(ctx, item_id, 1)


def test_the_recall_of_a_replaced_version_leaves_what_took_its_place(studio: Studio) -> None:
    """What had begun with it stops; whoever names it goes on with the newer one."""
    item_id, ctx = studio.bring(studio.written(), "replaced"), studio.stack.ctx()
    reviews.recall(studio.ctx("zhangwei"), item_id, "1", "改价")
    assert service.current(ctx, item_id, 1).version == 2
    with pytest.raises(VersionRecalled):
        service.begun(ctx, item_id, 1)


def test_what_is_approved_stays_in_the_list_until_another_is(studio: Studio) -> None:
    """Operators find in it what may be sent, whatever is being written."""
    item_id = studio.bring(studio.written(), "approved")
    studio.edit(item_id, 1)
    assert _listed(studio, "approved", item_id) == [1]
    studio.bring(item_id, "approved", 2)
    assert (_listed(studio, "approved", item_id), _listed(studio, "replaced", item_id)) == ([2], [1])


def _listed(studio: Studio, status: str, item_id: str) -> list[int]:
    """The item's versions in the list of a status, all pages of it."""
    path = f"/admin/v1/content-versions?status={status}&limit=100"
    page = studio.owner.get(path).json()
    lines = page["items"]
    while page["cursor"]:
        page = studio.owner.get(f"{path}&cursor={page['cursor']}").json()
        lines += page["items"]
    return [line["version"] for line in lines if line["item_id"] == item_id]


@pytest.mark.parametrize("status", ["draft", "content_review", "rejected"])
def test_a_superseded_version_goes_no_further(studio: Studio, status: str) -> None:
    """Whatever its status was, no step is taken on it any more, and it is in no list of its status."""
    item_id = studio.bring(studio.written(), status)
    assert studio.edit(item_id, 1).status == 201
    before = studio.rows(item_id)
    http = studio.as_role("owner")
    for verb, (path, body) in VERBS.items():
        answer = studio.take(item_id, http, path, body)
        assert answer.code == "SupersededVersion", verb
    assert studio.rows(item_id) == before
    assert _listed(studio, status, item_id) == ([2] if status == "draft" else [])


def test_a_superseded_draft_is_not_worth_mending(studio: Studio) -> None:
    """Whoever submits it hears that there is a newer one, not what lint would have had corrected in it."""
    item_id = studio.draft(text="全网最低价！转发后领取")
    assert studio.edit(item_id, 1).status == 201
    assert studio.take(item_id, "author", "submissions").code == "SupersededVersion"


def test_an_unknown_version_is_not_found(studio: Studio) -> None:
    """Every verb says so, for a version that is not there and for one that cannot be."""
    item_id = studio.written()
    for version in ("7", "x"):
        for path, body in (VERBS["submit"], VERBS["withdraw"], VERBS["recall"], VERBS["reject business"]):
            answer = studio.owner.post(f"/admin/v1/content-items/{item_id}/versions/{version}/{path}", body)
            assert (answer.status, answer.code) == (404, "UnknownContent"), (path, version)
