"""A post's coupon is had by its link, once it has gone out with it."""

from __future__ import annotations

from typing import Any

import pytest

from chalicelib.posts import occurrence_rows
from chalicelib.posts.ids import PostId
from tests.support import make
from tests.support.desk import Desk
from tests.support.http import Answer
from tests.support.make import TEMPLATE


def _template(desk: Desk, **changes: Any) -> str:
    return make.coupon_template(desk.stack, claimable_by=["post"], **changes).id


def _claims(desk: Desk, post: str, template: str, name: str = "m1", key: str = "") -> Answer:
    headers = {"Idempotency-Key": key} if key else {}
    path = f"/mini/v1/posts/{post}/coupon-templates/{template}/claims"
    return make.member_session(desk.stack, name).post(path, **headers)


def test_a_post_gives_its_coupon_from_when_it_goes_out(desk: Desk) -> None:
    """Not before, by its link alone, to whoever holds it; the claim counts in its report, and a repeat is marked."""
    desk.friend("ann")
    template = _template(desk, per_member=2)
    post = desk.post(coupon_template_id=template)
    assert (_claims(desk, post, template).status, _claims(desk, post, template).code) == (404, "NotOffered")
    desk.after(hours=1)
    first, again = (_claims(desk, post, template, key="tap") for _ in range(2))
    assert (first.status, again.json()) == (201, first.json())
    assert ("idempotency-replayed" in first.headers, again.headers["idempotency-replayed"]) == (False, "true")
    assert _claims(desk, post, template, "forwarded").status == 201
    plain = make.member_session(desk.stack, "m2").post(f"/mini/v1/coupon-templates/{template}/claims")
    assert plain.code == "NotClaimableHere"
    desk.stack.drain()
    assert desk.report(post)["claims"] == 2


def test_a_post_gives_no_other_coupon(desk: Desk) -> None:
    """Neither one that it named before it was changed, nor one of another post, nor by a link that is made up."""
    desk.friend("ann")
    named, instead = _template(desk), _template(desk, name="周末券")
    post = desk.post(coupon_template_id=named)
    revised = desk.body(coupon_template_id=instead, revision=1)
    assert desk.owner.put(f"/admin/v1/posts/{post}", revised).status == 200
    desk.after(hours=1)
    assert [_claims(desk, post, template).status for template in (named, instead)] == [404, 201]
    assert _claims(desk, "nothing", instead).code == "NotOffered"


def test_a_time_that_was_begun_and_not_planned_offers_nothing(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    """Nobody was sent it: it may fail or be cancelled yet."""
    desk.friend("ann")
    template = _template(desk)
    post = desk.post(coupon_template_id=template)
    desk.after(hours=1)
    (begun,) = occurrence_rows.occurrences(desk.ctx(), PostId(post), 50)
    begun.planned_at = None
    with monkeypatch.context() as patch:
        patch.setattr(occurrence_rows, "occurrences", lambda *_: [begun])
        assert _claims(desk, post, template).code == "NotOffered"
    assert _claims(desk, post, template).status == 201


def test_what_a_post_offers_is_read_once(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    """It has gone out, which nothing changes any more: a rush costs no read."""
    desk.friend("ann")
    template = _template(desk)
    post = desk.post(coupon_template_id=template)
    desk.after(hours=1)
    assert _claims(desk, post, template, "m1").status == 201
    monkeypatch.setattr(occurrence_rows, "occurrences", None)
    assert _claims(desk, post, template, "m2").status == 201


def test_a_post_does_not_promise_what_it_may_not_give(desk: Desk) -> None:
    """A template that is not open to posts is refused when the post is made, with the ways that are open."""
    template = make.coupon_template(desk.stack, claimable_by=["live_code"]).id
    refused = desk.owner.post("/admin/v1/posts", desk.body(coupon_template_id=template))
    assert [fault["rule"] for fault in refused.json()["details"]["errors"]] == ["way_not_open"]
    assert TEMPLATE["claimable_by"] == ["anyone"], "which is open to every way"
