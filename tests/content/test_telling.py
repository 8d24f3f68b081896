"""What follows from the reviews, and what lists and rules of a whole corp show."""

from __future__ import annotations

from typing import Any

import pytest

from chalicelib.content import listing, service, store
from chalicelib.content.errors import UnknownPicture
from chalicelib.content.ids import PictureId
from chalicelib.content.shapes import StatusQuery
from chalicelib.content.states import VersionState
from tests.content.studio import PASS, Studio, image
from tests.support.http import Answer
from tests.support.perf.meter import metered
from tests.support.state import fact_kinds

DAY = 24 * 3600


def test_an_author_who_got_another_role_still_does_not_review_it(fresh: Studio) -> None:
    """It is the person that counts: liming wrote it, and is made responsible for compliance."""
    item_id = fresh.bring(fresh.draft(), "compliance_review")
    promoted = fresh.as_role("compliance", "liming")
    assert fresh.take(item_id, promoted, *PASS["compliance"][1:]).code == "OwnVersion"


def test_reviewers_find_what_waits_for_them(fresh: Studio) -> None:
    """Versions are listed by status, the longest in it first; a step moves them on."""
    first, second = fresh.draft(name="一"), fresh.draft(name="二")
    for item_id in (second, first):
        fresh.stack.clock.advance(60)
        fresh.take(item_id, "author", "submissions")
    path = "/admin/v1/content-versions?status=content_review"
    assert [line["name"] for line in fresh.compliance.get(path).json()["items"]] == ["二", "一"]
    fresh.take(second, *PASS["content"])
    assert [line["item_id"] for line in fresh.compliance.get(path).json()["items"]] == [first]


def test_a_list_of_versions_reads_the_index_alone(fresh: Studio) -> None:
    """However long the texts are: one query, and what it shows is what the rows say."""
    item_id = fresh.draft(text="长" * 1300, variables=[])
    fresh.take(item_id, "author", "submissions")
    with metered() as cost:
        page = listing.versions(fresh.ctx("zhangwei"), StatusQuery(limit=100, status=VersionState.CONTENT_REVIEW))
    assert (cost.reads, cost.read_units) == (["Query"], 0.5)
    row = store.version(fresh.ctx("zhangwei"), item_id, 1)
    assert row is not None
    (line,) = page.items
    assert (line.item_id, line.kind, line.status, line.author, line.changed_at) == (
        item_id,
        row.form,
        row.status,
        row.author,
        row.changed_at,
    )


def test_the_steps_are_told_as_facts(fresh: Studio) -> None:
    """Once each, with who and why, also when the stream delivers twice."""
    fresh.stack.drain.copies = 2
    item_id = fresh.bring(fresh.draft(), "recalled")
    rejected = fresh.bring(fresh.draft(), "rejected")
    fresh.stack.drain()
    found = fact_kinds("demo")
    kinds = [kind for subject, kind, _ in found if subject == f"content#{item_id}"]
    assert sorted(kinds) == sorted(
        ["content.submitted", *["content.reviewed"] * 3, "content.approved", "content.recalled"]
    )
    told = {kind: data for subject, kind, data in found if subject == f"content#{rejected}"}
    assert set(told) == {"content.submitted", "content.reviewed", "content.rejected"}
    assert '"staff":"chenyu"' in told["content.rejected"] and "错别字" in told["content.rejected"]


def test_items_are_listed_newest_first(fresh: Studio) -> None:
    """Page by page, with the number of the latest version."""
    for name in ("一", "二", "三"):
        fresh.stack.clock.advance(1)
        fresh.draft(name=name)
    page = fresh.compliance.get("/admin/v1/content-items?limit=2").json()
    assert [(line["name"], line["latest"], line["kind"]) for line in page["items"]] == [
        ("三", 1, "text"),
        ("二", 1, "text"),
    ]
    rest = fresh.compliance.get(f"/admin/v1/content-items?limit=2&cursor={page['cursor']}").json()
    assert [line["name"] for line in rest["items"]] == ["一"]


