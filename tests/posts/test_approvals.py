"""四眼: a second person approves a post before it goes out."""

from __future__ import annotations

from tests.support import make
from tests.support.desk import Desk
from tests.support.stack import forget_everything

RULE = "/admin/v1/post-approval"


def _want(desk: Desk, is_needed: bool) -> None:
    assert desk.owner.put(RULE, {"is_needed": is_needed}).json()["is_needed"] is is_needed
    forget_everything()


def test_a_post_goes_out_after_somebody_else_approved_it(desk: Desk) -> None:
    """Its maker may not; whoever edits it has it approved anew; a second look at another revision is told."""
    _want(desk, True)
    desk.friends(1)
    post = desk.post()
    path = f"/admin/v1/posts/{post}"
    assert desk.read(post)["needs_approval"] is True
    assert desk.owner.post(f"{path}/approvals", {"revision": 1}).code == "OwnPost"
    marketer = make.operator(desk.stack, "marketer", "chenyu")
    assert marketer.post(f"{path}/approvals", {"revision": 2}).code == "PostChanged"
    assert [marketer.post(f"{path}/approvals", {"revision": 1}).status for _ in range(2)] == [200, 200]
    shown = desk.read(post)
    assert (shown["is_approved"], shown["needs_approval"], shown["approved_by"]["userid"]) == (True, False, "chenyu")
    assert marketer.put(path, {**desk.body(), "revision": 1}).json()["needs_approval"] is True
    assert marketer.post(f"{path}/approvals", {"revision": 2}).code == "OwnPost"
    assert desk.owner.post(f"{path}/approvals", {"revision": 2}).status == 200
    desk.after(hours=3)
    assert len(desk.ledger()) == 1


def test_what_nobody_approved_is_not_sent_and_is_tried_again_once_it_is(desk: Desk) -> None:
    """It fails at its time and says so; a retry is refused until somebody else approved it, then it goes."""
    _want(desk, True)
    desk.friends(1)
    post = desk.post()
    desk.after(hours=3)
    shown = desk.read(post)
    assert (shown["problem"]["code"], shown["problem"]["remedy"]) == ("NotYetApproved", "approve")
    retries = f"/admin/v1/posts/{post}/occurrences/{desk.occurrence(post)['at']}/retries"
    desk.sign_in()
    assert desk.owner.post(retries).code == "NotYetApproved"
    assert desk.ledger() == []
    compliance = make.operator(desk.stack, "compliance", "chenyu")
    assert compliance.post(f"/admin/v1/posts/{post}/approvals", {"revision": 1}).json()["problem"] is None
    assert desk.owner.post(retries).status == 200
    desk.after(minutes=5)
    assert len(desk.ledger()) == 1


def test_a_version_that_nobody_approved_the_post_with_does_not_go_out(desk: Desk) -> None:
    """Its text was approved anew: the post says so, is not sent, and goes with it once it is approved with it."""
    _want(desk, True)
    desk.friends(1)
    post = desk.post()
    marketer = make.operator(desk.stack, "marketer", "chenyu")
    assert marketer.post(f"/admin/v1/posts/{post}/approvals", {"revision": 1}).status == 200
    desk.edit("新文字")
    desk.approve()
    desk.stack.drain()
    problem = desk.read(post)["problem"]
    assert (problem["code"], problem["remedy"]) == ("NewVersionNotApproved", "new_version")
    desk.after(hours=3)
    assert (desk.occurrence(post)["status"], desk.ledger()) == ("failed", [])
    desk.sign_in()
    retries = f"/admin/v1/posts/{post}/occurrences/{desk.occurrence(post)['at']}/retries"
    assert desk.owner.post(retries).code == "NewVersionNotApproved"
    assert desk.owner.post(f"/admin/v1/posts/{post}/new-version").json()["needs_approval"] is True
    assert desk.owner.post(retries).code == "NotYetApproved"
    chenyu = make.session(desk.stack, "chenyu")
    assert chenyu.post(f"/admin/v1/posts/{post}/approvals", {"revision": 2}).status == 200
    assert desk.owner.post(retries).status == 200
    desk.after(minutes=5)
    assert [entry["text"] for entry in desk.ledger()] == ["新文字"]


def test_a_corp_that_does_not_ask_for_it_sends_as_before(desk: Desk) -> None:
    """Off unless an owner says so; turned off again, what waits goes; nobody else may turn it."""
    assert desk.owner.get(RULE).json()["is_needed"] is False
    desk.friends(1)
    _want(desk, True)
    desk.post()
    marketer = make.operator(desk.stack, "marketer", "chenyu")
    assert marketer.put(RULE, {"is_needed": False}).code == "RoleNotAllowed"
    _want(desk, False)
    assert desk.owner.get(RULE).json()["edited_by"]["userid"] == "zhangwei"
    desk.after(hours=3)
    assert len(desk.ledger()) == 1