def test_a_corps_own_rules_count_beside_the_shipped_ones(fresh: Studio) -> None:
    """Words and hosts that compliance sets work on the next save and on submission; another corp has its own."""
    path = "/admin/v1/content-rules"
    none: dict[str, Any] = {"extra_words": [], "allowed_hosts": []}
    assert _rules(fresh.owner.get(path)) == none
    own = {"extra_words": ["竞品甲"], "allowed_hosts": ["example.com"]}
    kept = fresh.draft(text="比竞 品甲好 https://m.example.com/a https://elsewhere.example.net/")
    assert _rules(fresh.compliance.put(path, own)) == _rules(fresh.owner.get(path)) == own
    answer = fresh.take(kept, "author", "submissions")
    assert [(one["code"], one["place"]) for one in answer.json()["details"]["lint"]] == [
        ("forbidden_word", "text"),
        ("link_host", "text"),
    ]
    assert _rules(fresh.stack.operator(corp="rival").get(path)) == none
    fresh.stack.drain()
    assert [kind for subject, kind, _ in fact_kinds("demo") if subject == "content_rules"] == ["content_rules.changed"]


def test_rules_that_cannot_be_are_refused(fresh: Studio) -> None:
    """A host is a name, in small letters and without a scheme; nothing is changed."""
    for bad in ({"allowed_hosts": ["https://example.com"]}, {"allowed_hosts": ["localhost"]}, {"extra_words": [""]}):
        assert fresh.owner.put("/admin/v1/content-rules", bad).code == "InvalidBody"
    assert fresh.owner.get("/admin/v1/content-rules").json()["revision"] == 0


def _rules(answer: Answer) -> dict[str, Any]:
    shown = answer.json()
    return {name: shown[name] for name in ("extra_words", "allowed_hosts")}


def test_another_corps_content_is_not_found(fresh: Studio) -> None:
    """Item, version and picture of a corp do not exist for another."""
    item_id, picture_id = fresh.draft(), fresh.picture(image())
    rival = fresh.stack.operator(corp="rival")
    assert rival.get(f"/admin/v1/content-items/{item_id}").status == 404
    assert rival.get(f"/admin/v1/pictures/{picture_id}").status == 404
    assert rival.get("/admin/v1/content-versions?status=draft").json()["items"] == []
    for verb, body in (("submissions", None), ("previews", {}), ("withdrawals", None), ("recalls", {"reason": "x"})):
        assert rival.post(f"/admin/v1/content-items/{item_id}/versions/1/{verb}", body).code == "UnknownContent"
    for verdict in ("passed", "rejected"):
        body = {"stage": "business", "verdict": verdict, "reason": "x"}
        answer = rival.post(f"/admin/v1/content-items/{item_id}/versions/1/reviews", body)
        assert answer.code == "UnknownContent"


def test_compliance_is_a_role_that_an_owner_gives(fresh: Studio) -> None:
    """It reads and reviews, and makes no campaigns."""
    assert fresh.compliance.get("/admin/v1/coupon-templates").status == 200
    assert fresh.compliance.post("/admin/v1/coupon-templates", {}).code == "RoleNotAllowed"
    assert fresh.create(by=fresh.compliance).code == "RoleNotAllowed"


def test_a_picture_is_uploaded_once_while_wecom_keeps_it(fresh: Studio) -> None:
    """For two days the same media id without a call; when it has less than a day to live, a new one."""
    picture_id, before = fresh.picture(image(color="navy")), len(fresh.stack.platform.ledger("media"))
    first = service.media_id(fresh.stack.ctx(), picture_id)
    fresh.stack.clock.advance(2 * DAY - 1)
    assert service.media_id(fresh.stack.ctx(), picture_id) == first
    assert len(fresh.stack.platform.ledger("media")) == before + 1
    fresh.stack.clock.advance(2)
    assert service.media_id(fresh.stack.ctx(), picture_id) != first
    assert len(fresh.stack.platform.ledger("media")) == before + 2
    with pytest.raises(UnknownPicture):
        service.media_id(fresh.stack.ctx(), PictureId("0" * 26))
